"""JSON Lines, a JSON array, objects one after another, or a wrapper such as {"articles": [...]} -> Documents.

A line, or an element of an array, is in memory at a time; nothing bounds the size of a file. A damaged line is a
Rejection and costs no other. The id is the record's own, else the digest of its bytes.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, BinaryIO, Final

from searcher.errors import ReadError
from searcher.readers import keys
from searcher.readers.base import MAX_RECORD, Input, Item, digest_id
from searcher.readers.record import document_from
from searcher.readers.texts import CHUNK, decoded, open_text

WIDE_MARKS: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LINE_SUFFIXES: Final = (".jsonl", ".ndjson", ".jl", ".jsonlines")
#: How deep a wrapper may hide its list: {"response": {"docs": [...]}} is 2.
WRAPPER_DEPTH: Final = 3
#: Names under which programs put their lists of articles, folded.
WRAPPERS: Final = frozenset(
    "articles items documents docs results hits data entries records stories news posts rows value response".split()
)
#: Where reading goes on after a damaged element: the next object that begins a line, or follows a comma.
_RESUME: Final = re.compile(r"\n[ \t]*(?=\{)|\}\s*,\s*(?=\{)")
_GAP: Final = re.compile(r"[\s,]*")


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
        with source.open() as stream:
            for number, line in _lines(stream, self.limit):
                place = f"line {number}"
                if line is None:
                    yield source.reject(f"longer than {_size(self.limit)}, which no article is", place)
                elif line.strip():
                    yield from self._read_line(source, line, place)

    def _read_line(self, source: Input, line: bytes, place: str) -> Iterator[Item]:
        try:
            text = decoded(line, source.options.encoding).strip()
            spans = list(_values(text)) if text else []
        except ReadError as error:
            yield source.reject(str(error), place)
            return
        for count, (value, written) in enumerate(spans, start=1):
            yield from self._read_value(source, value, written, place if len(spans) == 1 else f"{place}, item {count}")

    def _read_values(self, source: Input) -> Iterator[Item]:
        """One value, several, or an array whose elements are the values."""
        with open_text(source) as stream:
            scanner = _Scanner(iter(partial(stream.read, CHUNK), ""), self.limit)
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


def _size(limit: int) -> str:
    return f"{limit // 1024 // 1024} MB" if limit >= 1024 * 1024 else f"{limit} bytes"


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


class _Scanner:
    """JSON values one after another out of a text that comes in pieces; at most `limit` characters are held."""

    def __init__(self, pieces: Iterator[str], limit: int) -> None:
        self._pieces, self._limit = pieces, limit
        self._text, self._start, self._line, self._ended = "", 0, 1, False

    def _more(self, least: int = 1) -> bool:
        """Take in more text, `least` characters if there are as many; False at the end."""
        fresh: list[str] = []
        size = 0
        for piece in self._pieces:
            fresh.append(piece)
            size += len(piece)
            if size >= least:
                break
        self._text = self._text[self._start :] + "".join(fresh)
        self._start = 0
        return size > 0

    def skip(self) -> str:
        """Pass over blanks and commas -> the character that follows, "" at the end."""
        while True:
            match = _GAP.match(self._text, self._start)
            if match:
                self.drop(match.end() - self._start)
            if self._start < len(self._text):
                return self._text[self._start]
            if not self._more():
                return ""

    def drop(self, count: int) -> None:
        """Pass over characters, counting lines."""
        self._line += self._text.count("\n", self._start, self._start + count)
        self._start += count

    def next_value(self) -> tuple[Any, str]:
        """The value that begins here, and how it is written. On ReadError the place is unchanged."""
        while True:
            try:
                value, end = _parse(self._text, self._start)
            except ValueError as error:
                size = len(self._text) - self._start
                if size > self._limit:
                    raise ReadError(f"line {self._line}: longer than {_size(self._limit)}, or damaged") from None
                # Twice as much each time, so that a long value is not parsed again for every piece.
                if not self._more(size):
                    raise ReadError(_explain(error, self._line)) from None
                continue
            # A number may go on in the next piece; an object or a list may not.
            written = self._text[self._start : end]
            self.drop(end - self._start)
            return value, written

    def resume(self) -> bool:
        """Go to the next object after a damaged one; False when there is none in what is held."""
        match = _RESUME.search(self._text, self._start + 1)
        if match:
            self.drop(match.end() - self._start)
        return match is not None


def _values(text: str) -> Iterator[tuple[Any, str]]:
    """The JSON values on one line."""
    start = 0
    while start < len(text):
        try:
            value, end = _parse(text, start)
        except ValueError as error:
            raise ReadError(_explain(error, None)) from None
        yield value, text[start:end]
        gap = _GAP.match(text, end)
        start = gap.end() if gap else end


def _parse(text: str, start: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, start)
    except RecursionError:
        raise ReadError("nested too deeply") from None


def _explain(error: ValueError, line: int | None) -> str:
    where = f"from line {line} on, " if line is not None else ""
    if isinstance(error, json.JSONDecodeError):
        return f"{where}not JSON: {error.msg.removesuffix(' at')} at column {error.colno}"
    return f"{where}not JSON: {error}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a name that is given again stands for the later value, and the earlier is kept as `name#1`."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            count = 1
            while f"{name}#{count}" in found:
                count += 1
            found[f"{name}#{count}"] = found[name]
        found[name] = value
    return found


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


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_constant=lambda _: None, strict=False)
