"""A word of a run of capitalised words -> what it can be of a name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from searcher.knowledge.names import adjectives, commonness, fold, is_initial, is_suffix, words


class Traits(NamedTuple):
    """What one word can be.

    `word` is folded; `first`, `last` and `ordinary` say how common it is; `title` is 0 for none, 1 where it is often
    an ordinary word (general), 2 for another, 3 for a form of address; `modifier`: stands before titles (foreign);
    `body`: of the names of organisations, places and things; `small`: a particle in small letters; `upper`: letters
    all in capitals that are neither initial nor suffix; `half`: a part after a hyphen begins small (Seoul-based);
    `mixed`: capitals in the middle (USAir), but for those of names (McDonald, DeHart).
    """

    word: str
    first: int
    last: int
    ordinary: bool
    stop: bool
    title: int
    modifier: bool
    body: bool
    adjective: bool
    suffix: bool
    initial: bool
    small: bool
    upper: bool
    half: bool
    mixed: bool


_MIXED: Final = re.compile(r"[^\W_]*[a-z][A-Z]|[A-Z]{2,}[a-z]")
_PREFIXED: Final = re.compile(
    r"(?:Ma?c|De|Le|La|Du|Di|Da|Del|Des|Van|Von|Fitz|Ben|San|St|Lo|D|O|L)[A-Z][a-z]+(?:-\w+)*\Z"
)


@lru_cache(maxsize=1 << 15)
def traits(token: str) -> Traits:
    """Of a word as it stands in the text."""
    word = fold(token)
    first, last, ordinary = commonness(word)
    suffix, initial = is_suffix(token), is_initial(token)
    title = 0
    if "-" in word and (word.split("-")[0] in words("titles") or word.rsplit("-", 1)[1] in words("titles")):
        title = 2
    elif word in words("titles"):
        title = 3 if word in words("address") else 1 if word in words("weak") else 2
    return Traits(
        word,
        first,
        last,
        ordinary,
        stop=word in words("stops"),
        title=title,
        modifier=word in words("modifiers"),
        body=word in words("bodies"),
        adjective=word in adjectives(),
        suffix=suffix,
        initial=initial,
        small=token.islower() and word in words("particles"),
        upper=len(token) > 1 and token.isupper() and not suffix and not initial,
        mixed=_MIXED.match(token) is not None and _PREFIXED.match(token) is None,
        half="-" in token and token.rsplit("-", 1)[1].islower(),
    )
