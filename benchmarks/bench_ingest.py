"""A folder of Reuters-21578 -> time, memory and size of indexes of a made-up collection, ours and others'.

    python benchmarks/bench_ingest.py DATA/reuters21578 --work WORK [--scale N] [--rounds 3] [--publish]

Needs the extra `bench`. Every build is a process of its own; engines take turns, and a ratio is the median of the
ratios of the rounds. `made` builds from ready documents, `files` from the SGML files: this program with extraction,
stock Whoosh without. Stock Whoosh builds the first `--whoosh` documents only, at which it is not slower a document
than at more: its rate is compared.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import median

from collection import prepare
from peers import PEERS
from publish import Table, add_options, ratio_rows, show
from trial import Figures, fresh, trial


def measure(options: argparse.Namespace) -> dict[str, list[Figures]]:
    """The figures of each round by engine, and of `files` by engine."""
    file = prepare(options.data, options.work, options.scale)
    rounds: dict[str, list[Figures]] = {}
    for _ in range(options.rounds):
        for engine in options.engines:
            count = min(options.scale, options.whoosh) if engine == "whoosh" else options.scale
            figures = trial("build", engine, place(options, engine), file, jobs=options.jobs, limit=count)
            rounds.setdefault(engine, []).append(figures | {"rate": count / figures["seconds"]})
        for engine in [name for name in ("searcher", "whoosh") if name in options.engines]:
            figures = trial("files", engine, place(options, engine), options.data, jobs=options.jobs)
            rounds.setdefault(f"{engine} from files", []).append(figures)
    return rounds


def place(options: argparse.Namespace, engine: str) -> Path:
    """An empty folder to build in."""
    return fresh(options.work / "building" / engine)


def table(rounds: dict[str, list[Figures]], options: argparse.Namespace) -> Table:
    """A row an engine."""
    rows: list[tuple[str, ...]] = []
    for engine, several in rounds.items():
        if "rate" not in several[0]:
            rows.append((engine, "", middle(several, "seconds", 2), "", "", middle(several, "pss", 0, 1e6), ""))
            continue
        count = min(options.scale, options.whoosh) if engine == "whoosh" else options.scale
        size = median(figures["bytes"] for figures in several) / count
        cells = [middle(several, "seconds", 2), middle(several, "rate", 0), f"{size:.0f}"]
        rows.append((engine, f"{count:,}", *cells, middle(several, "pss", 0, 1e6), middle(several, "segments", 0)))
    columns = ("engine", "documents", "seconds", "documents/s", "bytes/document", "PSS MB", "segments")
    return Table(f"Building, {options.jobs} jobs", columns, rows)


def middle(several: list[Figures], name: str, digits: int, unit: float = 1) -> str:
    """The median of a figure as text."""
    return f"{median(figures[name] for figures in several) / unit:.{digits}f}"


def ratios(rounds: dict[str, list[Figures]]) -> dict[str, float]:
    """The figures that have goals."""

    def over(name: str, first: str, second: str) -> float:
        pairs = zip(rounds[first], rounds[second], strict=True)
        return median(float(one[name] / other[name]) for one, other in pairs)

    found = {"build_pss_mb": median(figures["pss"] for figures in rounds["searcher"]) / 2**20}
    if "tantivy" in rounds:
        found["build_tantivy"] = over("rate", "searcher", "tantivy")
        found["size_tantivy"] = over("bytes", "searcher", "tantivy")
    if "whoosh" in rounds:
        found["build_whoosh"] = over("rate", "searcher", "whoosh")
        found["files_whoosh"] = over("seconds", "whoosh from files", "searcher from files")
    return found


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    parser.add_argument("--engines", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--whoosh", type=int, default=30_000, help="documents that stock Whoosh builds at most")
    options = parser.parse_args()
    if "searcher" not in options.engines:
        parser.error("searcher must be among the engines")
    rounds = measure(options)
    bars = {
        engine: {"documents/s": median(figures["rate"] for figures in several)}
        for engine, several in rounds.items()
        if "rate" in several[0]
    }
    raw = {"rounds": rounds, "ratios": ratios(rounds)}
    show("bench_ingest", [table(rounds, options), ratio_rows(ratios(rounds))], raw, ("documents/s", bars), options)


if __name__ == "__main__":
    main()
