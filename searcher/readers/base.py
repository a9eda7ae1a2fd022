"""What every reader is given (Input) and what it is (Reader).

To add a format: 1. write a module here with a class that follows Reader; 2. give it a row in `readers.READERS`;
3. teach `detect` its suffix or its first bytes; 4. put golden pairs in `tests/golden/<name>/`; 5. inherit the
contract suite in `tests/contracts/`.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final, Protocol

from searcher.document import Document, Rejection, Source
from searcher.errors import ReadError

#: The longest single page, record or line that is read into memory; news pages are under 5 MB.
MAX_RECORD: Final = 64 * 1024 * 1024

Item = Document | Rejection


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a user may say about files: `field_map` renames keys or columns ({"headline_txt": "title"}),
    `encoding` overrides detection, `reader` names the reader instead of detecting it. `corrections` is the absolute
    path of a file of corrections to people and places, which readers leave alone.
    """

    field_map: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    reader: str | None = None
    corrections: str | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """A stream of bytes with a name: a file, or a member of a packed one.

    `path` is the file as the user named it, `place` the member inside it ("" for the file itself), `opener` gives a
    new stream at its start each time it is called.
    """

    path: str
    opener: Callable[[], BinaryIO]
    place: str = ""
    options: ReadOptions = field(default_factory=ReadOptions)

    @property
    def name(self) -> str:
        """The name whose suffix tells the kind: the member's, else the file's."""
        return self.place or self.path

    def open(self) -> BinaryIO:
        """A new stream at the start of the bytes; the caller closes it."""
        return self.opener()

    def head(self, size: int = 4096) -> bytes:
        """The first `size` bytes, or all of fewer."""
        with self.open() as stream:
            return stream.read(size)

    def read(self, limit: int = MAX_RECORD) -> bytes:
        """All bytes; ReadError when there are more than `limit`."""
        with self.open() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise ReadError(f"longer than {limit // 1024 // 1024} MB, which no article is")
        return data

    def source(self, reader: str, record: str = "") -> Source:
        """Where a record of this input was read, for `Document.origin`."""
        return Source(self.path, ", ".join(part for part in (self.place, record) if part), reader)

    def reject(self, reason: str, record: str = "") -> Rejection:
        """A Rejection of a record of this input."""
        return Rejection(self.path, ", ".join(part for part in (self.place, record) if part), reason)


def from_bytes(data: bytes, path: str, place: str = "", options: ReadOptions | None = None) -> Input:
    """An Input over bytes in memory."""
    return Input(path, lambda: io.BytesIO(data), place, options or ReadOptions())


def digest_id(data: bytes) -> str:
    """The id of a record that has none of its own: 16 hex digits of the SHA-256 of its bytes."""
    return hashlib.sha256(data).hexdigest()[:16]


def safe_id(given: str) -> str:
    """An id as it was given, its blanks percent-encoded: ids stand in blank-separated lines."""
    bare = given.strip()
    if bare.split() == [bare]:
        return bare
    return "".join(f"%{ord(character):02X}" if character.isspace() else character for character in bare)


class Reader(Protocol):
    """One format: a Document or a Rejection per record, in the order of the file; bad input never raises."""

    name: str

    def read(self, source: Input) -> Iterator[Item]:
        """The records of one input. One bad record does not stop the others."""
        ...
