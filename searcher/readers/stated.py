"""A date or a dateline as a format states it (a value of its own, not a sentence) -> the value, or None."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from searcher.document import Dateline, DatePrecision, parse_date

FoundDate = tuple[dt.datetime | dt.date, DatePrecision]

_COMPACT_DAY: Final = re.compile(r"\d{8}")
#: 20200124090000, as archives and databases write a time; a count of seconds has 10 digits in this century, of
#: milliseconds 13.
_COMPACT_TIME: Final = re.compile(
    r"((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))((?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)"
)
#: Fri Jan 24 09:00:00 +0000 2020, as the C library and some services write a time.
_C_TIME: Final = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d(?: ([A-Z]{3,4}|[+-]\d{4}))? \d{4}")
_WEEK: Final = re.compile(r"\d{4}-?W\d")
_NUMBER: Final = re.compile(r"-?\d{9,16}(?:\.\d+)?")
#: An epoch count below this is of seconds (up to the year 5138), above it of milliseconds, then of microseconds.
_SECONDS_END: Final = 100_000_000_000

_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DAY: Final = re.compile(
    rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?\s+\d{{1,2}}(?:,?\s+\d{{4}})?"
    rf"|\d{{1,2}}\s+(?:{'|'.join(_MONTHS)})[a-z]*\.?(?:\s+\d{{4}})?"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
    re.IGNORECASE,
)
#: A misspelt month is a day too: `Narch 2`.
_ODD_DAY: Final = re.compile(r"(?<=[,\s])[A-Z][a-z]{2,}\.? \d{1,2}(?=[\s,-]*$)")
_AGENCY_AFTER_DAY: Final = re.compile(r"\s*,\s*((?:[A-Z][\w.&]*\s?){1,3})[\s-]*")
_AGENCY: Final = re.compile(r"\(([^()]{2,60})\)")
_EDGES: Final = " \t\n,;-–—*"


def read_date(value: object) -> FoundDate | None:
    """A date of any precision, ISO or epoch or as people write it; None when no day, month or year can be read."""
    if isinstance(value, dt.datetime):
        return value, "minute"
    if isinstance(value, dt.date):
        return value, "day"
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    try:
        return _read_machine_date(text)
    except (ValueError, OverflowError, OSError):
        return _read_human_date(text)


def _read_machine_date(text: str) -> FoundDate:
    if _COMPACT_DAY.fullmatch(text):
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:])), "day"
    if compact := _COMPACT_TIME.fullmatch(text):
        return dt.datetime.fromisoformat("T".join(compact.groups())), "minute"
    if written := _C_TIME.fullmatch(text):
        return _read_c_time(text, written[1]), "minute"
    if _WEEK.match(text):
        raise ValueError("a week is no precision that a date has")
    if _NUMBER.fullmatch(text):
        return _from_epoch(float(text)), "minute"
    date, precision = parse_date(text)
    # A time of 00:00:00 without a zone is how programs write a day that has no time.
    if isinstance(date, dt.datetime) and date.tzinfo is None and date.time() == dt.time():
        return date.date(), "day"
    return date, precision


def _from_epoch(count: float) -> dt.datetime:
    while abs(count) >= _SECONDS_END:
        count /= 1000
    return dt.datetime.fromtimestamp(int(count), dt.UTC)


def _read_c_time(text: str, zone: str | None) -> dt.datetime:
    from dateutil import parser

    from searcher.knowledge import dates

    local = parser.parse(text, ignoretz=True)
    clock = dates.zone_of(zone) if zone else None
    return dates.on_clock(local, clock) if clock else local


def _read_human_date(text: str) -> FoundDate | None:
    from searcher.knowledge import dates

    found = dates.parse_whole(text)
    return (found.value, found.precision) if found else None


def read_dateline(text: str) -> Dateline | None:
    """`SEOUL, Jan. 24 (Yonhap) --` -> its place, day and agency; None when it has none of them.

    It is read as the opening of a paragraph is, so that a place has one spelling whatever the format; what that
    grammar does not know is still a dateline, as the format says so.
    """
    from searcher.knowledge.datelines import find_dateline

    written = " ".join(text.split()).strip(_EDGES)
    found = find_dateline(f"{written} -- The") if written else None
    agency = _AGENCY.search(written)
    rest = _AGENCY.sub(" ", written)
    day = _DAY.search(rest) or _ODD_DAY.search(rest)
    if found is not None and found.place:
        return Dateline(found.place, found.day or (day.group() if day else None), found.agency)
    after = _AGENCY_AFTER_DAY.fullmatch(rest[day.end() :]) if day else None
    place = " ".join((rest[: day.start()] if day else rest).strip(_EDGES).split())
    if not (place or day or agency):
        return None
    spelt = find_dateline(f"{place} -- The") if place else None
    place = spelt.place if spelt and spelt.place else place
    named = agency or after
    return Dateline(place or None, day.group() if day else None, named.group(1).strip() if named else None)
