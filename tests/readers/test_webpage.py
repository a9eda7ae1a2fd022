import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.document import Document, Rejection
from searcher.readers import base
from searcher.readers.base import digest_id
from searcher.readers.webpage import WebpageReader
from tests.readers.archives import TEXT
from tests.readers.structured import check_golden, golden_files, read

READER = WebpageReader()
MORE = "The fishmongers had laid a carpet of seaweed on the quay, and the mayor slipped on it in front of everyone."


def page(head="", body=f"<article><h1>The ferry is back</h1><p>{TEXT}</p><p>{MORE}</p></article>", attributes=""):
    return f"<!DOCTYPE html><html {attributes}><head>{head}</head><body>{body}</body></html>"


def stated(thing, **more):
    return f'<script type="application/ld+json">{json.dumps(thing, **more)}</script>'


def meta(**contents):
    return "".join(f'<meta name="{name.replace("__", ":")}" content="{text}">' for name, text in contents.items())


def one(html, **options):
    (item,) = read(READER, html, "a.html", **options)
    return item


@pytest.mark.parametrize("name", golden_files("webpage"))
def test_golden(name):
    check_golden("webpage", name, READER)


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ferry comes home",
    "datePublished": "2021-05-04T08:00:00Z",
    "dateModified": "2021-05-05",
    "author": {"@type": "Person", "name": "Ingrid Falch"},
    "publisher": {"name": "Nordlys Times"},
    "articleSection": ["Sea", "Local"],
    "keywords": "ferry, Tromsø,  dock",
    "url": "https://n.example/ferry",
    "inLanguage": "nb",
}


@pytest.mark.parametrize(
    "wrapped",
    [
        ARTICLE,
        [ARTICLE],
        [{"@type": "WebSite", "name": "x"}, ARTICLE],
        {"@context": "https://schema.org", "@graph": [{"@type": "Person", "name": "x"}, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        {**ARTICLE, "@type": ["Thing", "ReportageNewsArticle"]},
        {**ARTICLE, "@type": "BlogPosting"},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": ARTICLE}]},
    ],
)
def test_what_json_ld_states(wrapped):
    document = one(page(stated(wrapped), body=f"<article><p>{TEXT}</p><p>{MORE}</p></article>"))
    assert document.title == "Ferry comes home"
    assert (document.date, document.date_precision) == (dt.datetime(2021, 5, 4, 8, tzinfo=dt.UTC), "minute")
    assert document.updated == dt.date(2021, 5, 5)
    assert (document.byline, document.source, document.section) == ("Ingrid Falch", "Nordlys Times", "Sea")
    assert document.keywords == ("ferry", "Tromsø", "dock")
    assert (document.url, document.language) == ("https://n.example/ferry", "nb")
    assert document.body == f"{TEXT}\n\n{MORE}"


@pytest.mark.parametrize(
    "script",
    [
        stated(ARTICLE).replace('"Tromsø', '\n"Tromsø').replace("dock", "dock\n"),
        stated(ARTICLE, indent=1).replace("}", ",}"),
        stated(ARTICLE).replace("</script>", ";</script>"),
        stated(ARTICLE).replace("{", "<!--{", 1).replace("</script>", "--></script>"),
        stated(ARTICLE).replace("{", "//<![CDATA[\n{", 1).replace("</script>", "\n//]]></script>"),
        stated("broken").replace("broken", 'bro"ken') + stated(ARTICLE),
        '<script type="application/ld+json"></script>' + stated(ARTICLE),
        stated({"@type": "Article", "name": "x"}) + stated(ARTICLE),
    ],
)
def test_json_ld_as_pages_write_it(script):
    assert one(page(script)).byline == "Ingrid Falch"


@pytest.mark.parametrize(
    "script", [stated([[[[[[[[[ARTICLE]]]]]]]]]), f'<script type="application/ld+json">{"[" * 99_999}']
)
def test_json_ld_that_is_nested_too_deeply_is_not_read(script):
    assert one(page(body=f"<article><h1>The ferry is back</h1><p>{TEXT}</p></article>{script}")).byline is None


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("Ingrid Falch", "Ingrid Falch"),
        ("By Ingrid Falch", "Ingrid Falch"),
        (["Ingrid Falch", "Per Dahl", "Ingrid Falch"], "Ingrid Falch, Per Dahl"),
        ([{"name": "Ingrid Falch"}, {"name": ["Per Dahl"]}], "Ingrid Falch, Per Dahl"),
        ({"@id": "#1"}, None),
        ("https://n.example/ingrid", None),
        ({"name": 7}, None),
        ([], None),
        ("Anne &amp; Bo", "Anne & Bo"),
    ],
)
def test_authors(author, byline):
    assert one(page(stated({**ARTICLE, "author": author}))).byline == byline
    if isinstance(author, str):
        assert one(page(meta(author=author))).byline == byline


@pytest.mark.parametrize(
    ("keywords", "found"),
    [
        ("a, b,a", ("a", "b")),
        (["a", "b, c", "a"], ("a", "b, c")),
        ([{"name": "a"}, {"@value": "b"}], ("a", "b")),
        ("", ()),
        ({"n": 1}, ()),
    ],
)
def test_keywords(keywords, found):
    assert one(page(stated({**ARTICLE, "keywords": keywords}))).keywords == found


def test_keywords_of_meta_elements():
    assert one(page(meta(keywords="ferry, dock ,ferry"))).keywords == ("ferry", "dock")
    assert one(page(meta(article__tag="sea, sky") + meta(article__tag="dock"))).keywords == ("sea, sky", "dock")


def test_what_meta_elements_state():
    head = meta(
        og__title="The ferry is back",
        og__site_name="Nordlys Times",
        og__url="https://n.example/1",
        article__published_time="2021-05-04T08:00:00+02:00",
        article__modified_time="2021-05-06T09:00:00+02:00",
        article__section="Sea",
        description="It runs again.",
        og__locale="nb_NO",
    )
    document = one(page(head))
    assert (document.title, document.source, document.section) == ("The ferry is back", "Nordlys Times", "Sea")
    zone = dt.timezone(dt.timedelta(hours=2))
    assert document.date == dt.datetime(2021, 5, 4, 8, tzinfo=zone)
    assert document.updated == dt.datetime(2021, 5, 6, 9, tzinfo=zone)
    assert (document.url, document.language) == ("https://n.example/1", "nb-NO")
    assert document.extra == {"description": "It runs again."}


@pytest.mark.parametrize(
    ("time", "date", "precision"),
    [
        ('<time datetime="2021-05-04">May</time>', dt.date(2021, 5, 4), "day"),
        ("<time>4 May 2021</time>", dt.date(2021, 5, 4), "day"),
        (
            '<time datetime="2020-01-01">x</time><time class="published" datetime="2021-05-04">y</time>',
            dt.date(2021, 5, 4),
            "day",
        ),
        ('<time itemprop="datePublished" datetime="2021-05">May</time>', dt.date(2021, 5, 1), "month"),
        ("<p>4 May 2021 · By Ingrid Falch</p>", dt.date(2021, 5, 4), "day"),
        ('<time datetime="soon">soon</time>', None, None),
        ("", None, None),
    ],
)
def test_dates_that_are_shown(time, date, precision):
    document = one(page(body=f"<article><h1>The ferry is back</h1>{time}<p>{TEXT}</p><p>{MORE}</p></article>"))
    assert (document.date, document.date_precision) == (date, precision)


def test_a_page_that_states_nothing():
    document = one(page())
    assert (document.title, document.body) == ("The ferry is back", f"{TEXT}\n\n{MORE}")
    assert document.id == digest_id(page().encode())
    assert (document.date, document.byline, document.source, document.url, document.language) == (None,) * 5
    assert (document.origin.reader, document.origin.place) == ("webpage", "")


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href=" https://n.example/1 ">', "https://n.example/1"),
        ('<link rel="Canonical" href="/relative">' + meta(og__url="https://n.example/2"), "https://n.example/2"),
        (stated({**ARTICLE, "url": "", "mainEntityOfPage": {"@id": "https://n.example/3"}}), "https://n.example/3"),
        (stated({**ARTICLE, "url": None, "mainEntityOfPage": "https://n.example/4"}), "https://n.example/4"),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical">', None),
    ],
)
def test_addresses(head, url):
    assert one(page(head)).url == url


@pytest.mark.parametrize(
    ("attributes", "head", "language"),
    [
        ('lang="nb-NO"', meta(og__locale="en_US"), "nb-NO"),
        ('xml:lang="nb"', "", "nb"),
        ('lang="Norwegian bokmål"', "", None),
        ("", meta(language="ko"), "ko"),
    ],
)
def test_languages(attributes, head, language):
    assert one(page(head, attributes=attributes)).language == language


@pytest.mark.parametrize(
    ("title", "site", "found"),
    [
        ("The ferry is back | Nordlys Times", "Nordlys Times", "The ferry is back"),
        ("The ferry is back - Nordlys Times", "Nordlys Times", "The ferry is back"),
        ("The ferry is back", "Nordlys Times", "The ferry is back"),
    ],
)
def test_headlines_without_the_name_of_the_site(title, site, found):
    body = f"<article><p>{TEXT}</p><p>{MORE}</p></article>"
    assert one(page(f"<title>{title}</title>" + meta(og__site_name=site), body=body)).title == found


def test_captions_stand_apart_and_once():
    caption = "The ferry at the fish market quay."
    figure = f"<figure><img src=a><figcaption>{caption}</figcaption></figure>"
    document = one(
        page(body=f"<article><h1>The ferry is back</h1>{figure}<p>{TEXT}</p>{figure}<p>{MORE}</p></article>")
    )
    assert document.captions == (caption,)
    assert caption not in document.body


def test_who_signs_is_no_paragraph_where_it_is_stated():
    body = f"<article><h1>The ferry is back</h1><p>By Ingrid Falch</p><p>{TEXT}</p><p>{MORE}</p></article>"
    document = one(page(stated({**ARTICLE, "headline": "The ferry is back"}), body=body))
    assert (document.body, document.byline) == (f"{TEXT}\n\n{MORE}", "Ingrid Falch")
    assert "By Ingrid Falch" in document.dropped
    assert one(page(body=body)).body.startswith("By Ingrid Falch")


def test_what_is_embedded_and_what_leads_elsewhere_is_left_out():
    tweet = f"<blockquote class='twitter-tweet'><p>{'So glad to see the ferry again! ' * 4}</p></blockquote>"
    also = "<p>Also read: <a href='/2'>Why the dock took three weeks</a></p>"
    document = one(page(body=f"<article><h1>The ferry is back</h1><p>{TEXT}</p>{tweet}{also}<p>{MORE}</p></article>"))
    assert document.body == f"{TEXT}\n\n{MORE}"
    assert any("Why the dock" in text for text in document.dropped)


def test_a_story_that_is_only_stated_is_read_from_there():
    whole = f"{TEXT}\n\n{MORE}\n\n{TEXT.replace('Tuesday', 'Friday')}"
    document = one(page(stated({**ARTICLE, "articleBody": whole}), body="<div id=app></div><p>Loading.</p>"))
    assert document.body == whole
    shown = "".join(f"<section><p>{text}</p></section>" for text in whole.split("\n\n"))
    assert one(page(stated({**ARTICLE, "articleBody": whole}), body=shown)).body == whole


@pytest.mark.parametrize(
    "html",
    [
        f"<title>The ferry is back</title><body><h1>The ferry is back</h1><p>{TEXT}<p>{MORE}",
        f"<html><head><title>The ferry is back</title><body><div><h1>The ferry is back</h2><p>{TEXT}</div></p><p>{MORE}</i>",
        f"<h1>The ferry is back</h1><p>{TEXT}</p></body></html><p>{MORE}</p>",
        f"\x00\x01<h1>The ferry\x02 is back</h1><p>{TEXT}</p><p>{MORE}</p><!-- never closed",
    ],
)
def test_broken_html_is_read(html):
    document = one(html)
    assert document.title == "The ferry is back"
    assert TEXT in document.body


@pytest.mark.parametrize(
    "declared", ["<meta charset={}>", '<meta http-equiv="Content-Type" content="text/html; charset={}">']
)
@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("utf-8", "utf-8"),
        ("utf-8", "cp1252"),
        ("x-none", "utf-8"),
        ("base64", "utf-8"),
    ],
)
def test_encodings(declared, name, encoding):
    html = page(declared.format(name))
    assert TEXT in one(html.encode(encoding)).body
    xhtml = f"<?xml version='1.0' encoding='{name}'?>" + page()
    assert TEXT in one(xhtml.encode(encoding)).body


def test_the_user_knows_the_encoding_better():
    html = page('<meta charset="utf-8">').replace("Tromsø", "Łódź")
    assert "Łódź" in one(html.encode("iso8859-2"), encoding="iso8859-2").body


LINKS = "".join(f"<li><a href='/{n}'>Story number {n} of the day</a></li>" for n in range(30))


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "is empty"),
        ("  \n ", "is no web page: there is no element in it"),
        ("<!-- nothing -->", "is no web page: there is no element in it"),
        ("<html><head><title>a</title></head><body></body></html>", "has no article in it, only navigation"),
        (page(body=f"<nav><ul>{LINKS}</ul></nav>"), "has no article in it, only navigation"),
        (page("<title>News</title>", body=f"<main><ul>{LINKS}</ul></main>"), "has no article in it, only navigation"),
        (b"\x89PNG\r\n\x1a\n" + bytes(90), "is no text in any encoding"),
    ],
)
def test_what_is_no_article_is_explained(html, reason):
    item = one(html)
    assert isinstance(item, Rejection)
    assert item.reason == reason


def test_a_headline_that_is_stated_is_an_article_without_text():
    document = one(page(stated(ARTICLE), body="<nav><a href=/>Home</a></nav>"))
    assert document.title == "Ferry comes home"


def test_a_page_that_is_too_long_is_explained(monkeypatch):
    monkeypatch.setattr(base.Input.read, "__defaults__", (100,))
    assert one(page()).reason == "longer than 0 MB, which no article is"


def test_deep_and_hostile_pages_end():
    deep = one("<div>" * 50_000 + f"<p>{TEXT}</p>")
    assert isinstance(deep, Document) or deep.reason
    entities = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    assert "hahaha" not in str(one(f"{entities}<h1>The ferry is back</h1><p>{TEXT} &b;</p><p>{MORE}</p>"))


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="<>/!-=\"' abpdivh1&;\n\x00é", max_size=200) | st.binary(max_size=200))
def test_any_page_is_read_or_explained(data):
    item = one(data)
    assert isinstance(item, Document) or item.reason
