"""The blocks of a page -> the parts of its article, and the lines that are not of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from searcher.knowledge.agencies import agency_named
from searcher.readers.page_text.blocks import Block
from searcher.readers.page_text.body import Body, place_body, read_body, read_deck
from searcher.readers.page_text.boxes import name_blocks
from searcher.readers.page_text.evidence import Evidence, weigh
from searcher.readers.page_text.header import Header, read_header
from searcher.readers.page_text.headline import find_headline, without_site
from searcher.readers.page_text.regions import Stretch, choose, find_stretches, is_paragraph, odds

#: An alert has a headline and hardly more: so many blocks, the first of so many words.
_ALERT_BLOCKS, _ALERT_WORDS = 4, 4
#: The share of paragraphs among the blocks of a text that has no page around it.
_PLAIN: Final = 0.5
_LONG: Final = 80
_LONGEST_TITLE: Final = 25
#: A line of a story without full stops has so many words, and some have words that links hardly have.
_FEWEST_WORDS: Final = 3
_TOLD: Final = re.compile(
    r"\b(?:was|were|had|said|told|been|they|he|she|it|his|her|who|have|has|and the|but|because)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Article:
    """What was found: the headline ("" for none), the story, what stands around it, the agency that signed the last
    line, and the lines left out.
    """

    title: str
    body: Body
    header: Header
    signed: str | None
    dropped: tuple[str, ...]


def assemble(blocks: Sequence[Block], *, headed: bool = False) -> Article | None:
    """The article of a page; None when the page holds no story. `headed`: its headline is known and not among them."""
    evidence = name_blocks(weigh(blocks))
    found = odds(evidence)
    plain = story = _plain_story(evidence)
    if plain:
        # Nothing of it is left out.
        found = [max(0.0, value) for value in found]
    else:
        story = choose(find_stretches(found, evidence), evidence)
    if not story:
        story = _unstopped(evidence)
        found = [max(0.0, value) if item.kind == "text" else value for value, item in zip(found, evidence, strict=True)]
    if not story:
        return _alert(evidence)
    title = None if headed else 0 if plain and _is_headed(evidence) else find_headline(evidence, story)
    first = 0 if title is None else title + 1
    headline = "" if title is None else without_site(title, evidence)
    inside = place_body(story, first, evidence, found)
    body = read_body(headline, evidence, inside, found)
    start, stop = inside[0], inside[-1] + 1
    read_deck(body, evidence, first, start)
    header = read_header(evidence, title, start, stop, body)
    signed = _take_sign_off(body)
    used = body.used | header.used | ({title} if title is not None else set())
    dropped = tuple(item.text for index, item in enumerate(evidence) if index not in used)
    return Article(headline, body, header, signed, dropped)


def _plain_story(evidence: Sequence[Evidence]) -> list[Stretch]:
    """All blocks, when they are a text without a page around it: nothing of a page among them, and half paragraphs."""
    if any(item.kind in ("furniture", "aside", "single", "ago", "video", "end", "keywords") for item in evidence):
        return []
    # Text without full stops, as in transcripts and scripts that have none, is text too when its lines are long; and
    # so are short questions and answers beside a paragraph.
    texts = [item for item in evidence if item.kind == "text"]
    paragraphs = sum(is_paragraph(item) or item.sentence or item.width >= _LONG for item in texts)
    if not any(is_paragraph(item) or item.width >= _LONG for item in texts) or paragraphs < _PLAIN * len(evidence):
        return []
    return [Stretch(0, len(evidence), sum(max(0.0, item.prose) for item in evidence) + 1.0)]


def _is_headed(evidence: Sequence[Evidence]) -> bool:
    """Whether a text without a page around it opens with a line of words, and a paragraph or the writer below."""
    if len(evidence) < 2 or evidence[0].kind != "text" or evidence[0].sentence:
        return False
    below = is_paragraph(evidence[1]) or evidence[1].kind in ("date", "byline")
    return below and 3 <= len(evidence[0].text.split()) <= _LONGEST_TITLE


def _unstopped(evidence: Sequence[Evidence]) -> list[Stretch]:
    """The lines below those on date and writer, when they tell a story though few have a full stop: three at least,
    of which a third have words that headlines do without.
    """
    start = next((index for index, item in enumerate(evidence) if item.kind in ("date", "byline")), len(evidence))
    lines: list[int] = []
    for index in range(start, len(evidence)):
        item = evidence[index]
        if item.kind == "text" and len(item.text.split()) >= _FEWEST_WORDS and item.times == 1:
            lines.append(index)
        elif lines and item.kind not in ("date", "byline", "caption"):
            break
    told = sum(_TOLD.search(evidence[index].text) is not None for index in lines)
    if len(lines) < 3 or told < max(2, len(lines) / 3):
        return []
    return [Stretch(lines[0], lines[-1] + 1, float(len(lines)))]


def _alert(evidence: Sequence[Evidence]) -> Article | None:
    """A headline alone, or with a line or two that are no sentences; None for anything longer."""
    said = [index for index, item in enumerate(evidence) if item.kind == "text"]
    if not said or len(evidence) > _ALERT_BLOCKS or len(evidence[said[0]].text.split()) < _ALERT_WORDS:
        return None
    body = Body(paragraphs=[evidence[index].text for index in said[1:]], used=set(said))
    header = read_header(evidence, said[0], said[0] + 1, len(evidence), body)
    used = body.used | header.used
    dropped = tuple(item.text for index, item in enumerate(evidence) if index not in used)
    return Article(evidence[said[0]].text, body, header, None, dropped)


def _take_sign_off(body: Body) -> str | None:
    """The agency that a last line such as `REUTER` names, taken out of the paragraphs."""
    last = body.paragraphs[-1].strip("()- ") if len(body.paragraphs) > 1 else ""
    agency = agency_named(last) if last and len(last) <= 40 else None
    if agency is not None:
        del body.paragraphs[-1]
    return agency.name if agency is not None else None
