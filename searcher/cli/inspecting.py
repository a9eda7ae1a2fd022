"""The command inspect: what a reader understood from files, without an index."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from searcher.cli.ask import print_document
from searcher.cli.failures import NOTHING, failures
from searcher.cli.options import (
    CorrectionsOption,
    EncodingOption,
    MapOption,
    ReaderOption,
    Story,
    StoryOption,
    field_map,
    is_json,
)
from searcher.cli.output import path_of
from searcher.cli.pager import paged
from searcher.cli.terminal import clean, one_line, terminal
from searcher.document import Document, as_dict


def inspect(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files and folders.", show_default=False)],
    form: StoryOption = Story.table,
    dropped: Annotated[bool, typer.Option("--dropped", help="Show the site chrome that was left out.")] = False,
    mapping: MapOption = None,
    encoding: EncodingOption = None,
    reader: ReaderOption = None,
    corrections: CorrectionsOption = None,
) -> None:
    """Show what is understood of files, without an index.

    \b
    Examples:
    searcher inspect page.html --dropped
    searcher inspect news/ --format jsonl
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    import searcher
    from searcher.ingest import check_paths

    with failures(as_json=is_json(form)):
        check_paths(paths)
        found: list[dict[str, Any]] = []
        read = 0
        alone = len(paths) == 1 and Path(paths[0]).is_file()  # of a folder, a pager for each story would be in the way
        renamed = field_map(mapping or [])
        for item in searcher.inspect(
            *paths, field_map=renamed, encoding=encoding, reader=reader, corrections=corrections
        ):
            if not isinstance(item, Document):
                sys.stderr.write(f"rejected: {clean(str(item))}\n")
                continue
            read += 1
            if form is Story.table:
                with paged() if alone else nullcontext():
                    _print(item, dropped=dropped)
            elif form is Story.jsonl:
                sys.stdout.write(json.dumps(inspected(item), ensure_ascii=False) + "\n")
            else:
                found.append(inspected(item))
        if form is Story.json:
            json.dump(found if read != 1 else found[0], sys.stdout, ensure_ascii=False, indent=2)
            sys.stdout.write("\n")
        if not read:
            raise typer.Exit(NOTHING)


def inspected(document: Document) -> dict[str, Any]:
    """The JSON object of a document with its reader and path."""
    reader = document.origin.reader if document.origin else None
    return {**as_dict(document), "reader": reader, "path": path_of(document)}


def _print(document: Document, *, dropped: bool) -> None:
    screen = terminal()
    print_document(document)
    origin = document.origin
    if origin:
        sys.stdout.write(screen.style("faint", f"reader   {origin.reader} {one_line(origin.place)}".rstrip()) + "\n")
    if document.inferred:
        sys.stdout.write(screen.style("faint", f"inferred {', '.join(document.inferred)}") + "\n")
    if dropped:
        sys.stdout.writelines(screen.style("faint", f"dropped  {one_line(line)}") + "\n" for line in document.dropped)
    sys.stdout.write("\n")
