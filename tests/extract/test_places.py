"""A Document -> its places: which names are meant, and which of several places of one name."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.document import Dateline, Document, Person, Place
from searcher.extract.places import complete
from searcher.extract.runs import runs

CASES = json.loads((Path(__file__).parent.parent / "golden" / "places" / "ambiguous.json").read_text("utf-8"))


def places(body, **fields):
    return complete(Document(body=body, **fields)).places


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_ambiguous_sentences(case):
    found = places(case["body"], title=case.get("title", ""))
    assert {place.name: place.country for place in found} == case["places"]


def test_a_place_has_its_forms_its_country_and_what_it_lies_in():
    found = places("SEOUL, Jan. 24 (Yonhap) -- S. Korea and the U.S. met. South Korea's envoy left Seoul for New York.")
    assert found == (
        Place("Seoul", ("Seoul",), "KR", ("South Korea", "Asia")),
        Place("South Korea", ("S. Korea", "South Korea"), "KR", ("Asia",)),
        Place("United States", ("U.S.",), "US", ("North America",)),
        Place("New York", ("New York",), "US", ("United States", "North America")),
    )


def test_order_is_that_of_the_first_mention():
    document = Document(
        title="Storm nears Cuba", body="Rain fell in Miami. Havana waits.", captions=("A pier in Nassau.",)
    )
    assert [place.name for place in complete(document).places] == ["Cuba", "Miami", "Havana", "Nassau"]


def test_the_dateline_is_a_place_and_decides():
    document = Document(body="The city council met on Monday.", dateline=Dateline(place="Springfield"))
    assert [place.name for place in complete(document).places] == ["Springfield"]
    document = Document(body="Birmingham waits.", dateline=Dateline(place="Montgomery, Alabama"))
    assert places("Fans left for Birmingham.", dateline=Dateline(place="Atlanta"))[-1].country == "US"


def test_people_that_are_known_are_no_places():
    body = "Officials in Ohio said Houston would sing."
    assert [place.name for place in places(body)] == ["Ohio", "Houston"]
    assert [place.name for place in places(body, people=(Person("Whitney Houston"),))] == ["Ohio"]


def test_a_surname_that_comes_first_is_no_place():
    body = "The town clerk of Osaka wrote that Tanabe had no children and that Tanabe left Japan."
    assert "Tanabe" in [place.name for place in places(body)]
    assert [place.name for place in places(body, people=(Person("Tanabe Hiroshi"),))] == ["Osaka", "Japan"]


def test_headlines_in_capitals_are_weak_evidence():
    body = "Butchers in Ohio were busy."
    assert [place.name for place in places(body, title="NICE TURKEY SALES LIFT JAPAN SHARES")] == ["Japan", "Ohio"]
    found = places("The lira fell in Turkey.", title="TURKEY RAISES RATES")
    assert [(place.name, place.names) for place in found] == [("Turkey", ("Turkey",))]


def test_a_town_that_is_not_known_is_shown_by_its_country():
    found = places("HEERENVEEN, Netherlands (AP) -- Skaters met in Kleinvliet, Netherlands, and in Blauwhuis.")
    assert [place.name for place in found] == ["Heerenveen", "Netherlands", "Kleinvliet"]
    assert found[2] == Place("Kleinvliet", ("Kleinvliet",), "NL", ("Netherlands", "Europe"))


def test_landscapes_are_shown_by_their_kind():
    names = [place.name for place in places("Crews searched Larch Creek and the Upper Tonka River in Alder County.")]
    assert "Alder County" in names
    assert "Larch Creek" in names


def test_places_that_the_source_gives_stay():
    given_places = (Place("Zubrowka"),)
    assert places("SEOUL (AP) -- It rained.", places=given_places) == given_places
    assert places("SEOUL (AP) -- It rained.", stated_empty=("places",)) == ()


@pytest.mark.parametrize(
    ("name", "body", "country", "within"),
    [
        ("Toronto", "", "CA", ("Ontario", "Canada", "North America")),
        ("U.S.", "", "US", ("North America",)),
        ("Paris", "The mayor spoke.", "FR", None),
        ("Paris", "He drove from Dallas to Paris, Texas.", "US", None),
        ("Paris, Texas", "", "US", None),
        ("Cambridge", "It snowed.", "GB", None),
        ("Cambridge", "It snowed in Massachusetts.", "US", None),
        ("Zubrowka", "It rained in Seoul.", None, ()),
        ("Zubrowka, Texas", "It rained in Seoul.", None, ()),
    ],
)
def test_given_places_get_what_lies_around_them(name, body, country, within):
    document = complete(Document(body=body, places=(Place(name),)))
    (place,) = document.places
    assert (place.name, place.names, place.country) == (name, (), country)
    assert within is None or place.within == within
    assert document.inferred == ()


def test_given_places_speak_for_each_other():
    _, state = found = places("", places=(Place("Cambridge"), Place("Massachusetts")))
    assert [place.country for place in found] == ["US", "US"]
    assert state.within == ("United States", "North America")


def test_what_is_given_of_a_place_stays():
    assert places("", places=(Place("Paris", country="US"),))[0].within[-2:] == ("United States", "North America")
    assert places("", places=(Place("Paris", within=("Texas",)),)) == (Place("Paris", (), "US", ("Texas",)),)
    own = (Place("Paris", ("Lutetia",), "XX"), Place("Rome", (), "IT", ("Somewhere",)))
    document = Document(body="It rained in Paris, France.", places=own)
    assert complete(document) is document


def test_what_was_found_is_named():
    assert complete(Document(body="It rained in Seoul.")).inferred == ("places",)
    assert complete(Document(body="It rained.")).inferred == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In Seoul's Gangnam, he said", ["In Seoul", "Gangnam"]),
        ("the Bank of England and St. Louis.", ["Bank of England", "St. Louis"]),
        ("Port-au-Prince, Rio de Janeiro", ["Port-au-Prince", "Rio de Janeiro"]),
        ("the U.S.-South Korea pact", ["U.S.-South Korea"]),
        ("the People's Republic of China", ["People's Republic of China"]),
        ("London-based O'Brien ended. Then", ["London", "O'Brien", "Then"]),
    ],
)
def test_runs_of_capitalised_words(text, found):
    assert [match.group() for match in runs(text)] == found


WORDS = st.sampled_from(
    "Paris , . Texas (AP) -- Jordan Mr. in the of U.S. Calif. N.Y. and SEOUL said St. 's - Korea Lake County \n\n 35 Ö".split(
        " "
    )
)


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join), st.lists(WORDS).map("".join)), st.text())
def test_any_text_is_read_and_the_same_way_twice(body, title):
    document = Document(title=title, body=body, dateline=Dateline(place=title), captions=(body,))
    found = complete(document)
    assert found == complete(document)
    assert len({(place.name, place.country, place.within) for place in found.places}) == len(found.places)
    assert all(place.names for place in found.places)
