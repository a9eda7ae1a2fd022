"""searcher: a full-text search engine for news, on one machine."""
