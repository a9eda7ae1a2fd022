"""Copies, versions and what was taken back, as the terminal and JSON show them."""

import datetime as dt
import io
import json

import pytest

import searcher
from searcher.cli.chains import killed_by, print_chain
from searcher.cli.terminal import Terminal
from searcher.document import Document
from tests.cli.conftest import program

REST = " ".join(f"word{number}" for number in range(60))
CHAIN = [
    Document(
        id=key,
        title=title,
        body=body,
        date=dt.datetime(2020, 3, 1, hour, tzinfo=dt.UTC),
        date_precision="minute",
        source="Wire",
        version=mark,
    )
    for key, mark, title, hour, body in (
        ("one", "URGENT", "(URGENT) Ferry aground off Ulleung", 6, f"A ferry ran \x1b[31maground, two hurt.\n\n{REST}"),
        (
            "two",
            "LEAD",
            "(LEAD) Ferry aground off Ulleung",
            7,
            f"A ferry ran aground, nobody hurt.\n\n{REST}\n\nIt was towed.",
        ),
        ("three", "KILL", "KILL: Ferry aground off Ulleung", 8, "The story is taken back."),
    )
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("chains") / "index"
    with searcher.create(path) as index:
        index.add([*CHAIN, Document(id="alone", title="Grain exports rise")], as_is=True)
    return path


def chain(folder, key, against=None, screen=Terminal(60, colour=False, live=False)):  # noqa: B008 - it is frozen
    out = io.StringIO()
    with searcher.open(folder) as index:
        print_chain(index, key, against, out, screen)
    return out.getvalue()


def test_the_chain_has_dates_and_marks_and_what_changed(folder):
    assert chain(folder, "two") == (
        "3 documents of this story\n"
        "  2020-03-01T06:00+00:00 · URGENT · KILLED · id one · Wire…\n"
        "  (URGENT) Ferry aground off Ulleung\n"
        "> 2020-03-01T07:00+00:00 · LEAD · KILLED · id two · copy of…\n"
        "  (LEAD) Ferry aground off Ulleung\n"
        "  2020-03-01T08:00+00:00 · KILL · KILLED · id three · Wire…\n"
        "  KILL: Ferry aground off Ulleung\n"
        "\n"
        "from one to two\n"
        "[-(URGENT)-] {+(LEAD)+} Ferry aground off Ulleung\n"
        "A ferry ran [-\ufffd[31maground, two-] {+aground, nobody+} hurt.\n"
        "word0 word1 word2 word3 word4 word5 word6 word7 word8 word9\n"
        "word10 word11 … word48 word49 word50 word51 word52 word53\n"
        "word54 word55 word56 word57 word58 word59\n"
        "{+It was towed.+}\n"
    ), chain(folder, "two")


def test_colours_stand_for_signs(folder):
    told = chain(folder, "two", screen=Terminal(80, colour=True, live=True))
    assert "\x1b[9;31m(URGENT)\x1b[0m \x1b[32m(LEAD)\x1b[0m Ferry" in told
    assert "{+" not in told


def test_a_version_may_be_compared_with_any_other(folder):
    assert "\nfrom two to one\n" in chain(folder, "one")  # the first has none before it
    assert "\nfrom one to three\n" in chain(folder, "three", against="one")
    assert chain(folder, "alone").splitlines()[0] == "1 document of this story"
    assert "\nfrom " not in chain(folder, "alone")


def test_json_has_everything(folder):
    told = json.loads(chain(folder, "two", screen=None))
    assert list(told) == ["id", "versions", "compared_with", "changes"]
    assert [one["version"] for one in told["versions"]] == ["URGENT", "LEAD", "KILL"]
    names = ["id", "title", "date", "version", "source", "words", "copy_of", "killed"]
    assert [list(one) for one in told["versions"]] == [names] * 3
    assert told["compared_with"] == "one"
    assert told["changes"][:3] == [
        {"kind": "removed", "text": "(URGENT)"},
        {"kind": "added", "text": "(LEAD)"},
        {"kind": "same", "text": "Ferry aground off Ulleung\n\nA ferry ran"},
    ]


def test_a_story_says_that_it_was_taken_back(folder):
    with searcher.open(folder) as index:
        assert killed_by(index, "one") == "KILLED: taken back by three, 2020-03-01T08:00+00:00"
        assert killed_by(index, "three") == "KILLED: taken back by this notice, 2020-03-01T08:00+00:00"
        assert killed_by(index, "alone") is None


def test_the_program_collapses_and_shows_versions(folder):
    done = program("search", "ferry", "--collapse", "versions", "--keep", "longest", "-i", folder)
    assert done.stdout.splitlines()[1] == "   KILLED · 2020-03-01T07:00+00:00 · Wire · +2 more"
    assert done.stderr.startswith("1 story in 3 documents (")
    page = json.loads(program("search", "ferry", "--collapse", "copies", "-f", "json", "-i", folder).stdout)
    assert (page["total"], page["stories"]) == (3, 2)
    assert sorted(hit["copies"] for hit in page["hits"]) == [[], ["one"]]
    rows = program("search", "ferry", "--collapse", "versions", "-f", "csv", "--fields", "id,copies", "-i", folder)
    assert rows.stdout == "id,copies\nthree,two; one\n"
    assert program("show", "one", "-i", folder).stdout.splitlines()[2].startswith("KILLED: taken back by three")
    assert program("show", "two", "--versions", "-i", folder).stdout == chain(
        folder, "two", screen=Terminal(100, False, False)
    )


def test_what_to_compare_with_needs_versions_and_an_id(folder):
    wrong = program("show", "two", "--against", "one", "-i", folder)
    assert (wrong.returncode, "--versions" in wrong.stderr) == (2, True)
    with pytest.raises(searcher.RequestError, match="no story has the id 'x'"):
        chain(folder, "two", against="x")
