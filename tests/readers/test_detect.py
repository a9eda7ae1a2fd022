import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher import readers
from searcher.readers.base import from_bytes
from searcher.readers.detect import detect, known_suffix

NITF, NEWSML = "<nitf><body/></nitf>", '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>'
RSS, ATOM = '<rss version="2.0"><channel/></rss>', '<feed xmlns="http://www.w3.org/2005/Atom"/>'
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
HTML, XHTML = "<!DOCTYPE html><title>a</title><p>b", '<html xmlns="http://www.w3.org/1999/xhtml"/>'
PROLOG = '\ufeff<?xml version="1.0"?>\n<!-- a <rss> of old -->\n<?style a?>\n'
TEXT = "The mayor of Tromsø spoke on Monday.\n"


def zipped():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "a")
    return target.getvalue()


def tarred():
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return target.getvalue()


def found(name, data):
    return detect(from_bytes(data.encode() if isinstance(data, str) else data, name))


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("a.txt", "page_text"),
        ("a.TXT", "page_text"),
        ("a.b.text", "page_text"),
        ("a.html", "webpage"),
        ("a.htm", "webpage"),
        ("a.xhtml", "webpage"),
        ("a.json", "jsonlines"),
        ("a.jsonl", "jsonlines"),
        ("a.ndjson", "jsonlines"),
        ("a.csv", "table"),
        ("a.tsv", "table"),
        ("a.sgm", "reuters"),
        ("a.rss", "feed"),
        ("a.atom", "feed"),
        ("a.rdf", "feed"),
        ("a.warc", "warc"),
        ("a.arc", "warc"),
        ("a.gz", "packed"),
        ("a.tgz", "packed"),
        ("a.tar", "packed"),
        ("folder.html/a.txt", "page_text"),
        ("folder.html\\a.txt", "page_text"),
    ],
)
def test_the_suffix_says_what_a_file_is(name, reader):
    assert found(name, TEXT) == reader
    assert known_suffix(name)


@pytest.mark.parametrize("name", ["a", "a.exe", "a.pdf", "", ".txt", "a.", "txt"])
def test_other_names_say_nothing(name):
    assert not known_suffix(name)
    assert found(name, "\x00\x01binary\xff" * 20) is None


@pytest.mark.parametrize("name", ["a", "a.txt", "a.xml"])
@pytest.mark.parametrize("prolog", ["", PROLOG, PROLOG + "<!DOCTYPE {root} [<!ENTITY a 'b'>]>\n"])
@pytest.mark.parametrize(
    ("text", "root", "reader"),
    [
        (NITF, "nitf", "nitf"),
        (NEWSML, "newsItem", "newsml"),
        ("<newsMessage/>", "newsMessage", "newsml"),
        (RSS, "rss", "feed"),
        (ATOM, "feed", "feed"),
        (RDF, "rdf:RDF", "feed"),
        (XHTML, "html", "webpage"),
        ("<REUTERS TOPICS='NO'></REUTERS>", "REUTERS", "reuters"),
    ],
)
def test_the_root_says_what_xml_is(name, prolog, text, root, reader):
    assert found(name, prolog.replace("{root}", root) + text) == reader


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        (HTML, "webpage"),
        ("<div class=a><p>b</p></div>", "webpage"),
        ('<!DOCTYPE lewis SYSTEM "lewis.dtd">\n<REUTERS></REUTERS>', "reuters"),
        ('{"title": "a"}', "jsonlines"),
        ('[\n {"title": "a"}]', "jsonlines"),
        ("WARC/1.0\r\nWARC-Type: warcinfo\r\n", "warc"),
        ("filedesc://a.arc 0.0.0.0 20200101000000 text/plain 0\n", "warc"),
    ],
)
@pytest.mark.parametrize("name", ["a", "a.txt"])
def test_the_first_bytes_say_what_text_is(name, text, reader):
    assert found(name, text) == reader


@pytest.mark.parametrize("text", [TEXT, "[Photo] The mayor", "{curly} words", "<3 from Oslo", "< not markup", "<>"])
def test_text_is_text(text):
    assert found("a.txt", text) == "page_text"
    assert found("a", text) is None


PACKED = [gzip.compress(b"a"), bz2.compress(b"a"), lzma.compress(b"a"), zipped(), tarred(), b"PK\x05\x06" + bytes(18)]


@pytest.mark.parametrize(
    "data", PACKED, ids=["gzip", "bz2", "lzma", "zip", "tar", "empty zip"]
)  # bytes have times in them
@pytest.mark.parametrize("name", ["a", "a.txt", "a.html", "a.json", "a.pdf", "a.xml"])
def test_what_is_packed_is_packed_whatever_its_name(name, data):
    assert found(name, data) == "packed"


@pytest.mark.parametrize("data", [b"WARC/1.0\r\n", b"filedesc://a.arc 0.0.0.0"])
def test_a_gzipped_web_archive_is_one(data):
    for name in ("a", "a.gz", "a.txt"):
        assert found(name, gzip.compress(data)) == "warc"
    assert found("a.warc.gz", b"\x00damaged") == found("A.ARC.GZ", gzip.compress(b"")) == "warc"
    assert found("a.gz", gzip.compress(b"no " + data)) == "packed"


@pytest.mark.parametrize("name", ["a.txt", "a.xml", "a", "a.text"])
@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(90), bytes(64), b"\x7fELF" + bytes(range(30)) * 9])
def test_binary_files_are_nobodys_whatever_their_name(name, data):
    assert found(name, data) is None
    (item,) = readers.read(from_bytes(data, name))
    assert item.reason


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_wide_text_is_no_binary_file(encoding):
    assert found("a.txt", TEXT.encode(encoding)) == "page_text"
    assert found("a.xml", NITF.encode(encoding)) == "nitf"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a", "", "is empty"),
        ("a.xml", "", "is empty"),
        ("a.xml", "<svg/>", "is XML of no kind that is read"),
        ("a.xml", "words", "is XML of no kind that is read"),
        ("a.xml", '{"title": "a"}', "is XML of no kind that is read"),
        ("a.doc", TEXT, "is of a kind that no reader knows (.doc)"),
        ("a", TEXT, "is of a kind that no reader knows (no suffix)"),
    ],
)
def test_what_is_nobodys_is_explained(name, data, reason):
    assert found(name, data) is None
    (item,) = readers.read(from_bytes(data.encode(), name))
    assert item.reason.startswith(reason)


def test_a_root_behind_a_long_comment_is_found_in_xml():
    assert found("a.xml", f"<!--{'x' * 100_000}-->{NITF}") == "nitf"
    assert found("a.xml", "<!--" * 30_000) is None


@given(st.binary(max_size=300), st.sampled_from(["a", "a.txt", "a.xml", "a.gz", "a.warc.gz"]))
def test_any_bytes_have_a_known_reader_or_none(data, name):
    assert found(name, data) in {*readers.READERS, None}
