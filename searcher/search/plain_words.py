"""A query of plain words, all or any of them -> how many stories match, and the best, without looking at positions.

Words that stand in many documents are added up over whole leaves in single precision; that is enough to tell which
documents can be among the best, and only these get their exact score. Totals count every match.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np

from searcher.analysis import fold, stem
from searcher.codec.base import Numbers
from searcher.query.nodes import And, Node, Or, Word
from searcher.search.evaluate import Evaluation
from searcher.search.positions import is_in
from searcher.search.scoring import Floats
from searcher.search.topk import kth_largest
from searcher.search.wordlists import WordLists

#: Sums in single precision differ from exact ones by less than this part of them.
_MARGIN: Final = 1e-4
_LEAST: Final = float(np.finfo(np.float32).tiny)


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
        if not isinstance(child, Word) or child.field is not None or child.match != "stem":
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
        sparse = [word for word in words.stems if not one.is_dense(word)]
        if words.every and sparse:
            found.append(_of_rarest(one, words.stems, weights))
        elif len(sparse) == len(words.stems):
            found.append(_of_few(one, words.stems, weights))
        else:
            found.append(_of_all(one, words, weights, wanted))
    return found


def _exact(lists: WordLists, stems: tuple[str, ...], weights: list[float], documents: Numbers) -> Floats:
    """Scores, summed in the order of the query."""
    scores = np.zeros(documents.size)
    for word, weight in zip(stems, weights, strict=True):
        scores += weight * lists.at(word, documents)
    return scores


def _of_rarest(lists: WordLists, stems: tuple[str, ...], weights: list[float]) -> Best:
    """All of the words, one of which stands in few documents: look whether these have the others."""
    rarest, *others = sorted(set(stems), key=lambda word: lists.documents(word).size)
    documents = lists.documents(rarest)
    for word in others:
        if lists.is_dense(word):
            documents = documents[lists.everywhere(word)[documents] > 0]
        else:
            documents = documents[is_in(documents, lists.documents(word))]
    return Best(documents.size, documents, _exact(lists, stems, weights, documents))


def _of_few(lists: WordLists, stems: tuple[str, ...], weights: list[float]) -> Best:
    """Any of the words, all of which stand in few documents."""
    held = [lists.documents(word) for word in dict.fromkeys(stems)]
    documents = held[0] if len(held) == 1 else np.unique(np.concatenate(held))
    return Best(documents.size, documents, _exact(lists, stems, weights, documents))


def _of_all(lists: WordLists, words: PlainWords, weights: list[float], wanted: int) -> Best:
    """Words that stand in many documents: add them up over the whole leaf."""
    total = np.zeros(lists.leaf.count, dtype=np.float32)
    for word, weight in zip(words.stems, weights, strict=True):
        if lists.is_dense(word):
            total += np.float32(weight) * lists.everywhere(word)
        else:
            total[lists.documents(word)] += (weight * lists.saturations(word)).astype(np.float32)
    if words.every:
        total *= reduce(np.logical_and, [lists.everywhere(word) > 0 for word in dict.fromkeys(words.stems)])
    matching = int(np.count_nonzero(total))
    if not matching or not wanted:
        none = np.empty(0, dtype=np.int64)
        return Best(matching, none, np.empty(0))
    cut = max(float(kth_largest(total, wanted)) * (1 - _MARGIN), _LEAST)
    documents = np.flatnonzero(total >= cut)
    return Best(matching, documents, _exact(lists, words.stems, weights, documents))
