"""The evidence of a page's blocks -> which of them are the story.

The most likely course of a two-state chain (page, story; Viterbi): a change of state costs, so that a short
subheading between paragraphs stays in the story and a single sentence of a banner stays out of it. Then the heaviest
stretch of story is the main one, and others join it where nothing between them says that the story is over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from searcher.readers.page_text import marks
from searcher.readers.page_text.evidence import Evidence

#: What a change between page and story costs, in the unit of `Evidence.prose`.
_CHANGE: Final = 1.6
_CHANGE_TO_BRIEF: Final = 0.5
#: The least weight of a story: one paragraph of 100 columns that closes like a sentence has 1.3.
_LEAST: Final = 0.6
#: The weight of a brief of two sentences.
_BRIEF: Final = 1.5
#: The weight that comments without anything between them hardly have.
_COMMENT: Final = 12.0
#: Odds of blocks that are not running text.
_ODDS: Final = {
    "furniture": -0.5,
    "aside": -1.6,
    "single": -0.8,
    "ago": -1.2,
    "video": -0.8,
    "end": -4.0,
    "date": -0.5,
    "byline": -0.5,
    "email": -0.3,
    "caption": -0.1,
    "keywords": -1.6,
    "quote": -0.1,
}
#: Furniture that a page has so often stands between the paragraphs of a story too, and says nothing on its end.
_EVERYWHERE: Final = 4
#: A row of a table: words, and a number or two at the end.
_ROW: Final = re.compile(r"[^\W\d_]{2}.*\s[-+]?[$€£¥₹]?\d[\d.,:]*\s?%?$|^\d{4}s?\s.*\d$")
_LONGEST_ENTRY: Final = 160
#: The buttons under a reader's comment.
_REPLY: Final = re.compile(
    r"(?:reply|report(?: abuse)?|flag|upvote|permalink|like|likes?\s?\(?\d*\)?|antworten|répondre|responder)"
)
#: How far apart two stretches of one story may be, in blocks of the page that say something.
_FAR: Final = 60
#: Behind so many blocks of other matter, or of a box of links, only a sound stretch goes on with the story.
_APART, _APART_BY_BOX = 12, 6


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks `start` to `stop` (exclusive) that read like a story, and how much."""

    start: int
    stop: int
    weight: float


def odds(evidence: Sequence[Evidence]) -> list[float]:
    """The odds of each block for the story, with what its neighbours say."""
    found = [item.prose if item.kind == "text" else _ODDS[item.kind] for item in evidence]
    for index, item in enumerate(evidence):
        if item.kind == "furniture" and item.times >= _EVERYWHERE:
            found[index] = -0.1
    _weigh_boxes(evidence, found)
    _weigh_runs(evidence, found)
    return found


def _weigh_boxes(evidence: Sequence[Evidence], found: list[float]) -> None:
    """Lower the odds of links: beside a `5 hours ago`, and below a `Related stories`."""
    for index, item in enumerate(evidence):
        if item.kind == "ago":
            for near in (index - 1, index + 1):
                if 0 <= near < len(evidence) and _is_link(evidence[near]):
                    found[near] -= 1.2
        elif item.kind in ("aside", "single"):
            _weigh_box(evidence, found, index)


def _weigh_box(evidence: Sequence[Evidence], found: list[float], heading: int) -> None:
    """Lower the odds of what stands in the box of links below a heading, up to the first paragraph."""
    size, limit = len(evidence), 1 if evidence[heading].kind == "single" else 12
    index = heading + 1
    if index + 1 < size and _is_picture_of(evidence[index], evidence[index + 1]):
        found[index] = -1.4
        index, limit = index + 1, limit + 1
    while index < size and index - heading <= limit and not _closes(evidence[index]):
        found[index] = min(found[index], -1.0) - 0.4
        index += 1


def _weigh_runs(evidence: Sequence[Evidence], found: list[float]) -> None:
    """Lower the odds of three or more possible links in a row, unless a colon above announces a list."""
    start = 0
    while start < len(evidence):
        stop = start
        while (
            stop < len(evidence) and _is_link(evidence[stop]) and not (stop > start and _announces(evidence[stop - 1]))
        ):
            stop += 1
        if start and _announces(evidence[start - 1]):
            while stop < len(evidence) and evidence[stop].kind == "text" and evidence[stop].width < _LONGEST_ENTRY:
                stop += 1
            found[start - 1 : stop] = [max(value, -0.1) for value in found[start - 1 : stop]]
        elif _is_table(evidence[start:stop]):
            found[start:stop] = [max(value, -0.1) for value in found[start:stop]]
        elif stop - start >= 3:
            wide = sum(item.width for item in evidence[start:stop]) > 35 * (stop - start)
            found[start:stop] = [value - (0.7 if wide else 0.4) for value in found[start:stop]]
        start = max(stop, start + 1)


def _announces(item: Evidence) -> bool:
    """Whether a block announces a list: a line of some length that ends with a colon."""
    return item.kind == "text" and item.text.endswith(":") and item.width >= 24


def _is_table(run: Sequence[Evidence]) -> bool:
    """Whether blocks are the rows of a table: three at least, and most end with a number."""
    rows = sum(_ROW.search(item.text) is not None for item in run)
    return rows >= 3 and 3 * rows >= 2 * len(run)


def _closes(item: Evidence) -> bool:
    """Whether a block below a heading over links is no link any more."""
    return is_paragraph(item) or (item.kind == "text" and item.sentence and item.width >= 60 and item.prose > -0.8)


def _is_picture_of(item: Evidence, following: Evidence) -> bool:
    """Whether a sentence in a box of links is the description of the picture of the link below it."""
    return item.kind == "text" and item.sentence and item.width <= 260 and _is_link(following) and following.width >= 30


def _is_link(item: Evidence) -> bool:
    """Whether a block may be the text of a link: running text that does not close like a statement."""
    return item.kind == "text" and item.width < 160 and (not item.sentence or item.prose <= 0.2)


def is_paragraph(item: Evidence) -> bool:
    """Whether a block is a paragraph by itself."""
    return item.kind == "text" and item.prose > 0.3 and (item.sentence or item.width >= 160)


def find_stretches(found: Sequence[float], evidence: Sequence[Evidence]) -> list[Stretch]:
    """The stretches of story on the most likely course through the page, parted at headings that may close a story.

    A brief of two or three sentences does not outweigh two changes; when there is nothing else, it is looked for.
    """
    return _find(found, evidence, _CHANGE) or _find(found, evidence, _CHANGE_TO_BRIEF)


def _find(found: Sequence[float], evidence: Sequence[Evidence], change: float) -> list[Stretch]:
    page = story = 0.0
    into_page: list[bool] = []  # whether the best way to `page` here came from `story`
    into_story: list[bool] = []  # whether the best way to `story` here came from `page`
    for value in found:
        into_page.append(story - change > page)
        into_story.append(page - change > story)
        page, story = max(page, story - change), max(story, page - change) + value
    in_story = story > page
    states = [False] * len(found)
    for index in range(len(found) - 1, -1, -1):
        states[index] = in_story
        came_across = into_story[index] if in_story else into_page[index]
        in_story ^= came_across
    for index, item in enumerate(evidence):
        if item.kind in ("aside", "end") or is_end_heading(item):
            states[index] = False
    return _runs(states, found)


def _runs(states: Sequence[bool], found: Sequence[float]) -> list[Stretch]:
    """The runs of story, without what stands at their ends only because leaving costs."""
    stretches: list[Stretch] = []
    start = 0
    while start < len(states):
        stop = start
        while stop < len(states) and states[stop]:
            stop += 1
        following = max(stop, start + 1)
        while stop > start and found[stop - 1] <= 0:
            stop -= 1
        while start < stop and found[start] <= 0:
            start += 1
        if stop > start:
            stretches.append(Stretch(start, stop, sum(max(0.0, value) for value in found[start:stop])))
        start = following
    return stretches


def choose(stretches: Sequence[Stretch], evidence: Sequence[Evidence]) -> list[Stretch]:
    """The stretches that are one story, in order: the heaviest, and those around it; empty when none is heavy."""
    stretches = _before_discussion(stretches, evidence)
    if not stretches:
        return []
    heaviest = max(range(len(stretches)), key=lambda index: stretches[index].weight)
    if stretches[heaviest].weight < _LEAST:
        return []
    chosen = [stretches[heaviest]]
    for index in range(heaviest - 1, -1, -1):
        if (
            _closed(stretches[index], chosen[0], evidence)
            or _says(evidence, stretches[index].stop, chosen[0].start) > _FAR
        ):
            break
        chosen.insert(0, stretches[index])
    rest = sum(stretch.weight for stretch in stretches[heaviest + 1 :])
    for stretch in stretches[heaviest + 1 :]:
        before = sum(part.weight for part in chosen)
        between = evidence[chosen[-1].stop : stretch.start]
        if any(item.kind == "end" for item in between) or _says(evidence, chosen[-1].stop, stretch.start) > _FAR:
            break
        heading = any(is_end_heading(item) for item in between)
        if heading and rest < 0.6 * before:
            break
        box = heading or any(item.kind == "aside" for item in between)
        apart = _says(evidence, chosen[-1].stop, stretch.start) > (_APART_BY_BOX if box else _APART)
        if not (box and _is_teasers(stretch, evidence)) and not (apart and not _is_sound(stretch, evidence)):
            chosen.append(stretch)
        rest -= stretch.weight
    return chosen


def _is_teasers(stretch: Stretch, evidence: Sequence[Evidence]) -> bool:
    """Whether a stretch below a box of links goes on with it: as many links and bylines as paragraphs."""
    inside = evidence[stretch.start : stretch.stop]
    paragraphs = sum(is_paragraph(item) for item in inside)
    links = sum(_is_link(item) or item.kind in ("byline", "date", "ago", "caption") for item in inside)
    return links >= paragraphs


def _is_sound(stretch: Stretch, evidence: Sequence[Evidence]) -> bool:
    """Whether a stretch has two long paragraphs at least, as closing notices of a page hardly have."""
    return sum(item.kind == "text" and item.prose >= 2.5 for item in evidence[stretch.start : stretch.stop]) >= 2


def _closed(before: Stretch, after: Stretch, evidence: Sequence[Evidence]) -> bool:
    """Whether something between two stretches, or the close of the first, says that a text ended there."""
    return any(item.kind == "end" for item in evidence[before.start : after.start])


def _says(evidence: Sequence[Evidence], start: int, stop: int) -> int:
    """Blocks that say something, between two places."""
    return sum(item.kind not in ("furniture", "ago") for item in evidence[start:stop])


def _before_discussion(stretches: Sequence[Stretch], evidence: Sequence[Evidence]) -> Sequence[Stretch]:
    """The stretches above the readers' comments, however long those are; all, when there is no story above them."""
    end = next(
        (index for index, item in enumerate(evidence) if is_end_heading(item) and _opens_discussion(index, evidence)),
        len(evidence),
    )
    above = [stretch for stretch in stretches if stretch.start < end]
    weight = sum(stretch.weight for stretch in above)
    # One long stretch below is no comment: then the heading was a button above the story.
    longest = max((stretch.weight for stretch in stretches), default=0.0)
    return above if weight >= _BRIEF and longest < max(_COMMENT, 2 * weight) else stretches


def _opens_discussion(index: int, evidence: Sequence[Evidence]) -> bool:
    """Whether readers' comments follow a heading: what stands around them comes again and again."""
    behind = evidence[index + 1 : index + 1 + _FAR]
    buttons = sum(_REPLY.fullmatch(marks.fold(item.text)) is not None for item in behind)
    said = sum(above.kind == "ago" and is_paragraph(item) for above, item in pairwise(behind))
    return buttons + said >= 3


def is_end_heading(item: Evidence) -> bool:
    """Whether a block is a heading that a story hardly goes on behind: `Comments`, `About the author`."""
    return item.width <= 80 and marks.whole("end")(marks.fold(item.text))
