"""What words can be of a person's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.knowledge import names


@pytest.mark.parametrize("word", ["John", "MARY", "Vladimir", "Ahmed", "Jürgen"])
def test_first_names(word):
    assert names.commonness(word).first >= 2
    assert not names.commonness(word).ordinary


@pytest.mark.parametrize("word", ["Smith", "Müller", "Ivanov", "O'Brien", "Nguyen"])
def test_surnames(word):
    assert names.commonness(word).last >= 1


def test_ordinary_words_are_no_rare_surnames():
    assert names.commonness("court") == names.Commonness(0, 0, ordinary=True)
    assert names.commonness("xqzzt") == names.Commonness(0, 0, ordinary=False)


def test_a_hyphened_word_is_as_common_as_its_best_part():
    assert names.commonness("Xqzzt-Smith") == names.commonness("Smith")


@pytest.mark.parametrize("name", ["Moon Jae-in", "Xi Jinping", "Jeong Eun-bo", "Nguyen Van Linh", "Kim Jong Un"])
def test_eastern_order(name):
    assert names.is_eastern(name)
    assert names.surname(name) == name.split()[0].lower()


@pytest.mark.parametrize("name", ["Tanabe Hiroshi", "Suzuki Ichiro", "Orban Viktor"])
def test_two_words_that_cannot_be_the_other_way_round(name):
    assert names.is_eastern(name)
    assert names.surname(name) == name.split()[0].lower()
    assert not names.is_eastern(" ".join(reversed(name.split())))


@pytest.mark.parametrize("name", ["Kim Basinger", "Lee Harvey Oswald", "Donald Trump", "Park", ""])
def test_western_order(name):
    assert not names.is_eastern(name)


def test_surnames_leave_suffixes_out():
    assert names.surname("Martin Luther King, Jr.") == "king"
    assert names.surname("Robin van der Berg") == "berg"
    assert names.surname("") == ""


@pytest.mark.parametrize("word", ["J.", "J.R.", "W", "J.-P."])
def test_initials(word):
    assert names.is_initial(word)


@pytest.mark.parametrize("word", ["Jr.", "St.", "Bo", "", "a"])
def test_no_initials(word):
    assert not names.is_initial(word)


def test_adjectives_of_countries():
    assert {"russian", "american", "korean"} <= names.adjectives()


def test_lists_are_folded():
    for name in ("titles", "weak", "roles", "bodies", "stops", "not_people", "mononyms", "eastern", "first_names"):
        assert all(word == names.fold(word) for word in names.words(name)), name


@given(st.text())
def test_any_text_is_answered(text):
    names.commonness(text)
    names.surname(text)
    names.is_eastern(text)
    names.is_initial(text)


def test_lists_of_a_word_are_all_that_have_it() -> None:
    for name in ("titles", "stops", "bodies", "particles"):
        for word in sorted(names.words(name)):
            assert name in names.lists_of(word)
    assert names.lists_of("xqzzt") == frozenset()


def test_folded_words_tell_the_order_of_a_name_as_the_name_does() -> None:
    for name in ("Moon Jae-in", "Nguyen Van Linh", "Jane Doe", "Seoul-based Kim", "Kwok Ka-ki"):
        assert names.has_eastern_order(names.fold(name).split()) == names.is_eastern(name)
    assert names.has_eastern_order(("moon", "jae-in"))
    assert not names.has_eastern_order(("jane", "doe"))
