"""What keeps an index: dry runs leave nothing, nothing is deleted unasked, options are obeyed or refused."""

import json

from tests.cli.conftest import program

LINES = "".join(json.dumps({"id": f"p{number}", "title": "Piped", "body": "grain"}) + "\n" for number in range(3))


def test_a_dry_run_leaves_no_index_behind(tmp_path, news):
    done = program("ingest", news, "--dry-run", "-i", tmp_path / "none")
    assert done.returncode == 0
    assert done.stdout.startswith("would be: ")
    assert not (tmp_path / "none").exists()


def test_standard_input_obeys_the_options_or_says_so(tmp_path):
    folder = tmp_path / "x"
    assert "would be: 3 added" in program("ingest", "-", "--dry-run", "-i", folder, stdin=LINES).stdout
    assert not folder.exists()
    table = "id,title,body\nt1,Table,grain\n"
    assert "1 added" in program("ingest", "-", "--reader", "table", "-i", folder, stdin=table).stdout
    refused = program("ingest", "-", "--prune", "-i", folder, stdin=LINES)
    assert (refused.returncode, "standard input" in refused.stderr) == (2, True)
    bad = program("ingest", "-", "-i", folder, stdin="not json\n")
    assert "rejected: standard input" in bad.stderr


def test_a_query_is_not_deleted_unasked(tmp_path):
    folder = tmp_path / "x"
    program("ingest", "-", "-i", folder, stdin=LINES)
    refused = program("delete", "--query", "*", "-i", folder, stdin="n\n")
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    assert program("count", "grain", "-i", folder).stdout.strip() == "3"
    assert program("delete", "--query", "*", "--yes", "-i", folder).stdout == "3 forgotten\n"


def test_another_language_than_the_index_has_is_refused(tmp_path):
    folder = tmp_path / "x"
    program("ingest", "-", "-i", folder, "--language", "german", stdin=LINES)
    refused = program("ingest", "-", "-i", folder, "--language", "english", stdin=LINES)
    assert refused.returncode == 2
    assert "this index is german" in refused.stderr
    assert program("ingest", "-", "-i", folder, stdin=LINES).returncode == 0


def test_an_index_that_cannot_be_read_is_no_traceback(tmp_path):
    folder = tmp_path / "x"
    program("ingest", "-", "-i", folder, stdin=LINES)
    (folder / "index.json").write_text("{}")
    for verb in (("search", "grain"), ("verify",), ("rebuild",)):
        done = program(*verb, "-i", folder)
        assert done.returncode == 3
        assert "does not describe an index" in done.stderr + done.stdout
