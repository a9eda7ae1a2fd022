"""A URL -> the day or month of publication that its path has."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from searcher.knowledge.dates.find import FoundDate, Precision
from searcher.knowledge.dates.words import months

_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_FORMS: Final = (
    re.compile(rf"/{_YEAR}/(?P<month>\d{{1,2}}|[a-z]{{3,9}})/(?P<day>\d{{1,2}})(?![\w])", re.IGNORECASE),
    re.compile(rf"(?<![\d.]){_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)"),
    re.compile(rf"(?<=[/_-]){_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?=[/._-]|$)"),
    re.compile(rf"/{_YEAR}[/-](?P<month>\d{{2}}|[a-z]{{3,9}})/", re.IGNORECASE),
    re.compile(rf"/{_YEAR}/"),
)


def date_of_url(url: str) -> FoundDate | None:
    """`/2020/01/24/`, `/2020/jan/24/`, `/2020-01-24-`, `/20200124/`: a day; `/2020/01/`: a month; `/2020/`: a year."""
    if "20" not in url and "19" not in url:
        return None
    path = re.split("[?#]", url[:500], maxsplit=1)[0]
    for form in _FORMS:
        for match in form.finditer(path):
            found = _real(match)
            if found is not None:
                return found
    return None


def _real(match: re.Match[str]) -> FoundDate | None:
    parts = match.groupdict()
    month = parts.get("month") or "1"
    number = int(month) if month.isdecimal() else months().get(month.lower(), 0)
    try:
        date = dt.date(int(parts["year"]), number, int(parts.get("day") or 1))
    except ValueError:
        return None
    precision: Precision = "day" if parts.get("day") else "month" if parts.get("month") else "year"
    return FoundDate(date, precision, match.start(), match.end())
