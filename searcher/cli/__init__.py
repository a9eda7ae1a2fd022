"""The terminal: arguments in, printed results out."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Sequence


def main() -> None:
    """The program `searcher`."""
    # What is loaded stays: to look for garbage in it again and again, and once more at the end, is a sixth of a search.
    gc.set_threshold(50_000)
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from searcher.cli.app import COMMANDS, program

    command = _command(sys.argv[1:])
    try:
        program([command] if command in COMMANDS else COMMANDS)(prog_name="searcher")
    except KeyboardInterrupt:
        sys.exit(130)


def _command(arguments: Sequence[str]) -> str:
    """The first argument that is neither an option nor the index folder."""
    words = iter(arguments)
    for word in words:
        if word in ("-i", "--index"):
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""
