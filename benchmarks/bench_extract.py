"""A folder of Reuters-21578 -> what each step of extraction costs, as a share of what Whoosh alone takes to index.

    python benchmarks/bench_extract.py DATA/reuters21578 [--sample 3000] [--rounds 5]

Whoosh 2.7.4 as it comes: title and body stored TEXT fields with its standard analyzer, one writer, one process. The
stories are spread evenly over the collection. Each step is timed on what the steps before it made of the stories,
once as the reader gives them and once with everything removed that a step could fill; the rounds of Whoosh and of
the steps take turns, and medians are printed. The goal is a share of at most 0.25 for the stories as read.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from searcher.document import Document
from searcher.extract import STEPS
from searcher.readers.base import from_bytes
from searcher.readers.reuters import ReutersReader

GOAL: Final = 0.25


def stories(folder: Path, sample: int) -> list[Document]:
    """Every n-th story of the collection, so that there are about `sample`."""
    documents: list[Document] = []
    for path in sorted(folder.glob("*.sgm")):
        source = from_bytes(path.read_bytes(), path.name)
        documents += [item for item in ReutersReader().read(source) if isinstance(item, Document)]
    return documents[:: max(1, len(documents) // sample)]


def bare(document: Document) -> Document:
    """The same without anything that a step could fill."""
    return replace(
        document,
        date=None,
        date_precision=None,
        updated=None,
        dateline=None,
        byline=None,
        people=(),
        places=(),
        source=None,
        version=None,
        stated_empty=(),
    )


def time_whoosh(documents: list[Document]) -> float:
    """Seconds to index the stories and to commit."""
    from whoosh.fields import TEXT, Schema
    from whoosh.index import create_in

    with tempfile.TemporaryDirectory() as folder:
        index = create_in(folder, Schema(title=TEXT(stored=True), body=TEXT(stored=True)))
        start = time.perf_counter()
        writer = index.writer()
        for document in documents:
            writer.add_document(title=document.title, body=document.body)
        writer.commit()
        seconds = time.perf_counter() - start
        index.close()
    return seconds


def time_steps(documents: list[Document]) -> dict[str, float]:
    """Seconds by step, each over all stories."""
    seconds: dict[str, float] = {}
    for step in STEPS:
        start = time.perf_counter()
        documents = [step(document) for document in documents]
        seconds[name_of(step)] = time.perf_counter() - start
    return seconds


def name_of(step: Callable[[Document], Document]) -> str:
    """`searcher.extract.places.find` -> `places`."""
    return step.__module__.removeprefix("searcher.extract.").split(".")[0]


def main() -> int:
    """Measure, print, and say by the exit code whether the goal is met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    given = stories(options.data, options.sample)
    kinds = {"as read": given, "bare": [bare(document) for document in given]}
    # Tables load and patterns compile on first use, once in a run.
    time_steps(kinds["bare"][:50])
    whoosh: list[float] = []
    rounds: dict[str, list[dict[str, float]]] = {kind: [] for kind in kinds}
    for _ in range(options.rounds):
        whoosh.append(time_whoosh(given))
        for kind, documents in kinds.items():
            rounds[kind].append(time_steps(documents))
    base = statistics.median(whoosh)
    print(f"{len(given)} stories, {options.rounds} rounds; Whoosh {len(given) / base:,.0f} stories/s")
    shares = {kind: show(kind, rounds[kind], base, len(given)) for kind in kinds}
    return 0 if shares["as read"] <= GOAL else 1


def show(kind: str, rounds: list[dict[str, float]], base: float, count: int) -> float:
    """Print one table; the share of all steps together."""
    medians = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    medians["all"] = statistics.median(sum(one.values()) for one in rounds)
    print(f"\n{kind:<12} {'us/story':>9} {'stories/s':>11} {'of Whoosh':>10}")
    for name, seconds in medians.items():
        print(f"{name:<12} {seconds / count * 1e6:>9.1f} {count / seconds:>11,.0f} {seconds / base:>10.4f}")
    return medians["all"] / base


if __name__ == "__main__":
    raise SystemExit(main())
