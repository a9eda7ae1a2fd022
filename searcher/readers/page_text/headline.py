"""The evidence of a page and where its story begins -> which block is the headline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from searcher.readers.page_text import marks
from searcher.readers.page_text.evidence import Evidence
from searcher.readers.page_text.regions import Stretch

#: How far above the story a headline is looked for, in blocks of text and in blocks of any kind, and how many
#: paragraphs of the story are read for its words.
_ABOVE: Final = 60
_FARTHEST: Final = 400
#: How far around a headline its words are looked for in other blocks.
_ECHO_REACH: Final = 1000
#: The most running text above a headline: two long paragraphs. What stands above a headline is not of the story, so
#: that a wrong one below the first paragraphs would cost them.
_DEEPEST: Final = 6.0
#: How far below its headline a deck may stand, in blocks.
_DECK: Final = 6
_READ: Final = 60
_SITE: Final = re.compile(r"\s+(?:\||-|–|—|::|»)\s+(?=[^|]{2,40}$)")
_WORD: Final = re.compile(r"[^\W_]{2,}")
_SHORT_FORM: Final = re.compile(r"(?:\b[A-Z]\.)+$|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|No|a\.m|p\.m)\.$")
_WIDE: Final = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
#: A word is compared by its first letters, so that `negotiations` and `negotiate` are one.
_STEM: Final = 5
#: What stands between the sections of a trail.
_TRAIL: Final = re.compile(r"\s+(?:[/>»›→|·•]|::|>>)\s+|\s*[›»]\s*")


def _stems(text: str) -> list[str]:
    """The words of a text by their first letters; of wide scripts, pairs of characters."""
    found = [word[:_STEM] for word in _WORD.findall(marks.fold(text)) if len(word) > 3 or word.isdigit()]
    wide = "".join(_WIDE.findall(text))
    return found + [wide[index : index + 2] for index in range(len(wide) - 1)] if wide else found


def find_headline(evidence: Sequence[Evidence], story: Sequence[Stretch]) -> int | None:
    """The index of the headline; None when nothing looks like one."""
    main = max(story, key=lambda stretch: stretch.weight)
    sentences = [item for part in story for item in evidence[part.start : part.stop] if item.sentence][:_READ]
    body = Counter(stem for item in sentences for stem in set(_stems(item.text)))
    texts = [marks.fold(item.text) for item in evidence]
    said = _said_above(evidence, story[0].start)
    begin = min(said, default=story[0].start)
    end = min(_last_place(evidence, main), begin + 2 * _FARTHEST)
    inside = {index for part in story for index in range(part.start, part.stop)}
    total = sum(part.weight for part in story)
    best, best_score = None, 0.0
    depth = 0.0
    for index in range(begin, end):
        item = evidence[index]
        if depth > _DEEPEST:
            break
        if _may_be(item):
            score = _score(index, evidence, texts, body, len(sentences)) - _depth_cost(depth, total)
            score -= 0.04 * said.get(index, 0)
            # Of two neighbours as good, the upper is the headline and the lower its deck.
            near = index - best if best is not None else _DECK + 1
            margin = 1.0 if near <= 2 else 0.5 if near <= _DECK else 0.0
            if score > best_score + margin:
                best, best_score = index, score
        if best is not None and texts[index] == texts[best]:
            # Printed twice, the lower one is over the story, the upper one in a bar or a window's title.
            best = index
        if index in inside and item.kind == "text":
            depth += max(0.0, item.prose)
    return best


def _depth_cost(depth: float, total: float) -> float:
    """What it speaks against a headline that running text stands above it; less when that is little of the story."""
    return min(2.4, 0.7 * depth) * (0.3 + 0.7 * min(1.0, 5 * depth / total))


def _said_above(evidence: Sequence[Evidence], start: int) -> dict[int, int]:
    """Block above `start` -> how many blocks of text stand between the two, as far as a headline is looked for."""
    said: dict[int, int] = {}
    count = 0
    for index in range(start - 1, max(-1, start - _FARTHEST - 1), -1):
        said[index] = count
        count += evidence[index].kind == "text"
        if count > _ABOVE:
            break
    return said


def _last_place(evidence: Sequence[Evidence], main: Stretch) -> int:
    """Where to stop looking: after the first few paragraphs of the main stretch."""
    paragraphs = 0
    for index in range(main.start, main.stop):
        paragraphs += evidence[index].kind == "text" and evidence[index].prose > 1.5
        if paragraphs == 2:
            return index
    return main.stop


def _may_be(item: Evidence) -> bool:
    """Whether a block could be a headline at all."""
    if item.kind != "text" or not 10 <= item.width <= 260:
        return False
    words = len(item.text.split())
    return 3 <= words <= 40 or (words < 3 and (item.width >= 16 or _WIDE.search(item.text) is not None))


def _score(index: int, evidence: Sequence[Evidence], texts: Sequence[str], body: Counter[str], read: int) -> float:
    item, text = evidence[index], texts[index]
    stems = _stems(item.text)
    # A word of every third paragraph says little.
    common = max(2, read // 3)
    shared = sum(1.0 if body[stem] <= common else 0.4 for stem in stems if stem in body)
    score = 3.5 * shared / (len(stems) + 1)
    echo = _echo(index, texts)
    score += echo
    below = [near.kind for near in evidence[index + 1 : index + 9]]
    above = [near.kind for near in evidence[max(0, index - 3) : index]]
    if "date" in below or "byline" in below:
        score += 0.9
    if "date" in above or "byline" in above:
        score += 0.2
    if index and evidence[index - 1].kind == "ago":
        score -= 1.5
    if index + 1 < len(evidence) and evidence[index + 1].kind == "ago":
        score -= 0.3
    if item.block.bullet:
        score -= 1.2
    score += {0: 0.0, 1: 1.5, 2: 0.5}.get(item.block.heading, 0.0)
    if item.text.endswith((",", ";", ":", ".", "。")) and not _SHORT_FORM.search(item.text):
        score -= 1.6 if item.width < 100 else 3.2
        # A sentence is a headline only where something else says so.
        if not item.block.heading and not echo and "date" not in below and "byline" not in below:
            return -9.0
    score -= 0.9 * min(2, marks.count("within")(text))
    if item.width > 140:
        score -= 0.7
    # What reads like a paragraph is hardly one.
    score -= 1.1 * max(0.0, item.prose - 0.5)
    if item.width < 32:
        score -= 0.3 * max(0, 6 - len(item.text.split()))
    if index == 0:
        score += 0.4
    return score - _trail_cost(item.text)


def _trail_cost(text: str) -> float:
    """What it says against a headline that it is a trail of sections: `Home / News / Nova Scotia`."""
    pieces = [len(piece.split()) for piece in _TRAIL.split(text)]
    if len(pieces) < 2 or max(pieces) > 3:
        return 0.0
    return 3.0 if len(pieces) > 2 else 1.0


def _echo(index: int, texts: Sequence[str]) -> float:
    """What it says that other blocks have the same words: `Home > Headline`, `Headline | Paper`, `Share: Headline`."""
    text = texts[index]
    # Two or three words are the name of somebody or something that other blocks have too.
    if len(text) < 15 or (len(text.split()) < 4 and not _WIDE.search(text)):
        return 0.0
    others = texts[max(0, index - _ECHO_REACH) : index + _ECHO_REACH]
    if any(text in other and text != other for other in others if len(other) < 2 * len(text) + 60):
        return 1.3
    return 0.3 if index and texts[index - 1] == text else 0.0


def without_site(index: int, evidence: Sequence[Evidence]) -> str:
    """A headline without the name of the site behind it (`Headline | Example News`), when the page has one of the two
    apart as well.
    """
    text = evidence[index].text
    parts = _SITE.split(text)
    if len(parts) < 2 or len(parts[0].split()) < 3 or len(parts[-1]) > 40:
        return text
    first, last = marks.fold(parts[0]), marks.fold(parts[-1])
    others = [marks.fold(item.text) for place, item in enumerate(evidence) if place != index]
    apart = first in others or (len(last) >= 3 and sum(last in other for other in others if len(other) < 200) > 0)
    return parts[0] if apart and len(parts) == 2 else text
