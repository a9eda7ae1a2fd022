"""Whoosh's searcher, without what makes it lose or invent matches."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from whoosh.matching import InverseMatcher
from whoosh.query import Not, Query
from whoosh.searching import Searcher

__all__ = ["WholeSearcher"]


class _LiveInverse(InverseMatcher):  # type: ignore[misc] # Whoosh has no types
    """All live documents that a matcher does not have.

    Whoosh's own takes the document after the matcher's last one without asking whether it is deleted, and promises no
    quality where the matcher has none, so that an OR leaves it out.
    """

    def _find_next(self) -> None:
        super()._find_next()
        while self._id < self.limit and self.missing(self._id):
            self._id += 1
            super()._find_next()

    def max_quality(self) -> float:
        return math.inf


class _LiveNot(Not):  # type: ignore[misc] # Whoosh has no types
    """A NOT that matches by `_LiveInverse`."""

    def matcher(self, searcher: Any, context: Any = None) -> _LiveInverse:  # noqa: ARG002 - as Whoosh has it
        reader = searcher.reader()
        child = self.query.matcher(searcher, searcher.boolean_context())
        return _LiveInverse(child, reader.doc_count_all(), missing=reader.is_deleted)


def _live(query: Query) -> Query:
    return _LiveNot(query.query, query.boost) if type(query) is Not else query


class WholeSearcher(Searcher):  # type: ignore[misc] # Whoosh has no types
    """A searcher that looks at every match, and at none that is deleted."""

    def search_with_collector(self, q: Query, collector: Any, context: Any = None) -> None:
        """Collect what matches a query. No matcher is replaced on the way: Whoosh loses winners by that."""
        inner = collector
        while hasattr(inner, "child"):
            inner = inner.child
        inner.replace = 0
        super().search_with_collector(q.accept(_live), collector, context)

    def docs_for_query(self, q: Query, for_deletion: bool = False) -> Iterator[int]:  # noqa: FBT001, FBT002 - as Whoosh has it
        """The numbers of the documents that match a query."""
        found: Iterator[int] = super().docs_for_query(q.accept(_live), for_deletion)
        return found
