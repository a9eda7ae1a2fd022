"""The blocks around a story -> its timestamp, byline, addresses, section and keywords, and captions beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from searcher.knowledge.agencies import agency_named
from searcher.knowledge.dates.find import is_filler
from searcher.readers.page_text import labels, marks
from searcher.readers.page_text.body import Body
from searcher.readers.page_text.evidence import Evidence
from searcher.readers.page_text.labels import Stamp
from searcher.readers.page_text.regions import is_paragraph

#: How many blocks around the story are looked at, and for a list of keywords.
_NEAR: Final = 8
#: How many paragraphs tell whether a caption above the headline is of the story.
_READ: Final = 30
_LONGEST_LIST: Final = 25
_DESK_CREDIT: Final = re.compile(
    r"(?:(?:additional )?reporting|writing|editing|compiled|translat\w+) (?:and \w+ )?by\b", re.IGNORECASE
)
#: How the names of papers and broadcasters end.
_PAPER: Final = re.compile(r"(?:News|Times|Post|Press|Herald|Tribune|Gazette|Journal|Chronicle|Radio|TV|Media)$")
_LONGEST_PAPER: Final = 40
_BY: Final = re.compile(r"^by\s+", re.IGNORECASE)
_ADDITIONAL: Final = re.compile(r"\W*additional\b", re.IGNORECASE)
_SECTION: Final = re.compile(r"[^\W\d_][\w &'’/.:-]{1,29}")
_INLINE_KEYWORDS: Final = re.compile(r"(?:key\s?words?|tags?|topics?)\s*:\s*(?=\S)", re.IGNORECASE)


@dataclass(slots=True)
class Header:
    """What stands around the story; `stamps` are its timestamp lines, the likeliest first."""

    stamps: list[Stamp] = field(default_factory=list)
    byline: str | None = None
    addresses: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    section: str | None = None
    source: str | None = None
    used: set[int] = field(default_factory=set)


def read_header(evidence: Sequence[Evidence], title: int | None, start: int, stop: int, body: Body) -> Header:
    """The parts around a story whose headline is `title` and whose text is `start` to `stop`."""
    header = Header()
    top = title if title is not None else 0
    below = list(range(top if title is None else top + 1, _end_of_lead(evidence, start, stop)))
    above = [index for index in range(top - 1, max(-1, top - 30), -1) if evidence[index].kind != "furniture"][:_NEAR]
    behind = range(start, min(len(evidence), stop + _NEAR))
    for index in [*below, *above]:
        _read_stamp(header, evidence, index)
    signed = [index for index in below if evidence[index].kind == "byline" and _BY.match(evidence[index].text)]
    # A line that says `By` goes before a name that only stands there, which may be the paper's.
    for index in dict.fromkeys([*signed, *below, *above[:4]]):
        if index not in body.used:
            _read_byline(header, evidence, index)
    for index in behind:
        item = evidence[index]
        if item.kind == "email" or (header.byline is None and item.kind == "byline"):
            _read_byline(header, evidence, index)
        elif item.kind == "byline" and index not in header.used and _DESK_CREDIT.match(item.text):
            body.credits.append(item.text)
            body.used.add(index)
    if not header.stamps:
        for index in range(start, min(len(evidence), stop + 2 * _NEAR)):
            _read_stamp(header, evidence, index)
    said = _long_words(" ".join(body.paragraphs[:_READ]))
    over = [
        index
        for index in above
        if top - index <= 4 and evidence[index].width > 60 and len(said & _long_words(evidence[index].text)) >= 3
    ]
    _read_captions(body, evidence, [*below, *over], range(stop, min(len(evidence), stop + _NEAR)))
    _read_source(header, evidence, [*below, *behind])
    if title is not None:
        _read_section(header, evidence, title)
    _read_keywords(header, evidence, stop)
    return header


def _long_words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{5,}", text.casefold()))


def _end_of_lead(evidence: Sequence[Evidence], start: int, stop: int) -> int:
    """Behind the second paragraph of the story, or a few blocks: below a deck, a byline may stand in it."""
    paragraphs = 0
    for index in range(start, min(start + _NEAR, stop)):
        paragraphs += is_paragraph(evidence[index])
        if paragraphs == 3:
            return index
    return min(start + _NEAR, stop)


def _read_stamp(header: Header, evidence: Sequence[Evidence], index: int) -> None:
    """The dates of a block, read with the label before it and the time of day behind it."""
    item = evidence[index]
    if item.kind not in ("date", "byline"):
        return
    text, parts = item.text, {index}
    label = labels.date_label(evidence[index - 1].text) if index else None
    if label:
        text, parts = f"{label} {text}", parts | {index - 1}
    if index + 1 < len(evidence) and labels.is_time(evidence[index + 1].text):
        text, parts = f"{text} {evidence[index + 1].text}", parts | {index + 1}
    stamp = labels.find_stamp(text) or labels.find_stamp(item.text)
    if stamp is not None:
        header.stamps.append(stamp)
        header.used |= parts


def _read_byline(header: Header, evidence: Sequence[Evidence], index: int) -> None:
    """The writer that a block states, or that it names beside a date or below `Author`."""
    item = evidence[index]
    found = None
    if item.kind == "email":
        _add_addresses(header, labels.find_addresses(item.text))
        named = labels.find_byline(item.text)
        header.byline = header.byline or (", ".join(named.names) or None if named is not None else None)
        header.used.add(index)
    elif item.kind == "byline" and _ADDITIONAL.match(item.text):
        return
    elif item.kind == "byline" and not labels.is_author_label(item.text):
        found = labels.find_byline(item.text) or labels.bare_names(item.text)
        header.used.add(index)
    elif index and evidence[index - 1].kind == "byline" and labels.is_author_label(evidence[index - 1].text):
        given = _BY.sub("", item.text)
        found = labels.bare_names(given)
        # An agency or a paper may stand there, which does not look like a person's name.
        name = given if item.kind == "text" and item.width <= 60 and not item.sentence else None
        header.byline = header.byline or (found.text if found else name)
        header.used |= {index - 1, index} if header.byline else set()
    elif item.width <= 120 and item.times <= 2 and _beside_date(evidence, index):
        found = labels.bare_names(item.text)
        if found is not None and header.byline is None:
            header.used.add(index)
    if found is not None:
        header.byline = header.byline or _without_site(_BY.sub("", found.text), evidence) or None
        _add_addresses(header, found.emails)


def _without_site(name: str, evidence: Sequence[Evidence]) -> str:
    """A name without the paper's behind it (`Ann Bell Example News`), which the page has apart as well."""
    words = name.split()
    apart = {marks.fold(item.text) for item in evidence if item.width <= 40} if 4 <= len(words) <= 6 else set()
    cuts = [cut for cut in range(2, len(words)) if marks.fold(" ".join(words[cut:])) in apart]
    return " ".join(words[: cuts[0]]) if cuts and "," not in name else name


def _add_addresses(header: Header, addresses: Sequence[str]) -> None:
    header.addresses += [address for address in addresses if address not in header.addresses]


def _beside_date(evidence: Sequence[Evidence], index: int) -> bool:
    """Whether a block is, or stands beside, a timestamp line; or right above the name of an agency or a paper."""
    if evidence[index].kind not in ("text", "date"):
        return False
    above = [item for item in evidence[max(0, index - _NEAR) : index] if item.kind != "furniture"][-2:]
    below = [item for item in evidence[index + 1 : index + _NEAR] if item.kind != "furniture"][:2]
    dated = any(item.kind == "date" for item in (evidence[index], *above, *below))
    return dated or any(
        item.kind == "text"
        and item.width <= _LONGEST_PAPER
        and (_PAPER.search(item.text) is not None or agency_named(item.text) is not None)
        for item in below
    )


def _read_captions(body: Body, evidence: Sequence[Evidence], below: Sequence[int], behind: range) -> None:
    """Captions between headline and story, and right behind it before any other heading."""
    for index in below:
        if evidence[index].kind == "caption" and index not in body.used:
            body.add_caption(index, evidence[index].text)
    for index in behind:
        if evidence[index].kind in ("end", "aside"):
            return
        if evidence[index].kind == "caption" and index not in body.used and evidence[index].width > 60:
            body.add_caption(index, evidence[index].text)


def _read_source(header: Header, evidence: Sequence[Evidence], near: Sequence[int]) -> None:
    """The agency or publisher that a line states and that has nothing else: `Source: Example Press`."""
    for index in near:
        item = evidence[index]
        stated = labels.stated_source(item.text) if item.kind == "text" and item.width <= 60 else None
        if stated is not None and header.source is None:
            header.source = stated
            header.used.add(index)


def _read_section(header: Header, evidence: Sequence[Evidence], title: int) -> None:
    """The section that the page names: before the time in the timestamp line, or alone above the headline."""
    for stamp in header.stamps:
        named = _SECTION.fullmatch(stamp.lead) and not stamp.labelled and not is_filler(stamp.lead)
        if named and (source := labels.find_source(stamp.lead)) is not None:
            header.source = source
        elif named and labels.find_byline(stamp.lead) is None and labels.bare_names(f"{stamp.lead} |") is None:
            header.section = stamp.lead
            return
    above = title
    while above > 0 and _is_short_link(evidence[above - 1]):
        above -= 1
    # Above it a few lines at most: the end of a menu is no section.
    if not 0 < title - above <= 3 or (above and evidence[above - 1].kind == "furniture"):
        return
    last = re.split(r"\s[»›>/|]\s", evidence[title - 1].text)[-1].strip()
    if len(last) <= 30 and not is_filler(last) and not re.search(r"[a-z][A-Z]", last):
        header.section = last
        header.used.add(title - 1)


def _is_short_link(item: Evidence) -> bool:
    return item.kind == "text" and not item.sentence and item.width <= 60 and len(item.text.split()) <= 8


def _read_keywords(header: Header, evidence: Sequence[Evidence], stop: int) -> None:
    """Short blocks below a heading such as `Keywords`, or the rest of a block that begins with it."""
    for index in range(stop, min(len(evidence), stop + 4 * _NEAR)):
        inline = _INLINE_KEYWORDS.match(evidence[index].text)
        if inline:
            header.keywords += labels.split_keywords(evidence[index].text[inline.end() :])
            header.used.add(index)
            return
        if evidence[index].kind == "keywords":
            _read_list(header, evidence, index)
            return


def _read_list(header: Header, evidence: Sequence[Evidence], heading: int) -> None:
    """The keywords below their heading, up to the first block that is none."""
    for index in range(heading + 1, min(len(evidence), heading + _LONGEST_LIST)):
        item = evidence[index]
        short = item.width <= 45 or ("," in item.text and item.width <= 200)
        words = labels.split_keywords(item.text) if item.kind == "text" and short and not item.sentence else []
        # After keywords with a hash sign, a line without one is none.
        shouted = len(item.text.split()) > 1 and item.text.isupper() and not evidence[heading + 1].text.isupper()
        if not words or shouted or ("#" in evidence[heading + 1].text and "#" not in item.text):
            return
        header.keywords += words
        header.used |= {heading, index}
