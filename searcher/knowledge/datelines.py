"""The first paragraph of a story -> its dateline: where and when it was filed, and by which agency."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from searcher.knowledge.agencies import agency_named
from searcher.knowledge.dates.words import alternatives, months, weekdays
from searcher.knowledge.gazetteer import lookup

_DATA: Final = Path(__file__).parent / "data" / "datelines.toml"
#: The longest dateline has four cities, a region, a date and an agency; no word of prose is looked at behind it.
_LONGEST: Final = 160
_UPPER: Final = "A-ZÀ-ÖØ-ÞĀĆČĎĐĘĚĞĪŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽİ"
_LOWER: Final = "a-zß-öø-ÿāăąćčďđęěğīıłńňōőřśşšťūůűźżž"

_BEGINS: Final = re.compile(rf"\s{{0,20}}(?=[{_UPPER}(\[【])")
_AGENCY: Final = re.compile(r"\(([^()\n]{2,40})\)|/[^\S\n]?([A-Za-z][A-Za-z. -]{1,38}?)[^\S\n]?/(?=[.\s:–—-]|$)")
_DASH: Final = re.compile(
    rf"[^\S\n]{{0,3}}(?:-{{2,3}}|[—–―−]{{1,2}}|(?<=[\s)/])[-_](?=[\s{_UPPER}\"'“‘]|$)|(?<=\d)-(?=\s)|:(?=\s))[^\S\n]{{0,3}}"
)
#: `(서울=연합뉴스)`, `【ソウル＝共同】`: Korean and Japanese services.
_EASTERN: Final = re.compile(r"\s{0,20}[(\[【]([^=＝()\[\]\n]{1,30})[=＝]([^()\[\]】\n]{1,20})[)\]】]")
_CAPITAL: Final = re.compile(
    rf"(?:(?:Mc|Mac|De|Di|La|Le|[dD]['’])?[{_UPPER}][{_UPPER}.'’`]*|[{_UPPER}]['’`]?[{_UPPER}.'’`]+)"
)
_TITLE: Final = re.compile(rf"[{_UPPER}][{_UPPER}{_LOWER}.'’]*")
_FIGURE: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(r"\d{1,2}(?!\w)")
_AND: Final = re.compile(r"[^\S\n]*/[^\S\n]*|[^\S\n]+(?:and|AND|&)[^\S\n]+")


@dataclass(frozen=True, slots=True)
class FoundDateline:
    """A dateline at `start`:`end` of a paragraph, the dash included.

    `place` is the first of `places`, in title case; `region` the state or country as written; `day` the day as
    written ("Jan. 24", "Friday"); each None where the dateline has none.
    """

    place: str | None
    places: tuple[str, ...]
    region: str | None
    day: str | None
    agency: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Parts:
    """What stands between the start of a paragraph and its dash or agency."""

    places: tuple[str, ...]
    capitals: bool
    region: str | None
    day: str | None
    agency: str | None


def find_dateline(paragraph: str) -> FoundDateline | None:
    """The dateline that opens a paragraph, or None. A sentence that begins with capitals is no dateline."""
    head = paragraph[:_LONGEST]
    begins = _BEGINS.match(head)
    if begins is None:
        return None
    start = begins.end()
    mark, dash = _AGENCY.search(head, start), _DASH.search(head, start)
    if mark is not None and (dash is None or mark.start() < dash.start()):
        found = _with_agency(head, start, mark)
        if found is not None:
            return found
    elif dash is not None and mark is not None and mark.start() == dash.end():
        # SAN FRANCISCO--(BUSINESS WIRE)--; but MONTREAL, Feb 26 - (Acme Ltd) said
        return _with_agency(head, start, mark) or _without_agency(head, start, dash)
    elif dash is not None:
        return _without_agency(head, start, dash)
    return _eastern(head)


def _with_agency(head: str, start: int, mark: re.Match[str]) -> FoundDateline | None:
    """`SEOUL, Jan. 24 (Yonhap) --`, `MOSCOW (TASS), Jan 24 -`, `New Delhi, Jan 24 (PTI) The`, `(Reuters) -`."""
    name = (mark[1] or mark[2]).strip()
    known = agency_named(name)
    late = _days().late.match(head, mark.end())
    end = late.end() if late else mark.end()
    dash = _DASH.match(head, end)
    if mark.start() == start:
        if known is None or dash is None:
            return None
        return FoundDateline(None, (), None, late and late["day"], name, start, dash.end())
    if known is not None and dash is not None and _days().whole.fullmatch(head[start : mark.start()].strip(" ,")):
        # Jan. 24 (UPI) --
        return FoundDateline(None, (), None, head[start : mark.start()].strip(" ,"), name, start, dash.end())
    parts = _parts(head[start : mark.start()].rstrip(" \t-–—"))
    if parts is None or (late and parts.day):
        return None
    day = late["day"] if late else parts.day
    if not _agency_fits(parts, name, known=known is not None, dash=dash is not None, day=day):
        return None
    end = dash.end() if dash else _blanks_after(head, end)
    return FoundDateline(parts.places[0], parts.places, parts.region, day, name, start, end)


def _agency_fits(parts: _Parts, name: str, *, known: bool, dash: bool, day: str | None) -> bool:
    """Whether a bracket after a place names an agency, and does not explain an acronym or a name."""
    if known:
        # "Associated Press (AP) reporters": the agency itself, in a sentence.
        return (dash or parts.capitals or day is not None) and agency_named(parts.places[0]) is None
    words = name.split()
    named = all(word[0].isupper() for word in words) and len(words) <= 4 and not any(map(str.isdigit, name))
    if day is not None and dash:
        return named
    acronym = len(parts.places[0].replace(".", "")) < 4 or _is_label(parts.places[0])
    return named and dash and parts.capitals and not acronym


def _without_agency(head: str, start: int, dash: re.Match[str]) -> FoundDateline | None:
    """`SALVADOR, Feb 26 -`, `KYIV, Ukraine —`, `LONDON -`, `NEW DELHI:`."""
    parts = _parts(head[start : dash.start()])
    if parts is None:
        return None
    after = head[dash.end() :]
    if parts.day is not None or parts.agency is not None:
        # "Dr. Smith, March 3 - 5": a range of days.
        stated = parts.agency is not None or ("," in head[start : dash.start()] and not _NUMBER.match(after))
        fits = parts.capitals or stated
    else:
        # With nothing beside it, a place must be one that is known; with its state or country, any town is.
        place = parts.places[0]
        known = parts.region is not None and len(place.replace(".", "")) > 2
        fits = parts.capitals and not _is_label(place) and _opens_sentence(after) and (known or _is_known(place))
    if not fits:
        return None
    return FoundDateline(parts.places[0], parts.places, parts.region, parts.day, parts.agency, start, dash.end())


def _opens_sentence(after: str) -> bool:
    """Whether prose begins here: a capital, figure or quote, and small letters soon after (no headline in capitals)."""
    words = after.split(None, 4)[:4]
    if not words or not (words[0][0].isupper() or words[0][0].isdigit() or words[0][0] in "\"'“‘«`$€£"):
        return False
    return any(letter.islower() for word in words for letter in word)


def _parts(text: str) -> _Parts | None:
    """`SEOUL, Jan. 24` -> its places, region and day; None when it is anything else than a dateline."""
    pieces = [piece.strip() for piece in text.strip(" ,\t").split(",")]
    if len(pieces) > 6:
        return None
    region = day = agency = None
    places: list[str] = []
    last = _days().last.fullmatch(pieces[0]) if len(pieces) == 1 and _FIGURE.search(pieces[0]) else None
    if last is not None:
        pieces = [last["before"], last["day"]]
    first = _AND.split(pieces[0])
    capitals = all(map(_is_capitals, first))
    if not capitals and not all(map(_is_title, first)):
        return None
    if _is_day(pieces[0]):
        return None
    places.extend(first)
    rest: list[str] = []
    for piece in pieces[1:]:
        if day is None and _is_day(piece):
            # "January 24. /TASS/": the point is not the day's.
            day = piece.rstrip(".") if piece[-2:-1].isdigit() else piece
        elif day is not None and re.fullmatch(r"\d{4}", piece):
            day = f"{day}, {piece}"
        elif day is not None and (known := agency_named(piece)) is not None:
            agency = piece if known else None
        elif day is None and piece and _is_title(piece):
            rest.append(piece)
        else:
            trailing = _days().last.fullmatch(piece)
            if day is not None or trailing is None or not _is_title(trailing["before"]):
                return None
            rest.append(trailing["before"])
            day = trailing["day"]
    region = _regions(rest, places, capitals=capitals)
    names = tuple(title_case(place) if _is_capitals(place) else place for place in places)
    return _Parts(names, capitals, region, day, agency)


def _is_day(piece: str) -> bool:
    """`Jan. 24`, `24 January 2020`, `Friday`."""
    if not _FIGURE.search(piece):
        return piece.strip(".").lower() in _days().weekdays
    return _days().whole.fullmatch(piece) is not None


def _regions(rest: list[str], places: list[str], *, capitals: bool) -> str | None:
    """What follows the first city: more cities (added to `places`), or the state or country (returned)."""
    joined = bool(rest) and len(_AND.split(rest[-1])) > 1
    cities = [city for piece in rest for city in _AND.split(piece)]
    if capitals and (joined or len(rest) > 1) and all(_is_capitals(city) and len(city) > 4 for city in cities):
        places.extend(cities)
        return None
    if not rest:
        return None
    return ", ".join(title_case(part) if _is_capitals(part) and len(part) > 4 else part for part in rest)


@cache
def _words(name: str) -> frozenset[str]:
    with _DATA.open("rb") as stream:
        return frozenset(tomllib.load(stream)[name].split())


@cache
def _sites() -> frozenset[str]:
    with _DATA.open("rb") as stream:
        return frozenset(name.strip() for name in tomllib.load(stream)["sites"].split("|"))


def _is_label(place: str) -> bool:
    return any(word.upper() in _words("labels") for word in place.split())


def _is_known(place: str) -> bool:
    return len(place) > 3 and (place.lower() in _sites() or bool(lookup(place)))


def _is_capitals(text: str) -> bool:
    """`ST. LOUIS`, `RIO de JANEIRO`, `PORT-au-PRINCE`, `McALLEN`: capitals but for the small words of names."""
    words = text.replace("-", " ").split()
    if not 1 <= len(words) <= 6 or not _CAPITAL.fullmatch(words[0]) or len(text.strip(".")) < 2:
        return False
    return all(_CAPITAL.fullmatch(word) or word in _words("small") for word in words[1:])


def _is_title(text: str) -> bool:
    """`Tokyo`, `British Columbia`, `Trinidad and Tobago`, `Calif.`: a name of up to six words."""
    words = text.replace("-", " ").split()
    if not 1 <= len(words) <= 6 or not _TITLE.fullmatch(words[0]):
        return False
    return all(_TITLE.fullmatch(word) or word in _words("small") for word in words[1:]) and words[-1][0].isupper()


@lru_cache(maxsize=4096)
def title_case(place: str) -> str:
    """`ST. LOUIS` -> `St. Louis`, `RIO DE JANEIRO` -> `Rio de Janeiro`, `McALLEN` -> `McAllen`, `U.N.` as it is."""
    first = True
    out: list[str] = []
    for word in re.split(r"([\s-]+)", place):
        if not word.strip(" \t-\u00a0"):
            out.append(word)
            continue
        small = word.lower() in _words("small") and not first
        out.append(word.lower() if small else _cased(word))
        first = False
    return "".join(out)


def _cased(word: str) -> str:
    bare = word.replace(".", "")
    if bare in _words("kept") or re.fullmatch(r"(?:[A-Z]\.){2,}", word):
        return word
    for prefix in ("Mc", "Mac", "De", "Di", "La", "Le"):
        if word.startswith(prefix) and word[len(prefix) : len(prefix) + 2].isupper():
            return prefix + word[len(prefix) :].capitalize()
    parts = re.split(r"(['’`])", word)
    # O'FALLON, N'DJAMENA; but SANA'A and XI'AN, whose letters after the mark are a syllable.
    if len(parts) > 1 and len(parts[0]) == 1 and len(parts[2]) > 1:
        return "".join(part.capitalize() for part in parts)
    return "".join([parts[0].capitalize(), *(part.lower() for part in parts[1:])])


@dataclass(frozen=True, slots=True)
class _Days:
    """The day of a dateline: a piece that is one, one at the end of a piece, and one behind the agency."""

    whole: re.Pattern[str]
    last: re.Pattern[str]
    late: re.Pattern[str]
    weekdays: frozenset[str]


@cache
def _days() -> _Days:
    month = rf"(?:{alternatives(list(months()))})\.?"
    weekday = rf"(?:{alternatives(list(weekdays()))})\.?"
    ordinal = "(?:st|nd|rd|th)?"
    of_month = rf"(?:{month}[^\S\n]?\d{{1,2}}{ordinal}(?:[-–/]\d{{1,2}})?|\d{{1,2}}{ordinal}[^\S\n]{month})"
    day = rf"(?:(?:{weekday},?[^\S\n])?{of_month}(?:,?[^\S\n]\d{{4}})?\.?|{weekday})"
    return _Days(
        re.compile(day, re.IGNORECASE),
        re.compile(rf"(?P<before>\S.*?)[^\S\n](?P<day>{day})", re.IGNORECASE),
        re.compile(rf",?[^\S\n]{{1,3}}(?P<day>{day})(?=\W)", re.IGNORECASE),
        frozenset(weekdays()),
    )


def _blanks_after(head: str, end: int) -> int:
    """Behind the point and the blanks that follow an agency without a dash."""
    while end < len(head) and head[end] in ". \t\u00a0":
        end += 1
    return end


def _eastern(head: str) -> FoundDateline | None:
    """`(서울=연합뉴스)`: places before the agency in one bracket, names in their own script."""
    match = _EASTERN.match(head)
    if match is None or agency_named(match[2]) is None:
        return None
    places = tuple(part.strip() for part in re.split("[·,/、]", match[1]) if part.strip())
    start = match.end(0) - len(match[0].lstrip())
    place = places[0] if places else None
    return FoundDateline(place, places, None, None, match[2].strip(), start, _blanks_after(head, match.end()))
