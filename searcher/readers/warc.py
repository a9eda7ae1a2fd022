"""WARC and ARC -> the article of each HTML response; a damaged record costs only itself."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final

from searcher.document import Document
from searcher.errors import ReadError
from searcher.readers.base import MAX_RECORD, Input, Item
from searcher.readers.webpage import read_page

_HTML: Final = ("text/html", "application/xhtml+xml")
#: Records without a word of a page in them.
_OTHER: Final = frozenset(("request", "metadata", "warcinfo", "revisit", "arc_header", "continuation"))


@dataclass(frozen=True, slots=True)
class WarcReader:
    """Reads web archives, plain or with each record gzipped."""

    name: str = "warc"

    def read(self, source: Input) -> Iterator[Item]:
        """The pages of the archive, in its order."""
        passed_over: Counter[str] = Counter()
        read = 0
        with source.open() as stream:
            for item in _records(stream, source, passed_over):
                read += 1
                yield item
        if not read:
            kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(passed_over.items())) or "no record"
            yield source.reject(f"has no page in it ({kinds})")


def _records(stream: BinaryIO, source: Input, passed_over: Counter[str]) -> Iterator[Item]:
    """Each record's page or Rejection; after damage that hides the next record, what follows cannot be read."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    records = ArchiveIterator(stream, arc2warc=True, no_record_parse=False)
    number = 0
    while True:
        number += 1
        place = f"record {number}"
        try:
            with redirect_stderr(io.StringIO()):  # warcio speaks of odd records there; we carry on or reject
                record = next(records, None)
            if record is None:
                return
            data = _page_bytes(record)
            offset = records.get_record_offset()  # only now: asking for it reads to the record's end
            item = None if data is None else _page(data, record, source, f"{place} at byte {offset}")
        except ArchiveLoadFailed as error:
            yield source.reject(f"is damaged: {_first_line(error)}; what follows cannot be read", place)
            return
        except (ReadError, OSError, EOFError, ValueError, KeyError, AttributeError, TypeError, IndexError) as error:
            yield source.reject(f"cannot be read: {_first_line(error)}", place)
            if not _goes_on(records):
                return
            continue
        if item is None:
            passed_over[record.rec_type] += 1
        else:
            yield item


def _goes_on(records: Any) -> bool:
    """Whether the iterator still stands at a record that it can finish."""
    try:
        records.read_to_end()
    except Exception:  # noqa: BLE001 - whatever is wrong with it, nothing more can be read
        return False
    return records.record is not None


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].strip()


def _page_bytes(record: Any) -> bytes | None:
    """The bytes of a response or resource that is a page; None for any other record."""
    if record.rec_type in _OTHER or not _kind(record).startswith(_HTML):
        return None
    if record.http_headers and not str(record.http_headers.get_statuscode()).startswith("2"):
        return None
    data: bytes = record.content_stream().read(MAX_RECORD + 1)
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
