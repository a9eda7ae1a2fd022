"""Sorted terms <-> bytes: which number has a term, which term has a number, which terms begin so.

    .text    the terms' UTF-8, one after another, sorted
    .at      where each starts, and where the last ends
    .bucket  where each hash bucket starts in `.hashed`
    .hashed  the terms' numbers by bucket

A lookup reads one bucket (two terms on the average) whatever the size, and is remembered; a prefix is a binary search.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from searcher.codec.arrays import ranges
from searcher.codec.cache import remembered
from searcher.codec.news1.container import Container
from searcher.codec.news1.offsets import offsets

if TYPE_CHECKING:
    from searcher.codec.news1.assembling import ContainerWriter

#: Terms whose numbers are remembered: a query asks for the same few again and again.
_REMEMBERED: Final = 4096


class Dictionary:
    """The terms of one group of sections."""

    def __init__(self, file: Container, name: str) -> None:
        self._text, self._at = file[name + ".text"], file[name + ".at"]
        self._bucket, self._hashed = file[name + ".bucket"], file[name + ".hashed"]
        self._buckets = len(self._bucket) - 1
        self._known: dict[bytes, int] = {}
        self._file, self._name = file, name
        if len(self._hashed) != len(self) or self._buckets < 1 or self._buckets & (self._buckets - 1):
            raise self._file.damaged(f"the dictionary {self._name}")

    def __len__(self) -> int:
        return len(self._at) - 1

    def __getitem__(self, number: int) -> bytes:
        """The term of a number."""
        return self._text.part(*self._at.two(number)).tobytes()

    def find(self, term: bytes) -> int:
        """The number of a term, -1 for none."""
        number = self._known.get(term)
        return remembered(self._known, term, self._find(term), most=_REMEMBERED) if number is None else number

    def _find(self, term: bytes) -> int:
        start, end = self._bucket.two(zlib.crc32(term) & (self._buckets - 1))
        for number in self._hashed.part(start, end).tolist():
            if self[number] == term:
                return int(number)
        return -1

    def find_all(self, terms: Sequence[bytes]) -> NDArray[np.int64]:
        """The numbers of many terms, none of them empty; -1 for none. Most are told apart by length and ends."""
        found = np.full(len(terms), -1, dtype=np.int64)
        if not terms or not len(self):
            return found
        hashes = np.fromiter(map(zlib.crc32, terms), dtype=np.int64, count=len(terms)) & (self._buckets - 1)
        start = self._bucket.take(hashes).astype(np.int64)
        size = self._bucket.take(hashes + 1).astype(np.int64) - start
        if int(size.min()) < 0:
            raise self._file.damaged(f"the dictionary {self._name}")
        numbers = self._hashed.take(ranges(start, size)).astype(np.int64)
        asked = np.repeat(np.arange(len(terms)), size)
        first, end = self._at.take(numbers).astype(np.int64), self._at.take(numbers + 1).astype(np.int64)
        same = end - first == np.fromiter(map(len, terms), dtype=np.int64, count=len(terms))[asked]
        numbers, asked, first, end = numbers[same], asked[same], first[same], end[same]
        ends = np.frombuffer(b"".join(term[:1] + term[-1:] for term in terms), dtype=np.uint8).reshape(-1, 2)[asked]
        same = (self._text.take(first) == ends[:, 0]) & (self._text.take(end - 1) == ends[:, 1])
        for number, which in zip(numbers[same].tolist(), asked[same].tolist(), strict=True):
            if self[number] == terms[which]:
                found[which] = number
        return found

    def range(self, prefix: bytes) -> tuple[int, int]:
        """The numbers of the terms that begin so: first, last plus one."""
        return self._lowest(prefix, 0, beyond=False), self._lowest(prefix, 0, beyond=True)

    def _lowest(self, prefix: bytes, low: int, *, beyond: bool) -> int:
        """The first term at or after a prefix, or after everything that begins so."""
        high, length = len(self), len(prefix)
        while low < high:
            middle = (low + high) // 2
            head = self[middle][:length]
            if head < prefix or (beyond and head == prefix):
                low = middle + 1
            else:
                high = middle
        return low

    def between(self, first: int, end: int) -> Iterator[bytes]:
        """The terms of these numbers, in order."""
        if first >= end:
            return
        at = self._at.part(first, end + 1).tolist()
        text = self._text.part(at[0], at[-1]).tobytes()
        for start, stop in itertools.pairwise(at):
            yield text[start - at[0] : stop - at[0]]


def write_dictionary(out: ContainerWriter, name: str, terms: Sequence[bytes]) -> None:
    """Write sorted, distinct terms."""
    buckets = 1
    while buckets * 2 < len(terms):
        buckets *= 2
    out.put(name + ".text", np.frombuffer(b"".join(terms), dtype=np.uint8))
    out.put(name + ".at", offsets(np.fromiter(map(len, terms), dtype=np.int64, count=len(terms))))
    hashes = np.fromiter(map(zlib.crc32, terms), dtype=np.int64, count=len(terms)) & (buckets - 1)
    out.put(name + ".bucket", offsets(np.bincount(hashes, minlength=buckets)))
    out.put(name + ".hashed", np.argsort(hashes, kind="stable"), "<u4")


def value_key(field: str, term: str) -> bytes:
    """A term of a field's values as it stands in the dictionary of all values."""
    return f"{field}\0{term}".encode("utf-8", "surrogatepass")
