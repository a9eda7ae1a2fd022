"""The first lines of a text -> what they state as `Name: value`, and the text below them.

Exports, scripts and mail programs put a story's fields above it. Two known names, one of them a title, make a prolog;
a first line `Update: the bridge is open` makes none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_LINE: Final = re.compile(r"\s*([^\W\d_][\w -]{1,24}?)\s*:\s*(\S.*)?")
#: The names that are known -> the field.
_FIELDS: Final = {
    "title": ("title", "headline", "subject", "header", "titel", "titre", "título", "titolo"),
    "date": ("date", "published", "publication date", "pub date", "datum", "fecha", "data", "dateline date", "posted"),
    "updated": ("updated", "last updated", "modified"),
    "byline": ("author", "authors", "byline", "by", "writer", "reporter", "autor", "auteur"),
    "source": ("source", "publisher", "publication", "newspaper", "agency", "outlet", "quelle"),
    "section": ("section", "category", "desk", "rubrik", "rubrique"),
    "keywords": ("keywords", "tags", "topics", "keyword"),
    "url": ("url", "link", "address"),
    "language": ("language", "lang"),
    "id": ("id", "guid", "message-id"),
    "deck": ("subtitle", "subheading", "deck", "summary", "standfirst"),
    "place": ("place", "location", "city"),
    "size": ("length", "words", "word count", "page", "pages", "edition", "copyright", "to", "from", "content-type"),
}
_BY_NAME: Final = {name: key for key, names in _FIELDS.items() for name in names}
#: Lines of a prolog at most; the longest has a dozen fields.
_LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class Prolog:
    """The fields stated above a text, by the name in `_FIELDS`, and the lines as they stand."""

    stated: dict[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()


def split_prolog(text: str) -> tuple[Prolog, str]:
    """A text -> its prolog, empty when it has none, and the text below it."""
    lines = text.split("\n", _LONGEST + 1)
    stated: dict[str, str] = {}
    kept: list[str] = []
    position = 0
    while position < min(len(lines), _LONGEST):
        line = lines[position].rstrip("\r")
        match = _LINE.fullmatch(line)
        key = _BY_NAME.get(match[1].casefold()) if match else None
        if line.strip() and key is None:
            break
        if match and key is not None:
            kept.append(line.strip())
            if match[2]:
                stated.setdefault(key, match[2].strip())
        position += 1
    if "title" not in stated or len(kept) < 2:
        return Prolog(), text
    return Prolog(stated, tuple(kept)), "\n".join(lines[position:])
