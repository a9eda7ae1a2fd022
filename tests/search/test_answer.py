import datetime as dt

import numpy as np
import pytest

from searcher.document import Document
from searcher.errors import QueryError, QueryTimeout, RequestError
from searcher.query import parse
from searcher.search import FacetCount, Request, date_span, facets, positions, suggest, timeline
from searcher.search.evaluate import MAX_EXPANSION, Evaluation
from searcher.search.explain import explain_hit
from searcher.search.similar import similar
from searcher.search.topk import best, kth_largest
from tests.oracle.memory import snapshot
from tests.search.asking import GRAIN, HELD, NOTE, RAIL, STORIES, TIDE, ask, ids


def counts(found):
    return [(one.value, one.count) for one in found]


def node(query):
    return parse(query).node


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("*", {"grain", "rail", "tide", "note"}),
        ("grain", {"grain", "tide", "note"}),
        ("negotiation", {"grain", "tide"}),
        ('"negotiation"', set()),
        ("=US", {"rail"}),
        ("people:han", {"grain", "rail"}),
        ('people:"Han Jiwoo"', {"grain", "rail"}),
        ('people:="Clara Brandt"', {"rail"}),
        ('places:"south korea"', {"rail"}),
        ("places:holland", {"grain"}),
        ('places:="South Korea"', set()),
        ("source:harbour -barges", {"grain"}),
        ('source:="Harbour Times"', {"grain", "tide"}),
        ("url:harbour.example/a", {"grain"}),
        ("url:our.example", set()),
        ("date:2020", {"grain", "rail", "tide"}),
        ("date:2020-01", set()),
        ("since:2020-03-04", {"tide"}),
        ("* no:date", {"note"}),
        ("has:people words:>30", {"grain"}),
        ("lead:cafe", set()),
    ],
)
def test_what_matches(query, expected):
    page = ask(query)

    assert expected == set(ids(page))
    assert len(expected) == page.total


def test_orders():
    assert ids(ask("*")) == ["tide", "grain", "rail", "note"]
    assert ids(ask("*", sort="newest")) == ["tide", "grain", "rail", "note"]
    assert ids(ask("*", sort="oldest")) == ["rail", "grain", "tide", "note"]
    assert ask("grain")[0].id == "note"


def test_past_the_end_is_an_empty_page_and_none_is_everything():
    page = ask("grain", offset=3)

    assert (page.total, len(page), page.next) == (3, 0, None)
    assert len(ask("grain", limit=None)) == 3
    assert (ask("grain", limit=0).total, len(ask("grain", limit=0))) == (3, 0)


def test_hits_count_on_over_pages_and_hold_their_story():
    (hit,) = ask("grain", limit=1, offset=1)

    assert hit.rank == 2
    assert hit.document in STORIES
    assert (hit.document.id, hit.document.title, hit.document.source) == (hit.id, hit.title, hit.source)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"limit": -1}, "not -1"),
        ({"offset": -2}, "not -2"),
        ({"sort": "newst"}, "did you mean newest"),
        ({"facets": ("poeple",)}, "did you mean people"),
        ({"facets": ("title",)}, "no facet 'title'"),
        ({"timeout_s": 0}, "over 0"),
        ({"cursor": "x", "offset": 3}, "not both"),
    ],
)
def test_impossible_requests_say_what_is_wrong(wrong, says):
    with pytest.raises(RequestError, match=says):
        Request(**wrong)


def test_a_cursor_belongs_to_its_query_and_generation():
    cursor = ask("grain", limit=1).next

    assert [hit.rank for hit in ask("grain", limit=1, cursor=cursor)] == [2]
    with pytest.raises(RequestError, match="another query"):
        ask("tide", cursor=cursor)
    with pytest.raises(RequestError, match="is no cursor"):
        ask("grain", cursor="bogus")
    other = type(HELD)(HELD.generation + 1, HELD.leaves)
    with pytest.raises(RequestError, match="generation 1 and the index is at 2"):
        ask("grain", other, cursor=cursor)


def test_a_runaway_query_stops():
    with pytest.raises(QueryTimeout, match="timeout_s"):
        Evaluation(HELD, deadline=0.0).total(node("grain tide"))


def test_a_pattern_of_too_many_words_is_an_error_at_its_place():
    many = Document(id="x", body=" ".join(f"w{number}" for number in range(MAX_EXPANSION + 1)))
    with pytest.raises(QueryError, match="5,001 words") as caught:
        ask("ship w*", snapshot([many]))
    assert (caught.value.diagnostics[0].start, caught.value.diagnostics[0].end) == (5, 7)
    assert ask("w1*", snapshot([many])).total == 1


def test_a_proximity_in_another_that_makes_too_many_pairs_is_an_error(monkeypatch):
    held = snapshot([Document(id="x", body="a b " * 50)])
    monkeypatch.setattr(positions, "MAX_PAIRS", 5_000)

    assert ask("a w/50 b", held).total == 1
    assert ask("((a w/2 b) w/2 b) w/2 b", held).total == 1
    with pytest.raises(RequestError, match="a smaller distance, or rarer words"):
        ask("((a w/50 b) w/50 b) w/50 b", held)


def test_values_of_facets_that_are_not_shown_are_counted():
    page = ask("grain", facets=("month", "year"), facet_limit=1)
    assert [len(page.facets[name]) for name in ("month", "year")] == [1, 1]
    assert page.notes[-1:] == ("1 of 2 values of month, the most frequent; facets --by month has all",)


def test_facets_count_all_matches_whatever_the_page():
    page = ask("grain", limit=1, facets=("people", "source", "year", "month"))

    assert {"people": (FacetCount("Ji-woo Han", 1),), "source": (FacetCount("Harbour Times", 2),)} == {
        name: page.facets[name] for name in ("people", "source")
    }
    assert counts(page.facets["year"]) == [("2020", 2)]
    assert counts(page.facets["month"]) == [("2020-03", 1), ("2020-05", 1)]
    assert counts(facets(HELD, node("*"), "person")) == [("Ji-woo Han", 2), ("Clara Brandt", 1)]
    assert counts(facets(HELD, node("*"), "people", limit=1)) == [("Ji-woo Han", 2)]


def test_a_timeline_fills_the_gaps_and_counts_the_rest():
    line = timeline(HELD, node("grain"), "month", share=True)

    assert [(one.label, one.count, one.total, one.share) for one in line.buckets] == [
        ("2020-03", 1, 1, 1.0),
        ("2020-04", 0, 0, 0.0),
        ("2020-05", 1, 1, 1.0),
    ]
    assert line.undated == 1
    assert [(one.label, one.count) for one in timeline(HELD, node("*"), "year").buckets] == [("2020", 3)]
    weeks = timeline(HELD, node("id:grain"), "week").buckets
    assert [(dt.date(2020, 3, 2), "2020-03-02", None)] == [(one.start, one.label, one.share) for one in weeks]
    assert timeline(HELD, node("*"), "day").undated == 2


def test_a_timeline_over_ages_asks_for_longer_periods():
    old = Document(id="old", body="x", date=dt.date(1011, 1, 1), date_precision="day")
    held = snapshot([old, GRAIN])
    with pytest.raises(RequestError, match="take a longer period"):
        timeline(held, node("*"), "day")
    assert len(timeline(held, node("*"), "year").buckets) == 1010


def test_the_span_of_an_index():
    assert (dt.date(2020, 1, 1), dt.date(2020, 12, 31), 1) == date_span(HELD)
    assert date_span(snapshot()) == (None, None, 0)


def test_similar_stories_leave_out_the_story_and_its_copies():
    copy = Document(id="copy", title=GRAIN.title, body=GRAIN.body, source="Elsewhere")
    near = Document(id="near", title="Grain exports rise again", body=GRAIN.body.replace("tenth", "fifth"))
    page = similar(snapshot([GRAIN, RAIL], [copy, near, NOTE, TIDE]), "grain")

    assert page[0].id == "near"
    assert not {"grain", "copy"} & set(ids(page))
    assert len(page) == page.total
    with pytest.raises(RequestError, match="no story has the id 'nothing'"):
        similar(HELD, "nothing")


def test_suggestions_are_surface_words_and_names():
    assert [(one.text, one.count, one.kind) for one in suggest(HELD, "gra")] == [("Grain", 3, "word")]
    assert [(one.text, one.count, one.kind) for one in suggest(HELD, "woo h")] == [("Ji-woo Han", 2, "people")]
    assert "negotiators" in [one.text for one in suggest(HELD, "negot")]
    with pytest.raises(RequestError, match="beginning of a word"):
        suggest(HELD, "?!")


def test_near_spellings_are_offered_only_when_they_find_more():
    assert ask("grian barges").did_you_mean == ("grain barges",)
    assert ask('people:"Clara Brant"').did_you_mean == ('people:"Clara Brandt"',)
    assert ask("grain").did_you_mean == ()
    assert ask("xylophone").did_you_mean == ()


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("grain date:2020", "1 story that would match is undated, and so in no range of dates"),
        ("grain NOT date:2021", None),
        (
            '"negotiation over"',
            '"negotiation over" is taken to the letter; with other forms of its words 1 story matches',
        ),
        ("grain zebra", "zebra alone matches nothing"),
        ("grain zebra", "grain alone matches 3 stories"),
        ("grain zebra tide", "grain tide matches 1 story"),
        ("grain zebra date:2020", "(grain OR zebra) date:2020-01-01..2020-12-31 matches 2 stories"),
        ('"barges grain"', "barges grain matches 1 story"),
        ("=rotterdam", '"rotterdam" matches 1 story'),
        ("tax w/1 barges", None),
        ("tax w/1 raised", "tax w/p raised matches 1 story"),
    ],
)
def test_notes_say_what_a_query_missed(query, note):
    notes = ask(query).notes

    assert (note in notes) if note else not any("undated" in one or "matches 1" in one for one in notes)


def test_an_explanation_names_its_factors():
    found = explain_hit(HELD, node("grain OR people:han^2 OR zebra"), "grain")

    assert [part.operation for part in found.parts] == ["product", "product", "no match"]
    assert found.parts[2].value == 0.0
    assert explain_hit(HELD, node("zebra"), "grain").value == 0.0
    with pytest.raises(RequestError, match="no story has the id"):
        explain_hit(HELD, node("zebra"), "nothing")


@pytest.mark.parametrize("size", [1, 31, 32, 1000, 4099])
@pytest.mark.parametrize("distinct", [1, 2, 5000])
def test_the_best_are_the_first_of_a_full_sort(size, distinct):
    random = np.random.default_rng(size + distinct)
    first, second = random.integers(0, distinct, size).astype(float), random.integers(0, 3, size)
    expected = sorted(range(size), key=lambda row: (-first[row], -second[row], f"{row * 7919 % 10007:05}"))
    for wanted in (0, 1, 10, 100, size, None):
        assert expected[:wanted] == best([first, second], wanted, lambda row: f"{row * 7919 % 10007:05}")
    assert max(first) == kth_largest(first, 1)
