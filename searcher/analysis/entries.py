"""A Document -> Entries: all that an index holds of it besides the document itself.

`words` are the words of title, body and captions in the position space of `space`; `values` the terms of every other
field with their slots; `columns` one number a name; `facets` the values that facets count. Every codec writes exactly
these, and the brute-force oracle of the tests reads them too.

Terms of values: the folded words of the value at consecutive positions (for names: all words of one name at one slot,
each further name at the next slot, hyphenated words joined as well), and `=` with the whole value as written.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from searcher.analysis.fold import fold
from searcher.analysis.space import BODY, CAPTION, GAP, ZONES
from searcher.analysis.tokens import Token, tokens, words
from searcher.document import DatePrecision, Document, Person, Place
from searcher.errors import ReadError

#: The value of a column that a document has no value for.
MISSING: Final = -(1 << 62)
#: Before a whole value in a lexicon of values.
WHOLE: Final = "="
_HYPHENATED: Final = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Entries:
    """What an index holds of one document.

    words       (position, surface) in rising order of position
    sentences   positions at which a sentence starts; `paragraphs` likewise
    values      field -> (term, slot) pairs
    facets      field -> distinct values, as shown
    columns     numbers by name: see `_lengths` and `days`; MISSING where there is none
    """

    words: list[tuple[int, str]]
    sentences: list[int]
    paragraphs: list[int]
    values: dict[str, list[tuple[str, int]]]
    facets: dict[str, tuple[str, ...]]
    columns: dict[str, int]


def entries(document: Document, *, added: dt.date) -> Entries:
    """What an index holds of a document that came into it on the day `added`; ReadError when it is too long."""
    placed = list(_placed(document))
    values = dict(values_of(document))
    return Entries(
        words=[(position, token.surface) for position, token in placed],
        sentences=[position for position, token in placed if token.sentence],
        paragraphs=[position for position, token in placed if token.paragraph],
        values=values,
        facets=facets_of(document),
        columns={**_lengths([position for position, _ in placed], _lead(placed)), **days(document, added)},
    )


def texts(document: Document) -> Iterator[tuple[str, str]]:
    """(zone, text) of each text with running words: the title, the body, each caption."""
    yield "title", document.title
    yield "body", document.body
    for caption in document.captions:
        yield "caption", caption


def _placed(document: Document) -> Iterator[tuple[int, Token]]:
    """Every running word with its position in the document's space."""
    for base, text, _ in placed_texts(document):
        for token in tokens(text):
            yield base + token.position, token


def placed_texts(document: Document) -> Iterator[tuple[int, str, str]]:
    """(position of its first word, text, zone) of each text; ReadError when one does not fit into its zone."""
    caption_base = CAPTION
    for zone, text in texts(document):
        base = {"title": 0, "body": BODY, "caption": caption_base}[zone]
        count = len(words(text))
        last = base + count + GAP
        if last > ZONES[zone][1]:
            raise ReadError(f"its {zone} has {count:,} words; at most {ZONES[zone][1] - ZONES[zone][0] - GAP:,} fit")
        yield base, text, zone
        if zone == "caption":
            caption_base = last


def _lead(placed: list[tuple[int, Token]]) -> int:
    """Number of words in the body's first paragraph."""
    body = [token for position, token in placed if BODY <= position < CAPTION]
    second = (number for number, token in enumerate(body) if number and token.paragraph)
    return next(second, len(body))


def name_slots(names: Iterable[str], *, whole: Iterable[str] = (), start: int = 0) -> list[tuple[str, int]]:
    """Terms of names: each name's folded words at a slot of its own; `whole` names also as `=name`."""
    found: list[tuple[str, int]] = []
    exact = set(whole)
    for slot, name in enumerate(dict.fromkeys(names), start):
        found.extend((term, slot) for term in sorted(set(name_words(name))))
        if name in exact:
            found.append((WHOLE + name, slot))
    return found


@lru_cache(maxsize=1 << 15)
def name_words(name: str) -> tuple[str, ...]:
    """Folded words of a name, and each hyphenated part joined as well: Moon Jae-in -> moon jae in jaein."""
    joined = (fold("".join(words(match[0]))) for match in _HYPHENATED.finditer(name))
    return (*(fold(word) for word in words(name)), *joined)


def _value_words(values: Iterable[str]) -> list[tuple[str, int]]:
    """Terms of values matched by words: each value's words side by side, values GAP apart, `=value` at its start."""
    found: list[tuple[str, int]] = []
    position = 0
    for value in values:
        folded = _folded_words(value)
        found.append((WHOLE + value, position))
        found.extend((word, position + number) for number, word in enumerate(folded))
        position += len(folded) + GAP
    return found


@lru_cache(maxsize=1 << 14)
def _folded_words(value: str) -> tuple[str, ...]:
    """The folded words of a value; sources, sections and bylines come again and again."""
    return tuple(fold(word) for word in words(value))


def values_of(document: Document) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Terms and slots of every field that has any."""
    yield "id", [(WHOLE + document.id, 0)]
    present = [(name, 0) for name, value in zip(_PRESENT, _presence(document), strict=True) if value]
    if present:
        yield "has", present
    if document.people:
        yield "people", _people(document.people)
    if document.places:
        yield "places", _places(document.places)
    if document.dateline and document.dateline.place:
        yield "dateline", name_slots([document.dateline.place], whole=[document.dateline.place])
    if document.url:
        yield "url", [(normal_url(document.url), 0)]
    for name, values in (
        ("keyword", document.keywords),
        ("path", document.paths),
        ("lang", document.language),
        ("source", document.source),
        ("section", document.section),
        ("byline", document.byline),
        ("version", document.version),
    ):
        if values:
            yield name, _value_words(_VALUES[name](values))


def _one(value: str) -> list[str]:
    return [value]


#: How the values of a field are read.
_VALUES: Final[dict[str, Callable[[Any], Iterable[str]]]] = {
    "keyword": iter,
    "path": lambda paths: (path.replace("\\", "/") for path in paths),
    "lang": lambda language: [fold(language)],
    "source": _one,
    "section": _one,
    "byline": _one,
    "version": _one,
}


def _people(people: tuple[Person, ...]) -> list[tuple[str, int]]:
    names = [name for person in people for name in (person.name, *person.names)]
    return name_slots(names, whole=[person.name for person in people])


def _places(places: tuple[Place, ...]) -> list[tuple[str, int]]:
    """Places themselves first; then, each at a slot of its own and never whole, what they lie in."""
    own = [name for place in places for name in (place.name, *place.names)]
    found = name_slots(own, whole=[place.name for place in places])
    around = [name for place in places for name in place.within if name not in own]
    return found + name_slots(around, start=len(dict.fromkeys(own)))


#: What `has:` asks, in the order of fields.PRESENCE: its name there, and the field of the document.
_PRESENCE: Final = {
    "title": "title",
    "body": "body",
    "caption": "captions",
    "people": "people",
    "places": "places",
    "dateline": "dateline",
    "date": "date",
    "updated": "updated",
    "source": "source",
    "section": "section",
    "keyword": "keywords",
    "byline": "byline",
    "version": "version",
    "lang": "language",
    "url": "url",
}
_PRESENT: Final = tuple(_PRESENCE)
_presence: Final = attrgetter(*_PRESENCE.values())


def normal_url(url: str) -> str:
    """A URL as it is compared: host in lower case without `www.`, then the path; no scheme, query or fragment."""
    bare = re.sub(r"\A[A-Za-z][A-Za-z0-9+.-]*://", "", url.strip())
    bare = re.split(r"[?#]", bare, maxsplit=1)[0]
    host, slash, path = bare.partition("/")
    host = host.rpartition("@")[2].lower().removeprefix("www.")
    return (host + slash + path).rstrip("/")


def facets_of(document: Document) -> dict[str, tuple[str, ...]]:
    """Distinct values of the facet fields, in the document's order."""
    found: dict[str, tuple[str, ...]] = {}
    if document.people:
        found["people"] = tuple(dict.fromkeys(person.name for person in document.people))
    if document.places:
        found["places"] = tuple(dict.fromkeys(place.name for place in document.places))
    if document.dateline and document.dateline.place:
        found["dateline"] = (document.dateline.place,)
    if document.keywords:
        found["keyword"] = tuple(dict.fromkeys(document.keywords))
    single = (("source", document.source), ("section", document.section), ("version", document.version))
    for name, value in (*single, ("lang", document.language)):
        if value:
            found[name] = (value,)
    return found


def interval(date: dt.date | None, precision: DatePrecision | None = None) -> tuple[int, int]:
    """First and last day (proleptic ordinals) that a date may mean; (MISSING, MISSING) for none."""
    if date is None:
        return MISSING, MISSING
    day = date.date() if isinstance(date, dt.datetime) else date
    if precision == "year":
        return dt.date(day.year, 1, 1).toordinal(), dt.date(day.year, 12, 31).toordinal()
    if precision == "month":
        last = calendar.monthrange(day.year, day.month)[1]
        return day.replace(day=1).toordinal(), day.replace(day=last).toordinal()
    return day.toordinal(), day.toordinal()


def instant(date: dt.date | None) -> int:
    """Seconds since 1970 for sorting: a bare day at 00:00, a time of unknown zone as if in UTC; MISSING for none."""
    if date is None:
        return MISSING
    if not isinstance(date, dt.datetime):
        return (date.toordinal() - _EPOCH.toordinal()) * 86_400
    aware = date if date.tzinfo else date.replace(tzinfo=dt.UTC)
    return round((aware - _EPOCH).total_seconds())


def _lengths(positions: list[int], lead: int) -> dict[str, int]:
    """Lengths in words."""
    return {
        "title_words": sum(position < BODY for position in positions),
        "body_words": sum(BODY <= position < CAPTION for position in positions),
        "caption_words": sum(position >= CAPTION for position in positions),
        "lead_words": lead,
    }


def days(document: Document, added: dt.date) -> dict[str, int]:
    """Days as ordinals, the instant in seconds; MISSING where there is none."""
    first, last = interval(document.date, document.date_precision)
    updated = interval(document.updated)[0] if document.updated else MISSING
    return {
        "date_first": first,
        "date_last": last,
        "updated_day": updated,
        "added_day": added.toordinal(),
        "instant": instant(document.date),
    }


def check_length(document: Document) -> None:
    """ReadError when a document does not fit into the position space."""
    captions = sum(len(caption) + GAP for caption in document.captions) if document.captions else 0
    if max(len(document.title), len(document.body), captions) > BODY - GAP:
        for _ in placed_texts(document):
            pass
