"""A query and one story -> the tree of factors that add up to its score."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from searcher.analysis.entries import MISSING
from searcher.codec.arrays import is_in
from searcher.codec.base import Leaf, Snapshot
from searcher.errors import DocumentNotFound
from searcher.query.nodes import And, Boost, Node, Not, Or, Word
from searcher.search.evaluate import Evaluation, scores
from searcher.search.near import near_ids
from searcher.search.page import Explanation
from searcher.search.recency import LEAST, Recency
from searcher.search.trees import say


def explain_hit(snapshot: Snapshot, node: Node, key: str, *, recency: Recency | None = None) -> Explanation:
    """Every factor of the score of the story with this id; DocumentNotFound when there is none.

    The value at the root is the score of the hit to the last bit, and every "sum" and "product" that of its parts.
    """
    found = snapshot.find(key)
    if found is None:
        raise DocumentNotFound(key, near_ids(snapshot, key))
    leaf = next(number for number, candidate in enumerate(snapshot.leaves) if candidate is found[0])
    relevance = _explain(Evaluation(snapshot), leaf, found[1], node)
    return _recent(found, relevance, recency) if recency and relevance.value else relevance


def _recent(place: tuple[Leaf, int], relevance: Explanation, recency: Recency) -> Explanation:
    """The score of a story where newer ones are preferred."""
    day = place[0].column_at("date_first", np.array([place[1]]))
    dated = bool(day[0] != MISSING)
    age = Explanation(float(recency.age(day)[0]), "age, days") if dated else Explanation(0.0, "no day is known")
    kept = Explanation(
        float(recency.kept(day)[0]),
        f"recency = {LEAST:g} + {1 - LEAST:g} 2 ^ (-age / half-life)" if dated else "recency of a story without a day",
        "formula",
        (Explanation(recency.half_life, "half-life, days"), age),
    )
    return Explanation(relevance.value * kept.value, "product: relevance and recency", "product", (relevance, kept))


def _explain(evaluation: Evaluation, leaf: int, document: int, node: Node) -> Explanation:
    if not is_in(np.array([document]), evaluation.documents(leaf, node))[0]:
        return Explanation(0.0, f"does not match: {say(node)}", "no match")
    match node:
        case And() | Or():
            parts = [child for child in node.children if not isinstance(child, Not)]
            values = [_explain(evaluation, leaf, document, part) for part in parts]
            for one, other in evaluation.neighbours(node.children):
                values += _nearness(evaluation, leaf, document, one, other)
            total = 0.0
            for part in values:
                total += part.value
            return Explanation(total, f"sum: {say(node)}", "sum", tuple(values))
        case Boost(child, weight):
            inner = _explain(evaluation, leaf, document, child)
            factors = (Explanation(weight, "weight"), inner)
            return Explanation(weight * inner.value, f"product: {say(node)}", "product", factors)
    if not scores(node):
        return Explanation(0.0, f"matches; adds nothing: {say(node)}")
    return _clause(evaluation, leaf, document, node)


def _clause(evaluation: Evaluation, leaf: int, document: int, node: Node) -> Explanation:
    """Idf times saturation of a clause with occurrences, idf times a constant for a name."""
    matching = sum(found.documents.size for found in evaluation.found(node))
    rarity = Explanation(
        evaluation.idf(node),
        "idf = ln(1 + (N - n + 0.5) / (n + 0.5))",
        "formula",
        (
            Explanation(float(evaluation.statistics.documents), "N, stories in the index"),
            Explanation(float(matching), "n, stories that have it"),
        ),
    )
    found = evaluation.found(node)[leaf]
    place = int(np.searchsorted(found.documents, document))
    weights = evaluation.weights
    if found.frequencies is None:
        share = Explanation(weights.name, "weight of a name")
        return Explanation(weights.name * rarity.value, f"product: {say(node)}", "product", (share, rarity))
    saturated = _saturation(evaluation, leaf, document, float(found.frequencies[place]))
    return Explanation(rarity.value * saturated.value, f"product: {say(node)}", "product", (rarity, saturated))


def _saturation(evaluation: Evaluation, leaf: int, document: int, frequency: float) -> Explanation:
    weights = evaluation.weights
    norm = float(evaluation.norm(leaf, np.array([document]))[0])
    return Explanation(
        float((weights.k1 + 1.0) * frequency / (norm + frequency)),
        f"saturation = (k1 + 1) tf / (K + tf), k1 = {weights.k1:g}",
        "formula",
        (
            Explanation(frequency, "tf, occurrences weighted by zone"),
            Explanation(norm, f"K = k1 (1 - b + b dl / avgdl), b = {weights.b:g}"),
        ),
    )


def _nearness(evaluation: Evaluation, leaf: int, document: int, one: Word, other: Word) -> Iterator[Explanation]:
    """What it adds that two words of the query stand close to each other; nothing when they do not."""
    found, frequencies = evaluation.nearness(leaf, one, other, np.array([document]))
    frequencies = frequencies[found == document]
    if not frequencies.size:
        return
    share = Explanation(evaluation.weights.near, "weight of nearness")
    rarity = Explanation(evaluation.lesser_idf(one, other), "the lesser idf of the two")
    saturated = _saturation(evaluation, leaf, document, float(frequencies[0]))
    value = share.value * rarity.value * saturated.value
    said = f'product: "{one.text}" close before "{other.text}"'
    yield Explanation(value, said, "product", (share, rarity, saturated))
