"""The sample articles: each file gives as many as its README says, and none is refused."""

import re
from pathlib import Path

import pytest

import searcher
from searcher import readers
from searcher.document import Document

CORPUS = Path(__file__).parent.parent / "corpus"
ROW = re.compile(r"^\| `([^`]+)` \| (\d+) \|", re.MULTILINE)
STATED = {name: int(count) for name, count in ROW.findall((CORPUS / "README.md").read_text(encoding="utf-8"))}


def read(name):
    return list(readers.read(readers.open_path(str(CORPUS / name))))


def test_every_file_is_in_the_table():
    files = {path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*") if path.is_file()}
    assert files - {"README.md"} == STATED.keys()


@pytest.mark.parametrize(("name", "count"), STATED.items(), ids=STATED.keys())
def test_a_file_gives_its_articles(name, count):
    items = read(name)
    assert [item for item in items if not isinstance(item, Document)] == []
    assert len(items) == count
    assert all(document.title or document.captions for document in items)


def test_ids_are_of_one_article_each():
    ids = [document.id for name in STATED for document in read(name)]
    assert len(ids) == len(set(ids))


def test_every_search_of_the_readmes_finds_something(tmp_path):
    root = Path(__file__).parent.parent
    queries = [
        query
        for name in ("README.md", "corpus/README.md")
        for query in re.findall(r"searcher search '([^']+)'", (root / name).read_text(encoding="utf-8"))
    ]
    assert len(queries) >= 4
    with searcher.create(tmp_path / "index") as index:
        index.ingest(root / "corpus")
        assert [query for query in queries if not index.count(query)] == []


def test_a_line_that_says_by_goes_before_the_name_of_the_paper():
    (story,) = read("pages/garoa-stream-plain.txt")
    assert isinstance(story, Document)
    assert story.byline == "Beatriz Amaral"
    (bridge,) = read("pages/atlantic-bridge-deck.txt")
    assert isinstance(bridge, Document)
    assert bridge.title == "Halifax and Dartmouth split bill for harbour bridge deck"
