import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.document import Document, Rejection
from searcher.readers.base import Input, digest_id
from searcher.readers.jsonlines import JsonLinesReader
from searcher.readers.texts import CHUNK
from tests.readers.structured import check_golden, golden_files, read

READER = JsonLinesReader()


def titles(items):
    return [item.title for item in items if isinstance(item, Document)]


def reasons(items):
    return [(item.place, item.reason) for item in items if isinstance(item, Rejection)]


@pytest.mark.parametrize("name", golden_files("jsonlines"))
def test_golden(name):
    check_golden("jsonlines", name, READER)


FORMS = {
    "lines": '{"title":"a"}\n{"title":"b"}\n',
    "lines, the last one open": '{"title":"a"}\n\n{"title":"b"}',
    "an array": '[{"title":"a"},{"title":"b"}]',
    "an array over lines": '[\n  {"title": "a"},\n  {\n    "title": "b"\n  }\n]\n',
    "objects after another": '{"title":"a"} {"title":"b"}',
    "objects over lines": '{\n"title":"a"\n}\n{\n"title":"b"\n}',
    "objects over lines, commas": '{\n"title":"a"\n},\n{\n"title":"b"\n}',
    "a wrapper": '{"status":"ok","articles":[{"title":"a"},{"title":"b"}]}',
    "a feed": '{"version":"1.1","title":"The feed","description":"All","items":[{"title":"a"},{"title":"b"}]}',
    "a server's answer": '{"responseHeader":{"status":0},"response":{"numFound":2,"docs":[{"title":"a"},{"title":"b"}]}}',
    "hits": '{"hits":{"total":2,"hits":[{"_id":"1","_source":{"title":"a"}},{"_id":"2","_source":{"title":"b"}}]}}',
    "an unknown wrapper": '{"export_of_today":[{"title":"a"},{"title":"b"}]}',
    "with a mark": "\ufeff" + '{"title":"a"}\n{"title":"b"}\n',
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS.keys())
def test_every_form(text):
    items = read(READER, text, "a.json")
    assert (titles(items), reasons(items)) == (["a", "b"], [])


def test_utf_16_is_read():
    assert titles(read(READER, '{"title":"é"}\n{"title":"b"}'.encode("utf-16"), "a.json")) == ["é", "b"]


def test_an_article_with_lists_inside_is_one_article():
    article = {"title": "a", "body": "b", "related": [{"title": "c"}, {"title": "d"}], "data": [{"title": "e"}]}
    items = read(READER, json.dumps(article), "a.json")
    assert titles(items) == ["a"]
    assert titles(read(READER, json.dumps({"headline": "a", "related": [{"title": "c"}]}), "a.json")) == ["a"]


def test_places_and_ids():
    (single,) = read(READER, '{"title":"a"}', "a.json")
    assert (single.origin.place, single.id) == ("", digest_id(b'{"title":"a"}'))
    lines = read(READER, '{"id":"x 1","title":"a"}\n{"title":"b"}\n', "a.jsonl")
    assert [(item.id, item.origin.place) for item in lines] == [
        ("x%201", "line 1"),
        (digest_id(b'{"title":"b"}'), "line 2"),
    ]
    array = read(READER, '[{"title":"a"}, {"title":"b"}]', "a.json")
    assert [item.origin.place for item in array] == ["item 1", "item 2"]
    assert array[1].id == lines[1].id


def test_malformed_line_17_costs_nothing_else():
    lines = [json.dumps({"title": f"t{number}"}) for number in range(1, 31)]
    lines[16] = '{"title": "t17", "body": '
    items = read(READER, "\n".join(lines), "a.jsonl")
    assert titles(items) == [f"t{number}" for number in range(1, 31) if number != 17]
    assert reasons(items) == [("line 17", "not JSON: Expecting value at column 25")]


def test_a_malformed_first_line_of_a_json_file():
    items = read(READER, '{"title": a}\n{"title":"b"}\n{"title":"c"}\n', "a.json")
    assert titles(items) == ["b", "c"]
    assert reasons(items)[0][0] == "line 1"


def test_a_damaged_element_of_an_array():
    items = read(READER, '[\n{"title":"a"},\n{"title": "b" "c"},\n{"title":"d"}\n]', "a.json")
    assert titles(items) == ["a", "d"]
    assert reasons(items) == [("item 2", "from line 3 on, not JSON: Expecting ',' delimiter at column 15")]


def test_a_truncated_array_gives_what_is_before():
    items = read(READER, '[{"title":"a"},{"title":"b"},{"title":"c', "a.json")
    assert titles(items) == ["a", "b"]
    assert len(reasons(items)) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no JSON in it"),
        ("[]", "an empty list"),
        ('"words"', "not an object with named values but '\"words\"'"),
        ("[1]", "not an object with named values but '1'"),
        ('{"a": 1}', "no headline and no text under a known name among: a"),
        ("\x00\x01\x02", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ('{"title":"a","n":' + "9" * 5000 + "}", "not JSON: Exceeds the limit"),
    ],
)
@pytest.mark.parametrize("path", ["a.json"])
def test_what_is_no_article_is_explained(text, reason, path):
    (item,) = read(READER, text, path)
    assert isinstance(item, Rejection)
    assert reason in item.reason


def test_a_line_over_the_limit():
    text = '{"title":"a"}\n{"title":"' + "x" * 300 + '"}\n{"title":"b"}\n'
    items = read(JsonLinesReader(limit=100), text, "a.jsonl")
    assert titles(items) == ["a", "b"]
    assert reasons(items) == [("line 2", "longer than 100 bytes, which no article is")]


def test_nan_is_no_value_and_a_name_given_again_loses_nothing():
    (document,) = read(READER, '{"title":"a","tone":NaN,"n":Infinity,"title":"b","x":1,"x":2,"x":3}', "a.json")
    assert document.title == "b"
    assert document.extra == {"title#1": "a", "x": 3, "x#1": 1, "x#2": 2}


def test_a_lone_surrogate_is_replaced():
    (document,) = read(READER, r'{"title":"a\ud83d b \ud83d\ude00"}', "a.json")
    assert document.title == "a\ufffd b \U0001f600"


def test_raw_control_characters_in_a_text_are_read():
    (document,) = read(READER, '{"title":"a\tb"}', "a.jsonl")
    assert document.title == "a b"


def test_the_users_map():
    (document,) = read(READER, '{"hl":"a","tx":"b"}', "a.jsonl", field_map={"hl": "title", "tx": "body"})
    assert (document.title, document.body) == ("a", "b")


class Counted:
    """A stream of lines that counts how many bytes were taken from it at most before an article came out."""

    def __init__(self, line, times):
        self.line, self.left, self.taken = line, times, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def readline(self, _limit):
        if not self.left:
            return b""
        self.left -= 1
        self.taken += len(self.line)
        return self.line


def test_lines_are_streamed():
    stream = Counted(b'{"title":"a"}\n', 1_000_000)
    items = READER.read(Input("a.jsonl", lambda: stream))
    assert next(items).title == "a"
    assert stream.taken == len(stream.line)


@given(st.lists(st.dictionaries(st.text(max_size=4), st.integers() | st.text(max_size=8), max_size=3), max_size=6))
def test_an_array_is_its_lines(records):
    named = [{**record, "title": f"t{number}"} for number, record in enumerate(records)]
    lines = read(READER, "\n".join(json.dumps(record) for record in named) or " ", "a.jsonl")
    array = read(READER, json.dumps(named, indent=1), "a.json")
    assert len(lines) == len(array) == max(1, len(records))
    assert titles(lines) == titles(array) == [record["title"] for record in named]


def test_values_over_the_edges_of_chunks():
    records = [{"title": f"t{number}", "body": "x" * (CHUNK // 3)} for number in range(10)]
    assert titles(read(READER, json.dumps(records), "a.json")) == [record["title"] for record in records]


@given(st.binary(max_size=200), st.sampled_from(["a.json", "a.jsonl"]))
def test_any_bytes_are_read_or_explained(data, path):
    for item in read(READER, data, path):
        assert isinstance(item, Document) or item.reason
