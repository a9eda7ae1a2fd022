"""A string -> a query tree, or a QueryError with its diagnostics."""
