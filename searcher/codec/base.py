"""What a codec gives the searcher: Leaf, one segment of an index as arrays of numbers.

Documents of a leaf are numbered from 0. A *key* is `document << KEY_BITS | position`, so a sorted array of keys is
one inverted list with positions, and set operations on keys are phrase and proximity. Lists hold live documents only.

Lexicons: "stem", "folded" and "exact" hold the running words of title, body and captions in the position space of
`analysis.space`; every other lexicon is a field's name and holds its values as `analysis.entries` makes them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.space import KEY_BITS
from searcher.codec.arrays import Floats32, Mask, Step
from searcher.document import Document

if TYPE_CHECKING:
    from searcher.analysis.signatures import Signatures

Keys = NDArray[np.int64]
Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]

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


@dataclass(frozen=True, slots=True)
class Sums:
    """Numbers for each document of a leaf, those that are added up and K, shape (count,) each."""

    sums: Floats32
    norm: Floats32


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

    def keys_in(self, lexicon: str, term: str, documents: Numbers) -> Keys:
        """The keys of a term in some live documents (sorted); costs by their number, not by the list's length."""
        ...

    def documents(self, lexicon: str, term: str) -> Numbers:
        """Live documents, sorted, among which are all that have a term: for a surface, those that have its stem."""
        ...

    def is_alone(self, lexicon: str, term: str) -> bool:
        """Whether a running term is known to stand at every place of its stem, wherever that is."""
        ...

    def frequency(self, lexicon: str, term: str) -> int:
        """At least the number of live documents that have a term of any lexicon but "exact"; quickly known."""
        ...

    def frequencies(self, lexicon: str, terms: Sequence[str]) -> Numbers:
        """The same of many terms, none of them empty."""
        ...

    def matching(self, stem: str) -> int:
        """The number of live documents that have a stem."""
        ...

    def weighted(self, stem: str, *, title: float, rest: float) -> tuple[Numbers, Floats]:
        """The live documents that have a stem, and how often: occurrences in the title and others, so weighted."""
        ...

    def weighted_at(self, stem: str, documents: Numbers, *, title: float, rest: float) -> Floats:
        """How often some live documents (sorted) have a stem, so weighted; 0 for those that do not."""
        ...

    def add_up(self, stem: str, to: Sums, *, title: float, rest: float, scale: float, step: Step | None) -> None:
        """For each live document n that has a stem, tf times so weighted, add scale tf / (norm[n] + tf) to sums[n].

        With a step, only to documents that take it. What is added to deleted documents may be anything.
        """
        ...

    def terms(self, lexicon: str, prefix: str = "") -> Iterator[str]:
        """The terms of a lexicon that begin so, sorted; some may stand in deleted documents only."""
        ...

    def column(self, name: str) -> Numbers:
        """One number a document, `entries.MISSING` for none; shape (count,). Names are those of `entries.Entries`."""
        ...

    def column_at(self, name: str, documents: Numbers) -> Numbers:
        """The same of some documents."""
        ...

    def totals(self) -> tuple[int, int, int, int]:
        """Words in the titles, leads, bodies and captions of the live documents."""
        ...

    def marks(self, unit: str, documents: Numbers) -> Keys:
        """Sorted keys of the words that start a "sentence" or "paragraph" in these documents (sorted numbers)."""
        ...

    def stretches(self, unit: str, keys: Keys) -> Keys:
        """These keys (sorted), each with the number of its sentence or paragraph in place of the document."""
        ...

    def together(self, unit: str, left: Keys, right: Keys, *, ordered: bool) -> tuple[Mask, Mask]:
        """For each key of two sorted lists whether one of the other, not itself, stands in the same sentence or
        paragraph; when `ordered`, the right one after the left one.
        """
        ...

    def facet(self, field: str) -> Facet:
        """The values that a facet field counts."""
        ...

    def signatures(self) -> Signatures:
        """What is compared to find copies and versions, of every document, deleted ones too."""
        ...

    def card(self, document: int) -> Card:
        """What a hit shows."""
        ...

    def document(self, document: int) -> Document:
        """The whole document, as it was indexed."""
        ...


def _no_pairs() -> NDArray[np.uint64]:
    return np.empty((0, 2), dtype=np.uint64)


@dataclass(frozen=True, eq=False)
class Links:
    """What is known of documents together: pairs of `content` that are copies, of `facts` that are versions.

    Shape (pairs, 2), uint64; see `analysis.signatures`. A pair counts when both its ends are live. `held` is where what
    follows from them is kept while the snapshot lives.
    """

    copies: NDArray[np.uint64] = field(default_factory=_no_pairs)
    versions: NDArray[np.uint64] = field(default_factory=_no_pairs)
    held: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One generation of an index: its leaves, in order; `language` of its stemmer; its links. Immutable."""

    generation: int
    leaves: tuple[Leaf, ...]
    language: str = "english"
    links: Links = field(default_factory=Links, compare=False)

    @property
    def total(self) -> int:
        """Number of live documents."""
        return sum(int(np.count_nonzero(leaf.live)) for leaf in self.leaves)

    def find(self, key: str) -> tuple[Leaf, int] | None:
        """The leaf and number of the live document with this id."""
        for leaf in self.leaves:
            keys = leaf.keys("id", "=" + key)
            if keys.size:
                return leaf, int(keys[0] >> KEY_BITS)
        return None


#: A generation that is about to be published -> the files that belong beside it, each with size and CRC-32.
Prepare = Callable[[int], Mapping[str, tuple[int, int]]]


class Writer(Protocol):
    """Changes on their way into an index: all of them at `commit`, or none."""

    def delete(self, key: str) -> None:
        """Forget the committed document with this id, if there is one."""
        ...

    def add(self, document: Document, added: dt.date) -> None:
        """Add a document whose id is not in the index, or was deleted here before; no id twice in one batch."""
        ...

    def commit(self, prepare: Prepare) -> int:
        """Write everything, let `prepare` write what belongs beside the new generation, then publish.

        Returns the generation. When anything raises, nothing is published and the writer is to be cancelled.
        """
        ...

    def cancel(self) -> None:
        """Throw the changes away. Safe to call at any time, also twice."""
        ...


class Builder(Protocol):
    """Documents on their way into a segment."""

    @property
    def count(self) -> int:
        """Documents collected."""
        ...

    @property
    def full(self) -> bool:
        """Whether it is time to write."""
        ...

    def add(self, document: Document, added: dt.date) -> int:
        """Collect a document that fits; its number in the segment. UnicodeEncodeError for a lone surrogate."""
        ...

    def write(self, path: Path, *, last: bool = False) -> object:
        """Write the segment, durably, and start anew; or not, after the `last` one, and let go of what that takes."""
        ...


class Codec(Protocol):
    """How leaves are kept in a folder. Its name stands in every index that it wrote, for ever."""

    name: str

    def create(self, folder: Path) -> None:
        """Make an empty index in an empty folder."""
        ...

    def writer(self, folder: Path, language: str) -> Writer:
        """A writer on the newest generation; the caller holds the index's writer lock."""
        ...

    def generation(self, folder: Path) -> int:
        """The newest published generation; cheap."""
        ...

    def open(self, folder: Path, known: Sequence[Leaf] = ()) -> tuple[int, tuple[Leaf, ...]]:
        """The newest generation and its leaves, those that are `known` from an earlier one as they are."""
        ...

    def beside(self, folder: Path) -> tuple[int, Mapping[str, tuple[int, int]]]:
        """The newest generation and the files that `prepare` wrote for it."""
        ...

    def verify(self, folder: Path) -> Iterator[str]:
        """Everything in the files of the newest generation that is not as it was written."""
        ...


class SegmentWriter(Writer, Protocol):
    """A writer that takes in segments that were built elsewhere."""

    def leaves(self) -> Sequence[Leaf]:
        """What the coming generation holds, as far as it has been written; complete when `commit` calls `prepare`."""
        ...

    def adopt(self, path: Path, gone: Collection[int]) -> None:
        """Take in a segment file of this folder, without these of its documents."""
        ...


class SegmentCodec(Codec, Protocol):
    """A codec whose segments many processes can build at a time."""

    def builder(self, language: str, folder: Path) -> Builder:
        """What collects documents for a segment of this folder."""
        ...

    def segment(self, path: Path) -> Leaf:
        """A segment that has been written but not published."""
        ...

    def writer(self, folder: Path, language: str) -> SegmentWriter:
        """A writer on the newest generation; the caller holds the index's writer lock."""
        ...
