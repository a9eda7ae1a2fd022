"""The format news1: its worked example, the index that stays readable, damage, hostile files, long lists."""

import datetime as dt
import json
import random
import shutil
import struct
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searcher
from searcher.codec import load_codec, new_codec
from searcher.codec.base import Snapshot
from searcher.codec.news1 import counts, opening, places, tiers
from searcher.codec.news1.assembling import ContainerWriter
from searcher.codec.news1.builder import Builder
from searcher.codec.news1.container import MAGIC, Container, Root
from searcher.codec.news1.merger import merge
from searcher.codec.news1.opening import open_segment
from searcher.codec.news1.verify import verify
from searcher.document import Document, from_record, to_record
from searcher.errors import IndexCorrupt, SearcherError
from tests.compat.stories import DELETED, STORIES
from tests.oracle.memory import MemoryLeaf

COMPAT = Path(__file__).parents[1] / "compat" / "news1"
DAY = dt.date(2026, 1, 2)
LEXICONS = ("stem", "folded", "exact", "id", "people", "places", "has", "keyword", "source", "url")


def built(folder, documents, name="one.n1"):
    builder = Builder("english", folder)
    for document in documents:
        builder.add(document, DAY)
    builder.write(folder / name)
    return open_segment(folder / name)[0]


def test_the_worked_example_of_the_docs_stands_in_the_file(tmp_path):
    story = Document(id="s1", title="Grain exports rise", body="LONDON, March 3 - Grain exports rose.")
    file = built(tmp_path, [story]).file

    assert file["exact.text"].all().tobytes() == b"3GrainLONDONMarchexportsriserose"
    assert file["stem.text"].all().tobytes() == b"3exportgrainlondonmarchriserose"
    assert file["stem.low"].all().tolist() == [0] * 7
    assert file["stem.code"].all().tolist() == [1, 64, 64, 1, 1, 63, 1]
    assert file["stem.pos"].all().tolist() == [16386, 1, 16388, 0, 16387, 16384, 16385, 2, 16389]
    assert file["form.bits"].all().tolist() == [0] * 7
    text = (Path(__file__).parents[2] / "docs" / "index-format.md").read_text(encoding="utf-8")
    for shown in ("`3GrainLONDONMarchexportsriserose`", "16386; 1, 16388; 0, 16387; 16384; 16385; 2; 16389"):
        assert shown in text


def test_an_index_of_the_first_version_of_the_format_is_read_for_ever():
    codec = load_codec("news1")
    snapshot = Snapshot(*codec.open(COMPAT))

    assert list(codec.verify(COMPAT)) == []
    assert snapshot.generation == 3
    assert [leaf.deleted.tolist() for leaf in snapshot.leaves] == [[1], []]
    live = [story for story in STORIES if story.id not in DELETED]
    assert snapshot.total == len(live)
    for story in live:
        leaf, number = snapshot.find(story.id)
        assert leaf.document(number) == from_record(to_record(story))
    assert_same(snapshot, MemoryLeaf(STORIES, {1}))


def assert_same(snapshot, expected):
    """Every list, column and mark of a snapshot is that of a leaf in memory, document by document."""

    def keyed(leaf, lexicon, term):
        return {(leaf.card(key >> 21).id, key & (1 << 21) - 1) for key in leaf.keys(lexicon, term).tolist()}

    for lexicon in LEXICONS:
        for term in expected.terms(lexicon):
            found = set().union(*(keyed(leaf, lexicon, term) for leaf in snapshot.leaves))
            assert found == keyed(expected, lexicon, term), (lexicon, term)
    for leaf in snapshot.leaves:
        live = np.flatnonzero(leaf.live)
        for number in live.tolist():
            same = next(n for n in range(expected.count) if expected.card(n).id == leaf.card(number).id)
            for name in ("title_words", "lead_words", "body_words", "caption_words", "date_first", "instant"):
                assert (
                    leaf.column(name)[number]
                    == expected.column(name)[same]
                    == leaf.column_at(name, live)[live.tolist().index(number)]
                )
            for unit in ("sentence", "paragraph"):
                mine, theirs = (
                    one.marks(unit, np.array([n])) & (1 << 21) - 1 for one, n in ((leaf, number), (expected, same))
                )
                assert mine.tolist() == theirs.tolist()


def words(rng, count):
    return " ".join(rng.choice(("the", "The", "THE", "of", "grain", f"w{rng.randrange(3000)}")) for _ in range(count))


def test_long_lists_escapes_and_merges_hold_what_was_put_in(tmp_path, monkeypatch):
    # Small pages, so that lists span several of them and have both kinds of upper halves.
    for module in ("postings", "writing"):
        monkeypatch.setattr(f"searcher.codec.news1.{module}.PAGE_BITS", 6)
        monkeypatch.setattr(f"searcher.codec.news1.{module}.SHORT", 40)
    monkeypatch.setattr("searcher.codec.news1.merger._BLOCK", 700)
    monkeypatch.setattr("searcher.codec.news1.runs._BLOCK", 500)
    monkeypatch.setattr("searcher.codec.news1.builder._HELD_CHUNKS", 3000)
    rng = random.Random(5)
    stories = [Document(id=f"d{n}", title=words(rng, 5), body=words(rng, rng.choice((3, 30, 120)))) for n in range(500)]
    stories[3] = Document(id="d3", title="the " * 9, body="the of " * 45_000, captions=("the end", "of it"))
    gone = set(rng.sample(range(500), 60))
    halves = [built(tmp_path, stories[:200], "a.n1"), built(tmp_path, stories[200:], "b.n1")]
    without = [
        type(half)(half.file, np.array(sorted(n - start for n in gone if start <= n < end), dtype=np.int64))
        for half, (start, end) in zip(halves, ((0, 200), (200, 500)), strict=True)
    ]
    expected = MemoryLeaf(stories, gone)
    assert_same(Snapshot(1, tuple(without)), expected)
    merge(without, tmp_path / "c.n1")
    merged = open_segment(tmp_path / "c.n1")[0]
    assert merged.count == 440
    assert_same(Snapshot(1, (merged,)), expected)
    known = {term for term in expected.terms("exact") if expected.keys("exact", term).size}
    assert set(merged.terms("exact")) == known  # nothing is left of what only deleted documents had
    some = np.flatnonzero(merged.live)[::7]
    for lexicon, term in (("stem", "the"), ("exact", "THE"), ("folded", "the"), ("stem", "grain"), ("has", "title")):
        keys = merged.keys(lexicon, term)
        assert merged.keys_in(lexicon, term, some).tolist() == keys[np.isin(keys >> 21, some)].tolist()


def test_counts_and_places_have_escapes():
    title, rest = np.array([0, 3, 4, 0, 1]), np.array([62, 62, 0, 63, 5])
    code = counts.coded(title, rest)
    assert (code == counts.ODD).tolist() == [False, False, True, True, False]
    assert counts.TITLE[code[[0, 1, 4]]].tolist() == [0, 3, 1]
    assert counts.REST[code[[0, 1, 4]]].tolist() == [62, 62, 5]
    at = np.array([0, 57_343, 57_344, 524_288, 524_288 + 8190, 524_288 + 8191])
    short = places.packed(at)
    assert (short == places.FAR).tolist() == [False, False, True, False, False, True]
    assert places.unpacked(short)[[0, 1, 3, 4]].tolist() == at[[0, 1, 3, 4]].tolist()


def test_every_flipped_byte_is_reported_and_never_answers_wrongly(tmp_path):
    for path in COMPAT.iterdir():
        shutil.copy(path, tmp_path)
    codec = load_codec("news1")
    expected = answers(codec, tmp_path)
    for path in sorted(tmp_path.iterdir()):
        if path.name == "README.md":
            continue
        whole = path.read_bytes()
        for place in range(0, len(whole), 1 if len(whole) < 600 else 37):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
            reported = list(codec.verify(tmp_path))
            assert reported or answers(codec, tmp_path) == expected, (path.name, place)
            try:
                assert answers(codec, tmp_path) == expected
            except IndexCorrupt:
                assert reported
        path.write_bytes(whole)
    assert answers(codec, tmp_path) == expected


def answers(codec, folder):
    """Everything that an index says."""
    snapshot = Snapshot(*codec.open(folder))
    said = []
    for leaf in snapshot.leaves:
        said += [leaf.document(number) for number in np.flatnonzero(leaf.live).tolist()]
        for lexicon in LEXICONS:
            said += [(term, leaf.keys(lexicon, term).tolist()) for term in leaf.terms(lexicon)]
        said += [leaf.column(name).tolist() for name in ("date_first", "instant", "body_words")]
        said += [leaf.facet(name).values for name in ("people", "places", "source")]
    return said


def test_every_truncation_is_corrupt(tmp_path):
    for path in COMPAT.iterdir():
        shutil.copy(path, tmp_path)
    codec = load_codec("news1")
    for path in sorted(tmp_path.glob("*.n1")):
        whole = path.read_bytes()
        for size in [*range(0, len(whole), 61), len(whole) - 1]:
            path.write_bytes(whole[:size])
            assert list(codec.verify(tmp_path))
            with pytest.raises(IndexCorrupt):
                codec.open(tmp_path)
        path.write_bytes(whole)
    assert list(codec.verify(tmp_path)) == []


def hostile(path, sections, facts):
    """A file whose checksums are right and whose directory says what it likes."""
    body = MAGIC + bytes(4096)
    directory = json.dumps({"facts": facts, "sections": sections}).encode()
    sums = b"".join(struct.pack("<I", zlib.crc32(body[start : start + 16384])) for start in range(0, len(body), 16384))
    crc = zlib.crc32(directory + sums)
    path.write_bytes(body + directory + sums + struct.pack("<QQQ8s", len(body), len(directory), crc, MAGIC))
    return Root(path.stat().st_size, crc)


@pytest.mark.parametrize(
    "sections",
    [
        {"x": ["<u4", 64, 1 << 60]},
        {"x": ["<u4", -64, 4]},
        {"x": ["O", 64, 4]},
        {"x": ["<u4", 65, 4]},
        {"x": ["<u4", 64]},
        {"x": None},
        {"x": ["<u4", 64, "4"]},
        {"card.at": ["<u4", 64, 3]},
    ],
)
def test_a_hostile_directory_is_corrupt(tmp_path, sections):
    root = hostile(tmp_path / "x.n1", sections, {"documents": 1})
    with pytest.raises(IndexCorrupt):
        Container(tmp_path / "x.n1", root)["x"]


def test_lists_that_point_anywhere_are_corrupt(tmp_path):
    segment = built(tmp_path, STORIES)
    file = segment.file
    for name, value in (
        ("stem.doc_at", 1 << 31),
        ("stem.low", 9),
        ("stem.pos_at", 1 << 30),
        ("exact.stem", 1 << 30),
        ("form.bits", 7),
        ("stem.hashed", 1 << 30),
        ("stem.bucket", 1 << 30),
        ("doc.which", 9),
        ("doc.at", 1 << 31),
        ("card.at", 1 << 31),
    ):
        out = ContainerWriter(tmp_path)
        for each in file.names():
            array = np.array(file[each].all())
            if each == name:
                array[array.size // 2 :] = min(value, np.iinfo(array.dtype).max)
            out.put(each, array)
        out.finish(tmp_path / "bad.n1", file.facts)
        with pytest.raises(SearcherError):
            read_all(tmp_path / "bad.n1", [(name, term) for name in LEXICONS for term in segment.terms(name)])


def read_all(path, terms):
    """Read what a query might."""
    segment = open_segment(path)[0]
    for lexicon, term in terms:
        segment.keys(lexicon, term)
        segment.keys_in(lexicon, term, np.arange(3))
        segment.keys_in(lexicon, "nosuch" + term, np.arange(3))
    for number in range(segment.count):
        segment.document(number)


def test_a_manifest_cannot_lead_out_of_its_folder(tmp_path):
    row = {"file": ["../x.n1", 1, 1], "documents": 1}
    text = json.dumps({"generation": 1, "segments": [row], "beside": {}}).encode()
    (tmp_path / "manifest-1.json").write_bytes(text + b"\n%08x\n" % zlib.crc32(text))
    with pytest.raises(IndexCorrupt, match="no file of an index"):
        new_codec().open(tmp_path)
    assert list(verify(tmp_path))


def test_many_small_commits_become_few_segments(tmp_path):
    codec = new_codec()
    codec.create(tmp_path)
    for number in range(30):
        writer = codec.writer(tmp_path, "english")
        writer.add(Document(id=f"d{number}", title=f"Story {number}", body="Grain."), DAY)
        if number % 5 == 4:
            writer.delete(f"d{number - 2}")
        writer.commit(lambda generation: {})
    snapshot = Snapshot(*codec.open(tmp_path))
    assert snapshot.total == 24
    assert len(snapshot.leaves) <= 8
    assert sum(leaf.keys("stem", "grain").size for leaf in snapshot.leaves) == 24
    assert len(list(tmp_path.glob("*.n1"))) <= 2 * len(snapshot.leaves)
    assert list(codec.verify(tmp_path)) == []


def test_segments_of_one_size_are_merged_and_worn_ones_written_again():
    assert tiers.to_merge([(100, 100)] * 7) == []
    assert tiers.to_merge([(100, 100)] * 8) == [list(range(8))]
    assert tiers.to_merge([(100_000, 100_000), *[(10, 10)] * 8]) == [list(range(1, 9))]
    assert tiers.to_merge([(60, 100), (90, 100)]) == [[0]]


def test_frequencies_are_those_of_the_lists(tmp_path):
    rng = random.Random(3)
    stories = [Document(id=f"d{n}", title=words(rng, 4), body=words(rng, 20)) for n in range(80)]
    halves = [built(tmp_path, stories[:40], "a.n1"), built(tmp_path, stories[40:], "b.n1")]
    merge(halves, tmp_path / "c.n1")
    for segment in (*halves, open_segment(tmp_path / "c.n1")[0]):
        for lexicon in ("stem", "folded", "id", "has"):
            for term in segment.terms(lexicon):
                documents = np.unique(segment.keys(lexicon, term) >> 21)
                assert segment.frequency(lexicon, term) == documents.size
        assert segment.frequency("folded", "nosuch") == 0


@settings(max_examples=50, deadline=None)
@given(st.sets(st.text("abc", min_size=1, max_size=4), max_size=12), st.lists(st.text("abcd", min_size=1, max_size=4)))
def test_many_terms_are_found_as_one_is(known, asked):
    with TemporaryDirectory() as folder, searcher.create(Path(folder) / "index") as index:
        index.add([{"id": "a", "title": "", "body": " ".join(sorted(known)) or "-"}])
        leaf = index._store.snapshot().leaves[0]
        for lexicon in ("folded", "stem"):
            assert leaf.frequencies(lexicon, asked).tolist() == [leaf.frequency(lexicon, term) for term in asked]
        ids = ["=a", "=b", *asked]
        assert leaf.frequencies("id", ids).tolist() == [leaf.frequency("id", term) for term in ids]


def test_a_generation_that_is_swept_away_while_it_is_read_is_read_anew(tmp_path, monkeypatch):
    codec = load_codec("news1")
    codec.create(tmp_path)
    first = opening.newest(tmp_path)
    writer = codec.writer(tmp_path, "english")
    writer.commit(lambda _generation: {})
    seen = iter([first, first + 1, first, first + 1, first + 1])
    monkeypatch.setattr(opening, "newest", lambda _folder: next(seen, first + 1))
    assert codec.beside(tmp_path) == (first + 1, {})
    assert codec.open(tmp_path) == (first + 1, ())
    monkeypatch.setattr(opening, "newest", lambda _folder: first)
    for read in (codec.beside, codec.open):
        with pytest.raises(IndexCorrupt, match="lacks manifest"):
            read(tmp_path)
