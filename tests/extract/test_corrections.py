"""The user's own corrections: what they do to people and places, and what is said of a file that cannot be meant."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.document import Document, Person, Place
from searcher.errors import RequestError
from searcher.extract import complete, corrections_from, read_corrections

ILLINOIS = Place("Springfield", ("Springfield",), "US", ("Illinois", "United States", "North America"))


def corrected(text, **fields):
    return complete(Document(title="", **fields), corrections_from(text))


def people(text, *given_):
    return corrected(text, people=tuple(Person(*one) for one in given_)).people


def test_one_person_goes_under_the_first_name_of_the_list():
    text = 'same = [["Moon Jae-in", "President Moon", "Moon Jae-eon"]]'
    assert people(text, ("Moon", ("Moon",))) == (Person("Moon Jae-in", ("Moon",)),)
    assert people(text, ("Jae-eon Moon", ("Jae-eon Moon", "Moon")))[0].name == "Moon Jae-in"
    assert people(text, ("Moon Hee-sang", ("Moon Hee-sang", "Moon")))[0].name == "Moon Hee-sang"


def test_two_people_of_a_story_who_are_one_are_put_together_at_the_first():
    text = 'same = [["Muammar Gaddafi", "Moammar Khadafy"]]'
    found = people(text, ("Moammar Khadafy", ("Moammar Khadafy", "Khadafy")), ("Jane Doe",), ("Muammar Gaddafi",))
    assert found == (Person("Muammar Gaddafi", ("Moammar Khadafy", "Khadafy")), Person("Jane Doe"))


def test_who_is_nobody_is_left_out_but_not_who_has_a_fuller_name():
    text = 'not_a_person = ["Jordan"]'
    assert people(text, ("Jordan", ("Jordan",)), ("Michael Jordan", ("Michael Jordan", "Jordan"))) == (
        Person("Michael Jordan", ("Michael Jordan", "Jordan")),
    )


def test_a_word_that_is_nobody_may_be_a_place():
    body = "Mr. Houston went to Ohio. Houston is hot. Crowds gathered in Houston."
    assert "Houston" not in [place.name for place in corrected('not_a_place = ["Houston"]', body=body).places]
    assert "Houston" in [place.name for place in corrected('not_a_person = ["Houston"]', body=body).places]


def test_a_word_that_is_no_place_leaves_the_other_words_for_it():
    body = "Rain fell in Shinjuku and in Tokyo. S. Korea and South Korea met in Osaka."
    found = corrected('not_a_place = ["shinjuku", "S. Korea"]', body=body).places
    assert [(place.name, place.names) for place in found] == [
        ("Tokyo", ("Tokyo",)),
        ("South Korea", ("South Korea",)),
        ("Osaka", ("Osaka",)),
    ]


def test_a_word_means_the_place_that_the_file_says():
    text = '[place]\n"Springfield" = "Springfield, Illinois, US"\n'
    other = Place("Springfield", ("Springfield",), "US", ("Missouri", "United States", "North America"))
    assert corrected(text, places=(other,)).places == (ILLINOIS,)
    assert corrected(text, places=(Place("Springfield"), ILLINOIS)).places == (ILLINOIS,)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("Paris, Texas", Place("Paris", ("Spot",), "US", ("Texas", "United States", "North America"))),
        (
            "Bedford Falls, New York",
            Place("Bedford Falls", ("Spot",), "US", ("New York", "United States", "North America")),
        ),
        ("Bedford Falls", Place("Bedford Falls", ("Spot",))),
        ("U.K.", Place("United Kingdom", ("Spot",), "GB", ("Europe",))),
    ],
)
def test_places_are_looked_up_in_the_gazetteer(value, place):
    assert corrected(f'place = {{ "Spot" = "{value}" }}', places=(Place("Spot"),)).places == (place,)


def test_what_is_found_is_corrected_like_what_is_stated_and_stays_inferred():
    found = corrected('not_a_place = ["Osaka"]', body="Rain fell in Osaka and in Seoul.")
    assert [place.name for place in found.places] == ["Seoul"]
    assert "places" in found.inferred


def test_no_corrections_change_nothing():
    document = Document(body="Sen. Amelia Hart spoke in Seoul.")
    assert corrected("", body=document.body) == complete(document)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("\nsamee = []", 2, "did you mean same?"),
        ("[people]\nx = 1", 1, "there is same, not_a_person, not_a_place, place"),
        ('same = [["Moon"]]', 1, "list of lists"),
        ('same = ["Moon", "Lee"]', 1, "list of lists"),
        ('\n\nsame = [["Moon", 3]]', 3, "3, where a name in quotes must stand"),
        ('not_a_place = "Tanabe"', 1, "a list of words"),
        ('# mine\n\nnot_a_person = ["A B",\n"..."]', 4, "'...', where a name"),
        ('place = "Paris"', 1, "a table"),
        ('[place]\n"Paris" = "Paris, Texas"\n"Tiny" = "Tiny, Nowhereland"', 3, "no 'Nowhereland'"),
        ("[place]\nParis = 3", 2, "3, where a name"),
        ('not_a_place = ["Paris"]\n[place]\n"Paris" = "Paris, Texas"', 3, "leave it in one of them"),
        ('not_a_person = ["A B"]\nsame = [["A B", "C D"]]', 1, "leave it in one of them"),
    ],
)
def test_what_cannot_be_meant_is_an_error_that_names_the_line(tmp_path, text, line, said):
    path = tmp_path / "corrections.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RequestError) as error:
        read_corrections(str(path))
    assert str(error.value).startswith(f"{path}, line {line}: ")
    assert said in str(error.value)


def test_a_name_in_two_lists_of_one_person_is_an_error(tmp_path):
    path = tmp_path / "corrections.toml"
    path.write_text('same = [["A B", "C D"],\n["E F", "C D"]]', encoding="utf-8")
    with pytest.raises(RequestError, match="'C D' is 'A B' and 'E F'"):
        read_corrections(str(path))


def test_files_that_are_no_toml_or_not_there_are_errors(tmp_path):
    path = tmp_path / "corrections.toml"
    path.write_text('not_a_place = [\n"Osaka" "Nara"]', encoding="utf-8")
    with pytest.raises(RequestError, match=r"corrections.toml: .*line 2"):
        read_corrections(str(path))
    path.write_bytes(b'not_a_place = ["M\xfcnchen"]')
    with pytest.raises(RequestError, match="UTF-8"):
        read_corrections(str(path))
    with pytest.raises(RequestError, match="cannot be read"):
        read_corrections(str(tmp_path / "none.toml"))


def test_the_example_of_the_manual_can_be_read(tmp_path):
    manual = (Path(__file__).parents[2] / "docs" / "names.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", manual, flags=re.DOTALL)
    path = tmp_path / "corrections.toml"
    path.write_text(example, encoding="utf-8")
    found = corrections_from(read_corrections(str(path)))
    assert found.same["moon"] == "Moon Jae-in"
    assert found.places["springfield"].within[0] == "Illinois"
    assert (found.nowhere, len(found.nobody)) == ({"tanabe"}, 1)


PIECES = st.sampled_from(
    [
        *"[]{},.\n=3",
        "same",
        "place",
        "not_a_place",
        "not_a_person",
        "[place]",
        "1979-05-27",
        "true",
        "# c\n",
        '"Moon Jae-in"',
        '""',
        '"Paris, Texas"',
        '"Jr."',
        "'x'",
    ]
)


def said_of(text):
    """What a file says, or why it cannot be meant."""
    try:
        return corrections_from(text)
    except RequestError as error:
        return str(error)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=30))
def test_any_file_says_something_or_is_an_error(text):
    said = said_of(text)
    if isinstance(said, str):
        assert said.startswith("the corrections")
    else:
        assert "" not in {*said.same, *said.nobody, *said.nowhere, *said.places}


WORDS = st.sampled_from(["Moon", "Moon Jae-in", "Paris", "Texas", "Jordan", "", "x"])


@given(st.lists(WORDS, max_size=3), st.lists(WORDS, max_size=3))
def test_corrections_never_add_people_or_places(names, words):
    text = 'same = [["Moon Jae-in", "Moon"]]\nnot_a_person = ["Jordan"]\nnot_a_place = ["Paris"]'
    document = Document(people=tuple(Person(name) for name in names), places=tuple(Place(word) for word in words))
    found = complete(document, corrections_from(text))
    assert len(found.people) <= len(document.people)
    assert len(found.places) <= len(document.places)
