"""What an article is: Document, where it came from (Source), and what could not be read (Rejection).

All frozen: a reader makes a Document, extraction makes a completed one with `dataclasses.replace`. `as_dict` and
`from_dict` are its JSON form, which `inspect` and `search --format jsonl` print and the JSON reader reads back.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final, Literal

DatePrecision = Literal["minute", "day", "month", "year"]
Json = dict[str, Any]

#: Names of the tuple-valued fields that a source may state to be empty.
LISTS: Final = ("people", "places", "keywords", "captions")
_PLAIN: Final = "id title body date_precision byline source section url language version extra".split()
_TUPLES: Final = ("keywords", "captions", "inferred", "dropped", "paths", "stated_empty")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The words before the first sentence of a wire story: `SEOUL, Jan. 24 (Yonhap) --`."""

    place: str | None = None
    day: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a story: the fullest name, and every form in which the story has it."""

    name: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a story.

    `names` are the forms found; `country` is the ISO 3166 alpha-2 code where it has one; `within` are the names of
    the places around it, nearest first (region, country, continent).
    """

    name: str
    names: tuple[str, ...] = ()
    country: str | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document was read: the file, the record in it ("line 17", "" for a whole file), the reader."""

    path: str
    place: str = ""
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A file or record that was not read: which, where in it, and why (a sentence a user can act on)."""

    path: str
    place: str
    reason: str

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.path, self.place) if part)
        return f"{where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Document:
    """One article.

    `body` has its paragraphs separated by a blank line. `date` is a `datetime` (aware where the zone is known) when
    `date_precision` is "minute"; else a `date`, of which only the part named by the precision is known. `updated`
    is a datetime, or a date for a bare day. `version` has the wire marks as canonical words ("2nd LD", "URGENT"),
    joined by ", ". `extra` is what the format had and no field here holds. `inferred` names the fields that were
    found in the text rather than read from the format; `stated_empty` the list fields that the source states to be
    empty, which extraction leaves alone. `dropped` are the lines of site chrome that were left out. `paths` are all
    files that hold this document.
    """

    id: str = ""
    title: str = ""
    body: str = ""
    date: dt.datetime | dt.date | None = None
    date_precision: DatePrecision | None = None
    updated: dt.datetime | dt.date | None = None
    dateline: Dateline | None = None
    byline: str | None = None
    people: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()
    source: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    version: str | None = None
    extra: Json = field(default_factory=dict)
    inferred: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    stated_empty: tuple[str, ...] = ()
    origin: Source | None = None
    paths: tuple[str, ...] = ()

    def paragraphs(self) -> list[str]:
        """The body's paragraphs."""
        return [paragraph for paragraph in self.body.split("\n\n") if paragraph.strip()]


def format_date(date: dt.datetime | dt.date | None, precision: DatePrecision | None = None) -> str | None:
    """A date cut to what is known of it: `2020`, `2020-01`, `2020-01-24`, `2020-01-24T09:00+09:00`; None for None."""
    if date is None:
        return None
    if isinstance(date, dt.datetime):
        timespec = "seconds" if date.second or date.microsecond else "minutes"
        return date.replace(microsecond=0).isoformat(timespec=timespec)
    return date.isoformat()[: {"year": 4, "month": 7}.get(precision or "day", 10)]


def parse_date(text: str) -> tuple[dt.datetime | dt.date, DatePrecision]:
    """The reverse of `format_date`; ValueError for anything that is not such a string."""
    if len(text) == 4 and text.isdecimal():
        return dt.date(int(text), 1, 1), "year"
    if len(text) == 7:
        return dt.date.fromisoformat(text + "-01"), "month"
    if len(text) == 10:
        return dt.date.fromisoformat(text), "day"
    return dt.datetime.fromisoformat(text), "minute"


def as_dict(document: Document) -> Json:
    """A document -> its JSON object. Dates are cut to their precision; unknown values are null, never left out."""
    dateline = document.dateline
    return {
        "id": document.id,
        "title": document.title,
        "body": document.body,
        "date": format_date(document.date, document.date_precision),
        "date_precision": document.date_precision,
        "updated": format_date(document.updated),
        "dateline": dateline and {"place": dateline.place, "day": dateline.day, "agency": dateline.agency},
        "byline": document.byline,
        "people": [{"name": person.name, "names": list(person.names)} for person in document.people],
        "places": [
            {
                "name": place.name,
                "names": list(place.names),
                "country": place.country,
                "within": list(place.within),
            }
            for place in document.places
        ],
        "source": document.source,
        "section": document.section,
        "keywords": list(document.keywords),
        "captions": list(document.captions),
        "url": document.url,
        "language": document.language,
        "version": document.version,
        "extra": document.extra,
        "inferred": list(document.inferred),
        "dropped": list(document.dropped),
        "paths": list(document.paths),
    }


def to_record(document: Document) -> Json:
    """`as_dict` with what only the index needs besides: `origin` and `stated_empty`."""
    origin = document.origin
    return {
        **as_dict(document),
        "origin": [origin.path, origin.place, origin.reader] if origin else None,
        "stated_empty": list(document.stated_empty),
    }


def from_record(record: Json) -> Document:
    """The exact inverse of `to_record`. For JSON from elsewhere, which needs checking, see `readers.record`."""
    date, updated, dateline, origin = (record[name] for name in ("date", "updated", "dateline", "origin"))
    plain: Json = {name: record[name] for name in _PLAIN}
    lists: Json = {name: tuple(record[name]) for name in _TUPLES}
    return Document(
        **plain,
        **lists,
        date=parse_date(date)[0] if date else None,
        updated=parse_date(updated)[0] if updated else None,
        dateline=Dateline(**dateline) if dateline else None,
        people=tuple(Person(person["name"], tuple(person["names"])) for person in record["people"]),
        places=tuple(
            Place(place["name"], tuple(place["names"]), place["country"], tuple(place["within"]))
            for place in record["places"]
        ),
        origin=Source(*origin) if origin else None,
    )


_EMPTY: Final = to_record(Document())
#: Fields that JSON does not take as they are, and the others with what an empty document has.
_NESTED: Final = ("date", "updated", "dateline", "people", "places", "origin")
_FLAT: Final = tuple((name, getattr(Document(), name)) for name in _EMPTY if name not in _NESTED)


def to_sparse(document: Document) -> Json:
    """`to_record` without what is empty, as quickly as can be."""
    told = {name: value for name, empty in _FLAT if (value := getattr(document, name)) != empty}
    if document.date is not None:
        told["date"] = format_date(document.date, document.date_precision)
    if document.updated or document.dateline or document.people or document.places or document.origin:
        record = to_record(document)
        told |= {name: record[name] for name in _NESTED if record[name] != _EMPTY[name]}
    return told


def from_sparse(told: Json) -> Document:
    """The reverse of `to_sparse`."""
    plain: Json = {name: tuple(told[name]) if name in _TUPLES else told[name] for name in told if name not in _NESTED}
    if not any(name in told for name in _NESTED[1:]):
        date = told.get("date")
        return Document(**plain, date=parse_date(date)[0] if date else None)
    return from_record({**_EMPTY, **told})
