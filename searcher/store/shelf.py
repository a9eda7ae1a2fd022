"""Documents -> segments in an index's folder that no generation names yet; a process of a run has one each.

What is never adopted is swept away by the next commit.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Final, NamedTuple

from searcher.codec import new_codec
from searcher.codec.base import Snapshot
from searcher.document import Document, from_record, to_record

_SUFFIX: Final = ".n1"


class Slot(NamedTuple):
    """Where a document stands: the file of a segment, and its number there."""

    segment: str
    number: int


class Shelf:
    """Takes documents in. `first_seen` knows the day on which an id came into the index."""

    def __init__(self, folder: Path, tag: str, *, language: str, first_seen: Snapshot | None = None) -> None:
        self._folder, self._tag, self._seen = folder, tag, first_seen
        self._builder = new_codec().builder(language, folder)
        self._written: list[str] = []
        self._name = self._next_name()
        self._today = dt.datetime.now(dt.UTC).date()

    def put(self, document: Document) -> Slot:
        """Take a document in. Lone surrogates, which no index can hold, become question marks."""
        added = first_day(self._seen, document.id) or self._today
        try:
            number = self._builder.add(document, added)
        except UnicodeEncodeError:
            text = json.dumps(to_record(document), ensure_ascii=False).encode("utf-8", "replace")
            number = self._builder.add(from_record(json.loads(text)), added)
        slot = Slot(self._name, number)
        if self._builder.full:
            self._write()
        return slot

    def _next_name(self) -> str:
        """The segment that the next document comes into."""
        return f"shelf-{self._tag}-{len(self._written)}{_SUFFIX}"

    def _write(self, *, last: bool = False) -> None:
        self._builder.write(self._folder / self._name, last=last)
        self._written.append(self._name)
        self._name = self._next_name()

    def finish(self) -> list[str]:
        """Write what is left; the names of all segments."""
        if self._builder.count:
            self._write(last=True)
        return self._written


def first_day(seen: Snapshot | None, key: str) -> dt.date | None:
    """The day on which an id came into an index, None for one that is not there."""
    place = seen.find(key) if seen and seen.leaves else None
    return dt.date.fromordinal(int(place[0].column("added_day")[place[1]])) if place else None
