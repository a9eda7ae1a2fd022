import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher import readers
from searcher.document import Document, Rejection
from searcher.readers import packed
from searcher.readers.base import ReadOptions, from_bytes
from searcher.readers.packed import PackedReader
from tests.readers.archives import TEXT, pages
from tests.readers.structured import check_golden, golden_files, read

READER = PackedReader()
LINES = b"".join(json.dumps({"title": f"Story {n}", "body": f"{TEXT} {n}"}).encode() + b"\n" for n in range(3))
ALL = ["Story 0", "Story 1", "Story 2"]


def titles(items):
    return [item.title for item in items if isinstance(item, Document)]


def reasons(items):
    return [(item.place, item.reason) for item in items if isinstance(item, Rejection)]


def zipped(members, method=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return target.getvalue()


def tarred(members, mode="w:", *extra):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        for entry in extra:
            archive.addfile(entry)
    return target.getvalue()


ONE = {"news/a.jsonl": LINES}
FORMS = {
    "a.jsonl.gz": (gzip.compress(LINES, mtime=0), "a.jsonl"),
    "a.jsonl.bz2": (bz2.compress(LINES), "a.jsonl"),
    "a.jsonl.xz": (lzma.compress(LINES), "a.jsonl"),
    "a.jsonl.lzma": (lzma.compress(LINES, format=lzma.FORMAT_ALONE), "a.jsonl"),
    "two members.jsonl.gz": (gzip.compress(LINES[:99]) + gzip.compress(LINES[99:]), "two members.jsonl"),
    "a.zip": (zipped(ONE), "news/a.jsonl"),
    "stored.zip": (zipped(ONE, zipfile.ZIP_STORED), "news/a.jsonl"),
    "lzma.zip": (zipped(ONE, zipfile.ZIP_LZMA), "news/a.jsonl"),
    "a.tar": (tarred(ONE), "news/a.jsonl"),
    "a.tar.gz": (tarred(ONE, "w:gz"), "news/a.jsonl"),
    "a.tgz": (tarred(ONE, "w:gz"), "news/a.jsonl"),
    "a.tar.bz2": (tarred(ONE, "w:bz2"), "news/a.jsonl"),
    "a.txz": (tarred(ONE, "w:xz"), "news/a.jsonl"),
    "gz in zip.zip": (zipped({"b.jsonl.gz": gzip.compress(LINES)}), "b.jsonl.gz!b.jsonl"),
    "zip in tar.tar": (tarred({"b.zip": zipped(ONE)}), "b.zip!news/a.jsonl"),
    "no suffix": (gzip.compress(LINES), "no suffix"),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form(name):
    data, place = FORMS[name]
    items = list(readers.read(from_bytes(data, name)))
    assert (titles(items), reasons(items)) == (ALL, [])
    assert [item.origin.place for item in items] == [f"{place}, line {n}" for n in (1, 2, 3)]
    assert {(item.origin.path, item.origin.reader) for item in items} == {(name, "jsonlines")}


@pytest.mark.parametrize("name", FORMS)
def test_the_suffix_may_be_wrong(name):
    data, _ = FORMS[name]
    if not name.endswith(".lzma"):  # has no first bytes of its own
        assert titles(readers.read(from_bytes(data, "wrong.jsonl"))) == ALL


@pytest.mark.parametrize("name", golden_files("packed"))
def test_golden(name):
    check_golden("packed", name, READER)


def test_what_the_user_says_holds_for_the_members():
    data = b'{"hl":"Gr\xfc\xdfe"}\n'
    options = ReadOptions(field_map={"hl": "title"}, encoding="cp1252", reader="jsonlines")
    for name, whole in (("a.data.gz", gzip.compress(data)), ("a.tgz", tarred({"a.data": data}, "w:gz"))):
        assert titles(readers.read(from_bytes(whole, name, options=options))) == ["Grüße"]
    archive = gzip.compress(pages("One")[0])
    assert titles(readers.read(from_bytes(archive, "a.warc.gz", options=ReadOptions(reader="warc")))) == ["One"]
    inside = zipped({"a.warc.gz": archive})
    assert titles(readers.read(from_bytes(inside, "a.zip", options=ReadOptions(reader="warc")))) == ["One"]


def test_members_of_unknown_kinds_are_passed_over_as_in_a_folder():
    members = {"a.jsonl": LINES, "b.exe": b"MZ\x00" * 50, ".hidden.jsonl": LINES, "c/.d/e.png": b"\x89PNG"}
    for data in (zipped(members), tarred(members)):
        assert (titles(read(READER, data, "a")), reasons(read(READER, data, "a"))) == (ALL, [])


def link(name, target, kind):
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return entry


def test_names_are_no_paths(tmp_path, monkeypatch):
    work = tmp_path / "in" / "work"
    work.mkdir(parents=True)
    secret = tmp_path / "secret.jsonl"
    secret.write_text('{"title":"the secret"}\n')
    monkeypatch.chdir(work)
    evil = {"../up.jsonl": LINES, f"{tmp_path}/root.jsonl": LINES, "a/../../over.jsonl": LINES, "..\\back.jsonl": LINES}
    links = [
        link("x.jsonl", str(secret), tarfile.SYMTYPE),
        link("y.jsonl", "../../secret.jsonl", tarfile.LNKTYPE),
        link("z.jsonl", "", tarfile.FIFOTYPE),
        link("d.jsonl", "", tarfile.DIRTYPE),
    ]
    before = sorted(tmp_path.rglob("*"))
    for data in (zipped(evil), tarred(evil, "w:", *links), tarred(evil, "w:gz", *links)):
        items = read(READER, data, "evil")
        assert titles(items) == ALL * 4
        assert reasons(items) == []
        assert "the secret" not in str(items)
        assert sorted(tmp_path.rglob("*")) == before


def test_a_tar_of_before_there_was_a_mark():
    whole = bytearray(tarred({"a.jsonl": LINES}))
    whole[257:265] = bytes(8)
    whole[148:156] = b"%06o\0 " % (sum(whole[:148]) + 8 * 32 + sum(whole[156:512]))
    assert titles(readers.read(from_bytes(bytes(whole), "a.tar"))) == ALL


def test_the_same_name_twice_is_read_twice():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.jsonl", b'{"title":"first"}')
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.jsonl", b'{"title":"second"}')
    assert titles(read(READER, target.getvalue(), "a.zip")) == ["first", "second"]


NOISE = random.Random(4)
LONG = b"".join(
    json.dumps({"title": f"Story {n}", "body": f"{NOISE.random()} " * 9}).encode() + b"\n" for n in range(2000)
)
TORN = {
    "a.jsonl.gz": gzip.compress(LONG, mtime=0),
    "a.jsonl.bz2": bz2.compress(LONG, 1),
    "a.jsonl.xz": lzma.compress(LONG),
    "a.tar.gz": tarred({"a.jsonl": LONG[:50_000], "b.jsonl": LONG}, "w:gz"),
    "a.tar": tarred({"a.jsonl": LONG[:50_000], "b.jsonl": LONG}),
}


@pytest.mark.parametrize("how", ["cut", "noise"])
@pytest.mark.parametrize("name", TORN)
def test_what_stands_before_damage_is_read(name, how):
    whole = TORN[name]
    middle = len(whole) * 3 // 4
    torn = whole[:middle] + (b"" if how == "cut" else random.Random(1).randbytes(len(whole) - middle))
    items = list(readers.read(from_bytes(torn, name)))
    assert titles(items)[:100] == [f"Story {n}" for n in range(100)]
    assert reasons(items)
    if name != "a.tar":
        assert reasons(items)[-1][0] == ""
        assert reasons(items)[-1][1].startswith("is damaged: ")


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.bz2", "a.jsonl.xz"])
def test_a_small_file_that_lacks_only_its_end_is_read(name):
    whole = FORMS[name][0]
    items = read(READER, whole[:-6], name)
    assert reasons(items)[-1] == ("", "is damaged: it breaks off before its end")
    if name != "a.jsonl.bz2":  # one block, of which nothing can be unpacked without its end
        assert titles(items) == ALL


def test_a_damaged_member_of_a_zip_costs_only_itself():
    members = {"a.jsonl": LINES, "b.jsonl": LONG, "c.jsonl": LINES}
    whole = zipped(members)
    for size in (10, 2000):
        torn = bytearray(whole)
        torn[len(whole) // 2 : len(whole) // 2 + size] = random.Random(2).randbytes(size)
        items = read(READER, bytes(torn), "a.zip")
        assert titles(items)[:3] == ALL
        assert titles(items)[-3:] == ALL
        ((place, reason),) = [found for found in reasons(items) if "line" not in found[0]]
        assert (place, reason[:12]) == ("b.jsonl", "is damaged: ")


def test_a_zip_without_its_end_is_explained():
    ((place, reason),) = reasons(read(READER, zipped(ONE)[:-40], "a.zip"))
    assert (place, reason) == ("", "is damaged: File is not a zip file")


def test_an_encrypted_member_is_explained_and_costs_nothing_else():
    whole = bytearray(zipped({"a.jsonl": LINES, "b.jsonl": LINES}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + at] |= 1
    items = read(READER, bytes(whole), "a.zip")
    assert titles(items) == ALL
    assert reasons(items) == [("a.jsonl", "is encrypted; unpack it with its password first")]


def test_a_method_that_nobody_knows_is_explained():
    whole = zipped({"a.jsonl": LINES}).replace(b"\x08\x00", b"\x63\x00")
    ((place, reason),) = reasons(read(READER, whole, "a.zip"))
    assert place in ("", "a.jsonl")
    assert "is damaged: " in reason


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (zipped({}), "a.zip", "has no file in it of a kind that is read"),
        (tarred({}), "a.tar", "has no file in it of a kind that is read"),
        (tarred({}, "w:gz"), "a.tar.gz", "has no file in it of a kind that is read"),
        (zipped({"a.exe": b"MZ"}), "a.zip", "has no file in it of a kind that is read"),
        (tarred({"a.exe": b"MZ"}), "a.tar", "has no file in it of a kind that is read"),
        (gzip.compress(b""), "a.txt.gz", "empty: no text in it"),
        (b"", "a.gz", "is no gzip, bzip2, xz, zip or tar file"),
        (b"words", "a.tar", "is no gzip, bzip2, xz, zip or tar file"),
        (b"words", "a.zip", "is no gzip, bzip2, xz, zip or tar file"),
        (b"\x1f\x8b\x08\x00", "a.gz", "is damaged: "),
    ],
    ids=[f"case {number}" for number in range(10)],  # the data themselves hold the time of the test
)
def test_what_has_nothing_in_it_is_explained(data, name, reason):
    (item,) = readers.read(from_bytes(data, name))
    assert isinstance(item, Rejection)
    assert item.reason.startswith(reason)


def test_nesting_has_an_end():
    data = LINES
    for depth in range(1, 7):
        data = zipped({f"{depth}.zip" if depth > 1 else "a.jsonl": data})
        items = read(READER, data, "a.zip")
        if depth <= packed.MAX_NESTING:
            assert titles(items) == ALL
    ((place, reason),) = reasons(items)
    assert place.count("!") == packed.MAX_NESTING
    assert reason == f"is packed more than {packed.MAX_NESTING} times over"


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.xz", "a.zip", "many.zip", "a.tar.gz"])
@pytest.mark.parametrize("bound", ["ratio", "bytes"])
def test_expansion_has_an_end(monkeypatch, name, bound):
    if bound == "ratio":
        monkeypatch.setattr(packed, "RATIO_FROM", 1 << 20)
    else:
        monkeypatch.setattr(packed, "MAX_BYTES", 2 << 20)
    zeros = bytes(4 << 20)
    data = {
        "a.txt.gz": lambda: gzip.compress(zeros),
        "a.txt.xz": lambda: lzma.compress(zeros),
        "a.zip": lambda: zipped({"a.txt": zeros}),
        "many.zip": lambda: zipped({f"{n}.txt": zeros[: 1 << 19] for n in range(8)}),
        "a.tar.gz": lambda: tarred({"a.txt": zeros}, "w:gz"),
    }[name]()
    said = "times its size, as no text does" if bound == "ratio" else "unpacks to more than 0 GB"
    assert any(said in reason for _, reason in reasons(read(READER, data, name)))


def test_a_zip_that_lies_about_its_sizes(monkeypatch):
    monkeypatch.setattr(packed, "RATIO_FROM", 1 << 20)
    zeros = bytes(4 << 20)
    whole = zipped({"a.txt": zeros}).replace(len(zeros).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    items = read(READER, whole, "a.zip")
    assert all(len(item.body) < 200 for item in items if isinstance(item, Document))
    assert reasons(items)


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_members_have_an_end(monkeypatch, pack):
    monkeypatch.setattr(packed, "MAX_MEMBERS", 5)
    ((place, reason),) = reasons(read(READER, pack({f"{n}.jsonl": b'{"title":"a"}' for n in range(6)}), "a"))
    assert place == ""
    assert reason.startswith("has 6 members" if pack is zipped else "has more than 5 members")


def test_what_is_large_goes_through_a_file(monkeypatch):
    monkeypatch.setattr(packed, "IN_MEMORY", 1000)
    for name in ("a.jsonl.gz", "a.tar.gz", "a.zip", "zip in tar.tar"):
        assert titles(read(READER, FORMS[name][0], name)) == ALL


ZIP, TAR = zipped({"a.jsonl": LINES, "b.jsonl": LINES}), tarred({"a.jsonl": LINES}, "w:gz")


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from([ZIP, TAR, FORMS["a.jsonl.xz"][0], FORMS["a.tar"][0]]), st.integers(0, 5000), st.binary(max_size=9)
)
def test_any_damage_is_read_or_explained(whole, at, noise):
    at %= len(whole)
    items = read(READER, whole[:at] + noise + whole[at + len(noise) :], "a.bin")
    assert all(isinstance(item, Document) or item.reason for item in items)
    assert items
