"""A query of plain words, all or any of them -> how many stories match, and the best, without looking at positions.

Words that stand in many documents are added up over whole leaves in single precision; that is enough to tell which
documents can be among the best, and only these get their exact score. Totals count every match.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from searcher.analysis import fold, stem
from searcher.codec.arrays import MOST_STEPS, Floats32
from searcher.codec.base import Numbers
from searcher.query.nodes import And, Node, Or
from searcher.search.evaluate import Evaluation
from searcher.search.positions import union
from searcher.search.running import is_plain
from searcher.search.scoring import Floats
from searcher.search.topk import kth_largest
from searcher.search.wordlists import WordLists

#: Sums in single precision differ from exact ones by less than this part of them.
_MARGIN: Final = 1e-4
_LEAST: Final = float(np.finfo(np.float32).tiny)


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
    """The words of a query that is nothing else; None for any other."""
    children = node.children if isinstance(node, (And, Or)) else (node,)
    stems = []
    for child in children:
        if not is_plain(child):
            return None
        stems.append(stem(fold(child.text), evaluation.snapshot.language))
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
                return self._of(self._having_all())
            case "merged":
                return self._of(union([self._lists.documents(word) for word in self._by_size]))
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
        cut = max(float(kth_largest(sums, self._wanted)) * (1 - _MARGIN), _LEAST)
        chosen = np.flatnonzero(sums >= cut)
        return Best(matching, chosen, self._of(chosen).scores)

    def _of(self, documents: Numbers) -> Best:
        """These documents, their scores summed in the order of the query."""
        lists, scores = self._lists, np.zeros(documents.size)
        if documents.size:
            norm = lists.norm(documents)
            for word, weight in zip(self._stems, self._weights, strict=True):
                scores += weight * lists.counting(lists.frequencies(word, documents), norm)
        return Best(documents.size, documents, scores)
