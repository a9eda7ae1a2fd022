"""Dates as they stand in texts -> what they say, and nothing that they do not say."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.document import format_date
from searcher.knowledge.dates import date_of_url, find_dates, find_stamps, on_clock, parse_whole, zone_of

NEAT = {
    "January 24, 2020": "2020-01-24",
    "Jan. 24, 2020": "2020-01-24",
    "JANUARY 24TH, 2020": "2020-01-24",
    "24 January 2020": "2020-01-24",
    "24th of January, 2020": "2020-01-24",
    "24-Jan-2020": "2020-01-24",
    "12-APR-95": "1995-04-12",
    "Jan. 24 '20": "2020-01-24",
    "2020-01-24": "2020-01-24",
    "2020/01/24": "2020-01-24",
    "2020.1.24": "2020-01-24",
    "20200124": "2020-01-24",
    "24/01/2020": "2020-01-24",
    "01/24/2020": "2020-01-24",
    "24.01.2020": "2020-01-24",
    "3/3/2020": "2020-03-03",
    "2020年1月24日": "2020-01-24",
    "2020년 1월 24일": "2020-01-24",
    "2020년 1월": "2020-01",
    "January 2020": "2020-01",
    "Sept 2020": "2020-09",
    "24. Januar 2020": "2020-01-24",
    "24 de enero de 2020": "2020-01-24",
    "24 gennaio 2020": "2020-01-24",
    "24 fevereiro 2020": "2020-02-24",
    "1er février 2020": "2020-02-01",
    "Friday, January 24, 2020": "2020-01-24",
    "January 24, 2020 9:00 AM ET": "2020-01-24T09:00-05:00",
    "July 24, 2020 9:00 AM ET": "2020-07-24T09:00-04:00",
    "Fri 24 Jan 2020 09.00 GMT": "2020-01-24T09:00+00:00",
    "Friday, 24th of January, 2020 at 9.30pm": "2020-01-24T21:30",
    "2020-01-24T09:00:00.000+09:00": "2020-01-24T09:00+09:00",
    "2020-01-24T09:00:00Z": "2020-01-24T09:00+00:00",
    "2020-01-24 09:00 KST": "2020-01-24T09:00+09:00",
    "2020-01-24 09:00:00 +0900 KST": "2020-01-24T09:00+09:00",
    "Fri Jan 24 2020 09:00:00 GMT+0900": "2020-01-24T09:00+09:00",
    "20200124T0900": "2020-01-24T09:00",
    "24 januari 2020": "2020-01-24",
    "24 января 2020, 09:00": "2020-01-24T09:00",
    "9:00 AM · Jan 24, 2020": "2020-01-24T09:00",
    "2020-01-24T09:00": "2020-01-24T09:00",
    "20200124T090000Z": "2020-01-24T09:00+00:00",
    "2020.01.24(금) 09:00": "2020-01-24T09:00",
    "2020. 1. 24. 오후 3:05": "2020-01-24T15:05",
    "2020年1月24日 15時05分": "2020-01-24T15:05",
    "2020년 1월 24일 오전 9시": "2020-01-24T09:00",
    "26-FEB-1987 15:01:01.79": "1987-02-26T15:01:01",
    "Fri, 24 Jan 20 09:00:00 GMT": "2020-01-24T09:00+00:00",
    "Fri, 24 Jan 2020 09:00:00 +0900": "2020-01-24T09:00+09:00",
    "Fri Jan 24 09:00:00 EST 2020": "2020-01-24T09:00-05:00",
    "24.01.2020, 09:00 Uhr": "2020-01-24T09:00",
    "Freitag, 24. Januar 2020 um 9:00 Uhr": "2020-01-24T09:00",
    "24 janvier 2020 à 09h30": "2020-01-24T09:30",
    "24 gennaio 2020 alle ore 9.30": "2020-01-24T09:30",
    "09:00 January 24, 2020": "2020-01-24T09:00",
    "12:00 p.m. EST, Jan. 24, 2020": "2020-01-24T12:00-05:00",
    "12:30 a.m. Jan. 24, 2020": "2020-01-24T00:30",
    "1430 GMT January 24, 2020": "2020-01-24T14:30+00:00",
    "24 January 2020 - 10:00 (GMT+9)": "2020-01-24T10:00+09:00",
    "Jan 24 2020 9am": "2020-01-24T09:00",
    "Jan 24 2020, 9:05 am Eastern Time": "2020-01-24T09:05-05:00",
}


@pytest.mark.parametrize(("text", "wanted"), NEAT.items(), ids=NEAT)
def test_a_date_is_read_whole_and_found_in_a_text(text, wanted):
    whole = parse_whole(text)
    assert whole is not None
    assert (format_date(whole.value, whole.precision), whole.start, whole.end) == (wanted, 0, len(text))
    (found,) = find_dates(f"Filed: {text} | Politics")
    assert (found.value, found.precision) == (whole.value, whole.precision)
    assert f"Filed: {text} | Politics"[found.start : found.end] == text


@pytest.mark.parametrize("text", NEAT)
def test_a_date_in_a_long_text_is_the_same(text):
    long = "The council of 12 met in 1945. " * 9
    (found,) = find_dates(f"{long}| {text} | {long}")
    assert (found.value, found.start) == (parse_whole(text).value, len(long) + 2)


NONE = [
    "",
    "01/02/2020",
    "31 February 2020",
    "February 30, 2020",
    "2020-13-01",
    "00/01/2020",
    "24-26 January 2020",
    "Jan. 24-26, 2020",
    "in 1945",
    "Jan. 24",
    "yesterday",
    "1.24.01.2020",
    "AEN20200124000100",
    "as you may 2020 times",
    "192.168.20.20",
    "version 2020.1.24.7",
    "call 0800-2020-0124",
    "Friday",
    "20201340",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_date_or_not_one_is_not_found(text):
    assert find_dates(text) == []


def test_an_ambiguous_day_is_read_as_the_caller_says():
    assert find_dates("01/02/2020", day_first=True)[0].value == dt.date(2020, 2, 1)
    assert find_dates("01/02/2020", day_first=False)[0].value == dt.date(2020, 1, 2)
    assert parse_whole("Published 01/02/2020", day_first=True).value == dt.date(2020, 2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Published January 24, 2020",
        "Last updated: 24 January 2020",
        "Posted on Friday, Jan. 24, 2020.",
        "(24 January 2020)",
        "First published on 24/01/2020",
        "Veröffentlicht am 24. Januar 2020",
        "Publié le 24 janvier 2020",
        "입력 2020.01.24",
    ],
)
def test_words_of_publication_may_stand_around_a_whole_date(text):
    assert parse_whole(text).value == dt.date(2020, 1, 24)


@pytest.mark.parametrize(
    "text", ["He left on January 24, 2020", "1 May 2020, 2 May 2020", "All News January 24, 2020", "x"]
)
def test_prose_and_two_dates_are_no_whole_date(text):
    assert parse_whole(text) is None


def test_a_year_is_a_date_only_as_a_whole():
    assert (parse_whole("2020").value, parse_whole("Published 2020").precision) == (dt.date(2020, 1, 1), "year")
    assert (parse_whole("2020-01").value, parse_whole("2020-01").precision) == (dt.date(2020, 1, 1), "month")
    assert parse_whole("2020-13") is None
    assert find_dates("2020") == []
    assert parse_whole("12020") is None


def test_several_dates_come_in_the_order_of_the_text():
    text = "Published: 09:00 GMT, 24 January 2020 | Updated: 10:15 GMT, 25 January 2020"
    assert [(stamp.kind, stamp.found.value.day) for stamp in find_stamps(text)] == [("published", 24), ("updated", 25)]
    assert [found.value.hour for found in find_dates(text)] == [9, 10]


def test_a_time_that_is_none_leaves_the_day():
    (found,) = find_dates("January 24, 2020 25:61")
    assert (found.value, found.precision) == (dt.date(2020, 1, 24), "day")
    assert find_dates("It fell on January 24, 2020, 10.5 percent")[0].precision == "day"


def test_a_zone_word_with_several_meanings_is_kept_and_not_chosen():
    (found,) = find_dates("Jan 24, 2020 12:30 a.m. CST")
    assert (found.value, found.zone) == (dt.datetime(2020, 1, 24, 0, 30), "CST")  # noqa: DTZ001
    assert zone_of("CST") is None
    assert zone_of("IST") is None


@pytest.mark.parametrize(
    ("name", "hours"), [("KST", 9), ("+09:00", 9), ("GMT+9", 9), ("Z", 0), ("-0330", -3.5), ("JST", 9), ("EDT", -4)]
)
def test_zones(name, hours):
    assert zone_of(name).utcoffset(None) == dt.timedelta(hours=hours)


@pytest.mark.parametrize("name", ["", "and", "+25:00", "+09:75", "Seoul time"])
def test_no_zones(name):
    assert zone_of(name) is None


def test_a_clock_gives_the_offset_of_the_day():
    summer = on_clock(dt.datetime(2020, 7, 1, 9), zone_of("ET"))  # noqa: DTZ001
    assert summer.isoformat() == "2020-07-01T09:00:00-04:00"


URLS = {
    "https://example.org/2020/01/24/story": "2020-01-24",
    "https://example.org/world/2020/jan/24/story": "2020-01-24",
    "https://example.org/story-2020-01-24.html": "2020-01-24",
    "https://example.org/news/20200124/story": "2020-01-24",
    "https://example.org/2020/01/story": "2020-01",
    "https://example.org/2020/story": "2020",
    "https://example.org/2020/13/45/story": "2020",
}


@pytest.mark.parametrize(("url", "wanted"), URLS.items())
def test_dates_of_urls(url, wanted):
    found = date_of_url(url)
    assert format_date(found.value, found.precision) == wanted


@pytest.mark.parametrize(
    "url", ["", "https://example.org/story-20", "https://example.org/a?d=2020/01/24", "x/12020/1/1"]
)
def test_urls_without_dates(url):
    assert date_of_url(url) is None


@given(
    st.dates(min_value=dt.date(1500, 1, 1), max_value=dt.date(2199, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y", "%b. %d, %Y", "%d-%b-%Y"]),
)
def test_what_is_printed_is_read_back(date, form):
    text = date.strftime(form).replace(date.strftime("%Y"), f"{date.year:04}")
    assert parse_whole(text).value == date


@given(st.datetimes(min_value=dt.datetime(1900, 1, 1), max_value=dt.datetime(2100, 1, 1)), st.integers(-14 * 4, 14 * 4))  # noqa: DTZ001
def test_a_printed_time_is_read_back(moment, quarters):
    moment = moment.replace(microsecond=0, tzinfo=dt.timezone(dt.timedelta(minutes=15 * quarters)))
    found = parse_whole(moment.isoformat())
    assert (found.value, found.precision) == (moment, "minute")
    assert found.value.utcoffset() == moment.utcoffset()


@given(st.text(alphabet=st.sampled_from("0123456789-/.:, TZjanfebmrcy’'年월日+()ap"), max_size=60))
def test_any_junk_is_read_without_error_and_spans_are_in_order(text):
    found = find_dates(text)
    assert all(0 <= date.start < date.end <= len(text) for date in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    parse_whole(text)


@given(st.text(max_size=80))
def test_any_text_at_all(text):
    for found in find_dates(text):
        assert 1500 <= found.value.year <= 2199
    find_stamps(text)
    zone_of(text)
    date_of_url(text)


JUNK = {
    "1" * 200_000: 0,
    "2020-" * 40_000: 0,
    "jan " * 50_000: 0,
    " " * 200_000 + "2020": 0,
    "9:00 " * 40_000 + "January 24, 2020": 1,
    "24 de " * 40_000: 0,
    "Fri, " * 40_000: 0,
    "January 24, 2020 " * 1_000: 1_000,
}


@pytest.mark.parametrize(("junk", "count"), JUNK.items(), ids=[junk[:9] for junk in JUNK])
def test_long_junk_is_read_in_one_pass(junk, count):
    # A search whose time grew with the square of the text would not come back from these.
    assert len(find_dates(junk)) == count
