"""A story -> its people: golden pairs in our own prose, single sentences, and laws that hold for any text."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.document import Document, Person
from searcher.extract import people
from searcher.extract.people import people_of
from searcher.extract.people.runs import runs

GOLDEN = sorted((Path(__file__).parent.parent / "golden" / "people").glob("*.json"))


def names(text, title=""):
    return [person.name for person in people_of(title, text)]


@pytest.mark.parametrize("path", GOLDEN, ids=[path.stem for path in GOLDEN])
def test_golden_pairs(path):
    pair = json.loads(path.read_text(encoding="utf-8"))
    parts = {**pair["given"], "captions": tuple(pair["given"].get("captions", ()))}
    found = people.complete(Document(**parts))
    assert [{"name": one.name, "names": list(one.names)} for one in found.people] == pair["people"]
    assert ("people" in found.inferred) == bool(pair["people"])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Sen. Amelia Hart voted no.", ["Amelia Hart"]),
        ("Gen. Tremblay retired.", ["Tremblay"]),
        ("The Foreign Minister Yoon agreed.", ["Yoon"]),
        ("Chief Executive Tobias Lindqvist resigned.", ["Tobias Lindqvist"]),
        ("Ms. Ford denied it.", ["Ford"]),
        ("Chancellor of the Exchequer Gordon Blythe spoke.", ["Gordon Blythe"]),
        ("Kim Jong Un met Yoon Suk Yeol.", ["Kim Jong Un", "Yoon Suk Yeol"]),
        ("Nguyen Van Linh and Jiang Zemin signed.", ["Nguyen Van Linh", "Jiang Zemin"]),
        ('Edward "Ted" Hartigan spoke. Hartigan left.', ['Edward "Ted" Hartigan']),
        ("Charles de Gaulle and Ursula von der Leyen", ["Charles de Gaulle", "Ursula von der Leyen"]),
        ("Russia's Boris Antonov beat the American Larry King.", ["Boris Antonov", "Larry King"]),
        ("Will Smith and Theresa May met on Friday in June.", ["Will Smith", "Theresa May"]),
        ("On Monday White House Press Secretary Carla Benson spoke.", ["Carla Benson"]),
        ("Pope John Paul II and Queen Elizabeth II met.", ["John Paul II", "Elizabeth II"]),
    ],
)
def test_people_are_found(text, wanted):
    assert names(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Goldman Sachs and Morgan Stanley fell.",
        "Johnson & Johnson rose.",
        "Washington said no.",
        "Saint Louis and San Francisco are cities.",
        "The Nobel Prize and the Stanley Cup were awarded.",
        "Hurricane Andrew struck Florida in August.",
        "The University of Notre Dame won.",
        "He reads the Washington Post and the Rolling Stone.",
        "Lake Victoria, Mount Everest and Victoria Falls",
        "DOYLE WINS IN CORK",
        "In January. But Friday. However, the Senate met.",
        "The Roman Catholic Church said.",
    ],
)
def test_other_names_are_not_people(text):
    assert names(text) == []


def test_a_short_mention_counts_with_the_full_name_before_it():
    found = people_of("", "Anna Berger met Paul Berger. Berger left. Anna laughed.")
    assert found == (Person("Anna Berger", ("Anna Berger", "Anna")), Person("Paul Berger", ("Paul Berger", "Berger")))


def test_one_surname_said_once_makes_all_its_mentions_a_person():
    assert names("Ostrowski, 41, said so. The rest was up to Ostrowski.") == ["Ostrowski"]


def test_both_orders_and_initials_are_one_person():
    assert people_of("", "Prime Minister Orban Viktor spoke. Viktor Orban left.") == (
        Person("Orban Viktor", ("Orban Viktor", "Viktor Orban")),
    )
    assert names("George W. Haskell came. George Haskell said so.") == ["George W. Haskell"]


def test_a_father_and_a_son_are_two():
    assert names("Pope John Paul II followed Pope Paul VI.") == ["John Paul II", "Paul VI"]


def test_a_headline_orders_but_does_not_make_people():
    assert names("Nora Quinn met Liam Walsh, she said.", "WALSH WINS") == ["Liam Walsh", "Nora Quinn"]
    assert names("Nothing was said.", "Nora Quinn Wins The Great Race") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("d'Ettorre and al-Sisi met", ["d'Ettorre", "al-Sisi"]),
        ("'al-Sisi Pasha', said l'Oréal", ["al-Sisi Pasha", "l'Oréal"]),
        ("vandal-Sisi &d'Ettorre", ["Sisi", "Ettorre"]),
        ("Sen. J.R. Smith Jr. of St. Paul. The end", ["Sen. J.R. Smith Jr.", "St. Paul", "The"]),
        ("Ludwig van\nBeethoven's Ninth\n\nMoon Jae-in, Jr", ["Ludwig van\nBeethoven", "Ninth", "Moon Jae-in, Jr"]),
        ("J.Smith in the US-based Sens.", ["J", "Smith", "US-based Sens."]),
    ],
)
def test_runs_of_capitalised_words(text, found):
    assert [run for _, run in runs(text)] == found
    assert all(text.startswith(run, start) for start, run in runs(text))


@pytest.mark.parametrize("part", ["A ", "A.", "A-a", "d'", "John Smith ", "Mr. ", "of ", "By A\n", "van der "])
def test_long_runs_name_nobody_and_end(part):
    assert len(people_of("", part * 20_000)) <= 1


def test_a_long_list_of_namesakes_and_credits_ends():
    letters = [a + b + c for a in "BCDFGHKLMNPRST" for b in "aeiou" for c in "bcdfghklmnprst"]
    assert len(people_of("", "\n".join(f"Sen. John {letter}ton voted." for letter in letters))) == len(letters)
    assert people_of("", "By Anna Berger\n" * 5_000) == ()


def test_a_signature_line_alone_makes_nobody():
    signed = Document(byline="Laura Mifsud, Valletta", body="The port reopened.\n\nLaura Mifsud, Valletta")
    assert people.complete(signed).people == ()
    met = Document(byline="Laura Mifsud", body="Laura Mifsud\n\nCouncillor Laura Mifsud, 44, was there.")
    assert people.complete(met).people == (Person("Laura Mifsud", ("Laura Mifsud",)),)


def test_given_people_stay():
    given_one = Document(body="Sen. Amelia Hart voted.", people=(Person("Somebody"),))
    assert people.complete(given_one) is given_one
    stated = Document(body="Sen. Amelia Hart voted.", stated_empty=("people",))
    assert people.complete(stated) is stated


WORDS = st.sampled_from(
    "Sen. Dr. John Smith O'Brien van der de la Jr. III J. W. al-Sisi Moon Jae-in & , . said the The of IBM Washington \n \n\n "
    "\" `` '' - ( ) Élodie Ångström d'Ettorre 's".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=40).map(" ".join)), st.text(max_size=60))
def test_any_text_gives_people_whose_names_are_in_it(body, title):
    document = Document(title=title, body=body)
    found = people.complete(document)
    assert people.complete(document) == found
    text = " ".join(f"{title}\n\n{body}".split())
    for person in found.people:
        assert person.name
        assert person.names[0] == person.name
        assert len(set(person.names)) == len(person.names)
        assert all(name in text for name in person.names)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Kim Jae In met the envoy. Jae-in Kim said yes. Mr. Kim left.", ("Kim Jae In", "Jae-in Kim", "Kim")),
        ("Bashar al-Assad spoke. Bashar Assad, 50, left. Assad said so.", ("Bashar al-Assad", "Bashar Assad", "Assad")),
        ("Hiroshi Tanabe, 60, said so. Tanabe Hiroshi left.", ("Hiroshi Tanabe", "Tanabe Hiroshi")),
    ],
)
def test_spellings_of_one_story_are_one_person(text, forms):
    assert people_of("", text) == (Person(forms[0], forms),)


def test_in_ends_only_names_of_three_syllables():
    assert names("Mr. Moon In Seoul said so.") == ["Moon"]
