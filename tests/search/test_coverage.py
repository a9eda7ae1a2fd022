"""Coverage against a count by hand, on random stories."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import searcher
from searcher.document import Document

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 20))
STORIES = st.lists(st.tuples(st.sampled_from([None, "Wire", "Post"]), st.none() | DAYS, st.booleans()), max_size=25)


def index_of(folder, stories):
    index = searcher.create(folder)
    index.add(
        [
            Document(
                id=str(number),
                title="x",
                source=source,
                date=day,
                date_precision=None if day is None else "month" if vague else "day",
            )
            for number, (source, day, vague) in enumerate(stories)
        ],
        as_is=True,
    )
    return index


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(stories=STORIES)
def test_every_story_is_in_one_period_or_undated_or_vague(tmp_path_factory, stories):
    with index_of(tmp_path_factory.mktemp("coverage") / "x", stories) as index:
        found = index.coverage("day", late_after=0)
        none = index.coverage("day", late_after=1_000_000)

    dated = [(source, day) for source, day, vague in stories if day and not vague]
    assert {(one.period, one.source): one.stories for one in found.periods} == Counter(
        (day.isoformat(), source) for source, day in dated
    )
    assert found.undated == sum(day is None for _, day, _ in stories)
    assert found.vague == sum(day is not None and vague for _, day, vague in stories)
    assert sum(one.stories for one in found.sources) == found.stories == len(stories)
    for one in found.sources:
        assert missing(one.gaps) == empty({day for source, day in dated if source == one.source})
    assert missing(found.gaps) == empty({day for _, day in dated})
    assert sum(one.stories for one in found.late) == len(stories) - found.undated
    assert none.late == ()


def empty(days):
    """The days between the first and the last that are not among these."""
    span = range(min(days).toordinal(), max(days).toordinal()) if days else range(0)
    return {dt.date.fromordinal(day) for day in span} - days


def missing(gaps):
    days = [
        dt.date.fromordinal(day)
        for gap in gaps
        for day in range(dt.date.fromisoformat(gap.first).toordinal(), dt.date.fromisoformat(gap.last).toordinal() + 1)
    ]
    assert len(days) == len(set(days)) == sum(gap.periods for gap in gaps)
    return set(days)


def test_what_cannot_be_asked_is_refused(tmp_path):
    with index_of(tmp_path / "x", []) as index:
        assert index.coverage().stories == 0
        with pytest.raises(searcher.RequestError, match="day, week, month or year"):
            index.coverage("hour")
        with pytest.raises(searcher.RequestError, match="from 0"):
            index.coverage(late_after=-1)
