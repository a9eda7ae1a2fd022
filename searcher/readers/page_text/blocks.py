"""The text of a page dump -> its blocks: one a paragraph, heading, menu entry or other line of the page.

A dump has a block a line (with or without blank lines between), or was wrapped at some width by a text browser or a
mail program. A wrapped file is known by its line ends: nearly each long line ends where the first word of the next
one would have passed the margin. Only at such full lines are two lines joined, so that a break that the page itself
has stays one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from searcher.readers.page_text.plain import without_link_marks

#: Bullets that browsers and writers print; a hyphen, an asterisk or an o counts only with a blank after it.
_BULLET: Final = re.compile(r"\s*(?:[•◦▪■□●○‣⁃∙◆◇►▶➤✓]\s*|[-*+–·]\s+|o\s{2,})")
_NUMBERED: Final = re.compile(r"\s*(?:\d{1,3}|[a-z])[.)]\s+")
#: A wrapped line may begin with a dash or a number of its sentence; such a bullet needs a closed line before it.
_SOFT_BULLET: Final = re.compile(r"\s*[-*+–·\da-z]")
_CLOSED: Final = re.compile(r"[.!?:;…。！？]['\"”’»)\]]*$")
_HEADING: Final = re.compile(r"(#{1,6})\s+(?=\S)")
_INVISIBLE: Final = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_BROKEN: Final = re.compile(r"\w[-/]$")
_WIDE: Final = frozenset("WF")

#: The mark that a wire sets behind the last sentence of a story, in its line.
_INLINE_END: Final = re.compile(r"(?<=[.!?\"”])\s+(?:Enditem|/?end/|\(ENDS?\)|-30-)$")

#: A margin outside these columns is not one that a program wraps at.
_NARROWEST, _WIDEST = 50, 160


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its text with single blanks, whether it is an entry of a list, how far its text is indented, and
    its level where it is marked as a heading (`## Text` has 2), else 0.
    """

    text: str
    bullet: bool = False
    indent: int = 0
    heading: int = 0


def display_width(text: str) -> int:
    """Columns on a terminal: East Asian wide characters take two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(character) in _WIDE for character in text)


def clean_lines(text: str) -> list[str]:
    """Lines without invisible characters and trailing blanks; tabs and odd blanks are blanks."""
    lines = re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", text)
    return [
        re.sub(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f]", " ", _INVISIBLE.sub("", line)).expandtabs(4).rstrip()
        for line in lines
    ]


def _is_full(line: str, following: str, margin: int) -> bool:
    """Whether the first word of the next line would have passed the margin on this one."""
    first = following.split(maxsplit=1)[0]
    # A wide script has no blanks: there a line is full when one more character does not fit.
    piece = 2 if unicodedata.east_asian_width(first[0]) in _WIDE else 1 + display_width(first)
    return display_width(line) + piece > margin


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a file was wrapped: at which column, and whether paragraphs begin with an indented line."""

    margin: int
    indented: bool = False


def find_wrapping(lines: Sequence[str]) -> Wrapping | None:
    """How a file was wrapped; None when it has a block a line.

    The margin is the width of the longest lines that have blanks, but for the few that overflow (1 in 60). The
    file counts as wrapped when 7 in 10 of the lines over 60 % of it that have a next line are full, and half of
    those break a sentence.
    """
    widths = sorted(display_width(line) for line in lines if line.strip().count(" ") >= 3)
    margin = widths[-1 - len(widths) // 60] if widths else 0
    if not _NARROWEST <= margin <= _WIDEST:
        return None
    pairs = [
        (_indent(line), _indent(following), _is_full(line, following, margin), _CLOSED.search(line) is not None)
        for line, following in pairwise(lines)
        if line and following and display_width(line) > 0.6 * margin
        # A line further in than the one above begins a paragraph.
        if _indent(following) <= _indent(line) and not starts_item(following, line)
    ]
    full = sum(is_full for _, _, is_full, _ in pairs)
    # Where paragraphs begin with an indented line, the second lines of all of them say it alone.
    second = [is_full for above, below, is_full, _ in pairs if below < above]
    level = sum(is_full for above, below, is_full, _ in pairs if above == below > 0)
    if 2 * sum(is_full and closed for _, _, is_full, closed in pairs) > full:
        return None
    if full < max(2, 0.7 * len(pairs)) and sum(second) < max(3, 0.9 * len(second)):
        return None
    return Wrapping(margin, indented=sum(second) > level)


def starts_item(line: str, before: str) -> bool:
    """Whether a line begins an entry of a list; `before` is the line before it."""
    if not (_BULLET.match(line) or _NUMBERED.match(line)):
        return False
    return not _SOFT_BULLET.match(line) or line.startswith("  ") or bool(_CLOSED.search(before))


def _text_column(line: str) -> int:
    """Where the text of a line begins, after its bullet."""
    bullet = _BULLET.match(line) or _NUMBERED.match(line)
    return bullet.end() if bullet else _indent(line)


def _continues(line: str, following: str, margin: int, columns: Collection[int]) -> bool:
    """Whether a line of a file wrapped at `margin` goes on in the next one, which begins at one of the `columns`."""
    if not following or starts_item(following, line) or not _is_full(line, following, margin):
        return False
    return _indent(following) in columns


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _join(parts: Sequence[str]) -> str:
    """The lines of one block in one: wide scripts, and a word broken at its hyphen or slash, without a blank."""
    pieces = list(parts[:1])
    for above, part in pairwise(parts):
        broken = _BROKEN.search(above[-2:]) is not None and part[0].isalpha()
        wide = unicodedata.east_asian_width(above[-1]) in _WIDE and unicodedata.east_asian_width(part[0]) in _WIDE
        pieces.append(part if broken or wide else f" {part}")
    return "".join(pieces)


def split_blocks(text: str) -> list[Block]:
    """All blocks of a dump, in order; none is empty. Linear in the length of the text."""
    lines = without_link_marks(clean_lines(text))
    wrapping = find_wrapping(lines)
    blocks: list[Block] = []
    position = 0
    while position < len(lines):
        if lines[position]:
            stop = position + 1 if wrapping is None else _end_of_block(lines, position, wrapping)
            block = _block(lines[position:stop])
            blocks += _without_end(block) if block.text else []
            position = stop
        else:
            position += 1
    return blocks


def _without_end(block: Block) -> list[Block]:
    """A block, and apart from it the mark for the end of the story in its line."""
    end = _INLINE_END.search(block.text)
    if end is None:
        return [block]
    return [replace(block, text=block.text[: end.start()]), Block(end[0].strip())]


def _end_of_block(lines: Sequence[str], start: int, wrapping: Wrapping) -> int:
    """Behind the last line of the block that begins at `start`, in a wrapped file."""
    # The second line begins at the margin or below the first one's text; all others begin where the second does.
    indent, column = _indent(lines[start]), _text_column(lines[start])
    columns = {0, indent, column} - ({indent} if wrapping.indented and indent and indent == column else set())
    position = start
    while position + 1 < len(lines) and _continues(lines[position], lines[position + 1], wrapping.margin, columns):
        position += 1
        columns = {_indent(lines[position])}
    return position + 1


def _block(lines: Sequence[str]) -> Block:
    """The lines of one block -> the block."""
    bullet = _BULLET.match(lines[0])
    parts = [" ".join(line.split()) for line in lines]
    if bullet:
        parts[0] = " ".join(lines[0][bullet.end() :].split())
    heading = _HEADING.match(parts[0])
    if heading:
        parts[0] = parts[0][heading.end() :]
    text = _join([part for part in parts if part])
    return Block(text, bullet is not None, _text_column(lines[0]), len(heading[1]) if heading else 0)
