"""Names -> places: what the gazetteer knows, under which names, and what lies in what."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.knowledge import gazetteer
from searcher.knowledge.gazetteer import canonical, fold, is_place_name, lookup, parents


@pytest.mark.parametrize(
    ("name", "kind", "found", "country", "within"),
    [
        ("Seoul", "capital", "Seoul", "KR", ("South Korea", "Asia")),
        ("SEOUL", "capital", "Seoul", "KR", ("South Korea", "Asia")),
        ("U.S.", "country", "United States", "US", ("North America",)),
        ("S. Korea", "country", "South Korea", "KR", ("Asia",)),
        ("the Netherlands", "country", "Netherlands", "NL", ("Europe",)),
        ("Holland", "country", "Netherlands", "NL", ("Europe",)),
        ("Washington", "capital", "Washington", "US", ("District of Columbia", "United States", "North America")),
        ("D.C.", "capital", "Washington", "US", ("District of Columbia", "United States", "North America")),
        ("Calif.", "region", "California", "US", ("United States", "North America")),
        ("N.Y.", "region", "New York", "US", ("United States", "North America")),
        ("São Paulo", "city", "Sao Paulo", "BR", ("Brazil", "South America", "Latin America")),
        ("Bombay", "city", "Mumbai", "IN", ("Maharashtra", "India", "South Asia", "Asia")),
        ("Peking", "capital", "Beijing", "CN", ("China", "Asia")),
        ("Zaire", "country", "Democratic Republic of the Congo", "CD", ("Africa",)),
        ("Burma", "country", "Myanmar", "MM", ("Southeast Asia", "Asia")),
        ("Soviet Union", "historic", "Soviet Union", "SU", ("Europe",)),
        ("West Germany", "historic", "West Germany", "DE", ("Germany", "Europe")),
        ("Strait of Hormuz", "water", "Strait of Hormuz", None, ("Middle East", "Asia")),
        ("Gaza Strip", "area", "Gaza Strip", "PS", ("Palestinian Territories", "Middle East", "Asia")),
        ("Silicon Valley", "area", "Silicon Valley", "US", ("California", "United States", "North America")),
        ("Port au Prince", "capital", "Port-au-Prince", "HT", None),
        ("St Louis", "city", "St. Louis", "US", ("Missouri", "United States", "North America")),
        ("New Delhi", "capital", "New Delhi", "IN", ("Delhi", "India", "South Asia", "Asia")),
        ("Gangwon Province", "region", "Gangwon Province", "KR", ("South Korea", "Asia")),
    ],
)
def test_best_reading(name, kind, found, country, within):
    best = lookup(name)[0]
    assert (best.kind, best.name, best.country) == (kind, found, country)
    if within is not None:
        assert best.within == within


@pytest.mark.parametrize(
    ("name", "countries"),
    [("Paris", ["FR", "US"]), ("Georgia", ["GE", "US"]), ("Tripoli", ["LY", "LB"]), ("London", ["GB", "CA"])],
)
def test_namesakes_come_best_first(name, countries):
    found = list(dict.fromkeys(entry.country for entry in lookup(name)))
    assert found[: len(countries)] == countries


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("U.S.", ("United States",)),
        ("holland", ("Netherlands",)),
        ("korea", ("South Korea", "North Korea")),
        ("Kiev", ("Kyiv",)),
        ("nowhere at all", ("nowhere at all",)),
    ],
)
def test_canonical_names_of_a_query(name, names):
    assert tuple(each for each in canonical(name) if each.casefold() != name or len(names) == 1)[: len(names)] == names


@pytest.mark.parametrize("name", ["South Korea", "New York", "Los Angeles", "San Francisco", "the Hague", "Kashmir"])
def test_place_names(name):
    assert is_place_name(name)


@pytest.mark.parametrize("name", ["Korean", "Jeong Eun-bo", "Prime Minister", "", "."])
def test_no_place_names(name):
    assert not is_place_name(name)


def test_every_entry_reaches_its_parents():
    """Each line can be made an entry, parents come before their children, and only the highest have none."""
    for number in range(len(gazetteer._lines())):
        entry = gazetteer.entry(number)
        assert entry.name
        assert tuple(dict.fromkeys(above.name for above in parents(entry))) == entry.within
        if entry.kind in ("country", "region", "city", "capital"):
            assert entry.country is not None
            assert entry.within


def test_every_name_leads_to_an_entry():
    lines = gazetteer._lines()
    for name in gazetteer.names():
        assert name == fold(name)
        found = gazetteer.numbers(name)
        assert found
        assert all(0 <= number < len(lines) for number in found)


@given(st.text())
def test_any_text_may_be_asked(text):
    assert fold(fold(text)) == fold(text)
    assert isinstance(is_place_name(text), bool)
    assert canonical(text)


@pytest.mark.parametrize(
    ("native", "english"),
    [("Deutschland", "Germany"), ("españa", "Spain"), ("OESTERREICH", "Austria"), ("Suomi", "Finland")],
)
def test_queries_may_name_a_country_as_it_calls_itself(native, english):
    assert gazetteer.canonical(native)[0] == english


def test_native_names_are_of_countries_that_the_gazetteer_has():
    path = Path(gazetteer.__file__).parent / "data" / "gazetteer-native.tsv"
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(rows) > 50
    for native, english in rows:
        assert gazetteer.lookup(english)[0].name == english, native
