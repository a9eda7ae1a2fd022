"""A query tree -> a Page: evaluation, scoring, highlights, facets, timeline, similar, suggest."""
