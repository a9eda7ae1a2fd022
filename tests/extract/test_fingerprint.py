"""Which texts are copies and which stories versions, by example; tests/oracle/kin.py has the rules a second time."""

import datetime as dt
from dataclasses import replace

import pytest

from searcher.document import Document
from searcher.extract.fingerprint import Fingerprints, is_copy, is_version

REST = (
    "the ministry said, after the price of bread had doubled in a year and bakers in the north had closed their shops. "
    "The tax will be paid back to mills that can show what they have sold, and to bakers who buy abroad"
)
#: 52 words.
STORY = Document(
    title="Grain tax to end",
    body=f"TOWN, March 3 - Officials led by Mary Ward will end the tax of 12 crowns on grain, {REST}.",
    date=dt.datetime(2020, 3, 3, 9, tzinfo=dt.UTC),
    date_precision="minute",
    source="Wire",
)


def told(**changes):
    return replace(STORY, **changes)


def body(*swaps):
    text = STORY.body
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return text


def both(rule, one, other):
    prints = Fingerprints().of([one, other])
    found = rule(*prints)
    assert rule(*reversed(prints)) == found
    return found


@pytest.mark.parametrize(
    ("what", "text", "found"),
    [
        ("a slip", body(("doubled", "dubbled")), True),
        ("capitals", STORY.body.upper(), True),
        ("the morning after", body(("March 3", "March 4")), True),
        ("a number in words", body(("12", "twelve")), True),
        ("a last sentence cut", body((", and to bakers who buy abroad", "")), True),
        ("the last third cut", STORY.body[: STORY.body.index(" The tax")], True),
        ("another number", body(("12", "13")), False),
        ("another name", body(("Mary", "Anne")), False),
        ("another week", body(("March 3", "March 9")), False),
        ("the last half cut", STORY.body[: STORY.body.index(" and bakers in")], False),
        ("the words in another order", " ".join(reversed(STORY.body.split())), False),
    ],
)
def test_copies(what, text, found):
    assert both(is_copy, STORY, told(body=text)) == found, what


def test_in_a_long_text_a_slip_in_a_number_makes_no_other_story():
    more = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(60))
    assert both(is_copy, told(body=f"{STORY.body} {more}"), told(body=body(("12", "13")) + " " + more))


def test_short_texts_are_no_copies_unless_they_are_the_same():
    assert not both(is_copy, told(body="Grain rose by a tenth today."), told(body="Grain rose by a tenth today, too."))


CORRECTED = {"title": "(CORRECTED) Grain tax to end", "version": "CORRECTED", "body": body(("12", "13"))}


@pytest.mark.parametrize(
    ("what", "change", "found"),
    [
        ("a correction", CORRECTED, True),
        ("without a mark", {**CORRECTED, "version": None, "title": STORY.title}, False),
        ("another source", {**CORRECTED, "source": "Paper"}, False),
        ("three days later", {**CORRECTED, "date": STORY.date + dt.timedelta(days=3)}, False),
        ("undated", {**CORRECTED, "date": None, "date_precision": None}, False),
        ("some time in the month", {**CORRECTED, "date_precision": "month"}, False),
        ("another headline, the same text", {**CORRECTED, "title": "Bread will be cheaper"}, False),
        ("half a headline, the same text", {**CORRECTED, "title": "Grain dearer next year"}, True),
        ("the same headline, another text", {**CORRECTED, "body": " ".join(reversed(REST.split()))}, False),
        ("the first line", {"title": "URGENT: Grain tax to end", "version": "URGENT", "body": "More follows."}, True),
        (
            "a notice",
            {"title": "KILL: Grain tax to end", "version": "KILL", "body": " ".join(reversed(REST.split()))},
            True,
        ),
        ("a notice on another", {"title": "KILL: Rail tax to end", "version": "KILL", "body": "Kill it."}, False),
    ],
)
def test_versions(what, change, found):
    assert both(is_version, STORY, told(**change)) == found, what


def test_captures_of_one_address_are_versions():
    url = {"url": "https://news.example/a/1"}
    later = {**url, "date": STORY.date + dt.timedelta(days=30)}
    assert both(is_version, told(**url), told(**later, body="Nothing of the text is left, but the headline."))
    assert both(is_version, told(**url), told(**later, title="Bread to be cheaper"))
    assert not both(is_version, told(**url), told(**later, title="Bread to be cheaper", body="Another story."))
    assert not both(is_version, told(url="https://news.example/"), told(url="https://news.example/", body="x"))
