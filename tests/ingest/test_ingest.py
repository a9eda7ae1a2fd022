import errno
import itertools
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

import searcher
from searcher.document import Document, as_dict
from searcher.errors import RequestError
from searcher.ingest import Settings, add, delete, ingest, rebuild
from searcher.readers.base import ReadOptions
from searcher.store import verify


def numbers(report):
    return (report.added, report.updated, report.unchanged, report.removed, report.rejected)


def story(key, title="A headline", **more):
    return {"id": key, "title": title, "body": "Some words.", **more}


def test_new_changed_and_unchanged_files_are_told_apart(store, news, held):
    news("a.jsonl", story("1"), story("2"))
    news("b.jsonl", story("3"))
    assert numbers(ingest(store, [news.folder])) == (3, 0, 0, 0, 0)
    assert numbers(ingest(store, [news.folder])) == (0, 0, 3, 0, 0)

    news("a.jsonl", story("1", "Another headline"), story("4"))

    assert numbers(ingest(store, [news.folder])) == (1, 1, 1, 1, 0)
    assert {"1", "3", "4"} == held().keys()
    assert held()["1"].title == "Another headline"
    assert list(verify(store.folder, deep=True)) == []


def test_a_path_that_may_not_be_looked_into_is_told_before_anything_is_read(store, news, monkeypatch):
    news("a.jsonl", story("1"))

    def scandir(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", scandir)
    for verb in (lambda: ingest(store, [news.folder]), lambda: list(searcher.inspect(news.folder))):
        with pytest.raises(RequestError, match=r"cannot read .*: Permission denied; nothing was read"):
            verb()


def test_a_folder_that_may_not_be_looked_into_is_listed(store, news, held, monkeypatch):
    news("open/a.jsonl", story("1"))
    closed = Path(news("closed/b.jsonl", story("2"))).parent
    looked = os.scandir

    def scandir(path):
        if Path(path) == closed:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return looked(path)

    monkeypatch.setattr(os, "scandir", scandir)
    report = ingest(store, [news.folder])
    assert held().keys() == {"1"}
    assert list(map(str, report.rejections)) == [f"{closed}: cannot be looked into: Permission denied"]
    monkeypatch.undo()
    assert numbers(ingest(store, [])) == (1, 0, 1, 0, 0)


def test_what_may_not_be_looked_at_has_not_vanished(store, news, held, monkeypatch):
    news("open/a.jsonl", story("1"))
    closed = Path(news("closed/b.jsonl", story("2"))).parent
    ingest(store, [news.folder])
    stat_, scandir = Path.stat, os.scandir

    def refuse(path):
        if not isinstance(path, int) and (Path(path) == closed or closed in Path(path).parents):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", lambda path, **how: refuse(path) or stat_(path, **how))
    monkeypatch.setattr(os, "scandir", lambda path: refuse(path) or scandir(path))
    report = ingest(store, [news.folder], prune=True)
    assert (report.removed, len(report.rejections)) == (0, 1)
    rebuild(store)
    monkeypatch.undo()
    assert held().keys() == {"1", "2"}
    assert ingest(store, [news.folder], prune=True).removed == 0


def test_values_that_only_look_like_texts_and_numbers_travel_as_what_they_are(tmp_path):
    records = [
        story(
            f"{number}", np.str_("Moon landing"), rank=np.int64(3), share=np.float64(0.5), more=[np.str_("a"), {"b": 1}]
        )
        for number in range(3)
    ]
    kept = []
    for jobs in (1, 2):
        with searcher.create(tmp_path / str(jobs)) as index:
            assert index.add(records, jobs=jobs).added == 3
            kept.append([as_dict(index.show(str(number))) for number in range(3)])
    assert kept[0] == kept[1]
    assert kept[0][0]["title"] == "Moon landing"
    assert kept[0][0]["extra"] == {"rank": 3, "share": 0.5, "more": ["a", {"b": 1}]}


def test_without_paths_the_known_roots_are_read_again(store, news, held):
    news("a.jsonl", story("1"))
    ingest(store, [news.folder])
    news("b.jsonl", story("2"))

    assert numbers(ingest(store, [])) == (1, 0, 1, 0, 0)
    assert {"1", "2"} == held().keys()


def test_vanished_files_stay_until_they_are_pruned(store, news, held):
    path = news("a.jsonl", story("1"))
    news("b.jsonl", story("2"))
    ingest(store, [news.folder])
    Path(path).unlink()

    assert ingest(store, [news.folder]).removed == 0
    assert {"1", "2"} == held().keys()
    assert ingest(store, [news.folder], prune=True).removed == 1
    assert {"2"} == held().keys()


def test_prune_works_only_under_the_paths_given_and_refuses_a_missing_one(store, news, held):
    one = news("one/a.jsonl", story("1"))
    two = news("two/b.jsonl", story("2"))
    ingest(store, [news.folder])
    Path(one).unlink()
    Path(two).unlink()

    assert ingest(store, [str(Path(one).parent)], prune=True).removed == 1
    assert {"2"} == held().keys()
    shutil.rmtree(Path(two).parent)
    with pytest.raises(RequestError, match="there is no file or folder"):
        ingest(store, [str(Path(two).parent)], prune=True)
    assert {"2"} == held().keys()


def test_a_missing_path_is_refused_before_anything_is_read(store, news, held):
    news("a.jsonl", story("1"))

    with pytest.raises(RequestError, match="no file or folder"):
        ingest(store, [news.folder, news.folder + "/nowhere"])
    assert held() == {}


def test_a_bad_record_is_rejected_and_everything_else_is_read(store, news, held):
    path = Path(news("a.jsonl", story("1"), story("2")))
    path.write_text(path.read_text() + "{broken\n", encoding="utf-8")

    report = ingest(store, [news.folder])

    assert numbers(report) == (2, 0, 0, 0, 1)
    assert (str(path), "line 3") == (report.rejections[0].path, report.rejections[0].place)
    assert {"1", "2"} == held().keys()


@pytest.mark.parametrize("order", list(itertools.permutations(["a", "b", "c"])))
def test_one_id_in_several_files_is_the_newest_whatever_the_order(store, news, held, order):
    records = {
        "a": story("1", "old", date="2020-01-01"),
        "b": story("1", "new", date="2020-01-03"),
        "c": story("1", "updated", date="2020-01-01", updated="2020-01-04T10:00"),
    }
    for name in order:
        news(f"{name}.jsonl", records[name])
        ingest(store, [news.folder])

    assert held()["1"].title == "updated"
    assert len(held()["1"].paths) == 3


def test_when_the_winner_goes_the_next_best_stands(store, news, held):
    news("a.jsonl", story("1", "old", date="2020-01-01"))
    winner = news("b.jsonl", story("1", "new", date="2020-01-03"))
    report = ingest(store, [news.folder])
    assert [(note.id, Path(note.kept).name, Path(note.dropped).name) for note in report.replacements] == [
        ("1", "b.jsonl, line 1", "a.jsonl, line 1")
    ]

    Path(winner).unlink()
    ingest(store, [news.folder], prune=True)

    assert held()["1"].title == "old"
    assert [Path(path).name for path in held()["1"].paths] == ["a.jsonl"]


def test_identical_files_are_one_document_with_all_its_paths(store, news, held):
    text = '{"title": "No id", "body": "The same bytes."}\n'
    for name in ("a.jsonl", "b.jsonl"):
        Path(news.folder, name).write_text(text, encoding="utf-8")
    ingest(store, [news.folder])

    [document] = held().values()
    assert [Path(path).name for path in document.paths] == ["a.jsonl", "b.jsonl"]
    assert ingest(store, [news.folder]).unchanged


def test_moving_a_file_changes_only_its_path(store, news, held):
    path = Path(news("a.jsonl", story("1")))
    ingest(store, [news.folder])
    before = held()["1"]
    path.rename(path.with_name("moved.jsonl"))
    ingest(store, [news.folder], prune=True)

    assert [Path(path).name for path in held()["1"].paths] == ["moved.jsonl"]
    assert before.title == held()["1"].title


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_number_of_processes_changes_nothing(store, news, held, jobs):
    for number in range(7):
        news(f"{number}.jsonl", story(str(number)), story("shared", f"from {number}"))
    report = ingest(store, [news.folder], settings=Settings(jobs=jobs))

    assert report.added == 8
    assert held()["shared"].title == "from 6"


def test_a_dry_run_counts_and_changes_nothing(store, news, held):
    news("a.jsonl", story("1"))
    report = ingest(store, [news.folder], settings=Settings(dry_run=True))

    assert (report.added, report.dry_run, held()) == (1, True, {})


def test_other_options_read_a_file_anew(store, news, held):
    path = news("a.jsonl", {"id": "1", "kopf": "Der Titel", "body": "x"})
    ingest(store, [path])
    ingest(store, [path], options=ReadOptions(field_map={"kopf": "title"}))

    assert held()["1"].title == "Der Titel"


def test_folders_pass_over_hidden_files_indexes_and_what_browsers_save_beside_pages(store, news):
    news("a.jsonl", story("1"))
    news(".hidden.jsonl", story("2"))
    news("page_files/b.jsonl", story("3"))
    news("index/data-1/c.jsonl", story("4"))
    news("index/index.json", {})
    news("notes.xyz")

    report = ingest(store, [news.folder])

    assert report.added == 1
    assert report.unknown == {".xyz": 1}


def test_rebuild_reads_files_again_and_carries_over_what_has_none(store, news, held):
    gone = Path(news("gone.jsonl", story("1")))
    news("b.jsonl", story("2"))
    ingest(store, [news.folder])
    add(store, [Document(id="hand", title="By hand")])
    pinned = store.snapshot()
    gone.unlink()
    news("b.jsonl", story("2", "Changed"), story("3"))

    report = rebuild(store)

    assert report.carried == 2
    assert {"1", "2", "3", "hand"} == held().keys()
    assert held()["2"].title == "Changed"
    assert store.snapshot().generation > pinned.generation
    assert pinned.total == 3
    assert pinned.find("hand")[0].document(pinned.find("hand")[1]).title == "By hand"
    assert list(verify(store.folder, deep=True)) == []
    assert ingest(store, [news.folder], prune=True).removed == 1


def test_documents_given_by_hand_are_added_replaced_and_deleted(store, held):
    assert add(store, [Document(id="1", title="One")]).added == 1
    assert add(store, [Document(id="1", title="Two")]).updated == 1
    assert add(store, [Document(id="1", title="Two")]).unchanged == 1
    assert add(store, [Document(id="2", title="x"), Document(id="2", title="y")]).added == 1
    assert held()["2"].title == "y"

    assert delete(store, ["1", "nosuch"]) == 1
    assert {"2"} == held().keys()


def test_the_day_a_story_came_in_survives_changes_and_rebuilds(store, news):
    news("a.jsonl", story("1"))
    ingest(store, [news.folder])
    leaf, number = store.snapshot().find("1")
    day = int(leaf.column("added_day")[number])
    news("a.jsonl", story("1", "Changed"))
    ingest(store, [news.folder])
    rebuild(store)
    leaf, number = store.snapshot().find("1")

    assert day == int(leaf.column("added_day")[number])


def test_text_that_no_file_can_hold_is_kept_as_near_as_possible(store, held):
    add(store, [Document(id="1", title="broken \ud800 surrogate", body="word")])

    assert held()["1"].title == "broken ? surrogate"


def test_a_text_too_long_to_index_is_a_rejection(store, held):
    report = add(store, [Document(id="1", title="w " * 20_000), Document(id="2", title="fine")])

    assert (report.added, report.rejected) == (1, 1)
    assert "at most" in report.rejections[0].reason
    assert {"2"} == held().keys()


@pytest.mark.parametrize("field", ["extra", "inferred", "stated_empty", "nothing"])
def test_a_map_names_what_an_article_says(tmp_path, field):
    with searcher.create(tmp_path / "index") as index, pytest.raises(searcher.RequestError, match="there is no field"):
        index.ingest(tmp_path, field_map={"foo": field})
