"""A possible name in a text -> how much its neighbours speak for a person."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from searcher.knowledge.names import fold, words

#: What may follow a name at once.
_RIGHT: Final = re.compile(
    r"(?P<age>,[ \n](?:aged )?\d\d?(?=[,.;\n]| and| who| of))"
    r"|(?P<firm>[ \n]?(?:&|and)[ \n]?(?:Co|Sons|Bros|Partners)\b|[ \n](?:shares|stock|bonds|notes|Inc|Corp|Ltd)\b)"
    r"|(?P<and>[ \n]?&)"
    r"|[ \n](?:said|says|added)[ \n](?:that[ \n])?(?:(?P<it>its?|they|their)|(?P<he>s?he|his|her))\b"
    r"|[ \n](?P<word>[a-z]+)"
    r"|(?P<gloss>,[ \n](?:the|a|an|who|whose|his|her|their|one|another|now|then|also|chief|head|[a-z]+ing)\b)"
    r"|,[ \n](?:(?:an?|the|its|their)[ \n])?(?P<role>[a-z]+)"
    r"|(?P<bracket>[ \n]\((?:[RLCD]\b|[A-Z]+-|[a-z]+)|[ \n]\()"
)


@lru_cache(maxsize=1 << 13)
def _right_word(word: str) -> float:
    if word in words("sayings"):
        return 1.5
    return 0.7 if word in words("deeds") else 0.0


@lru_cache(maxsize=1 << 13)
def _left_word(word: str) -> float:
    word = fold(word.strip("\"“`'’‘(-"))
    if word in words("roles"):
        return 2.0
    if word in words("sayings"):
        return 1.6
    return {"the": -2.0, "in": -1.2, "at": -1.2, "near": -1.2, "a": -1.0, "an": -1.0, "mr": 3.0}.get(word, 0.0)


def _and(words_in_name: int) -> float:
    """`&` joins single names to a firm's; full names stand in a list."""
    return -4.0 if words_in_name == 1 else -1.0


def context(text: str, start: int, end: int, *, words_in_name: int) -> float:
    """Evidence from the words before and after `text[start:end]`, a name of so many words; positive for a person."""
    score = 0.0
    right = _RIGHT.match(text, end)
    if right is not None:
        kind = right.lastgroup
        if kind == "word":
            score += _right_word(right["word"])
        elif kind == "role":
            score += 1.5 if right["role"] in words("roles") else 0.0
        else:
            score += {"age": 2.5, "gloss": 0.7, "bracket": 0.1, "it": -1.5, "he": 2.5, "and": _and(words_in_name)}.get(
                kind or "", -4.0
            )
    left = text[max(0, start - 20) : start]
    last = left[-1:]
    if last == "&" or left.endswith("& "):
        return score + _and(words_in_name)
    before = left.split()
    if before and (last in _OPENING or (last.isspace() and not left.endswith("\n\n"))):
        word = before[-1].lower()
        if word.endswith(","):
            return score + max(0.0, _left_word(word[:-1]) * 0.9)
        return score + _left_word(word)
    return score


#: Quotes between the word before and the name.
_OPENING: Final = frozenset("\"“`'‘")
