"""An exception -> a message on standard error and an exit code.

0 found or done, 1 nothing found or nothing readable, 2 the request is wrong, 3 the index is wrong or locked,
130 Ctrl-C.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

import typer

from searcher.cli.terminal import clean, terminal
from searcher.errors import DocumentNotFound, QueryError, ReadError, RequestError, SearcherError, StoreError

NOTHING: Final = 1
WRONG_REQUEST: Final = 2
WRONG_INDEX: Final = 3
INTERRUPTED: Final = 130
#: What Ctrl-C leaves behind of what would have written.
AS_IT_WAS: Final = "stopped; the index is as it was"


def exit_code(error: SearcherError) -> int:
    """The exit code of an error."""
    if isinstance(error, StoreError):
        return WRONG_INDEX
    return NOTHING if isinstance(error, (DocumentNotFound, ReadError)) else WRONG_REQUEST


def _as_json(error: SearcherError) -> str:
    """The error as one JSON object."""
    content: dict[str, object] = {"kind": type(error).__name__, "message": str(error)}
    if isinstance(error, QueryError):
        content["query"] = error.query
        content["diagnostics"] = [
            {"kind": found.kind, "message": found.message, "start": found.start, "end": found.end}
            for found in error.diagnostics
        ]
    return json.dumps({"error": content}, ensure_ascii=False)


def fail(message: str, code: int = WRONG_REQUEST) -> NoReturn:
    """Say why and leave."""
    screen = terminal(sys.stderr)
    sys.stderr.write(f"{screen.style('error', 'searcher:')} {clean(message)}\n")
    raise typer.Exit(code)


@contextmanager
def failures(*, as_json: bool = False, stopped: str = "stopped") -> Iterator[None]:
    """Turn our errors, Ctrl-C and a closed pipe into messages and exit codes; a bug stays a traceback.

    `stopped` is said after Ctrl-C.
    """
    try:
        yield
    except BrokenPipeError:
        # The reader has seen enough; what is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except (KeyboardInterrupt, typer.Abort):  # Abort is Ctrl-C at a question
        _interrupted(stopped)
    except SearcherError as error:
        if as_json:
            sys.stderr.write(_as_json(error) + "\n")
            raise typer.Exit(exit_code(error)) from None
        if isinstance(error, QueryError):
            sys.stderr.write(clean(error.caret()) + "\n")
            raise typer.Exit(exit_code(error)) from None
        fail(str(error), exit_code(error))
    except RecursionError:
        fail("the request is nested too deeply", WRONG_REQUEST)
    except RuntimeError as error:
        if not isinstance(error.__cause__, KeyboardInterrupt):  # how Python 3.11 has it while a class is made
            raise
        _interrupted(stopped)


def _interrupted(stopped: str) -> NoReturn:
    sys.stderr.write(f"\nsearcher: {stopped}\n")
    raise typer.Exit(INTERRUPTED) from None


__all__ = ["AS_IT_WAS", "INTERRUPTED", "NOTHING", "WRONG_INDEX", "WRONG_REQUEST", "RequestError", "fail", "failures"]
