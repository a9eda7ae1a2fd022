import datetime as dt
import urllib.request

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.document import Document, Rejection
from searcher.readers import base
from searcher.readers.feed import FeedReader
from tests.readers.structured import check_golden, golden_files, read

READER = FeedReader()
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)


def rss(*items, head="<title>Lofoten Tidings</title>", prolog=""):
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'{prolog}<rss version="2.0" {SPACES}><channel>{head}{inside}</channel></rss>'


def atom(*entries, head="<title>Lofoten Tidings</title>"):
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{inside}</feed>'


def titles(items):
    return [item.title for item in items if isinstance(item, Document)]


def reasons(items):
    return [(item.place, item.reason) for item in items if isinstance(item, Rejection)]


@pytest.fixture(autouse=True)
def _offline(monkeypatch):
    """Whoever asks for an address fails the test."""

    def refuse(*_, **__):
        raise AssertionError("something was fetched")

    monkeypatch.setattr(urllib.request.OpenerDirector, "open", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)


@pytest.mark.parametrize("name", golden_files("feed"))
def test_golden(name):
    check_golden("feed", name, READER)


@pytest.mark.parametrize(
    ("texts", "body"),
    [
        ("<description>Short.</description><content:encoded>The whole story.</content:encoded>", "The whole story."),
        ("<content:encoded>The whole story.</content:encoded><description>Short.</description>", "The whole story."),
        ("<description>The longer summary.</description><content:encoded>Cut</content:encoded>", "The longer summary."),
        ("<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</description>", "One.\n\nTwo."),
        ("<description><![CDATA[One.<br><br />Two,<br>and more.]]></description>", "One.\n\nTwo, and more."),
        ("<description><![CDATA[<ul><li>One</li><li>Two</li></ul>]]></description>", "One\n\nTwo"),
        ("<description>Fish &amp;amp; chips at 5&amp;nbsp;pm</description>", "Fish & chips at 5 pm"),
        ("<description>One\nline.\n\nAnother.</description>", "One line.\n\nAnother."),
        ("<description><![CDATA[<script>x()</script><style>p {}</style><p>Text.</p>]]></description>", "Text."),
        ("", ""),
    ],
)
def test_texts(texts, body):
    (document,) = read(READER, rss(f"<title>Cod</title>{texts}"))
    assert document.body == body


@pytest.mark.parametrize(
    ("head", "item", "source"),
    [
        ("<title>Lofoten Tidings</title>", "", "Lofoten Tidings"),
        ("<title>Lofoten Tidings</title><dc:publisher>Vestfjord Media</dc:publisher>", "", "Vestfjord Media"),
        ("<title>T</title>", '<source url="https://w.example/feed">North Wire</source>', "North Wire"),
        ("<title>T</title><dc:publisher>P</dc:publisher>", '<source url="https://w.example">W</source>', "W"),
        ("", "", None),
    ],
)
def test_sources(head, item, source):
    (document,) = read(READER, rss(f"<title>Cod</title>{item}", head=head))
    assert document.source == source


@pytest.mark.parametrize(
    ("written", "date", "precision"),
    [
        (
            "<pubDate>Sat, 02 Mar 2019 07:05:00 +0100</pubDate>",
            dt.datetime(2019, 3, 2, 7, 5, tzinfo=dt.timezone(dt.timedelta(hours=1))),
            "minute",
        ),
        ("<pubDate>Sat, 02 Mar 2019 07:05:00 EST</pubDate>", None, "minute"),
        ("<dc:date>2019-03-02</dc:date>", dt.date(2019, 3, 2), "day"),
        ("<pubDate>soon</pubDate>", None, None),
        ("", None, None),
    ],
)
def test_dates_of_rss(written, date, precision):
    (document,) = read(READER, rss(f"<title>Cod</title>{written}"))
    assert document.date_precision == precision
    assert document.updated is None
    if "EST" in written:
        assert document.date == dt.datetime(2019, 3, 2, 12, 5, tzinfo=dt.UTC)
    else:
        assert document.date == date


def test_an_update_is_no_publication_in_atom():
    (document,) = read(READER, atom("<title>Cod</title><updated>2019-03-02T07:05:00Z</updated>"))
    assert (document.date, document.updated) == (None, dt.datetime(2019, 3, 2, 7, 5, tzinfo=dt.UTC))


def test_ids_and_addresses():
    items = read(
        READER,
        rss(
            '<title>a</title><guid isPermaLink="false">n 1</guid><link>https://n.example/a</link>',
            "<title>b</title><guid>https://n.example/b</guid>",
            "<title>c</title><link>/relative</link>",
        ),
    )
    assert items[0].id == "feed:n%201"
    assert [item.url for item in items] == ["https://n.example/a", "https://n.example/b", None]
    assert len({item.id for item in items}) == 3
    assert [item.origin.place for item in items] == ["entry 1", "entry 2", "entry 3"]


def test_authors_keywords_and_titles_have_no_markup():
    (document,) = read(
        READER,
        atom(
            '<title type="html">Cod &amp;amp; &lt;b&gt;ling&lt;/b&gt;</title><author><name>Ann Solberg</name></author>'
            '<author><name>Ann Solberg</name></author><author><name> </name></author><category term="Sea"/>'
            '<category term="Sea"/><category term=""/>'
        ),
    )
    assert (document.title, document.byline, document.keywords) == ("Cod & ling", "Ann Solberg", ("Sea",))


PICTURE = '<media:content url="https://n.example/p.jpg"><media:description>{}</media:description></media:content>'


@pytest.mark.parametrize("first", [True, False])
def test_what_stands_under_a_picture_is_no_text_of_the_story(first):
    picture = PICTURE.format("A long row of cod on a rack, hung to dry in the wind off the sea at Å in the spring.")
    text = "<title>Cod</title><description>The cod is in.</description>"
    (document,) = read(READER, rss(picture + text if first else text + picture))
    assert (document.title, document.body) == ("Cod", "The cod is in.")
    assert document.captions == (
        "A long row of cod on a rack, hung to dry in the wind off the sea at Å in the spring.",
    )


def test_the_title_of_a_picture_is_no_headline():
    picture = '<media:content url="u"><media:title>A rack</media:title></media:content>'
    items = read(
        READER,
        rss(f"<title>Cod</title><description>In.</description>{picture}{picture}", "<title>b</title>"),
    )
    assert [(item.title, item.captions) for item in items] == [("Cod", ("A rack",)), ("b", ())]


def test_an_entry_with_no_other_text_has_that_of_its_picture():
    (document,) = read(READER, rss("<title>Film</title>" + PICTURE.format("The boats come in.")))
    assert (document.body, document.captions) == ("The boats come in.", ())


def test_an_entry_without_a_word_is_explained():
    items = read(READER, rss("<title>a</title>", "<link>https://n.example/</link>", "<title>c</title>"))
    assert titles(items) == ["a", "c"]
    assert reasons(items) == [("entry 2", "has neither title nor text")]


def test_what_stands_before_damage_is_read():
    text = rss("<title>a</title><description>One.</description>", "<title>b</title>", "<title>c</title>")
    items = read(READER, text[: text.index("<title>c")])
    assert titles(items)[:2] == ["a", "b"]
    place, reason = reasons(items)[-1]
    assert place == "end"
    assert reason.startswith("is damaged: ")


def test_damage_that_costs_no_word_is_mended():
    items = read(READER, rss("<title>AT&T & friends</title>", "<title>b&nbsp;c</title>" + PICTURE.format("a & b")))
    assert (titles(items), reasons(items)) == (["AT&T & friends", "b c"], [])
    items = read(READER, rss("<title>a</title><description>x < y</description>", "<title>b</title>"))
    assert (titles(items), reasons(items)) == (["a", "b"], [])


@pytest.mark.parametrize("pictures", ["", PICTURE.format("p")])
def test_a_bomb_of_entities_is_not_lit(pictures):
    entities = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = rss(f"<title>Laugh</title><description>&l9;</description>{pictures}", prolog=f"<!DOCTYPE rss [{entities}]>")
    for item in read(READER, bomb):
        assert isinstance(item, Rejection) or len(item.body) < 200


@pytest.mark.parametrize("pictures", ["", PICTURE.format("p")])
def test_nothing_outside_is_read(tmp_path, pictures):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    for where in (secret.as_uri(), "http://192.0.2.1/secret"):
        for doctype in (
            f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{where}">]>',
            f'<!DOCTYPE rss SYSTEM "{where}" [<!ENTITY % p SYSTEM "{where}"> %p;]>',
        ):
            items = read(READER, rss(f"<title>a &x; b</title>{pictures}", prolog=doctype))
            assert items
            assert "the secret" not in str(items)


def test_bytes_that_are_a_path_or_an_address_are_bytes(tmp_path):
    other = tmp_path / "other.rss"
    other.write_text(rss("<title>the secret</title>"))
    for text in (str(other), other.as_uri(), "http://192.0.2.1/feed"):
        (item,) = read(READER, text)
        assert isinstance(item, Rejection)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is no feed"),
        ("The mayor spoke.", "is no feed"),
        ("<html><body><p>Words</p></body></html>", "is no feed"),
        (rss(), "is a feed without entries"),
        (atom(), "is a feed without entries"),
        (b"\x00\x01\x02" * 40, "is no feed"),
    ],
)
def test_what_is_no_feed_is_explained(text, reason):
    (item,) = read(READER, text)
    assert item.reason.startswith(reason)


def test_a_feed_that_is_too_long_is_explained(monkeypatch):
    monkeypatch.setattr(base.Input.read, "__defaults__", (100,))
    (item,) = read(READER, rss(*["<title>a</title>"] * 20))
    assert item.reason == "longer than 0 MB, which no article is"


@pytest.mark.parametrize("pictures", ["", PICTURE.format("Bodø")])
def test_encodings(pictures):
    text = rss(f"<title>Sjøen</title><description>Bølger ved Værøy.</description>{pictures}")
    assert titles(read(READER, f'<?xml version="1.0" encoding="ISO-8859-1"?>{text}'.encode("latin-1"))) == ["Sjøen"]
    assert titles(read(READER, f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16"))) == ["Sjøen"]
    assert titles(read(READER, b"\xef\xbb\xbf" + text.encode())) == ["Sjøen"]
    assert titles(read(READER, text.encode("cp1252"), encoding="cp1252")) == ["Sjøen"]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_explained(data):
    for start in (b"", f'<rss version="2.0" {SPACES}><channel><item><title>'.encode()):
        for item in read(READER, start + data):
            assert isinstance(item, Document) or item.reason
