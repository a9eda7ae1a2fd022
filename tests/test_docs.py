"""The documentation cannot rot: its examples run, its tables and generated pages are those of the code."""

import re
import shlex
from pathlib import Path

import pytest

import searcher
from searcher.cli import reference
from searcher.fields import FIELDS
from searcher.query import parse

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = reference.commands()


def python_blocks(text):
    return re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)


@pytest.mark.parametrize("code", python_blocks(README))
def test_python_examples_of_the_readme_run(code, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})

    assert "Grain exports rise" in capsys.readouterr().out


@pytest.mark.parametrize("code", python_blocks((ROOT / "docs" / "whoosh.md").read_text(encoding="utf-8")))
def test_python_examples_with_whoosh_run(code, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "whoosh.md", "exec"), {})

    assert capsys.readouterr().out.splitlines()[0].startswith("Talks on grain 1987-04-01")


def shell_lines():
    block = re.search(r"```console\n(.*?)```", README, flags=re.DOTALL)[1]
    for line in block.splitlines():
        words = shlex.split(line.removeprefix("$ "), comments=True)
        if words and words[0] == "searcher":
            yield words[1:]


@pytest.mark.parametrize("words", list(shell_lines()), ids=" ".join)
def test_shell_examples_of_the_readme_are_commands_with_these_options(words):
    taken = reference.parameters(COMMANDS[words[0]])
    options = {name for part in taken for name in part.names if part.is_option}
    assert {word for word in words if word.startswith("--")} <= options
    if taken[0].names == ("QUERY",):
        parse(words[1])


def test_the_reference_of_the_commands_is_fresh():
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference.markdown(), (
        "write it anew with: make docs"
    )


def test_every_command_has_help_and_is_a_verb_of_the_index():
    verbs = {name for name in dir(searcher.Index) if not name.startswith("_")} | {"inspect"}

    assert set(COMMANDS) <= verbs
    for name, command in COMMANDS.items():
        assert command.__doc__, name
        assert all(part.help for part in reference.parameters(command)), name


def test_the_manual_names_every_field():
    manual = (ROOT / "docs" / "query-language.md").read_text(encoding="utf-8")

    assert [field.name for field in FIELDS if f"`{field.name}:" not in manual] == []


def test_nothing_in_the_documentation_links_to_a_missing_file():
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


#: Code in the tables of the manual that names a sign or an operator and is no query by itself.
NOT_QUERIES = {"person:", "place:", "?", "\\", "near/5", "NOT pre/5", "NOT w/s", "NOT w/p", ">", "<", "<="}


def manual_queries():
    manual = (ROOT / "docs" / "query-language.md").read_text(encoding="utf-8")
    for line in manual.splitlines():
        if line.startswith("| "):
            yield from (code for code in re.findall(r"`([^`]+)`", line) if code not in NOT_QUERIES)


@pytest.mark.parametrize("query", list(manual_queries()))
def test_every_query_of_the_manual_is_one(query):
    assert parse(query).interpretation
