"""A Document -> the same with the people of the story: evidence for every name is gathered over the whole story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from searcher.document import Document, Person
from searcher.extract.base import fill, is_open
from searcher.extract.people.context import context
from searcher.extract.people.join import Full, join
from searcher.extract.people.pieces import RUN, Piece, ends_in_office, pieces
from searcher.knowledge.names import commonness, words

#: A name of several words, and one of a single word, is a person from here on; see `benchmarks/gate_names.py`.
MANY: Final = 0.8
ONE: Final = 2.6
#: What a title adds to a name of one word and to one of several, by its strength.
_TITLE_ONE: Final = (0.0, 1.4, 3.0, 5.5)
_TITLE_MANY: Final = (0.0, 0.7, 2.5, 4.0)
#: Added when the last word of a name stands alone elsewhere, as a surname does.
_ALONE: Final = 1.0
#: A word of less than this is no person whatever stands beside it; it can be a short form of one.
_HOPELESS: Final = -0.2
#: Taken off when all words stand in the name of a body too: "Gould Inc", then "Gould".
_BODIED: Final = 2.0
_CREDIT: Final = re.compile(
    r"(?:^|(?<=\n))[ \t]*(?:(?:By|BY) [^\n]{3,80}(?=\n|$)"
    r"|\(?(?:Additional |With )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslat\w+|[Pp]hotos?|[Ii]mages?)"
    r"(?: \w+)? by [^\n]*)"
)
_OF: Final = frozenset([" of ", " of the ", "\nof ", " of\n", " for ", " of\nthe ", " to the "])


@dataclass(slots=True)
class Group:
    """All mentions of one key."""

    key: tuple[str, ...]
    score: float
    first: int
    forms: dict[str, int] = field(default_factory=dict)
    title: int = 0
    best: float = 0.0
    worst: float = 0.0
    count: int = 0
    bodied: bool = False


def complete(document: Document) -> Document:
    """The people of title, body and captions, by first mention; who only signed the story is none of them."""
    if not is_open(document, "people"):
        return document
    body, byline = document.body, document.byline
    if byline and byline in body:
        body = "\n".join("" if line.strip() == byline else line for line in body.split("\n"))
    return fill(document, people=people_of(document.title, body, *document.captions))


def people_of(title: str, *texts: str) -> tuple[Person, ...]:
    """The people of a story. A headline in capitals, or with a capital on every word, is no evidence."""
    groups: dict[tuple[str, ...], Group] = {}
    offset = 0
    for number, text in enumerate((title, *texts)):
        if text:
            _gather(groups, text, offset, evident=number > 0 or _is_sentence(title))
        offset += len(text) + 2
    bodied = {word for group in groups.values() if group.bodied for word in group.key}
    people = [group for group in groups.values() if len(group.key) > 1 and _is_person(group, groups, bodied)]
    ones = [group for group in groups.values() if len(group.key) == 1 and _is_one(group, bodied)]
    fulls = [Full(group.key, group.first, dict(group.forms)) for group in (*people, *ones)]
    known = {full.key for full in fulls}
    rest = [Full(group.key, group.first, dict(group.forms)) for group in groups.values() if group.key not in known]
    return tuple(join(fulls, rest))


def _is_sentence(title: str) -> bool:
    """Whether a headline is written as a sentence: most of its longer words begin small."""
    longer = [word for word in title.split() if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].islower() for word in longer) * 5 >= len(longer) * 2


def _gather(groups: dict[tuple[str, ...], Group], text: str, offset: int, *, evident: bool) -> None:
    for piece, at, bonus in _mentions(text):
        group = groups.get(piece.key)
        if group is None:
            group = groups[piece.key] = Group(piece.key, piece.score, offset + at + piece.start)
        group.bodied = group.bodied or (piece.bodied and len(piece.key) > 1)
        if piece.caps or not evident:
            group.forms.setdefault(piece.form, 0)
            if len(piece.key) > 1:
                _set_words_apart(groups, piece, offset + at)
            continue
        group.count += 1
        group.forms[piece.form] = group.forms.get(piece.form, 0) + 1
        if piece.score < _HOPELESS and len(piece.key) == 1 and not piece.title:
            group.score = min(group.score, piece.score)
            continue
        found = context(text, at + piece.start, at + piece.end, words_in_name=len(piece.key)) + bonus
        group.score = piece.score if group.count == 1 else min(group.score, piece.score)
        group.title = max(group.title, piece.title)
        group.best = max(group.best, found)
        group.worst = min(group.worst, found)


def _set_words_apart(groups: dict[tuple[str, ...], Group], piece: Piece, at: int) -> None:
    """Each word of a headline may be a short mention: "DOYLE WINS"."""
    for word, form in zip(piece.key, piece.form.split(), strict=False):
        group = groups.setdefault((word,), Group((word,), 0.0, at + piece.start))
        group.forms.setdefault(form, 0)


def _mentions(text: str) -> Iterator[tuple[Piece, int, float]]:
    """Each possible name, where its run begins, and what the office or body before it adds."""
    # The next one is the last of the list.
    signed = [found.span() for found in _CREDIT.finditer(text)][::-1] if _may_credit(text) else []
    previous: re.Match[str] | None = None
    for run in RUN.finditer(text):
        at = run.start()
        while signed and signed[-1][1] <= at:
            signed.pop()
        if signed and signed[-1][0] <= at:
            continue
        found = pieces(run[0])
        bonus = 0.0
        if found and previous is not None and 0 < at - previous.end() < 9 and text[previous.end() : at] in _OF:
            # "Secretary of State Albright" goes on with a title; "University of Notre Dame" is all one body.
            bonus = -3.0 if ends_in_office(previous[0]) and found[0].title == 0 else 0.0
        for piece in found:
            yield piece, at, bonus
            bonus = 0.0
        previous = run


def _may_credit(text: str) -> bool:
    """Whether a line of credits can be in it: most texts are done with it."""
    return "By " in text or "BY " in text or "ing by " in text or "ed by " in text or "oto by " in text


def _is_person(group: Group, groups: dict[tuple[str, ...], Group], bodied: set[str]) -> bool:
    if not group.count:
        return False
    score = group.score + _TITLE_MANY[group.title] + min(group.best, 3.0) + group.worst * 0.7
    if bodied.issuperset(group.key):
        score -= _BODIED
    alone = groups.get(group.key[-1:])
    if alone is not None and alone.count and alone.score > -2.0:
        score += _ALONE
    return score + 0.2 * min(group.count - 1, 3) >= MANY


def _is_one(group: Group, bodied: set[str]) -> bool:
    if not group.count:
        return False
    # "the Clinton administration" is about Clinton.
    worst = 0.0 if group.key[0] in words("mononyms") and group.worst >= -2.0 else group.worst * 0.7
    score = group.score + _TITLE_ONE[group.title] + min(group.best, 2.0) + worst
    if group.key[0] in bodied:
        score -= _BODIED
    known = commonness(group.key[0])
    score += 0.2 * min(group.count - 1, 4)
    return score >= ONE and not (group.key[0] in words("bodies") and known.last < 3)
