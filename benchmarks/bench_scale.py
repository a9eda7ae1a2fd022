"""A folder of Reuters-21578 -> how our costs grow with the collection, and what opening, adding and starting take.

    python benchmarks/bench_scale.py DATA/reuters21578 --work WORK [--scale N] [--rounds 3] [--publish]

Needs the extra `bench`. Collections of N documents, a tenth of it, and 3,000. Growth is of build time a document and
of mean query time, from the tenth to the whole; opening and adding are asked of tantivy and FTS5 too. `open` is a new
process with its modules loaded that opens an index and answers two rare words; `add` commits 100 documents and finds
one; `start` is the program from the shell against a Python that only imports Whoosh. All on a warm disk; what is timed
in one round takes turns, and figures are medians of the rounds, of which the short ones have five times as many.
"""

from __future__ import annotations

import argparse
import compileall
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import fmean, median
from time import perf_counter
from typing import Any, Final

from collection import prepare, prepare_more
from publish import Table, add_options, ratio_rows, show
from questions import KINDS, rare_pair
from trial import Figures, built, fresh, trial

import searcher

SMALLEST: Final = 3_000
ENGINES: Final = ("searcher", "tantivy", "fts5")
#: Rounds of what takes a moment, for each round of what takes long.
OFTEN: Final = 5
IMPORT_WHOOSH: Final = (sys.executable, "-c", "import whoosh.index, whoosh.qparser")


def growth(options: argparse.Namespace, files: dict[int, Path]) -> dict[str, Any]:
    """Builds and queries at the scale and a tenth of it, by turns."""
    found: dict[str, Any] = {"build": {}, "ask": {}}
    for _ in range(options.rounds):
        for scale in (options.scale // 10, options.scale):
            folder = fresh(options.work / "building" / "searcher")
            figures = trial("build", "searcher", folder, files[scale], jobs=options.jobs)
            found["build"].setdefault(scale, []).append(figures["seconds"] / scale)
    folders = {scale: built("searcher", files[scale], options.jobs) for scale in (options.scale // 10, options.scale)}
    for _ in range(options.rounds):
        for scale, folder in folders.items():
            found["ask"].setdefault(scale, []).append(trial("ask", "searcher", folder, files[scale]))
    return found


def moments(options: argparse.Namespace, files: dict[int, Path]) -> dict[str, dict[str, list[float]]]:
    """Seconds to open and to add, by engine."""
    more = prepare_more(options.data, options.work)
    scales = (SMALLEST, options.scale)
    folders = {(name, scale): built(name, files[scale], options.jobs) for name in ENGINES for scale in scales}
    pairs = {scale: rare_pair(files[scale]) for scale in scales}
    found: dict[str, dict[str, list[float]]] = {name: {} for name in ENGINES}
    for _ in range(options.rounds * OFTEN):
        for (name, scale), folder in folders.items():
            figures = trial("first", name, folder, files[scale], question=pairs[scale])
            found[name].setdefault(f"open {scale:,}", []).append(figures["seconds"])
    for _ in range(options.rounds):
        for name in ENGINES:
            copy = options.work / "building" / f"{name}-added"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(folders[name, options.scale], copy)
            figures = trial("add", name, copy, more)
            found[name].setdefault("add 100", []).append(figures["seconds"])
            shutil.rmtree(copy)
    return found


def starts(options: argparse.Namespace, folder: Path, words: str) -> dict[str, list[float]]:
    """Seconds of the program as a process, and of a Python that imports Whoosh."""
    compileall.compile_dir(Path(searcher.__file__).parent, quiet=1)  # as an installed program is
    command = (sys.executable, "-m", "searcher", "search", words, "--index", str(folder))
    found: dict[str, list[float]] = {"searcher search": [], "import whoosh": []}
    for number in range(options.rounds * OFTEN + 1):
        for name, line in zip(found, (command, IMPORT_WHOOSH), strict=True):
            start = perf_counter()
            subprocess.run(line, check=True, capture_output=True)
            if number:  # the first of each reads the disk and compiles
                found[name].append(perf_counter() - start)
    return found


def paired(one: list[float], two: list[float]) -> float:
    """The median of the ratios of the rounds."""
    return median(a / b for a, b in zip(one, two, strict=True))


def mean_time(figures: Figures) -> float:
    """Over all kinds of questions."""
    return fmean(fmean(figures[kind]["seconds"]) for kind in KINDS)


def tables(
    grown: dict[str, Any], short: dict[str, dict[str, list[float]]], begun: dict[str, list[float]]
) -> list[Table]:
    """Growth, moments and starts."""
    rows = []
    for scale, builds in grown["build"].items():
        kinds = [median(fmean(figures[kind]["seconds"]) for figures in grown["ask"][scale]) * 1e3 for kind in KINDS]
        rows.append((f"{scale:,}", f"{median(builds) * 1e6:.0f}", *(f"{value:.2f}" for value in kinds)))
    names = list(next(iter(short.values())))
    lines = [(engine, *(f"{median(found[name]) * 1e3:.2f}" for name in names)) for engine, found in short.items()]
    return [
        Table("Growth: build us/document, mean ms a query", ("documents", "build", *KINDS), rows),
        Table("Open and answer, add and see, milliseconds", ("engine", *names), lines),
        Table("Start, milliseconds", ("process", "median"), [(k, f"{median(v) * 1e3:.0f}") for k, v in begun.items()]),
    ]


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    options = parser.parse_args()
    if options.scale < 10 * 100:
        parser.error("--scale is at least 1,000")
    scales = (SMALLEST, options.scale // 10, options.scale)
    files = {scale: prepare(options.data, options.work, scale) for scale in scales}
    grown, short = growth(options, files), moments(options, files)
    pair = " ".join(rare_pair(files[options.scale]).words)
    begun = starts(options, built("searcher", files[options.scale], options.jobs), pair)
    ours, tenth = short["searcher"], options.scale // 10
    asked = {scale: [mean_time(figures) for figures in several] for scale, several in grown["ask"].items()}
    ratios = {
        "open_growth": paired(ours[f"open {options.scale:,}"], ours[f"open {SMALLEST:,}"]),
        "add_seconds": median(ours["add 100"]),
        "start_whoosh": paired(begun["searcher search"], begun["import whoosh"]),
        "build_growth": paired(grown["build"][options.scale], grown["build"][tenth]),
        "query_growth": paired(asked[options.scale], asked[tenth]),
    }
    bars = {
        f"{scale:,}": {kind: median(fmean(figures[kind]["seconds"]) for figures in several) * 1e3 for kind in KINDS}
        for scale, several in grown["ask"].items()
    }
    raw = {"growth": grown, "moments": short, "starts": begun, "ratios": ratios}
    show("bench_scale", [*tables(grown, short, begun), ratio_rows(ratios)], raw, ("mean, ms", bars), options)


if __name__ == "__main__":
    main()
