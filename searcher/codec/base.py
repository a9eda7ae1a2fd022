"""What a codec gives the searcher: Leaf, one segment of an index as arrays of numbers.

Documents of a leaf are numbered from 0. A *key* is `document << KEY_BITS | position`, so a sorted array of keys is
one inverted list with positions, and set operations on keys are phrase and proximity. Lists hold live documents only.

Lexicons: "stem", "folded" and "exact" hold the running words of title, body and captions in the position space of
`analysis.space`; every other lexicon is a field's name and holds its values as `analysis.entries` makes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from searcher.document import Document

Keys = NDArray[np.int64]
Numbers = NDArray[np.int64]

RUNNING: Final = ("stem", "folded", "exact")


@dataclass(frozen=True, slots=True)
class Card:
    """The few facts of a document that a list of hits shows without decoding it."""

    id: str
    title: str
    date: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet field of one leaf: pair i says that live document `documents[i]` has `values[codes[i]]`; sorted."""

    values: tuple[str, ...]
    documents: Numbers
    codes: Numbers


class Leaf(Protocol):
    """One segment. Arrays are read-only; asking twice is cheap where the codec can make it so."""

    @property
    def count(self) -> int:
        """Documents, the deleted ones too: numbers run from 0 to count - 1."""
        ...

    @property
    def live(self) -> NDArray[np.bool_]:
        """For each document whether it is not deleted; shape (count,)."""
        ...

    def keys(self, lexicon: str, term: str) -> Keys:
        """The sorted keys of a term in live documents; empty when the leaf does not have it."""
        ...

    def terms(self, lexicon: str, prefix: str = "") -> Iterator[str]:
        """The terms of a lexicon that begin so, sorted; some may stand in deleted documents only."""
        ...

    def column(self, name: str) -> Numbers:
        """One number a document, `entries.MISSING` for none; shape (count,). Names are those of `entries._columns`."""
        ...

    def marks(self, unit: str, documents: Numbers) -> Keys:
        """Sorted keys of the words that start a "sentence" or "paragraph" in these documents (sorted numbers)."""
        ...

    def facet(self, field: str) -> Facet:
        """The values that a facet field counts."""
        ...

    def card(self, document: int) -> Card:
        """What a hit shows."""
        ...

    def document(self, document: int) -> Document:
        """The whole document, as it was indexed."""
        ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One generation of an index: its leaves, in order; `language` of its stemmer. Immutable."""

    generation: int
    leaves: tuple[Leaf, ...]
    language: str = "english"

    @property
    def total(self) -> int:
        """Number of live documents."""
        return sum(int(np.count_nonzero(leaf.live)) for leaf in self.leaves)


Stamp = Mapping[str, object]
