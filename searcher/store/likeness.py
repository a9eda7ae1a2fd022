"""Signatures of documents -> pairs of them that may be copies, or versions of one story; the exact look comes after.

A pair is looked at when one of the two is new, so a run costs what it adds. Of texts that are like very many others
(a bulletin of every day for years) not every pair is: at most 16 for a text, those whose signatures are most alike;
and where more than 64 share a band, those that share the next one too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.entries import MISSING
from searcher.analysis.signatures import BANDS, Signatures, mixed

Array = NDArray[Any]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

#: Bins of 16 that are equal: two texts with six of ten runs in common have as many in 98 of 100 cases, with eight of
#: ten in more than 999 of 1,000.
_EQUAL: Final = 6
#: Texts that share a band are compared each with each up to this number; beyond, with so many neighbours.
_CROWD: Final = 64
_NEIGHBOURS: Final = 32
_NEXT: Final = 2
_MOST: Final = 16
#: So many times as many texts as new ones are gone through in a quicker way.
_FEW: Final = 32
#: Words of headlines in common, and seconds between versions (`extract.fingerprint` decides by the whole headline).
_WORDS: Final = 2
_NEAR: Final = 48 * 3600
#: Stories of one source within that time, at most, before and after.
_WITHIN: Final = 4096
#: Captures of one address that are compared with each.
_CAPTURES: Final = 8


def alike(bands: Array, content: Array, new: Flags) -> tuple[Numbers, Numbers]:
    """Rows of distinct texts -> pairs of rows that may be copies, at least one of each new."""
    bins = np.ascontiguousarray(bands).view("<u2")
    found = [np.empty(0, dtype=np.int64)]
    for band in range(BANDS):
        rows = _meeting(bands[:, band], new)
        turned = np.roll(bands[rows], -band, axis=1)
        order = np.lexsort((content[rows], *turned.T[::-1]))
        for pair in _neighbours(turned[order], rows[order]):
            first, second = pair[:, new[pair].any(axis=0)]
            kept = (bins[first] == bins[second]).sum(axis=1) >= _EQUAL
            found.append(np.minimum(first, second)[kept] << 32 | np.maximum(first, second)[kept])
    pairs = np.unique(np.concatenate(found))
    first, second = pairs >> 32, pairs & 0xFFFFFFFF
    best = _best((bins[first] == bins[second]).sum(axis=1), first, second, content)
    return first[best], second[best]


def _meeting(keys: Array, new: Flags) -> Numbers:
    """The rows that share a band with another, one of those a new one."""
    asked = keys[new & (keys != 0)]
    held = np.flatnonzero(_may_be(keys, asked)) if asked.size * _FEW < keys.size else np.flatnonzero(keys)
    held = held[np.argsort(keys[held], kind="stable")]
    same = keys[held[1:]] == keys[held[:-1]]
    shared = np.zeros(held.size, dtype=np.bool_)
    shared[1:] |= same
    shared[:-1] |= same
    held = held[shared]
    asked = np.unique(keys[held[new[held]]])
    return np.sort(held[np.isin(keys[held], asked)])


def _may_be(keys: Array, few: Array) -> Flags:
    """Which numbers of 32 bits may be among some others, by half of their bits: ten times as fast as `np.isin`."""
    near = np.zeros(1 << 16, dtype=np.bool_)
    near[few >> 16] = True
    return np.asarray(near[keys >> 16])


def _neighbours(bands: Array, rows: Numbers) -> Iterator[Numbers]:
    """Rows in the order of their bands -> pairs that share the first, in a crowd also the second, and so on."""
    open_ = np.ones(rows.size, dtype=np.bool_)
    for level in range(1, BANDS + 1):
        same = (bands[1:, :level] == bands[:-1, :level]).all(axis=1) & open_[1:] & open_[:-1]
        group = np.concatenate(([0], np.cumsum(~same))) if rows.size else np.empty(0, dtype=np.int64)
        size = np.bincount(group)[group] if rows.size else group
        few = open_ & (size <= _CROWD)
        if level == 1:  # so that a crowd holds together however it is divided
            yield from _pairs(rows, group, ~few, _NEXT)
        yield from _pairs(rows, group, few, int(size[few].max(initial=1)) - 1)
        open_ &= ~few
        if not open_.any():
            return
    yield from _pairs(rows, group, open_, _NEIGHBOURS)


def _pairs(rows: Numbers, group: Numbers, chosen: Flags, reach: int) -> Iterator[Numbers]:
    """Pairs of chosen rows of one group that stand at most so far apart."""
    for step in range(1, reach + 1):
        at = np.flatnonzero((group[step:] == group[:-step]) & chosen[:-step] & chosen[step:])
        if at.size:
            yield np.stack((rows[at], rows[at + step]))


def _best(equal: Numbers, first: Numbers, second: Numbers, content: Array) -> Numbers:
    """Pairs that are among the best 16 of either of the two; of equal ones any, but always the same."""
    owner = np.concatenate((first, second))
    lot = np.tile(mixed(np.bitwise_xor(content[first], content[second])), 2)
    order = np.lexsort((lot, -np.tile(equal, 2), owner))
    sorted_ = owner[order]
    rank = np.arange(order.size) - np.searchsorted(sorted_, sorted_)
    return np.unique(order[rank < _MOST] % max(first.size, 1))


def retold(rows: Signatures, *, moment: Array, source: Numbers, marked: Flags, new: Flags) -> tuple[Numbers, Numbers]:
    """Documents -> pairs that may be versions: one of them marked, of one source, near in time, headlines alike."""
    known = _about(moment, new)
    if not marked[known].any():
        return known[:0], known[:0]
    bits = np.bitwise_or.reduce(
        np.where(rows.headline > 0, np.uint64(1) << (rows.headline & 63).astype("u8"), 0), axis=1
    )
    order = known[np.lexsort((rows.facts[known], moment[known], source[known]))]
    all_ = _Timeline(order, moment, source)
    told = _Timeline(order[(marked & ~new)[order]], moment, source)
    found = [np.empty((0, 2), dtype=np.int64)]
    asking = new & marked if not len(told) else new
    for row in order[asking[order]].tolist():
        others = (all_ if marked[row] else told).near(row)
        least = np.minimum(np.minimum(np.bitwise_count(bits[others]), np.bitwise_count(bits[row])), _WORDS)
        others = others[(np.bitwise_count(bits[others] & bits[row]) >= np.maximum(least, 1)) & (others != row)]
        best = others[_sharing(rows.headline, row, others, abs(moment[others] - moment[row]))]
        found.append(np.column_stack((np.full(best.size, row), best)))
    return _once(np.concatenate(found))


def _about(moment: Array, new: Flags) -> Numbers:
    """The dated documents of the time of new ones."""
    known = moment != MISSING
    if not (known & new).any():
        return np.empty(0, dtype=np.int64)
    first, last = moment[known & new].min() - _NEAR, moment[known & new].max() + _NEAR
    return np.flatnonzero(known & (moment >= first) & (moment <= last))


class _Timeline:
    """Documents in the order of source and moment."""

    def __init__(self, order: Numbers, moment: Array, source: Numbers) -> None:
        self._order, self._moment, self._source = order, moment, source
        self._sources, self._moments = source[order], moment[order]

    def __len__(self) -> int:
        return self._order.size

    def near(self, row: int) -> Numbers:
        """Those of the same source within two days."""
        source, moment = self._source[row], self._moment[row]
        low, high = np.searchsorted(self._sources, [source, source + 1]).tolist()
        span = self._moments[low:high]
        at = low + int(np.searchsorted(span, moment))
        first = low + int(np.searchsorted(span, moment - _NEAR))
        last = low + int(np.searchsorted(span, moment + _NEAR, side="right"))
        return self._order[max(first, at - _WITHIN) : min(last, at + _WITHIN)]


def _sharing(headline: Array, row: int, others: Numbers, apart: Numbers) -> Numbers:
    """The places of those that share enough words of a headline, the 16 that share most and are nearest in time."""
    own = headline[row][headline[row] > 0]
    shared = np.isin(headline[others], own).sum(axis=1)
    least = np.minimum(np.minimum((headline[others] > 0).sum(axis=1), own.size), _WORDS)
    enough = np.flatnonzero((shared >= least) & (shared > 0))
    return enough[np.lexsort((apart[enough], -shared[enough]))[:_MOST]]


def captured(rows: Signatures, *, moment: Array, new: Flags) -> tuple[Numbers, Numbers]:
    """Documents -> pairs that have one address and not one content."""
    held = np.flatnonzero(rows.url)
    held = held[_meeting_urls(rows.url[held], new[held])]
    order = held[np.lexsort((rows.facts[held], moment[held], rows.url[held]))]
    found = [np.empty((0, 2), dtype=np.int64)]
    for step in range(1, _CAPTURES + 1):
        first, second = order[:-step], order[step:]
        kept = (rows.url[first] == rows.url[second]) & (new[first] | new[second])
        kept &= rows.content[first] != rows.content[second]
        found.append(np.column_stack((first[kept], second[kept])))
    return _once(np.concatenate(found))


def _meeting_urls(urls: Array, new: Flags) -> Flags:
    return np.isin(urls, np.unique(urls[new]))


def _once(pairs: Numbers) -> tuple[Numbers, Numbers]:
    """Each pair once, the smaller row first."""
    found = np.unique(np.sort(pairs, axis=1), axis=0)
    return found[:, 0], found[:, 1]
