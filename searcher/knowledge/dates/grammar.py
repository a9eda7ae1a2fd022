"""The forms of dates and times as regular expressions, each bounded, so that a search is linear in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from searcher.knowledge.dates.words import alternatives, months, weekdays, zone_names


@dataclass(frozen=True, slots=True)
class Grammar:
    """`hint` is in every text that holds a date; `core` finds the day, month or year; `before` and `after` are the
    time, weekday and zone at its sides.
    """

    hint: re.Pattern[str]
    core: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]


_GAP = r"[^\S\n]{0,3}"
_BLANK = r"[^\S\n]{1,3}"
_YEAR = r"(?:1[5-9]|20|21)\d\d"
# Not inside a number, a version, an address or a range ("24-26 January").
_START = r"(?<![\w])(?<!\d[./:,–-])"
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|\.)?"
_OF = rf"(?:of{_BLANK}|de{_BLANK}|d[’'])?"
_FROM = r"(?:de[^\S\n]|del[^\S\n]|of[^\S\n])?"


def _core() -> str:
    month = f"(?:{alternatives(list(months()))})"
    year_end = rf"(?:{_YEAR}(?![\d])|[’']\d\d(?!\d))"
    year_after = rf"{_GAP}(?:[.,]{_GAP})?{_FROM}"
    return "|".join(
        (
            rf"{_START}(?P<iso>(?P<iy>{_YEAR})(?P<isep>[-/.])(?P<im>\d{{1,2}})(?P=isep)(?P<id>\d{{1,2}}))(?![\d])(?!\.\d)",
            r"(?<![\w./-])(?P<compact>(?:19|20)\d{6})(?=T\d\d|(?![\w/-])(?!\.\d))",
            rf"(?<!\d)(?P<cy>{_YEAR}){_GAP}[年년]{_GAP}(?P<cm>\d{{1,2}}){_GAP}[月월](?:{_GAP}(?P<cd>\d{{1,2}}){_GAP}[日일])?",
            rf"(?<!\d)(?P<ky>{_YEAR})\.{_BLANK}(?P<km>\d{{1,2}})\.{_BLANK}(?P<kd>\d{{1,2}})\.?(?![\d])",
            # Ranges of days are no single day: matched, so that no part of them is, and left out.
            (
                rf"{_START}(?P<range>\d{{1,2}}{_GAP}[-–/]{_GAP}\d{{1,2}}{_GAP}{_OF}{month}\.?{year_after}{year_end}"
                rf"|{month}\.?{_BLANK}\d{{1,2}}{_GAP}[-–/]{_GAP}\d{{1,2}}{year_after}{year_end})"
            ),
            rf"{_START}(?P<dd>\d{{1,2}}){_ORDINAL}{_GAP}{_OF}(?P<dm>{month})\.?{year_after}(?P<dy>{year_end})",
            rf"{_START}(?P<hd>\d{{1,2}})(?P<hsep>[-/])(?P<hm>{month})(?P=hsep)(?P<hy>{_YEAR}|\d\d)(?!\d)",
            (
                rf"(?<![\w])(?P<mm>{month})\.?{_GAP}[-/]?{_GAP}(?P<md>\d{{1,2}})(?:st|nd|rd|th|\.)?(?!\d)"
                rf"(?P<clock>{_BLANK}\d\d:\d\d(?::\d\d)?(?:{_BLANK}[A-Z]{{2,4}})?{_BLANK})?"
                rf"{_GAP}[-/,]?{_GAP}(?P<my>{year_end})"
            ),
            (
                rf"(?:(?<=mon|tue|wed|thu|fri|sat|sun)|(?<=mon,|tue,|wed,|thu,|fri,|sat,|sun,)){_BLANK}"
                rf"(?P<rd>\d{{1,2}}){_BLANK}(?P<rm>{month}){_BLANK}(?P<ry>\d\d)(?=[^\S\n]\d\d:\d\d)"
            ),
            rf"(?<![\w])(?P<ym>{month})\.?{_GAP},?{_GAP}{_FROM}(?P<yy>{_YEAR})(?![\w])(?![.,]\d|-\d)",
            rf"{_START}(?P<na>\d{{1,2}})(?P<nsep>[-/.])(?P<nb>\d{{1,2}})(?P=nsep)(?P<ny>{_YEAR})(?![\d])(?!\.\d)",
        )
    )


_ZONE = (
    r"(?:(?-i:Z)(?![A-Za-z])|[(\[]?(?:GMT|UTC)?[+\-−]\d{1,2}:?(?:\d\d)?(?!\d)[)\]]?|[(\[]?(?-i:(?:%s))(?![A-Za-z])[)\]]?"
    r"|(?:eastern|central|mountain|pacific)(?:[^\S\n](?:standard|daylight))?[^\S\n]time)"
)


def _time(mark: str) -> str:
    """One time of day with its groups; `mark` keeps the group names of two uses apart."""
    zones = alternatives([name.upper() for name in zone_names() if " " not in name])
    zone = _ZONE % zones
    half = r"(?:[ap]\.?m\b\.?|[ap](?![\w]))"
    return (
        rf"(?P<{mark}half_before>(?:오전|오후|午前|午後|上午|下午)[^\S\n]?)?"
        rf"(?:(?P<{mark}h>\d{{1,2}})(?:(?P<{mark}sep>[:.h])(?P<{mark}m>\d\d)(?::(?P<{mark}s>\d\d)(?:[.,]\d{{1,9}})?)?(?!\d)"
        rf"|[時點点시](?:[^\S\n]?(?P<{mark}cjk>\d{{1,2}})[分분])?)"
        rf"|(?P<{mark}bare>\d{{1,2}})(?=[^\S\n]?[ap]\.?m\b)"
        rf"|(?<=T)(?P<{mark}packed>\d{{4}}(?:\d\d)?)(?!\d)"
        rf"|(?P<{mark}military>\d{{4}})(?=[^\S\n]?(?:(?P<{mark}hrs>hrs\b|hours\b)|(?-i:(?:{zones})\b))))"
        rf"(?:[^\S\n]?(?P<{mark}half>{half}))?(?:{_GAP}(?P<{mark}unit>hrs?|hours|uhr)\b\.?)?"
        rf"(?:{_GAP}(?P<{mark}zone>{zone})(?:[^\S\n](?-i:(?:{zones}))(?![A-Za-z]))?)?"
    )


@cache
def grammar() -> Grammar:
    """The grammar, compiled on first use."""
    weekday = rf"\(?(?:{alternatives(list(weekdays()))})(?!\w)\.?\)?"
    east = (
        r"\([月火水木金土日월화수목금토일](?:요일|曜日)?\)|[월화수목금토일]요일"
        r"|[月火水木金土日]曜日|星期[一二三四五六日天]"
    )
    joint = rf"{_GAP}(?:[,;:|·•(/–—-]|T(?=\d)){{0,2}}{_GAP}"
    at = r"(?P<at>(?:(?:at|um|à|a las|alle(?: ore)?|às|as|ore|klo|kl\.?)[^\S\n])?)"
    on = r"(?:(?:on|le|am|el|del|il)[^\S\n])?"
    flags = re.IGNORECASE
    return Grammar(
        hint=re.compile(r"\d{4}|\d[-/][^\W\d]{3,9}\.?[-/]\d\d|[’']\d\d|[a-z][^\S\n]\d\d[^\S\n]\d", flags),
        core=re.compile(_core(), flags),
        before=re.compile(
            rf"(?<![\w:.])(?:{_time('b')}{joint}{on})?(?:{weekday}{_GAP},?{_GAP}(?:the[^\S\n]|den[^\S\n])?)?$", flags
        ),
        after=re.compile(rf"(?:{_GAP},?{_GAP}(?:{weekday}|{east}))?(?:{joint}{at}{_time('a')})?", flags),
    )
