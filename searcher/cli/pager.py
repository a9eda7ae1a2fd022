"""What is printed on a terminal and does not fit its height -> the user's pager."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout


class _Held(io.StringIO):
    """Text that is held back, for a terminal."""

    def isatty(self) -> bool:
        return True


@contextmanager
def paged() -> Iterator[None]:
    """Show what is printed meanwhile by PAGER (less) where a person is looking; an empty PAGER turns it off.

    So does a dumb TERM, on which less asks for a key at every start.
    """
    held = isinstance(sys.stdout, _Held)  # by who called, and shown there
    looking = not held and sys.stdout.isatty() and sys.stdin.isatty() and os.environ.get("TERM") != "dumb"
    if not looking or os.environ.get("PAGER", "less") in ("", "cat"):
        yield
        return
    text = _Held()
    try:
        with redirect_stdout(text):
            yield
    finally:
        _show(text.getvalue())


def _show(text: str) -> None:
    """Print a text that fits, or when there is no pager; else page it."""
    import shlex
    import signal
    import subprocess

    command = shlex.split(os.environ.get("PAGER", "less"))
    if text.count("\n") < shutil.get_terminal_size().lines or shutil.which(command[0]) is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the pager
    try:
        subprocess.run(command, input=text.encode(), check=False, env={"LESS": "FRX", **os.environ})  # noqa: S603
    finally:
        signal.signal(signal.SIGINT, before)
