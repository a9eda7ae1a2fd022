import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.document import Dateline, Document, Place, Rejection
from searcher.readers.newsml import OTHER_ITEMS, NewsmlReader
from tests.readers.structured import check_golden, golden_files, read

READER = NewsmlReader()
NS = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


def item(meta="<headline>Head</headline>", content="", about="", more="", attributes='guid="urn:a:1"'):
    return (
        f"<newsItem {NS} {attributes}><itemMeta>{about}</itemMeta><contentMeta>{meta}</contentMeta>{more}"
        f"<contentSet>{content}</contentSet></newsItem>"
    )


@pytest.mark.parametrize("name", golden_files("newsml"))
def test_golden(name):
    check_golden("newsml", name, READER)


def test_nitf_inside():
    nitf = (
        '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><hedline><hl1>Inner</hl1></hedline>'
        "<byline>By Ana Silva</byline></body.head><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>"
    )
    inline = f'<inlineXML contenttype="application/nitf+xml">{nitf}</inlineXML>'
    (document,) = read(READER, item(content=inline))
    assert (document.id, document.title, document.byline) == ("newsml:urn:a:1", "Head", "Ana Silva")
    assert document.body == "One.\n\nTwo."
    assert read(READER, item(meta="", content=inline))[0].title == "Inner"
    (alone,) = read(READER, f"<contentSet>{inline}</contentSet>")
    assert (alone.title, len(alone.id)) == ("Inner", 16)


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("<inlineXML><p>One.</p><p>Two.</p></inlineXML>", "One.\n\nTwo."),
        ("<inlineXML><div><h2>A</h2>b</div></inlineXML>", "A\n\nb"),
        ("<inlineXML><events><event>x</event></events></inlineXML>", ""),
        ('<inlineData contenttype="text/html"><![CDATA[<p>One &amp; two.</p>]]></inlineData>', "One & two."),
        ('<inlineData encoding="base64" contenttype="image/png">iVBORw0</inlineData>', ""),
        ("<inlineXML/><inlineData>Plain.</inlineData>", "Plain."),
    ],
)
def test_content_of_every_kind(content, body):
    assert read(READER, item(content=content))[0].body == body


@pytest.mark.parametrize(("name", "reason"), OTHER_ITEMS.items())
def test_items_that_are_no_articles(name, reason):
    (rejected,) = read(READER, f'<{name} {NS} guid="a"/>')
    assert isinstance(rejected, Rejection)
    assert rejected.reason == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (item(meta=""), "a news item without a headline, a text or a caption"),
        (
            item(meta="", content='<remoteContent href="a.mpg"/>', about='<itemClass qcode="ninat:video"/>'),
            "a video item without a headline or a caption; its content is elsewhere: a.mpg",
        ),
        (
            item(meta="", content="<inlineXML><events/></inlineXML>"),
            "a news item without a headline; its content is <events>, which is no text",
        ),
        ("<contentMeta/>", "no news item in it; the root element is <contentMeta>"),
        ("<newsItem", "the XML is damaged: "),
    ],
)
def test_refusals_are_explained(text, reason):
    (rejected,) = read(READER, text)
    assert isinstance(rejected, Rejection)
    assert rejected.reason.startswith(reason)


def test_what_is_before_the_damage_is_read():
    text = f"<newsMessage {NS}><itemSet>{item()}{item(attributes='')}<newsItem><contentMeta><headline>c"
    items = read(READER, text)
    assert [type(found) for found in items] == [Document, Document, Rejection]
    assert items[2].place == "item 3"


def test_subjects_by_name_and_by_assertion():
    meta = (
        '<headline>H</headline><subject type="cpnat:geoArea" qcode="g:1"/><subject type="cpnat:person" qcode="p:1"/>'
        '<subject typeuri="http://cv.iptc.org/newscodes/cpnature/person"><name>Ana Silva</name></subject>'
        "<subject><mainConcept><name>swimming</name></mainConcept></subject>"
    )
    asserts = (
        '<assert qcode="g:1"><name>Kentucky</name><broader qcode="g:2"/></assert>'
        '<assert qcode="g:2"><name>United States</name><broader qcode="g:1"/><broader qcode="iso3166-1a2:US"/></assert>'
        '<assert qcode="p:1"><name>Rui Costa</name></assert>'
    )
    (document,) = read(READER, item(meta=meta, more=asserts))
    assert document.places == (Place("Kentucky", (), "US", ("United States",)),)
    assert [person.name for person in document.people] == ["Rui Costa", "Ana Silva"]
    assert document.keywords == ("swimming",)


def test_a_place_of_making_is_a_dateline_but_no_words_of_the_story():
    (document,) = read(
        READER,
        item("<headline>H</headline><located><name>Berlin</name></located>", "<inlineXML><p>One.</p></inlineXML>"),
    )
    assert (document.dateline, document.body) == (Dateline("Berlin"), "One.")


def test_a_stated_dateline_begins_the_text():
    meta = "<headline>H</headline><dateline>MOSCOW, Monday (Reuters)</dateline>"
    (document,) = read(READER, item(meta, "<inlineXML><p>One.</p></inlineXML>"))
    assert document.dateline == Dateline("Moscow", "Monday", "Reuters")
    assert document.body == "MOSCOW, Monday (Reuters) -- One."


@pytest.mark.parametrize(
    ("about", "version"),
    [
        ('<pubStatus qcode="stat:canceled"/>', "KILL"),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', "KILL"),
        ('<signal qcode="sig:correction"/>', "CORRECTED"),
        ('<pubStatus qcode="stat:usable"/><signal qcode="sig:update"/>', None),
    ],
)
def test_marks(about, version):
    assert read(READER, item(about=about))[0].version == version


@pytest.mark.parametrize(
    ("about", "meta", "source"),
    [
        ('<provider qcode="nprov:AFP"/>', "", "AFP"),
        ('<provider qcode="nprov:AFP"><name>Agence</name></provider>', "<creditline>AFP/Getty</creditline>", "Agence"),
        ('<provider uri="http://a.org"/>', "<creditline>The Line</creditline>", "The Line"),
        ('<provider uri="http://a.org"/>', "<infoSource><name>The Wire</name></infoSource>", "The Wire"),
        ("", "", None),
    ],
)
def test_sources(about, meta, source):
    assert read(READER, item(f"<headline>H</headline>{meta}", about=about))[0].source == source


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_explained(data):
    for found in read(READER, b"<newsItem><contentMeta><headline>" + data + b"</headline></contentMeta></newsItem>"):
        assert isinstance(found, Document) or found.reason
