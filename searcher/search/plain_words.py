"""A query of plain words, all or any of them -> how many stories match, and the best, looking at few positions.

Words that stand in many documents are added up over whole leaves in single precision; that is enough to tell which
documents can be among the best, and only these get their exact score. What the nearness of neighbours adds is bounded
by what the words count themselves, so positions are read only of documents that it may bring among the best. Totals
count every match.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

import numpy as np

from searcher.codec.arrays import MOST_STEPS, Floats32
from searcher.codec.base import Numbers
from searcher.query.nodes import And, Node, Or
from searcher.search.evaluate import Evaluation
from searcher.search.positions import union
from searcher.search.running import is_plain
from searcher.search.scoring import MOST_NEAR, Floats, nearness, saturation
from searcher.search.topk import kth_largest
from searcher.search.wordlists import WordLists

#: Sums in single precision differ from exact ones by less than this part of them.
_MARGIN: Final = 1e-4
_LEAST: Final = float(np.finfo(np.float32).tiny)
#: Bounds are worked out in double precision.
_CLOSE: Final = 1 - 1e-9
#: So many times the documents wanted, those of the highest sums, are looked at first: what nearness adds to them raises
#: what others must reach.
_FIRST: Final = 4

#: The documents of the rarest word, looked for among the others'; short lists merged; sums over the whole leaf.
Way = Literal["rarest first", "merged", "added up"]


@dataclass(frozen=True, slots=True)
class PlainWords:
    """Stems in the order of the query; whether a story must have all of them."""

    stems: tuple[str, ...]
    every: bool


@dataclass(frozen=True, slots=True)
class Best:
    """Of one leaf: how many documents match; those that can be among the best, with their exact scores."""

    total: int
    documents: Numbers
    scores: Floats


def plain_words(node: Node, evaluation: Evaluation) -> PlainWords | None:
    """The words of a query that is nothing else; None for any other, and where the lead weighs more than the body."""
    if not evaluation.weights.alike:
        return None
    children = node.children if isinstance(node, (And, Or)) else (node,)
    stems = []
    for child in children:
        if not is_plain(child):
            return None
        stems.append(evaluation.stem_of(child))
    return PlainWords(tuple(stems), isinstance(node, And))


def best_of(evaluation: Evaluation, words: PlainWords, wanted: int) -> list[Best]:
    """What every leaf has to offer for the `wanted` best stories of the index."""
    lists = [evaluation.word_lists(number) for number in range(len(evaluation.snapshot.leaves))]
    weights = [evaluation.idf_of(sum(one.matching(word) for one in lists)) for word in words.stems]
    found = []
    for one in lists:
        evaluation.check()
        leaf = _Leaf(one, words, weights, wanted)
        evaluation.note(leaf.way)
        found.append(leaf.best())
    return found


class _Leaf:
    """The words of a query in one leaf."""

    def __init__(self, lists: WordLists, words: PlainWords, weights: list[float], wanted: int) -> None:
        self._lists, self._weights, self._wanted = lists, weights, wanted
        self._stems, self._every = words.stems, words.every
        near = lists.weights.near
        pairs = pairwise(zip(words.stems, weights, strict=True))
        #: Neighbours, and what the most that their nearness can be worth is multiplied by.
        self._pairs = [(one, other, near * min(w, v)) for (one, w), (other, v) in pairs if near and one != other]
        self._by_size = sorted(set(words.stems), key=lambda word: (lists.matching(word), word))

    @property
    def way(self) -> Way:
        """The way that costs least."""
        if self._every:
            few = self._lists.is_few(self._lists.matching(self._by_size[0]))
            return "rarest first" if few or len(self._by_size) > MOST_STEPS else "added up"
        size = sum(self._lists.matching(word) for word in self._by_size)
        return "merged" if self._lists.is_few(size) else "added up"

    def best(self) -> Best:
        """By that way."""
        match self.way:
            case "rarest first":
                return self._best_of(self._having_all())
            case "merged":
                return self._best_of(union([self._lists.documents(word) for word in self._by_size]))
        weights = dict.fromkeys(self._by_size, 0.0)
        for word, weight in zip(self._stems, self._weights, strict=True):
            weights[word] += weight
        with self._lists.sums(weights, every=self._every) as sums:
            return self._chosen(sums)

    def _having_all(self) -> Numbers:
        """The documents that have all of the words: those of the rarest are looked for among the others'."""
        documents = self._lists.documents(self._by_size[0])
        for word in self._by_size[1:]:
            documents = documents[self._lists.frequencies(word, documents) > 0]
        return documents

    def _chosen(self, sums: Floats32) -> Best:
        """Those that can be among the best by their sums, which are 0 where none of the words is."""
        matching = int(np.count_nonzero(sums.view(np.int32)))
        if not matching or not self._wanted:
            return Best(matching, np.empty(0, dtype=np.int64), np.empty(0))
        cut = float(kth_largest(sums, self._wanted)) * (1 - _MARGIN) / self._most_gained
        return replace(self._best_of(np.flatnonzero(sums >= max(cut, _LEAST))), total=matching)

    @property
    def _most_gained(self) -> float:
        """How many times its sum a document's score can be.

        A pair of words that weigh w and v and are saturated to s and t adds no more than a part of min(w, v) min(s, t).
        That is no more than the lesser of w s and v t, of which a sum of n has n - 1; and no more than the part
        min(w, v) / (w + v) of each of both, so next to nothing where one of them is in nearly every story.
        """
        parts = np.zeros(len(self._stems))
        for at, (one, other) in enumerate(pairwise(self._weights)):
            if self._stems[at] != self._stems[at + 1]:
                parts[at : at + 2] += min(one, other) / (one + other)
        return 1 + self._lists.weights.near * MOST_NEAR * min(float(parts.max()), 1 - 1 / len(parts))

    def _best_of(self, documents: Numbers) -> Best:
        """Those of these documents that can be among the best, their scores summed in the order of the query."""
        lists, scores, total = self._lists, np.zeros(documents.size), documents.size
        if not total or not self._wanted:
            return Best(total, documents[:0], scores[:0])
        norm = lists.norm(documents)
        frequency = {word: lists.frequencies(word, documents) for word in self._by_size}
        for word, weight in zip(self._stems, self._weights, strict=True):
            scores += weight * lists.counting(frequency[word], norm)
        if not self._pairs:
            return Best(total, documents, scores)
        most = scores.copy()
        for one, other, weight in self._pairs:
            most += weight * lists.counting(MOST_NEAR * np.minimum(frequency[one], frequency[other]), norm)
        if total <= _FIRST * self._wanted:
            return Best(total, documents, self._raised(documents, scores, norm))
        first = np.flatnonzero(scores >= kth_largest(scores, _FIRST * self._wanted))
        least = float(kth_largest(self._raised(documents[first], scores[first], norm[first]), self._wanted))
        kept = np.flatnonzero(most >= least * _CLOSE)
        return Best(total, documents[kept], self._raised(documents[kept], scores[kept], norm[kept]))

    def _raised(self, documents: Numbers, scores: Floats, norm: Floats) -> Floats:
        """The scores of some documents with what nearness adds, pair by pair."""
        lists, scores = self._lists, scores.copy()
        words = dict.fromkeys(word for one, other, _ in self._pairs for word in (one, other))
        keys = {word: lists.leaf.keys_in("stem", word, documents) for word in words}
        for one, other, weight in self._pairs:
            found, frequency = nearness(keys[one], keys[other], lists.weights)
            at = np.searchsorted(documents, found)
            scores[at] += weight * saturation(frequency, norm[at], lists.weights)
        return scores
