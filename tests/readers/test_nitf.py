import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.document import Document, Rejection
from searcher.readers.nitf import NitfReader
from tests.readers.structured import check_golden, golden_files, read

READER = NitfReader()


def story(content="<p>Text.</p>", head="", docdata="", body_head="<hedline><hl1>Head</hl1></hedline>"):
    return (
        f"<nitf><head><docdata>{docdata}</docdata>{head}</head>"
        f"<body><body.head>{body_head}</body.head><body.content>{content}</body.content></body></nitf>"
    )


@pytest.mark.parametrize("name", golden_files("nitf"))
def test_golden(name):
    check_golden("nitf", name, READER)


def test_a_billion_laughs_are_not_heard():
    entities = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f"<!DOCTYPE nitf [{entities}]>" + story("<p>Laugh: &l9;</p><p>After.</p>")
    (item,) = read(READER, text)
    assert len(item.body) < 100 if isinstance(item, Document) else "damaged" in item.reason


def test_nothing_outside_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    text = f'<!DOCTYPE nitf [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + story("<p>a &x; b</p>")
    (document,) = read(READER, text)
    assert document.body == "a b"
    parameter = f'<!DOCTYPE nitf [<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;]>' + story()
    assert "secret" not in str(read(READER, parameter))
    dtd = f'<!DOCTYPE nitf SYSTEM "{secret.as_uri()}">' + story()
    assert read(READER, dtd)[0].body == "Text."


def test_entities_of_html_are_characters_under_a_doctype():
    (document,) = read(READER, '<!DOCTYPE nitf SYSTEM "nitf.dtd">' + story("<p>caf&eacute; &mdash; bar</p>"))
    assert document.body == "café — bar"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("AT&T rose.", "AT&T rose."),
        ("caf&eacute;&nbsp;&mdash; bar", "café — bar"),
        ("R&D &amp; a\x0c b\x02", "R&D & a b"),
        ("<![CDATA[Q&A &nbsp;]]> and B&B", "Q&A &nbsp; and B&B"),
    ],
)
def test_damage_that_costs_no_word_is_mended(written, text):
    assert read(READER, story(f"<p>{written}</p>"))[0].body == text


def test_an_entity_that_nobody_knows_is_damage():
    (item,) = read(READER, story("<p>a &unknownthing; b</p>"))
    assert "the XML is damaged" in item.reason


def test_several_stories_and_damage():
    text = "<batch>" + story("<p>One.</p>") + story("<p>Two.</p>") + "<nitf><body><body.content><p>Thr"
    items = read(READER, text)
    assert [item.body for item in items[:2]] == ["One.", "Two."]
    assert [item.origin.place for item in items[:2]] == ["story 1", "story 2"]
    assert items[2].place == "story 3"
    assert items[2].reason.startswith("the XML is damaged: ")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the XML is damaged"),
        ("words", "the XML is damaged"),
        ("<rss><channel/></rss>", "no NITF story in it; the root element is <rss>"),
        (story("", body_head=""), "an NITF story without a headline and without text"),
    ],
)
def test_what_is_no_story_is_explained(text, reason):
    (item,) = read(READER, text)
    assert isinstance(item, Rejection)
    assert item.reason.startswith(reason)


@pytest.mark.parametrize(
    ("docdata", "date", "precision"),
    [
        (
            '<date.issue norm="20200124T090000+0900"/>',
            dt.datetime(2020, 1, 24, 9, tzinfo=dt.timezone(dt.timedelta(hours=9))),
            "minute",
        ),
        ('<date.issue norm="20200124"/>', dt.date(2020, 1, 24), "day"),
        ('<date.issue norm="?"/><date.release norm="2020-01-25"/>', dt.date(2020, 1, 25), "day"),
        ("", None, None),
    ],
)
def test_dates(docdata, date, precision):
    (document,) = read(READER, story(docdata=docdata))
    assert (document.date, document.date_precision) == (date, precision)


def test_a_canceled_story_is_a_kill():
    text = story().replace("<docdata>", '<docdata management-status="canceled">')
    assert read(READER, text)[0].version == "KILL"


def test_a_dateline_is_put_before_the_text_once():
    head = "<dateline>OSLO, March 4</dateline>"
    assert read(READER, story("<p>It rained.</p>", body_head=head))[0].body == "OSLO, March 4 -- It rained."
    (document,) = read(READER, story("<p>OSLO, March 4 (NB) - It rained.</p>", body_head=head))
    assert document.body == "OSLO, March 4 (NB) - It rained."
    assert document.dateline.place == "Oslo"


def test_what_is_declared_and_what_is():
    latin = '<?xml version="1.0" encoding="ISO-8859-1"?>' + story("<p>Malmö</p>")
    assert read(READER, latin.encode("latin-1"))[0].body == "Malmö"
    assert read(READER, latin.encode("utf-8"))[0].body == "Malmö"
    assert read(READER, story("<p>Malmö</p>").encode("utf-16"))[0].body == "Malmö"
    wrong = '<?xml version="1.0" encoding="UTF-8"?>' + story("<p>Malmö, Göteborg och Östersund är städer.</p>")
    assert read(READER, wrong.encode("cp1252"), encoding="cp1252")[0].body.startswith("Malmö, Göteborg")


def test_an_abstract_is_the_text_where_there_is_none():
    (document,) = read(READER, story("", body_head="<hedline><hl1>H</hl1></hedline><abstract><p>Short.</p></abstract>"))
    assert (document.body, document.extra) == ("Short.", {})


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_explained(data):
    for item in read(READER, b"<nitf><body><body.content><p>" + data + b"</p></body.content></body></nitf>"):
        assert isinstance(item, Document) or item.reason
