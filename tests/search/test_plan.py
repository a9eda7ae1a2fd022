"""A plan says what the answer says, and names what was read for it."""

import pytest

import searcher

STORIES = [
    {"id": "a", "title": "Ferry fares rise", "body": "The ferry fares rise in Seoul.", "date": "2020-01-24"},
    {"id": "b", "title": "Ferry runs", "body": "A ferry runs. Fares stay, says the harbour.", "date": "2020-02-01"},
    {"id": "c", "title": "Harbour", "body": "The harbour is closed.", "date": "2020-02-02"},
]


@pytest.fixture
def index(tmp_path):
    with searcher.create(tmp_path / "index") as opened:
        opened.add(STORIES)
        yield opened


def steps(step):
    yield step
    for inner in step.steps:
        yield from steps(inner)


QUERIES = [
    "ferry",
    "ferry fares",
    "ferry OR harbour",
    '"ferry fares"',
    "ferry w/3 fares",
    "(ferry OR harbour) w/s fares",
    "har* -ferry",
    "atleast2(ferry)",
    "date:2020-02 has:title",
    "harbor~ date:2020",
    "ferry^2 closed^3",
    "*",
    "nothing",
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_a_plan_counts_what_the_answer_counts(index, query, sort):
    plan = index.plan(query, sort=sort)
    assert (plan.query, plan.total, plan.root.stories) == (query, index.count(query), index.count(query))
    assert plan.interpretation == index.interpret(query)
    assert all(step.ms >= 0 and step.clause for step in steps(plan.root))


def test_each_clause_says_what_it_read(index):
    (phrase, harbour) = index.plan('"ferry fares" harb*').root.steps
    assert (phrase.clause, phrase.stories, phrase.places) == ('"ferry fares"', 1, 2)
    assert {read.of for read in phrase.reads} >= {"stem ferri", "stem fare"}
    assert (harbour.words, harbour.stories, harbour.places) == (1, 2, 3)
    assert [(read.what, read.of, read.entries) for read in harbour.reads] == [("positions", "folded harbour", 3)]


def test_a_query_of_words_says_which_way_was_taken(index):
    assert index.plan("ferry").root.ways == ("added up",)
    assert index.plan("ferry harbour").root.ways == ("added up",)  # in so small an index every word is frequent


def test_a_query_that_cannot_be_read_is_an_error(index):
    with pytest.raises(searcher.QueryError):
        index.plan("(ferry")


def test_a_page_after_the_last_hit_says_so(index):
    page = index.search("ferry", offset=5)
    assert (page.total, len(list(page))) == (2, 0)
    assert page.notes == ("2 stories match; this page begins after the last of them",)
