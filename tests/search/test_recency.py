"""Newer stories are preferred by a half-life, and not beyond half of a score."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searcher
from searcher.errors import RequestError
from searcher.search import read_recency, run
from searcher.search.explain import explain_hit
from searcher.search.scoring import WEIGHTS
from tests.oracle.brute import Brute
from tests.oracle.memory import ADDED, snapshot
from tests.oracle.strategies import collections, trees
from tests.oracle.test_oracle import Asked, quiet

NOW = dt.datetime(2020, 3, 31, 23, 0, tzinfo=dt.UTC)


def story(key, date, body="The ferry sank."):
    return {"id": key, "title": "Story", "body": body, "date": date}


@pytest.fixture
def index(tmp_path):
    with searcher.create(tmp_path / "index") as opened:
        opened.add(
            [
                story("old", "2000-01-01"),
                story("month", "2020-03-01"),
                story("today", "2020-03-31"),
                story("undated", None),
                story("coming", "2030-01-01"),
                story("better", "2000-01-01", "The ferry, a ferry of the ferry line, sank."),
            ]
        )
        yield opened


def test_scores_fall_by_half_of_what_can_be_lost_in_a_half_life(index):
    plain = {hit.id: hit.score for hit in index.search("ferry")}
    recent = {hit.id: hit.score for hit in index.search("ferry", recency="30d", now=NOW)}
    kept = {key: recent[key] / plain[key] for key in plain}
    assert kept["today"] == kept["coming"] == 1
    assert kept["month"] == 0.75
    assert kept["undated"] == 0.5
    assert math.isclose(kept["old"], 0.5)


def test_a_better_story_is_not_lost_for_its_age(index):
    assert [hit.id for hit in index.search("ferry", recency="1y", now=NOW)][:3] == ["coming", "today", "month"]
    assert index.search('"ferry line"', recency=30, now=NOW)[0].id == "better"
    assert index.search("ferry", recency="100y", now=NOW)[0].id == "better"


def test_explain_says_how_much_was_kept(index):
    for hit in index.search("ferry sank", recency="30d", now=NOW):
        found = index.explain("ferry sank", hit.id, recency="30d", now=NOW)
        assert found.value == hit.score
        assert found.operation == "product"
    kept = index.explain("ferry", "month", recency="30d", now=NOW).parts[1]
    assert [(part.value, part.label) for part in kept.parts] == [(30, "half-life, days"), (30, "age, days")]
    kept = index.explain("ferry", "undated", recency="30d", now=NOW).parts[1]
    assert (kept.value, kept.parts[1].label) == (0.5, "no day is known")


@given(collections(), trees, st.sampled_from([0.5, 30.0, 9000.0]))
def test_every_score_is_that_of_brute_force_times_what_is_kept(collection, node, half_life):
    batches, deleted = collection
    live = [document for batch in batches for document in batch if document.id not in deleted]
    held, brute = snapshot(*batches, deleted=deleted), Brute(live, ADDED, WEIGHTS)
    recency = read_recency(half_life, NOW)
    expected = {}
    for key, score in brute.answer(node):
        days = next(story for story in brute.stories if story.document.id == key).days("date")
        age = max(0, (NOW.date() - days[0]).days) if days else math.inf
        expected[key] = score * (0.5 + 0.5 * 2 ** (-age / half_life))
    page = run(held, Asked(node), quiet(limit=None, recency=recency))
    assert {hit.id for hit in page} == set(expected)
    scores = [hit.score for hit in page]
    assert scores == sorted(scores, reverse=True)
    for hit in page:
        assert math.isclose(hit.score, expected[hit.id], rel_tol=1e-9, abs_tol=1e-12)
        assert explain_hit(held, node, hit.id, recency=recency).value == hit.score


def test_a_cursor_belongs_to_its_half_life(index):
    page = index.search("ferry", limit=2, recency="30d", now=NOW)
    rest = index.search("ferry", limit=9, recency="30d", now=NOW, cursor=page.next)
    assert len({hit.id for hit in (*page, *rest)}) == 6
    with pytest.raises(RequestError, match="another query or order"):
        index.search("ferry", limit=2, cursor=page.next)


@pytest.mark.parametrize(
    ("given_", "days"),
    [("30d", 30), ("2w", 14), ("6 m", 180), ("1.5Y", 547.5), (7, 7), (0.5, 0.5), (dt.timedelta(hours=12), 0.5)],
)
def test_half_lives_are_written_in_many_ways(given_, days):
    assert read_recency(given_, NOW).half_life == days


@pytest.mark.parametrize(
    "wrong", ["", "30", "d", "-3d", "0d", 0, -1, math.inf, math.nan, 10**400, 1e-310, True, b"3d", "3 days", []]
)
def test_what_is_no_half_life_is_an_error_that_shows_one(index, wrong):
    with pytest.raises(RequestError, match="30d, 2w, 6m or 1y"):
        index.search("ferry", recency=wrong)


def test_recency_is_a_part_of_relevance(index):
    with pytest.raises(RequestError, match="leave it out, or the order newest"):
        index.search("ferry", recency="30d", sort="newest")
