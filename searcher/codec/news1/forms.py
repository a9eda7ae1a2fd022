"""Which surface form stands at each position of a stem's list.

.bits      bits a position for each stem: 0 (one form only), 1, 2, 4, 8 or 16
.at        where each stem's bytes of `.text` start, and where the last ends
.data      form numbers, position after position, from the lowest bits of a byte upwards
.first     where each stem's forms start in `.exact`, and where the last ends
.exact     the forms of each stem as numbers in the dictionary of exact surfaces
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.codec.arrays import ranges
from searcher.codec.news1.container import Container

Array = NDArray[Any]
Numbers = NDArray[np.int64]


class Forms:
    """The forms of the stems of a segment."""

    def __init__(self, file: Container, name: str) -> None:
        self._file = file
        self._bits, self._at, self._data = file[name + ".bits"], file[name + ".at"], file[name + ".data"]
        self._first, self._exact = file[name + ".first"], file[name + ".exact"]

    def of(self, stem: int) -> list[int]:
        """The exact surfaces of a stem, by form number."""
        found: list[int] = self._exact.part(*self._first.two(stem)).tolist()
        return found

    def all(self, stem: int, count: int) -> Array:
        """The form at each of a stem's `count` positions."""
        width = self._width(stem)
        if not width:
            return np.zeros(count, dtype=np.uint8)
        raw = self._data.part(*self._at.two(stem))
        found = unpack(raw, width)
        if found.size < count:
            raise self._file.damaged("the forms of a list")
        return found[:count]

    def table(self) -> tuple[Numbers, Numbers]:
        """Where each stem's forms start (and the last ends), and all forms as numbers of exact surfaces."""
        return self._first.all().astype(np.int64), self._exact.all().astype(np.int64)

    def block(self, first: int, end: int, counts: Numbers) -> Array:
        """The forms at all positions of the stems from `first` to `end - 1`, which have so many positions each."""
        widths = self._bits.part(first, end).astype(np.int64)
        at = self._at.part(first, end + 1).astype(np.int64)
        data = self._data.part(int(at[0]), int(at[-1]))
        if not np.array_equal((counts * widths + 7) >> 3, np.diff(at)):
            raise self._file.damaged("the forms of lists")
        found = np.zeros(int(counts.sum()), dtype=np.uint16)
        to = np.cumsum(counts) - counts
        for width in (1, 2, 4, 8, 16):
            chosen = np.flatnonzero(widths == width)
            if not chosen.size:
                continue
            sizes = np.diff(at)[chosen]
            values = unpack(data[ranges(at[:-1][chosen] - at[0], sizes)], width)
            slots = sizes * 8 // width
            values = values[ranges(np.cumsum(slots) - slots, counts[chosen])]
            found[ranges(to[chosen], counts[chosen])] = values
        return found

    def at(self, stem: int, where: Numbers) -> Array:
        """The form at some of a stem's positions, by their numbers."""
        width = self._width(stem)
        if not width:
            return np.zeros(where.size, dtype=np.uint8)
        start, end = self._at.two(stem)
        if width == 16:
            if where.size and 2 * int(where.max()) + 1 >= end - start:
                raise self._file.damaged("the forms of a list")
            low, high = (self._data.take(start + 2 * where + number).astype(np.uint16) for number in (0, 1))
            return low | high << 8
        place = where * width
        if where.size and int(place.max()) >> 3 >= end - start:
            raise self._file.damaged("the forms of a list")
        return np.asarray((self._data.take(start + (place >> 3)) >> (place & 7)) & ((1 << width) - 1))

    def _width(self, stem: int) -> int:
        width = self._bits.one(stem)
        if width not in (0, 1, 2, 4, 8, 16):
            raise self._file.damaged("the width of a list of forms")
        return width


def width_of(forms: int) -> int:
    """Bits a position for so many forms."""
    return next(width for width in (0, 1, 2, 4, 8, 16) if forms <= 1 << width)


def unpack(raw: Array, width: int) -> Array:
    """Bytes -> numbers of `width` bits; as many as fit."""
    if width == 16:
        return np.frombuffer(raw.tobytes()[: raw.size // 2 * 2], dtype="<u2")
    if width == 8:
        return raw
    shifts = np.arange(0, 8, width, dtype=np.uint8)
    return ((raw[:, np.newaxis] >> shifts) & ((1 << width) - 1)).reshape(-1)


def pack(forms: Array, counts: Numbers, widths: Array) -> tuple[Array, Numbers]:
    """Forms of many stems (`counts` positions each, side by side) -> bytes, and how many bytes each stem has."""
    sizes = (counts * widths + 7) >> 3
    out = np.zeros(int(sizes.sum()), dtype=np.uint8)
    from_, to = np.cumsum(counts) - counts, np.cumsum(sizes) - sizes
    for width in (1, 2, 4, 8, 16):
        chosen = np.flatnonzero(widths == width)
        if not chosen.size:
            continue
        values = forms[ranges(from_[chosen], counts[chosen])]
        if width == 16:
            out[ranges(to[chosen], sizes[chosen])] = np.frombuffer(values.astype("<u2").tobytes(), dtype=np.uint8)
            continue
        each = 8 // width
        slots = sizes[chosen] * each
        padded = np.zeros(int(slots.sum()), dtype=np.uint8)
        padded[ranges(np.cumsum(slots) - slots, counts[chosen])] = values
        shifts = np.arange(0, 8, width, dtype=np.uint8)
        packed = np.bitwise_or.reduce(padded.reshape(-1, each) << shifts, axis=1)
        out[ranges(to[chosen], sizes[chosen])] = packed
    return out, sizes
