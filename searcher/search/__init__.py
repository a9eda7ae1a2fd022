"""A query tree on a snapshot of an index -> a Page: matches, ranking, snippets, facets, advice.

    run(snapshot, parsed, Request(limit=10))  ->  Page, an iterable of Hits

Everything is worked out on whole arrays of keys, leaf by leaf, with the statistics of the whole index, so that the
number of leaves never changes an answer. `count`, `facets`, `timeline`, `similar`, `suggest` and `explain_hit` are the
other questions.
"""

from searcher.search.answer import count, run
from searcher.search.coverage import Coverage, coverage
from searcher.search.explain import explain_hit
from searcher.search.facets import date_span, facets, timeline
from searcher.search.near import near_ids
from searcher.search.page import Bucket, Explanation, FacetCount, Hit, Page, Snippet, Suggestion, Timeline
from searcher.search.plan import Plan, Read, Step, plan
from searcher.search.request import Request
from searcher.search.similar import similar
from searcher.search.suggest import suggest
from searcher.search.versions import Change, Version, changes, versions

__all__ = [
    "Bucket",
    "Change",
    "Coverage",
    "Explanation",
    "FacetCount",
    "Hit",
    "Page",
    "Plan",
    "Read",
    "Request",
    "Snippet",
    "Step",
    "Suggestion",
    "Timeline",
    "Version",
    "changes",
    "count",
    "coverage",
    "date_span",
    "explain_hit",
    "facets",
    "near_ids",
    "plan",
    "run",
    "similar",
    "suggest",
    "timeline",
    "versions",
]
