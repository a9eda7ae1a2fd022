"""Documents -> segments in an index's folder that no generation names yet; a process of a run has one each.

What is never adopted is swept away by the next commit.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from searcher.codec import new_codec
from searcher.codec.base import Snapshot
from searcher.document import Document, from_record, to_record

_SUFFIX: Final = ".n1"


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a document stands: the file of a segment, and its number there."""

    segment: str
    number: int


class Shelf:
    """Takes documents in. `first_seen` knows the day on which an id came into the index."""

    def __init__(self, folder: Path, tag: str, *, language: str, first_seen: Snapshot | None = None) -> None:
        self._folder, self._tag, self._seen = folder, tag, first_seen
        self._codec = new_codec()
        self._builder = self._codec.builder(language)
        self._written: list[tuple[str, int]] = []
        self._today = dt.datetime.now(dt.UTC).date()

    def put(self, document: Document) -> Slot:
        """Take a document in. Lone surrogates, which no index can hold, become question marks."""
        added = first_day(self._seen, document.id) or self._today
        try:
            number = self._builder.add(document, added)
        except UnicodeEncodeError:
            text = json.dumps(to_record(document), ensure_ascii=False).encode("utf-8", "replace")
            number = self._builder.add(from_record(json.loads(text)), added)
        slot = Slot(self._name(len(self._written)), number)
        if self._builder.full:
            self._flush()
        return slot

    def _name(self, number: int) -> str:
        return f"shelf-{self._tag}-{number}{_SUFFIX}"

    def _flush(self) -> None:
        name, count = self._name(len(self._written)), self._builder.count
        self._builder.write(self._folder / name)
        self._written.append((name, count))

    def finish(self) -> dict[str, Slot]:
        """Write what is left, as one segment; where the first document of each segment that slots name stands now."""
        if self._builder.count:
            self._flush()
        if len(self._written) < 2:
            return {name: Slot(name, 0) for name, _ in self._written}
        target = f"shelf-{self._tag}{_SUFFIX}"
        paths = [self._folder / name for name, _ in self._written]
        self._codec.merge(paths, self._folder / target)
        moved, base = {}, 0
        for name, count in self._written:
            moved[name] = Slot(target, base)
            base += count
        for path in paths:
            path.unlink()
        return moved


def first_day(seen: Snapshot | None, key: str) -> dt.date | None:
    """The day on which an id came into an index, None for one that is not there."""
    place = seen.find(key) if seen and seen.leaves else None
    return dt.date.fromordinal(int(place[0].column("added_day")[place[1]])) if place else None
