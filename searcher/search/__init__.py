"""A query tree on a snapshot of an index -> a Page: matches, ranking, snippets, facets, advice.

    run(snapshot, parsed, Request(limit=10))  ->  Page, an iterable of Hits

Everything is worked out on whole arrays of keys, leaf by leaf, with the statistics of the whole index, so that the
number of leaves never changes an answer. The other questions are asked of their own modules, so that a search does not
load them: `explain`, `plan`, `similar`, `versions`, `coverage`, `near`.
"""

from searcher.search.answer import count, run
from searcher.search.facets import date_span, facets, timeline
from searcher.search.page import Bucket, Explanation, FacetCount, Hit, Page, Snippet, Suggestion, Timeline
from searcher.search.recency import read_recency
from searcher.search.request import Request
from searcher.search.suggest import suggest

__all__ = [
    "Bucket",
    "Explanation",
    "FacetCount",
    "Hit",
    "Page",
    "Request",
    "Snippet",
    "Suggestion",
    "Timeline",
    "count",
    "date_span",
    "facets",
    "read_recency",
    "run",
    "suggest",
    "timeline",
]
