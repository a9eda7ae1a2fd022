"""The terminal: arguments in, printed results out."""

from __future__ import annotations

import sys


def main() -> None:
    """The program `searcher`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from searcher.cli.app import COMMANDS, program

    first = sys.argv[1:2]
    try:
        program(first if first and first[0] in COMMANDS else COMMANDS)(prog_name="searcher")
    except KeyboardInterrupt:
        sys.exit(130)
