"""A word of a run of capitalised words -> what it can be of a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from searcher.knowledge import gazetteer
from searcher.knowledge.names import adjectives, commonness, fold, is_initial, lists_of, words


@dataclass(slots=True)  # a frozen one takes three times as long to make
class Traits:
    """What one word can be. Not to be changed: all runs with the word share it.

    `word` is folded, and in these `lists` of names' words; `first`, `last` and `ordinary` say how common it is;
    `title` is 0 for none, 1 where it is often an ordinary word (general), 2 for another, 3 for a form of address;
    `plain`: part of a name wherever it stands (no title, stop word or adjective, nothing that goes before titles);
    `body`: of the names of organisations, places and things; `thing`: it is or begins a well-known name that is
    nobody's (White House); `small`: a particle in small letters; `upper`: letters all in capitals that are neither
    initial nor suffix; `half`: a part after a hyphen begins small (Seoul-based); `mixed`: capitals in the middle
    (USAir), but for those of names (McDonald, DeHart); `place`: a place of some weight has this name.
    """

    word: str
    lists: frozenset[str]
    first: int
    last: int
    ordinary: bool
    title: int
    plain: bool
    body: bool
    adjective: bool
    thing: bool
    suffix: bool
    initial: bool
    small: bool
    upper: bool
    half: bool
    mixed: bool
    place: bool


_MIXED: Final = re.compile(r"[^\W_]*[a-z][A-Z]|[A-Z]{2,}[a-z]")
_PREFIXED: Final = re.compile(
    r"(?:Ma?c|De|Le|La|Du|Di|Da|Del|Des|Van|Von|Fitz|Ben|San|St|Lo|D|O|L)[A-Z][a-z]+(?:-\w+)*\Z"
)


@lru_cache(maxsize=1 << 16)
def traits(token: str) -> Traits:
    """Of a word as it stands in the text."""
    word = fold(token)
    lists = lists_of(word)
    first, last, ordinary = commonness(word)
    suffix, initial = "suffixes" in lists, is_initial(token)
    title = _title(word, lists)
    adjective = word in adjectives()
    return Traits(
        word,
        lists,
        first,
        last,
        ordinary,
        title,
        plain=not (title or adjective or "stops" in lists or "modifiers" in lists),
        body="bodies" in lists,
        adjective=adjective,
        thing=word in _things(),
        suffix=suffix,
        initial=initial,
        small="particles" in lists and token.islower(),
        upper=not suffix and not initial and len(token) > 1 and token.isupper(),
        half="-" in token and token.rsplit("-", 1)[1].islower(),
        mixed=not token.istitle() and _MIXED.match(token) is not None and _PREFIXED.match(token) is None,
        place=gazetteer.is_place_name(word),
    )


def _title(word: str, lists: frozenset[str]) -> int:
    if "-" in word and (
        "titles" in lists_of(word.split("-", maxsplit=1)[0]) or "titles" in lists_of(word.rsplit("-", 1)[1])
    ):
        return 2
    if "titles" not in lists:
        return 0
    return 3 if "address" in lists else 1 if "weak" in lists else 2


@cache
def _things() -> frozenset[str]:
    return frozenset(name.partition("_")[0] for name in words("not_people"))
