"""A word or a name -> what it can be of a person's name: how common as a first name or surname, a title, a particle."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

_PLAIN: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "’": "'", "‘": "'"}
)


class Commonness(NamedTuple):
    """How common a word is: as a first name, as a surname (0 unknown to 3), and whether it is an ordinary word."""

    first: int
    last: int
    ordinary: bool


def fold(name: str) -> str:
    """Lower case, without accents, plain apostrophes."""
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name.lower().translate(_PLAIN))
        return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return name.lower()


def _read(name: str) -> str:
    return (files("searcher.knowledge") / "data" / name).read_text("utf-8")


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(value.split()) for name, value in tomllib.loads(_read("names-words.toml")).items()}


def words(name: str) -> frozenset[str]:
    """A list of `names-words.toml`: `titles`, `roles`, `bodies`, ... in folded form."""
    return _lists()[name]


@cache
def _by_word() -> dict[str, frozenset[str]]:
    found: dict[str, list[str]] = {}
    for name, listed in _lists().items():
        for word in listed:
            found.setdefault(word, []).append(name)
    return {word: frozenset(lists) for word, lists in found.items()}


def lists_of(folded: str) -> frozenset[str]:
    """The names of the lists that a word is in: one look-up for all of them, and most words are in none."""
    return _by_word().get(folded, _NO_LISTS)


_NO_LISTS: Final = frozenset[str]()


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _read("names.txt").splitlines():
        grade, _, found = line.partition(" ")
        table.update(dict.fromkeys(found.split(), grade))
    return table


_UNKNOWN: Final = Commonness(0, 0, ordinary=False)
#: What the table writes as "320": first name, surname, ordinary.
_GRADES: Final = {
    f"{first}{last}{ordinary}": Commonness(first, last, bool(ordinary))
    for first in range(4)
    for last in range(4)
    for ordinary in range(2)
}


def commonness(word: str) -> Commonness:
    """Of one word, in any case; a hyphened one is as common as its best part."""
    folded = fold(word)
    grade = _table().get(folded)
    if folded in words("first_names"):
        known = _GRADES[grade or "000"]
        return Commonness(max(known.first, 2), known.last, ordinary=False)
    if grade is not None:
        return _GRADES[grade]
    if "-" in folded:
        parts = [commonness(part) for part in folded.split("-") if part]
        if parts:
            return Commonness(
                max(part.first for part in parts),
                max(part.last for part in parts),
                all(part.ordinary for part in parts),
            )
    return _UNKNOWN


def is_eastern(name: str) -> bool:
    """Whether a name has its surname first: Moon Jae-in, Xi Jinping, Nguyen Van Linh."""
    return has_eastern_order(fold(name).split())


def has_eastern_order(parts: Sequence[str]) -> bool:
    """`is_eastern` for the folded words of a name."""
    if not 2 <= len(parts) <= 4:
        return False
    if len(parts) == 2 and _is_reversed(*parts):
        return True
    if parts[0] not in words("eastern"):
        # "Kwok Ka-ki", whatever the spelling; not "Moen-Guidon", "Seoul-based".
        if len(parts) > 2 or "-" not in parts[1]:
            return False
        return _is_syllables(parts[1]) and len(parts[0]) <= 6 and not _is_western(parts[0])
    given = [syllable for part in parts[1:] for syllable in part.split("-")]
    known = sum(syllable in words("eastern_given") for syllable in given)
    hyphened = len(parts) == 2 and "-" in parts[1] and commonness(parts[1].split("-")[0]).first < 3
    return known == len(given) or hyphened or (known > 0 and commonness(parts[-1]).last < 2)


def _is_reversed(first: str, last: str) -> bool:
    """Whether two words are a surname and a given name, and cannot be it the other way round: Tanabe Hiroshi, Orban
    Viktor.
    """
    if _table().get(first, "")[:2] not in _SURNAMES_ONLY:
        return False  # nearly always, and at no cost
    given, surname = commonness(last), commonness(first)
    return given.first >= 2 and not given.last and not surname.first and not surname.ordinary


#: How the grades of words begin that are surnames and no first names.
_SURNAMES_ONLY: Final = ("01", "02", "03")


def _is_syllables(word: str) -> bool:
    syllables = word.split("-")
    return len(syllables) == 2 and all(
        2 <= len(syllable) <= 5 and (syllable in words("eastern_given") or _table().get(syllable) in _UNSAID)
        for syllable in syllables
    )


def _is_western(word: str) -> bool:
    known = commonness(word)
    return known.first >= 2 or known.ordinary


#: Grades of words that are hardly ever names in the West, nor ordinary ones.
_UNSAID: Final = (None, "010", "100", "110")


def is_initial(word: str) -> bool:
    """`J.`, `J.R.`, `W`: letters that stand for names."""
    return (len(word) == 1 and word.isupper()) or (
        len(word) <= 6 and word.endswith(".") and word.replace(".", "").replace("-", "").isupper() and word[1] in ".-"
    )


def is_suffix(word: str) -> bool:
    """`Jr.`, `III`."""
    return fold(word.rstrip(",")) in words("suffixes")


def surname(name: str) -> str:
    """The word by which the story will call this person, folded: Trump, Moon (Jae-in), (van der) Berg."""
    parts = name.replace(",", "").split()
    while len(parts) > 2 and is_suffix(parts[-1]):
        parts.pop()
    if not parts:
        return ""
    return fold(parts[0] if is_eastern(" ".join(parts)) else parts[-1])


@cache
def adjectives() -> frozenset[str]:
    """Folded adjectives of countries and names of inhabitants of one word: russian, americans."""
    lines = _read("gazetteer-adjectives.tsv").splitlines()
    return frozenset(fold(line.split("\t")[0]) for line in lines if not line.startswith("#") and "\t" in line)
