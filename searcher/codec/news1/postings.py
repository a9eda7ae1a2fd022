"""Inverted lists of one group of terms: documents, counts, positions. Term and document numbers rise from 0.

.doc_at    where each term's postings start, and where the last ends
.low       low 16 bits of the document numbers
.high      the rest of them, in segments of more than 65,536 documents: one byte a posting for lists shorter than
           256, else where the list's documents of each 65,536 end, counted from the list's start (uint32)
.high_at   where each term's bytes of `.high` start, and where the last ends
.code      counts, see `counts`; of the escapes, by rising posting, `.odd_at` the posting, `.odd` title and rest
.pos_at    where each term's positions start, and where the last ends
.pos       positions, see `places`; of the escapes, by rising place, `.far_at` the place, `.far` the position
.sample    for every 32nd posting of a term but its first: how many positions of the term stand before it
.sample_at where each term's samples start, and where the last ends
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.space import KEY_BITS
from searcher.codec.arrays import Packed, Step, add_each, add_up, find, ranges, starts, take
from searcher.codec.base import Sums
from searcher.codec.cache import remembered
from searcher.codec.news1 import counts, places
from searcher.codec.news1.container import Container

Array = NDArray[Any]
Numbers = NDArray[np.int64]
_NONE: Final[Numbers] = np.empty(0, dtype=np.int64)

PAGE_BITS: Final = 16
SHORT: Final = 256
SAMPLE_BITS: Final = 5
#: Above so many postings in twenty, all positions of a list are read rather than those of single documents.
_MANY: Final = 2
#: Lists whose places are remembered.
_REMEMBERED: Final = 512
#: Lists of up to so many positions are read whole.
_SHORT: Final = 1 << 15


@dataclass(frozen=True, slots=True)
class Block:
    """Lists of neighbouring terms: postings a term; documents and counts a posting; positions a posting."""

    lengths: Numbers
    documents: Numbers
    title: Numbers
    rest: Numbers
    positions: Numbers


class _List(NamedTuple):
    """One list: its postings, from `start` to `end` of all; documents, codes, samples, odd counts; its positions."""

    start: int
    end: int
    packed: Packed | Numbers
    code: Array
    samples: Array
    odds: tuple[Numbers, Numbers, Numbers]
    pos_start: int
    pos_end: int


class Postings:
    """The lists of one group, deleted documents included."""

    def __init__(self, file: Container, name: str, *, documents: int) -> None:
        self._file, self._documents = file, documents
        self._doc_at, self._low, self._code = file[name + ".doc_at"], file[name + ".low"], file[name + ".code"]
        self._pos_at, self._pos = file[name + ".pos_at"], file[name + ".pos"]
        self._sample_at, self._sample = file[name + ".sample_at"], file[name + ".sample"]
        self._odd_at, self._odd = file[name + ".odd_at"], file[name + ".odd"]
        self._far_at, self._far = file[name + ".far_at"], file[name + ".far"]
        self._pages = (documents + (1 << PAGE_BITS) - 1) >> PAGE_BITS
        if self._pages > 1:
            self._high, self._high_at = file[name + ".high"], file[name + ".high_at"]
        self._known: dict[int, _List] = {}
        if len(self._pos_at) != len(self._doc_at) or len(self._low) != len(self._code):
            raise file.damaged(f"the lists {name}")

    def _list(self, term: int) -> _List:
        """Where the parts of a term's list stand; a query asks for the same few lists many times."""
        found = self._known.get(term)
        return remembered(self._known, term, self._look_up(term), most=_REMEMBERED) if found is None else found

    def _look_up(self, term: int) -> _List:
        start, end = self._doc_at.two(term)
        code, packed = self._code.part(start, end), self._packed(term, start, end)
        samples = self._sample.part(*self._sample_at.two(term))
        return _List(start, end, packed, code, samples, self._odds(start, end), *self._pos_at.two(term))

    def frequency(self, term: int) -> int:
        """In how many documents a term stands."""
        start, end = self._doc_at.two(term)
        return end - start

    def documents(self, term: int) -> Numbers:
        """The documents of a term, sorted."""
        packed = self._list(term).packed
        found = packed.numbers() if isinstance(packed, Packed) else packed
        if found is None:
            raise self._file.damaged("the upper halves of a list")
        if found.size and int(found.max()) >= self._documents:
            raise self._file.damaged("a posting of no document")
        return found

    def _packed(self, term: int, start: int, end: int) -> Packed | Numbers:
        """The documents of a term as they stand in the file; of a short list of a large segment, their numbers."""
        low = self._low.part(start, end)
        if self._pages == 1:
            return Packed(low, None, PAGE_BITS)
        high = self._high.part(*self._high_at.two(term))
        if high.size != (low.size if low.size < SHORT else 4 * self._pages):
            raise self._file.damaged("the upper halves of a list")
        if low.size >= SHORT:
            return Packed(low, high, PAGE_BITS)
        return low.astype(np.int64) + (high.astype(np.int64) << PAGE_BITS)

    def find(self, term: int, documents: Numbers) -> tuple[Numbers, Numbers]:
        """Those of some documents that a term has: their numbers in its list, and in the array given."""
        found = find(self._list(term).packed, documents)
        if found is None:
            raise self._file.damaged("the upper halves of a list")
        return found

    def add_up(self, term: int, to: Sums, *, title: float, rest: float, scale: float, step: Step | None) -> None:
        """For each document n of a term, v being what it counts, adds scale v / (norm[n] + v) to sums[n]."""
        held = self._list(term)
        packed, (at, odd_title, odd_rest) = held.packed, held.odds
        if isinstance(packed, Packed) and not (at.size and step):
            if not add_up(packed, held.code, counts.rough_weights(title, rest), to.norm, scale, to.sums, step):
                raise self._file.damaged("a posting of no document")
            documents, counted = packed.at(at), title * odd_title + rest * odd_rest
        else:
            documents, counted = self.documents(term), self.weighted(term, title=title, rest=rest)
            if step:
                documents, counted = documents[taken := take(step, documents)], counted[taken]
        if documents.size:
            to.sums[documents] += scale * counted / (to.norm[documents] + counted)

    def counts(self, term: int) -> tuple[Numbers, Numbers]:
        """How often a term stands in the title and elsewhere, one number a posting each."""
        held = self._list(term)
        title, rest = counts.TITLE[held.code], counts.REST[held.code]
        _set_odd(title, rest, held.odds)
        return title, rest

    def weighted(self, term: int, *, title: float, rest: float) -> NDArray[np.float64]:
        """What each posting counts, when a word in the title and one elsewhere count so much."""
        held = self._list(term)
        found = counts.weights(title, rest)[held.code]
        at, odd_title, odd_rest = held.odds
        found[at] = title * odd_title + rest * odd_rest
        return found

    def weighted_at(self, term: int, postings: Numbers, *, title: float, rest: float) -> NDArray[np.float64]:
        """The same of some postings, by number in the list."""
        held = self._list(term)
        code = held.code[postings]
        found = counts.weights(title, rest)[code]
        odd = np.flatnonzero(code == counts.ODD)
        if odd.size:
            known, wanted = self._odd_at.all(), postings[odd] + held.start
            place = np.searchsorted(known, wanted)
            if int(place.max()) >= known.size or not np.array_equal(known[place], wanted):
                raise self._file.damaged("a count")
            found[odd] = title * self._odd.take(2 * place) + rest * self._odd.take(2 * place + 1)
        return found

    def totals(self, term: int) -> Numbers:
        """How often a term stands in each of its documents."""
        both = counts.BOTH[self._list(term).code]
        if both.size and int(both.min()) < 0:
            title, rest = self.counts(term)
            return title + rest
        return both

    def _odds(self, start: int, end: int) -> tuple[Numbers, Numbers, Numbers]:
        """The postings of a stretch whose counts do not fit a byte, by number in it: title and rest of each."""
        if not len(self._odd_at):
            return _NONE, _NONE, _NONE
        low, high = np.searchsorted(self._odd_at.all(), [start, end]).tolist()
        both = self._odd.part(2 * low, 2 * high).astype(np.int64)
        return self._odd_at.part(low, high).astype(np.int64) - start, both[::2], both[1::2]

    def keys(self, term: int, documents: Numbers) -> Numbers:
        """All keys of a term, `documents` being those of the term."""
        total = self.totals(term)
        ends = np.cumsum(total)
        held = self._list(term)
        if (int(ends[-1]) if ends.size else 0) != held.pos_end - held.pos_start:
            raise self._file.damaged("a list whose parts do not add up")
        return self.keys_at(term, documents, ends - total, total)

    def keys_at(self, term: int, documents: Numbers, first: Numbers, total: Numbers) -> Numbers:
        """The keys of some documents of a term: where their positions start within the term's, and how many."""
        held = self._list(term)
        start, end = held.pos_start, held.pos_end
        bases = documents << KEY_BITS
        count = int(total.sum())
        if end - start <= _SHORT or count * 20 > (end - start) * _MANY:
            raw = self._pos.part(start, end)
            found = places.gathered(raw, first, total, bases)
            if found is not None:
                return found
        where = ranges(first, total)
        if where.size and int(where.max()) >= end - start:
            raise self._file.damaged("a list whose parts do not add up")
        found = self._positions(self._pos.take(where + start), where + start)
        add_each(bases, total, found)
        return found

    def _positions(self, raw: Array, at: Any) -> Numbers:
        """Positions from their 16 bits, which stand at these places of `.pos`."""
        found = places.unpacked(raw)
        if len(self._far_at):
            far = np.flatnonzero(found == places.FAR)
            if far.size:
                wanted = far + at.start if isinstance(at, slice) else at[far]
                found[far] = self._far.all()[np.searchsorted(self._far_at.all(), wanted)]
        return found

    def block(self, first: int, end: int) -> Block:
        """The lists of the terms from `first` to `end - 1`, side by side."""
        at = self._doc_at.part(first, end + 1).astype(np.int64)
        lengths, start, stop = np.diff(at), int(at[0]), int(at[-1])
        found = self._low.part(start, stop).astype(np.int64)
        if self._pages > 1:
            high_at = self._high_at.part(first, end + 1).astype(np.int64)
            self._add_highs(found, lengths, self._high.part(int(high_at[0]), int(high_at[-1])))
        code = self._code.part(start, stop)
        title, rest = counts.TITLE[code], counts.REST[code]
        _set_odd(title, rest, self._odds(start, stop))
        pos_at = self._pos_at.part(first, end + 1).tolist()
        positions = self._positions(self._pos.part(pos_at[0], pos_at[-1]), np.s_[pos_at[0] : pos_at[-1]])
        if int((title + rest).sum()) != positions.size or (found.size and int(found.max()) >= self._documents):
            raise self._file.damaged("lists whose parts do not add up")
        return Block(lengths, found, title, rest, positions)

    def _add_highs(self, found: Numbers, lengths: Numbers, high: Array) -> None:
        """The upper halves of the documents of many lists."""
        long = lengths >= SHORT
        sizes = np.where(long, 4 * self._pages, lengths)
        if int(sizes.sum()) != high.size:
            raise self._file.damaged("the upper halves of lists")
        is_short = np.repeat(~long, lengths)
        found[is_short] += high[np.repeat(~long, sizes)].astype(np.int64) << PAGE_BITS
        ends = np.frombuffer(high[np.repeat(long, sizes)].tobytes(), dtype="<u4").astype(np.int64)
        each = np.diff(ends.reshape(-1, self._pages), prepend=0, axis=1).reshape(-1)
        if each.size and (int(each.min()) < 0 or int(each.sum()) != found.size - int(is_short.sum())):
            raise self._file.damaged("the upper halves of lists")
        pages = np.tile(np.arange(self._pages), int(long.sum()))
        found[~is_short] += np.repeat(pages, each) << PAGE_BITS

    def sizes(self) -> Numbers:
        """How many positions each term has."""
        at = self._pos_at.all().astype(np.int64)
        return at[1:] - at[:-1]

    def at(self, term: int, postings: Numbers) -> tuple[Numbers, Numbers]:
        """Some postings of a term, by number in the list: where their positions start within the term's, how many."""
        held = self._list(term)
        found = starts(held.code, counts.BRIEF, held.samples, SAMPLE_BITS, postings)
        if found is None:
            raise self._file.damaged("the samples of a list")
        first, total = found
        odd, title, rest = held.odds
        if odd.size:
            ends = np.concatenate(([0], np.cumsum(title + rest)))
            place = np.searchsorted(odd, postings)
            first += ends[place] - ends[np.searchsorted(odd, postings >> SAMPLE_BITS << SAMPLE_BITS)]
            total += ends[np.searchsorted(odd, postings, side="right")] - ends[place]
        return first, total


def _set_odd(title: Numbers, rest: Numbers, odds: tuple[Numbers, Numbers, Numbers]) -> None:
    """Put in the counts that do not fit a byte."""
    at, odd_title, odd_rest = odds
    title[at], rest[at] = odd_title, odd_rest
