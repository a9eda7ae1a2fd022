"""The public face: what is exported, documented, annotated, quiet and quick to import."""

import dataclasses
import datetime as dt
import inspect
import json
import subprocess
import sys
import threading
import typing

import pytest

import searcher


@pytest.fixture
def nothing(tmp_path):
    """An empty index."""
    with searcher.create(tmp_path / "index") as index:
        yield index


def test_all_is_what_is_visible_and_sorted():
    visible = {
        name for name in vars(searcher) if not name.startswith("_") and not inspect.ismodule(getattr(searcher, name))
    }

    assert sorted(searcher.__all__) == list(searcher.__all__)
    assert visible == set(searcher.__all__)


def public_callables():
    for name in searcher.__all__:
        thing = getattr(searcher, name)
        yield name, thing
        if inspect.isclass(thing):
            for method_name, method in vars(thing).items():
                if not method_name.startswith("_") and callable(method):
                    yield f"{name}.{method_name}", method


@pytest.mark.parametrize(("name", "thing"), list(public_callables()), ids=[name for name, _ in public_callables()])
def test_every_public_name_is_documented_and_annotated(name, thing):
    assert inspect.getdoc(thing), name
    if inspect.isfunction(thing):
        signature = inspect.signature(thing)
        assert signature.return_annotation is not inspect.Signature.empty
        for parameter in signature.parameters.values():
            assert parameter.name == "self" or parameter.annotation is not inspect.Parameter.empty


def test_errors_are_a_tree_with_the_builtins_a_caller_expects():
    for name in (
        "ReadError",
        "QueryError",
        "RequestError",
        "StoreError",
        "IndexLocked",
        "IndexOutdated",
        "IndexCorrupt",
    ):
        assert issubclass(getattr(searcher, name), searcher.SearcherError)
    assert issubclass(searcher.QueryTimeout, TimeoutError)
    assert issubclass(searcher.IndexNotFound, FileNotFoundError)
    assert issubclass(searcher.QueryError, ValueError)


def test_import_is_quiet_and_loads_nothing_heavy():
    code = "import sys, searcher; print([m for m in ('numpy','whoosh','lxml','trafilatura','typer','rich','Stemmer') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_program_uses_it_as_the_readme_says(tmp_path):
    with searcher.create(tmp_path / "index") as index:
        report = index.add([{"id": "1", "title": "Grain exports rise", "body": "Words.", "date": "1987-03-03"}])
        assert (report.added, report.rejected) == (1, 0)
        page = index.search('"grain exports" date:1987-03', limit=10)
        assert [(hit.rank, hit.document.title) for hit in page] == [(1, "Grain exports rise")]
        assert page.total == 1
    with searcher.open(tmp_path / "index") as index:
        assert index.count("grain") == 1
        assert index.search("grain", offset=5).hits == ()


def test_a_snapshot_is_pinned_and_an_index_sees_the_newest(tmp_path):
    with searcher.create(tmp_path / "index") as index:
        index.add([{"id": "1", "title": "one"}])
        pinned = index.snapshot()
        index.add([{"id": "2", "title": "one two"}])

        assert (pinned.count("one"), index.count("one")) == (1, 2)


def test_dicts_that_cannot_be_read_are_rejections_with_their_number(tmp_path):
    with searcher.create(tmp_path / "index") as index:
        report = index.add([{"id": "1", "title": "fine"}, {"title": ["a", "list"]}])

    assert (report.added, report.rejected) == (1, 1)
    assert report.rejections[0].place == "record 2"


def test_documents_of_an_index_are_frozen_plain_values(tmp_path):
    with searcher.create(tmp_path / "index") as index:
        index.add([searcher.Document(id="1", title="t", people=(searcher.Person("Jane Doe"),))])
        document = index.show("1")

    assert json.loads(json.dumps(searcher.as_dict(document)))["people"] == [{"name": "Jane Doe", "names": []}]
    with pytest.raises(dataclasses.FrozenInstanceError):
        document.title = "other"


def test_many_threads_read_while_one_writes(tmp_path):
    with searcher.create(tmp_path / "index") as index:
        index.add([{"id": str(number), "title": f"grain {number}"} for number in range(20)])
        wrong = []
        done = threading.Event()

        def read():
            while not done.is_set():
                page = index.search("grain", limit=None)
                if page.total != len(page) or page.total < 20 or len({hit.id for hit in page}) != page.total:
                    wrong.append(page)

        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for number in range(20, 26):
            index.add([{"id": str(number), "title": f"grain {number}"}])
        done.set()
        for reader in readers:
            reader.join()
        assert wrong == []
        assert index.count("grain") == 26


def test_types_of_the_public_face_resolve():
    for thing in (searcher.create, searcher.open, searcher.open_or_create):
        assert typing.get_type_hints(thing)["return"] is searcher.Index


def test_documents_can_be_taken_as_they_are_and_by_several_processes(tmp_path):
    story = {"title": "Talks", "body": "SEOUL, Jan. 24 (Yonhap) -- President Moon Jae-in spoke in Seoul on 2020-01-24."}
    with searcher.create(tmp_path / "index") as index:
        stories = [{"id": f"d{number}", **story} for number in range(500)]
        assert index.add([*stories, {"id": "empty"}], jobs=2).rejected == 1
        assert index.add([{"id": "bare", **story}], as_is=True).added == 1
        assert index.count("people:moon") == 500
        assert index.count("seoul") == 501
        assert index.show("bare").inferred == ()
        assert index.add(stories, jobs=2).unchanged == 500
        assert index.verify(deep=True) == []


@pytest.mark.parametrize(
    "how",
    [
        *({"limit": value} for value in ("5", 3.5, True, [1])),
        *({"offset": value} for value in ("1", None, 1.0)),
        *({"sort": value} for value in (None, 5, ["newest"])),
        *({"collapse": value} for value in (None, 5)),
        *({"keep": value} for value in (None, {})),
        *({"match": value} for value in ("some", None)),
        *({"syntax": value} for value in ("x", None)),
        *({"since": value} for value in (3.5, b"2020", [], dt.time(1))),
        *({"until": value} for value in (2020, "2020-13")),
        *({"now": value} for value in ("2020", dt.date(2020, 1, 1))),
        *({"facets": value} for value in (5, None, b"people", [5])),
        *({"cursor": value} for value in (5, "x")),
        *({"timeout_s": value} for value in ("1", 0, True, float("nan"))),
    ],
    ids=repr,
)
def test_a_search_of_wrong_types_is_a_request_error(nothing, how):
    with pytest.raises(searcher.RequestError, match=r"\w"):
        nothing.search("tax", **how)


@pytest.mark.parametrize("wrong", [None, 5, 3.5, b"tax", ["tax"], {}], ids=repr)
def test_a_query_or_an_id_that_is_no_string_is_a_request_error(nothing, wrong):
    for verb in ("search", "count", "interpret", "plan", "show", "similar", "versions", "near", "suggest", "delete"):
        with pytest.raises(searcher.RequestError, match="is a string; not"):
            getattr(nothing, verb)(wrong)
    with pytest.raises(searcher.RequestError, match="is a string; not"):
        nothing.explain("tax", wrong)
    with pytest.raises(searcher.RequestError, match="is a string; not"):
        nothing.compare(wrong, "x")


def test_other_calls_of_wrong_types_are_request_errors(nothing):
    for wrong in ("tax", 5, None, [5], {"a": None}):
        with pytest.raises(searcher.RequestError, match=r"batch takes|is a string"):
            nothing.batch(wrong)
    with pytest.raises(searcher.RequestError, match="seen is a mapping"):
        nothing.batch(["tax"], seen=5)
    with pytest.raises(searcher.RequestError, match="late after"):
        nothing.coverage(late_after="30")
    for verb in ("facets", "timeline"):
        with pytest.raises(searcher.RequestError, match=r"\w"):
            getattr(nothing, verb)("tax", by=5)


def test_what_add_cannot_take_is_a_request_error(tmp_path):
    with searcher.create(tmp_path / "index") as index:
        for wrong in ({"id": "1", "title": "x"}, "text", searcher.Document(title="x")):
            with pytest.raises(searcher.RequestError, match="list"):
                index.add(wrong)
        for wrong in (["x"], [1]):
            with pytest.raises(searcher.RequestError, match="documents or dicts"):
                index.add(wrong)
        assert index.add([{"id": "1", "title": "x"}], dry_run=True).added == 1
        assert index.count("*") == 0


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("count", ("tax",)),
        ("explain", ("tax", "1")),
        ("plan", ("tax",)),
        ("interpret", ("tax",)),
        ("facets", ("tax", "people")),
        ("timeline", ("tax",)),
        ("batch", (["tax"],)),
    ],
)
def test_an_unknown_keyword_is_told_with_those_that_there_are(tmp_path, verb, arguments):
    with (
        searcher.create(tmp_path / "index") as index,
        pytest.raises(TypeError, match=r"^unexpected 'mach'; .* match, syntax, now, since and until$"),
    ):
        getattr(index, verb)(*arguments, mach="any")
