"""One file -> its documents, completed, on a shelf; and what a run needs to know of them.

Runs in the process of the run itself or in a worker: tasks and results are plain enough to travel as JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from searcher import extract, readers
from searcher.analysis.entries import check_length, instant
from searcher.document import Document, Rejection
from searcher.errors import ReadError
from searcher.readers.base import ReadOptions
from searcher.store import Shelf, Slot

#: Documents that are completed together, and characters of them.
_TOGETHER: Final = 256
_CHARACTERS: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class Task:
    """One file to look at. `known` is the digest under which it was read before; the same bytes are not read again.
    `corrections` is the text of the user's file of them, as it was when the run began.
    """

    path: str
    options: ReadOptions
    known: str | None = None
    corrections: str = ""


class Row(NamedTuple):
    """One document that was read: its id, the instant that decides between documents of one id, where it is shelved.

    `ordinal` is its place among those of its file. A run has a row a document, so it is one flat object.
    """

    id: str
    newest: int
    segment: str
    number: int
    ordinal: int

    @property
    def slot(self) -> Slot:
        """Where it is shelved."""
        return Slot(self.segment, self.number)


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of a file. `digest` is None when it could not be opened; `unchanged` when its bytes were known."""

    path: str
    digest: str | None
    unchanged: bool
    rows: tuple[Row, ...]
    rejections: tuple[tuple[str, str], ...]


def newest(document: Document) -> int:
    """What decides between two documents of one id: the last update, else the date, as seconds; the greater wins."""
    return instant(document.updated or document.date)


def read_file(task: Task, shelf: Shelf) -> FileResult:
    """Read one file onto the shelf, unless its bytes are known."""
    try:
        digest = _digest(task)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        return FileResult(task.path, None, unchanged=False, rows=(), rejections=(("", reason),))
    if digest == task.known:
        return FileResult(task.path, digest, unchanged=True, rows=(), rejections=())
    rows: list[Row] = []
    rejections: list[tuple[str, str]] = []
    for item in documents(task.path, task.options, task.corrections):
        if isinstance(item, Rejection):
            rejections.append((item.place, item.reason))
        else:
            rows.append(Row(item.id, newest(item), *shelf.put(item), len(rows)))
    return FileResult(task.path, digest, unchanged=False, rows=tuple(rows), rejections=tuple(rejections))


def documents(path: str, options: ReadOptions, corrections: str = "") -> Iterator[Document | Rejection]:
    """The documents of one file, completed and corrected, and its rejections. Never raises for what is in the file."""
    said = said_of(corrections)
    for batch in _batches(readers.read(readers.open_path(path, options))):
        done = iter(extract.complete_all([item for item in batch if isinstance(item, Document)], said))
        for item in batch:
            yield item if isinstance(item, Rejection) else checked(next(done), path)


def said_of(corrections: str) -> extract.Corrections:
    """What the text of a file of corrections says."""
    return extract.corrections_from(corrections) if corrections else extract.NONE


def _batches(items: Iterable[Document | Rejection]) -> Iterator[list[Document | Rejection]]:
    """What a reader gives, in stretches that are completed together."""
    batch: list[Document | Rejection] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.body) if isinstance(item, Document) else 0
        if len(batch) >= _TOGETHER or size >= _CHARACTERS:
            yield batch
            batch, size = [], 0
    yield batch


def checked(document: Document, path: str) -> Document | Rejection:
    """A completed document with the file that holds it; a Rejection when it is too long to index."""
    try:
        check_length(document)
    except ReadError as error:
        return Rejection(path, document.origin.place if document.origin else "", str(error))
    return replace(document, paths=(path,)) if path else document


def _digest(task: Task) -> str:
    """SHA-256 of the file's bytes and of the options and corrections it is read with."""
    options = task.options
    said = json.dumps([sorted(options.field_map.items()), options.encoding, options.reader])
    digest = hashlib.sha256((said + task.corrections).encode())
    with Path(task.path).open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def result_to_json(result: FileResult) -> list[Any]:
    """A FileResult as a worker sends it."""
    rows = [row[:-1] for row in result.rows]
    return [result.path, result.digest, result.unchanged, rows, result.rejections]


def result_from_json(value: list[Any]) -> FileResult:
    """A FileResult as a worker sent it."""
    path, digest, unchanged, rows, rejections = value
    read = tuple(Row(key, new, name, number, order) for order, (key, new, name, number) in enumerate(rows))
    return FileResult(path, digest, unchanged, read, tuple((p, r) for p, r in rejections))
