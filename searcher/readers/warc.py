"""WARC and ARC -> the article of each HTML response; a damaged record costs only itself."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from searcher.document import Document
from searcher.errors import ReadError
from searcher.readers.base import MAX_RECORD, Input, Item
from searcher.readers.encoding import looks_binary
from searcher.readers.warc_records import Damage, Found, records
from searcher.readers.webpage import read_page

_HTML: Final = ("text/html", "application/xhtml+xml")
#: Records without a word of a page in them.
_OTHER: Final = frozenset(("request", "metadata", "warcinfo", "revisit", "arc_header", "continuation"))


#: A damaged body is unpacked up to the piece of so many bytes that the damage is in.
_PIECE: Final = 256
Buffer = TypeVar("Buffer", bytes, bytearray)


@dataclass(frozen=True, slots=True)
class WarcReader:
    """Reads web archives, plain or with each record gzipped."""

    name: str = "warc"

    def read(self, source: Input) -> Iterator[Item]:
        """The pages of the archive, in its order; records of other kinds are passed over."""
        passed_over: Counter[str] = Counter()
        read = 0
        with source.open() as stream:
            for number, found in enumerate(records(stream), 1):
                items = list(_items(found, source, _place(number, found)))
                yield from items
                read += len(items)
                if isinstance(found, Found) and not items:
                    passed_over[str(found.record.rec_type)] += 1
        if not read:
            kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(passed_over.items())) or "no record"
            yield source.reject(f"has no page in it ({kinds})")


def _place(number: int, found: Found | Damage) -> str:
    inside = f" + {found.inside} unpacked" if found.inside else ""
    return f"record {number} at byte {found.offset}{inside}"


def _items(found: Found | Damage, source: Input, place: str) -> Iterator[Item]:
    """The page of a record, nothing where it is none; and what is wrong with it, if anything."""
    if isinstance(found, Damage):
        yield source.reject(f"is damaged: {found.reason}", place)
        return
    damage = found.damage
    try:
        data, broken = _page_bytes(found.record)
        damage = damage or broken
        item = None if data is None else _page(data, found.record, source, place)
    except (ReadError, OSError, EOFError, ValueError, KeyError, AttributeError, TypeError, IndexError) as error:
        item = source.reject(f"cannot be read: {error}", place)
    if isinstance(item, Document) or (item and not damage):
        yield item
    if damage:
        yield source.reject(f"is damaged: {damage}", place)


def _page_bytes(record: Any) -> tuple[bytes | None, str | None]:
    """The bytes of a response or resource that is a page, None for any other record; and what is wrong with them."""
    if record.rec_type in _OTHER or not _kind(record).startswith(_HTML):
        return None, None
    headers, stream = record.http_headers, record.raw_stream
    if not headers:
        return _bounded(stream.read(MAX_RECORD + 1)), None
    if not str(headers.get_statuscode()).startswith("2"):
        return None, None
    if "chunked" in (headers.get_header("Transfer-Encoding") or "").lower():
        from warcio.bufferedreaders import ChunkedDataReader

        stream = ChunkedDataReader(stream)
    data, damage = _bounded(stream.read(MAX_RECORD + 1)), None
    codings = (headers.get_header("Content-Encoding") or "").lower().split(",")
    for coding in reversed([coding.strip() for coding in codings]):
        if coding not in ("", "identity") and looks_binary(data):  # many crawlers store what was packed unpacked
            data, damage = _decoded(data, coding)
    return data, damage


def _decoded(data: bytes, coding: str) -> tuple[bytes, str | None]:
    """A body without its content coding, as far as it can be unpacked; and why no further, if so."""
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise ReadError(f"its body is packed by {coding!r}, which is not read")
    raw = coding == "deflate" and data[0] & 15 != zlib.DEFLATED
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS if raw else 32 + zlib.MAX_WBITS)
    unpacked = bytearray()
    try:
        for at in range(0, len(data), _PIECE):
            unpacked += unpacker.decompress(data[at : at + _PIECE], MAX_RECORD + 1)
            _bounded(unpacked)
    except zlib.error as error:
        return bytes(unpacked), f"its body is damaged ({error})"
    return bytes(unpacked), None if unpacker.eof else "its body breaks off before its end"


def _bounded(data: Buffer) -> Buffer:
    if len(data) > MAX_RECORD:
        raise ReadError(f"longer than {MAX_RECORD >> 20} MB, which no article is")
    return data


def _kind(record: Any) -> str:
    """The content type of a record."""
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "").lower().strip()


def _page(data: bytes, record: Any, source: Input, place: str) -> Item:
    """The article of a record's page, with the address and day of its capture."""
    charset = _kind(record).partition("charset=")[2].split(";")[0].strip(" \"'") or None
    item = read_page(data, source, encoding=source.options.encoding or charset, record=place)
    if not isinstance(item, Document):
        return item
    url = record.rec_headers.get_header("WARC-Target-URI")
    captured = record.rec_headers.get_header("WARC-Date")
    extra = {**item.extra, **({"captured": captured} if captured else {}), **({"captured_url": url} if url else {})}
    origin = replace(item.origin, reader="warc") if item.origin else None
    return replace(item, url=item.url or url, extra=extra, origin=origin)
