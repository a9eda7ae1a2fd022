"""Sorted arrays of keys -> sorted arrays of keys: phrases, proximity and zones as set operations.

A key is `document << KEY_BITS | position`. Texts of one document stand further apart than any distance reaches, and
documents further still, so nothing here asks where a text ends. No loop runs over postings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.space import BODY, CAPTION, KEY_BITS
from searcher.codec.arrays import LAST, both, distinct, is_in
from searcher.codec.arrays import partners as near_each_other
from searcher.codec.base import Keys, Numbers
from searcher.errors import RequestError

Mask = NDArray[np.bool_]

#: Most pairs that a proximity inside another makes in one leaf. Each takes 70 bytes while they are sorted: over `a b`
#: 1,500 times in one story, `((a w/255 b) w/255 b) w/255 b` makes 90 million, in 6 GB; 45 levels took all of 23 GB.
MAX_PAIRS: Final = 10_000_000

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

    def where(self, kept: Mask | Numbers) -> Occurrences:
        """Those that a mask keeps, or at some places."""
        first = self.first[kept]
        return Occurrences(first, first if self.single else self.last[kept])

    @property
    def single(self) -> bool:
        """Whether these are known to be single words, whose first and last keys are one array."""
        return self.first is self.last


NONE: Final = Occurrences(_NO_KEYS, _NO_KEYS)


def documents_of(keys: Keys) -> Numbers:
    """The documents of sorted keys, each once."""
    return distinct(keys >> KEY_BITS)


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
        start = both(start, lists[number], shift=number)
    return Occurrences(start, start + (len(lists) - 1))


def sloppy_phrase(terms: list[str], lists: list[Keys], slop: int) -> NDArray[np.int64]:
    """Keys of the words of each occurrence, shape (words, occurrences).

    Lucene's sloppy phrase: word i at p[i], and the p[i] - i differ by at most `slop`; a word that comes twice in the
    phrase stands at rising places. One occurrence for each value of the smallest p[i] - i, with the nearest words.
    """
    lists = _close(lists, slop)
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


def _close(lists: list[Keys], slop: int) -> list[Keys]:
    """Of each list the keys that have one of the shortest as near as in a sloppy phrase; no others stand in one."""
    rare = min(range(len(lists)), key=lambda number: lists[number].size)
    kept = np.ones(lists[rare].size, dtype=np.bool_)
    found = list(lists)
    for number, keys in enumerate(lists):
        if number != rare:
            mine, theirs = near_each_other(lists[rare], keys, slop + abs(number - rare), ordered=False)
            kept &= mine
            found[number] = keys[theirs]
    found[rare] = lists[rare][kept]
    return found


def spans(table: NDArray[np.int64]) -> Occurrences:
    """First and last words of the occurrences of a sloppy phrase."""
    if not table.size:
        return NONE
    return _ordered(table.min(axis=0), table.max(axis=0))


def zone_mask(occurrences: Occurrences, zone: str, lead_words: Numbers) -> Mask:
    """Which occurrences lie whole in a zone; `lead_words` is the column of that name."""
    first, last = occurrences.first & LAST, occurrences.last & LAST
    if zone == "title":
        return np.asarray(last < BODY)
    if zone == "caption":
        return np.asarray(first >= CAPTION)
    body = (first >= BODY) & (last < CAPTION)
    if zone == "lead":
        body &= last < BODY + lead_words[occurrences.first >> KEY_BITS]
    return np.asarray(body)


@dataclass(frozen=True, slots=True)
class Nearness:
    """What makes a left and a right occurrence a pair, besides that they do not overlap.

    distance  at most so many words from the end of one to the beginning of the other
    ordered   the right one comes after the left one
    unit      both lie whole in one sentence or paragraph: what gives keys its number in place of the document's
    """

    distance: int
    ordered: bool
    unit: Callable[[Keys], Keys] | None = None

    def keyed(self, occurrences: Occurrences) -> tuple[Occurrences, Numbers | None]:
        """Occurrences whose keys begin with what pairs share, and which of all they are, None for all."""
        if self.unit is None:
            return occurrences, None
        first = self.unit(occurrences.first)
        if occurrences.single:
            return Occurrences(first, first), None
        order = np.argsort(occurrences.last, kind="stable")
        last = np.empty_like(first)
        last[order] = self.unit(occurrences.last[order])
        whole = np.flatnonzero(first >> KEY_BITS == last >> KEY_BITS)
        return Occurrences(first, last).where(whole), whole

    def window(self, occurrences: Occurrences) -> tuple[Keys, Keys]:
        """For each occurrence the first and the last key where the other may stand."""
        begins = occurrences.first & ~LAST
        least, most = occurrences.first - self.distance, occurrences.last + self.distance
        return np.maximum(least, begins), np.minimum(most, begins + LAST)


@dataclass(frozen=True, slots=True)
class _Ranges:
    """For the `owner`s among some occurrences a range, not empty, of the other side in `order` (None: its own)."""

    owner: Numbers
    low: Numbers
    high: Numbers
    order: Numbers | None

    def tick(self, mine: Mask, theirs: Mask) -> None:
        """Mark the owners and all members."""
        if not self.owner.size:
            return
        mine[self.owner] = True
        low, high = self.low, self.high
        if np.any(low[1:] < low[:-1]):
            by_low = np.argsort(low, kind="stable")
            low, high = low[by_low], high[by_low]
        reached = np.maximum.accumulate(high)
        _, members = _expand(np.concatenate((low[:1], np.maximum(low[1:], reached[:-1]))), high)
        theirs[members if self.order is None else self.order[members]] = True

    @property
    def total(self) -> int:
        """How many pairs there are."""
        return int(np.maximum(self.high - self.low, 0).sum())

    def pairs(self) -> tuple[Numbers, Numbers]:
        """Each owner with each of its members."""
        number, member = _expand(self.low, self.high)
        return self.owner[number], member if self.order is None else self.order[member]


def _ranges(few: Occurrences, many: Occurrences, near: Nearness, *, after: bool, before: bool) -> list[_Ranges]:
    """For each of a few occurrences those of many that stand near it, after it or before it.

    The many are searched once for each of the few; the far end of a range only where there is something near.
    """
    least, most = near.window(few)
    found = []
    if after:
        low = np.searchsorted(many.first, few.last, side="right")
        owner = np.flatnonzero(np.append(many.first, _NOWHERE)[low] <= most)
        found.append(_Ranges(owner, low[owner], np.searchsorted(many.first, most[owner], side="right"), None))
    if before:
        order = None if many.single else np.argsort(many.last, kind="stable")
        ends = many.last if order is None else many.last[order]
        high = np.searchsorted(ends, few.first, side="left")
        owner = np.flatnonzero(np.concatenate(([-_NOWHERE], ends))[high] >= least)
        found.append(_Ranges(owner, np.searchsorted(ends, least[owner], side="left"), high[owner], order))
    return found


def _sides(left: Occurrences, right: Occurrences, near: Nearness) -> tuple[bool, list[_Ranges]]:
    """Whether the right ones are the fewer, and the ranges of the fewer among the others."""
    if len(right) < len(left):
        return True, _ranges(right, left, near, after=not near.ordered, before=True)
    return False, _ranges(left, right, near, after=True, before=not near.ordered)


def partners(left: Occurrences, right: Occurrences, near: Nearness) -> tuple[Mask, Mask]:
    """For each left and for each right occurrence whether one of the other side makes a pair with it."""
    (one, these), (other, those) = near.keyed(left), near.keyed(right)
    mine, theirs = np.zeros(len(one), dtype=np.bool_), np.zeros(len(other), dtype=np.bool_)
    swapped, ranges = _sides(one, other, near)
    for several in ranges:
        several.tick(*((theirs, mine) if swapped else (mine, theirs)))
    return _spread(mine, these, len(left)), _spread(theirs, those, len(right))


def _spread(mask: Mask, places: Numbers | None, size: int) -> Mask:
    """A mask of what stands at some places, as one of all."""
    if places is None:
        return mask
    found = np.zeros(size, dtype=np.bool_)
    found[places] = mask
    return found


def pairs(left: Occurrences, right: Occurrences, near: Nearness) -> Occurrences:
    """Each pair as one occurrence, from the first word of either to the last.

    RequestError for too many of them where one side is itself pairs: each level may make 255 times as many.
    """
    (one, these), (other, those) = near.keyed(left), near.keyed(right)
    left, right = left if these is None else left.where(these), right if those is None else right.where(those)
    swapped, ranges = _sides(one, other, near)
    total = sum(several.total for several in ranges)
    if total > MAX_PAIRS and not (left.single and right.single):
        raise RequestError(
            f"a proximity inside another makes {total:,} pairs, more than {MAX_PAIRS:,}: "
            "give it a smaller distance, or rarer words"
        )
    found = [several.pairs() for several in ranges]
    mine, theirs = (np.concatenate([pair[side] for pair in found]) for side in ((1, 0) if swapped else (0, 1)))
    return _ordered(
        np.minimum(left.first[mine], right.first[theirs]),
        np.maximum(left.last[mine], right.last[theirs]),
    )


def _expand(low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    """Ranges -> (number of the range, member of the range) for each member."""
    sizes = np.maximum(high - low, 0)
    owner = np.repeat(np.arange(low.size), sizes)
    within = np.arange(owner.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return owner, low[owner] + within
