"""A Snapshot -> the same as a `whoosh.index.Index`, on which Whoosh's own parser, searcher and collectors run.

    index = WhooshIndex(snapshot)
    with index.searcher() as searcher:
        results = searcher.search(QueryParser("text", index.schema).parse("grain exports"))

Read-only, and pinned to its snapshot. It works on the leaves of any codec; nothing is copied, written or unpickled.
"""

from __future__ import annotations

from typing import Any, NoReturn

from whoosh.index import Index

from searcher.codec.base import Snapshot
from searcher.codec.news1.face.reader import LeafReader, SnapshotReader
from searcher.codec.news1.face.schema import build_schema
from searcher.codec.news1.face.searching import WholeSearcher
from searcher.errors import RequestError

__all__ = ["WhooshIndex"]


class WhooshIndex(Index):  # type: ignore[misc] # Whoosh has no types
    """One generation of an index, as Whoosh sees it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.schema = build_schema(snapshot.language)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of generation {self._snapshot.generation}>"

    def reader(self, reuse: Any = None) -> SnapshotReader:  # noqa: ARG002 - as Whoosh has it
        """A reader with a leaf reader for each segment."""
        generation = self._snapshot.generation
        readers = [LeafReader(leaf, self.schema, generation) for leaf in self._snapshot.leaves]
        return SnapshotReader(readers, self.schema, generation)

    def searcher(self, **options: Any) -> WholeSearcher:
        """A searcher of this generation; `options` are those of Whoosh's `Searcher`."""
        return WholeSearcher(self.reader(), fromindex=self, **options)

    def latest_generation(self) -> int:
        """The generation that this is pinned to."""
        return self._snapshot.generation

    def refresh(self) -> WhooshIndex:
        """This: what is committed later is seen by a new `Index.whoosh()`."""
        return self

    def up_to_date(self) -> bool:
        """Always."""
        return True

    def is_empty(self) -> bool:
        """Whether there is no live document."""
        return self._snapshot.total == 0

    def writer(self, **_: object) -> NoReturn:
        """RequestError: Whoosh may only read."""
        raise RequestError("Whoosh reads this index and cannot write it; use Index.add, Index.ingest or Index.delete")

    def optimize(self, **_: object) -> NoReturn:
        """RequestError: Whoosh may only read."""
        raise RequestError("Whoosh cannot merge this index; its segments are merged as it is written")
