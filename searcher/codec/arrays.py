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

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]

#: NumPy passes over a list, or ticks it off, in a tenth of what searching in it for each of as many numbers costs.
_LONG: Final = 10
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


def places_of(wanted: Numbers, held: Numbers) -> Numbers:
    """Where in `held` those of the wanted numbers stand that it has."""
    if _arrays is not None:
        out = np.empty(min(wanted.size, held.size), dtype=np.int64)
        return out[: _arrays.places(_plain(held), _plain(wanted), out)]
    if not held.size:
        return np.empty(0, dtype=np.int64)
    place = np.searchsorted(held, wanted)
    place[place == held.size] = 0
    return np.asarray(place[held[place] == wanted])


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
