"""A run of capitalised words -> the pieces of it that may be names of people, each with a score of its words alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from searcher.knowledge import gazetteer
from searcher.knowledge.names import (
    adjectives,
    commonness,
    fold,
    is_eastern,
    is_initial,
    is_suffix,
    words,
)


class Piece(NamedTuple):
    """A possible name. `start` and `end` are offsets in its run; `key` are its words, folded.

    `title` is 0 without a title before it, 1 with one that is also an ordinary word (general), 2 with another, 3
    with a form of address. `bodied`: it has a word of the names of organisations. `caps`: all in capitals.
    """

    start: int
    end: int
    form: str
    key: tuple[str, ...]
    title: int
    score: float
    bodied: bool
    caps: bool


_UPPER: Final = "A-ZÀ-ÖØ-Þ" + "".join(
    chr(code) for code in (*range(0x100, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isupper()
)
_ABBREVIATED: Final = (
    "Sens?|Reps?|Govs?|Gen|Col|Lt|Maj|Capt|Cmdr|Sgt|Cpl|Pvt|Adm|Brig|Det|Supt|Insp|Drs?|Profs?|Rev|Fr|St|Msgr|Messrs|Mrs?|Ms|Mme"
    "|Mx|Hon|Jr|Sr|Inc|Corp|Co|Ltd|Bros|Mt|Ft"
)
_WORD: Final = (
    rf"(?:(?:{_ABBREVIATED})\.|(?:[{_UPPER}]\.-?)+(?![{_UPPER}]?[a-z])|(?:[dDlL]['’]|(?:al|el|as|ad|an|ash|ul)-)?"
    rf"[{_UPPER}]\w*(?:['’](?!(?:s|t|d|m|re|ve|ll)\b)\w+)?(?:-\w+)*)"
)
_SMALL: Final = (
    "van|von|der|den|de|la|las|los|del|della|di|da|dos|das|do|du|le|bin|ibn|al|el|ben|arap|ul|ur|ter|ten|zu|af|abu|y"
)
_NICK: Final = rf"(?:[\"“]|``)[{_UPPER}]\w+(?: [{_UPPER}]\w+)?(?:[\"”]|'')[ \n]"
_JOINT: Final = rf"(?:[ \n](?:{_NICK}|(?:(?:{_SMALL})[ \n]){{1,2}})?|,[ \n](?=(?:Jr|Sr)\b|I{{2,3}}\b))"
#: Runs of capitalised words with the small words of names between them; never over a paragraph's end.
RUN: Final = re.compile(rf"(?<![\w&@])(?:(?:van|von|de|al|el|bin) (?=[{_UPPER}]))?{_WORD}(?:{_JOINT}{_WORD})*")
_SPLIT: Final = re.compile(r"[^\s,\"“”`]+")

#: Added for a first word by how common it is as a first name, for a last word as a surname; see `gate_names.py`.
_FIRST: Final = (-0.2, 0.7, 1.5, 2.1)
_LAST: Final = (0.2, 0.7, 1.1, 1.5)


@lru_cache(maxsize=1 << 15)
def pieces(run: str) -> tuple[Piece, ...]:
    """The possible names of a run, in order: what stands between titles, adjectives of countries and stop words."""
    found: list[Piece] = []
    current: list[re.Match[str]] = []
    title = 0
    tokens = list(_SPLIT.finditer(run))
    things = _things(tokens)
    for number, token in enumerate(tokens):
        left = sum(not is_suffix(other[0]) for other in tokens[number + 1 :])
        kind = "stop" if number in things else _kind(token[0], current, left=left)
        if kind == "name":
            current.append(token)
            continue
        if kind.startswith("title"):
            # What stands before a title says whose it is: "Ford Chairman", "White House Press Secretary".
            current = []
            title = max(title, int(kind[-1]))
            continue
        if current:
            found.append(_piece(run, current, title))
        current, title = [], 0
    if current:
        found.append(_piece(run, current, title))
    return tuple(piece for piece in found if piece.key)


def ends_in_office(run: str) -> bool:
    """Whether a run ends in an office or a body, whose name goes on after "of": Secretary, University."""
    last = fold(run.rsplit(None, 1)[-1])
    return last in words("titles") or last in words("bodies") or last in words("modifiers")


def _things(tokens: list[re.Match[str]]) -> frozenset[int]:
    """The tokens of well-known names of two words that are no people's: White House."""
    if len(tokens) < 3:
        return frozenset()
    folded = [fold(token[0]) for token in tokens]
    pairs = [
        number for number in range(len(folded) - 1) if f"{folded[number]}_{folded[number + 1]}" in words("not_people")
    ]
    return frozenset(index for number in pairs for index in (number, number + 1))


def _kind(token: str, current: list[re.Match[str]], *, left: int) -> str:
    """name, stop or title0 to title3, of a token with `left` more words of its run after it."""
    word = fold(token)
    if word in words("stops"):
        # "Will Smith", "Theresa May", "August Wilson".
        fits = (left and not current) or (not left and len(current) == 1 and commonness(current[0][0]).first >= 2)
        return "name" if fits and word in words("stops_in_names") else "stop"
    if word in words("titles"):
        # "Larry King", "Israel Singer"; "Dean Wilson", "Earl Warren".
        if not left and current and commonness(current[0][0]).first >= 2 and commonness(token).last:
            return "name"
        if left == 1 and not current and word in words("titles_in_names"):
            return "name"
        return "title3" if word in words("address") else "title1" if word in words("weak") else "title2"
    if not current and word in words("modifiers"):
        return "title0"
    if word in adjectives() and not (current and commonness(token).last >= 2):
        return "stop"
    return "name"


def _piece(run: str, tokens: list[re.Match[str]], title: int) -> Piece:
    while tokens and (fold(tokens[-1][0]) in words("particles") and tokens[-1][0].islower()):
        tokens = tokens[:-1]
    if not tokens or all(is_suffix(token[0]) for token in tokens):
        return Piece(0, 0, "", (), 0, 0.0, bodied=False, caps=False)
    if len(tokens) > 2 and _is_lead_in(tokens[0][0]) and commonness(tokens[1][0]).first >= 2:
        tokens = tokens[1:]
    start, end = tokens[0].start(), tokens[-1].end()
    parts = [token[0] for token in tokens]
    form = " ".join(run[start:end].split())
    key = tuple(fold(part) for part in parts)
    score, bodied = _score(parts, key)
    caps = all(part.isupper() for part in parts) and any(len(part) > 2 for part in parts)
    return Piece(start, end, form, key, title, score, bodied=bodied, caps=caps)


def _is_lead_in(word: str) -> bool:
    """Whether a first word is only a word: a sentence begins there, or it says what somebody is."""
    known = commonness(word)
    return known.ordinary and not known.first


def _score(parts: list[str], key: tuple[str, ...]) -> tuple[float, bool]:
    if "_".join(key) in words("not_people") or "_".join(key[:2]) in words("not_people"):
        return (-2.5 if len(key) == 1 else -9.0), True
    if key[0] in words("not_people") and len(parts) > 1 and not commonness(parts[0]).first:
        return -9.0, True
    return _score_one(parts[0], key[0]) if len(parts) == 1 else _score_many(parts, key)


def _score_one(part: str, word: str) -> tuple[float, bool]:
    known = commonness(part)
    if word in words("mononyms"):
        return 3.2, False
    bodied = word in words("bodies") and known.last < 2
    score = (
        max((0.3, 0.3, 0.7, 1.0)[known.last], (0.0, 0.4, 1.2, 1.8)[known.first]) - 1.5 * known.ordinary - 6.0 * bodied
    )
    if part.isupper() or is_initial(part) or len(part) < 2 or not part[-1].isalpha():
        score -= 4.0
    if "-" in part and part.rsplit("-", maxsplit=1)[-1].islower():
        score -= 1.5
    if gazetteer.is_place_name(part):
        score -= 2.5
    return score, bodied


def _score_many(parts: list[str], key: tuple[str, ...]) -> tuple[float, bool]:
    body = [part for part in parts if not is_suffix(part)] or parts
    first, last = commonness(body[0]), commonness(body[-1])
    score = 2.0 * (len(body) < len(parts))
    eastern = is_eastern(" ".join(body))
    if eastern:
        score += 2.5
    else:
        score += (
            1.2
            if is_initial(body[0])
            else _FIRST[first.first] - (1.5 if not first.first else 0.7) * (first.ordinary and first.first < 3)
        )
        score += _LAST[last.last] - (1.8 if not last.last and last.ordinary else 0.6 * last.ordinary)
    bodies = 0
    long = 0
    for number, (part, word) in enumerate(zip(parts, key, strict=True)):
        if word in words("particles") and part.islower():
            score += 1.4
        elif 0 < number < len(parts) - 1 and is_initial(part):
            score += 1.6
        elif word in words("bodies") and not (
            number and word in words("bodies_in_names") and (first.first or is_initial(body[0]))
        ):
            bodies += not eastern
        elif part.isupper() and len(part) > 1 and not is_suffix(part) and not is_initial(part):
            score -= 2.0
        elif "-" in part and part.split("-")[-1].islower() and not eastern:
            score -= 1.5
        else:
            long += 1
    score -= 5.0 * bodies + 1.2 * max(0, long - 3)
    if gazetteer.is_place_name(" ".join(body)):
        score -= 4.0
    elif gazetteer.is_place_name(body[-1]) and last.last < 3:
        score -= 1.5
    elif first.first < 2 and gazetteer.is_place_name(body[0]):
        score -= 1.2
    return score, bodies > 0
