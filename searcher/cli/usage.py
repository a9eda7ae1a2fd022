"""What was typed after `searcher` -> its command, whether errors are wanted as JSON, and what is wrong with it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, cast

import typer

from searcher.cli.failures import WRONG_REQUEST

#: The base of all that is wrong with a command line; Typer exports only the branches.
UsageError: Final = cast(type[Exception], typer.BadParameter.__base__)


def command_in(arguments: Sequence[str]) -> str:
    """The first argument that is neither an option nor the index folder."""
    words = iter(arguments)
    for word in words:
        if word in ("-i", "--index"):
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether --format json or jsonl stands among the arguments, however it is written."""
    forms = [following for word, following in pairwise([*arguments, ""]) if word in ("-f", "--format")]
    forms += [word.removeprefix("--format=") for word in arguments if word.startswith("--format=")]
    forms += [word.removeprefix("-f") for word in arguments if word.startswith("-f")]
    return any(form in ("json", "jsonl") for form in forms)


def misused(error: Exception, arguments: Sequence[str]) -> int:
    """Say what is wrong with the command line, as text or as JSON; its exit code."""
    if wants_json(arguments):
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        sys.stderr.write(json.dumps({"error": {"kind": "UsageError", "message": message}}, ensure_ascii=False) + "\n")
    elif hasattr(error, "show"):
        error.show()
    return WRONG_REQUEST
