"""A headline -> its wire marks ("2nd LD", "URGENT", "UPDATE 1") and the headline without them."""

from __future__ import annotations

import re
from typing import Final

#: One mark: pattern -> canonical word, to which the number that the pattern catches is added.
_MARKS: Final = (
    (r"(\d{1,2})(?:st|nd|rd|th)[ -]?(?:ld|lead)", "LD"),
    (r"(?:ld|lead)", "LEAD"),
    (r"update[ -]?(\d{1,2})", "UPDATE"),
    (r"wrap[ -]?up[ -]?(\d{1,2})", "WRAPUP"),
    (r"update[ds]?", "UPDATE"),
    (r"correct(?:ed|s|ion)", "CORRECTED"),
    (r"writethr(?:u|ough)", "WRITETHRU"),
    (r"refil(?:e|ed|es)", "REFILE"),
    (r"recasts?", "RECASTS"),
    (r"rpt|repeat(?:s|ing)?", "RPT"),
    (r"adds", "ADDS"),
    (r"kill(?:ed)?", "KILL"),
    (r"withdrawn", "WITHDRAWN"),
    (r"urgent", "URGENT"),
    (r"flash", "FLASH"),
    (r"breaking(?: news)?", "BREAKING"),
    (r"bulletin", "BULLETIN"),
    (r"embargoed(?: (?:until|till|for)[^:)\]]{1,30})?", "EMBARGOED"),
)
_COMPILED: Final = tuple((re.compile(pattern, re.IGNORECASE), word) for pattern, word in _MARKS)
_ORDINALS: Final = {"1": "1st", "2": "2nd", "3": "3rd"}

_ONE: Final = "(?:" + "|".join(pattern.replace("(\\d", "(?:\\d") for pattern, _ in _MARKS) + ")"
_LIST: Final = rf"{_ONE}(?:\s?[-,;/+&]\s?{_ONE}){{0,3}}"
#: `(2nd LD)`, `[UPDATE]` at either end.
_BRACKET: Final = re.compile(rf"[(\[]\s?({_LIST})\s?[)\]]", re.IGNORECASE)
_BRACKET_END: Final = re.compile(rf"\s[(\[]\s?({_LIST})\s?[)\]]$", re.IGNORECASE)
#: `UPDATE 2-`, `RPT-`, `CORRECTED - `, `URGENT: `, `Correction: `, `2ND LEAD `.
_HYPHEN: Final = re.compile(rf"({_LIST})\s?(?:-{{1,2}}|[–—])\s?(?=\S)", re.IGNORECASE)
_COLON: Final = re.compile(rf"({_LIST})\s?:\s*(?=\S)", re.IGNORECASE)
_BARE: Final = re.compile(r"(\d{1,2}(?:ST|ND|RD|TH) (?:LEAD|LD))\s+(?=\S)")
#: `, 1st Ld-Writethru`, ` - UPDATE`, and the length in words that a slug may have behind it.
_TAIL: Final = re.compile(rf"\s?(?:,|\s-{{1,2}}|\s[–—]|--)\s?({_LIST})(?:\s?,\s?\d{{2,4}})?$", re.IGNORECASE)

#: Marks that no headline uses as words, so that capitals and a hyphen are enough.
_STRONG: Final = frozenset({"LD", "UPDATE n", "WRAPUP", "REFILE", "RPT", "CORRECTED", "WRITETHRU"})
#: Marks that may be written small before a colon or in brackets: "Correction: ", "(Updated)".
_ANY_CASE: Final = frozenset({"UPDATE", "CORRECTED", "BREAKING", "URGENT", "EMBARGOED", "WRITETHRU", "REFILE"})


def split_marks(title: str) -> tuple[str | None, str]:
    """A headline -> its marks as canonical words joined by ", " (None for none), and the headline without them.

    `UPDATE 2-Oil falls` -> ("UPDATE 2", "Oil falls"). Words that are part of the headline ("Lead prices rise",
    "Update on ...") stay; a headline that is nothing but marks is left whole.
    """
    rest = title.strip()
    marks: list[str] = []
    while (found := _at_start(rest)) is not None:
        marks.extend(found[0])
        rest = found[1]
    tail: list[str] = []
    while (found := _at_end(rest)) is not None:
        tail = [*found[0], *tail]
        rest = found[1]
    marks = list(dict.fromkeys([*marks, *tail]))
    return (", ".join(marks), rest) if marks else (None, title)


def _at_start(title: str) -> tuple[list[str], str] | None:
    if not title[:1].isalnum() and title[:1] not in "([":
        return None
    for pattern in (_BRACKET, _COLON, _HYPHEN, _BARE):
        match = pattern.match(title)
        if match is None:
            continue
        rest = title[match.end() :].lstrip(" \t\u00a0:-–—")
        if rest and _is_marked(match[1], rest, sure=pattern in (_BRACKET, _COLON), strong=pattern is _BARE):
            return _canonical(match[1]), rest
    return None


def _at_end(title: str) -> tuple[list[str], str] | None:
    # Any mark at the end has letters and stands after one of these.
    if not title.endswith((")", "]")) and "," not in title[-30:] and "-" not in title[-30:] and "–" not in title[-30:]:
        return None
    for pattern in (_BRACKET_END, _TAIL):
        match = pattern.search(title, max(0, len(title) - 60))
        if match is not None and title[: match.start()].strip():
            rest = title[: match.start()].rstrip(" ,-–—")
            if rest and _is_marked(match[1], rest, sure=pattern is _BRACKET_END, strong=False):
                return _canonical(match[1]), rest
    return None


def _is_marked(text: str, rest: str, *, sure: bool, strong: bool) -> bool:
    """Whether words that could be marks are: by their case, by the sign that sets them off, and by the headline.

    `sure` is for brackets and colons, `strong` for a form that only marks have.
    """
    if strong:
        return True
    kinds = {_kind(mark) for mark in _split(text)}
    if kinds & {"LD", "UPDATE n", "WRITETHRU"}:
        return sure or text[:1].isupper() or text[:1].isdigit()
    if sure and kinds <= _ANY_CASE and text[0].isupper():
        return True
    if not text.isupper():
        return False
    # In a headline of capitals alone, case says nothing: URGENT-CARE CENTRES.
    return sure or kinds <= _STRONG or (any(map(str.islower, rest)) and rest[:1].isupper())


def _split(text: str) -> list[str]:
    return [match[0] for match in re.finditer(_ONE, text, re.IGNORECASE)]


def _kind(mark: str) -> str:
    for pattern, word in _COMPILED:
        if pattern.fullmatch(mark):
            return "UPDATE n" if word == "UPDATE" and pattern.groups else word
    return mark


def _canonical(text: str) -> list[str]:
    """`1st Ld-Writethru` -> ["1st LD", "WRITETHRU"]."""
    return [_canonical_one(mark) for mark in _split(text)]


def _canonical_one(mark: str) -> str:
    for pattern, word in _COMPILED:
        match = pattern.fullmatch(mark)
        if match is not None:
            number = str(int(match[1])) if pattern.groups else ""
            if word == "LD":
                return f"{_ORDINALS.get(number, number + 'th')} LD"
            return f"{word} {number}".rstrip()
    return mark
