"""A run of capitalised words -> the pieces of it that may be names of people, each with a score of its words alone."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

from searcher.extract.people.scale import has_hope
from searcher.extract.people.traits import Traits, traits
from searcher.knowledge.gazetteer import is_place_name
from searcher.knowledge.names import has_eastern_order, words


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


_word = attrgetter("word")
_is_plain, _is_suffix = attrgetter("plain"), attrgetter("suffix")

_SPLIT: Final = re.compile(r"[^\s,\"“”`]+")

#: A longer run, in characters, is a table or a text in capitals, and names nobody.
LONGEST: Final = 300

#: Added for a first word by how common it is as a first name, for a last word as a surname; see `gate_names.py`.
_FIRST: Final = (-0.2, 0.7, 1.5, 2.1)
_LAST: Final = (0.2, 0.7, 1.1, 1.5)


@lru_cache(maxsize=1 << 16)
def pieces(run: str) -> tuple[Piece, ...]:
    """The possible names of a run, in order: what stands between titles, adjectives of countries and stop words."""
    if len(run) > LONGEST:
        return ()
    tokens = _SPLIT.findall(run)
    parts = [traits(token) for token in tokens]
    found: list[Piece] = []
    for name in _names(parts):
        first, end, title = _trimmed(parts, *name)
        if not all(map(_is_suffix, parts[first:end])):
            found.append(_piece(run, *_offsets(run, tokens, first, end), parts[first:end], title))
    return tuple(found)


def ends_in_office(run: str) -> bool:
    """Whether a run ends in an office or a body, whose name goes on after "of": Secretary, University."""
    last = traits(run.rsplit(None, 1)[-1])
    return bool(last.title) or last.body or "modifiers" in last.lists


#: Kinds of words of a run; 0 to 3 are titles of that strength.
NAME: Final = -1
STOP: Final = -2


def _names(parts: list[Traits]) -> list[tuple[int, int, int]]:
    """Where names begin and end among the words of a run, each with the strength of the title before it."""
    things = _things(parts) if len(parts) > 2 else ()
    if not things and all(map(_is_plain, parts)):
        return [(0, len(parts), 0)]
    found: list[tuple[int, int, int]] = []
    first = title = 0
    # Without the suffixes at the end.
    bare = max([number + 1 for number, part in enumerate(parts) if not part.suffix], default=0)
    for number, part in enumerate(parts):
        kind = NAME if part.plain else _kind(part, parts[first:number], left=bare - number - 1)
        if number in things:
            kind = STOP
        if kind == NAME:
            continue
        if kind == STOP and first < number:
            found.append((first, number, title))
        # What stands before a title says whose it is: "Ford Chairman", "White House Press Secretary".
        first, title = number + 1, 0 if kind == STOP else max(title, kind)
    return [*found, (first, len(parts), title)] if first < len(parts) else found


def _things(parts: list[Traits]) -> list[int]:
    """The words of well-known names of two words that are no people's: White House."""
    known = words("not_people")
    pairs = [
        number
        for number, part in enumerate(parts[:-1])
        if part.thing and f"{part.word}_{parts[number + 1].word}" in known
    ]
    return [index for number in pairs for index in (number, number + 1)]


def _kind(part: Traits, current: list[Traits], *, left: int) -> int:
    """NAME, STOP, or the strength of a title; `left` more words of the run follow."""
    lists = part.lists
    if "stops" in lists:
        # "Will Smith", "Theresa May", "August Wilson".
        fits = (left and not current) or (not left and len(current) == 1 and current[0].first >= 2)
        return NAME if (fits and "stops_in_names" in lists) or _is_syllable(part, current, left=left) else STOP
    if part.title:
        # "Larry King", "Israel Singer"; "Dean Wilson", "Earl Warren".
        if not left and current and current[0].first >= 2 and part.last:
            return NAME
        return NAME if left == 1 and not current and "titles_in_names" in lists else part.title
    if "modifiers" in lists and not current:
        return 0
    # "Claire Danes".
    named = bool(current) and (part.last >= 2 or (not left and current[0].first >= 2))
    return STOP if part.adjective and not named else NAME


def _is_syllable(part: Traits, current: list[Traits], *, left: int) -> bool:
    """Whether a stop word ends a name of three syllables: Moon Jae In."""
    if left or len(current) != 2 or "eastern_given" not in part.lists:
        return False
    return "eastern" in current[0].lists and "eastern_given" in current[1].lists


def _trimmed(parts: list[Traits], first: int, end: int, title: int) -> tuple[int, int, int]:
    """The name in `parts[first:end]` and its title: without the body that somebody speaks for ("Refugee Council Enver
    Solomon"), a word that only leads to it, or particles at its end.
    """
    while end > first and parts[end - 1].small:
        end -= 1
    for number in range(end - 3, first, -1):
        after = parts[number + 1 : end]
        if parts[number].body and after[0].first >= 2 and not any(part.body for part in after):
            first, title = number + 1, max(title, 1)
            break
    if end - first > 2 and parts[first + 1].first >= 2 and _is_lead(parts[first]):
        first += 1
    return first, end, title


def _is_lead(lead: Traits) -> bool:
    """Whether a first word does not belong to the name after it: a sentence begins there, it says what somebody is
    ("Immunologist"), or where from ("Vermont").
    """
    if lead.first or lead.initial:
        return False
    return lead.ordinary or lead.place or lead.word.endswith(_CALLINGS)


#: Ends of words for what somebody does.
_CALLINGS: Final = ("ologist", "ographer", "icist", "onomist", "ician", "woman")


def _offsets(run: str, tokens: list[str], first: int, end: int) -> tuple[int, int]:
    """Where some words of a run begin and end in it."""
    if end - first == len(tokens):
        return 0, len(run)
    at = start = 0
    for number, token in enumerate(tokens[:end]):
        at = run.index(token, at)
        if number == first:
            start = at
        at += len(token)
    return start, at


def _piece(run: str, start: int, end: int, parts: list[Traits], title: int) -> Piece:
    form = run[start:end].replace("\n", " ")
    key = tuple(map(_word, parts))
    score, bodied = _score(parts, key)
    caps = form.isupper() and any(len(word) > 2 for word in key)
    hope = not caps and has_hope(key, score, title)
    return Piece(start, end, form, key, title, score, bodied, caps, hope)


def _score(parts: list[Traits], key: tuple[str, ...]) -> tuple[float, bool]:
    if parts[0].thing:
        known = words("not_people")
        if "_".join(key) in known or "_".join(key[:2]) in known:
            return (-2.5 if len(key) == 1 else -9.0), True
        if len(key) > 1 and key[0] in known and not parts[0].first:
            return -9.0, True
    return _score_one(parts[0]) if len(parts) == 1 else _score_many(parts, key)


def _score_one(part: Traits) -> tuple[float, bool]:
    if "mononyms" in part.lists:
        return (2.0 if part.place else 3.2), False
    bodied = part.body and part.last < 2
    score = max((0.3, 0.3, 0.7, 1.0)[part.last], (0.0, 0.4, 1.2, 1.8)[part.first])
    score -= 1.5 * part.ordinary + 6.0 * bodied + 1.5 * part.half + 2.5 * part.mixed
    if part.upper or part.initial or len(part.word) < 2 or not part.word[-1].isalpha():
        score -= 4.0
    if part.place:
        score -= 2.5
    return score, bodied


def _score_many(parts: list[Traits], key: tuple[str, ...]) -> tuple[float, bool]:
    suffixed = any(map(_is_suffix, parts))
    body = [part for part in parts if not part.suffix] if suffixed else parts
    first, last = body[0], body[-1]
    bare = tuple(map(_word, body)) if suffixed else key
    eastern = has_eastern_order(bare)
    score = 2.0 * suffixed + (2.5 if eastern else _ends(first, last))
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
    return score - _place(first, last, " ".join(bare)), bodies > 0


def _is_name_too(part: Traits, number: int, first: Traits) -> bool:
    """Whether a word of bodies is one of a name here: "Bill Moss", "Kanye West"."""
    if not number:
        return part.first >= 2
    return "bodies_in_names" in part.lists and bool(first.first or first.initial)


def _ends(first: Traits, last: Traits) -> float:
    """How well two words begin and end a name."""
    score = 1.2 if first.initial else _FIRST[first.first]
    if first.ordinary and first.first < 3:
        score -= 0.7 if first.first else 1.5
    return score + _LAST[last.last] - (0.0 if not last.ordinary else 0.6 if last.last else 1.8)


def _place(first: Traits, last: Traits, name: str) -> float:
    """What is taken off a name that is a place's, or has one at an end."""
    if is_place_name(name):
        return 4.0
    if last.last < 3 and last.place:
        return 1.5
    return 1.2 if first.first < 2 and first.place else 0.0
