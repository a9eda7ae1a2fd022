"""Files or documents -> shelves, by this process alone or by several: who does the work of a run."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from itertools import islice
from queue import SimpleQueue
from subprocess import PIPE, Popen
from threading import Condition, Lock
from typing import Any, Final, Protocol, TypeVar

from searcher.codec.base import Snapshot
from searcher.errors import StoreError
from searcher.ingest.given import Item, Raw, read
from searcher.ingest.read import FileResult, Row, Task, read_file, result_from_json
from searcher.ingest.worker import put, to_frame, to_message
from searcher.store import Shelf, StoreWriter

#: Documents that go to a worker at a time.
_TOGETHER: Final = 200

#: Groups that a worker has at a time, so that it need not wait for the next when it is done with one.
_AHEAD: Final = 2

Told = Row | tuple[str, str]
_T = TypeVar("_T")


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
    """So many processes. However it ends, they are killed first, so that no thread waits for one of them."""
    workers: list[_Worker] = []
    pool = ThreadPoolExecutor(_AHEAD * jobs)
    try:
        for number in range(jobs):
            told = {"folder": str(writer.folder), "tag": str(number), "language": writer.language, "seen": old}
            command = [sys.executable, "-m", "searcher.ingest", json.dumps(told)]
            # In a session of its own, so that Ctrl-C strikes the process of the run alone, which ends the others.
            process = Popen(command, stdin=PIPE, stdout=PIPE, start_new_session=True)  # noqa: S603 - ourselves
            workers.append(_Worker(process))
        yield _Others(workers, pool)
    finally:
        for worker in workers:
            worker.kill()
        pool.shutdown(cancel_futures=True)
        for worker in workers:
            worker.close()


class _Worker:
    """A process that several threads ask; it answers in the order in which it was asked."""

    def __init__(self, process: Popen[bytes]) -> None:
        self._process = process
        self._asking, self._turn = Lock(), Condition()
        self._asked = self._answered = 0

    def ask(self, frame: bytes, what: str) -> Any:
        """Its answer to a task; StoreError when it has died."""
        with self._asking:
            self._write(frame)
            number = self._asked
            self._asked += 1
        with self._turn:
            self._turn.wait_for(lambda: self._answered == number)
        try:
            answer = self._process.stdout.readline() if self._process.stdout else b""
        finally:
            with self._turn:
                self._answered += 1
                self._turn.notify_all()
        if not answer.endswith(b"\n"):
            raise StoreError(f"a worker died while it {what}; try again with --jobs 1")
        told = json.loads(answer)
        if isinstance(told, dict) and "failed" in told:
            raise StoreError(told["failed"])
        return told

    def _write(self, frame: bytes) -> None:
        if self._process.stdin:
            with suppress(OSError, ValueError):  # its end is told by the answer that does not come
                self._process.stdin.write(frame)
                self._process.stdin.flush()

    def kill(self) -> None:
        """End it."""
        self._process.kill()

    def close(self) -> None:
        """Let go of what is left of it."""
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not written any more
                if stream:
                    stream.close()
        self._process.wait()


class _Others:
    """Processes that work at the same time."""

    def __init__(self, workers: Sequence[_Worker], pool: ThreadPoolExecutor) -> None:
        self._workers, self._pool = workers, pool

    def read(self, tasks: Sequence[Task]) -> Iterator[FileResult]:
        def done(task: Task) -> Any:
            return idle.ask(_message(task), f"read {task.path}")

        idle = _Idle(self._workers, ahead=1)  # a file that waits for a large one could be read by another process
        for _, result in self._spread(tasks, done):
            yield result_from_json(result)

    def add(self, documents: Iterable[Item], *, corrections: str | None) -> Iterator[Told]:
        def done(group: tuple[list[Item], int]) -> Any:
            return idle.ask(_framed(group[0], corrections), f"took in documents {group[1]} and after")

        idle = _Idle(self._workers, ahead=_AHEAD)
        for (_, first), rows in self._spread(_grouped(documents), done):
            for ordinal, told in enumerate(rows, first):
                yield _told(told, ordinal)

    def _spread(self, work: Iterable[_T], do: Callable[[_T], Any]) -> Iterator[tuple[_T, Any]]:
        """Each piece of work with what `do` makes of it, in any order; a few pieces wait at a time."""
        waiting: dict[Future[Any], _T] = {}
        for piece in work:
            if len(waiting) >= (_AHEAD + 1) * len(self._workers):
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    yield waiting.pop(future), future.result()
            waiting[self._pool.submit(do, piece)] = piece
        for future, piece in waiting.items():
            yield piece, future.result()

    def finish(self) -> list[str]:
        asked = [self._pool.submit(worker.ask, to_frame(["finish"]), "finished") for worker in self._workers]
        return [name for future in asked for name in future.result()]


class _Idle:
    """Workers that have nothing to do, or so little that they may be given more."""

    def __init__(self, workers: Sequence[_Worker], *, ahead: int) -> None:
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for _ in range(ahead):
            for worker in workers:
                self._idle.put(worker)

    def ask(self, frame: bytes, what: str) -> Any:
        """The answer of the next of them."""
        worker = self._idle.get()
        try:
            return worker.ask(frame, what)
        finally:
            self._idle.put(worker)


def _grouped(documents: Iterable[Item]) -> Iterator[tuple[list[Item], int]]:
    """Documents in groups, each with the number of its first."""
    rest, first = iter(documents), 0
    while group := list(islice(rest, _TOGETHER)):
        yield group, first
        first += len(group)


def _message(task: Task) -> bytes:
    """A file to read, as it travels."""
    options = task.options
    how = [dict(options.field_map), options.encoding, options.reader]
    return to_frame(["read", task.path, *how, task.known, task.corrections])


def _framed(group: list[Item], corrections: str | None) -> bytes:
    """A group as it travels; a dict that holds what cannot travel is read here."""
    try:
        return _frame(group, corrections)
    except ValueError:
        return _frame([read(item) if isinstance(item, Raw) else item for item in group], corrections)


def _frame(group: list[Item], corrections: str | None) -> bytes:
    return to_frame(["add", [to_message(item) for item in group], corrections])


def _told(told: list[Any], ordinal: int) -> Told:
    if len(told) == 2:
        return told[0], told[1]
    key, newest, segment, number = told
    return Row(key, newest, sys.intern(segment), number, ordinal)
