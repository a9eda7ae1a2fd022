"""A short block of a page -> the date, the writer, the address or the keywords that it states."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from searcher.knowledge.agencies import agency_named
from searcher.knowledge.bylines import Byline
from searcher.knowledge.bylines import find_byline as find_known_byline
from searcher.knowledge.dates import FoundDate, find_dates, find_stamps
from searcher.knowledge.gazetteer import is_place_name
from searcher.knowledge.names import commonness
from searcher.readers.page_text import marks

#: The longest timestamp line, and how much of it may be words other than the dates: in any case, and without a word
#: of publication in a line that closes like a sentence.
_LONGEST: Final = 170
_MOST_OTHER, _MOST_OTHER_OF_SENTENCE = 75, 30
_BYLINE_LONGEST: Final = 220
#: "By" in languages where a capital letter follows it; the English forms are known to `knowledge.bylines`.
_BY_ABROAD: Final = re.compile(r"(?:von|par|por|di|door|oleh|av|af|na)\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)
_SOURCE: Final = re.compile(r"(?:source|publisher|quelle|fuente|fonte)\s*:\s*(?=\S)", re.IGNORECASE)
#: What stands with a colon before the writer's name: `Words: Ann Bell`.
_LABELLED: Final = re.compile(
    r"(?:words|text|story|report(?:er|ing)?|interview|author|writer|writing|byline)\s*:\s*(?=[A-ZÀ-Þ])", re.IGNORECASE
)
#: Whose writers sign, before their names: `By Example Press writers Ann Bell, Bo Carr`.
_WRITERS: Final = re.compile(
    r"^by\s+(?:(?:[A-ZÀ-Þ][\w.-]*|staff)\s+){0,3}(?:writers?|reporters?|correspondents?)\s+(?=[A-ZÀ-Þ])", re.IGNORECASE
)
#: A paper that signs with its letters: `By TEX, in Business`.
_BY_PAPER: Final = re.compile(r"[Bb]y\s+([A-Z]{2,6})(?=\s*(?:[,|·•]|$))")
#: A closing bracket with what the writer is, or where: `(Brest, special correspondent)`.
_ASIDE: Final = re.compile(r"(?<=\w)\s+\([^()@]{2,60}\)$")
_AUTHOR_LABEL: Final = re.compile(
    r"(?:author(?:s| of the article)?|(?:written |reported |words |story )?by|reporter)", re.IGNORECASE
)
#: Where the names of a byline end and something else begins.
_NAME_STOP: Final = re.compile(
    r"\s*[|·•;]|\s[/–—-]\s|\s(?:published|posted|updated|last updated)\b|(?<=[a-z])[\d^]|,\s", re.IGNORECASE
)
_NAME_WORD: Final = re.compile(r"(?!\w*[a-z][A-Z]{2})[A-ZÀ-ÞĀ-ŽΑ-ΩА-Я][\w.'’-]*$")
_PARTICLES: Final = frozenset("and & de da di del van von der den la le bin al el with und et y e".split())
_UPDATED: Final = re.compile(r"(?:last |first )?(?:update[ds]?|modified|revised|edited)|(?:최종)?수정(?:시간)?")
_PUBLISHED: Final = re.compile(
    r"(?:publish(?:ed)?|first published|posted|issued|created|filed|date)|송고(?:시간)?|입력|등록|게재"
)
#: Three names in one word, or a word longer than any.
_RUN_TOGETHER: Final = re.compile(r"(?:[A-Z][a-z]+){3,}|\S{23,}")
_TIME_ONLY: Final = re.compile(
    r"\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?(?:\s*[A-Z]{2,5})?|\d{1,2}\s*[ap]\.?m\.?", re.IGNORECASE
)
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_GLUED_BEFORE: Final = re.compile(rf"(?<=[a-z])(?={_MONTH} \d{{1,2}},? (?:19|20)\d\d)")
_GLUED_AFTER: Final = re.compile(rf"({_MONTH} \d{{1,2}},? (?:19|20)\d\d)(?=\d)")
#: `송고시간2020-01-24 09:00`.
_GLUED_WIDE: Final = re.compile(r"(?<=[가-힣])(?=(?:19|20)\d\d[-./]\d)")
_PICTURE_NAMES: Final = re.compile(r"^(?:\[[\w.-]{2,80}\])+(?=\S)")
_GLUED_BY: Final = re.compile(r"^[Bb]y(?=[A-ZÀ-Þ][a-zà-ÿ])")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A timestamp line: when the story was published and changed, whether the line names which is which, and the
    words before its first date.
    """

    published: FoundDate | None
    updated: FoundDate | None
    labelled: bool
    lead: str


def unglue(text: str) -> str:
    """The text with the blanks that dumps lose between two elements: `byAnn BellApril 10, 20203 min read`."""
    text = _GLUED_BY.sub("By ", _PICTURE_NAMES.sub("", text))
    return _GLUED_AFTER.sub(r"\1 ", _GLUED_BEFORE.sub(" ", _GLUED_WIDE.sub(" ", text)))


def find_stamp(text: str) -> Stamp | None:
    """The dates of a timestamp line; None for any other text."""
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return None
    text = unglue(text)
    stamps = [stamp for stamp in find_stamps(text) if stamp.found.precision in ("day", "minute")]
    if not 1 <= len(stamps) <= 4:
        return None
    labelled = any(stamp.kind != "plain" for stamp in stamps)
    rest = len(text) - sum(stamp.found.end - stamp.found.start for stamp in stamps)
    closes = text.endswith((".", "!", "?")) and not labelled
    if rest > (_MOST_OTHER_OF_SENTENCE if closes else _MOST_OTHER):
        return None
    return Stamp(
        published=next((stamp.found for stamp in stamps if stamp.kind != "updated"), None),
        updated=next((stamp.found for stamp in stamps if stamp.kind == "updated"), None),
        labelled=labelled,
        lead=text[: stamps[0].found.start].strip(" |·•:,-–—"),
    )


def is_time(text: str) -> bool:
    """Whether a block is a time of day only."""
    return _TIME_ONLY.fullmatch(text) is not None


def date_label(text: str) -> str | None:
    """The word for it, when a block only announces a date of publication or of a change."""
    folded = marks.fold(text)
    return folded if _PUBLISHED.fullmatch(folded) or _UPDATED.fullmatch(folded) else None


def is_author_label(text: str) -> bool:
    """Whether a block only announces that the next one names the writer."""
    return _AUTHOR_LABEL.fullmatch(marks.fold(text)) is not None


def find_byline(text: str) -> Byline | None:
    """The byline that a block states ("By Ann Bell and Bo Carr | Example News"); None for any other text."""
    if len(text) > _BYLINE_LONGEST:
        return None
    text = _WRITERS.sub("By ", _ASIDE.sub("", unglue(text)))
    found = find_known_byline(text)
    if found is not None and found.signed:
        return found
    abroad = _BY_ABROAD.match(text) or _LABELLED.match(text)
    if (paper := _BY_PAPER.match(text)) is not None:
        return Byline(agency=paper[1], signed=True)
    names = bare_names(text[abroad.end() :]) if abroad else None
    return replace(names, signed=True) if names is not None else None


def bare_names(text: str) -> Byline | None:
    """The names that a block consists of up to the first mark, date or comma, though nothing says that they wrote
    the story; None when it does not look like names. Two words at least, each with a capital.
    """
    if len(text) > _BYLINE_LONGEST:
        return None
    dates = find_dates(text)
    text = text[: dates[0].start] if dates else text
    stop = _NAME_STOP.search(text)
    text = (text[: stop.start()] if stop else text).strip(" ,;:|()-–—")
    known = find_known_byline(f"By {text}")
    words = text.split()
    if any(word.casefold() in marks.vocabulary("alone") for word in words if word.casefold() not in _PARTICLES):
        return None
    if known is None or any(_is_no_person(name) for name in known.names):
        return None
    fine = all(_NAME_WORD.match(word) or word.casefold() in _PARTICLES for word in words)
    return known if known.names and fine and 2 <= len(words) <= 16 else None


def _is_no_person(name: str) -> bool:
    """Whether capitalised words name a place, or begin with no first name and have an ordinary word: `Key Points`."""
    known = [commonness(word) for word in name.split()]
    return is_place_name(name) or (known[0].first == 0 and any(word.ordinary and word.last < 2 for word in known))


def find_source(text: str) -> str | None:
    """The agency or publisher that the words before a date name: `Source: Example Times`, `KYODO NEWS`."""
    stated = _SOURCE.match(text)
    name = text[stated.end() :].strip(" |") if stated else text
    agency = agency_named(name)
    return agency.name if agency is not None else name if stated else None


def stated_source(text: str) -> str | None:
    """What a line names as its source: up to five words behind the label, of which the first has a capital."""
    stated = _SOURCE.match(text)
    name = text[stated.end() :].strip(" |") if stated else ""
    return name if name[:1].isupper() and len(name.split()) <= 5 and not name.endswith((".", ":")) else None


def find_addresses(text: str) -> tuple[str, ...]:
    """The e-mail addresses of a block that holds little else."""
    found = find_known_byline(text)
    return found.emails if found is not None else tuple(re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", text))


def split_keywords(text: str) -> list[str]:
    """The keywords of one block, separated by commas, semicolons, bars or dots; else the block itself.

    Empty when the dump lost the blanks between them (`KoreaTradeExports`).
    """
    parts = [part.strip("# ") for part in re.split(r"\s*[,;|•·]\s*|\s+(?=#)", text)]
    if any(len(part) > 12 and _RUN_TOGETHER.fullmatch(part) for part in parts):
        return []
    return [part for part in parts if part]
