"""What stands by document rather than by term: numbers, facet values, where sentences and paragraphs start.

col.NAME           one number a document, in the smallest integers that hold them: value - base, all bits set for
                   none; `base` is in the facts
facet.NAME.text    the field's values, sorted, one after another; `.at` where each starts, and the last ends
facet.NAME.first   where each document's values start in `.code`, and where the last ends
facet.NAME.code    numbers of values
mark.NAME.first    where each document's marks start in `.at`, and where the last ends
mark.NAME.at       positions of the words that start a sentence or paragraph, as in `places`; `.far` all positions
                   in full, in a segment where one does not fit
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.entries import MISSING
from searcher.analysis.space import KEY_BITS
from searcher.codec.arrays import LAST, Mask, add_each, distinct, partners, partners_between, ranges
from searcher.codec.news1 import places
from searcher.codec.news1.container import Container
from searcher.codec.news1.offsets import offsets

if TYPE_CHECKING:
    from searcher.codec.news1.assembling import ContainerWriter

Array = NDArray[Any]
Numbers = NDArray[np.int64]

#: The marks of all documents are looked at for no fewer keys than one in so many documents.
_FEW: Final = 64


class Column:
    """One number a document."""

    def __init__(self, file: Container, name: str) -> None:
        self._codes = file["col." + name]
        base = file.facts["bases"].get(name)
        if not isinstance(base, int):
            raise file.damaged(f"the column {name}")
        self._base = base

    def all(self) -> Numbers:
        """Of every document, shape (documents,)."""
        return self._decoded(self._codes.all())

    def take(self, documents: Numbers) -> Numbers:
        """Of some documents."""
        return self._decoded(self._codes.take(documents))

    def _decoded(self, codes: Array) -> Numbers:
        none = codes == np.iinfo(codes.dtype).max
        found = codes.astype(np.int64)
        found += self._base
        if none.any():
            found[none] = MISSING
        return found


def write_column(out: ContainerWriter, name: str, values: Numbers) -> int:
    """Write a column; its base."""
    known = values[values != MISSING]
    base = int(known.min()) if known.size else 0
    span = int(known.max()) - base if known.size else 0
    kind = next(kind for kind in ("|u1", "<u2", "<u4", "<u8") if span < np.iinfo(kind).max)
    codes = np.where(values == MISSING, 0, values - base).astype(kind)
    codes[values == MISSING] = np.iinfo(kind).max
    out.put("col." + name, codes)
    return base


class FacetValues:
    """The values of a facet field by document."""

    def __init__(self, file: Container, name: str) -> None:
        self._file = file
        stem = f"facet.{name}"
        self._text, self._at = file[stem + ".text"], file[stem + ".at"]
        self._first, self._code = file[stem + ".first"], file[stem + ".code"]

    def values(self) -> tuple[str, ...]:
        """All values, sorted."""
        text, at = self._text.all().tobytes(), self._at.all().tolist()
        try:
            return tuple(text[start:end].decode() for start, end in itertools.pairwise(at))
        except UnicodeDecodeError:
            raise self._file.damaged("a value that is no text") from None

    def pairs(self) -> tuple[Numbers, Numbers]:
        """Documents, rising, and the numbers of their values."""
        first = self._first.all().astype(np.int64)
        return np.repeat(np.arange(first.size - 1), np.diff(first)), self._code.all().astype(np.int64)


def write_facet(out: ContainerWriter, name: str, values: Sequence[bytes], counts: Numbers, codes: Array) -> None:
    """Write a facet field: its sorted values, how many each document has, their numbers."""
    stem = f"facet.{name}"
    out.put(stem + ".text", np.frombuffer(b"".join(values), dtype=np.uint8))
    out.put(stem + ".at", offsets(np.fromiter(map(len, values), dtype=np.int64, count=len(values))))
    out.put(stem + ".first", offsets(counts))
    out.put(stem + ".code", codes, "<u4")


class Marks:
    """Where the sentences or paragraphs of each document start."""

    def __init__(self, file: Container, name: str) -> None:
        far = f"mark.{name}.far" in file
        self._first = file[f"mark.{name}.first"]
        self._at = file[f"mark.{name}.far" if far else f"mark.{name}.at"]
        self._far = far

    def keys(self, documents: Numbers) -> Numbers:
        """Sorted keys of the marks of some documents."""
        start = self._first.take(documents).astype(np.int64)
        return self._keys(documents, start, self._first.take(documents + 1).astype(np.int64) - start)

    def _keys(self, documents: Numbers, start: Numbers, count: Numbers) -> Numbers:
        raw = self._at.take(ranges(start, count))
        found = raw.astype(np.int64) if self._far else places.unpacked(raw)
        add_each(documents << KEY_BITS, count, found)
        return found

    def together(self, left: Numbers, right: Numbers, *, ordered: bool) -> tuple[Mask, Mask]:
        """For each key of two lists whether one of the other stands in the same stretch."""
        if not self._far and (left.size + right.size) * _FEW > len(self._first):
            marks = places.marks(self._first.all(), self._at.all())
            found = partners_between(left, right, marks, ordered=ordered)
            if found is not None:
                return found
        return partners(self.stretches(left), self.stretches(right), LAST, ordered=ordered)

    def stretches(self, keys: Numbers) -> Numbers:
        """Keys with the number of their stretch, in the segment, in place of the document."""
        document = keys >> KEY_BITS
        documents = distinct(document)
        start = self._first.take(documents).astype(np.int64)
        count = self._first.take(documents + 1).astype(np.int64) - start
        before = start - (np.cumsum(count) - count)
        place = np.searchsorted(self._keys(documents, start, count), keys, side="right")
        number = place + before[np.searchsorted(documents, document)]
        return np.asarray((number << KEY_BITS) + (keys & LAST))


def write_marks(out: ContainerWriter, name: str, counts: Numbers, positions: Array) -> None:
    """Write how many marks each document has, and their positions."""
    short = places.packed(positions)
    out.put(f"mark.{name}.first", offsets(counts))
    if short.size and int(short.max()) == places.FAR:
        out.put(f"mark.{name}.far", positions, "<u4")
    else:
        out.put(f"mark.{name}.at", short)
