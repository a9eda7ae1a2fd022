"""Sorted arrays of keys -> sorted arrays of keys: phrases, proximity and zones as set operations.

A key is `document << KEY_BITS | position`. Texts of one document stand further apart than any distance reaches, and
documents further still, so nothing here asks where a text ends. No loop runs over postings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.space import BODY, CAPTION, KEY_BITS
from searcher.codec.base import Keys, Numbers

Mask = NDArray[np.bool_]

_POSITION: Final = (1 << KEY_BITS) - 1
#: Above every key and position sum: what a search beyond the end of a list gives.
_NOWHERE: Final = np.int64(1 << 62)
#: Passing over a list, or ticking it off, costs a tenth of searching in it for each of as many numbers.
_LONG: Final = 10
_NO_KEYS: Final[Keys] = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Keys of the first and the last word of each occurrence; sorted by first, then last, each pair once."""

    first: Keys
    last: Keys

    def __len__(self) -> int:
        return len(self.first)

    def where(self, mask: Mask) -> Occurrences:
        """Those that a mask keeps."""
        first = self.first[mask]
        return Occurrences(first, first if self.single else self.last[mask])

    @property
    def single(self) -> bool:
        """Whether these are known to be single words, whose first and last keys are one array."""
        return self.first is self.last


NONE: Final = Occurrences(_NO_KEYS, _NO_KEYS)


def documents_of(keys: Keys) -> Numbers:
    """The documents of sorted keys, each once."""
    return distinct(keys >> KEY_BITS)


def distinct(values: Numbers) -> Numbers:
    """Sorted numbers, each once."""
    if values.size < 2:
        return values
    return values[np.concatenate(([True], values[1:] != values[:-1]))]


def is_in(values: Numbers, among: Numbers) -> Mask:
    """For each value whether it stands in a sorted array."""
    if not among.size:
        return np.zeros(values.shape, dtype=np.bool_)
    place = np.searchsorted(among, values)
    place[place == among.size] = 0
    return np.asarray(among[place] == values)


def both(one: Numbers, other: Numbers) -> Numbers:
    """What stands in two sorted arrays of distinct numbers: they are merged unless one is much shorter."""
    short, long = (one, other) if one.size <= other.size else (other, one)
    if short.size * _LONG <= long.size:
        return short[is_in(short, long)]
    merged = np.concatenate((short, long))
    merged.sort(kind="stable")
    return np.asarray(merged[:-1][merged[1:] == merged[:-1]])


def common(lists: list[Numbers]) -> Numbers:
    """What stands in all of these sorted arrays of distinct numbers."""
    by_size = sorted(lists, key=len)
    found = by_size[0]
    for other in by_size[1:]:
        found = both(found, other)
    return found


def common_documents(lists: list[Numbers], count: int) -> Numbers:
    """`common` of documents of a leaf of so many: long lists are ticked off instead of searched."""
    first, *others = sorted(lists, key=len)
    for other in others:
        if first.size * _LONG > other.size:
            ticked = np.zeros(count, dtype=np.bool_)
            ticked[other] = True
            first = first[ticked[first]]
        else:
            first = first[is_in(first, other)]
    return first


def union(lists: list[Numbers]) -> Numbers:
    """What stands in any of these arrays, sorted, each once."""
    held = [numbers for numbers in lists if numbers.size]
    if len(held) < 2:
        return held[0] if held else _NO_KEYS
    return distinct(np.sort(np.concatenate(held), kind="stable"))


def in_documents(keys: Keys, documents: Numbers) -> Keys:
    """The keys that lie in these documents (sorted)."""
    return keys[is_in(keys >> KEY_BITS, documents)]


def either(groups: list[Occurrences]) -> Occurrences:
    """The occurrences of all groups."""
    held = [group for group in groups if len(group)]
    if len(held) < 2:
        return held[0] if held else NONE
    if all(group.single for group in held):
        keys = union([group.first for group in held])
        return Occurrences(keys, keys)
    return _ordered(np.concatenate([g.first for g in held]), np.concatenate([g.last for g in held]))


def _ordered(first: Keys, last: Keys) -> Occurrences:
    """Occurrences in their order, each once."""
    order = np.lexsort((last, first))
    first, last = first[order], last[order]
    if not first.size:
        return NONE
    new = (first[1:] != first[:-1]) | (last[1:] != last[:-1])
    return Occurrences(first, last).where(np.concatenate(([True], new)))


def exact_phrase(lists: list[Keys]) -> Occurrences:
    """Where the words of these lists stand side by side, in this order."""
    rarest, *others = sorted(range(len(lists)), key=lambda number: lists[number].size)
    start = lists[rarest] - rarest
    for number in others:
        start = both(start + number, lists[number]) - number
    return Occurrences(start, start + (len(lists) - 1))


def sloppy_phrase(terms: list[str], lists: list[Keys], slop: int) -> NDArray[np.int64]:
    """Keys of the words of each occurrence, shape (words, occurrences).

    Lucene's sloppy phrase: word i at p[i], and the p[i] - i differ by at most `slop`; a word that comes twice in the
    phrase stands at rising places. One occurrence for each value of the smallest p[i] - i, with the nearest words.
    """
    held = common([documents_of(keys) for keys in lists])
    lists = [in_documents(keys, held) for keys in lists]
    anchors = union([keys - number for number, keys in enumerate(lists)])
    places: list[Keys] = []
    for number, (term, keys) in enumerate(zip(terms, lists, strict=True)):
        least = anchors + number
        for earlier in range(number - 1, -1, -1):
            if terms[earlier] == term:
                least = np.maximum(least, places[earlier] + 1)
                break
        places.append(np.append(keys, _NOWHERE)[np.searchsorted(keys, least)])
    table = np.stack(places)
    moved = table - np.arange(len(terms), dtype=np.int64)[:, np.newaxis]
    fits = (moved.max(axis=0) - anchors <= slop) & (moved.min(axis=0) == anchors)
    return table[:, fits]


def spans(table: NDArray[np.int64]) -> Occurrences:
    """First and last words of the occurrences of a sloppy phrase."""
    if not table.size:
        return NONE
    return _ordered(table.min(axis=0), table.max(axis=0))


def zone_mask(occurrences: Occurrences, zone: str, lead_words: Numbers) -> Mask:
    """Which occurrences lie whole in a zone; `lead_words` is the column of that name."""
    first, last = occurrences.first & _POSITION, occurrences.last & _POSITION
    if zone == "title":
        return np.asarray(last < BODY)
    if zone == "caption":
        return np.asarray(first >= CAPTION)
    body = (first >= BODY) & (last < CAPTION)
    if zone == "lead":
        body &= last < BODY + lead_words[occurrences.first >> KEY_BITS]
    return np.asarray(body)


def near_words(left: Occurrences, right: Occurrences, distance: int, *, after: bool, before: bool) -> Mask:
    """For each left occurrence whether a right one ends or begins at most `distance` words away, without overlap.

    `after`: the right one may come after it; `before`: before it.
    """
    found = np.zeros(len(left), dtype=np.bool_)
    if after:
        low, high = _after(left, right, distance)
        found |= high > low
    if before:
        low, high = _before(left, np.sort(right.last), distance)
        found |= high > low
    return found


def _after(left: Occurrences, right: Occurrences, distance: int) -> tuple[Numbers, Numbers]:
    """For each left occurrence the range of right ones that begin after it and near it."""
    low = np.searchsorted(right.first, left.last, side="right")
    return low, np.searchsorted(right.first, left.last + distance, side="right")


def _before(left: Occurrences, ends: Keys, distance: int) -> tuple[Numbers, Numbers]:
    """For each left occurrence the range of right ends (sorted) before it and near it."""
    low = np.searchsorted(ends, left.first - distance, side="left")
    return low, np.searchsorted(ends, left.first, side="left")


def near_units(left: Occurrences, right: Occurrences, marks: Keys, *, after: bool, before: bool) -> Mask:
    """For each left occurrence whether a right one lies in the same unit, without overlap; `marks` start the units.

    An occurrence that reaches over the end of a unit lies in none.
    """
    unit, whole = _units(left, marks)
    their_unit, theirs_whole = _units(right, marks)
    right, their_unit = right.where(theirs_whole), their_unit[theirs_whole]
    if not len(right):
        return np.zeros(len(left), dtype=np.bool_)
    starts = np.concatenate(([0], np.flatnonzero(their_unit[1:] != their_unit[:-1]) + 1))
    groups = their_unit[starts]
    latest_first = right.first[np.append(starts[1:], len(right)) - 1]
    earliest_last = np.minimum.reduceat(right.last, starts)
    place = np.searchsorted(groups, unit)
    place[place == groups.size] = 0
    found = np.zeros(len(left), dtype=np.bool_)
    if after:
        found |= latest_first[place] > left.last
    if before:
        found |= earliest_last[place] < left.first
    return np.asarray(found & whole & (groups[place] == unit))


def _units(occurrences: Occurrences, marks: Keys) -> tuple[Numbers, Mask]:
    """The unit of each occurrence's first word, and whether its last word is in it too."""
    unit = np.searchsorted(marks, occurrences.first, side="right")
    if occurrences.single:
        return unit, np.ones(unit.size, dtype=np.bool_)
    return unit, np.asarray(unit == np.searchsorted(marks, occurrences.last, side="right"))


def pairs(
    left: Occurrences, right: Occurrences, distance: int, marks: Keys | None, *, ordered: bool
) -> tuple[Numbers, Numbers]:
    """Indices (into left, into right) of all pairs that are near; `marks` for units, None for words."""
    if marks is not None:
        return _pairs_in_units(left, right, marks, ordered=ordered)
    mine, theirs = _expand(*_after(left, right, distance))
    if ordered:
        return mine, theirs
    by_end = np.argsort(right.last, kind="stable")
    also, places = _expand(*_before(left, right.last[by_end], distance))
    return np.concatenate((mine, also)), np.concatenate((theirs, by_end[places]))


def _pairs_in_units(left: Occurrences, right: Occurrences, marks: Keys, *, ordered: bool) -> tuple[Numbers, Numbers]:
    unit, whole = _units(left, marks)
    their_unit, theirs_whole = _units(right, marks)
    low, high = np.searchsorted(their_unit, unit, side="left"), np.searchsorted(their_unit, unit, side="right")
    mine, theirs = _expand(low, high)
    fits = right.first[theirs] > left.last[mine]
    if not ordered:
        fits |= right.last[theirs] < left.first[mine]
    fits &= whole[mine] & theirs_whole[theirs]
    return mine[fits], theirs[fits]


def _expand(low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    """Ranges -> (number of the range, member of the range) for each member."""
    sizes = np.maximum(high - low, 0)
    owner = np.repeat(np.arange(low.size), sizes)
    within = np.arange(owner.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return owner, low[owner] + within


def hull(left: Occurrences, right: Occurrences, mine: Numbers, theirs: Numbers) -> Occurrences:
    """Pairs as occurrences, from the first word of either to the last."""
    return _ordered(
        np.minimum(left.first[mine], right.first[theirs]),
        np.maximum(left.last[mine], right.last[theirs]),
    )
