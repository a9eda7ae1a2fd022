"""Lines in, blocks out: wrapped files, lists, headings and the marks of text browsers."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.readers.page_text.blocks import clean_lines, display_width, find_wrapping, split_blocks
from searcher.readers.page_text.plain import without_link_marks

PROSE = (
    "The ferry from Igoumenitsa was four hours late on Tuesday because a lorry had lost its load of oranges on the ramp. "
    "Passengers were given water and bread, and some of the oranges, by the crew of the harbour tug Agia Eleni."
)


def texts(text: str) -> list[str]:
    return [block.text for block in split_blocks(text)]


@pytest.mark.parametrize("width", [60, 72, 80, 100, 132])
@pytest.mark.parametrize("indent", ["", "   "])
def test_wrapped_paragraphs_are_joined(width: int, indent: str) -> None:
    wrapped = textwrap.fill(PROSE, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    assert texts(f"{wrapped}\n\n{wrapped}\n") == [PROSE, PROSE]


def test_break_of_the_page_stays_in_a_wrapped_file() -> None:
    wrapped = textwrap.fill(PROSE, 72)
    assert texts(f"{wrapped}\n\nOranges,\nlemons,\nlimes\n") == [PROSE, "Oranges,", "lemons,", "limes"]


def test_lines_that_are_not_full_are_blocks() -> None:
    lines = ["A first line that says something.", "A second line that says more.", "A third."]
    assert texts("\n".join(lines)) == lines
    assert find_wrapping(lines) is None


def test_long_lines_are_blocks() -> None:
    assert texts(f"{PROSE}\n{PROSE}\nShort\n") == [PROSE, PROSE, "Short"]


def test_entries_of_a_list_are_blocks_in_a_wrapped_file() -> None:
    entry = textwrap.fill(PROSE, 76, initial_indent="  • ", subsequent_indent="    ")
    blocks = split_blocks(f"{textwrap.fill(PROSE, 76)}\n\n{entry}\n  • Next\n")
    assert [(block.text, block.bullet) for block in blocks] == [(PROSE, False), (PROSE, True), ("Next", True)]


@pytest.mark.parametrize("mark", ["-", "24.", "+"])
def test_dash_or_number_within_a_wrapped_sentence_is_no_bullet(mark: str) -> None:
    text = (
        f"The harbour master spoke {mark} in his words - of a foolish captain who had left the shelter of the mole " * 6
    )
    wrapped = next(
        found
        for found in (textwrap.fill("So " * start + text, 76, break_on_hyphens=False) for start in range(40))
        if any(line.startswith(f"{mark} ") for line in found.split("\n"))
    )
    assert len(texts(wrapped)) == 1


def test_word_broken_at_its_hyphen_is_one_word() -> None:
    text = "The council of Thessaloniki has voted for the burden of a new cost-\nsharing plan with the port, "
    text += "which is to begin in the spring of next\nyear and to run for ten years in all.\n"
    assert "cost-sharing plan" in texts(text)[0]


def test_wide_characters_take_two_columns_and_no_blank() -> None:
    line = "記者会見で大臣は新しい鉄道の計画について説明し、来年の春に工事を始めると"
    assert display_width("鉄道") == 4
    assert texts(f"a b c d {line[:31]}\na b c {line[:32]}\na b c {line[:32]}\n終わり。") == [
        f"a b c d {line[:31]} a b c {line[:32]} a b c {line[:32]}終わり。"
    ]


def test_markdown_headings_have_a_level() -> None:
    assert [(block.text, block.heading) for block in split_blocks("# One\n\n### Three\n\n#tag\n")] == [
        ("One", 1),
        ("Three", 3),
        ("#tag", 0),
    ]


def test_invisible_characters_and_odd_blanks_go() -> None:
    assert clean_lines("a\u00a0b\u200bc\r\nd\u00ade\x00\u2028f\t g  ") == ["a bc", "de", "f    g"]


def test_lynx_marks_go_with_their_list() -> None:
    lines = [
        "[1]Home",
        "  * [2]News",
        "See the [3]report.",
        "",
        "References",
        "",
        "   1. https://a.example/",
        "   2. /x",
    ]
    lines[-1] = "   2. https://a.example/x"
    assert [line for line in without_link_marks(lines) if line] == ["Home", "  * News", "See the report."]


def test_brackets_of_a_story_stay() -> None:
    line = '"[The] port [of Bar] was closed [1]," he said (see [2]).'
    assert without_link_marks([line]) == [line]


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="ab c.-•\n\t1\u00a0", max_size=300))
def test_no_letter_is_lost(text: str) -> None:
    joined = "".join(texts(text))
    assert sum(character in "abc" for character in joined) == sum(character in "abc" for character in text)
