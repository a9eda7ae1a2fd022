"""Short blocks in, dates and writers out; and what the marks of page furniture match."""

from __future__ import annotations

import pytest

from searcher.document import format_date
from searcher.readers.page_text import labels, marks
from searcher.readers.page_text.blocks import Block
from searcher.readers.page_text.evidence import weigh
from searcher.readers.page_text.prolog import split_prolog


@pytest.mark.parametrize(
    ("text", "published", "updated", "lead"),
    [
        ("All News 09:00 January 24, 2020", "2020-01-24T09:00", None, "All News"),
        ("Published 3 March 2021", "2021-03-03", None, "Published"),
        ("Posted: Aug 08, 2024 4:00 AM | Last Updated: August 9, 2024", "2024-08-08T04:00", "2024-08-09", "Posted"),
        ("by Ann BellApril 10, 20203 min read", "2020-04-10", None, "by Ann Bell"),
        ("Updated 4 March 2021", None, "2021-03-04", "Updated"),
    ],
)
def test_timestamp_lines(text: str, published: str | None, updated: str | None, lead: str) -> None:
    stamp = labels.find_stamp(text)
    assert stamp is not None
    assert format_date(stamp.published and stamp.published.value) == published
    assert format_date(stamp.updated and stamp.updated.value) == updated
    assert stamp.lead == lead


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was opened on 24 January 2020, the ministry said, by the king.",
        "December 2021 (31)",
        "No date here",
        "1 2 3",
    ],
)
def test_other_lines_are_no_timestamps(text: str) -> None:
    assert labels.find_stamp(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ann Bell and Bo Carr | Example News", ("Ann Bell", "Bo Carr")),
        ("byRahim Faraji", ("Rahim Faraji",)),
        ("Von Jana Petersen", ("Jana Petersen",)),
        ("By ANN BELL", ("Ann Bell",)),
        ("Words: Nora Lind", ("Nora Lind",)),
        ("By Claire Dumas (Brest, special correspondent)", ("Claire Dumas",)),
        ("By Wire Press writers Ann Bell, Bo Carr", ("Ann Bell", "Bo Carr")),
    ],
)
def test_bylines(text: str, names: tuple[str, ...]) -> None:
    found = labels.find_byline(text)
    assert found is not None
    assert found.names == names


@pytest.mark.parametrize("text", ["By signing up you agree to our terms", "By the river", "Von hier an blind"])
def test_other_lines_are_no_bylines(text: str) -> None:
    assert labels.find_byline(text) is None


@pytest.mark.parametrize("text", ["Key Points", "Full Forecast", "Middle East", "New York", "Climate Change"])
def test_capitalised_words_are_no_names_by_themselves(text: str) -> None:
    assert labels.bare_names(text) is None


@pytest.mark.parametrize("text", ["Tan Mei Ling", "Gwenaël Le Bris", "Priya Nair", "Ngozi Adeyemi"])
def test_names_of_many_countries_are_names(text: str) -> None:
    found = labels.bare_names(text)
    assert found is not None
    assert found.names == (text,)


def test_a_time_glued_to_its_korean_label_is_read() -> None:
    stamp = labels.find_stamp("송고시간2020-01-24 09:00")
    assert stamp is not None
    assert stamp.published is not None
    assert format_date(stamp.published.value, "minute") == "2020-01-24T09:00"
    assert stamp.labelled


def test_keywords_without_blanks_between_them_are_none() -> None:
    assert labels.split_keywords("Busan, port | strike") == ["Busan", "port", "strike"]
    assert labels.split_keywords("booksromanceauthorreadergenre") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("(END)", "end"),
        ("-30-", "end"),
        ("ENDS", "end"),
        ("The End", "text"),
        ("3 hours ago", "ago"),
        ("World / 20 m ago", "ago"),
        ("Advertisement", "furniture"),
        ("1.2K Shares", "furniture"),
        ("12 comments", "furniture"),
        ("[          ]", "furniture"),
        ("Citizen logoCitizen logo", "furniture"),
        ("Related stories:", "aside"),
        ("Read more", "single"),
        ("Keywords", "keywords"),
        ("desk@example.kr", "email"),
        ("Ann Bell ann@example.org", "email"),
        ("Police at the gate of the mill. (AP Photo/Ann Bell)", "caption"),
        ("A ferry leaves Ystad on Monday. — Picture by Bo Carr", "caption"),
        ("The road from the quarry to the port. Ann Bell for The Example", "caption"),
        ("Image: Fay Lunn", "caption"),
        ("The minister said he would pay. (Reporting by Ann Bell)", "text"),
        ("Police in the U.S. Secretary of State Mark Hollis", "text"),
        ("He was born in 1950.", "text"),
    ],
)
def test_kinds_of_blocks(text: str, kind: str) -> None:
    (evidence,) = weigh([Block(text)])
    assert evidence.kind == kind


def test_prose_outweighs_what_looks_like_a_banner() -> None:
    story = (
        "The council voted on Monday to close the swing bridge at Whitby for six weeks while its bearings are replaced."
    )
    banner = "Sign up to our newsletter and get the latest news delivered straight to your inbox every morning."
    links = "World NewsBusinessSport ScoresWeather MapsTravel GuidesFood"
    first, second, third = weigh([Block(story), Block(banner), Block(links)])
    assert first.prose > 1
    assert second.prose < 0
    assert third.prose < -1


@pytest.mark.parametrize("section", ["alone", "starts", "within", "aside", "single", "end", "keywords", "credit"])
def test_marks_have_no_phrase_twice(section: str) -> None:
    phrases = marks._phrases(section)
    assert len(phrases) == len(set(phrases))


def test_marks_match_whole_words() -> None:
    assert marks.count("within")("the cookie and the newsletter") == 2
    assert marks.count("within")("cookiecutter newsletterish") == 0
    assert marks.starts("starts")("subscribe to our paper")
    assert not marks.starts("starts")("subscribers wait")


def test_prolog_needs_two_names_and_a_title() -> None:
    prolog, rest = split_prolog("Headline: One\nDATE: 3 March 2021\n\nText: it goes on.\n")
    assert prolog.stated == {"title": "One", "date": "3 March 2021"}
    assert rest == "Text: it goes on.\n"
    for text in (
        "Update: the bridge is open\nIt opened.\n",
        "Title: only\nText.\n",
        "Date: 3 March 2021\nBy: Ann\nText\n",
    ):
        assert split_prolog(text)[0].stated == {}
