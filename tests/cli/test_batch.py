"""Files of named queries, and what is new since the last run."""

import json

import pytest

from searcher.cli.batchfile import read_queries, read_seen, write_seen
from searcher.errors import RequestError
from tests.cli.conftest import program


def queries(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_queries(str(tmp_path / name))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", '# two\ngrain: "grain exports"\n\ncocoa\tcocoa OR coffee\nplaces:korea\n'),
        ("a.csv", 'name,query\ngrain,"""grain exports"""\ncocoa,cocoa OR coffee\nplaces:korea,places:korea\n'),
        ("b.csv", 'grain,"""grain exports"""\n# no\ncocoa,cocoa OR coffee\nplaces:korea,places:korea\n'),
        ("c.csv", 'who,Query,Name\nme,"""grain exports""",grain\n,cocoa OR coffee,cocoa\n,places:korea,places:korea\n'),
        (
            "a.toml",
            "grain = '\"grain exports\"'\n[queries]\ncocoa = 'cocoa OR coffee'\n'places:korea' = 'places:korea'\n",
        ),
    ],
)
def test_one_list_of_queries_in_every_kind_of_file(tmp_path, name, text):
    assert list(queries(tmp_path, name, "\ufeff" + text if name != "a.toml" else text).items()) == [
        ("grain", '"grain exports"'),
        ("cocoa", "cocoa OR coffee"),
        ("places:korea", "places:korea"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.txt", "a: x\nb: y\na: z\n", "line 1 and line 3 are both named 'a'"),
        ("a.txt", "a: x\nb:\n", "line 2: there is no query"),
        ("a.txt", "# nothing\n", "has no query"),
        ("a.txt", "a: x\nb: x OR\n", "line 2, 'b':\nx OR\n  ^^"),
        ("a.csv", "name,query\na,x\nb\n", "line 3: a row has two columns, name,query"),
        ("a.csv", "name,query\n,x\n", "line 2: there is no name"),
        ("a.csv", 'a,x\nb,"y\n', "line 2: unexpected end of data"),
        ("a.toml", "a = 'x'\nb = 3\n", "'b' is no text"),
        ("a.toml", "a = x\n", "this is not TOML"),
        ("a.toml", "a = 'x'\n[queries]\na = 'y'\n", "both named 'a'"),
    ],
)
def test_a_wrong_file_is_told_with_its_place(tmp_path, name, text, said):
    with pytest.raises(RequestError) as caught:
        queries(tmp_path, name, text)
    assert said in str(caught.value)
    assert str(tmp_path / name) in str(caught.value)


def test_a_file_that_is_not_there_is_named_once(tmp_path):
    with pytest.raises(RequestError) as caught:
        read_queries(str(tmp_path / "none.txt"))
    assert str(caught.value) == f"there is no file {tmp_path / 'none.txt'}"


def test_what_is_seen_is_kept_whole_or_refused(tmp_path):
    path = tmp_path / "a.txt.seen.json"
    assert read_seen(path) == {}
    write_seen(path, {"b": {"2", "1"}, "a": ()})
    assert path.read_text(encoding="utf-8").startswith('{\n "version": 1,\n "seen": {\n  "a": [],\n  "b": [\n   "1",')
    assert read_seen(path) == {"a": set(), "b": {"1", "2"}}
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(RequestError, match="move it away"):
        read_seen(path)


def test_new_is_what_no_run_with_new_has_shown_even_after_a_rebuild(tmp_path):
    def story(key):
        return json.dumps({"id": key, "title": f"Grain {key}", "body": "grain"}) + "\n"

    feed, watch, index = tmp_path / "a.jsonl", tmp_path / "watch.txt", tmp_path / "index"

    def run(*options):
        done = program("batch", watch, "-i", index, "-f", "json", *options)
        return done.returncode, json.loads(done.stdout)["queries"]

    watch.write_text("g: grain\n", encoding="utf-8")
    feed.write_text(story("1") + story("2"), encoding="utf-8")
    program("ingest", feed, "-i", index)
    plain = {"name": "g", "query": "grain", "stories": 2}
    assert run() == (0, [{**plain, "best": ["1", "2"]}])
    assert run("--new") == (0, [{**plain, "new": 2, "best": ["1", "2"]}])
    program("rebuild", "-i", index)
    assert run("--new") == (1, [{**plain, "new": 0, "best": []}])
    feed.write_text(story("2") + story("3"), encoding="utf-8")
    program("ingest", "-i", index)
    assert run()[1][0]["best"] == ["2", "3"]
    assert run("--new", "--limit", "1") == (0, [{**plain, "new": 1, "best": ["3"]}])
    assert read_seen(tmp_path / "watch.txt.seen.json") == {"g": {"1", "2", "3"}}


def test_standard_input_is_read_but_nothing_stands_beside_it(index):
    done = program("batch", "-", "-i", index, "-f", "csv", stdin="g: grain\nz: zebra\n")
    assert done.stdout == "name,query,stories,best\ng,grain,2,k1 k3\nz,zebra,0,\n"
    refused = program("batch", "-", "--new", "-i", index, stdin="g: grain\n")
    assert (refused.returncode, "save the queries in a file" in refused.stderr) == (2, True)


def test_a_query_that_finds_nothing_says_why_on_standard_error(index):
    done = program("batch", "-", "-i", index, "-f", "csv", stdin="g: grain\nz: grian zebra\nw: grain or zebra\n")
    assert [line.split(",")[::2] for line in done.stdout.splitlines()[1:3]] == [["g", "2"], ["z", "0"]]
    said = done.stderr.splitlines()
    assert "z: grian alone matches nothing" in said
    assert "z: zebra alone matches nothing" in said
    assert "w: `or` here is a word; for the operator write OR" in said
    assert not [line for line in said if line.startswith("g:")]
