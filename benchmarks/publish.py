"""Measured figures -> a table beside the goals of `goals.json` on the terminal, as JSON, and with a plot in `docs/`.

A goal has a label, a bound and a sense: `least` where more is better, `most` where less is. Figures of one script
replace that script's part of `docs/benchmarks.md` and leave the others alone.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
DOCS: Final = HERE.parent / "docs"
PAGE: Final = DOCS / "benchmarks.md"
GOALS: Final = HERE / "goals.json"
HEAD: Final = """# Speed and size, measured

Made by `bench_ingest.py`, `bench_search.py` and `bench_scale.py` with `--publish` (benchmarks/README.md says how);
engines took turns in every round, figures are medians of the rounds. Compare columns, not machines.
"""

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, the names of the columns, and rows of as many strings."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def plain(self) -> str:
        """For the terminal: the first column to the left, the others to the right."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[number]) for line in lines) for number in range(len(self.columns))]
        shown = [
            "  ".join(cell.ljust(width) if not at else cell.rjust(width) for at, (cell, width) in enumerate(pairs))
            for pairs in (list(zip(line, widths, strict=True)) for line in lines)
        ]
        return "\n".join([self.title, *shown, ""])

    def markdown(self) -> str:
        """For the docs."""
        rule = "|---" + "|---:" * (len(self.columns) - 1) + "|"
        lines = ["| " + " | ".join(line) + " |" for line in (self.columns, *self.rows)]
        return "\n".join([f"### {self.title}", "", lines[0], rule, *lines[1:], ""])


def ratio_rows(ratios: Mapping[str, float]) -> Table:
    """The figures that have goals, each with its bound and whether it holds."""
    goals: dict[str, dict[str, Any]] = json.loads(GOALS.read_text(encoding="utf-8"))
    rows = []
    for name, value in ratios.items():
        goal = goals[name]
        least = goal["sense"] == "least"
        holds = value >= goal["floor"] if least else value <= goal["floor"]
        bound = f"{'>=' if least else '<='} {goal['floor']:g}"
        rows.append((goal["label"], f"{value:.3g}", bound, f"{goal['wanted']:g}", "ok" if holds else "BELOW"))
    return Table("Ratios and their floors", ("figure", "measured", "floor", "wanted", "holds"), rows)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that all scripts take."""
    parser.add_argument("data", type=Path, help="the folder of Reuters-21578")
    parser.add_argument("--work", type=Path, required=True, help="a folder for collections and indexes, kept")
    parser.add_argument("--scale", type=int, default=10_000, help="documents of the made-up collection")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    parser.add_argument("--publish", action="store_true", help="put tables and plot into docs/")


def show(script: str, tables: Iterable[Table], raw: Figures, plot: tuple[str, Figures], options: Any) -> None:
    """Print the tables; write JSON and docs where asked. `plot` is its unit and series of named bars."""
    tables = list(tables)
    print("\n".join(table.plain() for table in tables))
    if options.json:
        options.json.write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    if options.publish:
        draw(DOCS / f"{script}.png", *plot)
        publish(script, tables, options)


def publish(script: str, tables: Sequence[Table], options: Any) -> None:
    """Replace the script's part of the page."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else HEAD
    start, end = f"<!-- {script} -->", f"<!-- end of {script} -->"
    where = f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} processors"
    parts = [
        f"## {script}",
        f"{where}; scale {options.scale:,}, {options.rounds} rounds.",
        f"![{script}]({script}.png)",
    ]
    text = "\n\n".join([start, *parts, *(table.markdown() for table in tables), end])
    page = re.sub(rf"\n*{start}.*?{end}\n*", "\n\n", page, flags=re.DOTALL).rstrip()
    PAGE.write_text(f"{page}\n\n{text}\n", encoding="utf-8")


def draw(path: Path, unit: str, series: Mapping[str, Mapping[str, float]]) -> None:
    """Bars on a logarithmic scale: a group for each key, a colour for each series."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    groups = list(dict.fromkeys(group for values in series.values() for group in values))
    figure, axes = plt.subplots(figsize=(9, 4.5))
    width = 0.8 / len(series)
    for number, (name, values) in enumerate(series.items()):
        known = [(at, values[group]) for at, group in enumerate(groups) if group in values]
        axes.bar([at + number * width for at, _ in known], [value for _, value in known], width, label=name)
    axes.set_xticks([at + width * (len(series) - 1) / 2 for at in range(len(groups))], groups)
    axes.set_yscale("log")
    axes.set_ylabel(unit)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)
