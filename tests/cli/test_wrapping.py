"""Lines that fit the terminal, whatever the writing, and what is set off in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searcher
from searcher.cli.output import some_of
from searcher.cli.terminal import Terminal, cells
from searcher.cli.wrapping import wrap, wrap_marked
from tests.cli.conftest import program

JAPANESE = "東京都心で二十四日、今季初めての「雪」が観測された。気象庁によると、関東甲信地方では雪が降り続く。"
KOREAN = "한미 양국이 방위비 분담금 특별협정 협상을 위한 막바지 준비에 들어간 것으로 보인다고 말했다."


@pytest.mark.parametrize("text", [JAPANESE, KOREAN, "Grain exports rose. " * 9], ids=["Japanese", "Korean", "English"])
@pytest.mark.parametrize("width", [20, 33, 60])
def test_lines_fit_and_lose_nothing(text, width):
    lines = wrap(text, width)

    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "、。」" or line[-1] == "「" for line in lines)


def test_korean_breaks_at_blanks_only():
    assert " ".join(wrap(KOREAN, 20)) == KOREAN


def test_what_has_no_place_to_break_stays_whole():
    assert wrap("See https://example.org/a/long/address for it", 20) == [
        "See",
        "https://example.org/a/long/address",
        "for it",
    ]


@given(st.text(max_size=60), st.integers(10, 30), st.data())
def test_marks_stay_on_their_characters(text, width, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown = "\n".join(wrap_marked(text, [(start, end)], Terminal(80, True, True), width))
    marked = "".join(part.partition("\x1b[0m")[0] for part in shown.split("\x1b[1;33m")[1:])
    plain = Terminal(80, False, True)

    assert "".join(marked.split()) == "".join("".join(wrap_marked(text[start:end], [], plain, 999)).split())
    assert shown.replace("\x1b[1;33m", "").replace("\x1b[0m", "") == "\n".join(wrap(text, width))


@pytest.mark.parametrize(("room", "said"), [(30, "Seoul, South Korea, Asia"), (20, "Seoul, …"), (5, "")])
def test_names_are_whole_or_left_out(room, said):
    assert some_of(["Seoul", "South Korea", "Asia"], room) == said


def test_a_passage_says_where_it_was_cut_and_a_caption_what_it_is(tmp_path):
    with searcher.create(tmp_path / "x") as index:
        index.add(
            [
                {"id": "cut", "title": "Long", "body": "It said " + "many words " * 30 + "barley " + "and more " * 60},
                {"id": "whole", "title": "Short", "body": "One is first. The barley is in. One is last.\n\nMore"},
                {"id": "picture", "title": "Picture", "captions": ["Barley at dusk"]},
            ]
        )
    shown = program("search", "barley", "-i", tmp_path / "x", COLUMNS="400").stdout.splitlines()
    passages = {line.strip() for line in shown if "arley" in line}

    cut = next(line for line in passages if "many words" in line)
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert passages - {cut} == {"The barley is in. One is last.", "[caption] Barley at dusk"}
