"""The surfaces of a segment -> its three dictionaries, and the forms of each stem."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.chunks import Surfaces
from searcher.analysis.vocabulary import Vocabulary
from searcher.codec.news1.assembling import ContainerWriter
from searcher.codec.news1.dictionary import write_dictionary

Array = NDArray[Any]
Numbers = NDArray[np.int64]


class Named:
    """The surfaces that are `used` (numbers, rising), with what they fold and stem to, in dictionaries' order.

    rank_of_stem    stem's number -> its place in the dictionary; only of stems that are used
    form_of         surface's number -> its number among the stem's forms; likewise
    forms           how many forms each stem has, in the dictionary's order
    folded_of       surface's number -> its folded surface's place in the dictionary; likewise
    stems           how many stems there are; `folded_terms` likewise of folded surfaces
    """

    def __init__(self, surfaces: Surfaces, used: Numbers) -> None:
        stem_of = np.array(surfaces.stem_of)[used]
        self._surfaces = surfaces
        self._stems, stem, self.rank_of_stem = _ranked(surfaces.stems, stem_of)
        self._folded, self._folded_of, _ = _ranked(surfaces.folded, np.array(surfaces.folded_of)[used])
        self.stems, self.folded_terms = self._stems.size, self._folded.size
        self.folded_of = np.zeros(len(surfaces) + 1, dtype=np.int32)
        self.folded_of[used] = self._folded_of
        self._exact, self._exact_of, _ = _ranked(surfaces.exact, used)
        self._stem = stem
        self._order = np.lexsort((self._exact_of, stem))
        self.forms = np.bincount(stem, minlength=self.stems)
        first = np.cumsum(self.forms) - self.forms
        self.form_of = np.zeros(len(surfaces) + 1, dtype=np.uint16)
        self.form_of[used[self._order]] = np.arange(used.size) - np.repeat(first, self.forms)

    def exact_of_forms(self) -> Numbers:
        """The number of each form as an exact surface, stem after stem."""
        return self._exact_of[self._order]

    def write(self, out: ContainerWriter) -> None:
        """The three dictionaries and what leads from surfaces to stems."""
        write_dictionary(out, "stem", self._surfaces.stems.words(self._stems))
        for name, vocabulary, of, terms in (
            ("folded", self._surfaces.folded, self._folded_of, self._folded),
            ("exact", self._surfaces.exact, self._exact_of, self._exact),
        ):
            write_dictionary(out, name, vocabulary.words(terms))  # one list of words at a time
            stems = np.zeros(terms.size, dtype=np.uint32)
            stems[of] = self._stem
            out.put(name + ".stem", stems, "<u4")


def _ranked(vocabulary: Vocabulary, numbers: Array) -> tuple[Array, Array, Array]:
    """Numbers of words -> each once, in the order of the words; the place of each among these; the place by number."""
    distinct = np.flatnonzero(np.bincount(numbers, minlength=1)).astype(np.int32)
    order = np.frombuffer(vocabulary.sorted(distinct), np.int32)
    rank = np.zeros(len(vocabulary) + 1, dtype=np.int32)
    rank[order] = np.arange(order.size, dtype=np.int32)
    return order, rank[numbers], rank
