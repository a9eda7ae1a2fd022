"""A stream of WARC or ARC -> its records in order, and a Damage for each place where none can be read.

The records are found here and only parsed by warcio: after a damaged gzip member the next one is looked for by its
first bytes, after a damaged record the next one by its first line, so damage costs what it hit and nothing else.
"""

from __future__ import annotations

import logging
import re
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import SEEK_END
from typing import IO, Any, Final

from searcher.errors import ReadError
from searcher.readers.packed import IN_MEMORY, check_size

_WARC: Final = rb"WARC/\d+\.\d+[ \t]*\r?\n"
#: Address, IP, moment, then in ARC 1 kind and length, in ARC 2 five more; addresses may have blanks in them.
_ARC: Final = rb"[A-Za-z][A-Za-z0-9+.-]*:[^\r\n]{0,8000} [0-9A-Fa-f.:]{3,45} \d{8,20} [^\r\n]{1,500} -?\w+\r?\n"
_START: Final = re.compile(rb"(?:" + _WARC + rb"|" + _ARC + rb")")
_LATER_START: Final = re.compile(rb"(?<=\n)" + _START.pattern)
#: A gzip header by deflate, with no reserved flag set.
_MEMBER: Final = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_NOT_BLANK: Final = re.compile(rb"[^\r\n\x00]")
#: What ends a record.
_GAP_WARC: Final = re.compile(rb"(?:\r?\n){2}")
_GAP_ARC: Final = re.compile(rb"\r?\n")
_PADDED: Final = re.compile(rb"[^\x00]")
_CUT_OFF: Final = "the gzip member breaks off before its end"
_BLOCK: Final = 1 << 20
#: A damaged member is unpacked up to the piece of so many bytes that the damage is in.
_PIECE: Final = 4096
#: The longest first line of a record, and so the overlap of the blocks that are searched for one.
_LINE: Final = 9_000
#: Some crawlers state a length that is a few bytes short; no story ends in so few.
_STRAY: Final = 16


@dataclass(frozen=True, slots=True)
class Found:
    """A record as warcio parsed it. `offset` is where it begins, for one in a gzip member where that begins; `inside`
    is where it begins in the unpacked member, `content` where what follows its head begins. `damage` says what is
    wrong with it where it can be read all the same, whole or in part.
    """

    record: Any
    offset: int
    content: int
    inside: int = 0
    damage: str | None = None


@dataclass(frozen=True, slots=True)
class Damage:
    """Where something stands that is no whole record, and why it is none."""

    offset: int
    reason: str
    inside: int = 0


def is_gzip(head: bytes) -> bool:
    """Whether bytes begin a gzip member."""
    return _MEMBER.match(head) is not None


def begins_record(head: bytes) -> bool:
    """Whether bytes begin a record of WARC or ARC, after blank lines if any."""
    return _START.match(head.lstrip(b"\r\n")) is not None


def records(stream: IO[bytes]) -> Iterator[Found | Damage]:
    """The records of a seekable stream; each one's content is to be read before the next is asked for."""
    head = _peek(stream, 0, _LINE)
    if is_gzip(head):
        yield from _of_members(stream, 0)
    elif not begins_record(head) and (at := _next_member(stream, 0)) is not None:
        yield Damage(0, "no gzip member begins here")
        yield from _of_members(stream, at)
    else:
        yield from _of_plain(stream)


def _of_members(stream: IO[bytes], start: int) -> Iterator[Found | Damage]:
    """The records of gzip members, one in each as the standards ask, or many."""
    at: int | None = start
    while at is not None:
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as unpacked:
            end, reason = _unpack(stream, at, unpacked)
            while reason is None and (more := _continued(stream, end)) is not None:
                end, reason = _unpack(stream, more, unpacked, since=at)
            last: Found | Damage | None = None
            for item in _of_plain(unpacked):
                if last:
                    yield _ready(last, unpacked)
                last = replace(item, offset=at, inside=item.offset)
            # Of a damaged member the last record is not to be trusted; of one that is cut off it is the beginning.
            if reason == _CUT_OFF and isinstance(last, Found):
                last = replace(last, damage=reason)
            elif reason:
                last = Damage(at, reason)
            if last:
                yield _ready(last, unpacked)
        if reason:
            at = _next_member(stream, at + 1)
            continue
        at = _search(stream, end, _PADDED)
        if at is not None and not is_gzip(_peek(stream, at, 4)):
            yield Damage(at, "no gzip member begins here")
            at = _next_member(stream, at + 1)


def _ready(item: Found | Damage, stream: IO[bytes]) -> Found | Damage:
    """An item, its stream at the content."""
    if isinstance(item, Found):
        stream.seek(item.content)
    return item


def _unpack(stream: IO[bytes], at: int, target: IO[bytes], *, since: int | None = None) -> tuple[int, str | None]:
    """Unpack the member at an offset; where it ends, and what is wrong with it, if anything.

    `since` is where the first of several members begins that are unpacked one after another.
    """
    stream.seek(at)
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    pending, packed = b"", 0
    before = at - (at if since is None else since)
    try:
        while not unpacker.eof:
            if not pending:
                pending = stream.read(_PIECE)
                packed += len(pending)
                if not pending:
                    return at + packed, _CUT_OFF
            piece = unpacker.decompress(pending, _BLOCK)
            pending = unpacker.unconsumed_tail
            target.write(piece)
            check_size(target.tell(), before + packed)
    except zlib.error as error:
        return at + packed, f"the gzip member is damaged ({error})"
    except ReadError as error:
        return at + packed, f"the gzip member {error}"
    return at + packed - len(unpacker.unused_data), None


def _next_member(stream: IO[bytes], at: int) -> int | None:
    """The next offset at which a gzip member begins that has a record in it."""
    found = _search(stream, at, _MEMBER, overlap=3)
    while found is not None and not begins_record(_unpacked_head(stream, found) or b""):
        found = _search(stream, found + 1, _MEMBER, overlap=3)
    return found


def _continued(stream: IO[bytes], end: int) -> int | None:
    """Where the member after this end begins, if it has the rest of a record: some writers cut records in pieces."""
    at = _search(stream, end, _PADDED)
    if at is None or not is_gzip(_peek(stream, at, 4)):
        return None
    head = _unpacked_head(stream, at)
    return at if head is not None and not begins_record(head) else None


def _unpacked_head(stream: IO[bytes], at: int) -> bytes | None:
    """The first unpacked bytes of the member at an offset; None for one that is damaged there."""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(_peek(stream, at, _LINE), _LINE)
    except zlib.error:
        return None


def _of_plain(stream: IO[bytes]) -> Iterator[Found | Damage]:
    """The records of a stream that is not packed."""
    logging.getLogger("warcio").addHandler(logging.NullHandler())  # else its warnings go to stderr
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.recordloader import ArcWarcRecordLoader

    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=True)
    at = _search(stream, 0, _NOT_BLANK)
    while at is not None:
        head = _peek(stream, at, _LINE)
        try:
            _check_start(head)
            stream.seek(at)
            found = Found(record := loader.parse_record_stream(stream), at, stream.tell())
            gap = _GAP_WARC if head.startswith(b"WARC/") else _GAP_ARC
            found, following = _bounded(found, record.raw_stream, stream, gap=gap)
            stream.seek(found.content)
            yield found
        except ReadError as error:
            yield Damage(at, str(error))
            following = _search(stream, at, _LATER_START, overlap=_LINE)
        except (ArchiveLoadFailed, EOFError, ValueError, KeyError, AttributeError, TypeError, IndexError) as error:
            yield Damage(at, f"its head cannot be read ({_first_line(error)})")
            following = _search(stream, at, _LATER_START, overlap=_LINE)
        at = following


def _check_start(head: bytes) -> None:
    if not _START.match(head):
        line = head.splitlines()[0][:40].decode("ascii", "replace")
        raise ReadError(f"no record begins here, but {line!r}")


def _bounded(found: Found, content: Any, stream: IO[bytes], *, gap: re.Pattern[bytes]) -> tuple[Found, int | None]:
    """A record that ends where it says, or else before the next one; and where that begins, None at the end.

    What stands after the blank lines that end a record is no part of it, even if it is no record.
    """
    length = getattr(content, "limit", None)
    if length is None:
        raise ReadError("it does not say its length")
    size = stream.seek(0, SEEK_END)
    end = found.content + length
    if end <= size:
        following = _search(stream, end, _NOT_BLANK)
        rest = b"" if following is None else _peek(stream, following, _LINE)
        if not rest or _START.match(rest) or gap.match(_peek(stream, end, 4)):
            return found, following
    following = _search(stream, found.content, _LATER_START, overlap=_LINE)
    content.limit = (size if following is None else following) - found.content
    wrong = "it breaks off before its end" if end > size and following is None else "it says a wrong length"
    few = 0 <= content.limit - length <= _STRAY
    return (found if few else replace(found, damage=wrong)), following


def _search(stream: IO[bytes], at: int, pattern: re.Pattern[bytes], *, overlap: int = 0) -> int | None:
    """The first offset from `at` on where a pattern matches; `overlap` is what blocks share, the longest match."""
    stream.seek(at)
    size = overlap + 1024
    block = stream.read(size)
    while block:
        if found := pattern.search(block):
            return at + found.start()
        size = min(2 * size, _BLOCK)
        more = stream.read(size)
        kept = block[max(0, len(block) - overlap) :] if overlap and more else b""
        at += len(block) - len(kept)
        block = kept + more
    return None


def _peek(stream: IO[bytes], at: int, size: int) -> bytes:
    stream.seek(at)
    return stream.read(size)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].strip()
