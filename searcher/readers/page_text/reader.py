"""The text of a news page, as a browser or a program dumped it -> its one article, or a Rejection that says why not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from searcher.document import Dateline, Document, Json, Rejection
from searcher.errors import ReadError
from searcher.knowledge.datelines import find_dateline
from searcher.knowledge.dates import FoundDate, parse_whole
from searcher.knowledge.versions import split_marks
from searcher.readers.base import Input, digest_id
from searcher.readers.page_text.assemble import Article, assemble
from searcher.readers.page_text.blocks import split_blocks
from searcher.readers.page_text.labels import Stamp
from searcher.readers.page_text.prolog import Prolog, split_prolog
from searcher.readers.texts import decoded

#: How much of a file is looked at, and which share of it may be control or replacement characters in a text.
_HEAD: Final = 20_000
_ODD_SHARE: Final = 1 / 50


class PageTextReader:
    """Pages saved as text: a block a line, with blank lines between or not, or wrapped at some width."""

    name = "page_text"

    def read(self, source: Input) -> Iterator[Document | Rejection]:
        """One Document, or one Rejection."""
        try:
            data = source.read()
            text = decoded(data, source.options.encoding)
        except (ReadError, OSError) as error:
            yield source.reject(str(error))
            return
        yield self._read_text(text, data, source)

    def _read_text(self, text: str, data: bytes, source: Input) -> Document | Rejection:
        if not text.strip():
            return source.reject("empty: no text in it")
        if _is_binary(text):
            return source.reject("binary, not text")
        prolog, below = split_prolog(text)
        article = assemble(split_blocks(below), headed=bool(prolog.lines))
        if article is None:
            return source.reject("no article in it: no paragraph of running text among its lines")
        return _with_prolog(self._document(article, data, source), prolog)

    def _document(self, article: Article, data: bytes, source: Input) -> Document:
        version, title = split_marks(article.title)
        header, body = article.header, article.body
        return Document(
            id=digest_id(data),
            title=title,
            version=version,
            body="\n\n".join(body.paragraphs),
            captions=tuple(text for _, text in sorted(body.captions.items())),
            dateline=_dateline(body.paragraphs),
            keywords=tuple(dict.fromkeys(header.keywords)),
            byline=header.byline or ", ".join(header.addresses) or None,
            source=header.source or article.signed,
            section=header.section,
            extra=_extra(article),
            dropped=article.dropped,
            origin=source.source(self.name),
            paths=(source.path,),
            **_dates(header.stamps),
        )


def _with_prolog(document: Document, prolog: Prolog) -> Document:
    """The document with the fields that stand above its text; they win over what was found in it."""
    stated = prolog.stated
    if not stated:
        return document
    version, title = split_marks(stated["title"])
    paragraphs = [paragraph for paragraph in document.paragraphs() if paragraph != title]
    fields: dict[str, Any] = {"title": title, "version": version, "body": "\n\n".join(paragraphs)}
    if document.title and document.title != title:
        # What looked like a headline below a stated one is part of the text.
        fields["body"] = "\n\n".join([document.title, *paragraphs])
    fields |= {name: stated[name] for name in ("byline", "source", "section", "url", "language") if name in stated}
    if "keywords" in stated:
        fields["keywords"] = tuple(part.strip() for part in re.split(r"[,;|]", stated["keywords"]) if part.strip())
    date, updated = parse_whole(stated.get("date", "")), parse_whole(stated.get("updated", ""))
    fields |= {"date": date.value, "date_precision": date.precision} if date else {}
    fields |= {"updated": updated.value} if updated else {}
    rest = {name: stated[name] for name in ("id", "deck", "place") if name in stated}
    return replace(document, **fields, extra=document.extra | rest)


def _is_binary(text: str) -> bool:
    """Whether characters that no text has, or bytes that no encoding explains, are more than a few."""
    head = text[:_HEAD]
    odd = sum(
        character == "\ufffd" or (character < " " and character not in "\t\n\v\f\r\x1a\x1b") for character in head
    )
    return odd > _ODD_SHARE * len(head)


def _dateline(paragraphs: Sequence[str]) -> Dateline | None:
    """The dateline of the story: in its first paragraph, or in its second below a deck."""
    for paragraph in paragraphs[:2]:
        found = find_dateline(paragraph)
        if found is not None:
            return Dateline(found.place, found.day, found.agency)
    return None


def _extra(article: Article) -> Json:
    """What the page states and no field holds."""
    extra: Json = {}
    if article.header.addresses:
        extra["email"] = list(article.header.addresses)
    if article.body.about_author:
        extra["about_author"] = " ".join(article.body.about_author)
    if article.body.credits:
        extra["credits"] = list(article.body.credits)
    if article.body.desk_notes:
        extra["desk_note"] = " ".join(article.body.desk_notes)
    return extra


def _dates(stamps: Sequence[Stamp]) -> dict[str, Any]:
    """The stamps of a page, the likeliest first -> the fields of its dates. A line that says what its date is wins."""
    ranked = sorted(stamps, key=lambda stamp: not stamp.labelled)
    published = next((stamp.published for stamp in ranked if stamp.published is not None), None)
    updated = next((stamp.updated for stamp in ranked if stamp.updated is not None), None)
    chosen = published or updated
    if chosen is not None and chosen.precision == "day":
        # Another line may have the time of that day.
        timed = [stamp.published for stamp in ranked if stamp.published and stamp.published.precision == "minute"]
        chosen = next((found for found in timed if _day(found) == _day(chosen)), chosen)
    fields: dict[str, Any] = {"updated": updated.value} if updated is not None else {}
    return fields | ({"date": chosen.value, "date_precision": chosen.precision} if chosen is not None else {})


def _day(found: FoundDate) -> dt.date:
    return found.value.date() if isinstance(found.value, dt.datetime) else found.value
