"""The terminal: arguments in, printed results out."""

from __future__ import annotations

import sys


def main() -> None:
    """The program `searcher`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from searcher.cli.app import app

    app(prog_name="searcher")
