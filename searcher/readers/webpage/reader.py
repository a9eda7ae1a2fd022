"""An Input of HTML -> one Document or a Rejection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from searcher.document import Document
from searcher.errors import ReadError
from searcher.readers.base import Input, Item, digest_id
from searcher.readers.encoding import looks_binary
from searcher.readers.webpage import facts
from searcher.readers.webpage.body import read_body
from searcher.readers.webpage.markup import page_text, parse_html
from searcher.readers.webpage.stated import read_stated


@dataclass(frozen=True, slots=True)
class WebpageReader:
    """Reads a file of one web page."""

    name: str = "webpage"

    def read(self, source: Input) -> Iterator[Item]:
        """The article of the page."""
        try:
            data = source.read()
            yield read_page(data, source, encoding=source.options.encoding)
        except (ReadError, OSError, EOFError) as error:
            yield source.reject(str(error))


def read_page(data: bytes, source: Input, *, encoding: str | None = None, record: str = "") -> Item:
    """The article of a page whose bytes stand in an input, or in one record of it."""
    if looks_binary(data[:4096]):
        return source.reject("is no text in any encoding", record)
    text = page_text(data, encoding)
    root = parse_html(text)
    if root is None:
        return source.reject("is no web page: there is no element in it" if data else "is empty", record)
    stated = read_stated(root)
    title = facts.title_of(stated)
    body = read_body(root, title, stated.body)
    if body.only_links and not (title and stated.article):
        return source.reject("has no article in it, only navigation", record)
    (date, precision), updated = facts.dates_of(stated)
    if date is None and updated is None:
        date, precision = facts.date_shown(root, body.paragraphs)
    byline = facts.byline_of(stated)
    signed = [text for text in body.paragraphs[:3] if facts.only_signs(text, byline)]
    description = stated.first("og:description", "description", "twitter:description")
    return Document(
        id=digest_id(data),
        title=title,
        body="\n\n".join(text for text in body.paragraphs if text not in signed),
        date=date,
        date_precision=precision,
        updated=updated,
        byline=byline,
        source=facts.source_of(stated),
        section=facts.section_of(stated),
        keywords=facts.keywords_of(stated),
        captions=body.captions,
        url=facts.url_of(stated),
        language=facts.language_of(stated),
        extra={"description": description} if description else {},
        dropped=(*signed, *body.dropped),
        origin=source.source("webpage", record),
    )
