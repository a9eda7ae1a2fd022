"""Sorted arrays of numbers -> what they share, where they meet: the steps that all lists are worked through by.

`_arrays.c` does each in one pass where the package was built with a C compiler, in a third to a tenth of the time; else
NumPy does it in several, with the same answers. Numbers are int64, sorted, each once, unless it is said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.space import BODY, CAPTION, KEY_BITS

if TYPE_CHECKING:
    _arrays: Any
else:
    try:
        from searcher.codec import _arrays
    except ImportError:
        _arrays = None

Array = NDArray[Any]
Numbers = NDArray[np.int64]
Floats32 = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: NumPy passes over a list, or ticks it off, in a tenth of what searching in it for each of as many numbers costs.
_LONG: Final = 10
#: Steps that a byte can count.
MOST_STEPS: Final = 255
#: The last position of a document.
LAST: Final = (1 << KEY_BITS) - 1


def _plain(values: NDArray[Any]) -> Numbers:
    """As the compiled steps take them: whole numbers of 64 bits side by side."""
    return np.ascontiguousarray(values, dtype=np.int64)


def distinct(values: Numbers) -> Numbers:
    """Sorted numbers, each once."""
    if values.size < 2:
        return values
    return values[np.concatenate(([True], values[1:] != values[:-1]))]


def is_in(values: Numbers, among: Numbers) -> Mask:
    """For each value, in any order, whether it stands in a sorted array."""
    if not among.size:
        return np.zeros(values.shape, dtype=np.bool_)
    place = np.searchsorted(among, values)
    place[place == among.size] = 0
    return np.asarray(among[place] == values)


def both(one: Numbers, other: Numbers, *, shift: int = 0) -> Numbers:
    """The numbers of one that, with `shift` added, stand in the other."""
    if _arrays is not None:
        out = np.empty(min(one.size, other.size), dtype=np.int64)
        return out[: _arrays.both(_plain(one), _plain(other), shift, out)]
    moved = one + shift if shift else one
    short, long = (moved, other) if one.size <= other.size else (other, moved)
    if short.size * _LONG <= long.size:
        found = short[is_in(short, long)]
    else:
        merged = np.concatenate((short, long))
        merged.sort(kind="stable")
        found = merged[:-1][merged[1:] == merged[:-1]]
    return np.asarray(found - shift if shift else found)


@dataclass(frozen=True, slots=True)
class Packed:
    """Sorted numbers as their low bits, 16 or fewer, and where those that share the rest end (the bytes of uint32).

    Without ends all are low bits.
    """

    low: NDArray[np.uint16]
    ends: NDArray[np.uint8] | None
    bits: int = 16

    def numbers(self) -> Numbers | None:
        """All of them; None when the ends lead nowhere."""
        found = self.low.astype(np.int64)
        if self.ends is None:
            return found
        ends = np.frombuffer(self.ends.tobytes(), dtype="<u4").astype(np.int64)
        counts = np.diff(ends, prepend=0)
        if counts.size and int(counts.min()) < 0:
            return None
        return found if add_each(np.arange(counts.size) << self.bits, counts, found) else None

    def at(self, places: Numbers) -> Numbers:
        """The numbers at some places."""
        found = self.low[places].astype(np.int64)
        if self.ends is not None:
            ends = np.frombuffer(self.ends.tobytes(), dtype="<u4")
            found += np.searchsorted(ends, places, side="right") << self.bits
        return found


def find(held: Packed | Numbers, wanted: Numbers) -> tuple[Numbers, Numbers] | None:
    """Where in the one and in the other the numbers stand that both have; None when the ends lead nowhere."""
    if _arrays is not None and isinstance(held, Packed):
        room = min(held.low.size, wanted.size)
        here, there = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
        count = _arrays.find(held.low, held.ends, held.bits, _plain(wanted), here, there)
        return None if count is None else (here[:count], there[:count])
    numbers = held.numbers() if isinstance(held, Packed) else held
    if numbers is None:
        return None
    if numbers.size <= wanted.size:
        there, here = _places(wanted, numbers)
        return here, there
    return _places(numbers, wanted)


def _places(long: Numbers, short: Numbers) -> tuple[Numbers, Numbers]:
    """Where in a long and in a short list the numbers stand that both have."""
    if not long.size:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    place = np.searchsorted(long, short)
    place[place == long.size] = 0
    there = np.flatnonzero(long[place] == short)
    return place[there], there


@dataclass(frozen=True, slots=True)
class Step:
    """A byte a document: those that are `number` have all words so far, and become one more with the next one."""

    stage: NDArray[np.uint8]
    number: int


def add_up(
    held: Packed,
    code: NDArray[np.uint8],
    value: Floats32,
    norm: Floats32,
    scale: float,
    sums: Floats32,
    step: Step | None = None,
) -> bool:
    """For each number n, v being the value of its code, adds scale v / (norm[n] + v) to sums[n] where v is over 0.

    `code` has one of 256 codes a number, `value` one number a code. With a step, only to numbers that take it. False
    when the numbers lead beyond `sums`.
    """
    if _arrays is not None:
        stage, number = (None, 0) if step is None else (step.stage, step.number)
        return bool(_arrays.add_up(held.low, held.ends, held.bits, code, value, norm, scale, sums, stage, number))
    numbers = held.numbers()
    if numbers is None or (numbers.size and int(numbers.max()) >= sums.size):
        return False
    counted = value[code]
    if step is not None:
        counted, numbers = counted[taken := take(step, numbers)], numbers[taken]
    numbers, counted = numbers[counted > 0], counted[counted > 0]
    sums[numbers] += np.float32(scale) * counted / (norm[numbers] + counted)
    return True


def take(step: Step, numbers: Numbers) -> Mask:
    """Whether each of some numbers takes a step, which it does."""
    found = step.stage[numbers] == step.number
    step.stage[numbers[found]] += 1
    return np.asarray(found)


def starts(
    code: NDArray[np.uint8], size: NDArray[np.uint8], sample: NDArray[np.uint32], bits: int, wanted: Numbers
) -> tuple[Numbers, Numbers] | None:
    """How many positions stand before each wanted posting, and how many it has.

    `code` has one of 256 codes a posting, `size` the positions of each code, `sample` the sums before every posting
    but the first whose lowest `bits` are 0. None when these do not fit each other.
    """
    if _arrays is not None:
        first, count = np.empty(wanted.size, dtype=np.int64), np.empty(wanted.size, dtype=np.int64)
        return (first, count) if _arrays.starts(code, size, sample, bits, _plain(wanted), first, count) else None
    if sample.size != max(0, code.size - 1) >> bits or (wanted.size and int(wanted.max()) >= code.size):
        return None
    each = size[code].astype(np.int64)
    before = np.cumsum(each) - each
    block = wanted >> bits
    sampled = np.concatenate(([0], sample)).astype(np.int64)
    return before[wanted] - before[block << bits] + sampled[block], each[wanted]


def ranges(starts: NDArray[Any], lengths: NDArray[Any]) -> Numbers:
    """Starts and lengths, in any order -> all places of all ranges, range after range."""
    ends = np.cumsum(lengths)
    found = np.arange(int(ends[-1]) if len(ends) else 0)
    if not add_each(np.asarray(starts, dtype=np.int64) - (ends - lengths), lengths, found):
        raise ValueError("lengths that do not add up")
    return found


def add_each(bases: Numbers, counts: NDArray[Any], values: Numbers) -> bool:
    """Add the first number to so many values, the next to so many that follow; whether these were all of them.

    Where they are not, some values may be changed.
    """
    if _arrays is not None:
        return bool(_arrays.add(_plain(bases), _plain(counts), values))
    if int(counts.sum()) != values.size:
        return False
    values += np.repeat(bases, counts)
    return True


def grouped(group: Array, counts: Array, values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Values, group after group and in their order in each; `counts` says how many each group has."""
    starts = np.concatenate(([0], np.cumsum(counts)))
    if _arrays is not None:
        found = np.empty(values.size, dtype=np.uint64)
        if not _arrays.grouped(_short(group), starts, values, found):
            raise ValueError("groups that are not as large as they should be")
        return found
    # Sorting numbers takes a tenth of sorting places by numbers.
    keys = group.astype(np.uint64) << np.uint64(32)
    keys |= np.arange(group.size, dtype=np.uint64)
    keys.sort()
    return np.asarray(values[keys.astype(np.uint32)])


def _short(values: Array) -> NDArray[np.int32]:
    return np.ascontiguousarray(values, dtype=np.int32)


def postings(
    term: Array, owner: Array, place: Array, *, second: int, terms: int
) -> tuple[Numbers, Array, Array, Array]:
    """Entries sorted by term and owner -> each pair of these once.

    How many pairs each term has; of each pair its owner, how many of its places lie below `second`, how many do not.
    """
    if _arrays is not None:
        lengths, (owners, low, high) = np.zeros(terms, dtype=np.int64), np.empty((3, term.size), dtype=np.int32)
        count = _arrays.postings(_short(term), _short(owner), _short(place), second, lengths, owners, low, high)
        if count is None:
            raise ValueError("terms that have no number")
        return lengths, owners[:count], low[:count], high[:count]
    if not term.size:
        return np.zeros(terms, dtype=np.int64), term, term, term
    starts = np.flatnonzero(np.concatenate(([True], (term[1:] != term[:-1]) | (owner[1:] != owner[:-1]))))
    both = np.diff(np.append(starts, term.size)).astype(np.int32)
    low = np.add.reduceat(place < second, starts, dtype=np.int32)
    return np.bincount(term[starts], minlength=terms), owner[starts], low, both - low


def owners(term: Array, owner: Array, *, terms: int) -> Numbers:
    """How many owners each term has, of one (term, owner) an entry; those of an owner stand together in each term."""
    if _arrays is not None:
        found = np.zeros(terms, dtype=np.int64)
        if not _arrays.owners(_short(term), _short(owner), np.full(terms, -1, dtype=np.int32), found):
            raise ValueError("terms that have no number")
        return found
    pairs = term.astype(np.int64) << 32 | owner.astype(np.int64)
    pairs.sort()
    return np.bincount(distinct(pairs) >> 32, minlength=terms)


@dataclass(frozen=True, slots=True)
class Marks:
    """Where stretches begin in every document, as 16-bit numbers: those of document n stand from `first[n]` on.

    From `upper` on they stand for positions that begin at `limit`.
    """

    first: NDArray[np.uint32]
    marks: NDArray[np.uint16]
    limit: int
    upper: int


def partners(left: Numbers, right: Numbers, reach: int, *, ordered: bool) -> tuple[Mask, Mask]:
    """For each key of two lists whether one of the other, of the same document and not itself, is so near.

    That is at most `reach` positions before or after it; when `ordered`, the right one after the left one.
    """
    found = _partners(left, right, reach, ordered=ordered)
    if found is not None:
        return found
    back = 0 if ordered else reach
    return _has_near(left, right, back, reach), _has_near(right, left, reach, back)


def partners_between(left: Numbers, right: Numbers, marks: Marks, *, ordered: bool) -> tuple[Mask, Mask] | None:
    """The same of keys with no mark between them; None without a compiler, and where `first` leads to no marks."""
    return _partners(left, right, LAST, marks, ordered=ordered)


def _partners(
    left: Numbers, right: Numbers, reach: int, marks: Marks | None = None, *, ordered: bool
) -> tuple[Mask, Mask] | None:
    if _arrays is None or (marks is not None and marks.first.dtype != np.uint32):
        return None
    mine, theirs = np.zeros(left.size, dtype=np.bool_), np.zeros(right.size, dtype=np.bool_)
    where = (None, None, 0, 0) if marks is None else (marks.first, marks.marks, marks.limit, marks.upper)
    done = _arrays.partners(_plain(left), _plain(right), reach, ordered, KEY_BITS, *where, mine, theirs)
    return (mine, theirs) if done else None


def _has_near(few: Numbers, many: Numbers, back: int, ahead: int) -> Mask:
    first = few >> KEY_BITS << KEY_BITS
    least, most = np.maximum(few - back, first), np.minimum(few + ahead, first + LAST)
    itself = is_in(few, many)
    return np.asarray(np.searchsorted(many, most, side="right") - np.searchsorted(many, least) > itself)


def gathered(
    short: NDArray[np.uint16], starts: Numbers, counts: Numbers, bases: Numbers, *, limit: int, shift: int
) -> Numbers | None:
    """Ranges of 16-bit numbers, each with its range's base added, and `shift` from `limit` on.

    None where it takes more than one step: without a compiler, with a number 65535, with ranges that reach beyond.
    """
    if _arrays is None:
        return None
    out = np.empty(int(counts.sum()), dtype=np.int64)
    filled = _arrays.gather(short, _plain(starts), _plain(counts), _plain(bases), limit, shift, out)
    return out if filled else None


def tally(
    keys: Numbers, *, title: float, body: float, caption: float, kept: Mask | None = None
) -> tuple[Numbers, NDArray[np.float64]]:
    """The documents of sorted keys, and the sum of the weights of each one's keys, by the zone they lie in.

    `kept` says which keys count, None that all do. Weights are multiples of 1/8, so that their sums are exact in any
    order.
    """
    if _arrays is not None:
        documents, sums = np.empty(keys.size, dtype=np.int64), np.empty(keys.size)
        count = _arrays.tally(_plain(keys), kept, KEY_BITS, BODY, CAPTION, title, body, caption, documents, sums)
        return documents[:count], sums[:count]
    if kept is not None:
        keys = keys[kept]
    if not keys.size:
        return keys, np.empty(0)
    document, position = keys >> KEY_BITS, keys & LAST
    each = np.full(keys.size, body)
    each[position < BODY] = title
    each[position >= CAPTION] = caption
    starts = np.concatenate(([0], np.flatnonzero(document[1:] != document[:-1]) + 1))
    return document[starts], np.add.reduceat(each, starts)


def follow(
    left: Numbers, right: Numbers, decay: NDArray[np.float64], *, title: float, body: float, caption: float
) -> tuple[Numbers, NDArray[np.float64]]:
    """The documents in which keys of the right list stand close behind keys of the left one, and how much that counts.

    Each pair at a distance d of 1 to `decay.size` counts the weight of the zone of its left key times `decay[d - 1]`.
    All of these are multiples of a power of 1/2, so that their sums are exact in any order.
    """
    if _arrays is not None:
        documents, sums = np.empty(left.size, dtype=np.int64), np.empty(left.size)
        weights = (BODY, CAPTION, title, body, caption)
        count = _arrays.follow(_plain(left), _plain(right), decay, KEY_BITS, *weights, documents, sums)
        return documents[:count], sums[:count]
    parts = []
    for distance, part in enumerate(decay.tolist(), 1):
        met = both(left[left & LAST <= LAST - distance], right, shift=distance)
        parts.append(tally(met, title=title * part, body=body * part, caption=caption * part))
    documents = distinct(np.sort(np.concatenate([part[0] for part in parts])))
    sums = np.zeros(documents.size)
    for found, counted in parts:
        sums[np.searchsorted(documents, found)] += counted
    return documents, sums
