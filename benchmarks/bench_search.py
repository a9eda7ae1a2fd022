"""A folder of Reuters-21578 -> times of queries on it and on a made-up collection, ours and others'.

    python benchmarks/bench_search.py DATA/reuters21578 --work WORK [--scale N] [--rounds 3] [--publish]

Needs the extra `bench`. In every round each engine is a process of its own that opens its index, answers some other
questions to be warm, then every question once: an exact total, and ids and titles of the ten best. Engines take turns;
a ratio is the median of the ratios of the rounds. Stock Whoosh is asked on Reuters-21578, and on the made-up
collection when that has at most `--whoosh` documents. Indexes are kept in WORK and used again.

Each of our operators is timed beside the AND of the same words (`operators.py`).

Agreement is the share of questions whose total is within a tenth (or two stories) of tantivy's, and how many of its
ten best are among ours: engines stem, weigh fields and leave out words in ways of their own.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Final

from collection import prepare
from operators import operators
from peers import PEERS
from publish import Table, add_options, ratio_rows, show
from questions import KINDS
from trial import Figures, built, trial

REFERENCE: Final = "tantivy"


def measure(file: Path, engines: list[str], options: argparse.Namespace) -> dict[str, list[Figures]]:
    """The answers of each round by engine."""
    folders = {engine: built(engine, file, options.jobs) for engine in engines}
    rounds: dict[str, list[Figures]] = {engine: [] for engine in engines}
    for _ in range(options.rounds):
        for engine, folder in folders.items():
            rounds[engine].append(trial("ask", engine, folder, file, count=options.count))
    return rounds


def times(rounds: dict[str, list[Figures]], title: str) -> Table:
    """A row for each engine and kind: milliseconds."""
    rows = []
    for kind in KINDS:
        for engine, several in rounds.items():
            spread = [spread_of(figures[kind]["seconds"]) for figures in several]
            rows.append((kind, engine, *(f"{median(values) * 1e3:.2f}" for values in zip(*spread, strict=True))))
    return Table(f"Queries on {title}, milliseconds", ("kind", "engine", "p50", "p95", "mean"), rows)


def spread_of(seconds: list[float]) -> tuple[float, float, float]:
    """Median, 95th percentile and mean."""
    return median(seconds), quantiles(seconds, n=20, method="inclusive")[-1], fmean(seconds)


def agreement(rounds: dict[str, list[Figures]], title: str) -> Table:
    """How far the totals and the ten best of the engines are those of the reference."""
    rows = []
    for kind in KINDS:
        cells = [kind]
        for engine in rounds:
            if engine == REFERENCE:
                continue
            own, other = rounds[engine][0][kind], rounds[REFERENCE][0][kind]
            near = [close(*pair) for pair in zip(own["totals"], other["totals"], strict=True)]
            shared = [len({*one} & {*two}) / len(two) for one, two in zip(own["ids"], other["ids"], strict=True) if two]
            cells.append(f"{fmean(near):.2f} / {fmean(shared) if shared else float('nan'):.2f}")
        rows.append(tuple(cells))
    names = [engine for engine in rounds if engine != REFERENCE]
    return Table(f"Agreement with {REFERENCE} on {title}: totals / ten best", ("kind", *names), rows)


def close(one: int, two: int) -> bool:
    """Totals that differ by no more than stemming explains."""
    return abs(one - two) <= max(2, 0.1 * max(one, two))


def over(rounds: dict[str, list[Figures]], kind: str, one: str, two: str) -> float:
    """Mean time of one engine over another's, the median of the rounds."""
    pairs = zip(rounds[one], rounds[two], strict=True)
    return median(fmean(a[kind]["seconds"]) / fmean(b[kind]["seconds"]) for a, b in pairs)


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    parser.add_argument("--count", type=int, default=100, help="questions of each kind")
    parser.add_argument("--whoosh", type=int, default=30_000, help="documents on which stock Whoosh is asked at most")
    options = parser.parse_args()
    if options.count < 2:
        parser.error("--count is at least 2")
    small = measure(prepare(options.data, options.work, 0), list(PEERS), options)
    engines = [name for name in PEERS if name != "whoosh" or options.scale <= options.whoosh]
    large = measure(prepare(options.data, options.work, options.scale), engines, options)
    ratios = {f"{kind}_tantivy": over(large, kind, "searcher", "tantivy") for kind in ("or", "and", "phrase")}
    ratios |= {f"{kind}_whoosh": over(small, kind, "whoosh", "searcher") for kind in ("or", "and", "phrase")}
    titles = ("Reuters-21578", f"{options.scale:,} documents")
    tables = [table for pair in zip((small, large), titles, strict=True) for table in (times(*pair), agreement(*pair))]
    bars = {
        engine: {kind: median(fmean(figures[kind]["seconds"]) for figures in several) * 1e3 for kind in KINDS}
        for engine, several in large.items()
    }
    made = prepare(options.data, options.work, options.scale)
    table, near = operators(built("searcher", made, options.jobs), made, count=options.count, rounds=options.rounds)
    ratios |= near
    tables.append(table)
    raw = {"reuters": small, "made": large, "ratios": ratios}
    show("bench_search", [*tables, ratio_rows(ratios)], raw, ("mean, ms", bars), options)


if __name__ == "__main__":
    main()
