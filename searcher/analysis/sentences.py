"""Two neighbouring words -> whether a sentence ends between them.

By rule, so that index and query agree: a full stop, exclamation or question mark (with closing quotes and brackets)
before white space and a word that does not begin in lower case; not after a title, a month or another common
abbreviation, an initial, or a dotted short form such as U.S.
"""

from __future__ import annotations

import re
from typing import Final

_END: Final = re.compile(r"""([.!?…]+)["'”’»)\]]*\s+(["'“‘«(\[]*)\Z|[。！？]|\n\s*\n""")
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
    last = _LAST_WORD.search(text, max(0, before - 24), before)
    word = last[0] if last else ""
    if len(word) == 1 and word.isalpha() and word.isupper():
        return False
    folded = word.lower()
    return folded not in _ABBREVIATIONS and not (folded in _BEFORE_NUMBER and text[start].isdigit())
