"""FIELDS, the one table of what can be asked of an article. Parser, schema, CLI and docs follow it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal

#: Rises when an index made with an earlier table would answer wrongly; it is part of every index's stamp.
SCHEMA_VERSION: Final = 1
Kind = Literal["text", "names", "words", "date", "path", "url", "id", "number"]


@dataclass(frozen=True, slots=True)
class Field:
    """One row.

    kind    text    running words with stems, positions and highlights
            names   things with several names (people, places): one slot a name
            words   a short value matched by its words, or whole with `=`
            date    a day or an interval of days
            path    a file path, matched by its parts
            url     a host with its subdomains, or a path prefix
            id      matched whole
            number  compared
    scores  whether a clause on it adds to the relevance, or only filters
    facet   whether `facets --by` accepts it
    """

    name: str
    kind: Kind
    help: str
    aliases: tuple[str, ...] = ()
    scores: bool = False
    facet: bool = False


FIELDS: Final[tuple[Field, ...]] = (
    Field("title", "text", "the headline", scores=True),
    Field("body", "text", "the text of the story", scores=True),
    Field("lead", "text", "the first paragraph of the body", scores=True),
    Field("caption", "text", "picture captions", aliases=("captions",), scores=True),
    Field("people", "names", "a person in the story", aliases=("person",), scores=True, facet=True),
    Field(
        "places",
        "names",
        "a place in the story, or one inside it",
        aliases=("place",),
        scores=True,
        facet=True,
    ),
    Field("dateline", "names", "where the story was filed", facet=True),
    Field("date", "date", "first publication"),
    Field("updated", "date", "the last update"),
    Field("added", "date", "the day the story came into the index"),
    Field("source", "words", "the publisher or agency", facet=True),
    Field("section", "words", "the section it ran in", facet=True),
    Field("keyword", "words", "keywords given with the story", aliases=("keywords",), facet=True),
    Field("byline", "words", "who wrote it"),
    Field("version", "words", "wire marks: URGENT, LEAD, CORRECTED", facet=True),
    Field("lang", "words", "the language code", aliases=("language",), facet=True),
    Field("path", "path", "the file it was read from"),
    Field("url", "url", "where it was published"),
    Field("id", "id", "its id"),
    Field("words", "number", "length of the body in words"),
)

BY_NAME: Final[dict[str, Field]] = {name: field for field in FIELDS for name in (field.name, *field.aliases)}

#: The zones that plain words search, in the order of the position space, with their BM25F weights.
PLAIN_ZONES: Final = ("title", "body", "caption")

#: What `has:` and `no:` accept beside the fields: nothing yet.
PRESENCE: Final = (
    "title",
    "body",
    "caption",
    "people",
    "places",
    "dateline",
    "date",
    "updated",
    "source",
    "section",
    "keyword",
    "byline",
    "version",
    "lang",
    "url",
)


def is_running(field: str | None) -> bool:
    """Whether a field is title, body, lead or caption, or None for all of them."""
    return field is None or BY_NAME[field].kind == "text"


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a mistyped one most likely means, if any is near."""
    found = get_close_matches(name.lower(), sorted(known), n=1, cutoff=0.6)
    return found[0] if found else None
