"""What every reader keeps, on the sample articles and on what is left of them after damage."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher import readers
from searcher.document import Document, Rejection, as_dict
from searcher.readers.base import ReadOptions, from_bytes
from searcher.readers.detect import detect
from searcher.readers.record import document_from

CORPUS = Path(__file__).parent.parent.parent / "corpus"
FILES = sorted(path for path in CORPUS.rglob("*") if path.is_file() and path.suffix != ".md")
NAMES = [path.relative_to(CORPUS).as_posix() for path in FILES]
SAMPLES = dict(zip(NAMES, (path.read_bytes() for path in FILES), strict=True))


def source(name, data=None, **options):
    return from_bytes(SAMPLES[name] if data is None else data, name, options=ReadOptions(**options))


def read(name, data=None, **options):
    return list(readers.read(source(name, data, **options)))


def check(items, name):
    """What holds of every item, whatever the file."""
    for item in items:
        if isinstance(item, Rejection):
            assert item.path == name
            assert item.reason.strip()
        else:
            assert item.origin.path == name
            assert item.origin.reader in readers.READERS
            assert item.id
            assert not any(character.isspace() for character in item.id)
            assert (item.date is None) == (item.date_precision is None)
            json.dumps(as_dict(item), allow_nan=False).encode()


def test_the_samples_need_every_reader():
    assert {detect(source(name)) for name in NAMES} == readers.READERS.keys()
    assert {item.origin.reader for name in NAMES for item in read(name)} == readers.READERS.keys() - {"packed"}


@pytest.mark.parametrize("name", NAMES)
def test_reading_again_gives_the_same(name):
    first, second = read(name), read(name)
    check(first, name)
    assert first == second


@pytest.mark.parametrize("name", NAMES)
def test_what_is_printed_is_read_back(name):
    for document in read(name):
        written = json.loads(json.dumps(as_dict(document)))
        assert as_dict(document_from(written)) == as_dict(document)


JUNK = [b"", b"\n", b"\x00" * 100, bytes(range(256)) * 20, b"{", b"<", b"\xff\xfe", b'"']


@pytest.mark.parametrize("data", JUNK)
@pytest.mark.parametrize("name", ["a", "a.txt", "a.json", "a.jsonl", "a.csv", "a.sgm", "a.xml", "a.rss", "a.gz"])
def test_what_is_no_news_is_explained(name, data):
    items = read(name, data)
    check(items, name)
    assert {type(item) for item in items} == {Rejection}


@pytest.mark.parametrize("reader", readers.READERS)
@pytest.mark.parametrize("data", JUNK)
def test_a_reader_that_is_named_does_not_stumble(reader, data):
    check(read("a.bin", data, reader=reader), "a.bin")


@pytest.mark.parametrize("reader", readers.READERS)
@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_another_kind_is_read_or_explained(reader, name):
    check(read(name, reader=reader), name)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damage_never_raises(data):
    name = data.draw(st.sampled_from(NAMES))
    sample = SAMPLES[name]
    start = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(start, len(sample)))
    middle = data.draw(st.binary(max_size=20))
    check(read(name, sample[:start] + middle + sample[end:]), name)


@pytest.mark.parametrize("name", NAMES)
def test_a_truncated_file_is_read_or_explained(name):
    sample = SAMPLES[name]
    for part in (3, 4, 7, 10):
        items = read(name, sample[: len(sample) * part // 11])
        check(items, name)
        assert items


def test_a_document_has_no_place_outside_its_file():
    for name in NAMES:
        places = [item.origin.place for item in read(name) if isinstance(item, Document)]
        assert len(places) == len(set(places))
