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
    folded_terms    how many folded surfaces there are
    """

    def __init__(self, surfaces: Surfaces, used: Numbers) -> None:
        stem_of = np.array(surfaces.stem_of)[used]
        self.stems, stem, self.rank_of_stem = _ranked(surfaces.stems, stem_of)
        self._folded, self._folded_of, _ = _ranked(surfaces.folded, np.array(surfaces.folded_of)[used])
        self.folded_terms = len(self._folded)
        self.folded_of = np.zeros(len(surfaces) + 1, dtype=np.int32)
        self.folded_of[used] = self._folded_of
        self._exact, self._exact_of, _ = _ranked(surfaces.exact, used)
        self._stem = stem
        self._order = np.lexsort((self._exact_of, stem))
        self.forms = np.bincount(stem, minlength=len(self.stems))
        first = np.cumsum(self.forms) - self.forms
        self.form_of = np.zeros(len(surfaces) + 1, dtype=np.uint16)
        self.form_of[used[self._order]] = np.arange(used.size) - np.repeat(first, self.forms)

    def exact_of_forms(self) -> Numbers:
        """The number of each form as an exact surface, stem after stem."""
        return self._exact_of[self._order]

    def write(self, out: ContainerWriter) -> None:
        """The three dictionaries and what leads from surfaces to stems."""
        write_dictionary(out, "stem", self.stems)
        for name, of, terms in (("folded", self._folded_of, self._folded), ("exact", self._exact_of, self._exact)):
            write_dictionary(out, name, terms)
            stems = np.zeros(len(terms), dtype=np.uint32)
            stems[of] = self._stem
            out.put(name + ".stem", stems, "<u4")


def _ranked(vocabulary: Vocabulary, numbers: Array) -> tuple[list[bytes], Numbers, Numbers]:
    """Words by number -> the distinct ones, sorted; the place of each among them; the place by number."""
    distinct = np.flatnonzero(np.bincount(numbers, minlength=1)).astype(np.int32)
    order = vocabulary.sorted(distinct)
    rank = np.zeros(len(vocabulary) + 1, dtype=np.int64)
    rank[np.frombuffer(order, np.int32)] = np.arange(distinct.size)
    return vocabulary.words(order), rank[numbers], rank
