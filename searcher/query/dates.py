"""The value of a date field -> first and last day, both in; None is open.

Days, months, years and ranges of them; calendar words reckoned from a given now; what is ambiguous or impossible is a
ValueError that says what to write instead. Weeks start on Monday; "past n days" has today in it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

Interval = tuple[dt.date | None, dt.date | None]

_MONTHS: Final = {
    **{name.lower(): number for number, name in enumerate(calendar.month_name) if name},
    **{name.lower(): number for number, name in enumerate(calendar.month_abbr) if name},
    "sept": 9,
}
_DAYS: Final = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_UNITS: Final = {"d": "day", "w": "week", "m": "month", "y": "year"}
_RANGE: Final = re.compile(r"([\[{])\s*(.+?)\s+(?:TO|to|-)\s+(.+?)\s*([\]}])")
_COMPARED: Final = re.compile(r"(>=|<=|[<>](?!=))\s*(.+)")
_PAST: Final = re.compile(r"(?:(?:past|last|previous)\s+(\d{1,4})|past)\s+(day|week|month|year)s?")
_CALENDAR: Final = re.compile(r"(this|last)\s+(week|month|year)")
_RELATIVE: Final = re.compile(r"-(\d{1,5})([dwmy])")
_ISO: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_NUMERIC: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_QUARTER: Final = re.compile(r"(\d{4})[- ]?q([1-4])|q([1-4])[- ](\d{4})")
_MOMENT: Final = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[t ]\d{1,2}:\d{2}.*")
_TWO: Final = re.compile(r"(\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?) ?(?:-|to) ?(\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?)")
_AGO: Final = re.compile(r"(\d{1,5}) (day|week|month|year)s? ago")
_SEASON: Final = re.compile(r"(?:spring|summer|autumn|fall|winter)(?: (\d{4}))?")
_MONTH_YEAR: Final = re.compile(r"([a-z]+)\.?,?\s+(\d{4})")
_DAY_MONTH_YEAR: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]+)\.?,?\s+(\d{4})")
_MONTH_DAY_YEAR: Final = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_EXAMPLES: Final = '2020, 2020-01, 2020-01-24, 2020-01..2020-03, >=2020-01-15, -7d, yesterday or "24 Jan 2020"'


def read_interval(text: str, now: dt.date) -> Interval:
    """The days that a date value names; ValueError with what to write instead."""
    value = " ".join(text.split())
    if not value:
        raise ValueError(f"write a date after the colon: {_EXAMPLES}")
    if match := _RANGE.fullmatch(value):
        return _bracketed(match, now)
    if match := _COMPARED.fullmatch(value):
        return _compared(match[1], _named(match[2], now))
    if ".." in value:
        first, _, last = value.partition("..")
        if not first.strip() and not last.strip().strip("."):
            raise ValueError("a range needs a date on one side of the .. at least: 2020-01-15..")
        return _ordered(_bound(first or "*", now, last=False), _bound(last.lstrip(".") or "*", now, last=True), value)
    return _named(value, now)


def read_day(text: str, now: dt.date, *, last: bool) -> dt.date:
    """One end of a range: the first day of what is named, or the last."""
    if ".." in text or _RANGE.fullmatch(text.strip()) or _COMPARED.fullmatch(text.strip()):
        raise ValueError("write one date here: 2020, 2020-01, 2020-01-24, -7d or yesterday")
    bound = _bound(text, now, last=last)
    if bound is None:
        raise ValueError("write a date here: 2020-01-24")
    return bound


def _compared(sign: str, days: tuple[dt.date, dt.date]) -> Interval:
    """`>=`: from its first day on; `>`: after its last; `<=`: up to its last; `<`: before its first."""
    first, last = days
    one = dt.timedelta(days=1)
    try:
        if sign == ">":
            return last + one, None
        if sign == "<":
            return None, first - one
    except OverflowError:
        raise ValueError("no day lies beyond this one") from None
    return (first, None) if sign == ">=" else (None, last)


def _bracketed(match: re.Match[str], now: dt.date) -> Interval:
    """`[a TO b]`, both ends in; a curly bracket leaves its end out, as in Lucene."""
    one, two = _bound(match[2], now, last=False), _bound(match[3], now, last=True)
    _ordered(one, two, match[0])
    first = _compared(">", _named(match[2], now))[0] if one and match[1] == "{" else one
    last = _compared("<", _named(match[3], now))[1] if two and match[4] == "}" else two
    if first and last and first > last:
        raise ValueError(f"no day lies in {match[0]}: {{ }} leave out their ends, [ ] have them in")
    return first, last


def _ordered(first: dt.date | None, last: dt.date | None, text: str) -> Interval:
    if first and last and first > last:
        raise ValueError(f"the range {text} is upside down: write the earlier date first")
    return first, last


def _bound(text: str, now: dt.date, *, last: bool) -> dt.date | None:
    """An end of a range; None for `*`."""
    if text.strip() == "*":
        return None
    return _named(text.strip(), now)[1 if last else 0]


def _named(text: str, now: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last day of a day, month, year or calendar word."""
    value = " ".join(text.lower().replace(",", ", ").split()).replace(" ,", ",")
    found = _calendar_word(value, now) or _numbers(value) or _names(value)
    if found is None:
        raise ValueError(_instead(value) or f"{text!r} is no date: write {_EXAMPLES}")
    return found


def _instead(value: str) -> str | None:
    """What to write for something that is nearly a date."""
    if match := _MOMENT.fullmatch(value):
        return f"dates go down to the day: write {match[1]}"
    if match := _TWO.fullmatch(value):
        return f"for a range write {match[1]}..{match[2]}"
    if match := _AGO.fullmatch(value):
        return f"for that day and all since write -{match[1]}{match[2][0]}"
    if match := _SEASON.fullmatch(value):
        year = match[1] or "2020"
        return f"a season has no fixed days: name the months, as in {year}-06..{year}-08"
    if value in (">", ">=", "<", "<="):
        return f"write the date right after {value}, without a blank: {value}2020-01-15"
    if value in _MONTHS:
        return f'name the year as well, in quotes: "{value} 2020"'
    if value in ("this", "last", "past", "previous"):
        return f'write several words in quotes: "{"past 7 days" if value == "past" else "last week"}"'
    return None


def _calendar_word(value: str, now: dt.date) -> tuple[dt.date, dt.date] | None:
    """today, yesterday, last week, this month, past week, past 30 days, -7d, monday."""
    if value in ("today", "yesterday"):
        day = now if value == "today" else _minus(now, 1, "day")
        return day, day
    if value in _DAYS:
        day = _minus(now, (now.weekday() - _DAYS[value]) % 7, "day")
        return day, day
    if match := _RELATIVE.fullmatch(value):
        return _minus(now, int(match[1]), _UNITS[match[2]]), now
    if match := _PAST.fullmatch(value):
        count, unit = int(match[1] or 1), match[2]
        if count < 1:
            raise ValueError("write a number from 1: past 30 days")
        return (_minus(now, count - 1, "day") if unit == "day" else _after(_minus(now, count, unit))), now
    if match := _CALENDAR.fullmatch(value):
        return _calendar(match[1] == "last", match[2], now)
    return None


def _calendar(previous: bool, unit: str, now: dt.date) -> tuple[dt.date, dt.date]:  # noqa: FBT001 - one line above
    """This or the last whole week, month or year."""
    day = _minus(now, 1, unit) if previous else now
    if unit == "week":
        monday = _minus(day, day.weekday(), "day")
        return monday, monday + dt.timedelta(days=6)
    return whole(day.year, day.month if unit == "month" else None)


def _minus(day: dt.date, count: int, unit: str) -> dt.date:
    """A day so many units earlier; the 31st becomes the last of a shorter month."""
    from dateutil.relativedelta import relativedelta

    step = {f"{unit}s": -count}
    try:
        return day + relativedelta(**step)  # type: ignore[arg-type] # the units are those of our grammar
    except (OverflowError, ValueError):
        raise ValueError("that is before the year 1") from None


def _after(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1)


def whole(year: int, month: int | None = None) -> tuple[dt.date, dt.date]:
    """First and last day of a year or month; ValueError for one that there is not."""
    if not 1 <= year <= 9999:
        raise ValueError(f"there is no year {year}: years go from 0001 to 9999")
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}; write {year}-01 to {year}-12")
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> tuple[dt.date, dt.date]:
    """A day as an interval; ValueError that names the month's length."""
    last = whole(year, month)[1].day
    if not 1 <= day <= last:
        raise ValueError(f"there is no {year}-{month:02}-{day:02}: {calendar.month_name[month]} {year} has {last} days")
    return dt.date(year, month, day), dt.date(year, month, day)


def _numbers(value: str) -> tuple[dt.date, dt.date] | None:
    """2020, 2020-01, 2020-01-24, 20200124, 202001, 2020-q1; 24/01/2020 where only one order is possible."""
    if match := _QUARTER.fullmatch(value):
        year, last_month = int(match[1] or match[4]), 3 * int(match[2] or match[3])
        return whole(year, last_month - 2)[0], whole(year, last_month)[1]
    if (match := _ISO.fullmatch(value)) or (match := _COMPACT.fullmatch(value)):
        year, month, day = int(match[1]), match[2], match[3]
        if day:
            return _day(year, int(month), int(day))
        return whole(year, int(month) if month else None)
    if match := _NUMERIC.fullmatch(value):
        one, two, year = int(match[1]), int(match[2]), int(match[3])
        if one <= 12 and two <= 12 and one != two:
            raise ValueError(
                f"{value} may be {calendar.month_name[two]} {one} or {calendar.month_name[one]} {two}: "
                f"write {year}-{two:02}-{one:02} or {year}-{one:02}-{two:02}"
            )
        return _day(year, one, two) if two > 12 else _day(year, two, one)
    return None


def _names(value: str) -> tuple[dt.date, dt.date] | None:
    """January 2020, 24 Jan 2020, 24-Jan-2020, Jan 24, 2020."""
    value = value.replace("-", " ")
    if (match := _DAY_MONTH_YEAR.fullmatch(value)) and match[2] in _MONTHS:
        return _day(int(match[3]), _MONTHS[match[2]], int(match[1]))
    if (match := _MONTH_DAY_YEAR.fullmatch(value)) and match[1] in _MONTHS:
        return _day(int(match[3]), _MONTHS[match[1]], int(match[2]))
    if (match := _MONTH_YEAR.fullmatch(value)) and match[1] in _MONTHS:
        return whole(int(match[2]), _MONTHS[match[1]])
    return None
