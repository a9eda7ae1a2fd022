"""A folder of news -> how many copies and versions it has, what finding them costs, and what is missed.

    python benchmarks/bench_copies.py DATA [--pairs 75]

DATA is read into an index of its own. What is missed is told against all pairs of texts that have any three runs of
words in common, each held against the same rule. `--pairs` prints pairs that are not word for word the same, drawn by
a fixed seed, to be judged by eye.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

import searcher
from searcher.analysis.chunks import Reader
from searcher.analysis.signatures import Signer
from searcher.document import Document
from searcher.extract.fingerprint import Fingerprint, Fingerprints, is_copy
from searcher.store import open_store
from searcher.store.kinship import Kinship
from searcher.store.links import signatures

QUERIES = (
    *"trade oil japan bank grain coffee dollar tax merger gold yen debt shares profit strike exports".split(),
    *("oil opec", "trade deficit", "bank rates", '"interest rates"', '"money supply"', "places:japan", "date:1987-03"),
)
#: Runs of words in more texts than this tell nothing.
COMMON = 200


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes when nothing is in its way."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def signing(documents: list[Document]) -> float:
    """Seconds that signing takes, the words being known."""
    reader = Reader("english")
    signer = Signer(reader.surfaces)
    for document in documents:
        reader.add(document.title)
        reader.add(document.body)
    stream, texts = reader.stream(), np.arange(2 * len(documents))

    def work() -> None:
        for document in documents:
            signer.add(document)
        signer.spill(stream, texts // 2, title=texts % 2 == 0, body=texts % 2 == 1)
        signer.take()

    return best_of(5, work)


def all_copies(prints: list[Fingerprint]) -> set[tuple[int, int]]:
    """Pairs of texts that are copies, of all that share three runs of words."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(prints):
        for run in one.runs:
            holders[run].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if 1 < len(numbers) <= COMMON:
            shared.update((a, b) for place, a in enumerate(numbers) for b in numbers[place + 1 :])
    return {(a, b) for (a, b), count in shared.items() if count >= 3 and is_copy(prints[a], prints[b])}


def differences(one: Document, other: Document) -> Iterator[str]:
    """What two texts have that the other has not."""
    first, second = one.body.split(), other.body.split()
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind != "equal":
            yield f"    - {' '.join(first[a:b])[:70]} | + {' '.join(second[c:d])[:70]}"


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pairs", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, searcher.create(Path(folder) / "index") as index:
        index.ingest(asked.data, jobs=None)
        report(index, asked.pairs)


def report(index: searcher.Index, shown: int) -> None:
    """What there is to say of an index."""
    ids = [hit.id for hit in index.search("*", limit=None, highlight=False)]
    documents = {key: document for key in ids if (document := index.show(key))}
    for by in ("copies", "versions"):
        page = index.search("*", collapse=by, limit=None, highlight=False)
        groups = [(hit.id, *hit.copies) for hit in page if hit.copies]
        told = f"{len(groups)} groups of {sum(map(len, groups))} documents, the largest of {max(map(len, groups))}"
        print(f"{by}: {told}; {page.stories} stories in {page.total} documents")
        if by == "copies":
            pairs = sorted((a, b) for group in groups for a in group for b in group if a < b)
    leaves = open_store(index.path).snapshot().leaves
    rows = signatures(leaves)
    new = np.ones(len(rows), dtype=np.bool_)
    found = Kinship(leaves, rows).copies(new)
    confirming = best_of(3, lambda: (Kinship(leaves, rows).copies(new), Kinship(leaves, rows).versions(new)))
    count = len(documents)
    print(f"signing {signing(list(documents.values())) / count * 1e6:.1f} us a document, ", end="")
    print(f"confirming {confirming / count * 1e6:.1f} us a document")
    texts = list({document.body: document for document in documents.values()}.values())
    true = len(all_copies(Fingerprints().of(texts)))
    print(f"pairs of different texts: {len({tuple(pair) for pair in found.tolist()})} found of {true}")
    for by in ("off", "copies", "versions"):
        times = [
            best_of(5, lambda query=query, by=by: index.search(query, collapse=by, highlight=False))  # type: ignore[misc]
            for query in QUERIES
        ]
        print(f"collapse {by}: median {statistics.median(times) * 1e3:.2f} ms, slowest {max(times) * 1e3:.2f} ms")
    random.Random(11).shuffle(pairs)
    differing = [(a, b) for a, b in pairs if documents[a].body != documents[b].body]
    for number, (a, b) in enumerate(differing[:shown], 1):
        print(
            f"{number}. {a} {documents[a].date} {documents[a].title}\n   {b} {documents[b].date} {documents[b].title}"
        )
        print("\n".join(differences(documents[a], documents[b])))


if __name__ == "__main__":
    main()
