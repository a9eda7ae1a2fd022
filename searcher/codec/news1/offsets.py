"""Lengths -> where each list starts and the last ends, in the smallest integers that hold it."""

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
