"""Files of a generation -> segments, mapped and ready."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from searcher.codec.news1.container import Container, Root
from searcher.codec.news1.manifest import Generation, SegmentRow, newest, read_generation
from searcher.codec.news1.segment import Segment
from searcher.errors import IndexCorrupt

_T = TypeVar("_T")

#: Opening may meet a commit that has just swept a file away.
_TRIES: Final = 40
_PAUSE: Final = 0.025


def open_segment(path: Path) -> tuple[Segment, Root]:
    """A segment that has just been written here, and what a manifest notes of it."""
    file = Container(path)
    return Segment(file, np.empty(0, dtype=np.int64)), file.root


def open_newest(folder: Path, known: Sequence[object] = ()) -> tuple[Generation, tuple[Segment, ...]]:
    """The newest generation and its segments; IndexCorrupt when a file of it is missing or damaged.

    Segments among the `known` ones, of an earlier generation, are taken as they are, with what they have at hand.
    """
    held = {(one.file.path, one.file.root, one.deletions): one for one in known if isinstance(one, Segment)}

    def opened(generation: Generation) -> tuple[Generation, tuple[Segment, ...]]:
        return generation, tuple(
            held.get((folder / row.name, row.root, row.deletions)) or _open(folder, row) for row in generation.segments
        )

    return _newest(folder, opened)


def read_newest(folder: Path) -> Generation:
    """The newest generation; IndexCorrupt when it is missing or damaged."""
    return _newest(folder, lambda generation: generation)


def _newest(folder: Path, read: Callable[[Generation], _T]) -> _T:
    """What is read of the newest generation, read anew where a commit has swept it away meanwhile."""
    for attempt in range(_TRIES):
        number = newest(folder)
        try:
            return read(read_generation(folder, number))
        except FileNotFoundError as error:
            if attempt == _TRIES - 1 or newest(folder) == number:
                name = Path(error.filename).name if error.filename else "a file"
                raise IndexCorrupt(f"{folder} lacks {name}; searcher verify") from error
            time.sleep(_PAUSE)
    raise AssertionError  # pragma: no cover - the loop returns or raises


def _open(folder: Path, row: SegmentRow) -> Segment:
    file = Container(folder / row.name, row.root)
    deleted = np.empty(0, dtype=np.int64)
    if row.deletions:
        listed = Container(folder / row.deletions, row.deletions_root)
        deleted = listed["deleted"].all().astype(np.int64)
        if deleted.size != row.deleted or (deleted.size and int(deleted.max()) >= row.documents):
            raise listed.damaged("the deletions")
    segment = Segment(file, deleted, deletions=row.deletions)
    if segment.count != row.documents:
        raise file.damaged("the number of its documents")
    return segment
