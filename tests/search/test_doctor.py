"""What is said about an empty answer: never nothing, and counts that are those of the queries it names."""

import pytest

from searcher.errors import QueryTimeout, RequestError
from searcher.search import answer
from tests.search.asking import ask

EMPTY = (
    "zzzqqq", "id:nope", "url:https://example.org/", "places:=busan", "people:moon", "grain -grain", "words:>9000",
    "grain w/1 quay", '"grain of salt"', "grain date:1900", "atleast9(grain)", "zzz*", "source:=harbour",
)  # fmt: skip


@pytest.mark.parametrize("query", EMPTY)
def test_an_empty_answer_says_why(query):
    page = ask(query)

    assert page.total == 0
    assert page.notes


def test_a_value_in_another_case_is_offered_with_its_count():
    assert 'the case counts after =; for places:="Busan" 1 story matches' in ask("places:=busan").notes


def test_an_id_in_another_case_is_offered():
    assert 'the case counts in an id; for id:"grain" 1 story matches' in ask("id:GRAIN").notes


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("grain date:1900", "the stories of the index are of 2020-01-01 to 2020-12-31"),
        ("source:=nowhere", "source in the index is Harbour Times, Morning Courier"),
        ("section:sport", "section is not known of any story of the index"),
        ("people:=Nobody", None),
        ("grain date:2020-03 zebra", None),
    ],
)
def test_an_empty_clause_on_a_field_says_what_the_index_has(query, note):
    said = [one for one in ask(query).notes if " of the index are " in one or " in the index is " in one]
    said += [one for one in ask(query).notes if one.endswith("any story of the index")]

    assert said == ([note] if note else [])


@pytest.mark.parametrize("slow", ["notes", "did_you_mean"])
def test_a_page_says_that_its_time_ran_out_before_its_notes_were_found(monkeypatch, slow):
    def late(*_):
        raise QueryTimeout

    monkeypatch.setattr(answer, slow, late)
    page = ask("zzzqqq grain", timeout_s=60)

    assert "the time was up (timeout_s) before all notes and near spellings were found" in page.notes[-1]
    assert ("zzzqqq alone matches nothing" in page.notes) == (slow == "did_you_mean")
    assert page.did_you_mean == ()


def test_notes_that_ask_for_too_much_leave_the_answer_as_it_is(monkeypatch):
    def beyond(*_):
        raise RequestError("too many pairs")

    monkeypatch.setattr(answer, "notes", beyond)

    assert ask("zzzqqq").notes == ("not all notes and near spellings were found: too many pairs",)


def test_a_negation_says_what_it_leaves_out():
    notes = ask("barges -grain").notes

    assert "barges alone matches 1 story" in notes
    assert "NOT grain leaves out the 1 story that the rest finds" in notes
    assert "barges matches 1 story" in notes


def test_a_name_that_no_one_has_says_so():
    assert "people:moon matches nothing" in ask("people:moon").notes
