"""A text -> the mentions of places in it, each with what its surroundings say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from searcher.extract.places.spans import Span, abbreviations, headline_spans, spans
from searcher.extract.places.strength import is_great, is_ordinary, is_person_like
from searcher.extract.runs import runs
from searcher.knowledge.gazetteer import fold, names
from searcher.knowledge.place_words import words


class Evidence:
    """What the surroundings of a mention say, as bits (an IntFlag takes ten times as long): in or near it; from or to
    it; a story was filed there; the name of what it lies in follows; it is a person or a firm here; it stands in a
    headline; the source of the story names it.
    """

    WITHIN: Final = 1
    LOCATIVE: Final = 2
    FILED: Final = 4
    BOUND: Final = 8
    PERSON: Final = 16
    HEADLINE: Final = 32
    GIVEN: Final = 64


class Mention(NamedTuple):
    """A name at a position (counted through all texts of a story); `parent` is the name that follows after a comma."""

    key: str
    form: str
    position: int
    evidence: int
    parent: str = ""


class Shown(NamedTuple):
    """A place that the gazetteer lacks, shown by its surroundings; `parent` is what it lies in, or empty."""

    form: str
    position: int
    parent: str


@dataclass(slots=True)
class Findings:
    """All that is found in a story: mentions, places by their surroundings alone, how often a name is a person's here,
    how often adjectives name a country.
    """

    mentions: list[Mention] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    people: dict[str, int] = field(default_factory=dict)
    adjectives: dict[str, int] = field(default_factory=dict)


#: Kinds of places in small letters after a name: "Helmand province".
_AFTER: Final = tuple(
    f" {kind}" for kind in "province prefecture governorate county peninsula island river valley".split()
)
_AFTER_HEADS: Final = frozenset(kind[:4] for kind in _AFTER)
_DIRECTIONS: Final = tuple(
    f"{side} of " for side in "north south east west northeast northwest outskirts outside".split()
)
_SHORT_WORDS: Final = frozenset(["of ", "in ", "ar "])
_FIRMS: Final = (" & ", " and Co", " Inc", " Corp")
_COMMAS: Final = frozenset([", ", ",\n", "., "])
_LISTS: Final = frozenset([" and ", " or ", " and\n", "\nand "])
#: A short form of a state has fewer letters.
_SHORT: Final = 6
#: How far back the word before a name can begin.
_BACK: Final = 16
#: Its first letter is set apart, so that no word is tried twice.
_WORD_BEFORE: Final = re.compile(r"([\w.](?<![\w.].)[\w.]*)[ \n]\Z")
_AGE: Final = re.compile(r", \d\d?\b(?! (?:miles|km|kilomet))")
_AFTER_DATELINE: Final = re.compile(r"(?:, [A-Z][\w. ]{1,30})*,? ?(?:\(|--|[-–—_] |, [A-Z][a-z]{2,8}\.? \d)")


@cache
def _before() -> tuple[str, ...]:
    """Kinds of places in small letters before a name: "the town of Afula"."""
    return tuple(f" {kind} of " for kind in sorted(words("kinds")))


@cache
def _frames() -> tuple[str, ...]:
    """What stands before places only, known or not: "born in Kamukunji"."""
    return _before() + tuple(f" {frame.replace('_', ' ')} " for frame in sorted(words("frames")))


class Scanner:
    """One text on its way into the findings. `offset` is where it begins among the story's texts; in a `headline`
    every word has a capital.
    """

    def __init__(self, text: str, offset: int, findings: Findings, *, headline: bool = False) -> None:
        self.text = text
        self.offset = offset
        self.findings = findings
        self.headline = headline

    def scan(self) -> None:
        """Read the text once."""
        text, find, short = self.text, headline_spans if self.headline else spans, abbreviations()
        previous: re.Match[str] | None = None
        town: Mention | None = None
        for match in runs(text):
            run = match[0]
            start, end = match.span()
            after = text[end : end + 4]
            if (after[:1] == "." and _last_word(run) in short) or (
                # After a town some agencies leave the full stop out.
                len(run) < _SHORT and text[start - 2 : start] == ", " and run.lower() in short
            ):
                run += "."
            found = find(run)
            if after in _AFTER_HEADS and text.startswith(_AFTER, end):
                self._by_kind(match, known=bool(found))
            elif not found and text[start - 3 : start] in _SHORT_WORDS and text.endswith(_frames(), 0, start):
                self._framed(run, start)
            last = None
            if found:
                between = text[previous.end() : start] if previous is not None else ""
                for span in found:
                    last = self._take(span, start, town, previous, between if span.first else "")
            previous, town = match, last

    def _take(
        self, span: Span, start: int, town: Mention | None, previous: re.Match[str] | None, between: str
    ) -> Mention | None:
        """Put a span of the run at `start` where it belongs; the mention, if it is one that ends the run. `town` is
        that of the run before, `previous`, from which `between` divides it.
        """
        findings = self.findings
        if span.use == "adjective":
            findings.adjectives[span.key] = findings.adjectives.get(span.key, 0) + 1
        elif span.use == "person":
            findings.people[span.key] = findings.people.get(span.key, 0) + 1
        elif span.use == "landscape":
            self._show(self.text[start + span.start : start + span.end], start + span.start)
        elif span.use != "body" and (mention := self._mention(start, span, town, between)) is not None:
            if between in _COMMAS and town is not None:
                findings.mentions[-1] = town._replace(parent=mention.key)
            elif between in _COMMAS and previous is not None:
                self._by_parent(previous, mention.key)
            findings.mentions.append(mention)
            return mention if span.last else None
        return None

    def _mention(self, start: int, span: Span, town: Mention | None, between: str) -> Mention | None:
        """What a span is, or None for a short form out of its place and a word in capitals."""
        begin, end = start + span.start, start + span.end
        form = self.text[begin:end]
        if span.use == "abbreviation" and (between not in _COMMAS or (town is None and "." not in span.key)):
            return None
        if self.text.startswith("$", end):
            return None
        evidence = Evidence.HEADLINE if self.headline else self._evidence(begin, end)
        if town is not None and between in _LISTS and town.evidence & (Evidence.WITHIN | Evidence.LOCATIVE):
            evidence |= Evidence.LOCATIVE
        if form.isupper() and not evidence & (Evidence.FILED | Evidence.HEADLINE):
            filed = town is not None and town.evidence & Evidence.FILED and between in _COMMAS
            if not filed and not _stands_in_capitals(span.key):
                return None
        return Mention(span.key, form.replace("\n", " "), self.offset + begin, evidence)

    def _evidence(self, begin: int, end: int) -> int:
        """What stands around a name."""
        text = self.text
        evidence = 0
        before = _WORD_BEFORE.search(text, max(0, begin - _BACK), begin)
        if before is not None:
            word = before[1].lower()
            if word in words("within"):
                evidence = Evidence.WITHIN
            elif word in words("locative"):
                evidence = Evidence.LOCATIVE
            elif word == "of" and (text.endswith(_before(), 0, begin) or text.endswith(_DIRECTIONS, 0, begin)):
                evidence = Evidence.WITHIN
            elif word.rstrip(".") in words("titles") and not word.endswith("s"):
                return Evidence.PERSON
        elif self._is_filed(begin, end):
            return Evidence.FILED
        after = text[end : end + 1]
        if (after == " " and text.startswith(_AFTER, end)) or (after == "-" and text.startswith("-based", end)):
            return Evidence.WITHIN
        firm = after == " " and text.startswith(_FIRMS, end)
        if firm or (after == "," and _AGE.match(text, end)) or text.endswith("& ", 0, begin):
            return Evidence.PERSON
        return evidence

    def _is_filed(self, begin: int, end: int) -> bool:
        """Whether a name stands where a dateline does: in capitals at the beginning of a paragraph, before what
        follows a dateline.
        """
        if begin and self.text[max(0, begin - 2) : begin] != "\n\n":
            return False
        return self.text[begin:end].isupper() and _AFTER_DATELINE.match(self.text, end) is not None

    def _by_kind(self, match: re.Match[str], *, known: bool) -> None:
        """A name before its kind in small letters: "the Korean peninsula"; one that the gazetteer lacks: "Helmand
        province".
        """
        end = match.end()
        word = match.group().rpartition(" ")[2]
        kind = next(kind for kind in _AFTER if self.text.startswith(kind, end))
        if fold(word + kind) in names():
            position = self.offset + end - len(word)
            self.findings.mentions.append(Mention(fold(word + kind), word + kind, position, Evidence.WITHIN))
        elif not known:
            self._show(match.group(), match.start())

    def _framed(self, run: str, start: int) -> None:
        """An unknown name after words that only places follow; one in capitals is the short form of a body."""
        if not run.isupper():
            self._show(run, start)

    def _by_parent(self, unknown: re.Match[str], parent: str) -> None:
        """A name that the gazetteer lacks, before a comma and that of a country or state: "Heerenveen, Netherlands"."""
        cut = _bare(unknown.group())
        if cut is None:
            return
        begin = unknown.start() + cut[0]
        evidence = self._evidence(begin, unknown.end())
        before = self.text[max(0, begin - 3) : begin]
        if evidence & (Evidence.WITHIN | Evidence.LOCATIVE | Evidence.FILED) or before in ("of ", " (", ""):
            self._show(unknown.group(), unknown.start(), parent)

    def _show(self, form: str, start: int, parent: str = "") -> None:
        if (cut := _bare(form)) is not None:
            self.findings.shown.append(Shown(cut[1], self.offset + start + cut[0], parent))


@cache
def _openers() -> frozenset[str]:
    """Words that may stand before a name, no part of it: but Old Greenwich, North Palm Beach."""
    return words("starters") | {word for word in words("parts") if word.endswith("ern")}


@cache
def _plain() -> frozenset[str]:
    """Words that are in no name of a place that only its surroundings show."""
    return words("starters") | words("titles") | words("bodies")


def _last_word(run: str) -> str:
    return run[max(run.rfind(" "), run.rfind("-"), run.rfind("\n")) + 1 :].lower()


def _stands_in_capitals(key: str) -> bool:
    """Whether a word in capitals amid others can be the place: a short form, or a long name that is no word."""
    if len(key) < 3 or "." in key or key in words("acronyms"):
        return True
    return len(key) > 4 and is_great(key) and not is_ordinary(key) and not is_person_like(key)


def name_of(run: str) -> str | None:
    """A name without words that are no part of it, or None if it is none."""
    cut = _bare(run)
    return cut[1] if cut is not None and cut[1].replace("-", "").replace(" ", "").isalpha() else None


def _bare(run: str) -> tuple[int, str] | None:
    """A run without the words that are no part of a name at its beginning, and where it begins then; None if it is
    not a short name.
    """
    start = 0
    while (cut := run[start:].partition(" "))[2] and cut[0].lower() in _openers():
        if cut[2].lower() in words("heads"):
            return None
        start += len(cut[0]) + 1
    parts = run[start:].lower().replace("-", " ").split()
    if not 0 < len(parts) <= 3 or not _plain().isdisjoint(parts):
        return None
    return start, run[start:].replace("\n", " ")
