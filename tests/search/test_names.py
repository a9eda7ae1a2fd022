"""People and places as things: one person under all spellings of a name, a place with all that lies inside it."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.document import Dateline, Document, Person, Place
from searcher.extract import complete
from searcher.knowledge.spellings import spelling_key
from searcher.query import parse
from searcher.search import facets
from tests.oracle.memory import snapshot
from tests.search.asking import ask, ids


def story(key, *people):
    return Document(id=key, title="A story", people=tuple(Person(name, (name,)) for name in people))


MOONS = snapshot(
    [story("hyphen", "Moon Jae-in"), story("turned", "Jae-in Moon", "Moon Jae-in"), story("apart", "Moon Jae In")],
    [story("joined", "Moon Jaein"), story("again", "Moon Jae-in"), story("other", "Moon Hee-sang", "Donald Trump")],
    [
        story("initial", "Donald J. Trump"),
        story("son", "Donald Trump Jr."),
        story("two", "Jae-in Choi", "Hee-sang Moon"),
    ],
)
ALL_MOONS = {"hyphen", "turned", "apart", "joined", "again"}


@pytest.mark.parametrize(
    "name", ["Jae-in Moon", "Moon Jae-in", "Moon Jae In", "Jae In Moon", "Jaein Moon", "MOON Jaein", "Moon, Jae-in"]
)
def test_any_spelling_finds_all_spellings(name):
    assert set(ids(ask(f'people:"{name}"', MOONS))) == ALL_MOONS


def test_an_initial_is_no_other_person():
    assert set(ids(ask('people:"Donald J. Trump"', MOONS))) == {"other", "initial"}
    assert set(ids(ask('people:"Donald Trump"', MOONS))) == {"other", "initial", "son"}
    assert ids(ask('people:"Donald Trump Jr."', MOONS)) == ["son"]
    assert ids(ask('people:="Donald J. Trump"', MOONS)) == ["initial"]


def test_a_word_alone_finds_everybody_who_has_it():
    assert set(ids(ask("people:trump", MOONS))) == {"other", "initial", "son"}


def count(held, query="*", by="people"):
    return [(found.value, found.count) for found in facets(held, parse(query).node, by)]


def test_facets_count_people_under_their_most_frequent_spelling():
    assert count(MOONS) == [
        ("Moon Jae-in", 5),
        ("Donald J. Trump", 2),
        ("Hee-sang Moon", 2),
        ("Donald Trump Jr.", 1),
        ("Jae-in Choi", 1),
    ]


def test_facets_of_a_page_count_people_too():
    page = ask("people:moon", MOONS, facets=("people",))
    assert (page.facets["people"][0].value, page.facets["people"][0].count) == ("Moon Jae-in", 5)


NAMES = ["Moon Jae-in", "Jae-in Moon", "Moon Jae In", "Donald Trump", "Donald J. Trump", "Trump", "Élise Moon"]


@given(st.lists(st.lists(st.sampled_from(NAMES), unique=True, max_size=4), max_size=8), st.integers(0, 8))
def test_counts_of_people_are_those_of_their_documents_however_the_index_is_split(casts, split):
    stories = [story(str(number), *cast) for number, cast in enumerate(casts)]
    held = snapshot(stories[:split], stories[split:])
    expected = Counter(key for cast in casts for key in {spelling_key(name) for name in cast})
    shown = count(held)
    assert {spelling_key(name): number for name, number in shown} == expected
    assert len(shown) == len(expected)
    for name, number in shown:
        if " " in name:
            assert set(ids(ask(f'people:"{name}"', held))) >= {
                str(at) for at, cast in enumerate(casts) if spelling_key(name) in map(spelling_key, cast)
            }
        assert number <= len(casts)


PLACED = snapshot(
    [
        complete(Document(id="seoul", body="The mayor of Seoul spoke in Busan, South Korea.")),
        complete(Document(id="pyongyang", body="Rail lines in North Korea reach Pyongyang.")),
        complete(Document(id="filed", body="SEOUL, Jan. 24 (Yonhap) -- Ships left for Osaka, Japan.")),
    ],
    [
        complete(Document(id="london", body="Officials in the U.K. met in London.")),
        complete(Document(id="sao", body="Buses in São Paulo, Brazil, were late.")),
        complete(Document(id="york", body="The U.S. sent envoys. They left New York for Munich, Germany.")),
        Document(id="title", title="Seoul", dateline=Dateline(place="Incheon")),
    ],
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("places:seoul", {"seoul", "filed"}),
        ("places:=Seoul", {"seoul", "filed"}),
        ("dateline:Seoul", {"filed"}),
        ("dateline:Incheon", {"title"}),
        ("places:korea", {"seoul", "pyongyang", "filed"}),
        ('places:"South Korea"', {"seoul", "filed"}),
        ('places:="South Korea"', {"seoul"}),
        ("places:dprk", {"pyongyang"}),
        ("places:asia", {"seoul", "pyongyang", "filed"}),
        ("places:=Asia", set()),
        ("places:uk", {"london"}),
        ("places:U.K.", {"london"}),
        ('places:"Great Britain"', {"london"}),
        ("places:europe", {"london", "york"}),
        ("places:usa", {"york"}),
        ("places:U.S.", {"york"}),
        ('places:"United States of America"', {"york"}),
        ("places:sao-paulo", {"sao"}),
        ('places:"São Paulo"', {"sao"}),
        ('places:"Sao Paulo"', {"sao"}),
        ("places:brasil", {"sao"}),
        ("places:München", {"york"}),
        ("places:deutschland", {"york"}),
        ("places:SEOUL", {"seoul", "filed"}),
    ],
)
def test_places_answer_to_their_names_and_for_what_lies_inside_them(query, found):
    assert set(ids(ask(query, PLACED))) == found


def test_facets_count_places_under_one_name():
    assert dict(count(PLACED, by="places"))["United Kingdom"] == 1
    assert dict(count(PLACED, by="places"))["Seoul"] == 2


RENAMED = snapshot(
    [
        Document(id="peking", dateline=Dateline(place="Peking"), places=(Place("Peking"), Place("USA"))),
        Document(id="beijing", dateline=Dateline(place="Beijing"), places=(Place("Beijing"), Place("United States"))),
    ],
    [
        Document(id="both", dateline=Dateline(place="Beijing"), places=(Place("US"), Place("United States"))),
        Document(id="holland", dateline=Dateline(place="Holland"), places=(Place("Holland"),)),
    ],
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("dateline:beijing", {"peking", "beijing", "both"}),
        ("dateline:Peking", {"peking", "beijing", "both"}),
        ('places:"United States"', {"peking", "beijing", "both"}),
        ("places:us", {"peking", "beijing", "both"}),
        ("places:=USA", {"peking"}),
        ("places:beijing", {"peking", "beijing"}),
        ("places:holland", {"holland"}),
        ("places:netherlands", set()),
    ],
)
def test_places_that_sources_name_otherwise_are_found_by_every_name(query, found):
    assert set(ids(ask(query, RENAMED))) == found


def test_facets_count_places_not_their_names():
    assert count(RENAMED, by="dateline") == [("Beijing", 3), ("Holland", 1)]
    assert count(RENAMED, by="places") == [("United States", 3), ("Beijing", 2), ("Holland", 1)]


def test_other_facets_count_values():
    held = snapshot([Document(id="1", source="The Moon"), Document(id="2", source="Moon, The")], [])
    assert count(held, by="source") == [("Moon, The", 1), ("The Moon", 1)]


PARISES = snapshot(
    [
        complete(Document(id="texas", body="PARIS, Texas (AP) -- The school board in Paris voted.")),
        complete(Document(id="france", body="PARIS (AP) -- The minister returned to Paris from Brussels.")),
    ],
    [
        complete(Document(id="two", body="PARIS (AP) -- Houston, Texas, and Paris, France, are sisters.")),
        complete(Document(id="tokyo", body="Rain fell in Tokyo, Japan.")),
    ],
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('places:"Paris, Texas"', {"texas"}),
        ('places:"paris, texas, US"', {"texas"}),
        ('places:"Paris, France"', {"france", "two"}),
        ('places:"Paris, Europe"', {"france", "two"}),
        ('places:"Paris, Japan"', set()),
        ('places:"Texas, Paris"', set()),
        ('places:"Paris,"', {"texas", "france", "two"}),
        ('places:"Tokyo, Asia"', {"tokyo"}),
        ('places:"Houston, TX"', {"two"}),
    ],
)
def test_a_place_may_be_told_from_its_namesakes(query, found):
    assert set(ids(ask(query, PARISES))) == found
