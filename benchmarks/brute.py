"""A story and a condition written by hand -> whether it holds: plain loops over words, nothing of the engine.

Of the engine only what says what a word is (`analysis`: splitting, folding, stemming, where sentences end) is used. No
query is parsed here: a condition is written by hand beside the query that it is to confirm.
"""

from __future__ import annotations

import datetime as dt
import fnmatch
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from searcher.analysis import fold, stem, tokens, words
from searcher.document import Document

FORMS: Final[dict[str, Callable[[str], str]]] = {
    "stem": lambda surface: stem(fold(surface)),
    "folded": fold,
    "exact": lambda surface: surface,
}


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a story: the forms of its words, and the number of the sentence and paragraph of each."""

    zone: str
    forms: dict[str, list[str]]
    unit: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Span:
    """One occurrence: which text, its first and its last word."""

    text: int
    first: int
    last: int


class Story:
    """A document as lists of words."""

    def __init__(self, document: Document) -> None:
        self.document = document
        zones = [("title", document.title), ("body", document.body), *(("caption", one) for one in document.captions)]
        self.texts = [_text(*zone) for zone in zones]

    @property
    def words(self) -> int:
        """Words of the body."""
        return len(self.texts[1].forms["exact"])

    @property
    def day(self) -> dt.date | None:
        """The day that is printed."""
        date = self.document.date
        return date.date() if isinstance(date, dt.datetime) else date


def _text(zone: str, text: str) -> Text:
    found = list(tokens(text))
    surfaces = [token.surface for token in found]
    forms = {name: [form(surface) for surface in surfaces] for name, form in FORMS.items()}
    unit = {
        "sentence": list(accumulate(int(token.sentence) for token in found)),
        "paragraph": list(accumulate(int(token.paragraph) for token in found)),
    }
    return Text(zone, forms, unit)


#: A story -> the occurrences of something; and whether something holds of it.
Where = Callable[[Story], set[Span]]
Holds = Callable[[Story], bool]


# --- occurrences


def word(text: str, form: str = "stem") -> Where:
    """A word in one of its forms."""
    return phrase(text, form=form)


def phrase(*wanted: str, form: str = "folded") -> Where:
    """Words side by side."""
    asked = [FORMS[form](one) for one in wanted]

    def where(story: Story) -> set[Span]:
        found = set()
        for number, text in enumerate(story.texts):
            held = text.forms[form]
            for start in range(len(held) - len(asked) + 1):
                if held[start] == asked[0] and held[start : start + len(asked)] == asked:
                    found.add(Span(number, start, start + len(asked) - 1))
        return found

    return where


def like(pattern: str) -> Where:
    """Words of a shape, with `*` and `?`."""
    return _surfaces(lambda surface: fnmatch.fnmatchcase(surface, pattern))


def fuzzy(wanted: str, most: int) -> Where:
    """Words so few letters away."""
    return _surfaces(lambda surface: abs(len(surface) - len(wanted)) <= most and distance(surface, wanted) <= most)


def _surfaces(fits: Callable[[str], bool]) -> Where:
    known: dict[str, bool] = {}

    def where(story: Story) -> set[Span]:
        found = set()
        for number, text in enumerate(story.texts):
            for place, surface in enumerate(text.forms["folded"]):
                if surface not in known:
                    known[surface] = fits(surface)
                if known[surface]:
                    found.add(Span(number, place, place))
        return found

    return where


def distance(one: str, other: str) -> int:
    """Letters left out, put in, changed, or neighbours swapped (each letter touched once)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            least = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                least = min(least, rows[-2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]


def loose(*wanted: str, slop: int) -> Where:
    """Different words, one place each, whose places less their number in the phrase differ by at most `slop`."""
    asked = [fold(one) for one in wanted]

    def where(story: Story) -> set[Span]:
        found = set()
        for number, text in enumerate(story.texts):
            held = text.forms["folded"]
            places = [[place for place, surface in enumerate(held) if surface == one] for one in asked]
            chosen: list[list[int]] = [[]]
            for several in places:
                chosen = [[*before, place] for before in chosen for place in several]
            for choice in chosen:
                moved = [place - at for at, place in enumerate(choice)]
                if max(moved) - min(moved) <= slop:
                    found.add(Span(number, min(choice), max(choice)))
        return found

    return where


def either(*several: Where) -> Where:
    """Where any of them is."""
    return lambda story: {span for one in several for span in one(story)}


def near(left: Where, right: Where, most: int, *, ordered: bool = False) -> Where:
    """Both of each pair at most so many words apart, as one."""
    return _pairs(left, right, ordered=ordered, fits=lambda _, a, b: max(b.first - a.last, a.first - b.last) <= most)


def within(left: Where, right: Where, unit: str, *, ordered: bool = False) -> Where:
    """Both of each pair whole in one sentence or paragraph, as one."""

    def fits(story: Story, a: Span, b: Span) -> bool:
        numbers = story.texts[a.text].unit[unit]
        return len({numbers[place] for place in (a.first, a.last, b.first, b.last)}) == 1

    return _pairs(left, right, ordered=ordered, fits=fits)


def _pairs(left: Where, right: Where, *, ordered: bool, fits: Callable[[Story, Span, Span], bool]) -> Where:
    def where(story: Story) -> set[Span]:
        found = set()
        theirs = right(story)
        for a in left(story) if theirs else ():
            for b in theirs:
                apart = b.first > a.last or (a.first > b.last and not ordered)
                if a.text == b.text and apart and fits(story, a, b):
                    found.add(Span(a.text, min(a.first, b.first), max(a.last, b.last)))
        return found

    return where


def without(left: Where, pair: Callable[[Where, Where], Where], right: Where) -> Where:
    """Occurrences of left that make no pair with any of right."""

    def where(story: Story) -> set[Span]:
        return {a for a in left(story) if not pair(lambda _, a=a: {a}, right)(story)}  # type: ignore[misc]

    return where


def inside(zone: str, what: Where) -> Where:
    """What lies whole in the title, the body, or the lead, which is the body's first paragraph."""

    def where(story: Story) -> set[Span]:
        found = set()
        for span in what(story):
            text = story.texts[span.text]
            is_lead = zone == "lead" and text.zone == "body" and text.unit["paragraph"][span.last] == 1
            if text.zone == zone or is_lead:
                found.add(span)
        return found

    return where


# --- whole stories


def has(what: Where, least: int = 1) -> Holds:
    """It occurs, or occurs so often."""
    return lambda story: len(what(story)) >= least


def every(*several: Holds) -> Holds:
    """All of them hold."""
    return lambda story: all(one(story) for one in several)


def some(*several: Holds) -> Holds:
    """Any of them holds."""
    return lambda story: any(one(story) for one in several)


def no(one: Holds) -> Holds:
    """It does not hold."""
    return lambda story: not one(story)


def named(names: Callable[[Document], Iterable[str]], *wanted: str) -> Holds:
    """One of a story's names has all these words."""
    return lambda story: any(set(wanted) <= {fold(one) for one in words(name)} for name in names(story.document))


def people(document: Document) -> list[str]:
    """The names of its people."""
    return [name for person in document.people for name in (person.name, *person.names)]


def places(document: Document) -> list[str]:
    """The names of its places and of what they lie in."""
    return [name for place in document.places for name in (place.name, *place.names, *place.within)]


def between(first: dt.date, last: dt.date) -> Holds:
    """Its day is one of these, both in."""
    return lambda story: story.day is not None and first <= story.day <= last
