"""The Leaf contract: what a codec gives back is what analysis made of the documents, whatever the segments."""

import datetime as dt

import numpy as np
import pytest

from searcher.analysis import fold, stem
from searcher.analysis.entries import entries
from searcher.analysis.space import KEY_BITS
from searcher.codec import load_codec
from searcher.codec.base import Snapshot
from searcher.document import Dateline, Document, Person, Place
from searcher.errors import IndexCorrupt, IndexOutdated

DAY = dt.date(2026, 1, 2)


def story(number, **changes):
    fields = {
        "id": f"s{number}",
        "title": f"Grain exports rise {number}",
        "body": f"LONDON, March 3 - Grain, U.S. officials said {number}.\n\nMr. O'Brien's café reopened.",
        "date": dt.date(2020, 1, 1 + number),
        "date_precision": "day",
        "people": (Person("Moon Jae-in", ("Moon",)),),
        "places": (Place("London", ("London",), "GB", ("England", "United Kingdom", "Europe")),),
        "dateline": Dateline("London", "March 3"),
        "captions": ("A ship", "A grain silo"),
        "source": "Harbour Times",
        "url": f"https://www.example.org/a/{number}",
        "paths": (f"/news/{number}.txt",),
    }
    return Document(**{**fields, **changes})


def build(folder, batches):
    """An index of several commits: each batch a list of documents to add and ids to delete."""
    codec = load_codec("whoosh3")
    codec.create(folder)
    for added, deleted in batches:
        writer = codec.writer(folder, "english")
        for key in deleted:
            writer.delete(key)
        for document in added:
            writer.add(document, DAY)
        writer.commit(lambda generation: {})
    generation, leaves = codec.open(folder)
    return Snapshot(generation, leaves)


def expected_lists(leaf):
    lists = {}
    for number in np.flatnonzero(leaf.live).tolist():
        held = entries(leaf.document(number), added=DAY)
        for position, surface in held.words:
            for lexicon, term in (
                ("stem", stem(fold(surface))),
                ("folded", fold(surface)),
                ("exact", surface),
            ):
                lists.setdefault((lexicon, term), []).append((number << KEY_BITS) + position)
        for field, pairs in held.values.items():
            for term, slot in pairs:
                lists.setdefault((field, term), []).append((number << KEY_BITS) + slot)
    return {name: sorted(keys) for name, keys in lists.items()}


@pytest.fixture
def snapshot(tmp_path):
    batches = [
        ([story(1), story(2)], []),
        ([story(3, title="", captions=()), story(4, people=())], ["s1"]),
        ([story(1, body="Anew.")], ["s4"]),
    ]
    return build(tmp_path, batches)


def test_every_list_is_what_analysis_makes_of_the_live_documents(snapshot):
    for leaf in snapshot.leaves:
        for (lexicon, term), keys in expected_lists(leaf).items():
            assert keys == leaf.keys(lexicon, term).tolist(), (lexicon, term)


def test_deleted_documents_are_in_no_list_and_not_counted(snapshot):
    ids = sorted(leaf.card(number).id for leaf in snapshot.leaves for number in np.flatnonzero(leaf.live).tolist())

    assert ids == ["s1", "s2", "s3"]
    assert snapshot.total == 3
    assert snapshot.find("s4") is None
    leaf, number = snapshot.find("s1")
    assert leaf.document(number).body == "Anew."


def test_terms_are_sorted_once_each_and_begin_with_the_prefix(snapshot):
    for leaf in snapshot.leaves:
        for lexicon in ("stem", "folded", "exact", "people", "places", "url"):
            terms = list(leaf.terms(lexicon))
            assert sorted(set(terms)) == terms
            assert not any(term.startswith("=") for term in terms if lexicon in {"stem", "folded"})
            assert [term for term in terms if term.startswith("g")] == list(leaf.terms(lexicon, "g"))


def test_unknown_words_have_empty_lists(snapshot):
    for leaf in snapshot.leaves:
        assert leaf.keys("stem", "nosuch").size == 0
        assert leaf.keys("people", "").size == 0


def test_columns_facets_marks_and_documents_come_back(snapshot):
    for leaf in snapshot.leaves:
        numbers = np.flatnonzero(leaf.live)
        for number in numbers.tolist():
            document = leaf.document(number)
            held = entries(document, added=DAY)
            assert story(int(document.id[1:])).url == document.url
            assert held.columns == {name: int(leaf.column(name)[number]) for name in held.columns}
            base = number << KEY_BITS
            assert [base + position for position in held.sentences] == leaf.marks(
                "sentence", np.array([number])
            ).tolist()
            assert [base + position for position in held.paragraphs] == leaf.marks(
                "paragraph", np.array([number])
            ).tolist()
            facet = leaf.facet("places")
            here = facet.codes[facet.documents == number]
            assert [facet.values[code] for code in here.tolist()] == ["London"]


def test_what_is_not_committed_never_happened(tmp_path):
    build(tmp_path, [([story(1)], [])])
    codec = load_codec("whoosh3")
    writer = codec.writer(tmp_path, "english")
    writer.add(story(2), DAY)
    writer.delete("s1")
    writer.cancel()
    writer.cancel()

    assert [leaf.card(0).id for leaf in codec.open(tmp_path)[1]] == ["s1"]


def test_a_failing_step_before_publication_leaves_the_last_commit(tmp_path):
    build(tmp_path, [([story(1)], [])])
    codec = load_codec("whoosh3")
    writer = codec.writer(tmp_path, "english")
    writer.add(story(2), DAY)

    def fail(generation):
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        writer.commit(fail)
    writer.cancel()

    assert codec.generation(tmp_path) == 1
    assert [leaf.card(0).id for leaf in codec.open(tmp_path)[1]] == ["s1"]
    again = codec.writer(tmp_path, "english")
    again.add(story(2), DAY)
    again.commit(lambda generation: {})
    assert Snapshot(*codec.open(tmp_path)).total == 2


# Whoosh leaves a file open when it fails to open a segment; the store looks at sizes before it gets that far.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_damaged_files_are_corrupt_not_a_crash(tmp_path):
    build(tmp_path, [([story(1)], [])])
    segment = next(tmp_path.glob("*.seg"))
    segment.write_bytes(segment.read_bytes()[:100])

    with pytest.raises(IndexCorrupt, match="searcher verify"):
        load_codec("whoosh3").open(tmp_path)


def test_an_unknown_codec_is_an_outdated_index():
    with pytest.raises(IndexOutdated, match="'news9'"):
        load_codec("news9")
