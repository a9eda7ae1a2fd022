"""A snapshot -> what time it covers: stories by period and source, gaps, undated stories, late arrivals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from searcher.analysis.entries import MISSING
from searcher.codec.base import Leaf, Numbers, Snapshot
from searcher.errors import RequestError
from searcher.search.facets import Period, bucket_numbers, period_label

#: A story that came into the index so many days after its date is late, unless told otherwise.
LATE_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Gap:
    """Periods without a story, `first` to `last`, both of them too, between periods that have some."""

    first: str
    last: str
    periods: int


@dataclass(frozen=True, slots=True)
class Covered:
    """The stories of one period and one source; None is those that name no source."""

    period: str
    source: str | None
    stories: int


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """One source: its stories, those with no date (or one too vague for a period), its periods and its gaps."""

    source: str | None
    stories: int
    undated: int
    vague: int
    first: str | None
    last: str | None
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Late:
    """Stories that came into the index on one day, long after the days that they are dated, `oldest` to `newest`."""

    added: str
    stories: int
    oldest: str
    newest: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What time an index covers, by day, week, month or year.

    `undated` stories have no date, `vague` ones a date that lies in no single period; `gaps` are periods in which no
    source has a story; `late` are stories added over `late_after` days after their date, by the day they were added.
    """

    by: str
    stories: int
    undated: int
    vague: int
    periods: tuple[Covered, ...]
    sources: tuple[SourceCoverage, ...]
    gaps: tuple[Gap, ...]
    late_after: int
    late: tuple[Late, ...]


def coverage(snapshot: Snapshot, by: Period = "month", *, late_after: int = LATE_DAYS) -> Coverage:
    """The coverage of all stories of a snapshot; periods and sources in rising order, no source last."""
    if by not in ("day", "week", "month", "year"):
        raise RequestError(f"coverage is by day, week, month or year, not {by!r}")
    if not isinstance(late_after, int) or late_after < 0:
        raise RequestError(f"a story is late after a number of days from 0, not {late_after!r}")
    names, table = _table(snapshot, by)
    source, period, known = table
    undated, vague = ~known, known & (period == MISSING)
    whole = np.unique(np.stack([period, source])[:, period != MISSING], axis=1, return_counts=True)
    cells = [
        (number, code, count) for (number, code), count in zip(whole[0].T.tolist(), whole[1].tolist(), strict=True)
    ]
    sources = []
    for code, name in enumerate(names):
        mine = source == code
        numbers = [number for number, its, _ in cells if its == code]
        sources.append(
            SourceCoverage(
                source=name,
                stories=int(mine.sum()),
                undated=int((mine & undated).sum()),
                vague=int((mine & vague).sum()),
                first=period_label(numbers[0], by) if numbers else None,
                last=period_label(numbers[-1], by) if numbers else None,
                gaps=_gaps(numbers, by),
            )
        )
    return Coverage(
        by=by,
        stories=source.size,
        undated=int(undated.sum()),
        vague=int(vague.sum()),
        periods=tuple(Covered(period_label(number, by), names[code], count) for number, code, count in cells),
        sources=tuple(one for one in sources if one.stories),
        gaps=_gaps(sorted({number for number, _, _ in cells}), by),
        late_after=late_after,
        late=_late(snapshot, late_after),
    )


def _table(snapshot: Snapshot, by: Period) -> tuple[list[str | None], tuple[Numbers, Numbers, Numbers]]:
    """Names of sources, sorted, None last; and for each live story the number of its source, its period, has a date."""
    facets = [leaf.facet("source") for leaf in snapshot.leaves]
    names = sorted({value for facet in facets for value in facet.values})
    place = {name: number for number, name in enumerate(names)}
    parts: list[tuple[Numbers, Numbers, Numbers]] = []
    for leaf, facet in zip(snapshot.leaves, facets, strict=True):
        source = np.full(leaf.count, len(names), dtype=np.int64)
        codes = np.array([place[value] for value in facet.values], dtype=np.int64)
        if facet.documents.size:
            source[facet.documents] = codes[facet.codes]
        live = np.flatnonzero(leaf.live)
        known = leaf.column("date_first")[live] != MISSING
        parts.append((source[live], bucket_numbers(leaf, live, by), known))
    if not parts:
        empty = np.empty(0, dtype=np.int64)
        parts = [(empty, empty, empty.astype(np.bool_))]
    source, period, known = (np.concatenate(column) for column in zip(*parts, strict=True))
    return [*names, None], (source, period, known)


def _gaps(numbers: Sequence[int], by: Period) -> tuple[Gap, ...]:
    """What is missing between running numbers in rising order."""
    return tuple(
        Gap(period_label(before + 1, by), period_label(after - 1, by), after - before - 1)
        for before, after in pairwise(numbers)
        if after - before > 1
    )


def _late(snapshot: Snapshot, late_after: int) -> tuple[Late, ...]:
    """Late stories by the day that they were added; a vague date counts from its last day."""
    days: dict[int, list[Numbers]] = {}
    for leaf in snapshot.leaves:
        for added, dated in _late_in(leaf, late_after):
            days.setdefault(added, []).append(dated)
    found = []
    for added, parts in sorted(days.items()):
        dated = np.concatenate(parts)
        oldest, newest = (dt.date.fromordinal(int(day)).isoformat() for day in (dated.min(), dated.max()))
        found.append(Late(dt.date.fromordinal(added).isoformat(), dated.size, oldest, newest))
    return tuple(found)


def _late_in(leaf: Leaf, late_after: int) -> list[tuple[int, Numbers]]:
    """Days of arrival and the dates of the late stories of each, in one leaf."""
    live = np.flatnonzero(leaf.live)
    added, dated = (leaf.column(name)[live] for name in ("added_day", "date_last"))
    late = (dated != MISSING) & (added != MISSING) & (added - np.where(dated == MISSING, 0, dated) > late_after)
    added, dated = added[late], dated[late]
    return [(day, dated[added == day]) for day in np.unique(added).tolist()]
