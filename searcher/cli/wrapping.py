"""Text -> lines that fit a width in columns, marks kept; lines break at blanks, and between Han and Kana."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from searcher.cli.terminal import Terminal, cells, clean, terminal

_OPENS, _CLOSES = "「『（【〈《〔", "、。，．！？：；」』）】〉》〕ー々"
#: Korean has blanks, so its syllables are not here.
_BREAKABLE: Final = "[\u2e80-\u2fff\u3001-\u3029\u3031-\u303e\u3041-\ua4cf\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60]"
_PIECES: Final = re.compile(f"[{_OPENS}]*{_BREAKABLE}[{_CLOSES}]*|(?:(?!{_BREAKABLE})\\S)+")
Piece = tuple[int, int, bool]


def wrap(text: str, width: int) -> list[str]:
    """The safe text as lines; white space becomes single blanks, and what has no place to break stays whole."""
    return ["".join(" " * blank + clean(text[start:end]) for start, end, blank in line) for line in _lines(text, width)]


def wrap_marked(text: str, marks: Sequence[tuple[int, int]], screen: Terminal, width: int) -> list[str]:
    """The same with marks in style; offsets count code points of the text as it comes in."""
    return [
        "".join(
            " " * blank + screen.marked(clean(text[start:end]), _inside(marks, start, end))
            for start, end, blank in line
        )
        for line in _lines(text, width)
    ]


def say(text: str) -> None:
    """A line on standard error; on a terminal as many as it takes, further ones set in."""
    screen = terminal(sys.stderr)
    lines = wrap(text, screen.width - 2) if screen.live else [" ".join(clean(text).split())]
    sys.stderr.write("\n  ".join(lines) + "\n")


def _lines(text: str, width: int) -> Iterator[list[Piece]]:
    """The pieces of each line: start, end, whether a blank stands before it."""
    line: list[Piece] = []
    used = last = 0
    for match in _PIECES.finditer(text):
        start, end = match.span()
        size, blank = cells(match[0]), bool(line) and start > last
        if line and used + blank + size > width:
            yield line
            line, used, blank = [], 0, False
        line.append((start, end, blank))
        used, last = used + blank + size, end
    if line:
        yield line


def _inside(marks: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """The parts of marks that lie in a piece, counted from its start."""
    cut = ((max(first, start) - start, min(last, end) - start) for first, last in marks)
    return [(first, last) for first, last in cut if first < last]
