"""A Document -> the same with its date of publication and of the last change, where the document states them.

Never a date that the story tells of: only lines of publication at the two ends of the body, a dateline, and the URL
count. What is not known stays unknown, the zone too.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from searcher.document import Document
from searcher.extract.base import changed, fill, is_open
from searcher.extract.edges import head_lines, lower_head_lines, tail_lines
from searcher.knowledge.agencies import agency_named
from searcher.knowledge.bylines import find_byline
from searcher.knowledge.dates import (
    FoundDate,
    Stamp,
    date_of_url,
    find_dates,
    find_stamps,
    is_filler,
    on_clock,
    parse_whole,
)

#: Rights, and a year with a full stop, which ends a sentence.
_NO_STAMP: Final = re.compile(r"©|copyright|\d{4}\.$", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"\s*(?:[|•·»>–—]|\s[-/]\s)\s*")
_DIGITS: Final = re.compile(r"\d\d")
_YEAR_LESS: Final = re.compile(r"\d{4}")
#: A line that says when a page was published has little else to say: "All News", "By Jane Doe, Paris".
_FEW_WORDS: Final = 6
#: A story is changed within days of its dateline; a dateline further before the last change tells no year.
_CLOSE: Final = dt.timedelta(days=31)


def complete(document: Document) -> Document:
    """`date`, `date_precision` and `updated`, and the home zone of the agency for a local time that has none."""
    document = _at_home(document)
    if is_open(document, "date") or is_open(document, "updated"):
        document = _from_lines(document)
    if is_open(document, "date"):
        document = _from_dateline_or_url(document)
    if is_open(document, "date") and document.updated is not None:
        precision = "minute" if isinstance(document.updated, dt.datetime) else "day"
        document = fill(document, date=document.updated, date_precision=precision)
    return document


def _from_lines(document: Document) -> Document:
    """The first date that a line of publication states, a line that says "published" before one that does not."""
    if not _DIGITS.search(document.body, 0, 1000) and not _DIGITS.search(document.body[-700:]):
        return document
    stamps = [stamp for line in head_lines(document) for stamp in publication(line)]
    # A bare day below a line of prose may head a part of the story: a timeline, a diary.
    below = lower_head_lines(document)
    stamps += [stamp for line in below for stamp in publication(line) if _is_sure(stamp)]
    if is_open(document, "date") and all(stamp.kind == "updated" for stamp in stamps):
        tail = tail_lines(document)
        stamps += [s for i, line in enumerate(tail) for s in publication(line) if i == 0 or _is_sure(s)]
    if not stamps:
        return document
    first = {kind: _first(stamps, kind) for kind in ("published", "plain", "updated")}
    stated = first["published"] or first["plain"]
    document = _fill_date(document, stated)
    changed = first["updated"]
    # Without a date of its own, a change is only known of a story whose date is not stated elsewhere.
    if changed is not None and changed.precision in ("minute", "day"):
        document = fill(document, updated=_local(document, changed))
    return document


def _is_sure(stamp: Stamp) -> bool:
    return stamp.kind != "plain" or stamp.found.precision == "minute"


def _first(stamps: list[Stamp], kind: str) -> FoundDate | None:
    return next((stamp.found for stamp in stamps if stamp.kind == kind), None)


def _fill_date(document: Document, found: FoundDate | None) -> Document:
    if found is None:
        return document
    return fill(document, date=_local(document, found), date_precision=found.precision)


def publication(line: str) -> list[Stamp]:
    """The dates of a line of publication; none for a line of prose, a headline or a caption with a date in it."""
    if not _DIGITS.search(line) or _NO_STAMP.search(line):
        return []
    stamps = find_stamps(line)
    # Two days that nothing tells apart are the ends of a time, not a publication.
    if not stamps or sum(stamp.kind == "plain" for stamp in stamps) > 1:
        return []
    if any(stamp.kind == "plain" and stamp.found.precision != "day" and not _is_sure(stamp) for stamp in stamps):
        return []
    around = _around(line, stamps)
    if all(is_filler(text) for text in around):
        return stamps
    if any(stamp.found.precision in ("month", "year") for stamp in stamps) or line.rstrip().endswith((".", "?", "!")):
        return []
    rest = [part for text in around for part in _SEPARATORS.split(text) if not is_filler(part)]
    return stamps if _says_little(line, stamps, rest) else []


def _around(line: str, stamps: list[Stamp]) -> list[str]:
    """What stands before, between and after the dates of a line."""
    ends = [0, *(stamp.found.end for stamp in stamps)]
    starts = [*(stamp.found.start for stamp in stamps), len(line)]
    return [line[end:start] for end, start in zip(ends, starts, strict=True)]


def _says_little(line: str, stamps: list[Stamp], rest: list[str]) -> bool:
    """Whether the rest of a line with dates is what stands beside a time of publication: section, byline, place."""
    if sum(len(part.split()) for part in rest) > 3 * _FEW_WORDS:
        return False
    first = stamps[0]
    before = line[: first.found.start]
    if all(_is_label(part) for part in rest):
        # A time of day makes it sure; a bare day needs a sign between it and the words, or a word of publication.
        timed = first.found.precision == "minute" or first.kind != "plain"
        return timed or bool(_SEPARATORS.search(line)) or find_byline(before) is not None
    return False


def _is_label(part: str) -> bool:
    """`All News`, `By Jane Doe`, `Reuters`: no prose, whose small words would show."""
    words = part.strip(" ,.:;()[]").split()
    if find_byline(part) is not None or agency_named(part) is not None:
        return True
    if not words or len(words) > _FEW_WORDS:
        return not words
    return all(not word[0].islower() for word in words) or is_filler(" ".join(w for w in words if w[0].islower()))


def _from_dateline_or_url(document: Document) -> Document:
    """A dateline's day with its year, or with one known from the URL or the last change; else the URL's date."""
    day = document.dateline.day if document.dateline else None
    linked = date_of_url(document.url) if document.url else None
    if day:
        stated = parse_whole(day)
        if stated is not None and stated.precision == "day":
            return _fill_date(document, stated)
        found = _with_year(day, document, linked)
        if found is not None:
            return fill(document, date=found, date_precision="day")
    if linked is not None and linked.precision != "year":
        return _fill_date(document, linked)
    return document


def _with_year(day: str, document: Document, linked: FoundDate | None) -> dt.date | None:
    """`Jan. 24` and a year known from elsewhere -> the day; None when they do not agree, or no year is known."""
    if _YEAR_LESS.search(day):
        return None
    known = document.updated or (linked.value if linked else None)
    if known is None:
        return None
    known = known.date() if isinstance(known, dt.datetime) else known
    if document.updated is None and linked is not None and linked.precision == "year":
        return _day_in(day, known.year)
    tries = [_day_in(day, year) for year in (known.year, known.year - 1)]
    if document.updated is None and linked is not None and linked.precision == "month":
        return next(
            (found for found in tries if found and (found.year, found.month) == (known.year, known.month)), None
        )
    # Filed on the evening before, or in another part of the world.
    return next((found for found in tries if found and -_CLOSE <= found - known <= dt.timedelta(days=1)), None)


def _day_in(day: str, year: int) -> dt.date | None:
    dates = find_dates(f"{day.rstrip('. ')}, {year}")
    if len(dates) != 1 or dates[0].precision != "day" or isinstance(dates[0].value, dt.datetime):
        return None
    return dates[0].value


def _home(document: Document) -> dt.tzinfo | None:
    """The clock of the agency that published the document: its source, or that of its dateline where none is given."""
    agency = agency_named(document.source) if document.source else None
    if agency is None and not document.source and document.dateline is not None and document.dateline.agency:
        agency = agency_named(document.dateline.agency)
    return agency.zone if agency is not None else None


def _local(document: Document, found: FoundDate) -> dt.datetime | dt.date:
    """A date found -> with its agency's zone where it states none, or a word ("CST") that the agency's clock bears."""
    value = found.value
    if not isinstance(value, dt.datetime) or value.tzinfo is not None:
        return value
    home = _home(document)
    if home is None:
        return value
    here = on_clock(value, home)
    return here if found.zone is None or value.replace(tzinfo=home).tzname() == found.zone.upper() else value


def _at_home(document: Document) -> Document:
    """Local times that the source gave without a zone -> in the home zone of its agency."""
    home = _home(document) if _is_naive(document.date) or _is_naive(document.updated) else None
    if home is None:
        return document
    date, updated = (_placed(value, home) for value in (document.date, document.updated))
    return changed(document, date=date, updated=updated)


def _is_naive(value: dt.datetime | dt.date | None) -> bool:
    return isinstance(value, dt.datetime) and value.tzinfo is None


def _placed(value: dt.datetime | dt.date | None, home: dt.tzinfo) -> dt.datetime | dt.date | None:
    return on_clock(value, home) if isinstance(value, dt.datetime) and value.tzinfo is None else value
