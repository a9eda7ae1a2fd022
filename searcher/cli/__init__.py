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
    try:
        code = _run(sys.argv[1:])
    except KeyboardInterrupt:  # while modules are loaded; later it has a message
        code = 130
    sys.exit(code)


def _run(arguments: Sequence[str]) -> int:
    """Do what the arguments say; the exit code."""
    from searcher.cli.app import COMMANDS, program
    from searcher.cli.usage import UsageError, command_in, misused

    command = command_in(arguments)
    try:
        # Not standalone: what is wrong with the arguments is ours to say.
        return program([command] if command in COMMANDS else COMMANDS)(prog_name="searcher", standalone_mode=False) or 0
    except UsageError as error:
        return misused(error, arguments)
