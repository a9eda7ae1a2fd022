"""Whatever goes wrong while an index is written, the last commit answers, and the next run finishes the work."""

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

import searcher
from searcher.document import Document
from searcher.errors import IndexCorrupt, StoreError
from searcher.ingest import Settings, add, ingest
from searcher.ingest.hands import _Worker
from searcher.store import create_store, open_store, verify

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills and permissions are those of POSIX")


def stories(folder, number, *, files=12):
    folder.mkdir(exist_ok=True)
    for name in range(files):
        lines = [
            json.dumps({"id": f"{name}-{line}", "title": f"Story {number}", "body": f"grain {number} " + "word " * 40})
            for line in range(8)
        ]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def nothing_lost(path, expected_titles):
    """The index is whole and holds one of the states that it was told to hold."""
    assert list(verify(path, deep=True)) == []
    with searcher.open(path) as index:
        page = index.search("grain", limit=None, highlight=False)
        titles = {hit.title for hit in page}
        assert page.total == 96
        assert len(titles) == 1
        assert titles <= expected_titles
        return titles


@pytest.mark.parametrize("verb", ["ingest", "rebuild"])
def test_a_killed_run_leaves_the_last_commit_and_the_next_finishes(tmp_path, verb):
    news, path = tmp_path / "news", tmp_path / "index"
    stories(news, 0)
    with searcher.create(path) as index:
        index.ingest(news)
    chance = random.Random(7)
    command = [sys.executable, "-m", "searcher", verb, *([str(news)] if verb == "ingest" else []), "-i", str(path)]
    for number in range(1, 9):
        stories(news, number)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(0.3 + chance.random() * 1.2)
            process.send_signal(signal.SIGKILL)
        nothing_lost(path, {f"Story {state}" for state in range(number + 1)})
    with searcher.open(path) as index:
        getattr(index, verb)()
    assert nothing_lost(path, {"Story 8"}) == {"Story 8"}


@pytest.fixture
def held(tmp_path):
    """A store with one document."""
    store = create_store(tmp_path / "index")
    add(store, [Document(id="1", title="grain")])
    return store


def still_there(store):
    assert list(verify(store.folder, deep=True)) == []
    assert store.snapshot().total == 1
    assert add(store, [Document(id="2", title="more")]).added == 1
    assert open_store(store.folder).snapshot().total == 2


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("failure", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_disk_that_refuses_is_a_clear_error_and_changes_nothing(held, monkeypatch, call, failure):
    def refuse(*_):
        raise OSError(failure, os.strerror(failure))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refuse) if call == "fsync" else patched.setattr("pathlib.Path.replace", refuse)
        with pytest.raises(StoreError, match="it is as it was before"):
            add(held, [Document(id="9", title="never")])
    still_there(held)


def test_an_error_in_the_middle_of_a_run_changes_nothing(held):
    def documents():
        yield Document(id="9", title="never")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add(held, documents())
    still_there(held)


@pytest.fixture
def started(monkeypatch):
    """The workers of a run, as they are started."""
    started = []

    class Noted(subprocess.Popen):
        def __init__(self, *what, **how):
            super().__init__(*what, **how)
            started.append(self)

    monkeypatch.setattr("searcher.ingest.hands.Popen", Noted)
    return started


def test_an_answer_that_breaks_off_is_that_of_a_dead_worker():
    code = "import sys; sys.stdout.write('[1, ')"
    worker = _Worker(subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE))
    for _ in range(2):
        with pytest.raises(StoreError, match="a worker died while it read x"):
            worker.ask(b"frame", "read x")
    worker.close()


def test_workers_that_die_with_little_to_do_are_told_as_such(held, started):
    def documents():
        for number in range(5):
            for process in started if number == 4 else ():
                process.kill()
                process.wait()
            yield Document(id=f"new-{number}", title="never")

    with pytest.raises(StoreError, match="a worker died while it took in documents 0 and after"):
        add(held, documents(), settings=Settings(jobs=2))
    still_there(held)


@pytest.mark.parametrize("killed", [0, 1, 2])
def test_workers_that_die_are_a_clear_error_and_change_nothing(held, started, killed):
    def documents():
        for number in range(3000):
            if number == 1000:
                for process in started[:killed]:
                    process.kill()
            yield Document(id=f"new-{number}", title="never", body="words of a story " * 20)

    two = Settings(jobs=2)
    if not killed:
        add(held, documents(), settings=two)
        assert held.snapshot().total == 3001
        return
    with pytest.raises(StoreError, match=r"a worker died while it took in documents .* try again with --jobs 1"):
        add(held, documents(), settings=two)
    assert all(process.poll() is not None for process in started)
    still_there(held)


def test_a_read_only_folder_is_searched_but_not_written(held, monkeypatch):
    opened = Path.open

    def read_only(self, mode="r", *rest, **more):
        if set(mode) & set("wax+"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return opened(self, mode, *rest, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", read_only)
        assert held.snapshot().total == 1
        with pytest.raises(StoreError, match=r"cannot write in .*: Permission denied"):
            add(held, [Document(id="9", title="never")])
    still_there(held)


def test_a_file_that_vanishes_or_cannot_be_read_costs_nothing_else(held, tmp_path):
    news = tmp_path / "news"
    stories(news, 0, files=2)
    (news / "gone.jsonl").symlink_to(news / "nowhere.jsonl")
    report = ingest(held, [str(news)])

    assert (report.added, report.rejected) == (16, 1)
    assert "cannot be read" in report.rejections[0].reason
    assert list(verify(held.folder, deep=True)) == []


def test_a_file_that_cannot_be_read_any_more_keeps_its_documents(held, tmp_path):
    news = tmp_path / "news"
    stories(news, 0, files=2)
    ingest(held, [str(news)])
    (news / "0.jsonl").unlink()
    (news / "0.jsonl").symlink_to(news / "nowhere.jsonl")
    report = ingest(held, [str(news)])

    assert (report.removed, report.rejected) == (0, 1)
    assert held.snapshot().total == 17


# Whoosh leaves files open when what it reads there is damaged.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_truncated_files_are_errors_of_ours(held):
    for path in sorted(held.folder.rglob("*")):
        whole = path.read_bytes() if path.is_file() else b""
        for size in range(0, len(whole), max(1, len(whole) // 7)):
            path.write_bytes(whole[:size])
            problems = list(verify(held.folder))
            assert problems or path.name == "writer.lock", (path, size)
            with suppress(IndexCorrupt):
                open_store(held.folder).snapshot()
        if path.is_file():
            path.write_bytes(whole)
    still_there(held)


def test_readers_are_never_disturbed_by_a_writer(tmp_path):
    path = tmp_path / "index"
    with searcher.create(path) as index:
        index.add([{"id": str(number), "title": f"grain {number}"} for number in range(10)])
    code = (
        "import sys, time, searcher\n"
        "end = time.monotonic() + 4\n"
        "while time.monotonic() < end:\n"
        "    with searcher.open(sys.argv[1]) as index:\n"
        "        page = index.search('grain', limit=None)\n"
        "        assert page.total == len({hit.id for hit in page}) >= 10, page.total\n"
    )
    readers = [subprocess.Popen([sys.executable, "-c", code, str(path)], stderr=subprocess.PIPE) for _ in range(2)]
    with searcher.open(path) as index:
        for number in range(10, 22):
            index.add([{"id": str(number), "title": f"grain {number}"}])
            if number % 5 == 0:
                index.rebuild()
    said = [reader.communicate(timeout=60)[1].decode() for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0], said
