"""Pages as text in, articles out: golden pairs, layouts, and what is refused."""

from __future__ import annotations

import io
import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.document import Document, Rejection, as_dict
from searcher.readers.base import Input, digest_id, from_bytes
from searcher.readers.page_text import PageTextReader
from searcher.readers.page_text.labels import find_stamp

GOLDEN = Path(__file__).parent.parent / "golden" / "page_text"
PAGES = sorted(path.stem for path in GOLDEN.glob("*.txt"))
STATED = (
    "title",
    "version",
    "date",
    "date_precision",
    "updated",
    "dateline",
    "byline",
    "source",
    "section",
    "keywords",
)


def read(text: str | bytes) -> Document | Rejection:
    data = text.encode() if isinstance(text, str) else text
    (item,) = PageTextReader().read(from_bytes(data, "page.txt"))
    return item


def article(text: str | bytes) -> Document:
    item = read(text)
    assert isinstance(item, Document), item
    return item


def reason(text: str | bytes) -> str:
    item = read(text)
    assert isinstance(item, Rejection), item
    return item.reason


def golden(name: str) -> str:
    return (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_golden_page_is_read_in_every_field(name: str) -> None:
    expected: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    document = article(golden(name))
    found = as_dict(document) | {"body": document.paragraphs()}
    fields = (*STATED, "body", "captions", "extra")
    assert {key: found[key] for key in fields if found[key]} == expected


@pytest.mark.parametrize("name", PAGES)
def test_no_line_of_the_article_is_dropped(name: str) -> None:
    document = article(golden(name))
    kept = {document.title, *document.paragraphs(), *document.captions}
    assert kept.isdisjoint(document.dropped)


@pytest.mark.parametrize("name", PAGES)
def test_no_long_line_vanishes(name: str) -> None:
    document = article(golden(name))
    everything = json.dumps(as_dict(document), ensure_ascii=False).replace("\\n", " ")
    found = set(re.findall(r"\w+", everything))
    for line in golden(name).split("\n"):
        if len(line) > 60 and "http" not in line and find_stamp(line) is None:
            assert set(re.findall(r"\w+", re.sub(r"\[[^\]\s]+\]", "", line))) <= found, line


def test_document_names_its_file_and_its_digest() -> None:
    data = golden("plain").encode()
    document = article(data)
    assert document.id == digest_id(data)
    assert document.paths == ("page.txt",)
    assert document.origin is not None
    assert document.origin.reader == "page_text"
    assert document.inferred == ()


def blocks(name: str) -> list[str]:
    return [line.strip() for line in golden(name).split("\n") if line.strip()]


def wrap(lines: list[str], width: int, first: str = "", rest: str = "") -> Iterator[str]:
    for line in lines:
        yield textwrap.fill(
            line,
            width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )


LAYOUTS = {
    "a block a line": "\n".join,
    "blank lines between": "\n\n".join,
    "Windows line ends": "\r\n\r\n".join,
    "wrapped at 72": lambda lines: "\n\n".join(wrap(lines, 72)),
    "wrapped and indented": lambda lines: "\n\n".join(wrap(lines, 79, "   ", "   ")),
    "first lines indented": lambda lines: "\n".join(wrap(lines, 78, "    ")),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["agency-page", "cookie-first", "broadcaster", "wire-desk", "paywall", "german"])
def test_layout_does_not_matter(name: str, layout: str) -> None:
    document, other = article(golden(name)), article(LAYOUTS[layout](blocks(name)))
    assert other.title == document.title
    assert other.paragraphs() == document.paragraphs()
    assert other.captions == document.captions
    assert (other.date, other.byline) == (document.date, document.byline)


def test_navigation_may_follow_the_article() -> None:
    lines = blocks("cookie-first")
    headline = next(index for index, line in enumerate(lines) if line.startswith("Whitby swing"))
    document = article("\n".join(lines[headline:] + lines[:headline]))
    assert document.title == article(golden("cookie-first")).title
    assert document.paragraphs() == article(golden("cookie-first")).paragraphs()


def test_markdown_headline_is_one() -> None:
    document = article(
        "[Home](/)\n[World](/world)\n[Sport](/sport)\n\n# Ferry to Bornholm runs aground off Ystad\n\n"
        "The evening ferry to Bornholm **ran aground** off [Ystad](/places/ystad) on Monday, the coast guard said.\n\n"
        "Nobody was hurt, and the 212 passengers were taken ashore by midnight.\n"
    )
    assert document.title == "Ferry to Bornholm runs aground off Ystad"
    assert document.paragraphs()[0] == (
        "The evening ferry to Bornholm ran aground off Ystad on Monday, the coast guard said."
    )


def test_one_paragraph_is_body_and_not_headline() -> None:
    text = "Heavy rain overnight has cut off three villages near Bad Schandau, the district office said on Monday."
    document = article(text)
    assert (document.title, document.body) == ("", text)


def test_old_wire_copy_keeps_its_first_paragraph() -> None:
    document = article(
        "    BRUSSELS, March 3 - The European Commission said today it would\n"
        "extend export licences for wheat until the end of the month, traders\n"
        "in Paris and Antwerp said.\n"
        "    It gave no reason for the move, which came a day after a weekly\n"
        "tender was called off.\n"
        " REUTER\n"
    )
    assert document.title == ""
    assert [paragraph[:20] for paragraph in document.paragraphs()] == ["BRUSSELS, March 3 - ", "It gave no reason fo"]
    assert document.source == "Reuters"


def test_korean_page_is_read() -> None:
    document = article(
        "홈\n정치\n경제\n남북 철도 연결 사업 다시 논의하기로\n2020-01-24 09:00\n홍길동 기자\n"
        "(서울=연합뉴스) 홍길동 기자 = 정부가 남북 철도 연결 사업을 다시 논의하기로 했다고 24일 밝혔다.\n"
        "통일부 당국자는 이날 기자들과 만나 관련 부처와 협의를 시작했다고 설명했다.\n"
        "이 사업은 지난해 중단된 뒤 진전이 없었다.\nhong@example.kr\n(끝)\n관련기사\n북한 매체 보도\n"
    )
    assert document.title == "남북 철도 연결 사업 다시 논의하기로"
    assert len(document.paragraphs()) == 3
    assert document.extra["email"] == ["hong@example.kr"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encoding_is_found(encoding: str) -> None:
    text = golden("german")
    document = article(text.encode(encoding))
    assert document.title == "Helgoland bekommt ein zweites Kabel vom Festland"
    assert "Jörg" in document.body


def test_date_alone_below_its_label() -> None:
    document = article(
        "Bridge over the Drina to be widened\nPublished\n3 March 2021\nUpdated\n4 March 2021\n"
        "The bridge over the Drina at Zvornik will be widened to four lanes, the ministry of transport said.\n"
        "Work is to begin in the summer and to last two years.\n"
    )
    assert str(document.date) == "2021-03-03"
    assert str(document.updated) == "2021-03-04"


def test_headline_alone_is_an_alert() -> None:
    document = article("Fire destroys mill in Leeds\n")
    assert (document.title, document.body) == ("Fire destroys mill in Leeds", "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "empty"),
        (bytes(range(256)) * 40, "binary"),
        (b"Home\nNews\nSport\nContact us\nPrivacy policy\n", "no article"),
        (
            "Home\nWorld\nAfrica\nAsia\nEurope\nSport\nTennis\nGolf\nSign in\nSubscribe now\n© 2021 Example\n".encode(),
            "no article",
        ),
    ],
)
def test_what_holds_no_article_is_refused(text: bytes, why: str) -> None:
    assert why in reason(text)


class _Endless(io.RawIOBase):
    """A file of one line that is longer than any limit."""

    def read(self, size: int = -1) -> bytes:
        return b"x" * size


def test_endless_line_is_refused() -> None:
    source = Input("long.txt", _Endless)  # type: ignore[arg-type]
    (item,) = PageTextReader().read(source)
    assert isinstance(item, Rejection)
    assert "MB" in item.reason


def test_long_line_without_blanks_is_read_in_one_piece() -> None:
    assert isinstance(read("x" * 2_000_000), Document | Rejection)


SENTENCE = st.builds(
    lambda words: " ".join(words).capitalize() + ".",
    st.lists(
        st.sampled_from("the river rose again while crews moved sand along a wall in town".split()),
        min_size=9,
        max_size=40,
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCE, min_size=2, max_size=12, unique=True), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_text_without_a_page_around_it_loses_no_paragraph(paragraphs: list[str], between: str) -> None:
    document = article(between.join(["Town counts the cost of its flood", *paragraphs]))
    assert document.title == "Town counts the cost of its flood"
    assert document.paragraphs() == paragraphs
    assert document.dropped == ()


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=400) | st.binary(max_size=400))
def test_any_file_gives_one_answer(content: str | bytes) -> None:
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    first, second = read(data), read(data)
    assert first == second
    assert isinstance(first, Document | Rejection)


def test_a_trail_of_sections_is_no_headline_and_a_label_makes_a_caption() -> None:
    page = """Ledger News
Home
Sport
Culture

Home / News / Wales

Lifeboat crew rescues dog from cliff at Porthcawl

By Gwen Pritchard

Image caption,
The crew reached the dog shortly before dusk

A lifeboat crew has rescued a spaniel that fell 30ft down a cliff near Porthcawl on Sunday evening.

Volunteers launched from the harbour at 17:40 GMT after a walker heard barking from the rocks below the coast path.

The dog, called Taffy, was returned to her owner within the hour, the charity said.

About us
Terms of use
"""
    story = read(page)
    assert isinstance(story, Document)
    assert story.title == "Lifeboat crew rescues dog from cliff at Porthcawl"
    assert story.captions == ("The crew reached the dog shortly before dusk",)
    assert "shortly before dusk" not in story.body


def page(*lines: str) -> str:
    """Lines of a story within a small page."""
    above = ("Home", "News", "Sign in", "Vote on the schools of the Tees", "By Ann Bell", "24 January 2020")
    return "\n".join((*above, *lines, "Share", "Most read", "A dog is found in a drain", "Privacy policy"))


LEAD = "The three villages on the Tees voted on Thursday on whether to merge their schools."
CLOSE = "The county has merged eleven schools since 2010."
INTERRUPTIONS = [
    ("Advertisement",),
    ("Advertisement · Scroll to continue",),
    ("Sign up for our newsletter", "Enter your email address", "Subscribe"),
    ("Get our best stories in your inbox every week, free of charge", "Sign up"),
    ("More on this topic", "Hawkers ask for a roof", "Why the market floods"),
    ("Keep reading", "list of 2 items", "list 1 of 2", "Rain stops the fair", "list 2 of 2", "A bridge", "end of list"),
]


@pytest.mark.parametrize("interruption", INTERRUPTIONS, ids=lambda lines: str(lines[0]))
@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_story_goes_on_behind_an_interruption(interruption: tuple[str, ...], place: int) -> None:
    story = [
        LEAD,
        "Turnout was 61 percent, the highest in any vote since the county was formed in 1974.",
        '"We would rather drive than close," said Joan Hale, whose two sons are at the school in Lune.',
        "The result will go to the county in March, officials said on Friday evening in Barford.",
    ]
    found = article(page(*story[:place], *interruption, *story[place:]))
    assert found.paragraphs() == story
    assert found.title == "Vote on the schools of the Tees"


def test_rows_of_a_table_and_entries_of_a_list_stay_in_the_story() -> None:
    story = [
        LEAD,
        "Village Yes No",
        "Barford 112 80",
        "Cotherby 54 91",
        "Lune 33 12",
        "The result will go to the county in March, officials said.",
        "Here is what happens next:",
        "the county writes to all parents",
        "A hearing is held in Barford.",
        "the schools close in 2022",
        CLOSE,
    ]
    assert article(page(*story)).paragraphs() == story


def test_lines_without_full_stops_are_a_story_when_they_tell_one() -> None:
    story = [
        "Goats have come down from the Great Orme again, and the people of Llandudno have shut their gates",
        "They ate the mayor's roses",
        "Nobody minds much",
        '"They were here first," said the baker, who lost a wreath on Tuesday',
    ]
    assert article(page(*story)).paragraphs() == story


def test_a_page_of_headlines_below_a_date_is_no_story() -> None:
    links = ("Snow closes mountain pass", "Council votes on harbour wall", "Rovers sign keeper", "Mango season ends")
    assert "no article" in reason("\n".join(("Home", "News", "24 January 2020", *links, "Privacy policy")))


def test_a_short_answer_is_not_a_button() -> None:
    answers = "Did you see the wave?\nNo\nDid you hear it before it came over the wall of the harbour?\nYes"
    text = f"Keeper of the light\n\n{LEAD}\n{answers}\n{CLOSE}\n"
    assert article(text).paragraphs() == [LEAD, *answers.split("\n"), CLOSE]
    buttons = article(page(LEAD, CLOSE, "Was this page useful to you?", "Yes", "No"))
    assert buttons.body.endswith(CLOSE) or "No" not in buttons.paragraphs()


def test_nothing_of_a_very_long_article_is_lost() -> None:
    story = [
        f"Pier {n} was inspected by engineer {n}, who found it sound and said so in part {n}." for n in range(2000)
    ]
    assert article(page(*story)).paragraphs() == story


def test_the_mark_of_a_wire_ends_the_story_in_its_line() -> None:
    found = article(page(LEAD, f"{CLOSE} Enditem", "KEY WORDS:", "schools"))
    assert found.paragraphs() == [LEAD, CLOSE]
    assert found.keywords == ("schools",)


def test_a_stated_source_is_the_source() -> None:
    assert article(page("Source: Tees Valley Wire", LEAD, CLOSE)).source == "Tees Valley Wire"


def test_a_statement_may_speak_of_newsletters() -> None:
    said = "The school's newsletter had told parents in May that nothing would be decided before the autumn."
    assert said in article(page(LEAD, said, CLOSE)).paragraphs()
