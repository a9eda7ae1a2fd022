"""A file of the user's own corrections to people and places -> Corrections, and a Document -> the same, corrected.

The file is TOML (docs/names.md has an example):

    same = [["Moon Jae-in", "President Moon"]]        # one person; the first name is shown
    not_a_person = ["Mercedes Benz"]
    not_a_place = ["Tanabe"]
    place = { "Springfield" = "Springfield, Illinois, US" }

What it says holds for what sources state as well as for what was found in texts: it is the user's own word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from searcher.document import Document, Person, Place
from searcher.errors import RequestError
from searcher.extract.base import changed
from searcher.fields import closest
from searcher.knowledge import gazetteer
from searcher.knowledge.spellings import spelling_key, untitled

KEYS: Final = ("same", "not_a_person", "not_a_place", "place")


@dataclass(frozen=True, slots=True)
class Corrections:
    """`same`: key of a spelling -> the name of the person; `nobody`: keys of names; `nowhere`: folded words; `places`:
    folded word -> the place that it means.
    """

    same: Mapping[str, str] = field(default_factory=dict)
    nobody: frozenset[str] = frozenset()
    nowhere: frozenset[str] = frozenset()
    places: Mapping[str, Place] = field(default_factory=dict)


NONE: Final = Corrections()


def read_corrections(path: str) -> str:
    """The text of a file of corrections; RequestError, with the line, when it is missing or wrong."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RequestError(f"the corrections {path} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise RequestError(f"the corrections {path} are not in UTF-8; save them in UTF-8") from None
    _parse(text, path)
    return text


@lru_cache(maxsize=16)
def corrections_from(text: str) -> Corrections:
    """What the text of a file says, which `read_corrections` has read; nothing for an empty one."""
    return _parse(text, "the corrections")


# --- what they do


def correct_people(document: Document, corrections: Corrections) -> Document:
    """The document with its people corrected: who is nobody left out, who is one person put together."""
    if not document.people or not (corrections.same or corrections.nobody):
        return document
    people: dict[str, Person] = {}
    for person in document.people:
        if spelling_key(person.name) in corrections.nobody:
            continue
        name = _name_of(person, corrections.same)
        forms = person.names if name == person.name else (person.name, *person.names)
        known = people.get(name)
        people[name] = Person(name, tuple(dict.fromkeys((*known.names, *forms) if known else forms)))
    found = tuple(people.values())
    return document if found == document.people else changed(document, people=found)


def _name_of(person: Person, same: Mapping[str, str]) -> str:
    """The name under which somebody goes: that of the file if it has the fullest name, or another one of two words."""
    keys = [spelling_key(name) for name in (person.name, *person.names) if name == person.name or " " in name]
    return next((same[key] for key in keys if key in same), person.name)


def correct_places(document: Document, corrections: Corrections) -> Document:
    """The document with its places corrected: words that are no place left out, others as the place that they mean."""
    if not document.places or not (corrections.places or corrections.nowhere):
        return document
    found: dict[Place, tuple[str, ...]] = {}
    for place in document.places:
        for form in place.names or (place.name,):
            folded = gazetteer.fold(form)
            if folded not in corrections.nowhere:
                meant = replace(corrections.places.get(folded, place), names=())
                found[meant] = (*found.get(meant, ()), form)
    places = tuple(replace(place, names=tuple(dict.fromkeys(forms))) for place, forms in found.items())
    return document if places == document.places else changed(document, places=places)


# --- what they say


def _parse(text: str, path: str) -> Corrections:
    """A file's text -> what it says; RequestError naming the line for what cannot be meant."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RequestError(f"{path}: {error}; see docs/names.md for an example") from None
    file = _File(path, text)
    for key in said:
        if key not in KEYS:
            near = closest(key, KEYS)
            hint = f"did you mean {near}?" if near else f"there is {', '.join(KEYS)}"
            raise file.wrong(key, f"no such key as {key!r}; {hint}")
    nobody, nowhere = (file.strings(said, key) for key in ("not_a_person", "not_a_place"))
    places = _places(said.get("place", {}), file)
    same = _same(said.get("same", []), file)
    _check_apart(nobody, same, spelling_key, file, "not_a_person and same")
    _check_apart(nowhere, places, gazetteer.fold, file, "not_a_place and place")
    return Corrections(
        same=same,
        nobody=frozenset(map(spelling_key, nobody)),
        nowhere=frozenset(map(gazetteer.fold, nowhere)),
        places=places,
    )


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    text: str

    def wrong(self, word: str, what: str) -> RequestError:
        """An error where a key or a string stands first."""
        found = re.search(rf"""^[ \t]*\[?["']?{re.escape(word)}["']?[ \t]*[\].=]""", self.text, re.MULTILINE)
        at = found.start() if found else max(0, self.text.find(word))
        return RequestError(f"{self.path}, line {self.text.count(chr(10), 0, at) + 1}: {what}")

    def strings(self, said: Mapping[str, Any], key: str) -> list[str]:
        """The strings of a list; none when there is no such key."""
        held = said.get(key, [])
        if not isinstance(held, list):
            raise self.wrong(key, f'{key} is a list of words: {key} = ["Tanabe"]')
        return [self.name(word, key) for word in held]

    def name(self, word: object, key: str) -> str:
        """A word with a letter in it."""
        if not isinstance(word, str) or not any(map(str.isalnum, word)):
            shown = word if isinstance(word, str) and word.strip() else key
            raise self.wrong(shown, f"{key} has {word!r}, where a name in quotes must stand")
        return " ".join(word.split())


def _same(groups: object, file: _File) -> dict[str, str]:
    """Key of each spelling -> the first name of its group."""
    example = 'same is a list of lists of names: same = [["Moon Jae-in", "President Moon"]]'
    if not isinstance(groups, list) or not all(isinstance(group, list) and len(group) > 1 for group in groups):
        raise file.wrong("same", example)
    same: dict[str, str] = {}
    for group in groups:
        names = [file.name(name, "same") for name in group]
        for name in names:
            for key in (spelling_key(name), spelling_key(untitled(name))):
                if same.setdefault(key, names[0]) != names[0]:
                    raise file.wrong(name, f"{name!r} is {same[key]!r} and {names[0]!r}: leave it in one list")
    return same


def _places(table: object, file: _File) -> dict[str, Place]:
    """Folded word -> the place that it means."""
    if not isinstance(table, dict):
        raise file.wrong("place", 'place is a table: place = { "Springfield" = "Springfield, Illinois, US" }')
    found: dict[str, Place] = {}
    for word, value in table.items():
        parts = [part.strip() for part in file.name(value, word).split(",") if part.strip()]
        place = _place(parts)
        if place is None:
            message = f"the gazetteer has no {', '.join(parts[1:])!r}; write as in 'Springfield, Illinois, US'"
            raise file.wrong(word, message)
        found[gazetteer.fold(file.name(word, "place"))] = place
    return found


def _place(parts: list[str]) -> Place | None:
    """A name, and the names around it, nearest first -> the place; None if what is around it is unknown."""
    around = [{entry.name for entry in gazetteer.lookup(part)} for part in parts[1:]]
    if not all(around):
        return None
    for entry in gazetteer.lookup(parts[0]):
        if all(not names.isdisjoint(entry.within) for names in around):
            return Place(entry.name, (), entry.country, entry.within)
    parent = _place(parts[1:]) if around else None
    if parent is None:
        return None if around else Place(parts[0])
    return Place(parts[0], (), parent.country, (parent.name, *parent.within))


def _check_apart(
    words: Iterable[str], meant: Mapping[str, object], fold: Callable[[str], str], file: _File, keys: str
) -> None:
    """RequestError when one word is nothing and something."""
    for word in words:
        if fold(word) in meant:
            raise file.wrong(word, f"{word!r} stands in {keys}: leave it in one of them")
