# ruff: noqa: DTZ001 - times without a zone; long texts in tables of cases
import datetime as dt
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.document import LISTS, Dateline, Document, Person, Place, as_dict
from searcher.errors import ReadError, RequestError
from searcher.readers.keys import NAMES, check_map
from searcher.readers.record import document_from
from searcher.readers.values import MAX_DEPTH

EST = dt.timezone(dt.timedelta(hours=-5))
TEXT = st.text(max_size=40)
SOME = st.text(min_size=1, max_size=20)
OPTIONAL = st.none() | SOME
NAMES_OF = st.lists(SOME, max_size=3).map(tuple)
ZONES = st.none() | st.integers(-720, 840).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
TIMES = st.datetimes(timezones=ZONES).map(lambda time: time.replace(microsecond=0))
DAYS = st.dates()
DATES = st.one_of(
    st.just((None, None)),
    st.tuples(TIMES, st.just("minute")),
    st.tuples(DAYS, st.just("day")),
    st.tuples(DAYS.map(lambda day: day.replace(day=1)), st.just("month")),
    st.tuples(DAYS.map(lambda day: day.replace(month=1, day=1)), st.just("year")),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(SOME.filter(lambda key: key[0] != "$"), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def documents(draw):
    date, precision = draw(DATES)
    return Document(
        id=draw(st.text("abc:/.-0189é", max_size=12)),
        title=draw(TEXT),
        body=draw(TEXT),
        date=date,
        date_precision=precision,
        updated=draw(st.none() | TIMES | DAYS),
        dateline=draw(st.none() | st.builds(Dateline, OPTIONAL, OPTIONAL, OPTIONAL)),
        byline=draw(OPTIONAL),
        people=draw(st.lists(st.builds(Person, SOME, NAMES_OF), max_size=3).map(tuple)),
        places=draw(st.lists(st.builds(Place, SOME, NAMES_OF, OPTIONAL, NAMES_OF), max_size=3).map(tuple)),
        source=draw(OPTIONAL),
        section=draw(OPTIONAL),
        keywords=draw(NAMES_OF),
        captions=draw(NAMES_OF),
        url=draw(OPTIONAL),
        language=draw(OPTIONAL),
        version=draw(OPTIONAL),
        extra=draw(st.dictionaries(SOME, JSON.filter(lambda value: not isinstance(value, dict)), max_size=3)),
        inferred=draw(st.lists(st.sampled_from(["title", "date", "people", "places"]), unique=True).map(tuple)),
        dropped=draw(NAMES_OF),
        paths=draw(NAMES_OF),
    )


def stated_empty(document):
    return tuple(name for name in LISTS if not getattr(document, name) and name not in document.inferred)


@given(documents())
def test_what_is_written_is_read_back(document):
    written = json.loads(json.dumps(as_dict(document)))
    back = document_from({**written, "rank": 1, "score": 2.5, "snippets": [], "copies": 0, "path": "a", "reader": "b"})
    assert as_dict(back) == as_dict(document)
    assert back.stated_empty == stated_empty(document)
    assert back.extra == document.extra


def test_an_empty_list_is_stated_to_be_empty_and_null_is_not():
    document = document_from({"title": "a", "people": [], "places": None, "keywords": []})
    assert document.stated_empty == ("people", "keywords")


def test_the_names_of_other_programs():
    document = document_from(
        {
            "Headline": "Ferry service resumes",
            "articleBody": "The ferry sailed.\n\nIt was full.",
            "pubDate": "Fri, 24 Jan 2020 09:00:00 +0900",
            "author": [{"@type": "Person", "name": "Ana Silva"}, "Rui Costa"],
            "publisher": {"name": "Harbour Post"},
            "articleSection": ["Business", "Transport"],
            "tags": "ferries, ports; islands",
            "link": "https://example.org/ferry",
            "inLanguage": "en",
            "comment_count": 7,
        }
    )
    assert document.title == "Ferry service resumes"
    assert document.paragraphs() == ["The ferry sailed.", "It was full."]
    assert document.date == dt.datetime(2020, 1, 24, 9, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    assert document.byline == "Ana Silva, Rui Costa"
    assert document.source == "Harbour Post"
    assert document.section == "Business, Transport"
    assert document.keywords == ("ferries", "ports", "islands")
    assert document.url == "https://example.org/ferry"
    assert document.language == "en"
    assert document.extra == {"comment_count": 7}


def test_the_best_name_wins_and_the_others_are_kept():
    document = document_from({"summary": "Short.", "title": "a", "text": "Long.", "heading": "b"})
    assert (document.title, document.body) == ("a", "Long.")
    assert document.extra == {"summary": "Short.", "heading": "b"}
    assert document_from({"title": "a", "summary": "Short."}).body == "Short."


def test_the_users_map_comes_first():
    document = document_from(
        {"title": "old", "hl_txt": "new", "x": "Body."}, field_map={"hl_txt": "title", "x": "text"}
    )
    assert (document.title, document.body, document.extra) == ("new", "Body.", {"title": "old"})


def test_a_map_to_an_unknown_field_is_refused():
    with pytest.raises(RequestError, match=r"hl=titel: there is no field 'titel'.*title"):
        check_map({"hl": "titel"})
    check_map({"hl": "headline"})


@pytest.mark.parametrize(
    ("given_date", "date", "precision"),
    [
        ("2020", dt.date(2020, 1, 1), "year"),
        (2020, dt.date(2020, 1, 1), "year"),
        ("2020-03", dt.date(2020, 3, 1), "month"),
        ("2020-03-05", dt.date(2020, 3, 5), "day"),
        ("20200305", dt.date(2020, 3, 5), "day"),
        ("2020-03-05 00:00:00", dt.date(2020, 3, 5), "day"),
        ("2020-03-05T07:08", dt.datetime(2020, 3, 5, 7, 8), "minute"),
        ("2020-03-05T00:00:00Z", dt.datetime(2020, 3, 5, tzinfo=dt.UTC), "minute"),
        ("20200305T070800Z", dt.datetime(2020, 3, 5, 7, 8, tzinfo=dt.UTC), "minute"),
        (1583392080, dt.datetime(2020, 3, 5, 7, 8, tzinfo=dt.UTC), "minute"),
        ("1583392080000", dt.datetime(2020, 3, 5, 7, 8, tzinfo=dt.UTC), "minute"),
        (1583392080.5, dt.datetime(2020, 3, 5, 7, 8, tzinfo=dt.UTC), "minute"),
        ("20200305070800", dt.datetime(2020, 3, 5, 7, 8), "minute"),
        ("202003050708", dt.datetime(2020, 3, 5, 7, 8), "minute"),
        ("Thu Mar 05 07:08:00 +0000 2020", dt.datetime(2020, 3, 5, 7, 8, tzinfo=dt.UTC), "minute"),
        ("Thu Mar  5 07:08:00 EST 2020", dt.datetime(2020, 3, 5, 7, 8, tzinfo=EST), "minute"),
        ("Thu Mar  5 07:08:09 2020", dt.datetime(2020, 3, 5, 7, 8, 9), "minute"),
        # A zone that nobody knows is left out, as no zone is invented.
        ("Thu Mar  5 07:08:00 XQT 2020", dt.datetime(2020, 3, 5, 7, 8), "minute"),
        ("Thu Mar  5 07:08:00 2020", dt.datetime(2020, 3, 5, 7, 8), "minute"),
        ({"$date": "2020-03-05"}, dt.date(2020, 3, 5), "day"),
        ("March 5, 2020", dt.date(2020, 3, 5), "day"),
        (dt.date(2020, 3, 5), dt.date(2020, 3, 5), "day"),
    ],
)
def test_dates_of_all_forms(given_date, date, precision):
    document = document_from({"title": "a", "date": given_date})
    assert (document.date, document.date_precision) == (date, precision)


@pytest.mark.parametrize(
    "value", ["soon", "2020-13-45", "2020-W04", "03/05/2020", "99999999", True, ["2020"], 10**15 * 10**9]
)
def test_a_date_that_cannot_be_read_is_kept_and_noted(value):
    document = document_from({"title": "a", "published": value})
    assert document.date is None
    assert document.extra["published"] == value
    assert document.extra["notes"] == [f"published: no date can be read in {value!r}"]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"title": ["a", "b"], "body": "c"}, "title: a list, where a text was expected"),
        ({"headline": {"en": "a"}}, "headline: an object, where a text was expected"),
        ({"title": "a", "content": [{"p": "b"}]}, "content: a list, where a text was expected"),
        ({"title": True}, "title: true or false, where a text was expected"),
        ({"title": "a", "people": [{"role": "x"}]}, "people: an object without a name"),
        ({"inferred": [1], "date_precision": None}, "inferred: a list, where a list of texts was expected"),
        ({"inferred": [], "date_precision": None, "extra": "b"}, "extra: a text, where an object was expected"),
        (
            {"title": "a", "inferred": [], "date_precision": None, "people": "x"},
            "people: a text, where a list of objects",
        ),
        (
            {"colour": "red", "size": 3},
            "no headline and no text under a known name among: colour, size; name them with",
        ),
        ({}, "among: none"),
        ({"title": "", "text": None, "x": 1}, "the headline and the text are empty"),
    ],
)
def test_wrong_types_are_named(record, reason):
    with pytest.raises(ReadError) as caught:
        document_from(record)
    assert str(caught.value).startswith(reason) or reason in str(caught.value)


def test_odd_values_under_loose_names_cost_nothing():
    document = document_from(
        {"title": "a", "location": {"lat": 1.5, "lon": 2}, "version": 11, "guid": "http://a.org/1", "extra": "b"}
    )
    assert document.places == ()
    assert document.version is None
    assert document.id == ""
    assert document.extra["location"] == {"lat": 1.5, "lon": 2}
    assert document.extra["guid"] == "http://a.org/1"
    assert document.extra["notes"] == [
        "location: an object without a name, where a name or an object with `name` was expected",
        "version: a number of its revision, not a mark such as URGENT",
        "extra: a text, where an object was expected",
    ]
    assert document.extra["extra"] == "b"


def test_people_and_places():
    document = document_from(
        {
            "title": "a",
            "people": ["Ana Silva", {"name": "Rui Costa", "names": ["Costa"]}],
            "places": [{"name": "Porto", "country": "PT", "within": ["Portugal"]}, "Lisbon"],
        }
    )
    assert document.people == (Person("Ana Silva"), Person("Rui Costa", ("Costa",)))
    assert document.places == (Place("Porto", (), "PT", ("Portugal",)), Place("Lisbon"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Silva, Ana; Costa, Rui", ["Silva, Ana", "Costa, Rui"]),
        ("Silva, Ana", ["Silva, Ana"]),
        ("Ana Silva, Rui Costa", ["Ana Silva", "Rui Costa"]),
        ("Ana Silva|Rui Costa", ["Ana Silva", "Rui Costa"]),
    ],
)
def test_people_in_one_text(text, names):
    assert [person.name for person in document_from({"title": "a", "people": text}).people] == names


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("One.\nTwo.", "One.\n\nTwo."),
        ("One.\r\n\r\n \r\n\r\nTwo.\r\n", "One.\n\nTwo."),
        ("<p>One &amp; two.</p><p>Three<br>four.</p><script>x()</script>", "One & two.\n\nThree\nfour."),
        ("5 < 6 and a <b without end", "5 < 6 and a <b without end"),
        ("AT&amp;T rose.", "AT&T rose."),
        (["One.", "Two."], "One.\n\nTwo."),
        (
            "The council of the harbour town met on Monday evening to hear from\nthe people who live along the quay, and it closed at\nten.\nNobody had spoken in favour of the plan, and few had spoken against\nit, said the clerk.\n  The next meeting is in May, when the wardens of both of the piers\nare to be heard.",
            "The council of the harbour town met on Monday evening to hear from the people who live along the quay, and it closed at ten.\n\nNobody had spoken in favour of the plan, and few had spoken against it, said the clerk.\n\nThe next meeting is in May, when the wardens of both of the piers are to be heard.",
        ),
        (
            "The ferry sailed at six from the northern pier.\nIt was full of people.\nNobody spoke.",
            "The ferry sailed at six from the northern pier.\n\nIt was full of people.\n\nNobody spoke.",
        ),
    ],
)
def test_a_body_becomes_paragraphs(text, body):
    assert document_from({"content": text}).body == body


def test_a_headline_becomes_one_line():
    assert document_from({"title": " A <em>new</em>\n  pier &#8211; at last "}).title == "A new pier – at last"
    assert document_from({"title": {"rendered": "A &amp; B"}}).title == "A & B"
    assert document_from({"title": 1984}).title == "1984"


def test_lone_surrogates_and_nan_do_not_reach_a_document():
    document = document_from({"title": "a\ud800b", "score": math.nan, "k\udfff": "\ud83d\ude00"})
    assert document.title == "a\ufffdb"
    assert document.extra == {"k\ufffd": "\U0001f600"}
    json.dumps(as_dict(document)).encode()


def test_extra_is_always_json():
    document = document_from({"title": "a", "seen": dt.date(2020, 1, 2), "set": {1}, "raw": b"x"})
    assert document.extra == {"seen": "2020-01-02", "set": [1], "raw": "b'x'"}


def test_nesting_is_bounded():
    value = "x"
    for _ in range(MAX_DEPTH + 1):
        value = [value]
    with pytest.raises(ReadError, match="deep: nested deeper than 32 levels"):
        document_from({"title": "a", "deep": value})


def test_a_dateline_as_text_or_object():
    assert document_from({"title": "a", "dateline": "SEOUL, Jan. 24 (Yonhap) --"}).dateline == Dateline(
        "Seoul", "Jan. 24", "Yonhap"
    )
    assert document_from({"title": "a", "dateline": {"place": "Seoul"}}).dateline == Dateline("Seoul")


def test_ids_have_no_blanks_and_the_search_keys_of_others_are_kept():
    document = document_from({"id": " a b ", "title": "a", "score": 5, "rank": 1})
    assert document.id == "a%20b"
    assert document.extra == {"score": 5, "rank": 1}


def test_every_name_of_the_table_is_of_one_field_only():
    from searcher.readers.keys import fold

    names = [fold(name) for names in NAMES.values() for name in names]
    assert len(names) == len(set(names))
