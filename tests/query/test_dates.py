"""The forms of a date: the days that each names, or an error that says what to write instead."""

import datetime as dt

import pytest

from searcher.errors import QueryError
from searcher.query import parse
from searcher.query.dates import read_interval

NOW = dt.datetime(2020, 1, 29, 12, tzinfo=dt.UTC)

FORMS = [
    ("2020", "2020-01-01", "2020-12-31"),
    ("2020-1", "2020-01-01", "2020-01-31"),
    ("202001", "2020-01-01", "2020-01-31"),
    ("20200124", "2020-01-24", "2020-01-24"),
    ("2020/01/24", "2020-01-24", "2020-01-24"),
    ("24.01.2020", "2020-01-24", "2020-01-24"),
    ("02/02/2020", "2020-02-02", "2020-02-02"),
    ("２０２０-01", "2020-01-01", "2020-01-31"),
    ("..2019", None, "2019-12-31"),
    (">2020-01", "2020-02-01", None),
    ("<=2020-01", None, "2020-01-31"),
    ("[2020-01 TO *]", "2020-01-01", None),
    ("{20200101 TO 20200331}", "2020-01-02", "2020-03-30"),
    ("{2020-01 TO 2020-03]", "2020-02-01", "2020-03-31"),
    ("[2020-01 TO 2020-03}", "2020-01-01", "2020-02-29"),
    ("{* TO 2020}", None, "2019-12-31"),
    ("[24 Jan 2020 TO 28 Jan 2020]", "2020-01-24", "2020-01-28"),
    ("2020-Q1", "2020-01-01", "2020-03-31"),
    ("Q4 2019", "2019-10-01", "2019-12-31"),
    ("Monday", "2020-01-27", "2020-01-27"),
    ("wednesday", "2020-01-29", "2020-01-29"),
    ("this week", "2020-01-27", "2020-02-02"),
    ("last month", "2019-12-01", "2019-12-31"),
    ("last year", "2019-01-01", "2019-12-31"),
    ("past week", "2020-01-23", "2020-01-29"),
    ("last 7 days", "2020-01-23", "2020-01-29"),
    ("past 1 day", "2020-01-29", "2020-01-29"),
    ("past 2 weeks", "2020-01-16", "2020-01-29"),
    ("-3m", "2019-10-29", "2020-01-29"),
    ("-1y", "2019-01-29", "2020-01-29"),
    ("-7d..yesterday", "2020-01-22", "2020-01-28"),
    ("Jan. 24, 2020", "2020-01-24", "2020-01-24"),
    ("24th of January 2020", "2020-01-24", "2020-01-24"),
    ("24-Jan-2020", "2020-01-24", "2020-01-24"),
    ("24 Jan 2020..28 Jan 2020", "2020-01-24", "2020-01-28"),
]

WRONG = [
    ("2020-01-24T10:00:00Z", "down to the day: write 2020-01-24"),
    ("2019-2020", "write 2019..2020"),
    ("2020-01 to 2020-03", "write 2020-01..2020-03"),
    ("2 weeks ago", "write -2w"),
    ("winter 2020", "a season has no fixed days"),
    ("january", 'in quotes: "january 2020"'),
    ("last", 'in quotes: "last week"'),
    ("past", 'in quotes: "past 7 days"'),
    (">=", "right after >=, without a blank"),
    ("0000", "from 0001 to 9999"),
    ("2020-00", "2020-01 to 2020-12"),
    ("past 0 days", "from 1"),
    ("[2020 TO 2019]", "earlier date first"),
    ("{2020-01-01 TO 2020-01-02}", "leave out their ends"),
    ("..", "on one side"),
    ("01.02.2020", "2020-02-01 or 2020-01-02"),
]


@pytest.mark.parametrize(("text", "first", "last"), FORMS, ids=[text for text, *_ in FORMS])
def test_a_form_names_its_days(text, first, last):
    expected = tuple(day and dt.date.fromisoformat(day) for day in (first, last))

    assert read_interval(text, NOW.date()) == expected


@pytest.mark.parametrize(("text", "instead"), WRONG, ids=[text for text, _ in WRONG])
def test_what_is_no_date_says_what_to_write(text, instead):
    with pytest.raises(ValueError, match=r"\S") as caught:
        read_interval(text, NOW.date())

    assert instead in str(caught.value)


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ('date:>="24 Jan 2020"', "date:2020-01-24.."),
        ('date:"24 Jan 2020".."28 Jan 2020"', "date:2020-01-24..2020-01-28"),
        ("date:“last week”^2", "(date:2020-01-20..2020-01-26)^2"),
        ("date:[2020 TO 2021]^2", "(date:2020-01-01..2021-12-31)^2"),
        ("(date:{2019 TO 2021})", "date:2020-01-01..2020-12-31"),
        ('since:"last week" until:today', "date:2020-01-20.. date:..2020-01-29"),
    ],
)
def test_quotes_and_brackets_belong_to_the_date(query, same):
    assert parse(query, now=NOW).node == parse(same, now=NOW).node


@pytest.mark.parametrize(
    ("query", "kind", "span"),
    [
        ("a date:{2020 TO 2021", "unbalanced-bracket", (7, 8)),
        ('date:"2020', "unbalanced-quote", (5, 6)),
        ('date:"2020"x', "bad-date", (5, 12)),
        ("date:2020(a)", "quote-value", (5, 10)),
        ("a since:2021 until:2020", "bad-date", (2, 23)),
        ("date:>=2021 OR (a date:<=2019 since:2020)", "bad-date", (18, 40)),
    ],
)
def test_a_date_that_cannot_be_is_an_error_at_its_place(query, kind, span):
    with pytest.raises(QueryError) as caught:
        parse(query, now=NOW)

    [found] = caught.value.diagnostics
    assert (found.kind, (found.start, found.end)) == (kind, span)
