"""The words of page furniture (`knowledge/data/page_marks.txt`) -> tests on the text of a block."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Final

_TYPOGRAPHIC: Final = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
#: A word, or one mark.
_FIRST: Final = re.compile(r"\w+|[^\w\s]")
_NUMBER: Final = r"\d[\d.,]*\s?[km]?"


def fold(text: str) -> str:
    """A text as marks are compared: case folded, plain quotes and dashes, no colon or arrow at its ends."""
    return text.translate(_TYPOGRAPHIC).casefold().strip(" :»›>→←«‹<|•·…▼▲+")


@cache
def _phrases(section: str) -> tuple[str, ...]:
    table: dict[str, list[str]] = {}
    current: list[str] = []  # of the lines above the first section, which are comments
    text = files("searcher.knowledge").joinpath("data", "page_marks.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            current = table.setdefault(line[1:-1], [])
        elif line:
            current.append(line.translate(_TYPOGRAPHIC).casefold())
    return tuple(table[section])


@cache
def vocabulary(section: str) -> frozenset[str]:
    """The words of four letters or more that the phrases of a section have."""
    return frozenset(word for phrase in _phrases(section) for word in re.findall(r"[^\W\d_]{4,}", phrase))


def _pattern(phrase: str) -> str:
    return re.escape(phrase).replace(r"\*", r".{1,60}").replace(r"\#", _NUMBER)


def _edges(phrase: str) -> str:
    """The pattern of a phrase that begins and ends where words do."""
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalnum() or phrase[-1] == "#" else ""
    return before + _pattern(phrase) + after


@cache
def whole(section: str) -> Callable[[str], bool]:
    """A test whether a folded text is one of the phrases of a section."""
    phrases = _phrases(section)
    exact = frozenset(fold(phrase) for phrase in phrases if "*" not in phrase and "#" not in phrase)
    loose = [_pattern(phrase) for phrase in phrases if "*" in phrase or "#" in phrase]
    match = re.compile("|".join(loose) or r"(?!)").fullmatch
    return lambda folded: folded in exact or (len(folded) < 120 and match(folded) is not None)


@cache
def starts(section: str) -> Callable[[str], bool]:
    """A test whether a folded text begins with one of the phrases of a section."""
    match = re.compile("|".join(_edges(phrase) for phrase in _phrases(section))).match
    return lambda folded: match(folded) is not None


def _splits_word(text: str, place: int) -> bool:
    return place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


@cache
def count(section: str) -> Callable[[str], int]:
    """How many phrases of a section begin at different places in a folded text."""
    by_word: dict[str, list[str]] = {}
    for phrase in sorted(_phrases(section), key=len, reverse=True):
        by_word.setdefault(_FIRST.match(phrase)[0], []).append(phrase)  # type: ignore[index] # every phrase has one

    def find(folded: str) -> int:
        found: set[str] = set()
        end = 0
        for match in _FIRST.finditer(folded):
            # A phrase inside another one is not counted beside it.
            if match.start() < end:
                continue
            for phrase in by_word.get(match[0], ()):
                stop = match.start() + len(phrase)
                if folded.startswith(phrase, match.start()) and not _splits_word(folded, stop):
                    found.add(phrase)
                    end = stop
                    break
        return len(found)

    return find
