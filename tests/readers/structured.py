"""What the tests of the structured readers share: bytes in, Documents and Rejections out, beside their golden files."""

import json
from pathlib import Path

from searcher.document import Document, as_dict
from searcher.readers.base import ReadOptions, from_bytes

GOLDEN = Path(__file__).parent.parent / "golden"


def read(reader, data, path="a.txt", **options):
    """The items of some bytes, as a list."""
    raw = data.encode() if isinstance(data, str) else data
    return list(reader.read(from_bytes(raw, path, options=ReadOptions(**options))))


def kept(document):
    """A document without its empty fields, with the place it was read from."""
    full = as_dict(document)
    stated = {"stated_empty": list(document.stated_empty)} if document.stated_empty else {}
    return {"place": document.origin.place, **{name: value for name, value in full.items() if value}, **stated}


def golden_files(room):
    """The inputs of a room's golden pairs, by name."""
    return sorted(path.name for path in (GOLDEN / room).iterdir() if not path.name.endswith(".expected.json"))


def check_golden(room, name, reader):
    """One input beside its `.expected.json`: an object for a Document, a text for a Rejection."""
    path = GOLDEN / room / name
    expected = json.loads(path.with_name(f"{path.name}.expected.json").read_text(encoding="utf-8"))
    found = [kept(item) if isinstance(item, Document) else str(item) for item in read(reader, path.read_bytes(), name)]
    assert found == expected, "beside the golden file"
