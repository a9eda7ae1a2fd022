"""Files or documents -> shelves, by this process alone or by several: who does the work of a run."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice
from queue import SimpleQueue
from subprocess import PIPE, Popen
from typing import Any, Final, Protocol

from searcher.codec.base import Snapshot
from searcher.errors import StoreError
from searcher.ingest.given import Item, Raw, read
from searcher.ingest.read import FileResult, Row, Task, read_file, result_from_json
from searcher.ingest.worker import put, to_frame, to_message
from searcher.store import Shelf, StoreWriter

#: Documents that go to a worker at a time.
_TOGETHER: Final = 200

Told = Row | tuple[str, str]


class Hands(Protocol):
    """Those who read and shelve. Results come in any order."""

    def read(self, tasks: Sequence[Task]) -> Iterator[FileResult]:
        """What became of each file."""
        ...

    def add(self, documents: Iterable[Item], *, corrections: str | None) -> Iterator[Told]:
        """What became of each document: a row, or where and why it was refused.

        `corrections` is the text of the user's, "" for none; None for no extraction at all.
        """
        ...

    def finish(self) -> list[str]:
        """Write what is left; the names of all segments that slots name."""
        ...


@contextmanager
def hands(writer: StoreWriter, *, jobs: int, seen: Snapshot | None, old: tuple[str, str] | None) -> Iterator[Hands]:
    """This process, or so many others. `seen` knows when ids were first seen; `old` is its codec and folder."""
    known = seen if seen and seen.leaves else None
    if jobs <= 1:
        yield _Own(writer.shelf("own", known))
        return
    with _workers(writer, jobs, old if known else None) as others:
        yield others


class _Own:
    """This process."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def read(self, tasks: Sequence[Task]) -> Iterator[FileResult]:
        for task in tasks:
            yield read_file(task, self._shelf)

    def add(self, documents: Iterable[Item], *, corrections: str | None) -> Iterator[Told]:
        for ordinal, item in enumerate(documents):
            yield _told(
                put(read(item) if isinstance(item, Raw) else item, self._shelf, corrections=corrections), ordinal
            )

    def finish(self) -> list[str]:
        return self._shelf.finish()


@contextmanager
def _workers(writer: StoreWriter, jobs: int, old: tuple[str, str] | None) -> Iterator[_Others]:
    with ExitStack() as stack:
        processes = []
        for number in range(jobs):
            told = {"folder": str(writer.folder), "tag": str(number), "language": writer.language, "seen": old}
            command = [sys.executable, "-m", "searcher.ingest", json.dumps(told)]
            process = stack.enter_context(Popen(command, stdin=PIPE, stdout=PIPE))  # noqa: S603 - ourselves
            stack.callback(process.kill)
            processes.append(process)
        yield _Others(processes, stack.enter_context(ThreadPoolExecutor(jobs)))


class _Others:
    """Processes that work at the same time."""

    def __init__(self, processes: Sequence[Popen[bytes]], pool: ThreadPoolExecutor) -> None:
        self._processes, self._pool = processes, pool
        self._idle: SimpleQueue[Popen[bytes]] = SimpleQueue()
        for process in processes:
            self._idle.put(process)

    def read(self, tasks: Sequence[Task]) -> Iterator[FileResult]:
        def said(task: Task) -> tuple[list[Any], str]:
            options = task.options
            said = [dict(options.field_map), options.encoding, options.reader]
            message = ["read", task.path, *said, task.known, task.corrections]
            return message, f"read {task.path}"

        for _, result in self._spread((said(task) for task in tasks), self._ask):
            yield result_from_json(result)

    def add(self, documents: Iterable[Item], *, corrections: str | None) -> Iterator[Told]:
        for first, group in self._spread(_grouped(documents), partial(self._add, corrections=corrections)):
            for ordinal, told in enumerate(group, first):
                yield _told(told, ordinal)

    def _add(self, group: list[Item], first: int, *, corrections: str | None) -> Any:
        try:
            frame = _frame(group, corrections)
        except ValueError:  # a dict holds what a frame cannot
            frame = _frame([read(item) if isinstance(item, Raw) else item for item in group], corrections)
        return self._send(frame, f"took in documents {first} and after")

    def _spread(self, work: Iterable[tuple[Any, Any]], do: Callable[[Any, Any], Any]) -> Iterator[tuple[Any, Any]]:
        """What `do` makes of each piece of work, and what came with it; a few pieces wait at a time."""
        waiting: dict[Future[Any], Any] = {}
        for piece, with_it in work:
            if len(waiting) >= 2 * len(self._processes):
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    yield waiting.pop(future), future.result()
            waiting[self._pool.submit(do, piece, with_it)] = with_it
        for future, with_it in waiting.items():
            yield with_it, future.result()

    def finish(self) -> list[str]:
        asked = [self._pool.submit(_ask, process, to_frame(["finish"]), "finished") for process in self._processes]
        return [name for future in asked for name in future.result()]

    def _ask(self, message: list[Any], what: str) -> Any:
        return self._send(to_frame(message), what)

    def _send(self, frame: bytes, what: str) -> Any:
        process = self._idle.get()
        try:
            return _ask(process, frame, what)
        finally:
            self._idle.put(process)


def _grouped(documents: Iterable[Item]) -> Iterator[tuple[list[Item], int]]:
    """Documents in groups, each with the number of its first."""
    rest, first = iter(documents), 0
    while group := list(islice(rest, _TOGETHER)):
        yield group, first
        first += len(group)


def _frame(group: list[Item], corrections: str | None) -> bytes:
    return to_frame(["add", [to_message(item) for item in group], corrections])


def _ask(process: Popen[bytes], frame: bytes, what: str) -> Any:
    """A worker's answer; StoreError when the worker has died."""
    answer = b""
    if process.stdin and process.stdout:
        try:
            process.stdin.write(frame)
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = b""
    if not answer:
        raise StoreError(f"a worker died while it {what}; try again with --jobs 1")
    told = json.loads(answer)
    if isinstance(told, dict) and "failed" in told:
        raise StoreError(told["failed"])
    return told


def _told(told: list[Any], ordinal: int) -> Told:
    if len(told) == 2:
        return told[0], told[1]
    key, newest, segment, number = told
    return Row(key, newest, sys.intern(segment), number, ordinal)
