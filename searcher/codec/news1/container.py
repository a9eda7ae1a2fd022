"""Named arrays <-> one file, every block of it with a checksum that is looked at before the block is believed.

    magic        8 bytes
    sections     raw little-endian arrays, each at a multiple of 64
    directory    JSON: {"facts": {...}, "sections": {name: [dtype, offset, count]}}
    checksums    CRC-32 of each 16 KB block of all that stands before, uint32
    tail         directory offset, directory length, CRC-32 of directory and checksums (uint64 each), magic

Whoever names the file in a manifest notes its size and the CRC in its tail, so no other file can stand in its place.
A block is checked when it is first read: opening costs the same for a file of any size, and a damaged byte is
IndexCorrupt, never an answer. No allocation is sized by what the file says before that was held against its size.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.errors import IndexCorrupt

MAGIC: Final = b"news1\r\n\x1a"
BLOCK_BITS: Final = 14
BLOCK: Final = 1 << BLOCK_BITS
ALIGN: Final = 64
TAIL: Final = struct.Struct("<QQQ8s")
_DTYPES: Final = frozenset(["|u1", "<u2", "<u4", "<u8", "<i8"])

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Root:
    """What a manifest notes of a file: its size in bytes and the CRC-32 in its tail."""

    size: int
    crc: int


class Section:
    """An array in a file, checked block by block as it is read."""

    __slots__ = ("_array", "_complete", "_file", "_offset", "_step")

    def __init__(self, file: Container, array: Array, offset: int) -> None:
        self._file, self._array, self._offset = file, array, offset
        self._step = array.itemsize
        self._complete = not array.size

    def __len__(self) -> int:
        return len(self._array)

    def part(self, start: int, end: int) -> Array:
        """A read-only view of `[start:end]`; IndexCorrupt when there is no such part."""
        if not 0 <= start <= end <= len(self._array):
            raise self._file.damaged("a list reaches beyond its file")
        if not self._complete and end > start:
            first, last = self._offset + start * self._step, self._offset + end * self._step - 1
            self._file.check(first >> BLOCK_BITS, (last >> BLOCK_BITS) + 1)
        return self._array[start:end]

    def one(self, index: int) -> int:
        """One number."""
        return int(self.part(index, index + 1)[0])

    def two(self, index: int) -> tuple[int, int]:
        """One number and the next: where a list starts and ends."""
        start, end = self.part(index, index + 2).tolist()
        if start > end:
            raise self._file.damaged("a list ends before it starts")
        return start, end

    def all(self) -> Array:
        """The whole array."""
        found = self.part(0, len(self._array))
        self._complete = True
        return found

    def take(self, indices: Array) -> Array:
        """The numbers at these places; IndexCorrupt for a place that there is not."""
        if indices.size and not self._is_complete():
            if int(indices.max()) >= len(self._array) or int(indices.min()) < 0:
                raise self._file.damaged("a number points beyond its file")
            blocks = (self._offset + indices.astype(np.int64) * self._step) >> BLOCK_BITS
            for block in sorted(set(blocks[~self._file.seen(blocks)].reshape(-1).tolist())):
                self._file.check(block, block + 1)
        try:
            return self._array[indices]
        except IndexError:
            raise self._file.damaged("a number points beyond its file") from None

    def _is_complete(self) -> bool:
        """Whether every block of the array has been held against its checksum."""
        if not self._complete:
            end = self._offset + len(self._array) * self._step
            self._complete = self._file.is_checked(self._offset >> BLOCK_BITS, ((end - 1) >> BLOCK_BITS) + 1)
        return self._complete


class Container:
    """A file of sections, mapped into memory. Safe for many threads."""

    def __init__(self, path: Path, root: Root | None = None) -> None:
        self.path = path
        try:
            with path.open("rb") as stream:
                size = os.fstat(stream.fileno()).st_size
                if size < TAIL.size + len(MAGIC) or (root and size != root.size):
                    raise self.damaged(f"it has {size:,} bytes" + (f", not {root.size:,}" if root else ""))
                self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise IndexCorrupt(f"{path} cannot be read: {error.strerror or error}; searcher verify") from error
        self._end, self.root, directory = self._directory(root)
        self.facts: dict[str, Any] = directory["facts"]
        self._sections = self._places(directory["sections"])

    def damaged(self, what: str) -> IndexCorrupt:
        """The error for something in this file that is not as it was written."""
        return IndexCorrupt(f"{self.path} is damaged ({what}); searcher verify")

    def _directory(self, root: Root | None) -> tuple[int, Root, dict[str, Any]]:
        """Where the sections end, the file's root, and the directory, held against its checksum and a root."""
        size = len(self._map)
        start, length, crc, magic = TAIL.unpack_from(self._map, size - TAIL.size)
        if magic != MAGIC or self._map[: len(MAGIC)] != MAGIC:
            raise self.damaged("it is no file of this format")
        blocks = (start + BLOCK - 1) >> BLOCK_BITS
        if start + length + 4 * blocks + TAIL.size != size or (root and crc != root.crc):
            raise self.damaged("its parts do not add up")
        if zlib.crc32(memoryview(self._map)[start : size - TAIL.size]) != crc:
            raise self.damaged("its directory")
        self._checksums = np.frombuffer(self._map, dtype="<u4", count=blocks, offset=start + length).tolist()
        self._checked = bytearray(blocks)
        try:
            found = json.loads(self._map[start : start + length])
            if not isinstance(found["facts"], dict) or not isinstance(found["sections"], dict):
                raise self.damaged("its directory")
        except (ValueError, KeyError, TypeError):
            raise self.damaged("its directory") from None
        return start, Root(size, crc), found

    def _places(self, listed: Mapping[str, Any]) -> dict[str, Section]:
        found: dict[str, Section] = {}
        for name, place in listed.items():
            try:
                dtype, offset, count = place
                fits = dtype in _DTYPES and offset >= len(MAGIC) and count >= 0 and offset % ALIGN == 0
                fits = fits and offset + count * np.dtype(dtype).itemsize <= self._end
            except (TypeError, ValueError):
                fits = False
            if not fits:
                raise self.damaged(f"the place of {name}")
            array = np.frombuffer(self._map, dtype=dtype, count=count, offset=offset)
            found[name] = Section(self, array, offset)
        return found

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    def names(self) -> list[str]:
        """The names of all sections."""
        return list(self._sections)

    def __getitem__(self, name: str) -> Section:
        try:
            return self._sections[name]
        except KeyError:
            raise self.damaged(f"{name} is not there") from None

    def check(self, first: int, end: int) -> None:
        """Hold blocks `first` to `end - 1` against their checksums, those that were not yet."""
        block = self._checked.find(0, first, end)
        while block >= 0:
            start = block << BLOCK_BITS
            stretch = memoryview(self._map)[start : min(start + BLOCK, self._end)]
            if zlib.crc32(stretch) != self._checksums[block]:
                raise self.damaged(f"block {block:,}")
            self._checked[block] = 1
            block = self._checked.find(0, block + 1, end)

    def is_checked(self, first: int, end: int) -> bool:
        """Whether blocks `first` to `end - 1` have all been held against their checksums."""
        return self._checked.find(0, first, end) < 0

    def seen(self, blocks: Array) -> NDArray[np.bool_]:
        """For each block whether it has been held against its checksum."""
        return np.frombuffer(self._checked, dtype=np.bool_)[blocks]

    def check_all(self) -> None:
        """Hold the whole file against its checksums."""
        self._checked = bytearray(len(self._checked))
        self.check(0, len(self._checked))
