"""A string -> every date that it states in full, in the order of the text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from searcher.knowledge.dates.grammar import grammar
from searcher.knowledge.dates.words import alternatives, months, on_clock, stamp_words, weak_months, weekdays, zone_of

Precision = Literal["minute", "day", "month", "year"]

#: How far before a date its time and weekday may begin ("Wednesday 12:00:00 Eastern Standard Time, "), and how far
#: the other parts of a date may stand from its year.
_REACH: Final = 60
#: RFC 5322, 4.3: two digits under 50 are this century, the others the last.
_PIVOT: Final = 50
_DIGITS: Final = re.compile(r"\d\d")
_AFTERNOON: Final = ("오후", "午後", "下午")
_YEAR: Final = re.compile(r"(?<!\w)((?:1[5-9]|20|21)\d\d)(?:[-/.](\d{2}))?(?!\w)")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date stated in a text, at `start`:`end` (weekday, time and zone included).

    `value` is a `datetime` when the precision is "minute" (aware where the text states a zone that is one zone), else
    a `date` of which only what the precision names is known. `zone` is the zone as the text has it, also when it
    names several zones ("CST") and the value therefore stays local.
    """

    value: dt.datetime | dt.date
    precision: Precision
    start: int
    end: int
    zone: str | None = None


def find_dates(text: str, *, day_first: bool | None = None) -> list[FoundDate]:
    """Every full date in the text. `01/02/2020` is one only where `day_first` says which of the two is the day.

    A month with its year is found too, with the precision "month"; a year alone is not (see `parse_whole`).
    """
    if not _DIGITS.search(text):
        return []
    rules = grammar()
    found: list[FoundDate] = []
    for start, end in _stretches(text):
        for match in rules.core.finditer(text, start, end):
            day = _day_of(match, day_first=day_first)
            if day is not None:
                found.append(_widen(text, match, day, found[-1].end if found else 0))
    return found


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text that have a year, as wide as a date may be, in order and apart: most text has none."""
    start, end = 0, -1
    for match in grammar().hint.finditer(text):
        if match.start() - _REACH > end:
            if end >= 0:
                yield start, end
            start = max(0, match.start() - _REACH)
        end = min(len(text), match.end() + _REACH)
    if end >= 0:
        yield start, end


def parse_whole(text: str, *, day_first: bool | None = None) -> FoundDate | None:
    """The date that the string as a whole is, apart from words such as "Published on" or "Last updated:".

    None when it holds something else, or more than one date. "2020" is the year 2020, "2020-01" its first month.
    """
    dates = find_dates(text, day_first=day_first)
    if len(dates) > 1:
        return None
    if not dates:
        match = _YEAR.search(text)
        dates = [found for found in [_year(match)] if found] if match else []
    if not dates:
        return None
    found = dates[0]
    rest = f"{text[: found.start]} | {text[found.end :]}"
    return found if is_filler(rest) else None


def is_filler(text: str) -> bool:
    """Whether a text is made only of the words and marks that stand around a date of publication."""
    return not _FILLER.sub("", text.lower()).strip(" \t\n\r.,:;|·•()[]<>/*-–—'\"’“”=\u00a0\u202f")


_FILLER_WORDS: Final = [word for kind in ("published", "updated", "filler") for word in stamp_words(kind)]
_FILLER: Final = re.compile(rf"(?<!\w)(?:{alternatives([*_FILLER_WORDS, *weekdays()])})(?!\w)")


def _year(match: re.Match[str]) -> FoundDate | None:
    """A year, or a year and a month in figures."""
    month = int(match[2] or 1)
    if not 1 <= month <= 12:
        return None
    return FoundDate(dt.date(int(match[1]), month, 1), "month" if match[2] else "year", match.start(), match.end())


def _day_of(match: re.Match[str], *, day_first: bool | None) -> tuple[dt.date, Precision] | None:
    """The core that matched -> its day, or the first of its month; None when there is no such day, or two."""
    groups = match.groupdict()
    kind = next(key for key in _KINDS if groups[key])
    if kind == "range":
        return None
    if kind == "na":
        return _numeric(groups, day_first=day_first)
    if kind == "compact":
        packed = groups["compact"]
        return _real(int(packed[:4]), int(packed[4:6]), int(packed[6:]))
    year, month, day = _KINDS[kind]
    number = groups[month]
    if not number.isdecimal():
        if kind == "ym" and number.lower() in weak_months() and not number[0].isupper():
            return None
        number = months()[number.lower()]
    return _real(_century(groups[year]), int(number), int(groups[day]) if day and groups[day] else None)


#: Kind of core, by the group that is there when it matched -> the groups of its year, month and day.
_KINDS: Final = {
    "iso": ("iy", "im", "id"),
    "compact": ("", "", ""),
    "cy": ("cy", "cm", "cd"),
    "ky": ("ky", "km", "kd"),
    "range": ("", "", ""),
    "dd": ("dy", "dm", "dd"),
    "hd": ("hy", "hm", "hd"),
    "mm": ("my", "mm", "md"),
    "rd": ("ry", "rm", "rd"),
    "ym": ("yy", "ym", ""),
    "na": ("", "", ""),
}


def _century(digits: str) -> int:
    year = int(digits.lstrip("'’"))
    if year >= 100:
        return year
    return year + (2000 if year < _PIVOT else 1900)


def _real(year: int, month: int, day: int | None) -> tuple[dt.date, Precision] | None:
    try:
        return dt.date(year, month, day if day is not None else 1), "month" if day is None else "day"
    except ValueError:
        return None


def _numeric(groups: dict[str, str | None], *, day_first: bool | None) -> tuple[dt.date, Precision] | None:
    first, second, year = (int(groups[name] or 0) for name in ("na", "nb", "ny"))
    as_day_first, as_month_first = _real(year, second, first), _real(year, first, second)
    if as_day_first and as_month_first and first != second:
        if day_first is None:
            return None
        return as_day_first if day_first else as_month_first
    return as_day_first or as_month_first


def _widen(text: str, match: re.Match[str], day: tuple[dt.date, Precision], after: int) -> FoundDate:
    """A day found -> the same with the weekday, time and zone beside it."""
    date, precision = day
    start, end = match.span()
    if precision != "day":
        return FoundDate(date, precision, start, end)
    rules = grammar()
    left = rules.before.search(text, max(after, start - _REACH), start)
    start = left.start() if left else start
    time = None
    if match["clock"]:
        clock = match["clock"].split()
        time = _clock(clock[0].split(":")), clock[1] if len(clock) > 1 else None
    right = rules.after.match(text, end)
    if time is None and right and right["at"] is not None:
        time = _time(right, "a", spoken=bool(right["at"]))
    if right and (time is not None or right["at"] is None):
        end = right.end()
    if time is None and left:
        time = _time(left, "b", spoken=False)
    if time is None or time[0] is None:
        return FoundDate(date, precision, start, end)
    value, zone = _join(date, time[0], time[1])
    return FoundDate(value, "minute", start, end, zone)


def _join(date: dt.date, time: dt.time, zone: str | None) -> tuple[dt.datetime, str | None]:
    clock = zone_of(zone) if zone else None
    local = dt.datetime.combine(date, time)
    return local if clock is None else on_clock(local, clock), zone


def _clock(parts: list[str]) -> dt.time | None:
    hour, minute, second = (int(part) for part in [*parts, "0"][:3])
    try:
        return dt.time(hour, minute, second)
    except ValueError:
        return None


def _time(match: re.Match[str], mark: str, *, spoken: bool) -> tuple[dt.time, str | None] | None:
    """The time of day in a match of one side of the grammar, and its zone as written; None when there is none.

    `spoken` says that a word such as "at" stands before it, which makes "9.30" a time.
    """
    part = {name: match[mark + name] for name in _PARTS}
    half = (part["half"] or "")[:1].lower() or ("p" if part["half_before"] else "")
    if part["half_before"] and part["half_before"].strip() not in _AFTERNOON:
        half = "a"
    if part["packed"]:
        digits = [part["packed"][:2], part["packed"][2:4], part["packed"][4:] or "0"]
    elif part["military"]:
        digits = [part["military"][:2], part["military"][2:]]
    elif part["bare"]:
        digits = [part["bare"], "0"]
    elif part["h"]:
        sure = half or spoken or part["unit"] or part["zone"]
        if part["sep"] == "." and not sure:
            return None
        digits = [part["h"], part["m"] or part["cjk"] or "0", part["s"] or "0"]
    else:
        return None
    hour = int(digits[0])
    if half and hour <= 12:
        digits[0] = str(hour % 12 + (12 if half == "p" else 0))
    time = _clock(digits)
    zone = part["zone"]
    return None if time is None else (time, zone.strip("()[] ") if zone else None)


_PARTS: Final = "half_before h sep m s cjk bare packed military half unit zone".split()
