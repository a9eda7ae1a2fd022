"""Lines -> who wrote the story, and lines that do not say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.knowledge.bylines import Byline, find_byline


def by(*names, **parts):
    return Byline(names=names, signed=True, **parts)


BYLINES = [
    ("By Jane Doe and John Roe", by("Jane Doe", "John Roe")),
    ("By JANE DOE, Associated Press Writer", by("Jane Doe", role="Associated Press Writer")),
    ("By JANE DOE, JOHN ROE and ANN MCKAY-SMITH", by("Jane Doe", "John Roe", "Ann McKay-Smith")),
    ("By Jane Doe and John Roe The Associated Press", by("Jane Doe", "John Roe", role="The Associated Press")),
    (
        "(Reporting by Jane Doe in Oslo and John Roe; Editing by Mary Major)",
        by("Jane Doe", "John Roe", place="Oslo", editors=("Mary Major",)),
    ),
    (
        "Reporting by Jane Doe; additional reporting by John Roe; Editing by Mary Major and Ann Other",
        by("Jane Doe", "John Roe", editors=("Mary Major", "Ann Other")),
    ),
    ("By Kim Soo-yeon kim@example.org", by("Kim Soo-yeon", emails=("kim@example.org",))),
    ("By Jane Doe | January 24, 2020", by("Jane Doe")),
    ("By Jane Doe, Reuters • Updated Jan 24, 2020 9:00 am", by("Jane Doe", role="Reuters")),
    ("By The Associated Press", by(agency="The Associated Press")),
    ("By AFP", by(agency="AFP")),
    ("By Staff Writer", by(role="Staff Writer")),
    ("By Anna van der Berg, for the Foreign Desk", by("Anna van der Berg", role="for the Foreign Desk")),
    ("By Jane Doe in Vienna and John Roe in Graz", by("Jane Doe", "John Roe", place="Vienna")),
    ("By Jane Doe, CITY HERALD", by("Jane Doe", role="CITY HERALD")),
    ("By April Jones", by("April Jones")),
    ("Written by Jane Doe", by("Jane Doe")),
    ("Jane Doe in Paris", Byline(("Jane Doe",), place="Paris")),
    ("Jane Doe, Associated Press", Byline(("Jane Doe",), role="Associated Press")),
    ("Kim Deok-hyun kdh@example.org (END)", Byline(("Kim Deok-hyun",), emails=("kdh@example.org",))),
    ("kim@example.org", Byline(emails=("kim@example.org",))),
]


@pytest.mark.parametrize(("line", "wanted"), BYLINES, ids=[row[0] for row in BYLINES])
def test_bylines(line, wanted):
    assert find_byline(line) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "",
        "By Friday the talks had failed",
        "By Monday Evening",
        "By the time",
        "By providing your address, you agree to the Terms",
        "By John's account, he fell",
        "By Christmas Eve",
        "Jane Doe",
        "Contact us at news@example.org",
        "news@example.org",
        "Reporting by the book is hard",
        "The book was edited by Jane Doe",
        "x" * 1000,
    ],
)
def test_other_lines(line):
    assert find_byline(line) is None


def test_the_text_of_a_byline_is_its_best_part():
    texts = [
        find_byline(line).text for line in ("By JANE DOE and John Roe", "By AFP", "a@example.org", "By Staff Writer")
    ]
    assert texts == ["Jane Doe, John Roe", "AFP", "a@example.org", "Staff Writer"]


@given(
    st.lists(
        st.sampled_from(
            ["By ", "Jane ", "Doe", ", ", " and ", "Reporting by ", "; ", "in ", "@x.org", "|", "24 ", "기자"]
        )
    ).map("".join)
)
def test_any_mixture_is_read_without_error(line):
    found = find_byline(line)
    assert found is None or found.text or found.editors


@pytest.mark.parametrize("junk", ["By " + "A " * 190, "a@" * 190, "by from " * 45, "Reporting by " + "; " * 150])
def test_junk_as_long_as_a_byline_may_be(junk):
    assert find_byline(junk) is None
