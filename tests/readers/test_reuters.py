# ruff: noqa: DTZ001 - the collection states no zone
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.document import Dateline, Document, Rejection
from searcher.readers.reuters import CHUNK, ReutersReader, paragraphs
from tests.readers.structured import check_golden, golden_files, read

READER = ReutersReader()


def story(number, text="<TITLE>T</TITLE><BODY>B.</BODY>", date="26-FEB-1987 15:01:01.79"):
    return f'<REUTERS TOPICS="NO" NEWID="{number}"><DATE>{date}</DATE><TEXT>{text}</TEXT></REUTERS>\n'


@pytest.mark.parametrize("name", golden_files("reuters"))
def test_golden(name):
    check_golden("reuters", name, READER)


@pytest.mark.parametrize(
    ("stated", "date", "precision"),
    [
        ("26-FEB-1987 15:01:01.79", dt.datetime(1987, 2, 26, 15, 1, 1), "minute"),
        (" 7-APR-1987 16:22:00.0", dt.datetime(1987, 4, 7, 16, 22), "minute"),
        ("3-MAR-1987  09:15:05.40", dt.datetime(1987, 3, 3, 9, 15, 5), "minute"),
        ("27-MAR-1987 14:01:56.71&#5;&#5;&#5;C M", dt.datetime(1987, 3, 27, 14, 1, 56), "minute"),
        ("31-MAR-1987 605:12:19.12", dt.date(1987, 3, 31), "day"),
        ("31-MAR-1987 25:12:19.12", dt.date(1987, 3, 31), "day"),
        ("9-APR-1987 00:00:00.00   # date added as a guess", dt.date(1987, 4, 9), "day"),
        ("9-APR-1987", dt.date(1987, 4, 9), "day"),
        ("31-FEB-1987 10:00:00", None, None),
        ("9-XYZ-1987", None, None),
        ("", None, None),
    ],
)
def test_dates(stated, date, precision):
    (document,) = read(READER, story(1, date=stated))
    assert (document.date, document.date_precision) == (date, precision)


@pytest.mark.parametrize(
    ("written", "dateline", "start"),
    [
        ("    OSLO, March 4 - ", Dateline("Oslo", "March 4"), "OSLO, March 4 - B."),
        ("BONN, West Germany, Sept 1 -", Dateline("Bonn", "Sept 1"), "BONN, West Germany, Sept 1 - B."),
        ("OSLO, March 4, Reuter - ", Dateline("Oslo", "March 4", "Reuter"), "OSLO, March 4, Reuter - B."),
        ("OSLO, Narch 4 - ", Dateline("Oslo", "Narch 4"), "OSLO, Narch 4 - B."),
        ("OSLO, Norway, - March 4 -", Dateline("Oslo", "March 4"), "OSLO, Norway, - March 4 - B."),
        ("off the coast, l0 miles", Dateline("off the coast, l0 miles"), "off the coast, l0 miles - B."),
        ("WINSTON-SALEM, N.C.", Dateline("Winston-Salem"), "WINSTON-SALEM, N.C. - B."),
        ("****OSLO, March 4 -", Dateline("Oslo", "March 4"), "OSLO, March 4 - B."),
    ],
)
def test_datelines(written, dateline, start):
    (document,) = read(READER, story(1, f"<DATELINE>{written}</DATELINE><BODY>B.</BODY>"))
    assert (document.dateline, document.body) == (dateline, start)


def test_latin_1_and_control_characters():
    (document,) = read(READER, story(1, "<TITLE>&#2;M\xfcnchen&#127; &lt;BMW></TITLE>").encode("latin-1"))
    assert document.title == "München <BMW>"


def test_a_story_that_is_never_closed_costs_no_other():
    text = story(1) + story(2).replace("</REUTERS>", "") + story(3) + story(4)[:60]
    items = read(READER, text)
    assert [item.id for item in items if isinstance(item, Document)] == ["reuters:1", "reuters:3"]
    assert [(item.place, item.reason) for item in items if isinstance(item, Rejection)] == [
        ("story 2", "the story ends before </REUTERS>"),
        ("story 4", "the story ends before </REUTERS>"),
    ]


def test_a_story_without_a_number_has_the_digest_of_its_bytes():
    (document,) = read(READER, "<REUTERS><TEXT><TITLE>a</TITLE></TEXT></REUTERS>")
    assert len(document.id) == 16
    assert document.origin.place == "record 1"


@pytest.mark.parametrize("data", [b"", b"no story here", b"\x00\xff" * 100])
def test_nothing_in_it(data):
    (item,) = read(READER, data)
    assert item.reason == "no REUTERS element in it"


def test_stories_over_the_edges_of_chunks():
    body = "x " * (CHUNK // 5)
    items = read(READER, "".join(story(number, f"<BODY>{body}</BODY>") for number in range(7)))
    assert [item.id for item in items] == [f"reuters:{number}" for number in range(7)]


def test_a_story_over_the_limit():
    text = story(1) + story(2, "<BODY>" + "x" * (2 * CHUNK))
    items = read(ReutersReader(limit=CHUNK), text)
    assert [type(item) for item in items] == [Document, Rejection]
    assert "longer than" in items[1].reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One line\nand the next.\n    Two.\n   Three,\nthree.", "One line and the next.\n\nTwo.\n\nThree, three."),
        ("One.\n\nTwo.\n REUTER\n", "One.\n\nTwo."),
        (
            "Prices -\n      1MTH   3MTHS\n LEAD  8-12  15-20\n    They rose.  Then fell.",
            "Prices -\n\n      1MTH   3MTHS\n LEAD  8-12  15-20\n\nThey rose. Then fell.",
        ),
        (" Shr 3 cts\n Net 4 dlrs", " Shr 3 cts\n Net 4 dlrs"),
        ("Blah blah blah.\n", ""),
        ("The end mark follows. REUTER", "The end mark follows."),
        ("So a trader told Reuters.", "So a trader told Reuters."),
    ],
)
def test_paragraphs(text, expected):
    assert paragraphs(text) == expected


@given(st.text(" \n\tab.19", max_size=200))
def test_no_word_of_a_story_is_lost(text):
    assert paragraphs(text).split() == text.split()


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_explained(data):
    for item in read(READER, b'<REUTERS NEWID="1">' + data + b"</REUTERS>"):
        assert isinstance(item, Document) or item.reason
