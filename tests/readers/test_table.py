import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.document import Document, Person, Place, Rejection
from searcher.readers.base import digest_id
from searcher.readers.table import SAMPLE, TableReader
from tests.readers.structured import check_golden, golden_files, read

READER = TableReader()


def titles(items):
    return [item.title for item in items if isinstance(item, Document)]


def reasons(items):
    return [(item.place, item.reason) for item in items if isinstance(item, Rejection)]


@pytest.mark.parametrize("name", golden_files("table"))
def test_golden(name):
    check_golden("table", name, READER)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_separator(separator):
    rows = [["id", "title", "body", "date"], ["1", "A, b; c", "One | two.", "2020-01-02"], ["2", "d", "e", "2020"]]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    items = read(READER, text, "a.csv")
    assert [(item.id, item.title, item.body) for item in items] == [("1", "A, b; c", "One | two."), ("2", "d", "e")]
    assert items[0].date == dt.date(2020, 1, 2)
    assert items[1].date_precision == "year"


def test_a_separator_inside_headlines_does_not_mislead():
    text = "title;body\nTea, coffee, cocoa;One, two, three\nSugar, salt, flour;Four, five, six\n"
    assert titles(read(READER, text)) == ["Tea, coffee, cocoa", "Sugar, salt, flour"]


def test_cells_over_several_lines_keep_their_paragraphs_and_the_count_of_lines():
    text = 'title,body\na,"One.\n\nTwo, ""three"".\n"\nb,c,d\ne,f\n'
    items = read(READER, text)
    assert items[0].body == 'One.\n\nTwo, "three".'
    assert items[0].origin.place == "line 2"
    assert reasons(items) == [("line 6", "3 cells, where the header has 2")]
    assert items[2].origin.place == "line 7"


def test_lists_in_cells():
    (document,) = read(READER, "title,people,places,tags\na,Ana Silva; Rui Costa,Porto|Lisbon,ports;ships\n")
    assert document.people == (Person("Ana Silva"), Person("Rui Costa"))
    assert document.places == (Place("Porto"), Place("Lisbon"))
    assert document.keywords == ("ports", "ships")


def test_ragged_rows():
    items = read(READER, "title,body,url\na,b\nc,d,,\ne,f,http://a.org\n\n,,\n")
    assert titles(items) == ["c", "e"]
    assert reasons(items) == [("line 2", "2 cells, where the header has 3")]


def test_missing_values_are_not_given():
    (first, second) = read(READER, "title,body,date,author\na,nan,NaN,NULL\nNone,NULL,2020,x\n")
    assert (first.body, first.date, first.byline, first.extra) == ("", None, None, {})
    assert second.reason == "the headline and the text are empty"


def test_a_column_that_stands_twice_loses_nothing():
    (document,) = read(READER, "title,note,note\na,b,c\n")
    assert document.extra == {"note": "b", "note#1": "c"}


def test_no_known_column():
    (item,) = read(READER, "colour,size\nred,3\n")
    assert item.reason == (
        "no column is a headline or a text; the columns are: colour, size. Name one with --map COLUMN=title"
    )


def test_the_users_map():
    (document,) = read(READER, "colour,size\nred,3\n", field_map={"colour": "title"})
    assert (document.title, document.extra) == ("red", {"size": "3"})


def test_the_users_map_helps_to_find_the_separator():
    text = "titel;text, kurz\na, b, c;d, e\n"
    (document,) = read(READER, text, field_map={"titel": "title", "text, kurz": "body"})
    assert (document.title, document.body) == ("a, b, c", "d, e")


def test_a_quote_that_is_never_closed_costs_one_line():
    items = read(READER, 'title,body\na,b\nc,"d\ne,f\ng,h\n')
    assert titles(items) == ["a", "e", "g"]
    assert reasons(items) == [("line 3", "a quote that is never closed")]


def test_encodings():
    text = "title,body\nCafé,naïve\n"
    assert titles(read(READER, text.encode("utf-8-sig"))) == ["Café"]
    assert titles(read(READER, text.encode("utf-16"))) == ["Café"]
    assert titles(read(READER, text.encode("cp1252"), encoding="cp1252")) == ["Café"]


def test_the_hint_of_a_spreadsheet():
    items = read(READER, "sep=;\r\ntitle;body\r\na, b;c\r\n")
    assert [(item.title, item.origin.place) for item in items] == [("a, b", "line 3")]


def test_a_header_over_the_limit():
    (item,) = read(TableReader(limit=100), '"' + "x" * 300)
    assert item.reason == "no header: longer than 100 characters, or a quote that is never closed"


def test_a_row_over_the_limit():
    items = read(TableReader(limit=200), "title,body\na,b\n" + 'c,"' + "x\n" * 300 + '"\nd,e\n')
    assert titles(items)[0] == "a"
    assert reasons(items)[0][0] == "line 3"
    assert titles(items)[-1] == "d"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "an empty table"), ("\n\n", "an empty table"), ("title,body\n", "a header without rows")],
)
def test_nothing_in_it(text, reason):
    (item,) = read(READER, text)
    assert item.reason == reason


def test_ids_are_given_or_the_digest_of_the_row():
    (first, second) = read(READER, "id,title\n7,a\n,b\n")
    assert (first.id, second.id) == ("7", digest_id(b",b\n"))


def test_a_table_longer_than_the_sample():
    text = "title,body\n" + "".join(f't{number},"x\n{"y" * 50}"\n' for number in range(3 * SAMPLE // 50))
    items = read(READER, text)
    assert titles(items) == [f"t{number}" for number in range(3 * SAMPLE // 50)]
    assert items[-1].origin.place == f"line {2 * len(items)}"


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12).map(
    lambda cell: cell.replace("&", "+")
)


@given(st.lists(st.tuples(CELL, CELL), max_size=6))
def test_every_row_is_read_or_explained(rows):
    quoted = [
        f'"{title.replace(chr(34), chr(34) * 2)}","{body.replace(chr(34), chr(34) * 2)}",1' for title, body in rows
    ]
    items = read(READER, "\n".join(["title,body,n", *quoted]) + "\n")
    assert len(items) == max(1, len(rows))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_explained(data):
    for item in read(READER, data):
        assert isinstance(item, Document) or item.reason
