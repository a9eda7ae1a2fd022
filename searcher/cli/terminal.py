"""What the terminal is like, and text made safe for it.

The only place that reads the environment: width, colour and hyperlinks are decided here, once.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TextIO

#: C0 and C1 controls but the newline, and the marks that turn the direction of text around.
_UNSAFE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WIDE: Final = "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]"
_RESET: Final = "\x1b[0m"
_STYLES: Final = {
    "title": "1",
    "mark": "1;33",
    "faint": "2",
    "error": "1;31",
    "number": "36",
    "removed": "9;31",
    "added": "32",
}


def clean(text: str) -> str:
    """Text from an article as it may go to a terminal: no control character reaches it raw; line ends stay."""
    return _UNSAFE.sub(lambda match: " " if match[0] in "\t\r" else "\ufffd", text)


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(clean(text).split())


def cells(text: str) -> int:
    """The columns that a text takes on a terminal; East Asian wide characters take two."""
    if text.isascii():
        return len(text)
    return len(text) + len(re.findall(_WIDE, text))


def cut(text: str, width: int) -> str:
    """The text on one line, cut to a width with an ellipsis."""
    line = one_line(text)
    if cells(line) <= width:
        return line
    while line and cells(line) > width - 1:
        line = line[:-1]
    return line.rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Terminal:
    """One output stream: `width` in columns, whether to colour, whether a person is looking."""

    width: int
    colour: bool
    live: bool

    def style(self, name: str, text: str) -> str:
        """The text in a named style, where there is colour."""
        return f"\x1b[{_STYLES[name]}m{text}{_RESET}" if self.colour and text else text

    def link(self, text: str, url: str | None) -> str:
        """The text as a hyperlink, where the terminal is one and the address is plain."""
        if not (self.colour and url and re.fullmatch(r"(https?|file)://[\x21-\x7e]+", url)):
            return text
        return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"

    def marked(self, text: str, marks: Sequence[tuple[int, int]], *, rest: str = "") -> str:
        """A safe text on one line, its marks in style, all else in the style `rest`; offsets in code points."""
        parts, done = [], 0
        for start, end in marks:
            parts += [self._rest(rest, text[done:start]), self.style("mark", text[start:end])]
            done = end
        return "".join([*parts, self._rest(rest, text[done:])])

    def _rest(self, name: str, text: str) -> str:
        return self.style(name, text) if name else text


def terminal(stream: TextIO | None = None) -> Terminal:
    """What is known of a stream (standard output). NO_COLOR and a dumb TERM turn colour off; COLUMNS sets the width."""
    stream = stream or sys.stdout
    live = stream.isatty()
    colour = live and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size((100, 24)).columns if live or "COLUMNS" in os.environ else 100
    return Terminal(max(width, 40), colour, live)
