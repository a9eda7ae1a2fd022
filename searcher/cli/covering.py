"""The Coverage of an index -> tables to read, JSON, or one row a period and source."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from searcher.cli.options import Plain
from searcher.cli.pager import paged
from searcher.cli.printing import print_rows
from searcher.cli.terminal import terminal

if TYPE_CHECKING:
    from searcher.search.coverage import Coverage

NO_SOURCE: Final = "(no source)"
#: Rows of a table of gaps, or of late arrivals; the rest are counted.
_LISTED: Final = 20


def print_coverage(found: Coverage, form: Plain) -> None:
    """Sources, periods, gaps and late arrivals in turn; CSV and JSON Lines have a row a period and source."""
    if form is Plain.json:
        sys.stdout.write(json.dumps({"version": 1, **asdict(found)}, ensure_ascii=False, indent=2) + "\n")
        return
    cells = [(cell.period, cell.source, cell.stories) for cell in found.periods]
    if form is not Plain.table:
        print_rows((found.by, "source", "stories"), cells, form)
        return
    with paged():
        _print_tables(found, cells)


def _print_tables(found: Coverage, cells: Sequence[tuple[str, str | None, int]]) -> None:
    _section(
        f"{found.stories:,} stories; {found.undated:,} undated, {found.vague:,} dated too vaguely for a {found.by}"
    )
    print_rows(
        ("source", "stories", "undated", "vague", "first", "last", "gaps", "longest"),
        [
            (
                source.source or NO_SOURCE,
                source.stories,
                source.undated,
                source.vague,
                source.first,
                source.last,
                len(source.gaps),
                max((gap.periods for gap in source.gaps), default=0),
            )
            for source in found.sources
        ],
        Plain.table,
    )
    _section(f"\nby {found.by}")
    print_rows(
        (found.by, "source", "stories"), [(when, of or NO_SOURCE, count) for when, of, count in cells], Plain.table
    )
    _section(f"\n{len(found.gaps):,} gaps, where no source has a story")
    longest = sorted(found.gaps, key=lambda gap: (-gap.periods, gap.first))
    _listed(("first", "last", f"{found.by}s"), [(gap.first, gap.last, gap.periods) for gap in longest], "shorter gaps")
    number = sum(late.stories for late in found.late)
    _section(f"\n{number:,} late arrivals, added over {found.late_after} days after their date")
    arrived = [(late.added, late.stories, late.oldest, late.newest) for late in reversed(found.late)]
    _listed(("added", "stories", "oldest", "newest"), arrived, "earlier days")


def _section(text: str) -> None:
    sys.stdout.write(terminal().style("title", text) + "\n")


def _listed(columns: tuple[str, ...], rows: Sequence[Sequence[object]], others: str) -> None:
    """The first rows, and how many others there are."""
    if rows:
        print_rows(columns, rows[:_LISTED], Plain.table)
    if len(rows) > _LISTED:
        sys.stdout.write(f"and {len(rows) - _LISTED:,} {others}; --format json lists all\n")
