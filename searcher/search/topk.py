"""Scores and instants of matches -> the best of them in their order, without sorting all.

Order: by score and then instant, or by instant alone; ties by id. Selection never partitions long runs of equal
numbers, on which `np.argpartition` degenerates (51 ms for 300,000): the k-th largest of the maxima of groups of 32 is
a bound, and only what reaches it is sorted. A group is a column of 32 rows, for rows are compared side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.codec.base import Numbers

_GROUP: Final = 32


def best(columns: Sequence[NDArray[Any]], wanted: int | None, key: Callable[[int], str]) -> list[int]:
    """Indices of the `wanted` best rows (all for None), by falling columns in their order, then by rising `key`.

    `key` is asked only of rows that tie in every column within reach of the cut.
    """
    size = columns[0].size
    rows = np.arange(size)
    if wanted is not None and wanted < size:
        rows = _within_reach(columns, wanted)
    order = rows[np.lexsort([-column[rows] for column in reversed(columns)])]
    return _break_ties(columns, order, wanted, key)


def _within_reach(columns: Sequence[NDArray[Any]], wanted: int) -> Numbers:
    """The rows that may be among the best, all ties at the cut with them."""
    if wanted == 0:
        return np.empty(0, dtype=np.int64)
    sure: list[Numbers] = []
    rows = np.arange(columns[0].size)
    for column in columns:
        values = column[rows]
        cut = kth_largest(values, wanted)
        above = rows[values > cut]
        sure.append(above)
        wanted -= above.size
        rows = rows[values == cut]
    return np.concatenate([*sure, rows])


def kth_largest(values: NDArray[Any], k: int) -> Any:
    """The k-th largest of many numbers (from 1); the smallest when there are fewer."""
    if k >= values.size:
        return values.min()
    whole = values.size // _GROUP * _GROUP
    maxima = np.concatenate((values[:whole].reshape(_GROUP, -1).max(axis=0), values[whole:]))
    if maxima.size > k:
        maxima.sort()
        bound = maxima[-k]
        if maxima[-1] == bound:
            return bound
        values = values[values >= bound]
    return np.sort(values)[-k]


def _break_ties(
    columns: Sequence[NDArray[Any]], order: Numbers, wanted: int | None, key: Callable[[int], str]
) -> list[int]:
    """Rows in order, those that tie in every column by key, cut."""
    if not order.size:
        return []
    same = np.ones(order.size - 1, dtype=np.bool_)
    for column in columns:
        same &= column[order[1:]] == column[order[:-1]]
    starts = np.concatenate(([0], np.flatnonzero(~same) + 1)).tolist()
    found: list[int] = []
    for start, end in zip(starts, [*starts[1:], order.size], strict=True):
        if wanted is not None and len(found) >= wanted:
            break
        run = order[start:end].tolist()
        found.extend(sorted(run, key=key) if len(run) > 1 else run)
    return found if wanted is None else found[:wanted]
