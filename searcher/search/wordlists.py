"""A stem in a leaf -> its documents and how much it counts in each, kept at hand for the words that come again.

What a word counts in a document is the saturated part of BM25F, without idf: it depends on the document, the weights
and the mean length, not on the query. For a word that stands in many documents it is also kept as one number for every
document of the leaf, 0 where the word is not: adding two such arrays takes a tenth of the time of adding at places.
"""

from __future__ import annotations

from typing import Any, Final
from weakref import WeakKeyDictionary, finalize

import numpy as np
from numpy.typing import NDArray

from searcher.codec.arrays import is_in
from searcher.codec.base import Leaf, Numbers
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
_KEPT: Final = 64 << 20
#: A word in more than one of so many documents is dense.
_DENSE: Final = 16
#: Lists of up to so many documents are kept exactly, 256 KB each; of longer ones, what is asked is worked out.
_LONG: Final = 1 << 15
#: A dense word's array is made for no fewer documents than one in so many of its own.
_WORTH: Final = 4
_LENGTHS: Final = ("title_words", "lead_words", "body_words", "caption_words")
_caches: WeakKeyDictionary[Leaf, Cache] = WeakKeyDictionary()
#: Dense words share memory of so many bytes, and no more than so many of them: in large stretches a system hands out
#: large pages, and small ones cost half of the time of the first query with a word.
_SLAB: Final = 32 << 20
_SHARING: Final = 64
_rows: WeakKeyDictionary[Leaf, list[NDArray[np.float32]]] = WeakKeyDictionary()


def _row(leaf: Leaf) -> NDArray[np.float32]:
    """A zero for every document of a leaf; what it stands in is used again when nobody has it any more."""
    free = _rows.setdefault(leaf, [])
    try:
        memory = free.pop()
    except IndexError:
        number = max(1, min(_SHARING, _SLAB // (4 * max(1, leaf.count))))
        memory, *rest = np.empty((number, leaf.count), dtype=np.float32)
        free.extend(rest)
    row = memory[:]
    finalize(row, free.append, memory).atexit = False
    row.fill(0)
    return row


def frequencies(leaf: Leaf, stem: str, weights: Weights) -> tuple[Numbers, Floats]:
    """The documents of a stem, and tf, the weighted frequency in each.

    Counts tell the title from the rest; where lead, body and captions weigh differently, positions are looked at.
    """
    if not weights.lead == weights.body == weights.caption:
        return weighted_frequencies(leaf.keys("stem", stem), leaf, weights)
    return leaf.weighted(stem, title=weights.title, rest=weights.body)


def frequencies_in(leaf: Leaf, stem: str, documents: Numbers, weights: Weights) -> tuple[Numbers, Floats]:
    """The same of some documents (sorted)."""
    if not weights.lead == weights.body == weights.caption:
        return weighted_frequencies(leaf.keys_in("stem", stem, documents), leaf, weights)
    return leaf.weighted_in(stem, documents, title=weights.title, rest=weights.body)


class WordLists:
    """The stems of one leaf, under given weights and mean length."""

    def __init__(self, leaf: Leaf, weights: Weights, mean_length: float) -> None:
        self.leaf = leaf
        self._weights, self._mean = weights, mean_length
        self._cache = _caches.setdefault(leaf, Cache(_KEPT))
        self._documents: dict[str, Numbers] = {}

    def documents(self, stem: str) -> Numbers:
        """The documents of a stem."""
        if stem not in self._documents:
            self._documents[stem] = self.leaf.documents("stem", stem)
        return self._documents[stem]

    def is_few(self, documents: int) -> bool:
        """Whether so many documents are few of this leaf's."""
        return documents * _DENSE <= self.leaf.count

    def is_dense(self, stem: str) -> bool:
        """Whether a stem stands in many documents."""
        return not self.is_few(self.documents(stem).size)

    def has(self, stem: str, documents: Numbers) -> NDArray[np.bool_]:
        """For each document whether it has a stem."""
        if self._is_at_hand(stem, documents):
            return np.asarray(self.everywhere(stem)[documents] > 0)
        return is_in(documents, self.documents(stem))

    def about(self, stem: str, documents: Numbers) -> NDArray[Any]:
        """What a stem counts in some documents, in single precision where that is quicker; 0 where it is not."""
        return self.everywhere(stem)[documents] if self._is_at_hand(stem, documents) else self.at(stem, documents)

    def _is_at_hand(self, stem: str, documents: Numbers) -> bool:
        """Whether a stem's array of the whole leaf is there, or worth making for so many documents."""
        if not self.is_dense(stem):
            return False
        return documents.size * _WORTH > self.documents(stem).size or self._cache.held(self._key(stem)) is not None

    def _key(self, stem: str) -> tuple[object, ...]:
        return "everywhere", stem, self._mean, self._weights

    def saturations(self, stem: str) -> NDArray[Any]:
        """What a stem counts in each of its documents; of a long list in single precision."""
        if self._is_long(stem):
            return self.everywhere(stem)[self.documents(stem)]

        def make() -> NDArray[Any]:
            documents, frequency = frequencies(self.leaf, stem, self._weights)
            return np.asarray(saturation(frequency, self.norm(documents), self._weights))

        return self._cache.get(("saturations", stem, self._mean, self._weights), make)

    def everywhere(self, stem: str) -> NDArray[np.float32]:
        """What a stem counts in every document of the leaf, about; 0 where it is not, above 0 where it is."""

        def make() -> NDArray[Any]:
            found = _row(self.leaf)
            if not self._is_long(stem):
                found[self.documents(stem)] = self.saturations(stem)
                return found
            documents, exact = frequencies(self.leaf, stem, self._weights)
            frequency: Any = exact.astype(np.float32)
            norm: Any = self._whole_norm().astype(np.float32)[documents]
            found[documents] = saturation(frequency, norm, self._weights)
            return found

        return self._cache.get(self._key(stem), make)

    def at(self, stem: str, documents: Numbers) -> Floats:
        """What a stem counts in some documents (sorted), exactly; 0 where it is not."""
        found = np.zeros(documents.size)
        if self._is_long(stem):
            held, frequency = frequencies_in(self.leaf, stem, documents, self._weights)
            found[np.searchsorted(documents, held)] = saturation(frequency, self.norm(held), self._weights)
            return found
        held = self.documents(stem)
        if held.size:
            place = np.searchsorted(held, documents)
            place[place == held.size] = 0
            there = held[place] == documents
            found[there] = self.saturations(stem)[place[there]]
        return found

    def _is_long(self, stem: str) -> bool:
        """Whether a list is too long to be kept in double precision."""
        return self.documents(stem).size > _LONG

    def norm(self, documents: Numbers) -> Floats:
        """K of some documents; of many, from the K of all, which is kept."""
        if self.is_few(documents.size) and self._cache.held(self._norm_key) is None:
            title, lead, body, caption = (self.leaf.column_at(name, documents) for name in _LENGTHS)
            return self._norm(weighted_length(title, lead, body, caption, self._weights))
        return np.asarray(self._whole_norm()[documents])

    @property
    def _norm_key(self) -> tuple[object, ...]:
        return "norm", self._mean, self._weights

    def _whole_norm(self) -> Floats:
        """K of every document."""
        return self._cache.get(self._norm_key, lambda: self._norm(lengths(self.leaf, self._weights)))

    def _norm(self, length: Floats) -> Floats:
        return np.asarray(length_norm(length, self._mean, self._weights))
