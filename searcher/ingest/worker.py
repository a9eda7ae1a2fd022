"""A worker process of a run: tasks on standard input -> results on standard output, which are JSON lines.

    python -m searcher.ingest '{"folder": ..., "tag": ..., "language": ..., "seen": [codec, folder] or null}'

A task is `["read", file, options..., known digest, corrections]`, or `["add", records, corrections]`, where
None leaves the records as they are; the last one is `["finish"]`. It travels as its length and its `marshal`, between
two processes of one program: documents are most of what is sent, and take a quarter of the time of JSON so.
"""

from __future__ import annotations

import ctypes
import gc
import json
import marshal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from searcher.codec import load_codec
from searcher.codec.base import Snapshot
from searcher.document import Document, Rejection, from_sparse, to_sparse
from searcher.extract import complete, complete_all
from searcher.ingest.given import Item, Raw, read
from searcher.ingest.read import Task, checked, newest, read_file, result_to_json, said_of
from searcher.readers.base import ReadOptions
from searcher.store import Shelf, refused

#: Objects between two searches for cycles, of which this work leaves hardly any; Python's own 700 cost a twentieth.
_ALLOCATIONS: Final = 100_000
#: Numbers of two options of glibc's `mallopt`, and the largest value that the second takes.
_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_KEPT: Final = 32 << 20
#: Bytes that the length of a task takes.
_LENGTH: Final = 8


def main(settings: str) -> None:
    """Work until there is no more."""
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)
    _keep_memory()
    told = json.loads(settings)
    shelf = Shelf(Path(told["folder"]), told["tag"], language=told["language"], first_seen=_seen(told["seen"]))
    for task in _tasks(sys.stdin.buffer):
        try:
            told = _done(task, shelf)
        except OSError as error:
            told = {"failed": str(refused(error))}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def _keep_memory() -> None:
    """Let arrays stand where the last ones stood, where the C library is glibc.

    Left alone it gives memory back at once, and to have new pages takes a tenth of the time of a worker (900,000 of
    them for 300,000 documents, 160,000 so).
    """
    with suppress(AttributeError, OSError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_MMAP_THRESHOLD, _KEPT)
        mallopt(_TRIM_THRESHOLD, 2 * _KEPT)


def to_frame(task: list[Any]) -> bytes:
    """A task as it travels; ValueError for what is no plain data."""
    content = marshal.dumps(task)
    return len(content).to_bytes(_LENGTH) + content


def _tasks(stream: BinaryIO) -> Iterator[list[Any]]:
    """The tasks that a stream holds, until it ends or breaks off."""
    while len(head := stream.read(_LENGTH)) == _LENGTH:
        content = stream.read(int.from_bytes(head))
        if len(content) < int.from_bytes(head):
            return
        yield marshal.loads(content)  # noqa: S302 - written by our own parent process, just now


def _seen(place: list[str] | None) -> Snapshot | None:
    """The index that knows when ids were first seen."""
    return Snapshot(*load_codec(place[0]).open(Path(place[1]))) if place else None


def _done(task: list[Any], shelf: Shelf) -> Any:
    match task:
        case ["read", path, field_map, encoding, reader, known, corrections]:
            file = Task(path, ReadOptions(field_map, encoding, reader), known, corrections)
            return result_to_json(read_file(file, shelf))
        case ["add", records, corrections]:
            found = [_from_message(record) for record in records]
            documents = [one for one in found if isinstance(one, Document)]
            done = iter(documents if corrections is None else complete_all(documents, said_of(corrections)))
            return [_put(one if isinstance(one, Rejection) else next(done), shelf) for one in found]
        case _:
            return shelf.finish()


def to_message(item: Item) -> Any:
    """A thing handed over, as it travels to a worker."""
    if isinstance(item, Raw):
        return [item.place, item.mapping] if item.plain else to_message(read(item))
    return [item.path, item.place, item.reason] if isinstance(item, Rejection) else to_sparse(item)


def _from_message(message: Any) -> Document | Rejection:
    """The reverse of `to_message`, and a dict is read."""
    match message:
        case [place, mapping]:
            return read(Raw(mapping, place))
        case [path, place, reason]:
            return Rejection(path, place, reason)
        case _:
            return from_sparse(message)


def put(item: Document | Rejection, shelf: Shelf, *, corrections: str | None) -> list[Any]:
    """Shelve a document, completed with these corrections or (None) as it is: `[id, newest, segment, number]`, or
    `[place, reason]` when it is refused.
    """
    if corrections is not None and isinstance(item, Document):
        item = complete(item, said_of(corrections))
    return _put(item, shelf)


def _put(item: Document | Rejection, shelf: Shelf) -> list[Any]:
    item = item if isinstance(item, Rejection) else checked(item, "")
    if isinstance(item, Rejection):
        return [", ".join(part for part in (item.path, item.place) if part), item.reason]
    slot = shelf.put(item)
    return [item.id, newest(item), slot.segment, slot.number]
