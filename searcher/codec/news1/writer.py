"""Changes on their way into a folder of segments: all of them are published by `commit`, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from searcher.analysis.entries import check_length
from searcher.analysis.space import KEY_BITS
from searcher.codec.base import Prepare
from searcher.codec.news1.assembling import ContainerWriter
from searcher.codec.news1.builder import Builder
from searcher.codec.news1.manifest import Generation, SegmentRow, sweep, write_generation
from searcher.codec.news1.merger import merge
from searcher.codec.news1.opening import open_segment
from searcher.codec.news1.segment import Segment
from searcher.codec.news1.tiers import to_merge
from searcher.document import Document

_SUFFIX: Final = ".n1"


@dataclass(slots=True)
class _Held:
    """A segment of the coming generation: its row, and which of its documents are gone."""

    row: SegmentRow
    segment: Segment
    gone: set[int]

    @property
    def live(self) -> int:
        """How many documents are left."""
        return self.row.documents - len(self.gone)


class News1Writer:
    """A Writer on the newest generation; the caller holds the index's writer lock."""

    def __init__(self, folder: Path, before: Generation, segments: Sequence[Segment], language: str) -> None:
        self._folder, self._before = folder, before
        self._number = before.number + 1
        self._held = [
            _Held(row, segment, set(segment.deleted.tolist()))
            for row, segment in zip(before.segments, segments, strict=True)
        ]
        self._committed = len(self._held)
        self._builder = Builder(language, folder)
        self._written = 0

    def delete(self, key: str) -> None:
        """Forget the committed document with this id, if there is one."""
        for held in self._held[: self._committed]:
            keys = held.segment.keys("id", "=" + key)
            held.gone.update((keys >> KEY_BITS).tolist())

    def add(self, document: Document, added: dt.date) -> None:
        """Add a document; ReadError when it is too long."""
        check_length(document)
        self._builder.add(document, added)
        if self._builder.full:
            self._flush()

    def adopt(self, path: Path, gone: Collection[int]) -> None:
        """Take in a segment that was built elsewhere in this folder, without these of its documents."""
        target = self._folder / self._next_name()
        path.replace(target)
        self._take(target, set(gone))

    def _next_name(self) -> str:
        self._written += 1
        return f"segment-{self._number}-{self._written}{_SUFFIX}"

    def _take(self, path: Path, gone: set[int]) -> None:
        segment, root = open_segment(path)
        row = SegmentRow(path.name, root, segment.count)
        self._held.append(_Held(row, segment, gone))

    def _flush(self) -> None:
        if self._builder.count:
            path = self._folder / self._next_name()
            self._builder.write(path)
            self._take(path, set())

    def leaves(self) -> list[Segment]:
        """The segments of the coming generation, without what is gone."""
        return [_without(held) for held in self._held]

    def commit(self, prepare: Prepare) -> int:
        """Write everything, merge what has become many, publish."""
        self._flush()
        self._held = [held for held in self._held if held.live]
        for group in to_merge([(held.live, held.row.documents) for held in self._held]):
            self._merge([self._held[number] for number in group])
        rows = tuple(self._with_deletions(held) for held in self._held)
        generation = Generation(self._number, rows, dict(prepare(self._number)))
        write_generation(self._folder, generation)
        sweep(self._folder, generation)
        return self._number

    def _merge(self, group: list[_Held]) -> None:
        """One segment in the place of the first of several."""
        path = self._folder / self._next_name()
        merge([_without(held) for held in group], path)
        place = self._held.index(group[0])
        self._take(path, set())
        self._held.insert(place, self._held.pop())
        self._held = [held for held in self._held if held not in group]
        for held in group:
            if held.row not in self._before.segments:
                (self._folder / held.row.name).unlink()

    def _with_deletions(self, held: _Held) -> SegmentRow:
        """A segment's row with a file that names its deleted documents, a new one when they have changed."""
        gone = np.array(sorted(held.gone), dtype=np.int64)
        if np.array_equal(gone, held.segment.deleted):
            return held.row
        name = f"deleted-{self._number}-{held.row.name}"
        out = ContainerWriter(self._folder)
        out.put("deleted", gone, "<u4")
        root = out.finish(self._folder / name, {"segment": held.row.name})
        return replace(held.row, deletions=name, deletions_root=root, deleted=gone.size)

    def cancel(self) -> None:
        """Throw the changes away."""
        self._builder.close()
        with suppress(OSError):
            sweep(self._folder, self._before)


def _without(held: _Held) -> Segment:
    """A segment with the documents deleted that are gone by now."""
    gone = np.array(sorted(held.gone), dtype=np.int64)
    return held.segment if gone.size == held.segment.deleted.size else Segment(held.segment.file, gone)
