"""Matching documents -> how often each value of a facet field stands in them; the dates of an index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from searcher.analysis.entries import MISSING
from searcher.codec.base import Leaf, Numbers, Snapshot
from searcher.errors import RequestError
from searcher.query.nodes import Node
from searcher.search.evaluate import Evaluation
from searcher.search.page import Bucket, FacetCount, Timeline
from searcher.search.request import PERIODS, check_limit, facet_name
from searcher.search.spellings import things

Period = Literal["day", "week", "month", "year"]
#: Ordinal of 1 January 1970, where NumPy's days begin.
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
#: Most buckets of a timeline: a century of days.
MAX_BUCKETS: Final = 40_000


def facets(snapshot: Snapshot, node: Node, by: str, *, limit: int | None = 20) -> tuple[FacetCount, ...]:
    """The values of a facet field over all matching stories, most frequent first, then by value.

    People and places are counted, not spellings of their names.
    """
    name = facet_name(by)
    check_limit(limit)
    evaluation = Evaluation(snapshot)
    return count_values(snapshot, [evaluation.documents(i, node) for i in range(len(snapshot.leaves))], name, limit)


def count_values(
    snapshot: Snapshot, matches: Sequence[Numbers], name: str, limit: int | None
) -> tuple[FacetCount, ...]:
    """The same for documents at hand, one array a leaf."""
    counts: dict[str, int] = {}
    for leaf, documents in zip(snapshot.leaves, matches, strict=True):
        for value, count in (
            _period_counts(leaf, documents, name) if name in PERIODS else _counts(leaf, documents, name)
        ):
            counts[value] = counts.get(value, 0) + count
    ordered = sorted(things(name, counts, snapshot.leaves, matches).items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered[:limit])


def _counts(leaf: Leaf, documents: Numbers, name: str) -> list[tuple[str, int]]:
    """Values and numbers of documents in one leaf."""
    facet = leaf.facet(name)
    matching = np.zeros(leaf.count, dtype=np.bool_)
    matching[documents] = True
    counts = np.bincount(facet.codes[matching[facet.documents]], minlength=len(facet.values))
    return [(facet.values[code], int(counts[code])) for code in np.flatnonzero(counts).tolist()]


def _period_counts(leaf: Leaf, documents: Numbers, name: str) -> list[tuple[str, int]]:
    """Years or months and numbers of documents in one leaf; dates too vague for it are left out."""
    period: Period = "year" if name == "year" else "month"
    found = bucket_numbers(leaf, documents, period)
    numbers, counts = np.unique(found[found != MISSING], return_counts=True)
    return [
        (period_label(number, period), count) for number, count in zip(numbers.tolist(), counts.tolist(), strict=True)
    ]


def timeline(snapshot: Snapshot, node: Node, by: Period = "month", *, share: bool = False) -> Timeline:
    """How many matching stories each period has; with `share`, of how many in all."""
    if by not in ("day", "week", "month", "year"):
        raise RequestError(f"a timeline is by day, week, month or year, not {by!r}")
    evaluation = Evaluation(snapshot)
    leaves = list(enumerate(snapshot.leaves))
    found = _joined([bucket_numbers(leaf, evaluation.documents(number, node), by) for number, leaf in leaves])
    dated = found[found != MISSING]
    undated = int(found.size - dated.size)
    if not dated.size:
        return Timeline((), undated)
    low, high = int(dated.min()), int(dated.max())
    if high - low >= MAX_BUCKETS:
        raise RequestError(
            f"these stories span {high - low + 1:,} {by}s; at most {MAX_BUCKETS:,}: "
            "narrow the dates, or take a longer period"
        )
    counts = np.bincount(dated - low, minlength=high - low + 1).tolist()
    totals: list[int | None] = [None] * len(counts)
    if share:
        every = _joined([bucket_numbers(leaf, evaluation.live(number), by) for number, leaf in leaves])
        every = every[(every >= low) & (every <= high)]
        totals = np.bincount(every - low, minlength=len(counts)).tolist()
    return Timeline(
        tuple(
            Bucket(period_label(low + number, by), _start(low + number, by), count, total)
            for number, (count, total) in enumerate(zip(counts, totals, strict=True))
        ),
        undated,
    )


def bucket_numbers(leaf: Leaf, documents: Numbers, by: Period) -> Numbers:
    """The period of each document as a running number; MISSING where its date is unknown or too vague."""
    first, last = leaf.column("date_first")[documents], leaf.column("date_last")[documents]
    known = first != MISSING
    begin, end = (_numbered(np.where(known, days, _EPOCH), by) for days in (first, last))
    return np.where(known & (begin == end), begin, MISSING)


def _numbered(days: Numbers, by: Period) -> Numbers:
    """Ordinals of days -> numbers of their periods."""
    if by == "day":
        return days
    if by == "week":
        return (days - 1) // 7  # day 1, 1 January of the year 1, is a Monday
    unit = "M" if by == "month" else "Y"
    return (days - _EPOCH).astype("datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int64)


def _start(number: int, by: Period) -> dt.date:
    """The first day of a period."""
    if by == "day":
        return dt.date.fromordinal(number)
    if by == "week":
        return dt.date.fromordinal(number * 7 + 1)
    months = 1970 * 12 + (number if by == "month" else number * 12)
    return dt.date(months // 12, months % 12 + 1, 1)


def period_label(number: int, by: Period) -> str:
    """A period as it is written: 2020, 2020-01, 2020-01-24; a week by its Monday."""
    return _start(number, by).isoformat()[: {"year": 4, "month": 7}.get(by, 10)]


def _joined(parts: list[Numbers]) -> Numbers:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def date_span(snapshot: Snapshot) -> tuple[dt.date | None, dt.date | None, int]:
    """The first and the last day that stories of an index may be of, and how many stories are undated."""
    first, last = (
        _joined([leaf.column(name)[leaf.live] for leaf in snapshot.leaves]) for name in ("date_first", "date_last")
    )
    known = first != MISSING
    if not known.any():
        return None, None, int(first.size)
    days = dt.date.fromordinal(int(first[known].min())), dt.date.fromordinal(int(last[known].max()))
    return *days, int(np.count_nonzero(~known))
