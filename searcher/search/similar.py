"""A story -> the stories most like it, by its weightiest words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

import numpy as np

from searcher.analysis import fold, stem, words
from searcher.analysis.entries import texts
from searcher.codec.base import Numbers, Snapshot
from searcher.document import Document
from searcher.errors import DocumentNotFound
from searcher.query.nodes import Everything
from searcher.search.answer import hits_at, ranked
from searcher.search.evaluate import Evaluation
from searcher.search.groups import groups
from searcher.search.near import near_ids
from searcher.search.page import Page
from searcher.search.request import check_limit
from searcher.search.scoring import Floats, idf, saturation

#: Words of a story that are compared, and what part of them another must have (Lucene's MoreLikeThis: 25, 30%).
_COMPARED: Final = 25
_SHARED: Final = 0.3


def similar(snapshot: Snapshot, key: str, *, limit: int | None = 10) -> Page:
    """The stories that share most of a story's weight (BM25F), never itself nor a copy or version of it."""
    started = time.perf_counter()
    check_limit(limit)
    found = snapshot.find(key)
    if found is None:
        raise DocumentNotFound(key, near_ids(snapshot, key))
    document = found[0].document(found[1])
    evaluation = Evaluation(snapshot)
    terms = _weighty(evaluation, document)
    scored = [_scores(evaluation, leaf, terms) for leaf in range(len(snapshot.leaves))]
    labels = groups(snapshot).versions
    own = next(label[found[1]] for leaf, label in zip(snapshot.leaves, labels, strict=True) if leaf is found[0])
    chain = sum(
        int(np.count_nonzero(label[leaf.live] == own)) for leaf, label in zip(snapshot.leaves, labels, strict=True)
    )
    for number, (documents, scores) in enumerate(scored):
        kept = labels[number][documents] != own
        scored[number] = documents[kept], scores[kept]
    order = ranked(evaluation, [documents for documents, _ in scored], [scores for _, scores in scored], wanted=limit)
    hits = hits_at(evaluation, order, Everything(), offset=0, highlight=False)
    total = sum(documents.size for documents, _ in scored)
    return Page(
        query="",
        interpretation=f"stories like {document.title or key}",
        total=total,
        hits=hits,
        facets={},
        notes=tuple(_notes(total, copies=chain - 1, compared=len(terms))),
        did_you_mean=(),
        next=None,
        generation=snapshot.generation,
        took_ms=(time.perf_counter() - started) * 1000,
    )


def _notes(total: int, *, copies: int, compared: int) -> Iterator[str]:
    """What was left out, and why there is nothing when there is nothing."""
    if copies:
        yield (
            "1 copy or version of it is left out"
            if copies == 1
            else f"{copies:,} copies and versions of it are left out"
        )
    if not total:
        words = f"{_SHARED:.0%} of the {compared} weightiest words of this one" if compared else "a word of this one"
        yield f"no other story has {words}"


def _weighty(evaluation: Evaluation, document: Document) -> list[tuple[str, float]]:
    """The stems of a story with the highest BM25 weight in it that others have too, with their idf; sorted."""
    language = evaluation.snapshot.language
    counts: dict[str, int] = {}
    for _, text in texts(document):
        for word in words(text):
            term = stem(fold(word), language)
            counts[term] = counts.get(term, 0) + 1
    total = evaluation.statistics.documents
    weighed: list[tuple[float, str, float]] = []
    for term, count in counts.items():
        matching = sum(leaf.documents("stem", term).size for leaf in evaluation.snapshot.leaves)
        if matching > 1:
            rarity = idf(matching, total)
            weighed.append(
                (-rarity * float(saturation(float(count), evaluation.weights.k1, evaluation.weights)), term, rarity)
            )
    return sorted((term, rarity) for _, term, rarity in sorted(weighed)[:_COMPARED])


def _scores(evaluation: Evaluation, leaf: int, terms: list[tuple[str, float]]) -> tuple[Numbers, Floats]:
    """Documents of a leaf that share enough of the terms, and the sums of their scores."""
    lists, count = evaluation.word_lists(leaf), evaluation.snapshot.leaves[leaf].count
    total, shared = np.zeros(count), np.zeros(count, dtype=np.int64)
    for term, rarity in terms:
        documents = lists.documents(term)
        total[documents] += rarity * lists.at(term, documents)
        shared[documents] += 1
    documents = np.flatnonzero(shared >= max(1, _SHARED * len(terms)))
    return documents, total[documents]
