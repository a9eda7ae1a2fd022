"""A word -> the same without regard to case and accents."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

#: Letters that Unicode does not decompose, as a reader without that keyboard types them.
_PLAIN: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_JOINERS: Final = frozenset("'&.")
_FIRST_MARK, _LAST_MARK = "\u0300", "\u036f"


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """Case and accents folded, full-width forms made plain; idempotent. Hangul and Indic vowel signs stay."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    if any(unicodedata.category(c)[0] not in "LMN" for c in decomposed if c not in _JOINERS):
        decomposed = unicodedata.normalize("NFD", word.casefold())  # ¼ stays one character, and so one word
    bare = "".join(c for c in decomposed if not _FIRST_MARK <= c <= _LAST_MARK)
    return unicodedata.normalize("NFC", bare.translate(_PLAIN)).casefold()
