"""A field of a leaf, as Whoosh names it -> its terms, in bytes, and their keys.

Running text has two kinds of terms: stems, which are what a plain word of a query becomes, and words without case and
accents with MARK behind, which are what prefixes, wildcards and fuzzy words stand for. Only the second are listed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final, Protocol

import numpy as np

from searcher.analysis.entries import MISSING, WHOLE
from searcher.analysis.space import BODY, END, KEY_BITS, ZONES
from searcher.codec.base import Keys, Leaf, Numbers

#: Behind a word that is no stem. The least byte, so that marked words are in the order of the words.
MARK: Final = b"\0"
_POSITION: Final = (1 << KEY_BITS) - 1
_BITS: Final = 64
_SIGN: Final = 1 << _BITS - 1
_SECONDS_TO_1970: Final = 62_135_596_800
_MICROSECONDS: Final = 1_000_000

#: First and last-plus-one position of the fields of running text.
RUNNING_FIELDS: Final[dict[str, tuple[int, int]]] = {"text": (0, END), **ZONES, "lead": ZONES["body"]}
#: The columns of words that make up the length of such a field.
LENGTHS: Final[dict[str, tuple[str, ...]]] = {
    "text": ("title_words", "body_words", "caption_words"),
    "title": ("title_words",),
    "body": ("body_words",),
    "caption": ("caption_words",),
    "lead": ("lead_words",),
}
#: Fields of numbers: the column, and what is added to and multiplied with it; dates are in microseconds since year 1.
NUMBER_FIELDS: Final[dict[str, tuple[str, int, int]]] = {
    "date": ("instant", _SECONDS_TO_1970, _MICROSECONDS),
    "first_day": ("date_first", -1, 86_400 * _MICROSECONDS),
    "last_day": ("date_last", -1, 86_400 * _MICROSECONDS),
    "updated": ("updated_day", -1, 86_400 * _MICROSECONDS),
    "added": ("added_day", -1, 86_400 * _MICROSECONDS),
    "words": ("body_words", 0, 1),
}
NAME_FIELDS: Final = ("people", "places", "dateline")


class Lists(Protocol):
    """The terms of one field of one leaf."""

    def keys(self, term: bytes) -> Keys:
        """The sorted keys of a term in live documents."""
        ...

    def terms(self, prefix: bytes = b"") -> Iterator[bytes]:
        """The terms that begin so, sorted; some may stand in no live document of the field."""
        ...

    def terms_from(self, start: bytes) -> Iterator[bytes]:
        """The terms from this one on, sorted; likewise."""
        ...


def lists_of(leaf: Leaf, field: str) -> Lists:
    """The lists of a field."""
    if field in RUNNING_FIELDS:
        return Running(leaf, field)
    if field in NUMBER_FIELDS:
        return Figures(leaf, field)
    return Names(leaf, field) if field in NAME_FIELDS else Values(leaf, field)


def base_of(field: str) -> int:
    """The position from which Whoosh counts in a field."""
    return RUNNING_FIELDS.get(field, (0, 0))[0]


def has_length(field: str) -> bool:
    """Whether a field has a length in words."""
    return field in LENGTHS


def length_of(leaf: Leaf, field: str) -> Numbers:
    """Words of a field in each document; 0 where a field has no length."""
    total = np.zeros(leaf.count, dtype=np.int64)
    for name in LENGTHS.get(field, ()):
        total += leaf.column(name)
    return total


class _Words:
    """What fields of words have in common."""

    def terms(self, prefix: bytes = b"") -> Iterator[bytes]:
        """The terms that begin so."""
        raise NotImplementedError

    def terms_from(self, start: bytes) -> Iterator[bytes]:
        """The terms from this one on."""
        return itertools.dropwhile(lambda term: term < start, self.terms())


class Running(_Words):
    """Title, body, lead, captions, or all of them: a range of positions."""

    def __init__(self, leaf: Leaf, field: str) -> None:
        self._leaf, self._field = leaf, field

    def keys(self, term: bytes) -> Keys:
        """The keys of a stem, or of a marked word, in the range."""
        marked = term.endswith(MARK)
        text = term.removesuffix(MARK).decode("utf-8", "replace")
        found = self._leaf.keys("folded" if marked else "stem", text)
        if self._field == "text" or not found.size:
            return found
        first, end = RUNNING_FIELDS[self._field]
        position = found & _POSITION
        inside = (position >= first) & (position < end)
        if self._field == "lead":
            inside &= position < BODY + self._leaf.column("lead_words")[found >> KEY_BITS]
        return found[inside]

    def terms(self, prefix: bytes = b"") -> Iterator[bytes]:
        """The words that begin so, marked."""
        for term in self._leaf.terms("folded", prefix.removesuffix(MARK).decode("utf-8", "replace")):
            yield term.encode() + MARK


class Values(_Words):
    """A field matched by the words of its values, and by whole values with `=` before."""

    def __init__(self, leaf: Leaf, field: str) -> None:
        self._leaf, self._field = leaf, field

    def keys(self, term: bytes) -> Keys:
        """The keys of a term; of `id` the term is the id."""
        text = term.decode("utf-8", "replace")
        return self._leaf.keys(self._field, WHOLE + text if self._field == "id" else text)

    def terms(self, prefix: bytes = b"") -> Iterator[bytes]:
        """The terms that begin so."""
        text = prefix.decode("utf-8", "replace")
        hidden = WHOLE if self._field == "id" else ""
        for term in self._leaf.terms(self._field, hidden + text):
            yield term.removeprefix(hidden).encode()


class Names(Values):
    """People and places: a term of several words stands where one name has them all, in any order."""

    def keys(self, term: bytes) -> Keys:
        """The slots of the names that a term means; parts joined by a hyphen may be written as one word too."""
        if term.startswith(WHOLE.encode()):
            return super().keys(term)
        found = [self._chunk(chunk) for chunk in term.split(b" ")]
        return _common(found)

    def _chunk(self, chunk: bytes) -> Keys:
        parts = chunk.split(b"-")
        if len(parts) == 1:
            return super().keys(chunk)
        get = super().keys
        return np.union1d(_common([get(part) for part in parts]), get(b"".join(parts)))


def _common(lists: list[Keys]) -> Keys:
    """The keys that stand in all lists."""
    found = lists[0]
    for keys in lists[1:]:
        found = np.intersect1d(found, keys, assume_unique=True)
    return found


class Figures:
    """Dates and numbers, one a document, in 64 bits.

    Whoosh cuts a range into blocks of 2^4, 2^8, ... numbers, each a term of a *tier*: byte 0 the bits that are cut
    off, then what is left. A block lies side by side in the sorted numbers, so tiers cost nothing, and a range becomes
    few lists. Only tier 0 is listed.
    """

    def __init__(self, leaf: Leaf, field: str) -> None:
        documents, numbers = figures(leaf, field)
        order = np.argsort(numbers, kind="stable")
        self._documents, self._numbers = documents[order], numbers[order]

    def keys(self, term: bytes) -> Keys:
        """The documents whose number lies in the block of a term, at position 0."""
        block, tier = _block(term)
        low, high = np.searchsorted(self._numbers, [_clip(block << tier), _clip((block + 1) << tier)])
        return np.sort(self._documents[low:high]) << KEY_BITS

    def terms(self, prefix: bytes = b"") -> Iterator[bytes]:
        """The terms whose bytes begin so."""
        return itertools.takewhile(lambda term: term.startswith(prefix), self.terms_from(prefix))

    def terms_from(self, start: bytes) -> Iterator[bytes]:
        """The terms of a tier from this one on, each once."""
        block, tier = _block(start)
        low = np.searchsorted(self._numbers, _clip(block << tier))
        for number in np.unique(self._numbers[low:] >> tier).tolist():
            yield bytes([tier]) + (number + (_SIGN >> tier)).to_bytes(8, "big")


def _block(term: bytes) -> tuple[int, int]:
    """The block and tier of a term, or of the first term whose bytes begin so."""
    tier = min(term[0], _BITS - 1) if term else 0
    return int.from_bytes(term[1:9].ljust(8, b"\0"), "big") - (_SIGN >> tier), tier


def _clip(number: int) -> int:
    """The number, or the greatest in 64 bits; there is no document there."""
    return min(number, _SIGN - 1)


def figures(leaf: Leaf, field: str) -> tuple[Numbers, Numbers]:
    """The live documents that have a number in a field, and their numbers."""
    values = leaf.column(NUMBER_FIELDS[field][0])
    documents = np.flatnonzero(leaf.live & (values != MISSING))
    return documents, scaled(field, values[documents])


def scaled(field: str, values: Numbers) -> Numbers:
    """Values of a column as the numbers of a field."""
    _, offset, factor = NUMBER_FIELDS[field]
    return (values + offset) * factor
