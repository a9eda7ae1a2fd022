"""A query of plain words, all or any of them -> how many stories match, and the best, without looking at positions.

Words that stand in many documents are added up over whole leaves in single precision; that is enough to tell which
documents can be among the best, and only these get their exact score. Totals count every match.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from searcher.analysis import fold, stem
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
#: So few are scored exactly at once.
_FEW: Final = 256
_LEAST: Final = float(np.finfo(np.float32).tiny)


#: A list; the documents of the rarest word looked for among the others'; lists merged; sums over the whole leaf.
Way = Literal["one word", "rarest first", "merged", "added up"]


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
    weights = [evaluation.idf_of(sum(one.documents(word).size for one in lists)) for word in words.stems]
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
        self._by_size = sorted(set(words.stems), key=lambda word: (lists.documents(word).size, word))

    @property
    def way(self) -> Way:
        """The way that costs least."""
        if len(self._by_size) == 1:
            return "one word"
        if self._every:
            return "added up" if self._lists.is_dense(self._by_size[0]) else "rarest first"
        size = sum(self._lists.documents(word).size for word in self._by_size)
        return "merged" if self._lists.is_few(size) else "added up"

    def best(self) -> Best:
        """By that way."""
        match self.way:
            case "one word":
                return self._of(self._lists.documents(self._by_size[0]))
            case "rarest first":
                return self._of(self._having_all())
            case "merged":
                return self._of(union([self._lists.documents(word) for word in self._by_size]))
        return self._of_all()

    def _of(self, documents: Numbers) -> Best:
        """Of the documents that match: what a single word counts tells all, of more words their sums."""
        if documents.size <= max(_FEW, self._wanted):
            return Best(documents.size, documents, self._exact(documents))
        if len(self._by_size) == 1:
            rough = self._lists.saturations(self._by_size[0])
        else:
            rough = np.zeros(documents.size)
            for word, weight in zip(self._stems, self._weights, strict=True):
                rough += weight * self._lists.about(word, documents)
        return self._chosen(documents.size, rough, documents)

    def _having_all(self) -> Numbers:
        """The documents that have all of the words: those of the rarest are looked for among the others'."""
        documents = self._lists.documents(self._by_size[0])
        for word in self._by_size[1:]:
            documents = documents[self._lists.has(word, documents)]
        return documents

    def _of_all(self) -> Best:
        """Words that stand in many documents: add them up over the whole leaf."""
        lists = self._lists
        total = np.zeros(lists.leaf.count, dtype=np.float32)
        for word, weight in zip(self._stems, self._weights, strict=True):
            if lists.is_dense(word):
                total += np.float32(weight) * lists.everywhere(word)
            else:
                total[lists.documents(word)] += (weight * lists.saturations(word)).astype(np.float32)
        if self._every:
            total *= reduce(np.logical_and, [lists.everywhere(word) > 0 for word in self._by_size])
        return self._chosen(int(np.count_nonzero(total)), total)

    def _chosen(self, matching: int, rough: NDArray[Any], documents: Numbers | None = None) -> Best:
        """Those that can be among the best by rough scores of documents, or of the whole leaf (0 where none match)."""
        if not matching or not self._wanted:
            return Best(matching, np.empty(0, dtype=np.int64), np.empty(0))
        cut = max(float(kth_largest(rough, self._wanted)) * (1 - _MARGIN), _LEAST)
        chosen = np.flatnonzero(rough >= cut)
        if documents is not None:
            chosen = documents[chosen]
        return Best(matching, chosen, self._exact(chosen))

    def _exact(self, documents: Numbers) -> Floats:
        """Scores, summed in the order of the query."""
        scores = np.zeros(documents.size)
        for word, weight in zip(self._stems, self._weights, strict=True):
            scores += weight * self._lists.at(word, documents)
        return scores
