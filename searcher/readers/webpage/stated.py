"""A page's element tree -> what it states of itself: JSON-LD, meta elements, `<time>`, headings, canonical address."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from searcher.readers.webpage.markup import words_of

#: JSON-LD types that are an article; schema.org's whole family ends so.
_ARTICLE: Final = re.compile(r"(Article|Posting|Report|Review|Analysis)\Z|\A(BackgroundNews|Opinion)")
_MAX_JSON: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page says of itself, each as a list of values, best first.

    `article` is its JSON-LD article ({} for none); `meta` maps names and properties, in lower case, to their contents;
    `times` are the values of `<time>` elements in the order of the page, with whether they are marked as publication.
    """

    article: dict[str, Any]
    meta: dict[str, list[str]] = field(default_factory=dict)
    times: tuple[tuple[str, bool], ...] = ()
    headings: tuple[str, ...] = ()
    window_title: str = ""
    canonical: str | None = None
    language: str | None = None

    @property
    def body(self) -> str:
        """The text of the story that JSON-LD gives, "" for none."""
        text = self.article.get("articleBody")
        return html.unescape(text) if isinstance(text, str) else ""

    def first(self, *names: str) -> str | None:
        """The first content of the first of these meta names that has one."""
        return next((self.meta[name][0] for name in names if self.meta.get(name)), None)

    def every(self, *names: str) -> list[str]:
        """All contents of the first of these meta names that has any."""
        return next((self.meta[name] for name in names if self.meta.get(name)), [])


def read_stated(root: Any) -> Stated:
    """What a page states of itself."""
    meta: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = " ".join((element.get("content") or "").split())
        if name and content:
            meta.setdefault(name.strip().lower(), []).append(content)
    canonical = next(
        (link.get("href") for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower()), None
    )
    title = next(root.iter("title"), None)
    return Stated(
        article=_article(root),
        meta=meta,
        times=tuple(_times(root)),
        headings=_headings(root, "h1") or _headings(root, "h2")[:1],
        window_title=words_of(title) if title is not None else "",
        canonical=canonical.strip() if canonical else None,
        language=root.get("lang") or root.get("xml:lang"),
    )


def _headings(root: Any, tag: str) -> tuple[str, ...]:
    """The texts of all headings of one level, once each."""
    return tuple(dict.fromkeys(text for element in root.iter(tag) if (text := words_of(element))))


def _times(root: Any) -> Iterator[tuple[str, bool]]:
    """The value of each `<time>`, and whether it is said to be the publication."""
    for element in root.iter("time"):
        value = (element.get("datetime") or words_of(element)).strip()
        said = " ".join(element.get(name) or "" for name in ("itemprop", "class", "id", "pubdate")).lower()
        if value:
            yield value, "publish" in said or element.get("pubdate") is not None


def _article(root: Any) -> dict[str, Any]:
    """The JSON-LD object that describes the article; the one with the most to say where there are several."""
    found: list[dict[str, Any]] = []
    for element in root.iter("script"):
        if "ld+json" in (element.get("type") or "").lower():
            found += [thing for thing in _objects(_loads(element.text or "")) if _is_article(thing)]
    return max(found, key=_weight, default={})


def _weight(thing: dict[str, Any]) -> tuple[bool, int]:
    return bool(thing.get("headline")), len([value for value in thing.values() if value])


def _is_article(thing: dict[str, Any]) -> bool:
    kinds = thing.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and _ARTICLE.search(name) for name in names)


def _loads(text: str) -> Any:
    """JSON as pages write it: in comments, with raw newlines in strings, with a stray semicolon or comma."""
    bare = re.sub(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>)\s*\Z", "", text[:_MAX_JSON]).strip()
    for attempt in (bare, re.sub(r",\s*([}\]])", r"\1", bare.rstrip(";"))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every object of a JSON-LD value, those in lists, graphs and `mainEntity` too."""
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _objects(value.get(key), depth + 1)


def text_of(value: Any) -> str:
    """A JSON-LD value as one line of text: a string, or the name of an object; entities read."""
    if isinstance(value, list):
        return next((text for item in value if (text := text_of(item))), "")
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value") or "")
    if not isinstance(value, str):
        return ""
    return " ".join(re.sub(r"<[^>]{1,200}>", " ", html.unescape(value)).split())


def texts_of(value: Any) -> list[str]:
    """A JSON-LD value as a list of texts; one string with commas is several."""
    if isinstance(value, str):
        return [part.strip() for part in html.unescape(value).split(",") if part.strip()]
    items = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(text for item in items if (text := text_of(item))))
