"""A line -> who wrote the story: names apart from roles, agency, place and addresses."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from searcher.knowledge.agencies import agency_named
from searcher.knowledge.dates.find import find_dates, is_filler
from searcher.knowledge.dates.words import months, weekdays

_DATA: Final = Path(__file__).parent / "data" / "bylines.toml"
#: Longer lines are prose; the longest credits name a dozen people.
_LONGEST: Final = 400
_EMAIL: Final = re.compile(r"(?<![\w.@])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}(?![\w@])", re.IGNORECASE)
_HANDLE: Final = re.compile(r"(?<![\w.])@\w{2,30}")
_BY: Final = re.compile(
    r"(?:(?:story|written|words|text|reported|report|posted|authored|an analysis|analysis|commentary)[^\S\n])?"
    r"by:?[^\S\n]+(?=\S)",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(
    r"(?:additional |supplementary )?"
    r"(?P<kind>reporting|writing|written|editing|edited|reported|compiled|translation|translated)"
    r"(?: and (?:writing|editing|reporting))?(?: for [^;]{1,40}?)? (?:by|from) (?P<who>[^;]{2,200})",
    re.IGNORECASE,
)
_EDITORS: Final = ("edit", "transl", "compil")
_SEPARATOR: Final = re.compile(r"[^\S\n]*(?:[|•·–—]|[^\S\n]-[^\S\n])[^\S\n]*")
_JOIN: Final = re.compile(r"(?:,[^\S\n]*|[^\S\n]+)(?:and|AND|And|&)[^\S\n]+|,[^\S\n]*")
_IN: Final = re.compile(r"[^\S\n]+(?:in|IN|at|from)[^\S\n]+(?=[A-ZÀ-Þ])")
_NAME_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-]){0,30}")
_END: Final = re.compile(r"\((?:END|End)\)\s*$")
_KOREAN: Final = re.compile(r"([가-힣]{2,4})\s?(?:기자|특파원)")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote a story.

    `names` are people, in order, names in capitals put into title case; `role` what they are ("Associated Press
    Writer"); `agency` the agency or paper that signs in a person's stead; `place` where they were; `editors` who
    edited it; `emails` the addresses given, but for those of a desk ("news@"). `signed` says that the line states it
    ("By", "Reporting by") and does not just have the form of one.
    """

    names: tuple[str, ...] = ()
    role: str | None = None
    agency: str | None = None
    place: str | None = None
    editors: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    signed: bool = False

    @property
    def text(self) -> str:
        """What stands in `Document.byline`: the names, else the agency, else the addresses, else the role."""
        return ", ".join(self.names) or self.agency or ", ".join(self.emails) or self.role or ""


def find_byline(line: str) -> Byline | None:
    """The byline that the whole line is, or None: "By Jane Doe and John Roe", "By JANE DOE, Associated Press Writer",
    "Jane Doe in Paris", "(Reporting by Jane Doe; Editing by John Roe)", "jane@example.org".
    """
    line = line.strip()
    if not 4 <= len(line) <= _LONGEST:
        return None
    addresses = _EMAIL.findall(line) if "@" in line else []
    emails = tuple(address for address in addresses if address.partition("@")[0].lower() not in _words("shared"))
    if addresses:
        line = _EMAIL.sub("", line)
    if "@" in line:
        line = _HANDLE.sub("", line)
    line = _END.sub("", line).strip(" \t\u00a0()[]<>|•·/,;:–—-*_")
    if not line:
        return Byline(emails=emails) if emails else None
    return _credits(line, emails) or _signed(line, emails) or _korean(line, emails) or _bare(line, emails)


def _credits(line: str, emails: tuple[str, ...]) -> Byline | None:
    """`Reporting by A in Paris and B; Editing by C`."""
    if " by " not in line.lower() and " from " not in line.lower():
        return None
    names: list[str] = []
    editors: list[str] = []
    place = None
    for index, part in enumerate(line.rstrip(". ").split(";")):
        match = _CREDIT.fullmatch(part.strip())
        if match is None:
            if index == 0:
                return None
            continue
        people = _people(match["who"])
        if people is None:
            return None
        place = place or people.place
        (editors if match["kind"].lower().startswith(_EDITORS) else names).extend(people.names)
    if not names and not editors:
        return None
    return Byline(tuple(dict.fromkeys(names)), None, None, place, tuple(dict.fromkeys(editors)), emails, signed=True)


def _signed(line: str, emails: tuple[str, ...]) -> Byline | None:
    """`By Jane Doe and John Roe, Associated Press Writers | January 24, 2020`."""
    match = _BY.match(line)
    if match is None:
        return None
    rest = _without_dates(line[match.end() :])
    first, *others = [part for part in _SEPARATOR.split(rest) if part.strip()] or [""]
    people = _people(first)
    if people is None:
        return None
    role = people.role or next((part for part in others if _is_role(part)), None)
    return Byline(people.names, role, people.agency, people.place, (), emails, signed=True)


def _bare(line: str, emails: tuple[str, ...]) -> Byline | None:
    """`Jane Doe in Paris`, `Jane Doe, Associated Press`, and a name beside an e-mail address."""
    people = _people(_without_dates(line))
    if people is None or not people.names:
        return None
    if not (emails or people.place or people.role):
        return None
    return Byline(people.names, people.role, None, people.place, (), emails)


def _korean(line: str, emails: tuple[str, ...]) -> Byline | None:
    match = _KOREAN.fullmatch(line.rstrip("= "))
    return Byline((match[1],), "기자", None, None, (), emails, signed=True) if match else None


def _without_dates(line: str) -> str:
    """A line cut before the first date in it and the words that introduce it."""
    dates = find_dates(line)
    if not dates:
        return line
    before = line[: dates[0].start].rstrip(" \t\u00a0|•·,;:–—-")
    head, _, tail = before.rpartition(" ")
    return head if head and is_filler(tail) else before


def _people(text: str) -> Byline | None:
    """`Jane Doe in Paris and John Roe, Associated Press Writers` -> its parts; None when one of them is no name."""
    names: list[str] = []
    role = agency = place = None
    # Beside a name in small letters, words in capitals are a paper ("CITY HERALD").
    capitals = False
    for piece in _JOIN.split(text.strip(" .,;")):
        if not piece.strip():
            continue
        if agency_named(piece) is not None:
            agency = agency or piece.strip()
            continue
        part, signer = _signer(piece.strip())
        role = role or signer
        name, *where = _IN.split(part, maxsplit=1)
        if _is_role(part) or (names and part.isupper() and not capitals):
            role = f"{role}, {part}" if role else part
        elif _is_name(name):
            capitals = capitals or name.isupper()
            names.append(_cased(name))
            place = place or (where[0].strip() if where else None)
        elif names and _is_place(part):
            place = place or part
        else:
            return None
    if names and agency:
        role, agency = role or agency, None
    return Byline(tuple(names), role, agency, place) if names or agency or role else None


def _signer(part: str) -> tuple[str, str | None]:
    """`Jane Doe The Associated Press` -> the name and the agency behind it, if there is one."""
    words = part.split()
    for cut in range(2, min(len(words), 7)):
        tail = " ".join(words[cut:])
        if agency_named(tail) is not None and _is_name(" ".join(words[:cut])):
            return " ".join(words[:cut]), tail
    return part, None


def _is_role(text: str) -> bool:
    """Whether words say what somebody does or for whom: "Associated Press Writer", "of The Daily News", "for CNN"."""
    words = text.split()
    if len(words) > 8:
        return False
    if words and words[0].lower() in {"for", "of", "special", "with"} and len(words) > 1:
        return True
    return any(word.strip(".,").lower() in _words("roles") for word in words)


def _is_place(text: str) -> bool:
    words = text.split()
    return 1 <= len(words) <= 4 and all(word[0].isupper() for word in words)


def _is_name(text: str) -> bool:
    """Whether words have the form of one person's name: two to six of them, capitalised but for particles."""
    words = text.split()
    if not 2 <= len(words) <= 6:
        return False
    capitals = 0
    for word in words:
        if not _NAME_WORD.fullmatch(word):
            return False
        if word[0].isupper() or not word[0].islower():
            capitals += 1
        elif word not in _words("particles"):
            return False
    lowered = {word.lower().strip(".") for word in words}
    if words[0].lower() in _words("others") or lowered & _calendar():
        return False
    return capitals >= 2 and any(len(word.strip(".")) > 1 for word in words)


@cache
def _calendar() -> frozenset[str]:
    """Names of months and days that are no names of people ("April", "May", "June" and "August" are)."""
    people = {
        "april",
        "may",
        "june",
        "august",
        "jan",
        "mai",
        "mei",
        "mar",
        "sun",
        "dom",
        "gen",
        "set",
        "out",
        "mag",
        "dec",
        "ago",
    }
    return frozenset({*months(), *weekdays()} - people)


@cache
def _words(name: str) -> frozenset[str]:
    with _DATA.open("rb") as stream:
        return frozenset(tomllib.load(stream)[name].split())


def _cased(name: str) -> str:
    """`JANE DOE-SMITH` -> `Jane Doe-Smith`; a name with small letters as it is."""
    name = " ".join(name.split())
    if not name.isupper():
        return name
    return " ".join(_cased_word(word) for word in name.split())


def _cased_word(word: str) -> str:
    if word.lower() in _words("particles"):
        return word.lower()
    if re.fullmatch(r"(?:[^\W\d_]\.){1,4}|I{2,3}|IV", word):
        return word
    word = re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), word)
    return re.sub(r"^Mc[a-z]", lambda match: match[0][:2] + match[0][2].upper(), word)
