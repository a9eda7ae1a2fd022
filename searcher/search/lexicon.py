"""A pattern or a fuzzy word -> the terms of a leaf's lexicon that it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from searcher.analysis import fold
from searcher.analysis.entries import WHOLE
from searcher.codec.base import RUNNING, Leaf, Snapshot

_held: WeakKeyDictionary[Leaf, dict[str, Lexicon]] = WeakKeyDictionary()
_WILDCARDS: Final = re.compile(r"[*?]")


@dataclass(frozen=True)
class Lexicon:
    """The terms of one lexicon of a leaf, sorted by code point; whole values (`=...`) left out."""

    terms: list[str]

    @cached_property
    def _by_length(self) -> dict[int, tuple[list[str], NDArray[np.uint32]]]:
        """Length -> the terms of that length, and their code points, shape (terms, length)."""
        groups: dict[int, list[str]] = {}
        for term in self.terms:
            groups.setdefault(len(term), []).append(term)
        return {length: (group, _code_points(group, length)) for length, group in groups.items() if length < _LONGEST}

    def near(self, word: str, distance: int) -> list[str]:
        """The terms within an edit distance, sorted."""
        found: list[str] = []
        for length in range(max(1, len(word) - distance), len(word) + distance + 1):
            group, points = self._by_length.get(length, ([], np.empty((0, length), dtype=np.uint32)))
            if group:
                hits = np.flatnonzero(edit_distances(word, points) <= distance)
                found.extend(group[number] for number in hits.tolist())
        return sorted(found)


#: Terms of so many characters are no words that anybody types; they are out of reach of fuzzy words.
_LONGEST: Final = 64


def lexicon(leaf: Leaf, name: str) -> Lexicon:
    """A lexicon of a leaf, read once a leaf."""
    held = _held.setdefault(leaf, {})
    if name not in held:
        running = name in RUNNING
        held[name] = Lexicon([term for term in leaf.terms(name) if running or not term.startswith(WHOLE)])
    return held[name]


def matching(leaf: Leaf, name: str, pattern: str) -> list[str]:
    """The terms of a leaf that match a folded pattern: `*` is any run, `?` one character."""
    plain = _WILDCARDS.split(pattern, maxsplit=1)[0]
    among = list(leaf.terms(name, plain)) if plain else lexicon(leaf, name).terms
    if pattern == plain + "*":
        return among
    match = re.compile(_expression(pattern), re.DOTALL).fullmatch
    return [term for term in among if match(term)]


def _expression(pattern: str) -> str:
    """A pattern as a regular expression.

    What stands between two `*` is looked for once, where it comes first: if the rest fits after any other place, it
    fits after this one. Trying the others as well takes time exponential in the number of `*`.
    """
    pieces = ["".join("." if c == "?" else re.escape(c) for c in piece) for piece in pattern.split("*")]
    first, *between = pieces
    last = ".*" + between.pop() if between else ""
    return first + "".join(f"(?>.*?{piece})" for piece in between) + last


def values_like(snapshot: Snapshot, name: str, value: str) -> list[str]:
    """The whole values of a field that differ from one at most in case and accents, sorted."""
    asked = fold(value)
    terms = {term for leaf in snapshot.leaves for term in leaf.terms(name, WHOLE)}
    return sorted(term[len(WHOLE) :] for term in terms if fold(term[len(WHOLE) :]) == asked)


def folded_pattern(pattern: str) -> str:
    """A pattern with its letters folded."""
    return "".join(piece if piece in ("*", "?") else fold(piece) for piece in re.split(r"([*?])", pattern))


def _code_points(words: list[str], length: int) -> NDArray[np.uint32]:
    """Words of one length -> their code points, shape (words, length)."""
    joined = "".join(words).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(joined, dtype=np.uint32).reshape(len(words), length)


def edit_distances(word: str, points: NDArray[np.uint32]) -> NDArray[np.int16]:
    """Distances from a word to many words of one length, row by row of the usual table for all of them at once.

    Optimal string alignment (Damerau 1964): insert, delete, substitute, or transpose two neighbours, each place once.
    """
    count, length = points.shape
    before = previous = np.empty((length + 1, count), dtype=np.int16)
    current = np.repeat(np.arange(length + 1, dtype=np.int16)[:, np.newaxis], count, axis=1)
    letters = [ord(character) for character in word]
    columns = np.ascontiguousarray(points.T)
    for row, letter in enumerate(letters, 1):
        before, previous = previous, current
        current = np.empty_like(previous)
        current[0] = row
        for column in range(1, length + 1):
            same = columns[column - 1] == letter
            best = np.minimum(previous[column], current[column - 1]) + 1
            best = np.minimum(best, previous[column - 1] + ~same)
            if row > 1 and column > 1:
                swapped = (columns[column - 2] == letter) & (columns[column - 1] == letters[row - 2])
                best = np.where(swapped, np.minimum(best, before[column - 2] + 1), best)
            current[column] = best
    return current[length]
