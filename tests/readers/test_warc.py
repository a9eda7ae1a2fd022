import gzip
import logging
import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher import readers
from searcher.document import Document, Rejection
from searcher.readers import packed, warc
from searcher.readers.base import from_bytes
from searcher.readers.detect import detect
from searcher.readers.warc import WarcReader
from tests.readers.archives import TEXT, arc, arc_file, http, member, page, pages, record
from tests.readers.structured import check_golden, golden_files, read

READER = WarcReader()
INFO = record(b"software: test\r\n", kind="warcinfo", media="application/warc-fields")


@pytest.fixture(autouse=True)
def _quiet(capfd):
    """Whatever is read, nothing is printed."""
    yield
    assert capfd.readouterr() == ("", "")


def titles(items):
    return [item.title for item in items if isinstance(item, Document)]


def reasons(items):
    return [(item.place, item.reason) for item in items if isinstance(item, Rejection)]


@pytest.mark.parametrize("name", golden_files("warc"))
def test_golden(name):
    check_golden("warc", name, READER)


PAGES = pages("First ferry", "Second ferry", "Third ferry")
FORMS = {
    "plain": b"".join([INFO, *PAGES]),
    "a member each": b"".join(map(member, [INFO, *PAGES])),
    "one member": member(b"".join([INFO, *PAGES])),
    "two in a member": member(INFO + PAGES[0]) + member(PAGES[1] + PAGES[2]),
    "records cut in pieces": b"".join(member(piece) for part in PAGES for piece in (part[:150], b"", part[150:])),
    "zeros at the end": b"".join(map(member, PAGES)) + bytes(512),
    "arc": arc_file(*(arc(http(page(title))) for title in ("First ferry", "Second ferry", "Third ferry"))),
    "arc, a member each": member(arc_file())
    + b"".join(member(arc(http(page(title)))) for title in ("First ferry", "Second ferry", "Third ferry")),
    "blank lines before": b"\r\n\r\n" + b"".join(PAGES),
}


@pytest.mark.parametrize("data", FORMS.values(), ids=FORMS.keys())
def test_every_form(data):
    assert titles(read(READER, data)) == ["First ferry", "Second ferry", "Third ferry"]
    assert reasons(read(READER, data)) == []


@pytest.mark.parametrize("data", FORMS.values(), ids=FORMS.keys())
def test_every_form_is_known_for_what_it_is(data):
    if data.lstrip() == data:
        assert detect(from_bytes(data, "capture")) == "warc"
        assert titles(readers.read(from_bytes(data, "capture"))) == ["First ferry", "Second ferry", "Third ferry"]


def test_what_a_record_says_is_in_the_document():
    (document,) = read(READER, INFO + PAGES[0], "news.warc")
    assert document.body == TEXT
    assert document.url == "http://news.example/1"
    assert document.extra == {"captured": "2021-05-05T10:00:00Z", "captured_url": "http://news.example/1"}
    assert (document.origin.reader, document.origin.place) == ("warc", f"record 2 at byte {len(INFO)}")
    canonical = page().replace("<head>", "<head><link rel=canonical href='https://news.example/ferry'>")
    (document,) = read(READER, record(http(canonical)))
    assert (document.url, document.extra["captured_url"]) == ("https://news.example/ferry", "http://news.example/1")


def test_the_same_page_has_the_same_id_wherever_it_stands():
    ids = {read(READER, data)[0].id for name, data in FORMS.items()}
    assert len(ids) == 1


@pytest.mark.parametrize(
    "other",
    [
        record(b"\xff\xd8\xff\xe0" * 50, kind="resource", media="image/jpeg"),
        record(http(b"\xff\xd8\xff\xe0" * 50, kind="image/jpeg")),
        record(http("gone", status="404 Not Found")),
        record(http("", status="301 Moved Permanently", Location="/elsewhere")),
        record(b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n", kind="request"),
        record(b"seen before: yes\r\n", kind="metadata", media="application/warc-fields"),
        record(http(""), kind="revisit"),
        record(b"", kind="revisit"),
        record(b"20210505100000\nnews.example. 300 IN A 192.0.2.1\n", url="dns:news.example", media="text/dns"),
    ],
)
def test_what_is_no_page_is_passed_over_between_pages(other):
    items = read(READER, PAGES[0] + other + PAGES[1])
    assert (titles(items), reasons(items)) == (["First ferry", "Second ferry"], [])
    ((place, reason),) = reasons(read(READER, INFO + other))
    assert place == ""
    assert reason.startswith("has no page in it (1 ")
    assert "1 warcinfo" in reason


def test_a_page_as_a_resource_and_an_address_with_blanks():
    resource = record(page().encode(), kind="resource", media="text/html", url="<http://news.example/a b>")
    (document,) = read(READER, resource)
    assert document.title == "The ferry is back"
    assert document.url == "http://news.example/a%20b"


def test_warnings_of_the_library_are_there_for_who_wants_them(caplog):
    with caplog.at_level(logging.WARNING):
        read(READER, record(http(page()), url="http://news.example/a b"))
    assert "WARC-Target-URI" in caplog.text


def chunked(data, size=40):
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


RAW = page().encode()
DEFLATE = zlib.compressobj(wbits=-15)
BODIES = {
    "chunked": http(chunked(RAW), Transfer_Encoding="chunked"),
    "gzip": http(gzip.compress(RAW), Content_Encoding="gzip"),
    "chunked gzip": http(chunked(gzip.compress(RAW)), Transfer_Encoding="chunked", Content_Encoding="gzip"),
    "zlib": http(zlib.compress(RAW), Content_Encoding="deflate"),
    "bare deflate": http(DEFLATE.compress(RAW) + DEFLATE.flush(), Content_Encoding="Deflate"),
    "said chunked, is not": http(RAW, Transfer_Encoding="chunked"),
    "said gzip, is not": http(RAW, Content_Encoding="gzip"),
    "said br, is not": http(RAW, Content_Encoding="br"),
    "identity": http(RAW, Content_Encoding="identity"),
    "twice": http(gzip.compress(zlib.compress(RAW)), Content_Encoding="deflate, gzip"),
    "another charset": http(page().encode("cp1252"), kind="Text/HTML; charset=windows-1252"),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_bodies(body):
    (document,) = read(READER, record(body))
    assert document.body == TEXT


LONG = page(text=TEXT + "</p><p>".join(f"Paragraph {n} has the tale of ferry {n * 7919} told." for n in range(200)))


@pytest.mark.parametrize("spoilt", ["cut", "wrong"])
def test_a_damaged_body_is_read_up_to_the_damage(spoilt):
    body = gzip.compress(LONG.encode())
    at = len(body) * 3 // 4
    body = body[:at] if spoilt == "cut" else body[:at] + bytes(len(body) - at)
    items = read(READER, record(http(body, Content_Encoding="gzip")) + PAGES[0])
    assert titles(items) == ["The ferry is back", "First ferry"]
    assert items[0].body.startswith(TEXT)
    ((place, reason),) = reasons(items)
    assert place == "record 1 at byte 0"
    assert reason.startswith("is damaged: its body ")


def test_a_body_that_nothing_unpacks():
    items = read(READER, record(http(b"\x0b\x00\x01\x02" * 99, Content_Encoding="br")) + PAGES[0])
    assert titles(items) == ["First ferry"]
    assert reasons(items) == [("record 1 at byte 0", "cannot be read: its body is packed by 'br', which is not read")]


def test_a_body_that_never_ends(monkeypatch):
    monkeypatch.setattr(warc, "MAX_RECORD", 1 << 20)
    bomb = gzip.compress(bytes(3 << 20))
    for body in (http(bomb, Content_Encoding="gzip"), http(b"a" * (2 << 20))):
        items = read(READER, record(body) + PAGES[0])
        assert titles(items) == ["First ferry"]
        assert reasons(items) == [("record 1 at byte 0", "cannot be read: longer than 1 MB, which no article is")]


def test_a_member_that_never_ends(monkeypatch):
    monkeypatch.setattr(packed, "RATIO_FROM", 1 << 20)
    bomb = member(record(http(bytes(4 << 20), kind="image/png")))
    items = read(READER, member(PAGES[0]) + bomb + member(PAGES[1]))
    assert titles(items) == ["First ferry", "Second ferry"]
    ((place, reason),) = reasons(items)
    assert place == f"record 2 at byte {len(member(PAGES[0]))}"
    assert reason == "is damaged: the gzip member unpacks to more than 200 times its size, as no text does"


def test_pieces_of_a_record_that_never_ends(monkeypatch):
    monkeypatch.setattr(packed, "RATIO_FROM", 1 << 20)
    items = read(READER, member(record(b"", length=1 << 40)) + member(bytes(1 << 19)) * 8 + member(PAGES[0]))
    assert titles(items) == ["First ferry"]
    assert any("times its size" in reason for _, reason in reasons(items))


MEMBERS = [member(part) for part in pages("One", "Two", "Three", "Four")]


@pytest.mark.parametrize("hit", range(4))
@pytest.mark.parametrize("how", ["head", "middle", "checksum", "cut", "zeros"])
def test_a_damaged_member_costs_only_itself(hit, how):
    parts = list(MEMBERS)
    part = bytearray(parts[hit])
    middle = len(part) // 2
    if how == "head":
        part[:3] = b"???"
    elif how == "middle":
        part[middle : middle + 20] = b"\xff" * 20
    elif how == "checksum":
        part[-8] ^= 0xFF
    elif how == "cut":
        del part[middle:]
    else:
        part = bytearray(len(part))
    parts[hit] = bytes(part)
    items = list(readers.read(from_bytes(b"".join(parts), "a.warc.gz")))
    whole = [title for number, title in enumerate(["One", "Two", "Three", "Four"]) if number != hit]
    at = sum(map(len, parts[:hit]))
    if how == "zeros" and hit:  # zeros between members are padding, which gzip allows
        assert (titles(items), reasons(items)) == (whole, [])
    elif (hit, how) == (3, "cut"):  # what there is of the last page is read
        assert titles(items)[:3] == whole
        assert reasons(items)[-1] == (
            f"record 4 at byte {at}",
            "is damaged: the gzip member breaks off before its end",
        )
    else:
        assert titles(items) == whole
        ((place, reason),) = reasons(items)
        assert place == f"record {hit + 1} at byte {at}"
        assert reason.startswith("is damaged: ")


def test_what_stands_before_damage_in_a_large_member_is_read():
    chance = random.Random(3)
    stories = (page(f"Ferry {n}", text=TEXT + "".join(f" {chance.random()}" for _ in range(50))) for n in range(40))
    whole = member(b"".join(record(http(story)) for story in stories))
    for cut in (whole[: len(whole) // 2], whole[: len(whole) // 2] + bytes(range(256)) * 4):
        items = read(READER, cut + member(PAGES[0]))
        assert len(titles(items)) > 10
        assert titles(items)[-1] == "First ferry"
        assert all(reason.startswith("is damaged: the gzip member") for _, reason in reasons(items))
        assert len(reasons(items)) == 1


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        (PAGES[1].replace(b"WARC/1.0", b"WRAC/1.0"), "no record begins here, but 'WRAC/1.0'"),
        (PAGES[1].replace(b"WARC/1.0", b"WARC/9.0"), "its head cannot be read (Unknown archive format, first line: "),
        (record(http(page("Second ferry")))[:-200] + b"\r\n\r\n", "it says a wrong length"),
        (record(http(page("Second ferry")), length=90), "it says a wrong length"),
        (record(http(page("Second ferry")), length="many"), "it says a wrong length"),
        (PAGES[1].replace(b"Content-Length: ", b"Content-Size: "), "it does not say its length"),
        (PAGES[1].replace(b"WARC-Target-URI: ", b"WARC-Nothing: "), "its head cannot be read"),
        (b"words, no record\r\n" * 3, "no record begins here, but 'words, no record'"),
        (b"x" * 100_000 + b"\n", "no record begins here, but 'xxxx"),
    ],
)
def test_a_damaged_record_costs_only_itself(spoilt, reason):
    items = read(READER, PAGES[0] + spoilt + PAGES[2])
    assert [title for title in titles(items) if title != "Second ferry"] == ["First ferry", "Third ferry"]
    assert items[-1].title == "Third ferry"
    ((place, said),) = reasons(items)
    assert place == f"record 2 at byte {len(PAGES[0])}"
    assert said.startswith(f"is damaged: {reason}")
    assert items[0].body == TEXT


def test_a_length_that_is_a_few_bytes_off_is_no_damage():
    content = http(page("Second ferry"))
    items = read(READER, PAGES[0] + record(content, length=len(content) - 7) + PAGES[2])
    assert (titles(items), reasons(items)) == (["First ferry", "Second ferry", "Third ferry"], [])


def test_a_length_past_the_next_record_does_not_swallow_it():
    items = read(READER, record(http(page("First ferry")), length=5000) + PAGES[1])
    assert titles(items) == ["First ferry", "Second ferry"]
    assert reasons(items) == [("record 1 at byte 0", "is damaged: it says a wrong length")]


def test_a_damaged_record_of_an_arc():
    good = [arc(http(page(title))) for title in ("First ferry", "Third ferry")]
    bad = arc(http(page("Second ferry")), length="?")
    items = read(READER, arc_file(good[0], bad, good[1]), "a.arc")
    assert titles(items) == ["First ferry", "Third ferry"]
    assert len(reasons(items)) == 1


@pytest.mark.parametrize("size", range(1, len(PAGES[0]) - 4, 37))
def test_a_file_that_breaks_off_is_read_up_to_there(size):
    items = read(READER, PAGES[1] + PAGES[2] + PAGES[0][:size])
    assert titles(items)[:2] == ["Second ferry", "Third ferry"]
    assert [place for place, _ in reasons(items)] == [f"record 3 at byte {len(PAGES[1] + PAGES[2])}"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "has no page in it (no record)"),
        (b"\r\n\r\n", "has no page in it (no record)"),
        (b"The mayor spoke.", "is damaged: no record begins here, but 'The mayor spoke.'"),
        (member(b"The mayor spoke."), "is damaged: no record begins here, but 'The mayor spoke.'"),
        (member(b""), "has no page in it (no record)"),
    ],
)
def test_what_is_no_archive_is_explained(data, reason):
    assert [item.reason for item in read(READER, data, "a.warc")] == [reason]


def test_an_index_page_is_explained_and_costs_nothing_else():
    links = "".join(f"<li><a href='/{n}'>Story {n}</a></li>" for n in range(30))
    index = f"<html><head><title>News</title></head><body><nav><ul>{links}</ul></nav></body></html>"
    items = read(READER, record(http(index)) + PAGES[0])
    assert titles(items) == ["First ferry"]
    assert reasons(items) == [("record 1 at byte 0", "has no article in it, only navigation")]


def test_long_archives_are_searched_across_blocks():
    filler = b"filler without a line end " * 90_000
    items = read(READER, PAGES[0] + filler + b"\n" + PAGES[1])
    assert titles(items) == ["First ferry", "Second ferry"]
    assert len(reasons(items)) == 1
    noise = random.Random(5).randbytes(2 << 20).replace(b"\x1f\x8b", b"??")
    items = read(READER, MEMBERS[0] + b"\x1f\x8b\x08\x00" + noise + b"\x1f\x8b\x08\x00" + noise + MEMBERS[1])
    assert titles(items) == ["One", "Two"]


ALL = b"".join(MEMBERS)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(ALL) - 1), st.binary(min_size=1, max_size=30))
def test_damage_anywhere_costs_two_pages_at_most(at, noise):
    items = read(READER, ALL[:at] + noise + ALL[at + len(noise) :])
    if items and ALL[:3] == (ALL[:at] + noise + ALL[at + len(noise) :])[:3]:
        assert len({*titles(items)} & {"One", "Two", "Three", "Four"}) >= 2


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_explained(data):
    for start in (b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00"):
        for item in read(READER, start + data):
            assert isinstance(item, Document) or item.reason
