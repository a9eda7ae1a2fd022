"""A person's name -> the key that its spellings have in common: `Jae-in Moon`, `Moon Jae In` -> `jaeinmoon`.

The key is made of the name alone, so it is the same in every story and every index. Two names with one key are taken
for one person everywhere; so it leaves out only what does not tell people apart (docs/names.md has the rules, and
`tests/knowledge/test_spellings.py` the pairs on which they were measured).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from searcher.knowledge.names import commonness, fold, has_eastern_order, is_suffix, words

#: Where given name and surname are both so common, an initial between them is what tells two people apart: Michael B.
#: Jordan and Michael Jordan.
_COMMON: Final = 3
#: Arabic articles, which agencies write or leave out: Bashar al-Assad.
_ARTICLES: Final = frozenset(["al", "el"])
_NICKNAME: Final = re.compile(r"[\"“][^\"“”]*[\"”]")
_HYPHENS: Final = str.maketrans("‐‑–", "---")


@lru_cache(maxsize=1 << 17)
def spelling_key(name: str) -> str:
    """The key of a name; "" for one without a letter or digit. A word alone is its own key."""
    parts = fold(_in_order(name).translate(_HYPHENS)).split()
    if len(parts) == 2 and parts[0].isalpha() and parts[1].isalpha() and parts[0] not in words("titles"):
        return "".join(_arranged(parts))
    suffix = ""
    while len(parts) > 2 and is_suffix(parts[-1]):
        suffix = " " + parts.pop().replace(".", "").removesuffix(",") + suffix
    parts = _untitled([part for part in parts if any(map(str.isalnum, part))])
    return _letters("".join(_arranged(_bare(parts)))) + suffix


def _in_order(name: str) -> str:
    """`Trump, Donald J.` as it is spoken, without a nickname in quotes; a suffix after a comma stays behind."""
    if '"' in name or "“" in name:
        name = _NICKNAME.sub("", name)
    if "," not in name:
        return name
    pieces = [piece.strip() for piece in name.split(",") if piece.strip()]
    behind = [piece for piece in pieces[1:] if is_suffix(piece)]
    pieces = [piece for piece in pieces if piece not in behind]
    return " ".join([*(reversed(pieces) if len(pieces) == 2 else pieces), *behind])


def untitled(name: str) -> str:
    """A name without the titles before it, as extraction finds names: President Moon -> Moon."""
    parts = name.split()
    while len(parts) > 1 and fold(parts[0]) in words("titles"):
        parts = parts[1:]
    return " ".join(parts)


def _untitled(parts: list[str]) -> list[str]:
    """Without the titles before a name of two words or more: King Hussein is not Hussein."""
    while len(parts) > 2 and parts[0] in words("titles") and parts[0] not in words("titles_in_names"):
        parts = parts[1:]
    return parts


def _bare(parts: list[str]) -> list[str]:
    """Without the article before a surname, and without one initial in the middle where that tells nobody apart."""
    if len(parts) < 3 and not any("-" in part for part in parts[1:]):
        return parts
    first, *inner, last = parts
    for article in _ARTICLES:
        last = last.removeprefix(article + "-")
    inner = [part for part in inner if part not in _ARTICLES]
    lone = len(inner) == 1 and len(_letters(inner[0])) == 1 and min(len(_letters(first)), len(_letters(last))) > 1
    if lone and not (commonness(first).first >= _COMMON and commonness(last).last >= _COMMON):
        inner = []
    return [first, *inner, last]


def _arranged(parts: list[str]) -> list[str]:
    """In an order that does not depend on whether the surname comes first, where the words themselves tell which it
    is: Moon Jae-in, but neither Martin James nor James Martin.
    """
    if len(parts) < 2:
        return parts
    if not has_eastern_order(parts):
        turned = [parts[-1], *parts[:-1]]
        if has_eastern_order(turned):
            parts = turned
        elif len(parts) > 2 or _is_either(*parts):
            return parts
    return sorted([_letters(parts[0]), _letters("".join(parts[1:]))])


def _is_either(one: str, other: str) -> bool:
    """Whether two words may name two people, one in either order."""
    first, last = commonness(one), commonness(other)
    return bool(first.first and first.last and last.first and last.last)


def _letters(word: str) -> str:
    return word if word.isalnum() else "".join(filter(str.isalnum, word))
