"""What a page states of itself -> title, dates, byline and the other facts of a Document."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, Final

from searcher.document import DatePrecision
from searcher.knowledge.dates import find_dates
from searcher.readers.stated import read_date
from searcher.readers.webpage.stated import Stated, text_of, texts_of

#: A line that shows a date of publication is at most so long.
_DATE_LINE: Final = 100
_TAIL: Final = re.compile(r"\s+(?:[|»•·–—―]|-|::|\\)\s+|\s*\|\s*")
_BY: Final = re.compile(r"\A(?:written\s+)?by:?\s+", re.IGNORECASE)
_PUBLISHED: Final = (
    "article:published_time article:published og:article:published_time og:published_time datepublished "
    "parsely-pub-date sailthru.date dc.date.issued dc.date dcterms.created dcterms.date dc.date.created "
    "publish-date publish_date publication_date pubdate date article.published published_at "
    "cxenseparse:recs:publishtime "
    "cse_date citation_publication_date citation_date prism.publicationdate dcterms.issued rnews:datepublished "
    "originalpublicationdate displaydate"
).split()
_UPDATED: Final = (
    "article:modified_time og:updated_time datemodified article:modified og:modified_time dcterms.modified "
    "dc.date.modified last-modified lastmod revised"
).split()
_AUTHORS: Final = (
    "author article:author parsely-author sailthru.author dc.creator byl dcterms.creator citation_author".split()
)
_SECTIONS: Final = "article:section parsely-section section sailthru.section articlesection og:article:section".split()
_KEYWORDS: Final = "news_keywords keywords parsely-tags sailthru.tags article:tag og:article:tag".split()


def title_of(stated: Stated) -> str:
    """The headline: what most of the page's own statements agree on, without the name of the site."""
    site = _key(source_of(stated) or "")
    named = [
        text_of(stated.article.get("headline")),
        stated.first("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "title") or "",
        stated.window_title,
    ]
    shown = [*stated.headings]
    keys = [_key(text) for text in named if text]
    # A heading that the head of the page repeats, whole or as its beginning, is the headline as readers see it.
    for heading in shown:
        key = _key(heading)
        if len(key) > 8 and any(f" {other} ".startswith(f" {key} ") or other.endswith(f" {key}") for other in keys):
            return heading
    for text in named[:2]:
        if text:
            return _without_site(text, site, [stated.window_title, *shown])
    if len(shown) == 1 and len(shown[0].split()) > 2:
        return shown[0]
    return _without_site(stated.window_title, site, shown) or (shown[0] if shown else "")


def _without_site(text: str, site: str, others: list[str]) -> str:
    """A title without ` | Site name` at its end, or `Site name: ` at its start."""
    parts = _TAIL.split(text)
    if len(parts) < 2:
        return text
    head, tail = text[: text.rfind(parts[-1])], parts[-1]
    bare = re.sub(r"\s*(?:[|»•·–—―\\-]|::)\s*\Z", "", head).strip()
    said = _key(tail)
    short = len(tail.split()) <= 5 and len(bare.split()) >= 3
    is_site = bool(site) and (said == site or said in site or site in said)
    shared = any(_key(other) == _key(bare) for other in others)
    if bare and (is_site or shared or (short and not site)):
        return _without_site(bare, site, others)
    return text


def _key(text: str) -> str:
    """A text without case, punctuation and space, for comparing."""
    return " ".join(re.findall(r"\w+", text.lower()))


Dated = tuple[dt.datetime | dt.date | None, DatePrecision | None]


def dates_of(stated: Stated) -> tuple[Dated, dt.datetime | dt.date | None]:
    """First publication with its precision, and the last update."""
    published = [
        stated.article.get("datePublished"),
        *stated.every(*_PUBLISHED),
        *(value for name in _PUBLISHED for value in stated.meta.get(name, [])),
        *(value for value, said in stated.times if said),
        stated.article.get("dateCreated"),
        stated.article.get("uploadDate"),
    ]
    updated = [stated.article.get("dateModified"), *(value for name in _UPDATED for value in stated.meta.get(name, []))]
    if not any(value and read_date(value) for value in published) and stated.times:
        published += [value for value, _ in stated.times[:1]]
    date, precision = _first_date(published)
    changed, _ = _first_date(updated)
    return (date, precision), changed


def date_shown(root: Any, paragraphs: Sequence[str]) -> Dated:
    """The date that a page states nowhere but shows, in a short line before its story: `5 March 2019 · By ...`."""
    story = (text[:60] for text in paragraphs if len(text) > _DATE_LINE or text.endswith((".", "。", "”", '"')))
    first = next(story, None)
    for element in root.iter("p", "div", "span", "small", "td", "li", "b", "i", "em", "font", "center"):
        line = " ".join((element.text or "").split())
        if first and first in line:
            break
        if 6 <= len(line) <= _DATE_LINE and (found := find_dates(line)):
            return found[0].value, found[0].precision
    return None, None


def _first_date(values: list[Any]) -> Dated:
    for value in values:
        text = value[0] if isinstance(value, list) and value else value
        if text and (found := read_date(text)):
            return found
    return None, None


def byline_of(stated: Stated) -> str | None:
    """Who wrote it; addresses are no names."""
    named = texts_of(stated.article.get("author")) if stated.article.get("author") else []
    named = named or stated.every(*_AUTHORS)
    clean = [_BY.sub("", name).strip() for name in named if not re.search(r"https?://|www\.|\A@", name)]
    return ", ".join(dict.fromkeys(name for name in clean if name)) or None


def only_signs(paragraph: str, byline: str | None) -> bool:
    """Whether a paragraph says who wrote the story, as the page states it elsewhere, and nothing else."""
    words = _key(_BY.sub("", paragraph)).split()
    return bool(byline and words) and len(paragraph) < _DATE_LINE and set(words) <= {*_key(byline or "").split(), "and"}


def source_of(stated: Stated) -> str | None:
    """The publisher that the page names."""
    return (
        text_of(stated.article.get("publisher"))
        or stated.first("og:site_name", "dc.publisher", "application-name", "publisher", "copyright-holder")
        or None
    )


def section_of(stated: Stated) -> str | None:
    """The section it ran in."""
    return text_of(stated.article.get("articleSection")) or stated.first(*_SECTIONS)


def keywords_of(stated: Stated) -> tuple[str, ...]:
    """Keywords, each once."""
    given = stated.article.get("keywords")
    words = texts_of(given) if given else []
    if not words:
        tags = stated.every(*_KEYWORDS)
        words = tags if len(tags) > 1 else texts_of(tags[0]) if tags else []
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def url_of(stated: Stated) -> str | None:
    """The page's own address, where it is a whole one."""
    entity = stated.article.get("mainEntityOfPage")
    stated_id = entity.get("@id") if isinstance(entity, dict) else entity
    candidates = [stated.canonical, stated.first("og:url", "parsely-link"), stated.article.get("url"), stated_id]
    return next((url for url in candidates if isinstance(url, str) and re.match(r"https?://\S+\Z", url)), None)


def language_of(stated: Stated) -> str | None:
    """The language code, as in `en` or `pt-BR`."""
    said = stated.language or text_of(stated.article.get("inLanguage")) or stated.first("og:locale", "language") or ""
    code = said.strip().replace("_", "-")
    return code if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", code) else None
