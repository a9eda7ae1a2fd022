"""A stem in a leaf -> its documents and what it counts in each of them.

What a word counts in a document is the saturated part of BM25F, without idf: it depends on the document, the weights
and the mean length, not on the query. Exactly it is worked out for the documents that are asked for; of all the
documents of a leaf it is added up in single precision, straight from the lists as they stand in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from searcher.codec.arrays import Floats32, Step
from searcher.codec.base import Leaf, Numbers, Sums
from searcher.codec.cache import Cache
from searcher.search.scoring import (
    Floats,
    Weights,
    length_norm,
    lengths,
    saturation,
    weighted_frequencies,
    weighted_length,
)

#: Bytes of arrays kept for a leaf.
_KEPT: Final = 16 << 20
#: A word in more than one of so many documents is dense.
_DENSE: Final = 16
_LENGTHS: Final = ("title_words", "lead_words", "body_words", "caption_words")
_caches: WeakKeyDictionary[Leaf, Cache] = WeakKeyDictionary()
#: Memory that was in use, for those who need some next: new memory costs more than what is done in it.
_free: WeakKeyDictionary[Leaf, dict[type[np.generic], list[NDArray[Any]]]] = WeakKeyDictionary()


def frequencies(leaf: Leaf, stem: str, weights: Weights) -> tuple[Numbers, Floats]:
    """The documents of a stem, and tf, the weighted frequency in each.

    Counts tell the title from the rest; where lead, body and captions weigh differently, positions are looked at.
    """
    if not weights.alike:
        return weighted_frequencies(leaf.keys("stem", stem), leaf, weights)
    return leaf.weighted(stem, title=weights.title, rest=weights.body)


class WordLists:
    """The stems of one leaf, under given weights and mean length."""

    def __init__(self, leaf: Leaf, weights: Weights, mean_length: float) -> None:
        self.leaf, self.weights = leaf, weights
        self._mean = mean_length
        self._cache = _caches.setdefault(leaf, Cache(_KEPT))
        self._matching: dict[str, int] = {}

    def matching(self, stem: str) -> int:
        """How many documents have a stem."""
        if stem not in self._matching:
            self._matching[stem] = self.leaf.matching(stem)
        return self._matching[stem]

    def documents(self, stem: str) -> Numbers:
        """The documents of a stem."""
        return self.leaf.documents("stem", stem)

    def is_few(self, documents: int) -> bool:
        """Whether so many documents are few of this leaf's."""
        return documents * _DENSE <= self.leaf.count

    def frequencies(self, stem: str, documents: Numbers) -> Floats:
        """The tf of a stem in some documents (sorted); 0 where it is not."""
        weights = self.weights
        if weights.alike:
            return self.leaf.weighted_at(stem, documents, title=weights.title, rest=weights.body)
        held, frequency = weighted_frequencies(self.leaf.keys_in("stem", stem, documents), self.leaf, weights)
        found = np.zeros(documents.size)
        found[np.searchsorted(documents, held)] = frequency
        return found

    def at(self, stem: str, documents: Numbers) -> Floats:
        """What a stem counts in some documents (sorted); 0 where it is not."""
        return self.counting(self.frequencies(stem, documents), self.norm(documents))

    def counting(self, frequency: Floats, norm: Floats) -> Floats:
        """What tf counts where K is so; 0 for 0."""
        found = np.zeros(frequency.size)
        there = frequency > 0
        found[there] = saturation(frequency[there], norm[there], self.weights)
        return found

    @contextmanager
    def sums(self, weights: Mapping[str, float], *, every: bool) -> Iterator[Floats32]:
        """For each document of the leaf what some stems count, about, each so weighted; over 0 where they match.

        A document matches when it has one of the stems, or `every` one. What is given is good until the end of the
        `with` statement. Only for weights that are `alike`.
        """
        with self._memory(np.float32) as sums, self._memory(np.uint8) as stage:
            for number, (stem, weight) in enumerate(weights.items()):
                self._add_up(stem, weight, sums, Step(stage, number) if every else None)
            if every:
                np.multiply(sums, stage == len(weights), out=sums)
            if not self.leaf.live.all():
                sums[~self.leaf.live] = 0
            yield sums

    @contextmanager
    def _memory(self, dtype: type[np.generic]) -> Iterator[NDArray[Any]]:
        """A zero for each document; its memory is given to the next who asks."""
        free = _free.setdefault(self.leaf, {}).setdefault(dtype, [])
        try:
            memory = free.pop()
        except IndexError:
            memory = np.empty(self.leaf.count, dtype=dtype)
        memory.fill(0)
        try:
            yield memory
        finally:
            free.append(memory)

    def _add_up(self, stem: str, weight: float, sums: Floats32, step: Step | None) -> None:
        weights = self.weights
        to, scale = Sums(sums, self._rough_norm()), weight * (weights.k1 + 1)
        self.leaf.add_up(stem, to, title=weights.title, rest=weights.body, scale=scale, step=step)

    def norm(self, documents: Numbers) -> Floats:
        """K of some documents; of many, from the K of all, which is kept."""
        if self.is_few(documents.size) and self._cache.held(self._norm_key) is None:
            title, lead, body, caption = (self.leaf.column_at(name, documents) for name in _LENGTHS)
            return self._norm(weighted_length(title, lead, body, caption, self.weights))
        return np.asarray(self._whole_norm()[documents])

    @property
    def _norm_key(self) -> tuple[object, ...]:
        return "norm", self._mean, self.weights

    def _whole_norm(self) -> Floats:
        """K of every document."""
        return self._cache.get(self._norm_key, lambda: self._norm(lengths(self.leaf, self.weights)))

    def _rough_norm(self) -> Floats32:
        """K of every document in single precision."""
        key = ("rough norm", self._mean, self.weights)
        return self._cache.get(key, lambda: self._whole_norm().astype(np.float32))

    def _norm(self, length: Floats) -> Floats:
        return np.asarray(length_norm(length, self._mean, self.weights))
