import datetime as dt

import pytest

from searcher.analysis.entries import MISSING, entries, instant, interval, normal_url
from searcher.analysis.space import BODY, CAPTION, GAP
from searcher.document import Dateline, Document, Person, Place
from searcher.errors import ReadError

DAY = dt.date(2026, 1, 2)


def test_title_body_and_captions_share_one_position_space():
    held = entries(Document(id="x", title="Big news", body="One.\n\nTwo.", captions=("A ship", "At sea")), added=DAY)

    second = CAPTION + 2 + GAP
    expected = [(0, "Big"), (1, "news"), (BODY, "One"), (BODY + 1, "Two")]
    assert [*expected, (CAPTION, "A"), (CAPTION + 1, "ship"), (second, "At"), (second + 1, "sea")] == held.words
    assert [0, BODY, BODY + 1, CAPTION, second] == held.paragraphs
    assert held.columns["lead_words"] == 1


def test_one_name_is_one_slot_and_parents_are_not_the_place_itself():
    document = Document(
        id="x",
        people=(Person("Moon Jae-in", ("Moon Jae-in", "Moon")),),
        places=(Place("Seoul", ("Seoul",), "KR", ("South Korea", "Asia")),),
    )
    values = entries(document, added=DAY).values

    assert {("=Moon Jae-in", 0), ("moon", 0), ("jae", 0), ("in", 0), ("jaein", 0), ("moon", 1)} == set(values["people"])
    assert ("=Seoul", 0) in values["places"]
    assert {("south", 1), ("korea", 1), ("asia", 2)} < set(values["places"])
    assert not any(term in {"=South Korea", "=Asia"} for term, _ in values["places"])


def test_has_lists_what_is_there():
    document = Document(id="x", title="T", date=DAY, date_precision="day", dateline=Dateline("Seoul"))

    assert [name for name, _ in entries(document, added=DAY).values["has"]] == ["title", "dateline", "date"]


@pytest.mark.parametrize(
    ("date", "precision", "first", "last"),
    [
        (dt.date(2020, 1, 1), "year", dt.date(2020, 1, 1), dt.date(2020, 12, 31)),
        (dt.date(2020, 2, 1), "month", dt.date(2020, 2, 1), dt.date(2020, 2, 29)),
        (dt.date(2020, 12, 1), "month", dt.date(2020, 12, 1), dt.date(2020, 12, 31)),
        (dt.date(9999, 12, 1), "month", dt.date(9999, 12, 1), dt.date(9999, 12, 31)),
        (dt.date(2020, 1, 24), "day", dt.date(2020, 1, 24), dt.date(2020, 1, 24)),
    ],
)
def test_a_date_is_the_interval_of_days_that_it_may_mean(date, precision, first, last):
    assert (first.toordinal(), last.toordinal()) == interval(date, precision)


def test_the_day_is_the_one_printed_whatever_the_zone():
    late = dt.datetime(2020, 1, 24, 1, tzinfo=dt.timezone(dt.timedelta(hours=9)))

    assert dt.date(2020, 1, 24).toordinal() == interval(late, "minute")[0]
    assert instant(dt.datetime(2020, 1, 23, 16, tzinfo=dt.UTC)) == instant(late)
    assert MISSING == instant(None) == interval(None)[0]


def test_a_body_that_does_not_fit_is_refused_with_the_limit():
    with pytest.raises(ReadError, match=r"its title has 17,000 words; at most 16,128 fit"):
        entries(Document(id="x", title="w " * 17_000), added=DAY)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.Example.org/A/b/?q=1#x", "example.org/A/b"),
        ("HTTP://user@Example.org", "example.org"),
        ("example.org/a", "example.org/a"),
    ],
)
def test_urls_are_compared_without_scheme_query_and_www(url, expected):
    assert expected == normal_url(url)
