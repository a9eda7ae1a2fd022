import json

import pytest

from searcher.store import create_store


@pytest.fixture
def store(tmp_path):
    return create_store(tmp_path / "index")


@pytest.fixture
def news(tmp_path):
    """A folder of JSON Lines files, written by `news(name, {...}, {...})`; returns the path."""
    folder = tmp_path / "news"
    folder.mkdir()

    def write(name, *records):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        return str(path)

    write.folder = str(folder)
    return write


@pytest.fixture
def held(store):
    """What the index holds now: id -> document."""

    def read():
        snapshot = store.snapshot()
        return {
            document.id: document
            for leaf in snapshot.leaves
            for number, alive in enumerate(leaf.live)
            if alive
            for document in [leaf.document(number)]
        }

    return read
