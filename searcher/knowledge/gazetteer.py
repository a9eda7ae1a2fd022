"""A name -> the places it may mean, best first, with their country and what they lie in."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal

Kind = Literal["continent", "area", "country", "region", "historic", "water", "capital", "city"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One place.

    `kind`: continent; area (of several countries, a part of one, an island, mountains); country (or territory with
    an ISO code); region (state, province); historic (former state); water; capital; city. `country` is the ISO 3166
    alpha-2 code, former ones of former states (SU, YU, CS, DD), or None. `within` are the names around it, nearest
    first, up to the continent. `population` is 0 where unknown. `weight` is how sure a name is to mean this one when
    nothing else is known, comparable with the logarithm of a city's population: a country has 9.
    """

    number: int
    kind: Kind
    name: str
    country: str | None
    population: int
    within: tuple[str, ...]
    weight: float


_PLAIN: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ə": "a"}
    | dict.fromkeys("‘’`´ʻʼʿʾ", "'")
    | dict.fromkeys("-‐‑‒–—_\xa0\n\t", " ")
)


def fold(name: str) -> str:
    """Case, accents, hyphens and kinds of apostrophe made alike, blanks single; full stops stay."""
    if name.isascii():
        if name.isalnum():
            return name.lower()  # most words
    else:
        decomposed = unicodedata.normalize("NFKD", name)
        name = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(name.lower().translate(_PLAIN).split())


def _read(name: str) -> str:
    return (files("searcher.knowledge") / "data" / name).read_text("utf-8")


@cache
def names() -> dict[str, str]:
    """Folded name -> the numbers of its entries, best first, as text: most are never asked for. Not to be changed."""
    return dict(line.split("\t") for line in _read("gazetteer-names.tsv").splitlines())


@cache
def _lines() -> list[str]:
    return _read("gazetteer.tsv").splitlines()


@lru_cache(maxsize=1 << 16)
def entry(number: int) -> Entry:
    """The entry of this number."""
    kind, name, country, population, weight, _ = _lines()[number].split("\t")
    within = tuple(dict.fromkeys(above.name for above in _above(number) if above.name != name))
    return Entry(number, kind, name, country or None, int(population or 0), within, int(weight) / 10)  # type: ignore[arg-type]


def _above(number: int) -> list[Entry]:
    """What an entry lies in, nearest first; what holds it in several ways comes once."""
    found: dict[int, Entry] = {}
    for parent in _lines()[number].rsplit("\t", 1)[1].split():
        found[int(parent)] = entry(int(parent))
        found.update((above.number, above) for above in _above(int(parent)))
    return list(found.values())


@lru_cache(maxsize=1 << 14)
def lookup(name: str) -> tuple[Entry, ...]:
    """The places of this name, best first; empty when there are none. "Holland", "U.S.", "the Hague" are names."""
    return tuple(entry(number) for number in numbers(fold(name)))


def numbers(folded: str) -> tuple[int, ...]:
    """`lookup` for a name that is folded already, without making the entries."""
    table = names()
    found = table.get(folded)
    if found is None:
        found = table.get(folded.removeprefix("the ")) or table.get(folded.rstrip(".")) or table.get(folded + ".")
    if found is None and "." in folded:
        found = table.get(folded.replace(".", ""))
    return tuple(map(int, found.split())) if found else ()


def is_place_name(text: str) -> bool:
    """Whether a place of some weight has this name: not whether it is meant (Jordan, Paris and Lincoln are names of
    people too). Towns under 50,000 do not count.
    """
    found = numbers(fold(text))
    if not found:
        return False
    kind, _, _, population, _ = _lines()[found[0]].split("\t", 4)
    return kind not in ("city", "region") or int(population or 0) >= 50_000


def canonical(name: str) -> tuple[str, ...]:
    """The names under which an index may hold the places that a query names, best first, each once: `U.S.` ->
    United States; `korea` -> South Korea, North Korea; `Deutschland` -> Germany. The name itself comes back for an
    unknown one.
    """
    native = _native().get(fold(name))
    found = [entry.name for entry in lookup(name)]
    return tuple(dict.fromkeys([native, *found] if native else found)) or (name,)


@lru_cache(maxsize=1 << 15)
def settled(name: str) -> str:
    """The name under which a place counts, whatever a source calls it: `USA` -> United States. A name that is unknown,
    or that of places of several names, is its own.
    """
    folded = fold(name)
    found = {_lines()[number].split("\t", 2)[1] for number in numbers(folded)}
    if not found:
        return _native().get(folded, name)
    return found.pop() if len(found) == 1 else name


@cache
def _native() -> dict[str, str]:
    """Folded names of countries in their own languages, which English texts hardly have and queries do."""
    rows = (line.split("\t") for line in _read("gazetteer-native.tsv").splitlines() if not line.startswith("#"))
    return {fold(native): name for native, name in rows}


def parents(of: Entry) -> tuple[Entry, ...]:
    """The entries that `within` names, nearest first."""
    return _parents(of.number)


@lru_cache(maxsize=1 << 14)
def _parents(number: int) -> tuple[Entry, ...]:
    name = entry(number).name
    return tuple(above for above in _above(number) if above.name != name)
