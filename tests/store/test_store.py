import datetime as dt
import json
import multiprocessing
import time

import numpy as np
import pytest

import searcher
from searcher.codec import load_codec
from searcher.document import Document
from searcher.errors import IndexCorrupt, IndexLocked, IndexNotFound, IndexOutdated, RequestError, StoreError
from searcher.ingest import add
from searcher.store import create_store, open_store, verify
from searcher.store.deep import differences
from searcher.store.lock import WriterLock
from tests.oracle.memory import MemoryLeaf


def test_a_folder_with_only_a_readme_may_become_an_index(tmp_path):
    (tmp_path / "README.md").write_text("hello")

    assert create_store(tmp_path).snapshot().total == 0
    assert open_store(tmp_path).snapshot().total == 0


def test_a_folder_with_other_things_may_not(tmp_path):
    (tmp_path / "thesis.doc").write_text("x")

    with pytest.raises(StoreError, match=r"holds other things \(thesis.doc\)"):
        create_store(tmp_path)


def test_creating_over_an_index_is_refused_and_loses_nothing(tmp_path):
    add(create_store(tmp_path), [Document(id="1", title="x")])

    with pytest.raises(StoreError, match="already"):
        create_store(tmp_path)
    assert open_store(tmp_path).snapshot().total == 1


def test_no_index_is_a_file_not_found_that_says_what_to_do(tmp_path):
    with pytest.raises(IndexNotFound, match="searcher ingest"):
        open_store(tmp_path)
    with pytest.raises(FileNotFoundError):
        open_store(tmp_path / "missing")


def test_an_unknown_language_lists_the_known_ones(tmp_path):
    with pytest.raises(RequestError, match="english"):
        create_store(tmp_path, language="klingon")


@pytest.mark.parametrize("key", ["format", "schema", "analyzer"])
def test_another_stamp_is_outdated_and_names_the_command(tmp_path, key):
    store = create_store(tmp_path)
    add(store, [Document(id="1", title="x")])
    path = tmp_path / "index.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), key: 99}))

    with pytest.raises(IndexOutdated, match="searcher rebuild"):
        store.snapshot()
    with store.rebuild() as work:
        assert work.old.total == 1


def test_a_damaged_manifest_is_corrupt(tmp_path):
    create_store(tmp_path)
    (tmp_path / "index.json").write_text("{")

    with pytest.raises(IndexCorrupt):
        open_store(tmp_path)


def test_a_manifest_cannot_point_outside_its_folder(tmp_path):
    create_store(tmp_path)
    path = tmp_path / "index.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "data": "../elsewhere"}))

    with pytest.raises(IndexCorrupt, match="outside"):
        open_store(tmp_path)


def hold(folder, seconds, ready):
    with WriterLock(folder):
        ready.set()
        time.sleep(seconds)


def test_a_second_writer_waits_or_says_who_holds_the_lock(tmp_path):
    store = create_store(tmp_path)
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=hold, args=(tmp_path, 1.0, ready))
    process.start()
    assert ready.wait(30)
    with pytest.raises(IndexLocked, match=rf"process {process.pid} on "), store.write(timeout=0.1):
        pass
    told = []
    with store.write(timeout=30, on_wait=told.append):
        pass
    process.join()

    assert len(told) == 1
    assert str(process.pid) in told[0]


def test_a_snapshot_stays_what_it_was(tmp_path):
    store = create_store(tmp_path)
    add(store, [Document(id="1", title="x")])
    pinned = store.snapshot()
    add(store, [Document(id="2", title="x")])
    with store.rebuild() as work:
        work.writer.commit(work.ledger)

    assert pinned.total == 1
    assert store.snapshot().total == 0


def test_a_rebuild_that_fails_leaves_everything(tmp_path):
    store = create_store(tmp_path)
    add(store, [Document(id="1", title="x")])
    with pytest.raises(ZeroDivisionError), store.rebuild():
        raise ZeroDivisionError

    assert store.snapshot().total == 1
    assert list(verify(tmp_path, deep=True)) == []
    assert [path.name for path in tmp_path.glob("data-*")] == ["data-1"]


def test_verify_sees_every_flipped_byte_of_a_segment(tmp_path):
    store = create_store(tmp_path)
    add(store, [Document(id="1", title="Grain exports", body="Some words.")])
    assert list(verify(tmp_path)) == []
    segment = next(tmp_path.glob("data-1/*.n1"))
    whole = segment.read_bytes()
    for place in range(0, len(whole), 97):
        segment.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert str(segment) in next(verify(tmp_path))
    segment.write_bytes(whole[:-1])
    with pytest.raises(IndexCorrupt, match="searcher verify"):
        open_store(tmp_path).snapshot()


def test_an_index_of_the_codec_before_is_outdated_and_a_rebuild_takes_it_over(tmp_path):
    news = tmp_path / "news.jsonl"
    news.write_text('{"id": "filed", "title": "Grain", "body": "From a file."}\n', encoding="utf-8")
    folder = tmp_path / "index"
    data = folder / "data-1"
    data.mkdir(parents=True)
    codec = load_codec("whoosh3")
    codec.create(data)
    writer = codec.writer(data, "english")
    writer.add(Document(id="given", title="Coffee", body="Given by hand."), dt.date(2020, 1, 2))
    writer.add(Document(id="filed", title="Grain", body="From a file.", paths=(str(news),)), dt.date(2020, 1, 2))

    def ledger(generation):
        row = {"digest": "x", "ids": ["filed"], "rejections": []}
        roots = {str(news): {"path": str(news), "field_map": [], "encoding": None, "reader": None}}
        content = {"roots": roots, "files": {str(news): row}, "checksums": {}}
        (data / f"ledger-{generation}.json").write_text(json.dumps(content), encoding="utf-8")
        return {}

    writer.commit(ledger)
    stamp = {"format": 1, "schema": 1, "analyzer": 1, "codec": "whoosh3", "language": "english", "data": "data-1"}
    (folder / "index.json").write_text(json.dumps({**stamp, "base": 0}), encoding="utf-8")

    with searcher.open(folder) as index:
        with pytest.raises(IndexOutdated, match="searcher rebuild"):
            index.search("grain")
        report = index.rebuild()
        assert (report.added, report.carried) == (2, 1)
        assert {hit.id for hit in index.search("grain OR coffee")} == {"given", "filed"}
        assert index.count("added:2020-01-02") == 2
        assert index.verify(deep=True) == []
        assert index.status().codec == "news1"


def test_a_deep_look_finds_lists_that_stored_documents_do_not_bear_out(tmp_path, monkeypatch):
    monkeypatch.setattr("searcher.store.deep._TOGETHER", 2)
    stories = [Document(id=f"d{number}", title=f"Story {number}", body="Grain. More.\n\nGrain") for number in range(5)]
    leaf = MemoryLeaf(stories, {1})
    assert list(differences(leaf, 0, "english")) == []
    leaf.arrays["stem", "grain"] = leaf.arrays["stem", "grain"][:-1]
    leaf.arrays["exact", "Grain"] = np.append(leaf.arrays["exact", "Grain"], 1 << 22)
    leaf.held[3].columns["instant"] = 5
    leaf.held[4].sentences.pop()
    wrong = " ".join(differences(leaf, 0, "english"))
    for what in ("'grain' in stem", "'Grain' in exact", "column instant of document d3", "starts of sentences"):
        assert what in wrong


def test_a_manifest_that_the_system_refuses_is_a_store_error(held, monkeypatch):
    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    with pytest.raises(StoreError, match=r"cannot read .*index.json: Permission denied"):
        open_store(held)


@pytest.fixture
def held(tmp_path):
    """The folder of an index."""
    create_store(tmp_path)
    return tmp_path
