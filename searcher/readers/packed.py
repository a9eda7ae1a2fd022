"""gzip, bzip2, xz, zip and tar -> the records of what is inside, within bounds on how far anything may expand.

Nothing is written to disk and no name in an archive is used as a path. What stands before a place of damage is read.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, Final, cast

from searcher.errors import ReadError
from searcher.readers.base import Input, Item

#: Bounds on expansion. A newspaper's whole year is under 1 GB of text, and text packs under 40 to 1.
MAX_BYTES: Final = 8 << 30
MAX_RATIO: Final = 200
RATIO_FROM: Final = 64 << 20
MAX_MEMBERS: Final = 1_000_000
MAX_NESTING: Final = 3
#: What is unpacked stays in memory up to this size, and goes to an unnamed temporary file beyond.
IN_MEMORY: Final = 32 << 20
_DAMAGE: Final = (
    *(OSError, EOFError, RuntimeError, ValueError, zlib.error, lzma.LZMAError),
    *(zipfile.BadZipFile, tarfile.TarError),
)


@dataclass(frozen=True, slots=True)
class PackedReader:
    """Reads packed files; each member is read as if it stood alone."""

    name: str = "packed"

    def read(self, source: Input) -> Iterator[Item]:
        """The records of all members, in the order of the archive."""
        if source.place.count("!") >= MAX_NESTING:
            yield source.reject(f"is packed more than {MAX_NESTING} times over")
            return
        head = source.head(512)
        try:
            if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
                yield from _or_none(_zip(source), source)
            elif head[257:262] == b"ustar" or (_opener(head) is None and _is_old_tar(source)):
                yield from _or_none(_tar(source, source.open), source)
            else:
                yield from _stream(source, head)
        except (ReadError, *_DAMAGE) as error:
            yield source.reject(_reason(error))


def _or_none(items: Iterator[Item], source: Input) -> Iterator[Item]:
    """The records of an archive; a Rejection where no member gave any."""
    empty = True
    for item in items:
        empty = False
        yield item
    if empty:
        yield source.reject("has no file in it of a kind that is read")


def _is_old_tar(source: Input) -> bool:
    """Whether a file named so is a tar without a mark: one of before 1988, or an empty one."""
    if PurePosixPath(source.name).suffix.lower() != ".tar":
        return False
    with source.open() as stream, suppress(tarfile.TarError), tarfile.open(fileobj=stream, mode="r:"):
        return True
    return False


def _reason(error: BaseException) -> str:
    if isinstance(error, ReadError):
        return str(error)
    if isinstance(error, EOFError):
        return "is damaged: it breaks off before its end"
    return f"is damaged: {error}"


def _stream(source: Input, head: bytes) -> Iterator[Item]:
    """One compressed stream: a file, or a tar inside."""
    opener = _opener(head)
    if opener is None:
        yield source.reject("is no gzip, bzip2, xz, zip or tar file")
        return
    with source.open() as packed, tempfile.SpooledTemporaryFile(IN_MEMORY) as unpacked:
        damage = _unpack(opener(packed), cast("IO[bytes]", unpacked), packed.tell)
        name = _inner_name(source.name)
        unpacked.seek(257)
        if unpacked.read(5) == b"ustar":
            with suppress(*(_DAMAGE if damage else ())):  # a tar that breaks off for a reason that is known
                yield from _or_none(_tar(source, lambda: _again(unpacked)), source)
        elif unpacked.seek(0, io.SEEK_END) or not damage:
            inner = replace(source, opener=lambda: _again(unpacked), place=_member(source, name))
            yield from _read(inner)
        if damage:
            yield source.reject(damage)


def _opener(head: bytes) -> Callable[[BinaryIO], Any] | None:
    """How to unpack a stream that begins so."""
    if head.startswith(b"\x1f\x8b"):
        return lambda stream: gzip.GzipFile(fileobj=stream)
    if head.startswith(b"BZh"):
        return bz2.BZ2File
    if head.startswith((b"\xfd7zXZ", b"\x5d\x00\x00")):
        return lzma.LZMAFile
    return None


def _unpack(stream: Any, target: IO[bytes], packed: Callable[[], int]) -> str | None:
    """Copy a compressed stream out, within bounds; what ended it early, if anything did.

    `packed` tells how many packed bytes were read so far.
    """
    total = 0
    try:
        while block := stream.read1(1 << 16):  # read() would keep what came before damage to itself
            total += len(block)
            check_size(total, packed())
            target.write(block)
    except (ReadError, *_DAMAGE) as error:
        return _reason(error)
    return None


def check_size(total: int, packed: int) -> None:
    """ReadError beyond the bounds on expansion."""
    if total > MAX_BYTES:
        raise ReadError(f"unpacks to more than {MAX_BYTES >> 30} GB")
    if total > RATIO_FROM and total > MAX_RATIO * max(packed, 1):
        raise ReadError(f"unpacks to more than {MAX_RATIO} times its size, as no text does")


class _Shared(io.RawIOBase):
    """A view of a temporary file from its start, which closing does not close."""

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self._stream = stream
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._stream.seek(offset + (self._at if whence == io.SEEK_CUR else 0), 0 if whence == io.SEEK_CUR else whence)
        self._at = self._stream.tell()
        return int(self._at)

    def readinto(self, buffer: Any) -> int:
        self._stream.seek(self._at)
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def _again(stream: Any) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(_Shared(stream)))


def _inner_name(name: str) -> str:
    """`a/story.txt.gz` -> `story.txt`; `.tgz` stands for `.tar.gz`."""
    path = PurePosixPath(name.replace("\\", "/").rpartition("!")[2])
    short = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}.get(path.suffix.lower())
    return path.with_suffix(short).name if short else path.stem if path.suffix else path.name


def _member(source: Input, name: str) -> str:
    """Where a member stands: members inside members are separated by `!`."""
    return f"{source.place}!{name}" if source.place else name


def _zip(source: Input) -> Iterator[Item]:
    """The files of a zip archive."""
    with source.open() as packed, zipfile.ZipFile(packed) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MAX_MEMBERS:
            raise ReadError(f"has {len(entries):,} members; at most {MAX_MEMBERS:,} are read")
        size = sum(entry.compress_size for entry in entries)
        total = 0
        for entry in entries:
            inner = replace(source, place=_member(source, entry.filename))
            if entry.flag_bits & 1:
                yield inner.reject("is encrypted; unpack it with its password first")
                continue
            try:
                total += entry.file_size
                check_size(total, size)
                yield from _zip_member(archive, entry, inner)
            except _DAMAGE as error:
                yield inner.reject(_reason(error))


def _zip_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, inner: Input) -> Iterator[Item]:
    with archive.open(entry) as stream, tempfile.SpooledTemporaryFile(IN_MEMORY) as unpacked:
        damage = _unpack(stream, cast("IO[bytes]", unpacked), lambda: entry.compress_size)
        if damage is None:
            yield from _read(replace(inner, opener=lambda: _again(unpacked)), skip_unknown=True)
        else:
            yield inner.reject(damage)


def _tar(source: Input, opener: Callable[[], BinaryIO]) -> Iterator[Item]:
    """The regular files of a tar archive; links and devices are passed over."""
    with opener() as packed, tarfile.open(fileobj=packed, mode="r:") as archive:
        for number, entry in enumerate(archive):
            if number >= MAX_MEMBERS:
                raise ReadError(f"has more than {MAX_MEMBERS:,} members")
            stream = archive.extractfile(entry) if entry.isreg() else None
            if stream is None:
                continue
            inner = replace(source, opener=partial(_again, stream), place=_member(source, entry.name))
            yield from _read(inner, skip_unknown=True)


def _read(inner: Input, *, skip_unknown: bool = False) -> Iterator[Item]:
    """The records of a member; in an archive of many files, those of unknown kinds are passed over as in a folder."""
    from searcher import readers

    hidden = PurePosixPath(inner.place.replace("\\", "/").rpartition("!")[2]).name.startswith(".")
    if skip_unknown and (hidden or not (inner.options.reader or readers.known_suffix(inner.place))):
        return
    yield from readers.read(inner)
