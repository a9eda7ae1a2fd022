"""The commands -> docs/cli.md. `python -m searcher.cli.reference` prints it; a test holds the page against it."""

from __future__ import annotations

import inspect
import sys
import typing
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from typer.models import ArgumentInfo, OptionInfo

from searcher.cli.app import program

_HEAD = """# Commands

Made from the program itself by `make docs`. Each command is a method of the same name in Python, and
`searcher COMMAND --help` shows the same. `searcher --install-completion` teaches bash, zsh or fish to complete
commands, options and their values. `--index` may also stand before the command.
"""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument or option of a command, as it was declared."""

    names: tuple[str, ...]
    help: str
    default: str
    choices: tuple[str, ...]
    is_option: bool


def commands() -> dict[str, Callable[..., None]]:
    """Name -> function, in the order of the program."""
    callbacks = (command.callback for command in program().registered_commands)
    return {callback.__name__: callback for callback in callbacks if callback}


def parameters(command: Callable[..., None]) -> list[Parameter]:
    """What a command takes."""
    hints = typing.get_type_hints(command, include_extras=True)
    found = []
    for name, declared in inspect.signature(command).parameters.items():
        kind, info = typing.get_args(hints[name])[:2]
        found.append(_parameter(name, kind, info, declared.default))
    return found


def _parameter(name: str, kind: Any, info: ArgumentInfo | OptionInfo, default: Any) -> Parameter:
    is_option = isinstance(info, OptionInfo)
    first = (info.default,) if isinstance(info.default, str) else ()  # where Typer keeps the first name in Annotated
    names = (*first, *(info.param_decls or ())) if is_option else (info.metavar or name.upper(),)
    choices = tuple(kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else ()
    plain = default if default not in (None, False, True, inspect.Parameter.empty) else ""
    told = info.show_default if isinstance(info.show_default, str) else str(plain)
    return Parameter(names, info.help or "", told, tuple(map(str, choices)), is_option)


def markdown() -> str:
    """The page."""
    return _HEAD + "".join(_command(name, command) for name, command in commands().items())


def _command(name: str, command: Callable[..., None]) -> str:
    """One command: usage, what it does, its options."""
    taken = parameters(command)
    arguments = [part for part in taken if not part.is_option]
    usage = " ".join([f"searcher {name} [OPTIONS]", *(part.names[0] for part in arguments)])
    rows = [f"| `{_cell(part.names[0])}` | {part.help} |" for part in arguments]
    rows += [_row(part) for part in taken if part.is_option]
    table = ["", "| | |", "|---|---|", *rows] if rows else []
    return "\n".join([f"\n## {name}\n", f"    {usage}\n", _told(command), *table, ""])


def _told(command: Callable[..., None]) -> str:
    """The help text, its lines joined, examples indented."""
    said, _, examples = (inspect.getdoc(command) or "").replace("\b\n", "").partition("Examples:")
    paragraphs = [" ".join(paragraph.split()) for paragraph in said.split("\n\n") if paragraph.strip()]
    if examples:
        paragraphs.append("\n".join("    " + line.strip() for line in examples.strip().splitlines()))
    return "\n\n".join(paragraphs)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _row(part: Parameter) -> str:
    """One option as a row of the table."""
    names = ", ".join(f"`{name}`" for name in part.names)
    taken = f" One of {', '.join(part.choices)}." if part.choices else ""
    told = f" Default: {part.default}." if part.default else ""
    return f"| {names} | {part.help}{taken}{told} |"


if __name__ == "__main__":
    sys.stdout.write(markdown())
