"""RSS, Atom, RDF and CDF -> a Document per entry, through feedparser, which is given bytes and fetches nothing."""

from __future__ import annotations

import calendar
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from searcher.document import DatePrecision, Document
from searcher.errors import ReadError
from searcher.readers.base import Input, Item, digest_id, safe_id
from searcher.readers.feed_pictures import without_captions
from searcher.readers.markup import mended
from searcher.readers.stated import read_date

_BREAKS: Final = re.compile(
    r"<br\s*/?>\s*(?:<br\s*/?>\s*)+|</?(?:p|div|li|h[1-6]|blockquote|tr|ul|ol|table)\b[^>]*>", re.IGNORECASE
)
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedReader:
    """Reads files of one feed."""

    name: str = "feed"

    def read(self, source: Input) -> Iterator[Item]:
        """The entries of the feed, in its order."""
        try:
            data = source.read()
        except (ReadError, OSError, EOFError) as error:
            yield source.reject(str(error))
            return
        parsed, captions = _parsed(data, source.options.encoding)
        if parsed.bozo and (mend := mended(data)) != data:
            again, its_captions = _parsed(mend, source.options.encoding)
            parsed, captions = (parsed, captions) if again.bozo else (again, its_captions)
        if not parsed.entries:
            yield source.reject(_why_empty(parsed))
            return
        for number, entry in enumerate(parsed.entries, 1):
            item = _document(entry, parsed.feed, source, f"entry {number}", atom=parsed.version.startswith("atom"))
            shown = captions[number - 1] if len(captions) == len(parsed.entries) else ()
            yield replace(item, captions=shown) if isinstance(item, Document) else item
        if parsed.bozo and _breaks_off(parsed):
            yield source.reject(f"is damaged: {parsed.bozo_exception}; {len(parsed.entries)} entries were read", "end")


def _parsed(data: bytes, encoding: str | None) -> tuple[Any, list[tuple[str, ...]]]:
    """What feedparser makes of a feed, and the captions of each entry."""
    import feedparser

    data, captions = (data, []) if encoding else without_captions(data)
    headers = {"content-type": f"application/xml; charset={encoding}"} if encoding else {}
    # Bytes that are a path it would open; a stream it reads.
    return feedparser.parse(io.BytesIO(data), response_headers=headers, resolve_relative_uris=False), captions


def _why_empty(parsed: Any) -> str:
    """Why a feed gave no entry."""
    if parsed.bozo:
        return f"is no feed that can be read: {parsed.bozo_exception}"
    return (
        "is a feed without entries"
        if parsed.get("version")
        else "is no feed: its root is not one of RSS, Atom, RDF or CDF"
    )


def _breaks_off(parsed: Any) -> bool:
    """Whether the XML ended too early, so that entries may be missing."""
    return "unclosed" in str(parsed.bozo_exception) or "no element found" in str(parsed.bozo_exception)


def _document(entry: Any, feed: Any, source: Input, place: str, *, atom: bool) -> Item:
    """One entry as a Document; a Rejection when it says nothing."""
    title, paragraphs = _text(entry.get("title", "")), _paragraphs(entry)
    if not title and not paragraphs:
        return source.reject("has neither title nor text", place)
    date, precision = _date(entry, "published", "created")
    updated, updated_precision = _date(entry, "updated", "modified")
    if date is None and not atom:
        date, precision, updated = updated, updated_precision, None  # RSS knows one date; Dublin Core's lands here
    key = str(entry.get("id") or "").strip()
    body = "\n\n".join(paragraphs)
    named = bool(key) and not _URL.match(key)
    return Document(
        id=f"feed:{safe_id(key)}" if named else digest_id(f"{key}\0{title}\0{body}".encode("utf-8", "replace")),
        title=title,
        body=body,
        date=date,
        date_precision=precision,
        updated=updated if updated_precision in ("minute", "day") else None,
        byline=_authors(entry),
        source=_source(entry, feed),
        keywords=tuple(dict.fromkeys(term for tag in entry.get("tags", ()) if (term := _text(tag.get("term") or "")))),
        url=str(entry["link"]).strip() if _URL.match(str(entry.get("link", ""))) else None,
        language=str(entry.get("language") or feed.get("language") or "") or None,
        extra={"feed": title_of} if (title_of := _text(feed.get("title", ""))) else {},
        origin=source.source("feed", place),
    )


def _source(entry: Any, feed: Any) -> str | None:
    """Who published an entry: where it was taken over from, else its publisher or the feed's, else the feed itself."""
    stated = (dict.get(entry, "source") or {}).get("title"), dict.get(entry, "publisher"), feed.get("publisher")
    return next((name for value in (*stated, feed.get("title")) if (name := _text(value))), None)


def _paragraphs(entry: Any) -> list[str]:
    """The longest text of an entry, its HTML as paragraphs."""
    texts = [content.get("value", "") for content in entry.get("content", ())]
    found = [_html_paragraphs(text) for text in [*texts, entry.get("summary", "")] if text]
    return max(found, key=lambda paragraphs: sum(map(len, paragraphs)), default=[])


def _html_paragraphs(text: str) -> list[str]:
    """A piece of HTML, or plain text, as paragraphs."""
    if "<" not in text and "&" not in text:
        return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
    from lxml import html

    from searcher.readers.webpage.markup import parse_html

    root = parse_html(f"<div>{_BREAK.sub(' ', _BREAKS.sub(chr(10) * 2, text))}</div>")
    plain = html.HtmlElement.text_content(root) if root is not None else ""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", str(plain)) if part.strip()]


def _text(value: Any) -> str:
    """A text construct on one line, without markup."""
    return " ".join(_html_paragraphs(str(value))) if value else ""


def _authors(entry: Any) -> str | None:
    names = [_text(author.get("name", "")) for author in entry.get("authors", ())]
    names = [name for name in names if name] or [_text(entry.get("author", ""))]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _date(entry: Any, *names: str) -> tuple[dt.datetime | dt.date | None, DatePrecision | None]:
    """The first of these dates that can be read: as its author wrote it, else as feedparser understood it (in UTC)."""
    for name in names:
        said = dict.get(entry, name)
        if said and (found := read_date(said)):
            return found
        parsed = dict.get(entry, f"{name}_parsed")
        if parsed:
            return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC), "minute"
    return None, None
