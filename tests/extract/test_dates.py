"""Dates of publication: stated ones are found, others are not made up."""

import datetime as dt

import pytest

from searcher.document import Dateline, Document, format_date
from searcher.extract.dates import complete, publication

PROSE = "The council met on Friday to vote on the budget of the coming year, and it was in 1945 that it last did so."
MORE = "On January 24, 2020, a spokesman said that the next vote would be held on March 3, 2021, at the latest."
LONG = "\n\n".join([PROSE, MORE] * 20)


def dated(**parts):
    found = complete(Document(**parts))
    return format_date(found.date, found.date_precision), format_date(found.updated), found.inferred


@pytest.mark.parametrize(
    ("line", "date", "updated"),
    [
        ("All News 09:00 January 24, 2020", "2020-01-24T09:00", None),
        ("Published January 24, 2020", "2020-01-24", None),
        ("January 24, 2020", "2020-01-24", None),
        ("By Jane Doe | January 24, 2020", "2020-01-24", None),
        ("By Jane Doe January 24, 2020", "2020-01-24", None),
        ("World News | 24 Jan 2020", "2020-01-24", None),
        (
            "Published: 24 Jan 2020 09:00 GMT | Updated: 25 Jan 2020 10:15 GMT",
            "2020-01-24T09:00+00:00",
            "2020-01-25T10:15+00:00",
        ),
        ("Updated January 25, 2020 10:15", "2020-01-25T10:15", "2020-01-25T10:15"),
        ("Posted in January 2020", None, None),
    ],
)
@pytest.mark.parametrize("where", ["head", "tail"])
def test_lines_of_publication(line, date, updated, where):
    lines = f"{LONG}\n\n{line}" if where == "tail" else f"{line}\n\n{LONG}"
    assert dated(body=lines)[:2] == (date, updated)


@pytest.mark.parametrize(
    "line",
    [
        "Election set for January 24, 2020",
        "Kim to Visit January 24, 2020",
        "The report was published on January 24, 2020 by the bank.",
        "(Photo by Jane Doe, Jan. 24, 2020)",
        "File photo, January 24, 2020",
        "© 24 January 2020 The Daily Herald",
        "Copyright January 24, 2020",
        "In January 2020",
        "January 2020",
        "He died at 09:00 on January 24, 2020",
        "Born January 24, 1920 | Died March 3, 2020",
        "Jan. 24, 2020 - Feb. 3, 2020",
        "Tokyo University, March 12, 1987.",
        "Updated 3 hours ago",
        "01/02/2020",
    ],
)
def test_lines_that_state_no_publication(line):
    assert publication(line) == []
    assert dated(body=f"{line}\n\n{LONG}")[0] is None


def test_a_date_in_the_story_is_never_its_own():
    assert dated(body=LONG) == (None, None, ())
    assert dated(title="The vote of January 24, 2020", body=PROSE) == (None, None, ())
    middle = f"{LONG}\n\nPublished January 24, 2020\n\n{LONG}"
    assert dated(body=middle)[0] is None


def test_a_bare_day_below_prose_heads_a_part_of_the_story():
    assert dated(body=f"{PROSE}\n\nJanuary 24, 2020\n\n{LONG}")[0] is None
    assert dated(body=f"{PROSE}\n\nPublished January 24, 2020\n\n{LONG}")[0] == "2020-01-24"


SEOUL = Dateline("Seoul", "Jan. 24", "Yonhap")


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        ({}, None),
        ({"url": "https://example.org/2020/story"}, "2020-01-24"),
        ({"url": "https://example.org/2020/01/story"}, "2020-01-24"),
        ({"url": "https://example.org/2020/01/25/story"}, "2020-01-24"),
        ({"url": "https://example.org/2019/06/story"}, "2019-06"),
        ({"updated": dt.date(2020, 1, 26)}, "2020-01-24"),
        ({"updated": dt.date(2020, 6, 26)}, "2020-06-26"),
        ({"body": "© 2020 The Daily Herald"}, None),
    ],
)
def test_a_dateline_needs_a_year_from_elsewhere(parts, date):
    found = dated(dateline=SEOUL, **parts)
    assert (found[0], "date" in found[2]) == (date, date is not None)


def test_a_dateline_of_the_last_year():
    assert dated(dateline=Dateline("Seoul", "Dec. 31", None), updated=dt.date(2020, 1, 1))[0] == "2019-12-31"


def test_a_dateline_with_its_year():
    assert dated(dateline=Dateline("Oslo", "January 24, 2020", None))[0] == "2020-01-24"
    assert dated(dateline=Dateline("Oslo", "Friday", None), url="https://example.org/2020/01/24/x")[0] == "2020-01-24"
    assert dated(dateline=Dateline("Oslo", "Feb. 30", None), url="https://example.org/2020/")[0] is None


def test_the_last_change_stands_in():
    change = dt.datetime(2020, 1, 24, 9, tzinfo=dt.UTC)
    assert dated(updated=change) == ("2020-01-24T09:00+00:00", "2020-01-24T09:00+00:00", ("date",))


NAIVE = dt.datetime(2020, 1, 24, 9)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        ({"source": "Yonhap"}, "2020-01-24T09:00+09:00"),
        ({"dateline": Dateline("Washington", "Jan. 24", "Yonhap")}, "2020-01-24T09:00+09:00"),
        ({"source": "The Daily Herald", "dateline": Dateline("Seoul", "Jan. 24", "Yonhap")}, "2020-01-24T09:00"),
        ({"source": "Reuters", "dateline": Dateline("Seoul", "Jan. 24", "Reuters")}, "2020-01-24T09:00"),
        ({"dateline": Dateline("Seoul", "Jan. 24", None)}, "2020-01-24T09:00"),
    ],
)
def test_a_local_time_is_on_the_clock_of_the_agency_and_of_no_foreign_dateline(parts, date):
    found = complete(Document(date=NAIVE, date_precision="minute", **parts))
    assert format_date(found.date) == date
    assert found.inferred == ()


@pytest.mark.parametrize(
    ("source", "zone", "date"),
    [
        ("PTI", "IST", "2020-01-24T20:00+05:30"),
        ("Xinhua", "CST", "2020-01-24T20:00+08:00"),
        ("Yonhap", "CST", "2020-01-24T20:00"),
        ("Yonhap", "GMT", "2020-01-24T20:00+00:00"),
        ("Yonhap", "", "2020-01-24T20:00+09:00"),
    ],
)
def test_a_zone_word_with_several_meanings_is_the_one_that_the_agency_uses(source, zone, date):
    body = f"Published 8:00 PM {zone}, Jan 24, 2020\n\n{PROSE}"
    assert dated(body=body, source=source)[0] == date


def test_what_is_given_stays():
    given = Document(
        date=dt.date(2019, 1, 1), date_precision="day", body="Published January 24, 2020\n\nThe council met."
    )
    assert complete(given) is given
