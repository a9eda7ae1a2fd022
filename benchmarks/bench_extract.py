"""A folder of Reuters-21578 -> what each step of extraction costs, as a share of what Whoosh alone takes to index.

    python benchmarks/bench_extract.py DATA/reuters21578 [--files N] [--rounds 5]

One pass over all stories, or over those of N whole files spread evenly, and every pass in a process of its own: nothing
is known from a pass before. Whoosh 2.7.4 as it comes: title and body stored TEXT fields with its standard analyzer,
one writer, one process. `complete` has the stories in stretches, as in ingest: once as the reader gives them, and once
bare, with everything removed that a step could fill; a further pass tells the steps apart, in batches. The sides take
turns; times are CPU times, shares are of the Whoosh of the same round, and medians are printed. Imports and tables,
loaded by one made-up story, are reported apart: they are paid once a process. What the reader gave is kept out of the
garbage collector's sight on all sides. The goal is a share of at most 0.25 for the stories as read.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import process_time
from typing import Final

from searcher.document import Document
from searcher.readers.base import from_bytes
from searcher.readers.reuters import ReutersReader

GOAL: Final = 0.25
SIDES: Final = ("whoosh", "as read", "bare", "by step")
#: Stories that go through a step before the next step has them.
BATCH: Final = 256
#: It makes every step load its tables.
#: Stories that ingest completes together.
TOGETHER: Final = 256
FIRST: Final = Document(
    title="Ana Lopez visits Ghent",
    body="GHENT, Belgium, Jan. 24 (Reuters) - Mayor Jan Peeters, 45, of Ghent said on Friday that Ana Lopez, head of "
    "Gould Inc, would open a British school near Paris, Texas.\n\nReporting by Jane Doe\n\n"
    "Published: Jan. 24, 2020, 10:15 GMT",
)

#: Seconds by what took them.
Times = dict[str, float]


def stories(folder: Path, files: int) -> list[Document]:
    """All stories of the folder, or those of so many files, every n-th."""
    paths = sorted(folder.glob("*.sgm"))
    count = min(files, len(paths)) or len(paths)
    spread = [paths[len(paths) * number // count] for number in range(count)]
    sources = [from_bytes(path.read_bytes(), path.name) for path in spread]
    documents = [item for source in sources for item in ReutersReader().read(source) if isinstance(item, Document)]
    gc.collect()
    gc.freeze()
    return documents


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


def time_whoosh(documents: list[Document]) -> Times:
    """To index the stories and to commit."""
    from whoosh.fields import TEXT, Schema
    from whoosh.index import create_in

    with tempfile.TemporaryDirectory() as folder:
        index = create_in(folder, Schema(title=TEXT(stored=True), body=TEXT(stored=True)))
        start = process_time()
        writer = index.writer()
        for document in documents:
            writer.add_document(title=document.title, body=document.body)
        writer.commit()
        seconds = process_time() - start
        index.close()
    return {"whoosh": seconds}


def time_tables() -> float:
    """To import extraction and to load what it needs."""
    start = process_time()
    from searcher.extract import complete

    complete(FIRST)
    return process_time() - start


def time_complete(documents: list[Document]) -> Times:
    """All steps together, in stretches as ingest has them, and `tables`."""
    tables = time_tables()
    from searcher.extract import complete_all

    start = process_time()
    for first in range(0, len(documents), TOGETHER):
        complete_all(documents[first : first + TOGETHER])
    return {"tables": tables, "complete": process_time() - start}


def time_steps(documents: list[Document]) -> Times:
    """Each step over all stories. What steps share for one story, they cannot share here."""
    time_tables()
    from searcher.extract import STEPS

    times = dict.fromkeys(map(name_of, STEPS), 0.0)
    for number in range(0, len(documents), BATCH):
        batch = documents[number : number + BATCH]
        for step in STEPS:
            start = process_time()
            batch = [step(document) for document in batch]
            times[name_of(step)] += process_time() - start
    return times


def name_of(step: Callable[[Document], Document]) -> str:
    """`searcher.extract.places.find` -> `places`."""
    return step.__module__.removeprefix("searcher.extract.").split(".")[0]


def one_pass(side: str, folder: Path, files: int) -> tuple[int, Times]:
    """The number of stories and the times of one side."""
    given = stories(folder, files)
    if side == "bare":
        given = [bare(document) for document in given]
    measure = {"whoosh": time_whoosh, "by step": time_steps}.get(side, time_complete)
    return len(given), measure(given)


def in_own_process(side: str, options: argparse.Namespace) -> tuple[int, Times]:
    """`one_pass`, by a process that ends with it."""
    command = [sys.executable, __file__, options.data, "--files", options.files, "--side", side]
    count, times = json.loads(subprocess.run(list(map(str, command)), check=True, capture_output=True).stdout)
    return count, times


def main() -> int:
    """Measure, print, and say by the exit code whether the goal is met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--files", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        print(json.dumps(one_pass(options.side, options.data, options.files)))
        return 0
    sides: dict[str, list[Times]] = {side: [] for side in SIDES}
    for _ in range(options.rounds):
        for side, rounds in sides.items():
            count, times = in_own_process(side, options)
            rounds.append(times)
    whoosh = [times["whoosh"] for times in sides["whoosh"]]
    print(f"{count} stories, {options.rounds} rounds; Whoosh {median(whoosh) / count * 1e6:.0f} us/story")
    print(f"{'':<12} {'us/story':>9} {'of Whoosh':>10}")
    for name in sides["by step"][0]:
        show(name, [times[name] for times in sides["by step"]], whoosh, count)
    shares = [show(kind, [times["complete"] for times in sides[kind]], whoosh, count) for kind in ("as read", "bare")]
    print(f"tables, once {median(times['tables'] for times in sides['as read']) * 1e3:>9.0f} ms")
    return 0 if shares[0] <= GOAL else 1


def show(name: str, seconds: list[float], whoosh: list[float], count: int) -> float:
    """Print one line; the share."""
    share = median(one / base for one, base in zip(seconds, whoosh, strict=True))
    print(f"{name:<12} {median(seconds) / count * 1e6:>9.1f} {share:>10.4f}")
    return share


if __name__ == "__main__":
    raise SystemExit(main())
