"""A line -> the dates of publication and of later changes that it states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from searcher.knowledge.dates.find import FoundDate, find_dates
from searcher.knowledge.dates.words import alternatives, stamp_words

StampKind = Literal["published", "updated", "plain"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date and what the words before it say of it: "plain" when they say nothing."""

    kind: StampKind
    found: FoundDate


@cache
def _words() -> re.Pattern[str]:
    published, updated = (alternatives(stamp_words(kind)) for kind in ("published", "updated"))
    return re.compile(rf"(?<![\w-])(?:(?P<updated>{updated})|(?P<published>{published}))(?!\w)", re.IGNORECASE)


def find_stamps(line: str, *, day_first: bool | None = None) -> list[Stamp]:
    """The dates of a line, each with the kind that the nearest word of publication before it gives.

    `Published Jan. 24, 2020 | Updated Jan. 25, 2020` has one of each. Whether the line is a line of publication at
    all (and not prose with a date in it) is for the caller to judge.
    """
    stamps: list[Stamp] = []
    after = 0
    for found in find_dates(line, day_first=day_first):
        kind: StampKind = "plain"
        # A word further off than this speaks of something else.
        for match in _words().finditer(line, max(after, found.start - 40), found.start):
            kind = "updated" if match["updated"] else "published"
        stamps.append(Stamp(kind, found))
        after = found.end
    return stamps
