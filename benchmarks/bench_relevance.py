"""Collections with judged queries -> how good the ranking is: nDCG@10, MAP, recall at 100, beside their floors.

    python benchmarks/bench_relevance.py DATA            # DATA has NAME/docs.jsonl, NAME/queries.tsv, NAME/qrels
    python benchmarks/bench_relevance.py DATA --sweep    # the same for other constants, one changed at a time

Queries are read as plain words, any of which may match (`--any --plain`). Where a query is a document's own headline
(it has the document's id), that document is left out of its ranking. The floors are in baseline.json; `--update`
raises them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from floors import report

from searcher.codec import load_codec
from searcher.codec.base import Snapshot
from searcher.document import Document
from searcher.query import parse
from searcher.search.answer import ranked
from searcher.search.evaluate import Evaluation
from searcher.search.scoring import WEIGHTS, Weights

DEPTH = 1000
Judged = dict[str, set[str]]
SWEEP: dict[str, tuple[float, ...]] = {
    "k1": (0.9, 1.2, 1.5, 2.0),
    "b": (0.3, 0.5, 0.6, 0.7, 0.8),
    "title": (1.0, 1.5, 2.0, 3.0),
    "lead": (1.0, 1.25, 1.5),
    "near": (0.0, 0.25, 0.5, 1.0),
}


def load(folder: Path, target: Path) -> tuple[Snapshot, dict[str, str], Judged]:
    """An index of a collection's documents, its queries, and the relevant ids of each."""
    codec = load_codec("news1")
    codec.create(target)
    writer = codec.writer(target, "english")
    for line in (folder / "docs.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        writer.add(Document(id=record["id"], title=record["title"], body=record["body"]), dt.date(2000, 1, 1))
    writer.commit(lambda _generation: {})
    generation, leaves = codec.open(target)
    rows = (line.split("\t", 1) for line in (folder / "queries.tsv").read_text("utf-8").splitlines())
    judged: Judged = {}
    for line in (folder / "qrels").read_text("utf-8").splitlines():
        query, _, document, grade = line.split()
        if int(grade) > 0:
            judged.setdefault(query, set()).add(document)
    return Snapshot(generation, leaves), dict(rows), judged


def rankings(snapshot: Snapshot, queries: dict[str, str], judged: Judged, weights: Weights) -> Iterator[list[bool]]:
    """For each judged query whether each of its first DEPTH stories is relevant."""
    names = [[leaf.card(number).id for number in range(leaf.count)] for leaf in snapshot.leaves]
    for key, text in queries.items():
        if key not in judged:
            continue
        node = parse(text, match="any", syntax="plain").node
        evaluation = Evaluation(snapshot, weights=weights)
        scored = [evaluation.scored(leaf, node) for leaf in range(len(snapshot.leaves))]
        order = ranked(
            evaluation,
            [one.documents for one in scored],
            [one.scores if one.scores is not None else one.documents * 0.0 for one in scored],
            wanted=DEPTH,
        )
        ids = [names[leaf][number] for leaf, number, _ in order]
        yield [one in judged[key] for one in ids if one != key]


def measures(rows: Iterator[list[bool]], judged: Judged) -> dict[str, float]:
    """Means over queries. nDCG with binary gains (Jarvelin and Kekalainen 2002); average precision over DEPTH."""
    sums = {"ndcg10": 0.0, "map": 0.0, "recall100": 0.0}
    count = 0
    for hits, relevant in zip(rows, (len(judged[key]) for key in judged), strict=True):
        count += 1
        gain = sum(1 / math.log2(rank + 1) for rank, hit in enumerate(hits[:10], 1) if hit)
        ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(10, relevant) + 1))
        sums["ndcg10"] += gain / ideal
        found = 0
        for rank, hit in enumerate(hits, 1):
            found += hit
            sums["map"] += hit * found / rank / relevant
        sums["recall100"] += sum(hits[:100]) / relevant
    return {name: total / count for name, total in sums.items()}


def main() -> int:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sweep", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args()
    figures: dict[str, float] = {}
    variants = {f"{name}={value:g}": replace(WEIGHTS, **{name: value}) for name in SWEEP for value in SWEEP[name]}
    table: dict[str, list[float]] = {name: [] for name in variants}
    folders = sorted(path for path in options.data.iterdir() if (path / "qrels").is_file())
    for folder in folders:
        with tempfile.TemporaryDirectory() as target:
            snapshot, queries, judged = load(folder, Path(target))
            judged = {key: judged[key] for key in queries if key in judged}
            found = measures(rankings(snapshot, queries, judged, WEIGHTS), judged)
            figures.update({f"{folder.name}.{name}": round(value, 4) for name, value in found.items()})
            if options.sweep:
                for name, weights in variants.items():
                    changed = measures(rankings(snapshot, queries, judged, weights), judged)
                    table[name] += [changed["ndcg10"], changed["map"]]
    if options.sweep:
        print(f"{'':<12}" + "".join(f"{folder.name:>24}" for folder in folders) + "   (nDCG@10, MAP)")
        for name, values in table.items():
            cells = "".join(f"{values[at]:>14.4f}{values[at + 1]:>10.4f}" for at in range(0, len(values), 2))
            print(f"{name:<12}{cells}  mean nDCG {sum(values[::2]) / len(folders):.4f}")
    return report("relevance", figures, update=options.update, allow_regression=options.allow_regression)


if __name__ == "__main__":
    sys.exit(main())
