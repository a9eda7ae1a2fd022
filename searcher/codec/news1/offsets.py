"""Lengths -> where each list starts and the last ends, in the smallest integers that hold it; and back."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def offsets(lengths: Array) -> Array:
    """Lengths -> starts, with the end of the last one; uint32, or uint64 where that does not reach."""
    found = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=found[1:])
    return found.astype("<u4" if found[-1] < 1 << 32 else "<u8")


def ranges(starts: Array, lengths: Array) -> NDArray[np.int64]:
    """Starts and lengths -> all places of all ranges, range after range."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    shift = np.asarray(starts, dtype=np.int64) - (ends - lengths)
    return np.repeat(shift, lengths) + np.arange(total)


def distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sorted numbers, each once."""
    if values.size < 2:
        return values
    return values[np.concatenate(([True], values[1:] != values[:-1]))]
