"""The story's stretches -> its paragraphs, subheadings and captions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from searcher.readers.page_text import marks
from searcher.readers.page_text.evidence import Evidence, bare_caption
from searcher.readers.page_text.regions import Stretch, is_end_heading, is_paragraph

#: Odds at which a block inside the story is left out as a link or a notice.
_LEFT_OUT: Final = -1.3
#: `Ann Bell is a reporter in Leeds.`
_AUTHOR_NOTE: Final = re.compile(
    r"(?:[A-ZÀ-Þ][\w.'’-]*\s){1,4}(?:(?:is|was) (?:an?|the) [^.]{0,80}\b(?:reporter|journalist|correspondent|editor|"
    r"producer|writer|columnist|author|fellow|intern|contributor|contributing)\b"
    r"|(?:covers|writes (?:about|on|for)|reports on|contributes to)\s)"
)
#: What a wire tells its clients' desks: `(ATTN: ADDS photo)`, `Eds: Updates throughout`.
_DESK_NOTE: Final = re.compile(
    r"\((?:ATTN|EDS|Eds|EDITORS?|NOTE TO EDITORS)\b[^()]*\)|(?:Eds|EDS|EDITORS' NOTE)\s*[:-].{1,300}"
)
#: The least odds of a deck, without and with a full stop, and how many blocks below the headline it may begin.
_DECK_ODDS: Final = (-0.75, 0.15)
_DECK_REACH: Final = 8
_SHORT: Final = 40
_LONGEST_CREDIT: Final = 45
_TELLING: Final = 4
_LONGEST_BOX: Final = 8
_INTERRUPTING: Final = ("text", "aside", "single", "furniture", "ago", "video", "caption", "quote")
#: The number of an entry in a list of links.
_ENTRY: Final = re.compile(r"\d{1,2}\.\s")
#: What a paragraph has at least that goes on behind an interruption, and what a line has at most that is a pitch.
_LEAST_WIDE, _LEAST_SURE = 55, 0.8
_PITCHED: Final = -1.9
#: How stories tell what was said.
_TOLD: Final = re.compile(r"\b(?:said|says|told|added|asked)\b")
#: What readers for the blind print between the links of a list.
_ANNOUNCED_LIST: Final = re.compile(r"list \d{1,2} of \d{1,2}|(?:list of \d{1,2} items|end of list)", re.IGNORECASE)
_LONGEST_NOTE: Final = 400


@dataclass(slots=True)
class Body:
    """What the story holds; `captions` by their place in the page, `used` the blocks that went into any part."""

    paragraphs: list[str] = field(default_factory=list)
    captions: dict[int, str] = field(default_factory=dict)
    credits: list[str] = field(default_factory=list)
    about_author: list[str] = field(default_factory=list)
    desk_notes: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    _alike: dict[str, list[int]] = field(default_factory=dict)

    def add_caption(self, index: int, text: str) -> None:
        """Keep a caption once: of two that begin alike, the longer one. A credit alone is kept apart."""
        text = bare_caption(text)
        self.used.add(index)
        told = sum(word[0].islower() for word in text.split())  # a credit is names and hardly a word besides
        shown = re.sub(r"\s*\[[^\[\]]*\]$", "", text)  # of a wide script's caption, what stands before its source
        told += _TELLING * (6 <= len(shown) < len(text) and not shown.isascii())
        if len(text) <= _LONGEST_CREDIT and "." not in text and told < _TELLING:
            self.credits += [text] if text not in self.credits else []
            return
        # Captions that begin alike share their first words: only those are compared.
        alike = self._alike.setdefault(text[:_LONGEST_CREDIT], [])
        for place in alike:
            if self.captions[place].startswith(text):
                return
            if text.startswith(self.captions[place]):
                self.captions[place] = text
                return
        alike.append(index)
        self.captions[index] = text


def place_body(story: Sequence[Stretch], first: int, evidence: Sequence[Evidence], found: Sequence[float]) -> list[int]:
    """The blocks of the story from `first`, the one below the headline; all of it when that leaves no paragraph."""
    below: list[int] = []
    position = first
    for part in story:
        if part.stop <= first:
            continue
        if below:
            sure = set(_goes_on(evidence, found, position, part.start))
        else:
            sure = set(_opening(evidence, found, position, part.start))
        below += [
            index
            for index in range(position, part.start)
            if index in sure or _stands_alone(evidence[index], found[index])
        ]
        if below:
            below += _heading_above(evidence, below[-1] + 1, part.start)
        below += range(max(first, part.start), part.stop)
        position = part.stop
    below += _goes_on(evidence, found, position, len(evidence))
    if any(is_paragraph(evidence[index]) for index in below):
        return below
    return [index for part in story for index in range(part.start, part.stop)]


def _stands_alone(item: Evidence, found: float) -> bool:
    """Whether a block between two stretches of the story is a paragraph for sure, whatever stands around it."""
    return _is_sure(item, found, 120, 1.4)


def _is_sure(item: Evidence, found: float, width: int, odds: float) -> bool:
    """Whether a block is a sentence that the page has once, so wide and with such odds at least."""
    plain = item.kind == "text" and item.sentence and item.times == 1
    return plain and item.width >= width and min(item.prose, found) >= odds and not _ENTRY.match(item.text)


def _opening(evidence: Sequence[Evidence], found: Sequence[float], start: int, stop: int) -> list[int]:
    """The paragraphs with which a story opens above an interruption, below the lines on its date and writer."""
    told = [index for index in range(start, stop) if evidence[index].kind in ("date", "byline")]
    if not told:
        return []
    return [
        index for index in range(told[0], stop) if _is_sure(evidence[index], found[index], _LEAST_WIDE, _LEAST_SURE)
    ]


def _goes_on(evidence: Sequence[Evidence], found: Sequence[float], stop: int, end: int) -> list[int]:
    """The paragraphs with which the story goes on behind an interruption at `stop`, and behind the next one; none
    at `end` or beyond.
    """
    below: list[int] = []
    while (index := _behind_interruption(evidence, found, stop, end)) is not None:
        while index < end and _is_sure(evidence[index], found[index], _LEAST_WIDE, _LEAST_SURE):
            below.append(index)
            index += 1
        stop = index
    return below


def _behind_interruption(evidence: Sequence[Evidence], found: Sequence[float], stop: int, end: int) -> int | None:
    """The paragraph behind what interrupts a story at `stop`: an advertisement or a pitch, a film, or a box of two
    links or more, for a box of teasers has one link above each of its sentences. None when the story ends there.
    """
    links = pitches = 0
    film = False
    for index in range(stop, min(end, stop + _LONGEST_BOX)):
        item = evidence[index]
        if item.kind not in _INTERRUPTING or is_end_heading(item):
            return None
        if item.kind == "text" and found[index] > _LEFT_OUT and item.sentence:
            enough = (_LEAST_WIDE, _LEAST_SURE) if _TOLD.search(item.text) or not links or film else (80, 1.2)
            interrupted = links >= 2 or film or (pitches and not links)
            # Below the name of a writer, a sentence that begins with it is about him.
            named = any(item.text.startswith(above.text) for above in evidence[stop:index])
            return index if interrupted and not named and _is_sure(item, found[index], *enough) else None
        # A line that closes like a statement and still has such odds asks for something.
        pitch = item.kind == "text" and item.prose <= _PITCHED
        film = film or item.kind == "video"
        pitches += pitch or (item.kind == "furniture" and marks.whole("break")(marks.fold(item.text)))
        links += item.kind == "text" and not pitch and not _ANNOUNCED_LIST.fullmatch(item.text)
    return None


def _heading_above(evidence: Sequence[Evidence], start: int, stop: int) -> list[int]:
    """The subheading right above a stretch of the story, if there is one between `start` and `stop`."""
    index = stop - 1
    while index >= start and evidence[index].kind == "furniture":
        index -= 1
    if index < start:
        return []
    item = evidence[index]
    alone = index == start or evidence[index - 1].kind == "furniture"
    plain = item.kind == "text" and item.width < 110 and item.prose > -0.95 and not item.block.bullet
    return [index] if alone and plain else []


def read_body(title: str, evidence: Sequence[Evidence], inside: Sequence[int], found: Sequence[float]) -> Body:
    """Paragraphs, subheadings and captions of the story, each once."""
    body = Body()
    seen = {marks.fold(title)}
    outer = _frame(evidence, inside)
    for index in inside:
        item = evidence[index]
        folded = marks.fold(item.text)
        # Lines as short as `"Yes."` may well be said twice.
        if index in outer or (folded in seen and (item.kind == "caption" or item.width > _SHORT)):
            continue
        if item.kind == "caption":
            body.add_caption(index, item.text)
        elif _DESK_NOTE.fullmatch(item.text):
            body.desk_notes.append(item.text)
            body.used.add(index)
        elif item.kind == "text" and found[index] > _LEFT_OUT and not _is_shouted(item):
            body.paragraphs.append(item.text)
            body.used.add(index)
        else:
            continue
        seen.add(folded)
    _take_author_note(body)
    # The second printing of a caption is not a line of chrome.
    body.used |= {
        index for index, item in enumerate(evidence) if item.kind == "caption" and marks.fold(item.text) in seen
    }
    return body


def _is_shouted(item: Evidence) -> bool:
    """Whether a line in capitals among ordinary paragraphs is a link to another story rather than a subheading."""
    return item.text.isupper() and item.width >= 40 and not item.text.endswith(".")


def _frame(evidence: Sequence[Evidence], inside: Sequence[int]) -> set[int]:
    """The first and last blocks of the story that the page has outside of it too: notices, not paragraphs."""
    within, outer = set(inside), set()
    texts = Counter(item.text for index, item in enumerate(evidence) if index not in within)
    for order in (inside, inside[::-1]):
        for index in order:
            if evidence[index].text in texts:
                outer.add(index)
            elif evidence[index].kind == "text":
                break
    return outer


def _take_author_note(body: Body) -> None:
    """Move the closing lines on the writer out of the paragraphs, with the name that may stand above them."""
    for back in (1, 2):
        if len(body.paragraphs) <= back:
            return
        note, above = body.paragraphs[-back], body.paragraphs[-back - 1]
        if len(note) < _LONGEST_NOTE and _AUTHOR_NOTE.match(note):
            heading = len(above) < 40 and len(above.split()) <= 4 and above.split()[-1].casefold() in note.casefold()
            start = len(body.paragraphs) - back - heading
            body.about_author = body.paragraphs[start:]
            del body.paragraphs[start:]
            return


def read_deck(body: Body, evidence: Sequence[Evidence], first: int, start: int) -> None:
    """The one or two lines below the headline that sum the story up belong to its text, though without full stops."""
    deck: list[int] = []
    for index in range(first, min(start, first + _DECK_REACH)):
        item = evidence[index]
        if _DESK_NOTE.fullmatch(item.text):
            body.desk_notes.append(item.text)
            body.used.add(index)
        elif item.kind == "text" and item.width >= 45 and item.times == 1 and item.prose > _DECK_ODDS[item.sentence]:
            deck.append(index)
        elif deck or (item.kind == "text" and item.width >= 30):
            break
    deck = deck[:2]
    body.paragraphs[:0] = [evidence[index].text for index in deck]
    body.used.update(deck)
