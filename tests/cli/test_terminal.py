"""What a person at a terminal sees, and what goes down a pipe."""

import csv
import io
import json
import os
import sys

import pytest

import searcher
from searcher.cli import completing
from searcher.cli.app import COMMANDS
from searcher.cli.keys import DOCUMENT_KEYS, HIT_KEYS, check_fields
from searcher.cli.reference import commands
from searcher.search.request import facet_name
from tests.cli.conftest import STORIES, program

pty = pytest.importorskip("pty")


def live(*arguments, height=40, width=60, typed="", **environment):
    """The output of the program on a terminal of that size, on which something is typed."""
    import fcntl
    import struct
    import subprocess
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    told = {"PATH": os.environ["PATH"], "TERM": "xterm", **environment}
    command = [sys.executable, "-m", "searcher", *map(str, arguments)]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=told) as process:
        os.close(slave)
        os.write(master, typed.encode())
        parts = []
        while part := _read(master):
            parts.append(part)
        process.wait(60)
    os.close(master)
    return b"".join(parts).decode().replace("\r\n", "\n")


def _read(master):
    try:
        return os.read(master, 65536)
    except OSError:  # how Linux ends a terminal
        return b""


def test_a_terminal_has_colour_links_and_a_pager_and_a_pipe_has_none(index):
    seen = live("search", "grain", "-i", index, PAGER="")
    assert (
        "\x1b]8;;https://example.org/1\x1b\\\x1b[1;33mGrain\x1b[0m\x1b[1m exports rise\x1b[0m\x1b]8;;\x1b\\\n" in seen
    )
    assert "\x1b]8;;file:///" in seen
    assert "\x1b" not in live("search", "grain", "-i", index, PAGER="", NO_COLOR="1")
    assert "\x1b" not in program("search", "grain", "-i", index).stdout


def test_only_what_does_not_fit_goes_to_the_pager(index):
    paged = live("search", "grain", "-i", index, height=4, PAGER="head -n 1")
    assert "exports rise" in paged
    assert "Harbour Times" not in paged
    assert "Harbour Times" in live("search", "grain", "-i", index, height=40, PAGER="head -n 1")
    assert "Harbour Times" in live("search", "grain", "-i", index, height=4, PAGER="/no/such/pager")
    counted = live("facets", "*", "--by", "places", "-i", index, height=2, PAGER="head -n 1")
    assert "count  value" in counted
    assert "London" not in counted
    covered = live("status", "--coverage", "-i", index, height=9, PAGER="head -n 3")
    assert covered.splitlines()[-1].startswith("Harbour Times")
    dumb = live("search", "grain", "-i", index, height=4, PAGER="head -n 1", TERM="dumb")
    assert "Harbour Times" in dumb
    assert "\x1b" not in dumb


def test_a_query_is_deleted_once_that_is_confirmed(tmp_path):
    with searcher.create(tmp_path / "x") as index:
        index.add([{"id": "a", "title": "Grain"}, {"id": "b", "title": "Cocoa"}])
    asked = ("delete", "--query", "grain", "-i", tmp_path / "x")
    kept = live(*asked, typed="n\n")
    assert "forget 1 document? [y/N]: " in kept
    assert kept.endswith("nothing is forgotten\n")
    assert "1 forgotten" in live(*asked, typed="y\n")
    assert live(*asked) == "nothing is forgotten\n"


def test_what_there_is_to_say_is_folded_at_words_on_a_terminal(index):
    asked = "grain exports quotas cocoa talks harbour zebra"
    told = live("search", asked, "-i", index, width=60).splitlines()
    assert all(len(line) <= 60 for line in told)
    assert told[1].startswith("  ")
    assert program("search", asked, "-i", index).stderr.count("\n") > 3
    assert program("search", asked, "-i", index).stderr.startswith("0 stories (")
    assert (
        " ".join(line.strip() for line in told[:3])
        .partition(": ")[2]
        .startswith("stories with grain and with exports and with quotas and with cocoa")
    )


@pytest.mark.parametrize("width", [60, 80, 200])
def test_a_page_fits_its_width_and_ids_are_whole(tmp_path, width):
    key = "a-very-long-id-" + "0123456789" * 6
    story = {**STORIES[0], "id": key, "people": [f"Jane Doe {number}" for number in range(6)]}
    with searcher.create(tmp_path / "x") as index:
        index.add([story])
    shown = program("search", "grain", "-i", tmp_path / "x", COLUMNS=str(width)).stdout
    assert f"id {key}" in shown
    assert all(len(line) <= width for line in shown.splitlines() if key not in line)


@pytest.mark.parametrize(
    ("arguments", "offered"),
    [
        (("show", "k1"), "'table', 'json', 'jsonl'"),
        (("explain", "grain"), "'table', 'json'"),
        (("inspect", "."), "'table', 'json', 'jsonl'"),
        (("status",), "'table', 'json', 'jsonl', 'csv'"),
    ],
)
def test_a_format_that_is_not_offered_is_refused_with_those_that_are(arguments, offered):
    done = program(*arguments, "--format", "ris")
    assert done.returncode == 2
    assert f"is not one of {offered}." in done.stderr


def test_every_format_that_is_offered_works(index, tmp_path):
    told = json.loads(program("explain", "grain", "--format", "json").stdout)
    assert list(told) == ["version", "query", "interpretation", "notes"]
    rows = list(csv.DictReader(io.StringIO(program("status", "-f", "csv", "-i", index).stdout)))
    assert {"name": "documents", "value": "3"} in rows
    (tmp_path / "w").write_text("grain\n", encoding="utf-8")
    for arguments in (
        ("facets", "*", "--by", "source"),
        ("timeline", "*", "--share"),
        ("suggest", "gra"),
        ("batch", tmp_path / "w"),
        ("status", "--coverage"),
    ):
        whole = json.loads(program(*arguments, "-f", "json", "-i", index).stdout)
        assert whole["version"] == 1
        lines = program(*arguments, "-f", "jsonl", "-i", index).stdout.splitlines()
        rows = list(csv.DictReader(io.StringIO(program(*arguments, "-f", "csv", "-i", index).stdout)))
        assert len(lines) == len(rows) > 0
        assert list(json.loads(lines[0])) == list(rows[0])


def test_fields_are_obeyed_or_refused(index):
    table = program("search", "cocoa", "--fields", "id,date,places", "-i", index)
    assert [line.split() for line in table.stdout.splitlines()] == [
        ["id", "date", "places"],
        ["k2", "1987-03", "Accra"],
    ]
    for form in ("ris", "trec"):
        refused = program("search", "cocoa", "--fields", "id", "-f", form, "-i", index)
        assert (refused.returncode, "table, json, jsonl and csv" in refused.stderr) == (2, True)


def test_a_near_id_is_named(tmp_path):
    with searcher.create(tmp_path / "x") as index:
        index.add([{"id": "reuters:4239", "title": "Grain"}, {"id": "reuters:77", "title": "Cocoa"}])
        assert index.near("4239") == index.near("Reuter:4239") == ("reuters:4239",)
        assert index.near("reuters:42399") == ("reuters:4239",)
        assert index.near("zebra") == ()
        with pytest.raises(searcher.DocumentNotFound, match="did you mean reuters:77"):
            index.similar("77")
    for verb in (("show", "77"), ("similar", "77"), ("explain", "cocoa", "77"), ("delete", "77")):
        done = program(*verb, "-i", tmp_path / "x")
        assert (done.returncode, "did you mean reuters:77?" in done.stderr) == (1, True)
    error = json.loads(program("show", "77", "-f", "json", "-i", tmp_path / "x").stderr)["error"]
    assert error["kind"] == "DocumentNotFound"


def test_nothing_found_says_why(index):
    for verb in (("count", "grian"), ("timeline", "grian"), ("facets", "grian", "--by", "people")):
        done = program(*verb, "-i", index)
        assert done.returncode == 1
        assert "did you mean: grain" in done.stderr
    assert "begins with zzz" in program("suggest", "zzz", "-i", index).stderr


def test_facets_say_how_many_values_are_not_shown_and_when_none_is_known(index):
    places = program("facets", "*", "--by", "places", "--limit", "1", "-i", index)
    assert places.stderr == "1 of 2 shown; --limit shows more\n"
    assert program("facets", "*", "--by", "places", "--limit", "1", "-f", "json", "-i", index).stderr == ""
    nothing = program("facets", "*", "--by", "section", "-i", index)
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr.startswith("3 stories (")
    assert nothing.stderr.endswith("note: no section is known of any of them\n")


def test_similar_says_what_it_leaves_out_and_why_there_is_nothing(tmp_path):
    body = "The harbour council voted on Tuesday for a bridge across the northern basin. " * 4
    with searcher.create(tmp_path / "x") as index:
        index.add([{"id": key, "title": "Bridge", "body": body, "date": "2020-01-01"} for key in "ab"])
        index.add([{"id": "c", "title": "Cocoa", "body": "Quotas."}])
        assert index.similar("a").notes == (
            "1 copy or version of it is left out",
            "no other story has 30% of the 12 weightiest words of this one",
        )
        assert index.similar("c").notes == ("no other story has a word of this one",)
    said = program("similar", "a", "-i", tmp_path / "x").stderr
    assert "note: 1 copy or version of it is left out" in said


def test_the_index_may_be_named_before_the_command(index):
    assert program("-i", index, "count", "grain").stdout == "2\n"
    assert program("-i", "/no/such", "count", "grain", "-i", index).stdout == "2\n"


def test_every_command_has_an_example_of_itself():
    told = commands()
    assert list(told) == list(COMMANDS)
    for name, command in told.items():
        examples = (command.__doc__ or "").partition("Examples:")[2]
        assert f"searcher {name}" in examples, name


@pytest.mark.parametrize("pinned", [True, False])
def test_a_cursor_goes_on_in_its_generation_while_stories_come_and_go(tmp_path, pinned):
    with searcher.create(tmp_path / "x") as index:
        index.add([{"id": str(number), "title": "Grain"} for number in range(5)])
        asked, ids, cursor = index.snapshot() if pinned else index, [], None
        while True:
            page = asked.search("grain", limit=2, cursor=cursor)
            ids += [hit.id for hit in page]
            index.add([{"id": f"new{len(ids)}", "title": "Grain"}])
            index.delete("4")
            if page.next is None:
                break
            cursor = page.next
        assert ids == ["0", "1", "2", "3", "4"]
        assert index.count("grain") == 7


def test_a_cursor_is_refused_once_its_generation_is_gone(tmp_path):
    with searcher.create(tmp_path / "x") as index:
        index.add([{"id": str(number), "title": "Grain"} for number in range(5)])
        cursor = index.search("grain", limit=2).next
        for number in range(4):
            index.add([{"id": f"new{number}", "title": "Grain"}])
            assert [hit.id for hit in index.search("grain", limit=2, cursor=cursor)] == ["2", "3"]
        index.add([{"id": "last", "title": "Grain"}])
        index.count("grain")
        with pytest.raises(searcher.CursorExpired, match="ask again without it"):
            index.search("grain", limit=2, cursor=cursor)
    done = program("search", "grain", "--cursor", cursor, "-i", tmp_path / "x")
    assert (done.returncode, done.stdout) == (2, "")
    assert "ask again without it" in done.stderr


@pytest.mark.parametrize("cursor", ["", "x", "WzFd", "WyJhIiwxLDIsM10=", 7])
def test_what_is_no_cursor_is_refused(tmp_path, cursor):
    with searcher.create(tmp_path / "x") as index, pytest.raises(searcher.RequestError, match="is no cursor"):
        index.search("grain", cursor=cursor)


def test_ris_has_what_is_known_and_nothing_else(tmp_path):
    with searcher.create(tmp_path / "x") as index:
        index.add([{"id": "m", "title": "Grain\nexports", "date": "1987-03"}, {"id": "u", "body": "grain"}], as_is=True)
    assert program("search", "grain", "-s", "newest", "-f", "ris", "-i", tmp_path / "x").stdout == (
        "TY  - NEWS\nID  - m\nTI  - Grain exports\nDA  - 1987/03/\nPY  - 1987\nER  - \nTY  - NEWS\nID  - u\nER  - \n"
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("searcher time", "timeline"),
        ("searcher timeline --sh", "--share"),
        ("searcher search x --sort new", "newest"),
        ("searcher facets x --by pe", "people"),
        ("searcher facets x --by mo", "month"),
        ("searcher search x --fields id,ti", "id,title"),
        ("searcher search x --tz Asia/Seo", "Asia/Seoul"),
        ("searcher ingest --reader reu", "reuters"),
        ("searcher ingest --language engl", "english"),
    ],
)
def test_shells_complete_commands_options_and_values(shell, typed, offered):
    asked = {
        "bash": {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))},
        "zsh": {"_TYPER_COMPLETE_ARGS": typed},
        "fish": {"_TYPER_COMPLETE_ARGS": typed, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }
    assert offered in program(_SEARCHER_COMPLETE=f"complete_{shell}", **asked[shell]).stdout


def test_every_facet_that_is_offered_is_one():
    for name, told in completing.facet_names(""):
        assert facet_name(name) == name
        assert told
    assert {name for name, _ in completing.keys("id,")} == {
        f"id,{name}" for name in check_fields(",".join({*HIT_KEYS, *DOCUMENT_KEYS} - {"id"}), "table")
    }
