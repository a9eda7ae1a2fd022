"""Lists in the order of their terms, block after block -> the sections of `postings` and `forms`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.codec.news1 import counts, forms, places
from searcher.codec.news1.assembling import ContainerWriter
from searcher.codec.news1.offsets import offsets
from searcher.codec.news1.postings import PAGE_BITS, SAMPLE_BITS, SHORT

Array = NDArray[Any]
Numbers = NDArray[np.int64]
_EMPTY = np.empty(0, dtype=np.int64)


class ListsWriter:
    """Writes one group of lists of a segment of so many documents."""

    def __init__(self, out: ContainerWriter, name: str, *, documents: int) -> None:
        self._out, self._name = out, name
        self._pages = (documents + (1 << PAGE_BITS) - 1) >> PAGE_BITS
        self._lengths: dict[str, list[Numbers]] = {"doc_at": [], "pos_at": [], "sample_at": [], "high_at": []}
        self._postings = self._positions = 0
        self.append(_EMPTY, _EMPTY, _EMPTY, _EMPTY, _EMPTY)

    def append(self, lengths: Numbers, documents: Array, title: Array, rest: Array, positions: Array) -> None:
        """The next terms: how many postings each has; documents and counts of these postings; their positions."""
        total = title + rest
        self._lengths["doc_at"].append(lengths)
        self._put("low", documents & ((1 << PAGE_BITS) - 1), "<u2")
        if self._pages > 1:
            self._put_high(lengths, documents >> PAGE_BITS)
        code = counts.coded(title, rest)
        self._put("code", code, "|u1")
        odd = np.flatnonzero(code == counts.ODD)
        self._put("odd_at", odd + self._postings, "<u8")
        self._put("odd", np.column_stack((title[odd], rest[odd])).reshape(-1), "<u4")
        self._put_samples(lengths, total)
        short = places.packed(positions)
        self._put("pos", short, "<u2")
        far = np.flatnonzero(short == places.FAR)
        self._put("far_at", far + self._positions, "<u8")
        self._put("far", positions[far], "<u4")
        self._postings += len(documents)
        self._positions += len(positions)

    def _put(self, name: str, array: Array, dtype: str) -> None:
        self._out.put(f"{self._name}.{name}", array, dtype)

    def _put_high(self, lengths: Numbers, pages: Array) -> None:
        """The upper halves of the document numbers."""
        long = lengths >= SHORT
        sizes = np.where(long, 4 * self._pages, lengths)
        self._lengths["high_at"].append(sizes)
        high = np.zeros(int(sizes.sum()), dtype=np.uint8)
        is_short = np.repeat(~long, lengths)
        high[np.repeat(~long, sizes)] = pages[is_short]
        if long.any():
            number = np.cumsum(long) - 1  # among the long lists
            place = np.repeat(number, lengths)[~is_short] * self._pages + pages[~is_short]
            held = np.bincount(place, minlength=int(long.sum()) * self._pages).reshape(-1, self._pages)
            ends = np.cumsum(held, axis=1).astype("<u4")
            high[np.repeat(long, sizes)] = np.frombuffer(ends.tobytes(), dtype=np.uint8)
        self._put("high", high, "|u1")

    def _put_samples(self, lengths: Numbers, total: Numbers) -> None:
        """How many positions of a list stand before every 32nd posting of it."""
        start = np.cumsum(lengths) - lengths
        before = np.concatenate(([0], np.cumsum(total, dtype=np.int64)))
        self._lengths["pos_at"].append(before[start + lengths] - before[start])
        samples = np.maximum(lengths - 1, 0) >> SAMPLE_BITS
        number = np.arange(1, int(samples.sum()) + 1) - np.repeat(np.cumsum(samples) - samples, samples)
        sampled = np.repeat(start, samples) + (number << SAMPLE_BITS)
        self._put("sample", before[sampled] - np.repeat(before[start], samples), "<u4")
        self._lengths["sample_at"].append(samples)

    def finish(self) -> None:
        """Write where the lists start."""
        for name, parts in self._lengths.items():
            if parts:
                self._out.put(f"{self._name}.{name}", offsets(np.concatenate(parts)))


class FormsWriter:
    """Writes the forms of a segment's stems."""

    def __init__(self, out: ContainerWriter, name: str) -> None:
        self._out, self._name = out, name
        self._bits: list[Array] = []
        self._sizes: list[Array] = []
        self._forms: list[Array] = []
        self.append(_EMPTY, _EMPTY, _EMPTY)

    def append(self, lengths: Numbers, forms_: Array, known: Numbers) -> None:
        """The next stems: how many positions each has, the form at each of these, how many forms each stem has."""
        widths = np.array([forms.width_of(count) for count in range(int(known.max()) + 1)]) if known.size else _EMPTY
        bits = widths[known] if known.size else _EMPTY
        data, sizes = forms.pack(forms_, lengths, bits)
        self._out.put(self._name + ".data", data, "|u1")
        self._bits.append(bits)
        self._sizes.append(sizes)
        self._forms.append(known)

    def finish(self, exact: Array) -> None:
        """Write widths and starts, and the numbers of all forms as exact surfaces, stem after stem."""
        self._out.put(self._name + ".bits", np.concatenate(self._bits), "|u1")
        self._out.put(self._name + ".at", offsets(np.concatenate(self._sizes)))
        self._out.put(self._name + ".first", offsets(np.concatenate(self._forms)))
        self._out.put(self._name + ".exact", exact, "<u4")
