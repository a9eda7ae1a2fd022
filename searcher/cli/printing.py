"""Objects and tables that are not pages of hits -> text, JSON or CSV."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from searcher.cli.options import Plain
from searcher.cli.pager import paged
from searcher.cli.terminal import cells, clean, one_line, terminal


def print_object(rows: Mapping[str, Any], form: Plain) -> None:
    """Named values: a line each, one JSON object, or name,value rows; a list has a row for each of its items."""
    if form is Plain.json:
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write("\n")
    elif form is Plain.jsonl:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, default=str) + "\n")
    elif form is Plain.csv:
        _print_csv(
            ("name", "value"),
            (
                (name, item)
                for name, value in rows.items()
                for item in (value if isinstance(value, (list, tuple)) else [value])
            ),
        )
    else:
        width = max(map(len, rows), default=0)
        with paged():
            for name, value in rows.items():
                if isinstance(value, (list, tuple)):
                    sys.stdout.writelines(f"{name:<{width}}  {one_line(str(item))}\n" for item in value)
                else:
                    sys.stdout.write(f"{name:<{width}}  {_plain(value)}".rstrip() + "\n")


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], form: Plain, *, key: str = "rows") -> None:
    """A table: aligned columns, a JSON list of objects under `key`, or CSV with a header."""
    if form is Plain.json:
        objects = [dict(zip(columns, row, strict=True)) for row in rows]
        json.dump({"version": 1, key: objects}, sys.stdout, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write("\n")
    elif form is Plain.jsonl:
        for row in rows:
            sys.stdout.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=str) + "\n")
    elif form is Plain.csv:
        _print_csv(columns, rows)
    else:
        _print_aligned(columns, rows)


def _print_aligned(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Columns side by side, numbers to the right, a faint heading."""
    texts = [[one_line(_plain(value)) for value in row] for row in rows]
    widths = [max([len(name), *(cells(row[place]) for row in texts)]) for place, name in enumerate(columns)]
    numeric = [all(isinstance(row[place], (int, float)) for row in rows) for place in range(len(columns))]
    screen = terminal()

    def line(values: Sequence[str]) -> str:
        parts = []
        for value, width, right in zip(values, widths, numeric, strict=True):
            blanks = " " * (width - cells(value))
            parts.append(blanks + value if right else value + blanks)
        return "  ".join(parts).rstrip()

    with paged():
        sys.stdout.write(screen.style("faint", line(columns)) + "\n")
        sys.stdout.writelines(line(row) + "\n" for row in texts)


def _print_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_csv_cell(value) for value in row] for row in rows)


def _csv_cell(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        value = " ".join(map(str, value))
    text = _plain(value, commas=False)
    return defused(text) if isinstance(value, str) else text


def defused(text: str) -> str:
    """A text for a cell, with an apostrophe before one that a spreadsheet would run as a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _plain(value: Any, *, commas: bool = True) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return " ".join(clean(str(item)) for item in value)
    if isinstance(value, int) and commas:
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return clean(str(value))
