"""Named arrays, piece by piece -> a file of sections; the writing half of `container`."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.codec.news1.container import ALIGN, BLOCK, MAGIC, TAIL, Root

Array = NDArray[Any]
#: What a section holds in memory while it is written; beyond that it goes to a temporary file.
_IN_MEMORY: Final = 1 << 20
_COPIED: Final = 1 << 20


class ContainerWriter:
    """Sections, in any order and piece by piece, into a new file; what does not fit into memory waits in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: dict[str, tuple[np.dtype[Any], IO[bytes]]] = {}

    def put(self, name: str, array: Array, dtype: str | None = None) -> None:
        """Append to a section; `dtype` is kept from the first piece."""
        if name not in self._parts:
            kind = np.dtype(dtype or array.dtype).newbyteorder("<")
            spool = SpooledTemporaryFile(_IN_MEMORY, dir=str(self._folder))  # noqa: SIM115 - closed by `finish`
            self._parts[name] = kind, spool
        kind, stream = self._parts[name]
        stream.write(np.ascontiguousarray(array, dtype=kind).data)

    def finish(self, path: Path, facts: Mapping[str, object]) -> Root:
        """Write the file, durably, and let go of what was held."""
        places: dict[str, list[object]] = {}
        with path.open("wb") as out:
            sink = _Summed(out)
            sink.write(MAGIC)
            for name, (kind, stream) in self._parts.items():
                sink.write(bytes(-sink.size % ALIGN))
                start = sink.size
                stream.seek(0)
                while piece := stream.read(_COPIED):
                    sink.write(piece)
                places[name] = [kind.str, start, (sink.size - start) // kind.itemsize]
            listing = json.dumps({"facts": facts, "sections": places}).encode()
            checksums = np.array(sink.checksums(), dtype="<u4").tobytes()
            crc = zlib.crc32(listing + checksums)
            out.write(listing + checksums + TAIL.pack(sink.size, len(listing), crc, MAGIC))
            out.flush()
            os.fsync(out.fileno())
            size = out.tell()
        self.close()
        return Root(size, crc)

    def close(self) -> None:
        """Let go of what was held."""
        for _, stream in self._parts.values():
            stream.close()
        self._parts = {}


class _Summed:
    """Bytes into a stream, with the CRC-32 of each block."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.size, self._crc, self._sums = stream, 0, 0, list[int]()

    def write(self, data: bytes) -> None:
        self._stream.write(data)
        view = memoryview(data)
        while view:
            piece = view[: BLOCK - self.size % BLOCK]
            self._crc = zlib.crc32(piece, self._crc)
            self.size += len(piece)
            view = view[len(piece) :]
            if not self.size % BLOCK:
                self._sums.append(self._crc)
                self._crc = 0

    def checksums(self) -> list[int]:
        """Of all blocks, the last one as far as it goes."""
        return [*self._sums, self._crc] if self.size % BLOCK else self._sums
