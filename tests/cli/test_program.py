import csv
import io
import json
import os
import signal
import subprocess
import sys
import time

import pytest

import searcher
from tests.cli.conftest import program


def test_ingest_says_what_it_did_and_twice_finds_nothing_new(tmp_path, news):
    first = program("ingest", news, "-i", tmp_path / "x")
    again = program("ingest", "-i", tmp_path / "x")

    assert first.stdout.startswith("3 added (1 file) in ")
    assert again.stdout.startswith("3 unchanged")
    assert (first.returncode, again.returncode) == (0, 0)


def test_search_prints_hits_on_stdout_and_all_else_on_stderr(index):
    done = program("search", "grain exports", "-i", index)

    assert done.returncode == 0
    assert done.stdout.splitlines()[:2] == ["1. Grain exports rise", "   1987-03-03 · Harbour Times · London"]
    assert "1 story" in done.stderr
    assert "stories with grain and with exports" in done.stderr


def test_json_has_the_keys_of_the_contract(index):
    page = json.loads(program("search", "grain", "-i", index, "--format", "json", "--facet", "source").stdout)

    assert list(page) == [
        "version",
        "query",
        "interpretation",
        "total",
        "total_exact",
        "stories",
        "generation",
        "hits",
        "facets",
        "notes",
        "did_you_mean",
        "next",
        "took_ms",
    ]
    hit = page["hits"][0]
    assert list(hit) == [
        "rank",
        "score",
        "id",
        "title",
        "date",
        "date_precision",
        "source",
        "people",
        "places",
        "url",
        "path",
        "snippets",
        "copies",
        "killed",
    ]
    assert (page["version"], page["total"], page["total_exact"]) == (1, 2, True)
    assert (hit["id"], hit["date"], hit["date_precision"], hit["people"]) == ("k1", "1987-03-03", "day", ["Jane Doe"])
    assert hit["path"].endswith("a.jsonl")
    assert page["facets"] == {"source": [{"value": "Harbour Times", "count": 1}]}
    for snippet in hit["snippets"]:
        assert list(snippet) == ["field", "start", "text", "marks"]
        assert all(snippet["text"][start:end].lower() == "grain" for start, end in snippet["marks"])


def test_jsonl_of_search_is_read_back_whole(index, tmp_path):
    lines = program("search", "*", "-i", index, "--format", "jsonl").stdout
    back = program("ingest", "-", "-i", tmp_path / "copy", stdin=lines)

    assert back.stdout.startswith("3 added")
    with searcher.open(index) as one, searcher.open(tmp_path / "copy") as other:
        for key in ("k1", "k2", "k3"):
            first, second = one.show(key), other.show(key)
            for name in ("title", "body", "date", "date_precision", "people", "places", "source", "url", "inferred"):
                assert getattr(first, name) == getattr(second, name), name


def test_csv_defuses_formulas_and_trec_is_what_evaluation_tools_read(index):
    rows = list(csv.DictReader(io.StringIO(program("search", "*", "-i", index, "--format", "csv").stdout)))
    trec = program("search", "grain", "-i", index, "--format", "trec").stdout.splitlines()

    assert {row["title"] for row in rows} >= {"'=HYPERLINK(evil)", "Grain exports rise"}
    assert [line.split()[:4] for line in trec] == [["1", "Q0", "k1", "1"], ["1", "Q0", "k3", "2"]]


def test_fields_choose_keys_and_an_unknown_one_names_the_nearest(index):
    done = program("search", "cocoa", "-i", index, "--format", "csv", "--fields", "id,date")
    wrong = program("search", "cocoa", "-i", index, "--format", "csv", "--fields", "titel")

    assert done.stdout == "id,date\nk2,1987-03\n"
    assert wrong.returncode == 2
    assert "did you mean title?" in wrong.stderr


def test_control_characters_never_reach_the_terminal_raw(index):
    for command in (("search", "formula"), ("show", "k3")):
        done = program(*command, "-i", index)
        assert "\x1b" not in done.stdout
        assert "\ufffd[31m" in done.stdout


def test_a_wrong_query_shows_a_caret_and_exits_2(index):
    done = program("search", "cocoa titel:x", "-i", index)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines()[:2] == ["cocoa titel:x", "      ^^^^^^"]
    assert "did you mean title:?" in done.stderr


def test_errors_are_json_when_results_are(index):
    done = program("search", "a b OR c", "-i", index, "--format", "json")

    error = json.loads(done.stderr)["error"]
    assert (error["kind"], error["query"], error["diagnostics"][0]["kind"]) == (
        "QueryError",
        "a b OR c",
        "mixed-operators",
    )


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize(
    ("arguments", "code", "kind"),
    [
        (("search", "a OR"), 2, "QueryError"),
        (("search", "a", "b"), 2, "RequestError"),
        (("search", "a", "--limit", "-3"), 2, "UsageError"),
        (("search", "a", "--bogus"), 2, "UsageError"),
        (("search",), 2, "UsageError"),
        (("show", "nosuch"), 1, "DocumentNotFound"),
        (("facets", "a", "--by", "foo"), 2, "RequestError"),
        (("facets", "a"), 2, "UsageError"),
        (("timeline", "a OR"), 2, "QueryError"),
        (("similar", "nosuch"), 1, "DocumentNotFound"),
        (("suggest", ""), 2, "RequestError"),
        (("batch", "/no/such/file"), 2, "RequestError"),
        (("inspect", "/no/such/file"), 2, "RequestError"),
        (("status", "--coverage", "-i", "/no/such"), 3, "IndexNotFound"),
        (("status", "-i", "/no/such"), 3, "IndexNotFound"),
    ],
)
def test_every_command_has_its_errors_as_json(index, form, arguments, code, kind):
    done = program(*arguments, f"--format={form}", SEARCHER_INDEX=str(index))

    assert (done.returncode, done.stdout) == (code, "")
    assert json.loads(done.stderr)["error"]["kind"] == kind


def test_explain_of_a_story_that_does_not_match_finds_nothing(index):
    done = program("explain", "nosuchword", "k1", "-i", index)
    assert (done.returncode, done.stdout.strip()) == (1, "0.0000  does not match: nosuchword")


def test_an_unknown_id_of_explain_is_one_json_object(index):
    done = program("explain", "grain", "nosuch", "-i", index, "-fjson")

    assert (done.returncode, json.loads(done.stderr)["error"]["kind"]) == (1, "DocumentNotFound")


def test_usage_is_told_as_it_is_typed():
    done = program("search")

    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage: searcher search [OPTIONS] QUERY\n" in done.stderr
    assert "Missing argument 'QUERY'" in done.stderr
    assert program().returncode == 2
    assert program("serch", "x").returncode == 2


def test_every_command_is_told_on_one_whole_line():
    listed = program("--help").stdout.partition("Commands:\n")[2]

    assert "..." not in listed


def test_several_arguments_are_not_guessed_together(index):
    done = program("search", "grain", "exports", "-i", index)

    assert done.returncode == 2
    assert "'grain exports'" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("search", "zebra"), 1, "0 stories"),
        (("count", "zebra"), 1, ""),
        (("show", "nosuch"), 1, "no story has the id 'nosuch'"),
        (("search", "x", "--facet", "peopel"), 2, "did you mean people"),
        (("search", "x", "--now", "soon"), 2, "--now takes a date"),
        (("search", "x", "--tz", "Mars/Base"), 2, "no time zone"),
        (("search", "x", "--since", "soon"), 2, "is no date"),
        (("search", "x", "--limit", "-3"), 2, ""),
        (("similar", "nosuch"), 1, "nosuch"),
        (("explain", "grain", "nosuch"), 1, "nosuch"),
        (("delete", "nosuch"), 1, "nosuch"),
        (("ingest", "/no/such/folder"), 2, "no file or folder"),
        (("ingest", "--map", "nonsense", "."), 2, "KEY=FIELD"),
        (("ingest", "--reader", "nonsense", "."), 2, "no reader 'nonsense'"),
        (("inspect", "/no/such"), 2, "no file or folder"),
    ],
)
def test_exit_codes_and_messages(index, arguments, code, said):
    done = program(*arguments, "-i", index) if arguments[0] != "inspect" else program(*arguments)

    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_no_index_is_exit_3_with_the_command_that_helps(tmp_path):
    done = program("search", "x", "-i", tmp_path / "none")

    assert done.returncode == 3
    assert "searcher ingest" in done.stderr


def test_the_index_is_named_by_option_or_environment_and_defaults_to_index_data(index, tmp_path):
    assert program("count", "grain", SEARCHER_INDEX=str(index)).stdout == "2\n"
    assert "index_data" in program("count", "grain", cwd=tmp_path).stderr


def test_a_leading_minus_needs_the_two_dashes(index):
    assert program("search", "-cocoa", "-i", index).returncode == 2
    assert program("count", "-i", index, "--", "* -cocoa").stdout == "2\n"


def test_inspect_prints_what_was_understood_as_json_lines(news):
    lines = program("inspect", news, "--format", "jsonl").stdout.splitlines()

    first = json.loads(lines[0])
    assert list(first)[-2:] == ["reader", "path"]
    assert (first["id"], first["reader"], first["places"][0]["name"]) == ("k1", "jsonlines", "London")


def test_every_other_command_answers(index, tmp_path):
    assert "published in March 1987" in program("explain", "date:1987-03").stdout
    assert "idf" in program("explain", "grain", "k1", "-i", index).stdout
    assert "Harbour Times" in program("facets", "*", "--by", "source", "-i", index).stdout
    months = program("timeline", "*", "--by", "month", "-i", index)
    assert "1987-03" in months.stdout
    assert "note: 1 matching story is undated or dated too vaguely for a month" in months.stderr
    assert "grain" in program("suggest", "gra", "-i", index).stdout
    assert "documents" in program("status", "-i", index).stdout
    assert program("verify", "--deep", "-i", index).stdout == "all is well\n"
    assert "people" in program("fields").stdout
    queries = tmp_path / "queries.txt"
    queries.write_text("# two\ngrain exports\ncocoa\tcocoa OR coffee\n", encoding="utf-8")
    assert [
        row["name"] for row in csv.DictReader(io.StringIO(program("batch", queries, "-i", index, "-f", "csv").stdout))
    ] == [
        "grain exports",
        "cocoa",
    ]


def test_delete_forgets_by_id_and_by_query(tmp_path, news):
    folder = tmp_path / "x"
    program("ingest", news, "-i", folder)

    assert program("delete", "k1", "-i", folder).stdout == "1 forgotten\n"
    assert program("delete", "--query", "cocoa", "--yes", "-i", folder).stdout == "1 forgotten\n"
    assert program("delete", "k1", "-i", folder).returncode == 1
    assert program("count", "*", "-i", folder).stdout == "1\n"


def test_rejections_are_listed_and_an_ingest_with_some_is_done(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"title": "Fine"}\n{broken\n', encoding="utf-8")
    some = program("ingest", tmp_path / "a.jsonl", "-i", tmp_path / "x")
    (tmp_path / "b.jsonl").write_text("{broken\n", encoding="utf-8")
    none = program("ingest", tmp_path / "b.jsonl", "-i", tmp_path / "y")

    assert (some.returncode, none.returncode) == (0, 1)
    assert "line 2" in some.stderr


def test_an_empty_folder_is_told(tmp_path):
    (tmp_path / "empty").mkdir()
    done = program("ingest", tmp_path / "empty", "-i", tmp_path / "x")

    assert (done.returncode, done.stderr) == (1, "there was no file to read\n")


@pytest.mark.parametrize("path", ["a" * 5000, "/no/such/file"])
@pytest.mark.parametrize("verb", ["ingest", "inspect"])
def test_what_cannot_be_looked_at_is_told_before_anything_is_made(tmp_path, verb, path):
    done = program(verb, path, SEARCHER_INDEX=str(tmp_path / "x"))

    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing was read" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "x").exists()


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything; tests/ingest holds it for root too"
)
def test_what_may_not_be_read_is_told(tmp_path, index):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    for arguments, code in [
        (("ingest", closed), 2),
        (("ingest", closed / "x"), 2),
        (("inspect", closed), 2),
        (("count", "x", "-i", closed), 3),
    ]:
        done = program(*arguments, SEARCHER_INDEX=str(tmp_path / "x"))
        assert done.returncode == code
        assert "Permission denied" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_closed_pipe_is_quiet(index):
    command = [sys.executable, "-m", "searcher", "search", "*", "-i", str(index), "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        said = process.stderr.read()
        process.wait(60)

    assert b"Traceback" not in said
    assert b"BrokenPipe" not in said


@pytest.mark.parametrize("raised", ["key", "abort", "class"])
def test_ctrl_c_is_clean_wherever_it_strikes(capsys, raised):
    import typer

    from searcher.cli.failures import failures

    def strike():
        if raised == "class":
            raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()
        raise typer.Abort if raised == "abort" else KeyboardInterrupt

    with pytest.raises(typer.Exit) as caught, failures(stopped="stopped; all is as it was"):
        strike()

    assert caught.value.exit_code == 130
    assert capsys.readouterr().err == "\nsearcher: stopped; all is as it was\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_ctrl_c_is_clean_and_leaves_the_index_as_it_was(tmp_path, news, index):
    feed = tmp_path / "slow"
    feed.mkdir()
    for number in range(900):  # more than one segment holds
        (feed / f"{number}.jsonl").write_text('{"title": "Story", "body": "%s"}\n' % ("word " * 4000), encoding="utf-8")
    folder = tmp_path / "x"
    program("ingest", news, "-i", folder)
    command = [sys.executable, "-m", "searcher", "ingest", str(feed), "-i", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while not list(folder.glob("data-1/shelf-*")) and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]

    assert process.returncode == 130
    assert b"Traceback" not in said
    assert program("count", "*", "-i", folder).stdout == "3\n"
    assert program("verify", "-i", folder).returncode == 0
