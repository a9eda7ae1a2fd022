"""The subjects of a NewsML-G2 item -> its people, places, keywords and organizations.

A subject has its name in itself, or a code that an `assert` of the same item explains; the places around a place
are its `broader` concepts, found in the same two ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from searcher.document import Person, Place
from searcher.readers.markup import local, text_of

PEOPLE: Final = frozenset(("person",))
PLACES: Final = frozenset(("geoarea", "poi", "geo", "location"))
ORGANIZATIONS: Final = frozenset(("organisation", "organization"))
#: Codes of countries in ISO 3166 alpha-2, as an alias or as the end of an address.
COUNTRY_ALIASES: Final = ("iso3166-1a2", "iso3166-1-alpha-2", "iso3166")
MAX_BROADER: Final = 8


def name_of(element: Any) -> str:
    """The name of a concept: that in the item's first language."""
    if element is None:
        return ""
    names = (text_of(child) for child in element if local(child) == "name")
    return next((name for name in names if name), "")


def _kind(element: Any) -> str:
    given = str(element.get("type") or element.get("typeuri") or "")
    return given.replace("/", ":").rpartition(":")[2].casefold()


def _codes(element: Any) -> list[str]:
    return [code for name in ("qcode", "uri", "literal") if (code := element.get(name))]


class Concepts:
    """What an item says of its subjects."""

    def __init__(self, item: Any) -> None:
        self._asserts: dict[str, Any] = {}
        for element in item:
            if local(element) == "assert":
                for code in _codes(element):
                    self._asserts.setdefault(code, element)
        meta = next((child for child in item if local(child) == "contentMeta"), None)
        self._meta = [child for child in meta if local(child)] if meta is not None else []

    def people(self) -> tuple[Person, ...]:
        """Subjects of the type person."""
        return tuple(Person(name) for name in self._named(PEOPLE))

    def organizations(self) -> tuple[str, ...]:
        """Subjects of the type organisation."""
        return self._named(ORGANIZATIONS)

    def places(self) -> tuple[Place, ...]:
        """Subjects of the types of places, with their country and the places around them where these are stated."""
        found: dict[str, Place] = {}
        for subject in self._subjects():
            name = self._name(subject)
            if _kind(subject) in PLACES and name:
                around = list(self._broader(subject))
                within = [other for element in around if (other := self._name(element)) and other != name]
                country = next((code for element in (subject, *around) if (code := _country(element))), None)
                found.setdefault(name, Place(name, (), country, tuple(dict.fromkeys(within))))
        return tuple(found.values())

    def keywords(self) -> tuple[str, ...]:
        """The keywords, and the names of subjects that are neither people, places nor organizations."""
        words = [text_of(child) for child in self._meta if local(child) == "keyword"]
        for subject in self._subjects():
            if _kind(subject) not in PEOPLE | PLACES | ORGANIZATIONS:
                words.append(self._name(subject))
                words += [name_of(child) for child in subject if local(child) == "mainConcept"]
        return tuple(dict.fromkeys(word for word in words if word))

    def _subjects(self) -> list[Any]:
        return [child for child in self._meta if local(child) == "subject"]

    def _named(self, kinds: frozenset[str]) -> tuple[str, ...]:
        names = (self._name(subject) for subject in self._subjects() if _kind(subject) in kinds)
        return tuple(dict.fromkeys(name for name in names if name))

    def _explained(self, element: Any) -> Any:
        return next((self._asserts[code] for code in _codes(element) if code in self._asserts), None)

    def _name(self, element: Any) -> str:
        return name_of(element) or name_of(self._explained(element))

    def _broader(self, element: Any) -> Iterator[Any]:
        """The concepts around one, nearest first; each code once, so that a circle ends."""
        waiting, seen = [element], {*_codes(element)}
        while waiting and len(seen) <= MAX_BROADER:
            current = waiting.pop(0)
            explained = self._explained(current)
            for parent in (current, explained):
                for child in parent if parent is not None else ():
                    if local(child) == "broader" and not seen.intersection(_codes(child)):
                        seen.update(_codes(child))
                        waiting.append(child)
                        yield child


def _country(element: Any) -> str | None:
    for code in _codes(element):
        alias, _, end = code.replace("/", ":").rpartition(":")
        if len(end) == 2 and end.isalpha() and alias.casefold().endswith(COUNTRY_ALIASES):
            return end.upper()
    return None
