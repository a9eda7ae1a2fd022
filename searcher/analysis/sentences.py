"""Two neighbouring words -> whether a sentence ends between them.

By rule, so that index and query agree: a full stop, exclamation or question mark (with closing quotes and brackets)
before white space and a word that does not begin in lower case; not after a title, a month or another common
abbreviation, an initial, or a dotted short form such as U.S.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_END: Final = re.compile(r"""([.!?…]+)["'”’»)\]]*\s+(["'“‘«(\[]*)\Z|[。！？]|\n\s*\n""")
_LAST_MARKS: Final = re.compile(r"""([.!?…]+)["'”’»)\]]*\Z""")
_OPENERS: Final = re.compile(r"""["'“‘«(\[]*""")
_WIDE: Final = re.compile(r"[。！？]")
_LAST_WORD: Final = re.compile(r"[^\W_]+\Z")

#: Abbreviations after which news goes on in the same sentence with a capital letter or a number.
_ABBREVIATIONS: Final = frozenset(
    "mr mrs ms mx dr prof gen lt col sgt maj capt cmdr adm sen rep gov rev hon st mt ft jr sr vs inc corp co "
    "ltd bros jan feb mar apr aug sept sep oct nov dec al dist supt det insp pres atty pvt cpl "
    "messrs".split()
)
#: And these, but only before a number.
_BEFORE_NUMBER: Final = frozenset(["no", "nos", "fig", "vol", "pp", "art", "sec"])


def ends_sentence(text: str, before: int, start: int) -> bool:
    """Whether a sentence ends in `text[before:start]`, the gap between a word's end and the next word's start."""
    gap = text[before:start]
    if gap == " ":
        return False
    match = _END.search(gap)
    if match is None:
        return False
    if match[1] is None:
        return True
    if text[start].islower():
        return False
    if match[1] != ".":
        return True
    stop = _stop_after(text, before)
    return stop == STOP or (stop == STOP_BEFORE_CAPITAL and not text[start].isdigit())


#: How a stretch of text without a blank ends: in no mark, a full stop, other marks, a mark that always ends a
#: sentence, a full stop without a word before it, a full stop that ends a sentence unless a number follows.
NO_MARK, STOP, MARKS, ALWAYS, LONE_STOP, STOP_BEFORE_CAPITAL = range(6)
#: How one starts: as no sentence does, with a capital, with a digit, with a mark that always ends the sentence before.
NO_START, CAPITAL, DIGIT, AFTER_END = range(4)


def ends_of(chunk: str, end: int) -> int:
    """How a stretch without a blank, whose last word ends at `end` (0 for no word), ends."""
    kind = _marks(chunk[end:])
    if kind != STOP:
        return kind
    return _stop_after(chunk, end) if end else LONE_STOP


@lru_cache(maxsize=4096)
def _marks(tail: str) -> int:
    """How what follows a word ends, if a full stop meant no more than that."""
    if _WIDE.search(tail):
        return ALWAYS
    marks = _LAST_MARKS.search(tail)
    if marks is None:
        return NO_MARK
    return STOP if marks[1] == "." else MARKS


def starts_of(chunk: str, start: int) -> int:
    """How a stretch without a blank, whose first word starts at `start`, starts."""
    return _start(chunk[:start], chunk[start : start + 1])


def edges_of(before: str, word: str, after: str) -> int:
    """How a stretch of one word without a blank ends, times four, and how it starts."""
    kind = _marks(after)
    return (_stop_after(word, len(word)) if kind == STOP else kind) * 4 + _start(before, word[0])


@lru_cache(maxsize=4096)
def _start(head: str, first: str) -> int:
    """How what stands before a word and its first letter ("" for no word) start."""
    kind = _opens(head)
    if kind != CAPITAL:
        return kind
    if not first or first.islower():
        return NO_START
    return DIGIT if first.isdigit() else CAPITAL


def _opens(head: str) -> int:
    """How what stands before a word starts, if that word were a capital letter."""
    if _WIDE.search(head):
        return AFTER_END
    return CAPITAL if _OPENERS.fullmatch(head) else NO_START


def ends_between(tail: int, head: int) -> bool:
    """Whether a sentence ends between two neighbouring stretches."""
    if tail == ALWAYS or head == AFTER_END:
        return True
    return head != NO_START and (tail in (STOP, MARKS) or (tail == STOP_BEFORE_CAPITAL and head == CAPITAL))


def _stop_after(text: str, end: int) -> int:
    """What a full stop means after the word that ends at `end`."""
    last = _LAST_WORD.search(text, max(0, end - 24), end)
    word = last[0] if last else ""
    if len(word) == 1 and word.isalpha() and word.isupper():
        return NO_MARK
    folded = word.lower()
    if folded in _ABBREVIATIONS:
        return NO_MARK
    return STOP_BEFORE_CAPITAL if folded in _BEFORE_NUMBER else STOP
