"""Copies and versions are right after every commit, whatever was added, changed and deleted before, and in what order."""

import datetime as dt
import json
import random
import shutil
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import searcher
from searcher.codec import load_codec
from searcher.codec.base import Snapshot
from searcher.codec.news1.merger import merge
from searcher.document import Document
from searcher.errors import IndexCorrupt
from searcher.search.groups import groups
from searcher.store.deep import differences
from tests.compat.make import FOLDER
from tests.oracle import kin
from tests.search.asking import ask

VOCABULARY = [
    f"{first}{second}" for first in "ba ce di fo gu ka le mi no pu".split() for second in "lar men tis vor".split()
]
SUBJECTS = ("Grain exports rise in March", "Rail talks resume in Busan", "Ferry aground off Ulleung Island")
MARKS = (None, None, "URGENT", "2nd LD", "CORRECTED", "KILL")


def base(subject):
    """A text of 90 words, always the same for a subject."""
    chance = random.Random(subject)
    told = [chance.choice(VOCABULARY) for _ in range(84)]
    return ["PORT", "TOWN,", "March", "3", "-", "Officials", *told[:40], "12,500", "Mary", *told[40:]]


@st.composite
def stories(draw):
    subject = draw(st.integers(0, len(SUBJECTS) - 1))
    told = base(subject)
    edit = draw(st.sampled_from(["none", "none", "word", "number", "name", "day", "cut", "short", "capitals", "other"]))
    if edit == "word":
        told[draw(st.integers(10, 40))] = "slip"
    elif edit == "number":
        told[told.index("12,500")] = draw(st.sampled_from(["13,000", "14,000"]))
    elif edit == "name":
        told[told.index("Mary")] = draw(st.sampled_from(["Anne", "Rose"]))
    elif edit == "day":
        told[3] = draw(st.sampled_from(["4", "9"]))
    elif edit == "cut":
        told = told[:-10]
    elif edit == "short":
        told = told[:20]
    elif edit == "capitals":
        told = [word.upper() for word in told]
    elif edit == "other":
        chance = random.Random(draw(st.integers(0, 5)))
        told = [chance.choice(VOCABULARY) for _ in range(60)]
    mark = draw(st.sampled_from(MARKS))
    precision = draw(st.sampled_from(["minute", "minute", "minute", "month", None]))
    moment = dt.datetime(2020, 3, 3, 9, tzinfo=dt.UTC) + dt.timedelta(hours=draw(st.sampled_from([0, 5, 40, 49, 90])))
    return Document(
        id=draw(st.sampled_from("abcdefgh")),
        title=(f"({mark}) " if mark else "") + SUBJECTS[draw(st.sampled_from([subject, subject, 0]))],
        body=" ".join(told),
        date=None if precision is None else moment,
        date_precision=precision,
        source=draw(st.sampled_from(["Hanbit", "hanbit", "Prairie Sun", None])),
        url=draw(st.sampled_from([None, None, None, "https://news.example/a/1"])),
        version=mark,
    )


def partition(index):
    """The groups of an index as sets of ids: copies, versions."""
    pinned = index._store.snapshot()
    found = ({}, {})
    for number, leaf in enumerate(pinned.leaves):
        for document in leaf.live.nonzero()[0].tolist():
            for held, labels in zip(found, (groups(pinned).copies, groups(pinned).versions), strict=True):
                held.setdefault(int(labels[number][document]), set()).add(leaf.card(document).id)
    return tuple({frozenset(group) for group in held.values()} for held in found)


def expected(documents):
    held = sorted(documents, key=lambda document: document.id)
    return kin.groups(held, kin.copies), kin.groups(held, kin.copies, kin.versions)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.lists(stories(), max_size=5), st.sets(st.sampled_from("abcdefgh"), max_size=2)), max_size=6)
)
def test_groups_are_those_of_comparing_all_with_all_after_every_commit(tmp_path_factory, steps):
    held = {}
    with searcher.create(tmp_path_factory.mktemp("index") / "i") as index:
        for added, deleted in steps:
            batch = {document.id: document for document in added}
            index.add(list(batch.values()), as_is=True)
            held = {document.id: document for document in (index.show(key) for key in held.keys() | batch.keys())}
            if deleted & held.keys():
                index.delete(*deleted)
                held = {key: document for key, document in held.items() if key not in deleted}
            assert partition(index) == expected(held.values())


def many(number):
    """Stories of which every fourth is a copy of another, every seventh corrects one."""
    chance = random.Random(4)
    found = []
    for key in range(number):
        body = " ".join(chance.choice(VOCABULARY) for _ in range(chance.randint(20, 70)))
        moment = dt.datetime(2020, 3, 1, tzinfo=dt.UTC) + dt.timedelta(hours=key)
        title = " ".join(chance.sample(VOCABULARY, 6))
        story = Document(id=f"{key:03}", title=title, body=body, date=moment, date_precision="minute")
        other = found[chance.randrange(len(found))] if found else story
        if key % 4 == 0:
            story = replace(other, id=story.id, body=other.body + " more", date=moment)
        elif key % 7 == 0:
            story = replace(other, id=story.id, version="CORRECTED", body=body + " " + other.body[:80], date=moment)
        found.append(story)
    return found


@pytest.fixture(scope="module")
def told():
    found = many(60)
    return found, expected(found)


@pytest.mark.parametrize("order", ["forwards", "backwards", "shuffled"])
def test_neither_the_order_nor_the_number_of_commits_nor_merging_counts(tmp_path, told, order):
    documents, groups_ = list(told[0]), told[1]
    assert min(len(found) for found in groups_) < len(documents) - 10
    documents = {
        "forwards": documents,
        "backwards": documents[::-1],
        "shuffled": random.Random(9).sample(documents, 60),
    }[order]
    with searcher.create(tmp_path / "index") as index:
        for start in range(0, 60, 5):
            index.add(documents[start : start + 5], as_is=True)
        assert index.status().segments < 12
        assert partition(index) == groups_
        index.rebuild()
        assert partition(index) == groups_
        assert index.verify(deep=True) == []


def test_the_number_of_processes_does_not_count(tmp_path, told):
    news = tmp_path / "news"
    news.mkdir()
    lines = {}
    for number, document in enumerate(told[0]):
        names = ("id", "title", "body", "version")
        line = {name: getattr(document, name) for name in names} | {"date": document.date.isoformat()}
        lines.setdefault(number % 4, []).append(json.dumps(line) + "\n")
    for number, held in lines.items():
        (news / f"{number}.jsonl").write_text("".join(held), encoding="utf-8")
    found = []
    for jobs in (1, 3):
        with searcher.create(tmp_path / f"index-{jobs}") as index:
            index.ingest(news, jobs=jobs)
            found.append(partition(index))
    assert found[0] == found[1] == told[1]


def test_what_goes_leaves_nothing_behind_and_what_comes_back_is_known(tmp_path):
    text = " ".join(base(0))
    first, second = Document(id="1", title="One", body=text), Document(id="2", title="Two", body=text + " more")
    with searcher.create(tmp_path / "index") as index:
        index.add([first, second], as_is=True)
        assert index.search("more", collapse="copies").stories == 1
        assert index.search("*", collapse="copies").stories == 1
        index.delete("2")
        assert partition(index)[0] == {frozenset("1")}
        index.add([second], as_is=True)
        assert partition(index)[0] == {frozenset("12")}
        index.add([replace(second, body="Another text altogether, of few words.")], as_is=True)
        assert partition(index)[0] == {frozenset("1"), frozenset("2")}


def test_a_commit_without_new_pairs_writes_no_file(tmp_path):
    with searcher.create(tmp_path / "index") as index:
        index.add([Document(id="1", title="One")])
        index.add([Document(id="2", title="Two")])
        assert [path.name for path in index.path.rglob("links-*")] == ["links-1.n1p"]


def test_the_files_of_pairs_stay_few_and_small(tmp_path):
    with searcher.create(tmp_path / "index") as index:
        for number in range(20):
            text = " ".join([*base(number), "end"])
            index.add([Document(id=f"{number}-{which}", title="T", body=text + " x" * which) for which in (0, 1)])
            index.delete(*(f"{number - 1}-{which}" for which in (0, 1)) if number else ["none"])
            files = list(index.path.rglob("links-*"))
            assert len(files) <= 8
        assert sum(path.stat().st_size for path in files) < 20 * 16 + 8 * 24
        assert partition(index)[0] == {frozenset({"19-0", "19-1"})}


@pytest.mark.parametrize("harm", ["missing", "cut", "changed"])
def test_damaged_pairs_are_an_error_and_a_rebuild_mends_them(tmp_path, harm):
    with searcher.create(tmp_path / "index") as index:
        index.add([Document(id=key, title="T", body=" ".join([*base(0), key])) for key in "ab"])
        path = next(index.path.rglob("links-*"))
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(data if harm == "changed" else data[:-3])
    with searcher.open(tmp_path / "index") as index:
        assert any("links-1.n1p" in problem for problem in index.verify())
        with pytest.raises(IndexCorrupt, match=r"links-1\.n1p .*searcher rebuild"):
            index.search("*")
        assert index.rebuild().carried == 2
        assert partition(index)[0] == {frozenset("ab")}


def test_an_index_from_before_answers_and_says_what_it_does_not_know():
    codec = load_codec("news1")
    pinned = Snapshot(*codec.open(FOLDER))
    page = ask("*", pinned, collapse="copies", limit=None)
    number = pinned.total
    assert (page.total, page.stories, len(page)) == (number, number, number)
    told = f"{number} stories were indexed before copies and versions were noted; searcher rebuild notes them"
    assert told in page.notes


def test_what_is_merged_from_before_stays_unsigned(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "old")
    codec = load_codec("news1")
    pinned = Snapshot(*codec.open(tmp_path / "old"))
    merge(pinned.leaves, tmp_path / "old" / "merged.n1")
    merged = codec.segment(tmp_path / "old" / "merged.n1")
    assert merged.count == pinned.total
    assert not merged.signatures().facts.any()


def test_a_wrong_signature_is_found_by_looking_deeply(tmp_path):
    with searcher.create(tmp_path / "index") as index:
        index.add([Document(id="1", title="One", body=" ".join(base(0)))])
        leaf = index._store.snapshot().leaves[0]
        assert list(differences(leaf, 0, "english")) == []
        changed = replace(leaf.signatures(), bands=leaf.signatures().bands + 1)
        leaf.signatures = lambda: changed
        assert list(differences(leaf, 0, "english")) == ["segment 0: the signature (bands) of document 1 is wrong"]


@pytest.mark.parametrize("seed", [0, 1])
def test_a_crowd_of_texts_made_from_one_form_holds_together_and_costs_what_it_has(tmp_path, seed):
    form = " ".join([*base(0), *base(1)])
    documents = [
        Document(id=str(number), title=f"Notice {number}", body=f"Notice {number} {form}") for number in range(300)
    ]
    random.Random(seed).shuffle(documents)
    with searcher.create(tmp_path / "index") as index:
        for start in (0, 200):
            index.add(documents[start : start + 200], as_is=True)
        assert len(partition(index)[0]) == 1
        assert sum(path.stat().st_size for path in index.path.rglob("links-*")) < 300 * 16 * 16 + 48
