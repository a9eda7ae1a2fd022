"""The table of date words -> months by name, weekday names, zones, and the words around a date of publication."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

_DATA: Final = Path(__file__).parent.parent / "data" / "dates.toml"
_OFFSET: Final = re.compile(r"(?:GMT|UTC)?[^\S\n]?([+\-−])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
#: The farthest zones of the world are 14 hours from Greenwich.
_FARTHEST: Final = 14 * 60


@cache
def _table() -> dict[str, Any]:
    with _DATA.open("rb") as stream:
        return tomllib.load(stream)


@cache
def months() -> dict[str, int]:
    """Lower-case month name -> 1 to 12."""
    rows = _table()["months"]
    return {name.rstrip("."): number for number in range(1, 13) for name in rows[str(number)].split()}


@cache
def weak_months() -> frozenset[str]:
    """Month names that are everyday words too."""
    return frozenset(_table()["months"]["weak"].split())


@cache
def weekdays() -> tuple[str, ...]:
    """Weekday names and their short forms, lower case."""
    return tuple(_table()["weekdays"]["names"].split())


@cache
def _zones() -> dict[str, dt.tzinfo]:
    rows = _table()["zones"]
    fixed: dict[str, dt.tzinfo] = {
        name.lower(): dt.timezone(dt.timedelta(hours=hours), name) for name, hours in rows["fixed"].items()
    }
    for name in ("gmt", "utc", "ut", "z"):
        fixed[name] = dt.UTC
    return fixed | {name.lower(): ZoneInfo(place) for name, place in rows["clocks"].items()}


@cache
def unclear_zones() -> tuple[str, ...]:
    """Zone words that name more than one zone."""
    return tuple(_table()["zones"]["unclear"].split())


def zone_names() -> tuple[str, ...]:
    """Every word that states a zone, clear or not, lower case."""
    return (*_zones(), *(name.lower() for name in unclear_zones()))


def zone_of(name: str) -> dt.tzinfo | None:
    """A zone word or offset ("KST", "ET", "+09:00", "GMT+9") -> its zone; None when it names none, or several."""
    name = name.strip(" ()[].").lower()
    known = _zones().get(name)
    if known is not None:
        return known
    offset = _OFFSET.fullmatch(name)
    if offset is None:
        return None
    sign, hours, minutes = offset.groups()
    total = int(hours) * 60 + int(minutes or 0)
    if total > _FARTHEST or int(minutes or 0) > 59:
        return None
    return dt.timezone(dt.timedelta(minutes=total if sign == "+" else -total))


@cache
def stamp_words(kind: str) -> tuple[str, ...]:
    """The phrases of one kind ("published", "updated", "filler"), longest first, lower case."""
    phrases = (phrase.strip() for line in _table()["stamps"][kind].split("\n") for phrase in line.split("|"))
    return tuple(sorted({phrase for phrase in phrases if phrase}, key=lambda phrase: (-len(phrase), phrase)))


def alternatives(names: Iterable[str]) -> str:
    """Names -> the inside of a regular expression that matches any of them, the longest first.

    It branches letter by letter: a list of 200 names, tried one by one at each word, costs ten times as much.
    """
    by_first: dict[str, list[str]] = {}
    for name in sorted(set(names)):
        by_first.setdefault(name[:1], []).append(name[1:])
    ends = by_first.pop("", None) is not None
    branches = [re.escape(letter) + alternatives(rest) for letter, rest in by_first.items()]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)})" + ("?" if ends else "")


def on_clock(local: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """A local time -> the same on the clock of a zone, with the offset that the clock has then."""
    offset = local.replace(tzinfo=zone).utcoffset() or dt.timedelta()
    # Before about 1900 clocks kept the sun's time, to the second.
    minutes = round(offset.total_seconds() / 60)
    return local.replace(tzinfo=dt.timezone(dt.timedelta(minutes=minutes)) if minutes else dt.UTC)
