"""Chunks of many texts by number -> their words as arrays.

`_streams.c` does it in one pass where the package was built with a C compiler, NumPy in some fifteen elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.sentences import ALWAYS, LONE_STOP, ends_between

if TYPE_CHECKING:
    compiled: Any
else:
    try:
        from searcher.analysis import _streams as compiled
    except ImportError:
        compiled = None

Array = NDArray[Any]
Numbers = NDArray[np.int64]

#: tail * 4 + head -> whether a sentence ends between two chunks.
_ENDS: Final = np.array([ends_between(tail, head) for tail in range(6) for head in range(4)])


@dataclass(frozen=True, slots=True)
class Stream:
    """The words of many texts, one after another.

    surface     numbers of surfaces, int32
    text        for each word the number of its text, int32
    sentence    whether it is the first of a sentence; `paragraph` likewise
    """

    surface: NDArray[np.int32]
    text: NDArray[np.int32]
    sentence: NDArray[np.bool_]
    paragraph: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tables:
    """What all chunks mean, by number: where their surfaces stand among those of all, and how many there are.

    `edges` is four times how a chunk ends, and how it begins; `inner` whether a sentence starts at a surface for
    reasons within its chunk.
    """

    surfaces: Array
    first: Array
    count: Array
    edges: NDArray[np.uint8]
    inner: NDArray[np.bool_]

    def unclear(self, numbers: Array) -> Numbers:
        """The chunks that must be read together with the one before."""
        bare = np.flatnonzero(self.count[numbers] == 0)
        lone = self.edges[numbers[bare]] >> 2 == LONE_STOP
        after = self.edges[numbers[np.maximum(bare - 1, 0)]] >> 2 == ALWAYS
        return np.asarray(bare[lone | (after & (bare > 0))])

    def words(self, numbers: Array, starts: Array, texts: Array) -> Stream:
        """Chunks by number, the places where paragraphs start, the texts of the paragraphs -> words."""
        if compiled is not None:
            total = int(self.count[numbers].sum())
            surface, text = np.empty((2, total), dtype=np.int32)
            sentence, paragraph = np.empty((2, total), dtype=np.bool_)
            asked = (self.surfaces, self.first, self.count, self.edges, self.inner, _ENDS)
            if compiled.expand(numbers, starts, texts, *asked, surface, text, sentence, paragraph):
                return Stream(surface, text, sentence, paragraph)
        return self._words(numbers, starts, texts)

    def _words(self, numbers: Array, starts: Array, texts: Array) -> Stream:
        """The same in steps of NumPy."""
        count = self.count[numbers]
        ends = np.cumsum(count, dtype=np.int32)
        total = int(ends[-1]) if ends.size else 0
        before = ends - count
        source = np.arange(total, dtype=np.int32)
        source += np.repeat(self.first[numbers] - before, count)
        paragraph = np.zeros(total, dtype=np.bool_)
        word_at = np.append(before, total)[starts]
        size = np.diff(np.append(word_at, total))
        paragraph[word_at[size > 0]] = True
        sentence = self.inner[source]
        sentence |= paragraph
        edges = self.edges[numbers]
        ended = _ENDS[edges[:-1] >> 2 << 2 | edges[1:] & 3]
        ended &= count[1:] > 0
        sentence[before[1:][ended]] = True
        return Stream(self.surfaces[source], np.repeat(texts, size), sentence, paragraph)
