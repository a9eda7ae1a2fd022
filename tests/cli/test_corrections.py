"""--corrections of ingest and inspect, as a user gives it."""

import json

import pytest

from tests.cli.conftest import program


@pytest.fixture
def place(tmp_path):
    story = {"id": "1", "title": "A headline", "body": "Rain fell in Osaka and in Nara."}
    (tmp_path / "a.jsonl").write_text(json.dumps(story) + "\n", encoding="utf-8")
    (tmp_path / "mine.toml").write_text('not_a_place = ["Osaka"]\n', encoding="utf-8")
    return tmp_path


def test_the_example_of_the_manual(place):
    done = program("inspect", "a.jsonl", "--corrections", "mine.toml", "--format", "json", cwd=place)
    assert [found["name"] for found in json.loads(done.stdout)["places"]] == ["Nara"]
    assert program("ingest", "a.jsonl", "--corrections", "mine.toml", "-i", "index", cwd=place).returncode == 0
    assert program("count", "places:osaka", "-i", "index", cwd=place).stdout.strip() == "0"

    (place / "mine.toml").write_text('not_a_place = ["Nara"]\n', encoding="utf-8")
    assert "1 updated" in program("ingest", "-i", "index", cwd=place).stdout
    assert program("count", "places:osaka", "-i", "index", cwd=place).stdout.strip() == "1"


@pytest.mark.parametrize(
    ("paths", "text", "said"),
    [
        (
            ["a.jsonl"],
            "\nnot_a_plaice = []",
            "mine.toml, line 2: no such key as 'not_a_plaice'; did you mean not_a_place?",
        ),
        (["-"], "same = 7", "mine.toml, line 1: "),
    ],
)
def test_what_is_wrong_is_said_in_one_place_and_nothing_is_read(place, paths, text, said):
    (place / "mine.toml").write_text(text, encoding="utf-8")
    done = program("ingest", *paths, "--corrections", "mine.toml", "-i", "index", cwd=place, stdin="")
    assert done.returncode == 2
    assert said in done.stderr


def test_standard_input_is_corrected(place):
    story = (place / "a.jsonl").read_text(encoding="utf-8")
    told = ("ingest", "-", "--corrections", "mine.toml", "-i", "index")
    assert program(*told, cwd=place, stdin=story).returncode == 0
    counted = [program("count", f"places:{name}", "-i", "index", cwd=place).stdout for name in ("osaka", "nara")]
    assert counted == ["0\n", "1\n"]
