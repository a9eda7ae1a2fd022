"""What we know of the world, with its tables: dates, datelines, names, gazetteer, agencies."""
