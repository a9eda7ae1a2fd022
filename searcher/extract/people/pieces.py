"""A run of capitalised words -> the pieces of it that may be names of people, each with a score of its words alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from searcher.extract.people.scale import has_hope
from searcher.extract.people.traits import Traits, traits
from searcher.knowledge import gazetteer
from searcher.knowledge.names import is_eastern, words


class Piece(NamedTuple):
    """A possible name. `start` and `end` are offsets in its run; `key` are its words, folded.

    `title` is 0 without a title before it, 1 with one that is also an ordinary word (general), 2 with another, 3
    with a form of address. `bodied`: it has a word of the names of organisations. `caps`: all in capitals. `hope`: a
    story can show that it is a person.
    """

    start: int
    end: int
    form: str
    key: tuple[str, ...]
    title: int
    score: float
    bodied: bool
    caps: bool
    hope: bool


_SPLIT: Final = re.compile(r"[^\s,\"“”`]+")

#: A longer run, in characters, is a table or a text in capitals, and names nobody.
LONGEST: Final = 300

#: Added for a first word by how common it is as a first name, for a last word as a surname; see `gate_names.py`.
_FIRST: Final = (-0.2, 0.7, 1.5, 2.1)
_LAST: Final = (0.2, 0.7, 1.1, 1.5)


@lru_cache(maxsize=1 << 15)
def pieces(run: str) -> tuple[Piece, ...]:
    """The possible names of a run, in order: what stands between titles, adjectives of countries and stop words."""
    if len(run) > LONGEST:
        return ()
    found: list[Piece] = []
    current: list[Token] = []
    title = 0
    tokens = [Token(token.start(), token.end(), traits(token[0])) for token in _SPLIT.finditer(run)]
    things = _things(tokens) if len(tokens) > 2 else frozenset[int]()
    # Without the suffixes at the end.
    bare = max((number + 1 for number, token in enumerate(tokens) if not token.traits.suffix), default=0)
    for number, token in enumerate(tokens):
        kind = STOP if number in things else _kind(token.traits, current, left=bare - number - 1)
        if kind == NAME:
            current.append(token)
        elif kind == STOP:
            if current:
                found.append(_piece(run, current, title))
            current, title = [], 0
        else:
            # What stands before a title says whose it is: "Ford Chairman", "White House Press Secretary".
            current, title = [], max(title, kind)
    if current:
        found.append(_piece(run, current, title))
    return tuple(piece for piece in found if piece.key)


def ends_in_office(run: str) -> bool:
    """Whether a run ends in an office or a body, whose name goes on after "of": Secretary, University."""
    last = traits(run.rsplit(None, 1)[-1])
    return bool(last.title) or last.body or last.modifier


class Token(NamedTuple):
    """A word of a run, its offsets there, and what it can be."""

    start: int
    end: int
    traits: Traits


#: Kinds of words of a run; 0 to 3 are titles of that strength.
NAME: Final = -1
STOP: Final = -2


def _things(tokens: list[Token]) -> frozenset[int]:
    """The tokens of well-known names of two words that are no people's: White House."""
    folded = [token.traits.word for token in tokens]
    known = words("not_people")
    pairs = [number for number in range(len(folded) - 1) if f"{folded[number]}_{folded[number + 1]}" in known]
    return frozenset(index for number in pairs for index in (number, number + 1))


def _kind(token: Traits, current: list[Token], *, left: int) -> int:
    """NAME, STOP, or the strength of a title; `left` more words of the run follow."""
    if token.stop:
        # "Will Smith", "Theresa May", "August Wilson".
        fits = (left and not current) or (not left and len(current) == 1 and current[0].traits.first >= 2)
        return NAME if fits and token.word in words("stops_in_names") else STOP
    if token.title:
        # "Larry King", "Israel Singer"; "Dean Wilson", "Earl Warren".
        if not left and current and current[0].traits.first >= 2 and token.last:
            return NAME
        return NAME if left == 1 and not current and token.word in words("titles_in_names") else token.title
    if token.modifier and not current:
        return 0
    # "Claire Danes".
    named = bool(current) and (token.last >= 2 or (not left and current[0].traits.first >= 2))
    return STOP if token.adjective and not named else NAME


_NOBODY: Final = Piece(0, 0, "", (), 0, 0.0, bodied=False, caps=False, hope=False)


def _piece(run: str, tokens: list[Token], title: int) -> Piece:
    while tokens and tokens[-1].traits.small:
        tokens = tokens[:-1]
    if not tokens or all(token.traits.suffix for token in tokens):
        return _NOBODY
    tokens, title = _after_body(tokens, title)
    lead = tokens[0].traits
    if len(tokens) > 2 and tokens[1].traits.first >= 2 and _is_lead(lead):
        tokens = tokens[1:]
    start, end = tokens[0].start, tokens[-1].end
    parts = [token.traits for token in tokens]
    form = " ".join(run[start:end].split())
    key = tuple(part.word for part in parts)
    score, bodied = _score(parts, key)
    caps = form.isupper() and any(len(part.word) > 2 for part in parts)
    hope = not caps and has_hope(key, score, title)
    return Piece(start, end, form, key, title, score, bodied=bodied, caps=caps, hope=hope)


def _is_lead(lead: Traits) -> bool:
    """Whether a first word does not belong to the name after it: a sentence begins there, it says what somebody is
    ("Immunologist"), or where from ("Vermont").
    """
    if lead.first or lead.initial:
        return False
    return lead.ordinary or lead.word.endswith(_CALLINGS) or gazetteer.is_place_name(lead.word)


#: Ends of words for what somebody does.
_CALLINGS: Final = ("ologist", "ographer", "icist", "onomist", "ician", "woman")


def _after_body(tokens: list[Token], title: int) -> tuple[list[Token], int]:
    """What follows a body that somebody speaks for: "Refugee Council Enver Solomon"."""
    for number in range(len(tokens) - 3, 0, -1):
        after = tokens[number + 1].traits
        if (
            tokens[number].traits.body
            and after.first >= 2
            and not any(token.traits.body for token in tokens[number + 1 :])
        ):
            return tokens[number + 1 :], max(title, 1)
    return tokens, title


def _score(parts: list[Traits], key: tuple[str, ...]) -> tuple[float, bool]:
    known = words("not_people")
    if "_".join(key) in known or "_".join(key[:2]) in known:
        return (-2.5 if len(key) == 1 else -9.0), True
    if len(parts) == 1:
        return _score_one(parts[0])
    if key[0] in known and not parts[0].first:
        return -9.0, True
    return _score_many(parts)


def _score_one(part: Traits) -> tuple[float, bool]:
    if part.word in words("mononyms"):
        return (2.0 if gazetteer.is_place_name(part.word) else 3.2), False
    bodied = part.body and part.last < 2
    score = max((0.3, 0.3, 0.7, 1.0)[part.last], (0.0, 0.4, 1.2, 1.8)[part.first])
    score -= 1.5 * part.ordinary + 6.0 * bodied + 1.5 * part.half + 2.5 * part.mixed
    if part.upper or part.initial or len(part.word) < 2 or not part.word[-1].isalpha():
        score -= 4.0
    if gazetteer.is_place_name(part.word):
        score -= 2.5
    return score, bodied


def _score_many(parts: list[Traits]) -> tuple[float, bool]:
    body = [part for part in parts if not part.suffix] or parts
    first, last = body[0], body[-1]
    bare = " ".join(part.word for part in body)
    eastern = is_eastern(bare)
    score = 2.0 * (len(body) < len(parts)) + (2.5 if eastern else _ends(first, last))
    bodies = long = 0
    for number, part in enumerate(parts):
        if part.small:
            score += 1.4
        elif part.initial and 0 < number < len(parts) - 1:
            score += 1.6
        elif part.body and not _is_name_too(part, number, first):
            bodies += not eastern
        elif part.upper and not part.suffix:
            score -= 2.0
        elif (part.half and not eastern) or part.mixed:
            score -= 1.5
        else:
            long += 1
    score -= 5.0 * bodies + 1.2 * max(0, long - 3)
    return score - _place(first, last, bare), bodies > 0


def _is_name_too(part: Traits, number: int, first: Traits) -> bool:
    """Whether a word of bodies is one of a name here: "Bill Moss", "Kanye West"."""
    if not number:
        return part.first >= 2
    return part.word in words("bodies_in_names") and bool(first.first or first.initial)


def _ends(first: Traits, last: Traits) -> float:
    """How well two words begin and end a name."""
    score = 1.2 if first.initial else _FIRST[first.first]
    if first.ordinary and first.first < 3:
        score -= 0.7 if first.first else 1.5
    return score + _LAST[last.last] - (0.0 if not last.ordinary else 0.6 if last.last else 1.8)


def _place(first: Traits, last: Traits, name: str) -> float:
    """What is taken off a name that is a place's, or has one at an end."""
    if gazetteer.is_place_name(name):
        return 4.0
    if last.last < 3 and gazetteer.is_place_name(last.word):
        return 1.5
    return 1.2 if first.first < 2 and gazetteer.is_place_name(first.word) else 0.0
