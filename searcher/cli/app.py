"""The program: its commands in the order in which one meets them. Only those that are asked for are loaded."""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand

#: Command -> the module that has it.
COMMANDS: Final = {
    "ingest": "keep",
    "rebuild": "keep",
    "search": "ask",
    "count": "ask",
    "show": "ask",
    "inspect": "inspecting",
    "explain": "ask",
    "facets": "explore",
    "timeline": "explore",
    "similar": "explore",
    "suggest": "explore",
    "batch": "explore",
    "status": "keep",
    "verify": "keep",
    "delete": "keep",
    "fields": "explore",
}


def _version(*, value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"searcher {version('searcher')}")
        raise typer.Exit


class Command(TyperCommand):
    """A command whose usage says QUERY, not {QUERY}: it is to be typed without braces."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The arguments as usage names them."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]


def root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=lambda value: _version(value=value), is_eager=True, help="The version."),
    ] = False,
    index: Annotated[
        str | None, typer.Option("--index", "-i", help="The index folder, as after the command.", show_default=False)
    ] = None,
) -> None:
    """Search your own archive of news: files in, ranked answers out."""
    del version  # its callback has printed it
    if index is not None:
        os.environ["SEARCHER_INDEX"] = index  # where the option after the command looks next


def program(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The program with these commands."""
    app = typer.Typer(
        help=root.__doc__,
        epilog="\b\nExamples:\nsearcher ingest corpus\nsearcher search '\"cost-sharing\" places:korea'",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(root)
    for name in names:
        app.command(name, cls=Command)(getattr(import_module(f"searcher.cli.{COMMANDS[name]}"), name))
    return app
