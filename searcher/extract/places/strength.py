"""A folded name of the gazetteer -> how far it can be trusted to mean a place by itself."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from searcher.knowledge import gazetteer
from searcher.knowledge.place_words import words

#: Towns of fewer people than this are meant only where the text says so.
_TOWN: Final = 200_000
#: A city of this weight is named in the world's news whatever its size.
_KNOWN: Final = 6.0
#: The states and provinces of these are named without more.
_KNOWN_REGIONS: Final = frozenset(["US", "CA", "AU", "GB", "CN", "DE", "IN", "RU"])


@lru_cache(maxsize=1 << 16)
def is_great(key: str) -> bool:
    """Whether the name means a place when the text does not say otherwise."""
    if key in words("great"):
        return True
    if key in words("ordinary") or key in words("people"):
        return False
    best = _best(key)
    if best is None:
        return False
    if best.kind == "region":
        return best.country in _KNOWN_REGIONS or " " in key
    return best.kind != "city" or best.population >= _TOWN or best.weight >= _KNOWN


def is_person_like(key: str) -> bool:
    """Whether the name is also a given name or a surname."""
    return key in words("people")


def is_ordinary(key: str) -> bool:
    """Whether the name is also a word."""
    return key in words("ordinary")


def _best(key: str) -> gazetteer.Entry | None:
    found = gazetteer.numbers(key)
    return gazetteer.entry(found[0]) if found else None
