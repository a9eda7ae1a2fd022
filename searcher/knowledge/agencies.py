"""A mark such as "Yonhap" or "(AP)" -> the news agency it names."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

_DATA: Final = Path(__file__).parent / "data" / "agencies.tsv"
_TAIL: Final = re.compile(r"\s+(?:News|News Agency|News Service|Newswire)$", re.IGNORECASE)
#: Marks up to this length are acronyms, whose case matters: "AP" is one, "ap" and "Ap" are not.
_ACRONYM: Final = 4


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency: `name` as the trade calls it, `full` its name, `marks` all forms that name it, `place` its seat.

    `zone_name` is the IANA zone of its own service; None where it writes on several clocks, or is mostly read in
    papers that print their own.
    """

    name: str
    full: str
    marks: tuple[str, ...]
    zone_name: str | None
    place: str | None
    country: str | None

    @property
    def zone(self) -> dt.tzinfo | None:
        """The clock of its service."""
        return ZoneInfo(self.zone_name) if self.zone_name else None


@cache
def agencies() -> tuple[Agency, ...]:
    """All that the table has, in its order."""
    with _DATA.open(encoding="utf-8", newline="") as stream:
        lines = (line for line in stream if not line.startswith("#"))
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(_agency(row) for row in rows)


def _agency(row: dict[str, str]) -> Agency:
    given = (row["name"], row["full"], *(row["marks"] or "").split("|"))
    marks = tuple(dict.fromkeys(mark for mark in given if mark))
    return Agency(row["name"], row["full"], marks, row["zone"] or None, row["place"] or None, row["country"] or None)


@cache
def _by_mark() -> dict[str, Agency]:
    found: dict[str, Agency] = {}
    for agency in agencies():
        for mark in agency.marks:
            found.setdefault(_key(mark), agency)
    return found


def _key(mark: str) -> str:
    """What two forms of a mark share: without "The", and, unless it is an acronym, without its case."""
    mark = " ".join(mark.strip(" \t\n\r()[]/.,;:–—-").removeprefix("The ").split())
    return mark if len(mark) <= _ACRONYM else mark.casefold()


@lru_cache(maxsize=1024)
def _lookup(text: str) -> Agency | None:
    known = _by_mark()
    return known.get(_key(text)) or known.get(_key(_TAIL.sub("", text.strip(" ()[]"))))


def agency_named(text: str) -> Agency | None:
    """The agency that the text as a whole names: "Yonhap", "(AP)", "The Associated Press", "Kyodo News", "AP/Reuters"
    (the first); None for all else.
    """
    # Longer texts are prose.
    if len(text) > 60:
        return None
    whole = _lookup(text)
    if whole is not None or "/" not in text.strip("/ "):
        return whole
    return next((agency for part in text.split("/") if (agency := _lookup(part)) is not None), None)
