"""JSON Lines, a JSON array, objects one after another, or a wrapper such as {"articles": [...]} -> Documents.

A line, or an element of an array, is in memory at a time; nothing bounds the size of a file. A damaged line is a
Rejection and costs no other. The id is the record's own, else the digest of its bytes.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, BinaryIO, Final

from searcher.errors import ReadError
from searcher.readers import keys
from searcher.readers.base import MAX_RECORD, Input, Item, digest_id
from searcher.readers.jsonscan import Scanner, size_of, values_in
from searcher.readers.record import document_from
from searcher.readers.texts import CHUNK, decoded, open_text

WIDE_MARKS: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: A byte order mark alone is a blank line too.
_BLANKS: Final = b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"
LINE_SUFFIXES: Final = (".jsonl", ".ndjson", ".jl", ".jsonlines")
#: How deep a wrapper may hide its list: {"response": {"docs": [...]}} is 2.
WRAPPER_DEPTH: Final = 3
#: Names under which programs put their lists of articles, folded.
WRAPPERS: Final = frozenset(
    "articles items documents docs results hits data entries records stories news posts rows value response".split()
)


@dataclass(frozen=True, slots=True)
class JsonLinesReader:
    """Reads JSON in all the forms in which articles are exported. `limit` bounds one record in bytes."""

    name: str = "jsonlines"
    limit: int = MAX_RECORD

    def read(self, source: Input) -> Iterator[Item]:
        """The articles of one file, in its order."""
        try:
            if self._is_by_lines(source):
                yield from self._read_lines(source)
            else:
                yield from self._read_values(source)
        except (ReadError, OSError, EOFError) as error:
            yield source.reject(str(error))

    def _is_by_lines(self, source: Input) -> bool:
        """Whether each line is a value: the suffix says so, or the first line closes what it opens."""
        if source.name.lower().endswith(LINE_SUFFIXES):
            return True
        head = source.head(CHUNK)
        if head.startswith(WIDE_MARKS):
            return False
        first, _, rest = head.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")
        return first.startswith(b"{") and first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")

    def _read_lines(self, source: Input) -> Iterator[Item]:
        empty = True
        with source.open() as stream:
            for number, line in _lines(stream, self.limit):
                place = f"line {number}"
                if line is None:
                    yield source.reject(f"longer than {size_of(self.limit)}, which no article is", place)
                elif line.strip(_BLANKS):
                    yield from self._read_line(source, line, place)
                else:
                    continue
                empty = False
        if empty:
            yield source.reject("no JSON in it")

    def _read_line(self, source: Input, line: bytes, place: str) -> Iterator[Item]:
        try:
            text = decoded(line, source.options.encoding).strip()
            spans = list(values_in(text)) if text else []
        except ReadError as error:
            yield source.reject(str(error), place)
            return
        for count, (value, written) in enumerate(spans, start=1):
            yield from self._read_value(source, value, written, place if len(spans) == 1 else f"{place}, item {count}")

    def _read_values(self, source: Input) -> Iterator[Item]:
        """One value, several, or an array whose elements are the values."""
        with open_text(source) as stream:
            scanner = Scanner(iter(partial(stream.read, CHUNK), ""), self.limit)
            if scanner.skip() == "[":
                scanner.drop(1)
            single = scanner.skip() == "{"
            count = 0
            while scanner.skip() not in ("", "]"):
                count += 1
                try:
                    value, written = scanner.next_value()
                except ReadError as error:
                    yield source.reject(str(error), f"item {count}")
                    if not scanner.resume():
                        return
                    continue
                single = single and count == 1 and scanner.skip() == ""
                yield from self._read_value(source, value, written, "" if single else f"item {count}")
            if count == 0:
                yield source.reject("an empty list" if scanner.skip() else "no JSON in it")

    def _read_value(self, source: Input, value: Any, written: str, place: str) -> Iterator[Item]:
        """One JSON value -> its article, or the articles of the list that it wraps."""
        if not isinstance(value, dict):
            yield source.reject(f"not an object with named values but {written[:40]!r}", place)
            return
        wrapped = _wrapped_list(value, source.options.field_map)
        if wrapped is None:
            yield self._read_record(source, value, written.encode("utf-8", "surrogatepass"), place)
            return
        for count, record in enumerate(wrapped, start=1):
            written = json.dumps(record, ensure_ascii=True, sort_keys=True)
            label = ", ".join(part for part in (place, f"item {count}") if part)
            if isinstance(record, dict):
                yield self._read_record(source, record, written.encode(), label)
            else:
                yield source.reject(f"not an object with named values but {written[:40]!r}", label)

    def _read_record(self, source: Input, record: dict[str, Any], written: bytes, place: str) -> Item:
        try:
            document = document_from(_unpacked(record), field_map=source.options.field_map)
        except (ReadError, RecursionError) as error:
            return source.reject(str(error), place)
        return replace(document, id=document.id or digest_id(written), origin=source.source(self.name, place))


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number; None for one that is longer than `limit`."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(CHUNK)
        yield number, None


def _wrapped_list(value: dict[str, Any], field_map: Mapping[str, str], depth: int = 0) -> list[Any] | None:
    """The list of records inside an object that is no record itself; None when there is none.

    An object with a text is a record. One with a headline alone may be a feed: then the list must have a name that
    wrappers use, so that an article's list of pictures or related stories does not stand for it.
    """
    chosen = keys.assign([key for key, item in value.items() if _is_text(item)], field_map)
    if "body" in chosen and keys.fold(chosen["body"]) not in keys.SUMMARIES:
        return None
    for key, item in value.items():
        if "title" in chosen and keys.fold(key) not in WRAPPERS:
            continue
        if isinstance(item, list) and any(
            isinstance(record, dict) and _is_record(_unpacked(record), field_map) for record in item
        ):
            return item
        if isinstance(item, dict) and depth < WRAPPER_DEPTH:
            inner = _wrapped_list(item, field_map, depth + 1)
            if inner is not None:
                return inner
    return None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and bool(value) and isinstance(value[0], str))


def _is_record(value: dict[str, Any], field_map: Mapping[str, str]) -> bool:
    """Whether an object names a headline or a text of its own, and more than a name (as a person or a tag has)."""
    chosen = keys.assign(list(value), field_map)
    named = "title" in chosen and keys.fold(chosen["title"]) != "name"
    return "body" in chosen or named


def _unpacked(record: dict[str, Any]) -> dict[str, Any]:
    """A search server's hit ({"_id": ..., "_source": {...}}) -> its document."""
    inner = record.get("_source")
    if not isinstance(inner, dict):
        return record
    return {"_id": record.get("_id"), **inner}
