"""Queries as users of Nexis and Factiva write them: the right count, or an error that names what to write instead."""

import datetime as dt

import pytest

from searcher.document import Document, Place
from searcher.errors import QueryError
from searcher.query import parse, unparse
from searcher.search import Request, run
from tests.oracle.memory import snapshot

STORIES = (
    Document(
        id="ferry",
        title="Ferry strike ends",
        body="The ferry crews ended their strike.\n\nA new tax on fuel was cut. The tax was low; the tax is gone.",
        date=dt.date(2020, 1, 24),
        date_precision="day",
        byline="Ada Kim",
        source="Harbour Times",
        places=(Place("Seoul", ("Seoul",), "KR", ("South Korea", "Asia")),),
    ),
    Document(
        id="strike",
        title="Strike at the port",
        body="A strike closed the port. US officials waited for a ferry.",
        date=dt.date(2018, 6, 1),
        date_precision="day",
        source="Morning Courier",
    ),
    Document(id="quiet", title="A quiet day", body="Nothing happened to us.", byline="Ada Poe"),
)
HELD = snapshot(STORIES[:2], STORIES[2:])

FOUND = (
    ("ferry W/5 crews", 1),
    ("ferry w/5 strike", 1),
    ("ferry PRE/3 strike", 1),
    ("strike PRE/3 ferry", 0),
    ("ferry NEAR/5 strike", 1),
    ("ferry w/s crews", 1),
    ("strike w/p ferry", 2),
    ("ferry AND NOT officials", 1),
    ("(ferry OR port) AND strike", 2),
    ("ferr*", 2),
    ("str?ke", 2),
    ("ATLEAST3(tax)", 1),
    ("ATLEAST4(tax)", 0),
    ('"ferry crews"', 1),
    ("strikes", 2),
    ("strike NOT w/3 ferry", 2),
)
INSTEAD = (
    ("ferry /5 strike", "w/5"),
    ("ferry +5 strike", "pre/5"),
    ("ferry near5 strike", "w/5"),
    ("ferry NEAR strike", "w/5"),
    ("ferry adj3 strike", "pre/3"),
    ("ferry P/3 strike", "pre/3"),
    ("ferry onear/3 strike", "pre/3"),
    ("ferry AROUND(3) strike", "w/5"),
    ("ferry ANDNOT strike", "write NOT"),
    ("ferry /F50/ strike", "w/50"),
    ("ferry w/seg strike", "title:(a b)"),
    ("ferry W/SENT strike", "w/s"),
    ("ferry W/PARA strike", "w/p"),
    ("ferry SAME strike", "w/p"),
    ("HEADLINE(ferry)", "title:(...)"),
    ("BYLINE(kim)", "byline:(...)"),
    ("hl=ferry", "title:ferry"),
    ('hl="ferry strike"', "title:"),
    ("rst=harbour", "source:harbour"),
    ("ns=e12", "keyword:e12"),
    ("co=ibm", "keyword:ibm"),
    ("re=seoul", "places:seoul"),
    ("wc>500", "words:>500"),
    ("date aft 2019", "date:>2019"),
    ("date bef 2019", "date:<2019"),
    ("date>2019", "date:>2019"),
    ("strik!", "strik*"),
    ("PLURAL(strike)", "write the word alone"),
    ("CAPS(us)", "=US"),
    ("allcaps(us)", "=US"),
    ("nocaps(us)", '"us"'),
    ("author:kim", "byline:"),
    ("publication:times", "source:"),
    ("ferry |strike", "a OR strike"),
    ("ferry ^2", "tax^2"),
    ("ferry ~2", "korea~2"),
    ("ferry ~", "korea~"),
    ("ferry =", "=US"),
)


@pytest.mark.parametrize(("query", "count"), FOUND, ids=[query for query, _ in FOUND])
def test_a_form_that_is_ours_too_counts_right(query, count):
    assert run(HELD, parse(query), Request()).total == count


@pytest.mark.parametrize(("query", "instead"), INSTEAD, ids=[query for query, _ in INSTEAD])
def test_a_form_that_is_not_ours_names_what_to_write(query, instead):
    with pytest.raises(QueryError) as caught:
        parse(query)

    [found] = caught.value.diagnostics
    assert instead in found.message
    assert 0 <= found.start < found.end <= len(query)


@pytest.mark.parametrize(
    "query", ["title:ferry", "source:harbour", "words:>500", "date:>2019", "date:<2019", "strik*", "byline:(kim)"]
)
def test_what_the_errors_advise_is_a_query(query):
    assert parse(query).interpretation


def test_ordinary_words_that_are_operators_elsewhere_stay_words():
    for query in ("the same day", "near the port", "date is fixed", "by the sea", "caps and gowns", "N95 masks"):
        assert parse(query).interpretation


@pytest.mark.parametrize("query", [r"\SAME rate", r"tax w9=", r"date\😀 \aft 2019", r"\near5 a", '="NEAR"'])
def test_a_word_that_is_an_operator_elsewhere_is_written_so_that_it_stays_a_word(query):
    node = parse(query).node

    assert parse(unparse(node)).node == node
