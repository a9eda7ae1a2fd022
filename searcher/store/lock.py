"""One writer at a time: an operating-system lock on `writer.lock`, which a dead process cannot leave behind."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from searcher.errors import IndexLocked, StoreError

NAME: Final = "writer.lock"
_PAUSE: Final = 0.05


class WriterLock:
    """A context manager that waits up to `timeout` seconds, telling `on_wait` once for whom; then IndexLocked."""

    def __init__(self, folder: Path, *, timeout: float = 30.0, on_wait: Callable[[str], None] | None = None) -> None:
        self._path = folder / NAME
        self._timeout = timeout
        self._on_wait = on_wait
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        try:
            self._stream = self._path.open("ab+")
        except OSError as error:
            raise StoreError(f"cannot write in {self._path.parent}: {error.strerror or error}") from error
        deadline = time.monotonic() + self._timeout
        told = False
        while not _try_lock(self._stream):
            owner = self._owner()
            if time.monotonic() >= deadline:
                self._stream.close()
                raise IndexLocked(f"{self._path.parent} is being written by {owner}; try again when it has finished")
            if not told and self._on_wait:
                self._on_wait(owner)
                told = True
            time.sleep(_PAUSE)
        _sign(self._stream)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream:
            self._stream.seek(0)
            self._stream.truncate()
            self._stream.close()

    def _owner(self) -> str:
        """Who holds it, in words."""
        try:
            owner = json.loads(self._path.read_bytes())
            return f"process {owner['pid']} on {owner['host']} since {owner['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process"


def _sign(stream: BinaryIO) -> None:
    """Say in the file who holds it."""
    import socket

    stream.seek(0)
    stream.truncate()
    owner = {"pid": os.getpid(), "host": socket.gethostname(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}
    stream.write(json.dumps(owner).encode())
    stream.flush()


if os.name == "nt":  # pragma: no cover - the other branch of a platform

    def _try_lock(stream: BinaryIO) -> bool:
        """Lock without waiting; False when another has it."""
        import msvcrt

        stream.seek(1 << 30)  # beyond the text that says who holds it
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True

else:

    def _try_lock(stream: BinaryIO) -> bool:
        """Lock without waiting; False when another has it."""
        import fcntl

        try:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
