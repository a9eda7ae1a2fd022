"""The program: its commands in the order in which one meets them."""

from __future__ import annotations

from typing import Annotated

import typer

from searcher.cli import ask, explore, inspecting, keep

app = typer.Typer(
    help="Search your own archive of news: files in, ranked answers out.",
    epilog="Start with: searcher ingest corpus && searcher search '\"cost-sharing\" places:korea'",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(*, value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"searcher {version('searcher')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=lambda value: _version(value=value), is_eager=True, help="The version."),
    ] = False,
) -> None:
    """Search your own archive of news: files in, ranked answers out."""


for command in (
    keep.ingest,
    keep.rebuild,
    ask.search,
    ask.count,
    ask.show,
    inspecting.inspect,
    ask.explain,
    explore.facets,
    explore.timeline,
    explore.similar,
    explore.suggest,
    explore.batch,
    keep.status,
    keep.verify,
    keep.delete,
    explore.fields,
):
    app.command()(command)
