"""Text -> Tokens: surface words with offsets, positions, sentence and paragraph starts.

A word is a run of letters and digits, joined over `&` (AT&T), over inner apostrophes (O'Brien), over dots between
single letters (U.S. is US), over comma or dot between digits (1,234.5 is 1234.5). A possessive 's is dropped. Hyphens
and all else separate and take no position. Each Han, Kana or Thai character is a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from searcher.analysis.sentences import ends_sentence

# Combining marks are no letters to `re`; without them Hindi words would break at each vowel sign.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u0900-\u0903"
    "\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a81-\u0a83"
    "\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b4d\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6"
    "\u0d00-\u0d03\u0d3b-\u0d4d\u0d81-\u0d83\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u102b-\u103e\u17b4-\u17d3"
)
_SINGLE: Final = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u3041-\u3096\u3099-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_INVISIBLE: Final = "\u00ad\u200b-\u200d\u2060\ufeff"
_LETTER: Final = rf"[^\W_ʼ{_SINGLE}][{_MARKS}{_INVISIBLE}]*"
_ONE: Final = rf"[^\W\d_ʼ{_SINGLE}][{_MARKS}]*"
_APOSTROPHES: Final = "'’ʼ‘`´＇"
_PART: Final = rf"(?:{_LETTER})+"
#: The words of ASCII text, of which `_any_word` finds the same; it takes 8 ms to compile, this one does not.
_ASCII_WORD: Final = re.compile(
    r"[a-zA-Z](?:\.[a-zA-Z])+(?![a-zA-Z0-9])"  # U.S.
    r"|[a-zA-Z0-9]+(?:(?:[&'`]|(?<=[0-9])[.,](?=[0-9]))[a-zA-Z0-9]+)*"
)
_STRIP: Final = re.compile(rf"[{_INVISIBLE}]")
_POSSESSIVE: Final = re.compile(rf"[{_APOSTROPHES}][sS]\Z")
_TYPOGRAPHIC: Final = str.maketrans({**dict.fromkeys(_APOSTROPHES, "'"), "＆": "&"})
#: What ends a paragraph.
PARAGRAPH: Final = re.compile(r"\n\s*\n")


@cache
def _any_word() -> re.Pattern[str]:
    return re.compile(
        rf"[{_SINGLE}][{_MARKS}]*"
        rf"|{_ONE}(?:\.{_ONE})+(?![^\W_])"
        rf"|{_PART}(?:(?:[&＆{_APOSTROPHES}]|(?<=\d)[.,](?=\d)){_PART})*"
    )


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text.

    `surface` is the word as written, joined and without its possessive; `start`:`end` its code points; `position`
    counts words from 0; `sentence` and `paragraph` tell whether it is the first word of one.
    """

    surface: str
    start: int
    end: int
    position: int
    sentence: bool
    paragraph: bool


def _surface(raw: str) -> str:
    """The word that a match of _WORD (without its possessive) stands for."""
    if raw.isascii():
        if raw.isalnum():
            return raw
    else:
        raw = unicodedata.normalize("NFC", _STRIP.sub("", raw)).translate(_TYPOGRAPHIC)
    if "," in raw:
        raw = raw.replace(",", "")
    if "." in raw and not any(character.isdigit() for character in raw):
        raw = raw.replace(".", "")
    return raw


def _matches(text: str) -> Iterator[tuple[str, int, int]]:
    """Surface, start and end of each word."""
    for match in (_ASCII_WORD if text.isascii() else _any_word()).finditer(text):
        start, end = match.span()
        raw = match[0]
        if len(raw) > 2 and raw[-1] in "sS" and _POSSESSIVE.search(raw):
            raw, end = raw[:-2], end - 2
        yield _surface(raw), start, end


def words(text: str) -> list[str]:
    """The surface words of a text, in order."""
    return [surface for surface, _, _ in _matches(text)]


def tokens(text: str) -> Iterator[Token]:
    """The words of a text with offsets and marks. A blank line ends a paragraph."""
    before = 0
    for position, (surface, start, end) in enumerate(_matches(text)):
        gap = text[before:start]
        paragraph = position == 0 or ("\n" in gap and PARAGRAPH.search(gap) is not None)
        sentence = paragraph or ends_sentence(text, before, start)
        yield Token(surface, start, end, position, sentence, paragraph)
        before = end
