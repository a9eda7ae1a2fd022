"""A person's name -> the key that its spellings share: what is joined, what stays apart, and how often that is right."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.knowledge.spellings import spelling_key

LINES = (Path(__file__).parent.parent / "golden" / "names" / "joined.tsv").read_text("utf-8").splitlines()
CHECKED = [tuple(line.split("\t")) for line in LINES if not line.startswith("#")]

ONE_PERSON = [
    ["Moon Jae-in", "Jae-in Moon", "Moon Jae In", "Jae In Moon", "Moon Jaein", "MOON JAE-IN", "President Moon Jae-in"],
    ["Donald Trump", "Donald J. Trump", "Donald J Trump", "Trump, Donald", "Trump, Donald J.", "Mr. Donald Trump"],
    ["Donald Trump Jr.", "Donald Trump, Jr.", "Donald J. Trump Jr", "Trump, Donald, Jr."],
    ["Bashar al-Assad", "Bashar Al-Assad", "Bashar al Assad", "Bashar Assad"],
    ["Jean-Claude Juncker", "Jean Claude Juncker", "Juncker, Jean-Claude"],
    ["Viktor Orbán", "Viktor Orban", "Orbán Viktor"],
    ["Hiroshi Tanabe", "Tanabe Hiroshi"],
    ["George H.W. Bush", "George H. W. Bush"],
    ["Thomas O’Neill", "Thomas O'Neill", 'Thomas P. "Tip" O\'Neill'],
    ["Charles de Gaulle", "Charles De Gaulle", "Charles DeGaulle", "Gen. Charles de Gaulle"],
    ["Pope John Paul II", "John Paul II"],
]
MANY_PEOPLE = [
    ["Donald Trump", "Donald Trump Jr.", "Ivanka Trump", "Melania Trump", "Trump", "Fred Trump"],
    ["Michael Jordan", "Michael B. Jordan", "Michael I. Jordan", "Jordan Michael"],
    ["George Bush", "George H.W. Bush", "George W. Bush", "Jeb Bush"],
    ["John Smith", "John A. Smith", "John B. Smith", "Jon Smith", "Johnny Smith", "Smith"],
    ["James Martin", "Martin James"],
    ["King Hussein", "Saddam Hussein", "Hussein"],
    ["John Paul I", "John Paul II", "John Paul", "Paul John"],
    ["Kim Jong-il", "Kim Jong-un", "Kim Il-sung", "Kim Jong"],
    ["Mao Zedong", "Mao Anying"],
    ["J. Smith", "J.P. Smith", "John P. Smith", "P. Smith"],
]


@pytest.mark.parametrize("spellings", ONE_PERSON, ids=[names[0] for names in ONE_PERSON])
def test_spellings_of_one_person_have_one_key(spellings):
    assert len({spelling_key(name) for name in spellings}) == 1


@pytest.mark.parametrize("names", MANY_PEOPLE, ids=[names[0] for names in MANY_PEOPLE])
def test_different_people_have_different_keys(names):
    together = [pair for pair in combinations(names, 2) if spelling_key(pair[0]) == spelling_key(pair[1])]
    assert not together


def test_joined_pairs_from_real_news_are_nearly_always_one_person():
    joined = [verdict for one, other, verdict in CHECKED if spelling_key(one) == spelling_key(other)]
    assert len(joined) >= 100
    assert joined.count("same") / len(joined) >= 0.95


def test_names_that_look_alike_are_not_joined():
    apart = [(one, other) for one, other, verdict in CHECKED if verdict == "different"]
    assert len(apart) >= 5
    assert not [pair for pair in apart if spelling_key(pair[0]) == spelling_key(pair[1])]


@pytest.mark.parametrize("name", ["", " ", "...", "-", ",", '""'])
def test_nothing_has_no_key(name):
    assert spelling_key(name) == ""


def test_a_word_alone_is_its_own_key():
    assert spelling_key("Trump") == "trump"
    assert spelling_key("Jr.") == "jr"


@given(st.text(max_size=60))
def test_any_text_has_a_key_whatever_its_case_and_outer_blanks(text):
    assert spelling_key(text) == spelling_key(f"  {text} ")


@given(st.lists(st.sampled_from("moon jae in kim donald j. j trump al de jr. president , martin".split()), max_size=6))
def test_a_key_is_made_of_letters_and_perhaps_a_suffix(parts):
    key = spelling_key(" ".join(parts))
    assert key.replace(" ", "").isalnum() or not key
