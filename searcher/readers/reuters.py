"""Reuters-21578 SGML -> Documents, one for each REUTERS element.

The collection is not well-formed XML, so it is cut by its own tags. Its text is latin-1, with control characters
written as entities around the story. Briefs have the words "Blah blah blah." where their text would be.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final

from searcher.document import DatePrecision, Document
from searcher.errors import ReadError
from searcher.readers import plain
from searcher.readers.base import MAX_RECORD, Input, Item, digest_id, safe_id
from searcher.readers.stated import read_dateline

CHUNK: Final = 1 << 20
ENCODING: Final = "latin-1"

_START: Final = re.compile(rb"<REUTERS\b", re.IGNORECASE)
_END: Final = b"</REUTERS>"
_ATTRIBUTE: Final = re.compile(r'(\w+)="([^"]*)"')
_OPEN: Final = re.compile(r"<([A-Z]+)(?: [^>]*)?>")
_ITEM: Final = re.compile(r"<D>(.*?)</D>", re.DOTALL)
_OTHERS: Final = re.compile(r"\**<(TITLE|DATELINE|AUTHOR)>.*?</\1>", re.DOTALL)
_TAG: Final = re.compile(r"</?[A-Z]+(?: [^<>]*)?>")
_DATE: Final = re.compile(r"\s*(\d{1,2})-([A-Z]{3})-(\d{4})(?:\s+(\d{1,2}):(\d{2}):(\d{2}))?(?!\d)(.*)", re.DOTALL)
_MONTHS: Final = {
    name: number for number, name in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), start=1)
}
#: Control characters but tab and newline: the wire's framing, and rubouts inside the text.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_CONTROL_REFERENCE: Final = re.compile(r"&#(?:[0-8]|1[1-9]|2\d|3[01]|127);")
_SLUG: Final = re.compile(r"\b(BC-\S.*?)(?:\s{2,}|\s\d\d-\d\d\b|\n|$)")
#: On a line of its own, or after the last word in the singular: a sentence may end with "told Reuters."
_END_MARK: Final = re.compile(r"(?:\n\s*(?:REUTERS?|Reuters?)\.?|[ \t]+(?:REUTER|Reuter))\s*\Z")
_END_MARKS: Final = ("REUTER", "REUTERS", "Reuter", "Reuters")
FILLER: Final = "Blah blah blah."
#: A column gap: two blanks that do not follow the end of a sentence, or three.
_GAP: Final = re.compile(r"[^\s.?!:\"]  +\S|\S {3,}\S")
#: A line that is indented by as much begins a paragraph; by less, it is one of a list.
_INDENT: Final = 3
_CODES: Final = {tag: tag.lower() for tag in "PLACES PEOPLE ORGS EXCHANGES COMPANIES".split()}
_ATTRIBUTE_NAMES: Final = {"OLDID": "old_id", "TOPICS": "topics", "LEWISSPLIT": "lewis_split", "CGISPLIT": "cgi_split"}


@dataclass(frozen=True, slots=True)
class ReutersReader:
    """Reads Reuters-21578 and what is written like it. `limit` bounds one story in bytes."""

    name: str = "reuters"
    limit: int = MAX_RECORD

    def read(self, source: Input) -> Iterator[Item]:
        """The stories of one file, in its order."""
        count = 0
        try:
            with source.open() as stream:
                for written, whole in _records(stream, self.limit):
                    count += 1
                    if whole:
                        yield self._read_record(source, written, count)
                    else:
                        yield source.reject("the story ends before </REUTERS>", _place(written, count))
        except (ReadError, OSError, EOFError) as error:
            yield source.reject(str(error))
            return
        if count == 0:
            yield source.reject("no REUTERS element in it")

    def _read_record(self, source: Input, written: bytes, count: int) -> Item:
        text = written.decode(source.options.encoding or ENCODING, "replace")
        place = _place(written, count)
        story = _story(text)
        number = dict(_ATTRIBUTE.findall(text[: text.find(">")])).get("NEWID")
        own = f"reuters:{safe_id(number)}" if number else digest_id(written)
        return replace(story, id=own, origin=source.source(self.name, place))


def _place(written: bytes, count: int) -> str:
    number = re.search(rb'NEWID="(\d+)"', written[:400])
    return f"story {number.group(1).decode()}" if number else f"record {count}"


def _records(stream: BinaryIO, limit: int) -> Iterator[tuple[bytes, bool]]:
    """Each REUTERS element, and whether it is closed before the next begins."""
    held = b""
    while True:
        piece = stream.read(CHUNK)
        held += piece
        while start := _START.search(held):
            end = held.find(_END, start.start())
            following = _START.search(held, start.end(), end if end >= 0 else len(held))
            if following:
                yield held[start.start() : following.start()], False
                held = held[following.start() :]
            elif end >= 0:
                yield held[start.start() : end + len(_END)], True
                held = held[end + len(_END) :]
            else:
                break
        if not piece:
            if start:
                yield held[start.start() :], False
            return
        if len(held) > limit:
            raise ReadError(f"a story longer than {limit} bytes")
        if not start:
            held = held[-16:]


def _story(text: str) -> Document:
    head, _, inside = text.partition(">")
    elements = _elements(inside)
    parts = _elements(elements.get("TEXT", ""))
    title, dateline = (_line(parts.get(name, "")).strip("* ") for name in ("TITLE", "DATELINE"))
    rest = parts.get("BODY")
    # Bulletins and unprocessed stories have their text in TEXT itself.
    body = paragraphs(_clean(_TAG.sub("", _OTHERS.sub("", elements.get("TEXT", ""))) if rest is None else rest))
    if dateline:
        body = f"{dateline} {body}" if dateline.endswith("-") else f"{dateline} - {body}"
    date, precision = _date(_clean(elements.get("DATE", "")))
    return Document(
        title=title,
        body=body,
        date=date,
        date_precision=precision,
        dateline=read_dateline(dateline) if dateline else None,
        byline=plain.without_by(_line(parts.get("AUTHOR", ""))) or None,
        source="Reuters",
        keywords=_codes(elements.get("TOPICS", "")),
        language="en",
        extra=_extra(elements, dict(_ATTRIBUTE.findall(head))),
    )


def _elements(text: str) -> dict[str, str]:
    """The outermost elements by name, the last of each."""
    found: dict[str, str] = {}
    at = 0
    while start := _OPEN.search(text, at):
        at, close = start.end(), f"</{start[1]}>"
        if (end := text.find(close, at)) >= 0:
            found[start[1]] = text[at:end]
            at = end + len(close)
    return found


def _clean(text: str) -> str:
    """Text of the collection -> text: entities resolved, control characters gone."""
    if "&" in text:
        text = html.unescape(_CONTROL_REFERENCE.sub("", text))
    return _CONTROLS.sub("", text)


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


def _codes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_line(code) for code in _ITEM.findall(text)))


def _extra(elements: dict[str, str], attributes: dict[str, str]) -> dict[str, Any]:
    """The codes that indexers gave the story, the slug of the wire, and the collection's own marks."""
    found: dict[str, Any] = {name: list(_codes(elements.get(tag, ""))) for tag, name in _CODES.items()}
    slug = _SLUG.search(_clean(elements.get("UNKNOWN", "")))
    found["slug"] = slug.group(1).strip() if slug else None
    found |= {_ATTRIBUTE_NAMES[name]: value for name, value in attributes.items() if name in _ATTRIBUTE_NAMES}
    return {name: value for name, value in found.items() if value}


def _date(text: str) -> tuple[dt.datetime | dt.date | None, DatePrecision | None]:
    """`26-FEB-1987 15:01:01.79` -> the local time, no zone being stated; a day alone when the time is none."""
    match = _DATE.match(text)
    if not match:
        return None, None
    day, month, year, hour, minute, second, rest = match.groups()
    try:
        date = dt.date(int(year), _MONTHS[month.upper()], int(day))
    except (KeyError, ValueError):
        return None, None
    # A remark after the time ("# date added as guesswork") says that the time is not to be relied on.
    if hour is None or "#" in rest:
        return date, "day"
    try:
        return dt.datetime.combine(date, dt.time(int(hour), int(minute), int(second))), "minute"
    except ValueError:
        return date, "day"


def paragraphs(text: str) -> str:
    """Lines of a wire story -> paragraphs: an indented line begins one, its other lines follow at the margin; lines
    of a table keep their breaks and columns.
    """
    found: list[str] = []
    before = ""
    text = text.rstrip()
    if text.rstrip(".").endswith(_END_MARKS):
        text = _END_MARK.sub("", text)
    for line in text.split("\n"):
        words = line.strip()
        if not words or words == FILLER:
            before = ""
            continue
        indent = len(line) - len(line.lstrip())
        row = ("  " in words and bool(_GAP.search(words))) or 0 < indent < _INDENT
        if row:
            kind, kept = "row", line.rstrip()
        else:
            kind, kept = "prose", " ".join(words.split())
        if not found or before != kind or (kind == "prose" and indent):
            found.append(kept)
        elif kind == "row":
            found[-1] += f"\n{kept}"
        else:
            found[-1] += f" {kept}"
        before = kind
    return "\n\n".join(found)
