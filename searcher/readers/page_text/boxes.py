"""The evidence of a page -> the same, with blocks that state a date or a writer, and pictures' texts, named as such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from searcher.readers.page_text import labels, marks
from searcher.readers.page_text.evidence import Evidence

_ROLE: Final = re.compile(
    r"\b(?:correspondent|reporter|editor|journalist|producer|columnist|writer)s?\b", re.IGNORECASE
)
#: A long line that closes like a sentence is a byline only when it opens like one.
_SIGNED: Final = re.compile(r"(?:by|reporting by|published|posted|updated|last updated)\b", re.IGNORECASE)
#: What a caption has behind the words that its picture's description has too.
_CREDIT_TAIL: Final = re.compile(r"\s*\(?[^()]{2,50}\)?\s*")
#: How the description of a picture begins, and what it has: `A man in a grey shirt is interviewed.`
_PICTURE: Final = re.compile(r"(?:an?|two|people|person|women|woman|men|man)\b", re.IGNORECASE)
_SEEN: Final = re.compile(
    r"\b(?:\w{3,}ing|is|are|stands?|sits?|holds?|gives?|gestures?|with|at|under|over|in front of|next to)\b"
)
#: What a description never has: speech, and the tenses in which stories are told.
_CAPTION_LABEL: Final = re.compile(r"(?:(?:image|photo|picture|media|video)\s)?caption\s?[,:.]?", re.IGNORECASE)
_TOLD: Final = re.compile(r"[“”\"]\w|\b(?:said|says|was|were|had|has|will|would)\b")

#: The widest quote in large print, how many blocks away the story has it, and what it has there besides.
_LONGEST_QUOTE, _PULLED_BY, _SAID_BY = 300, 12, 10
#: Fewer words in quotes are a subheading.
_FEWEST_QUOTED: Final = 6
_QUOTES: Final = ('"', "“", "'", "‘", "«", "„")
_SHORT: Final = 40
_ANSWERS: Final = ("yes", "no")


def name_blocks(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with its kinds made "date", "byline" and "caption" where a block, or its neighbour, shows it."""
    named = [_with_label(item) for item in evidence]
    for index in range(len(named) - 1):
        if named[index + 1].kind == "caption" and _describes(named[index], named[index + 1].text):
            named[index] = replace(named[index], kind="caption")
    for index in range(1, len(named)):
        _name_labelled(named, index)
        _name_twins(named, index)
        _name_credited(named, index)
        _name_writer(named, index)
        _name_answer(named, index)
    for index in range(len(named)):
        _name_pulled(named, index)
    return named


def _with_label(item: Evidence) -> Evidence:
    """The same; a date or a byline where it states one. A caption may state a date and stays a caption."""
    if item.kind not in ("text", "furniture", "caption", "ago") or item.width > 220:
        return item
    if item.sentence and item.width > 90 and not _SIGNED.match(item.text):
        return item
    if labels.is_author_label(item.text) or labels.find_byline(item.text) is not None:
        return replace(item, kind="byline")
    if item.kind != "caption" and labels.find_stamp(item.text) is not None:
        return replace(item, kind="date")
    return item


def _describes(item: Evidence, caption: str) -> bool:
    """Whether a block above a caption is its picture's description for those who cannot see it."""
    if item.kind != "text" or item.width > 330 or _TOLD.search(item.text):
        return False
    if item.width > 20 and item.text.split()[:3] == caption.split()[:3]:
        return True
    words, others = _long_words(item.text), _long_words(caption)
    if item.width <= 150 and len(words) >= 2 and 2 * len(words & others) >= len(words):
        return True
    return _PICTURE.match(item.text) is not None and _SEEN.search(item.text) is not None


def _long_words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{4,}", text.casefold()))


def _name_labelled(named: list[Evidence], index: int) -> None:
    """The caption below a line that says no more than that one follows: `Image caption,`."""
    item = named[index]
    if item.kind == "text" and item.width <= 500 and _CAPTION_LABEL.fullmatch(named[index - 1].text):
        named[index] = replace(item, kind="caption")


def _name_twins(named: list[Evidence], index: int) -> None:
    """Captions by what stands above: a running time above a sentence, and the same words with or without a credit."""
    item, above = named[index], named[index - 1]
    if item.kind != "text" or item.width > 500:
        return
    twin = item.text == above.text and item.width >= 60 and (item.sentence or item.text.endswith(")"))
    runs = above.kind == "video" and above.text[-1:].isdigit() and item.sentence
    again = above.kind == "caption" and item.width > 30 and above.text.startswith(item.text)
    longer = (
        above.kind == "text"
        and above.width > 40
        and item.text.startswith(above.text)
        and _CREDIT_TAIL.fullmatch(item.text, len(above.text)) is not None
    )
    if twin or runs or again or longer:
        named[index] = replace(item, kind="caption")
    if twin or longer:
        named[index - 1] = replace(above, kind="caption")


def _name_credited(named: list[Evidence], index: int) -> None:
    """The caption below a line that is only a picture's credit, and above a paragraph."""
    item, above = named[index], named[index - 1]
    if above.kind != "caption" or above.width > 45 or above.sentence or item.kind != "text" or item.sentence:
        return
    if 45 <= item.width <= 200 and index + 1 < len(named) and named[index + 1].sentence:
        named[index] = replace(item, kind="caption")


def _name_writer(named: list[Evidence], index: int) -> None:
    """The name above a line that says what its bearer does: `Ann Bell`, `Environment correspondent`."""
    item, above = named[index], named[index - 1]
    role = item.kind == "text" and item.width <= 50 and not item.sentence and _ROLE.search(item.text) is not None
    if role and above.kind == "text" and above.times == 1 and labels.bare_names(above.text) is not None:
        named[index - 1] = replace(above, kind="byline")


def _name_answer(named: list[Evidence], index: int) -> None:
    """A `Yes` or `No` between lines of text is an answer, unless both stand there as buttons."""
    item, around = named[index], named[index - 1 : index + 2]
    if item.kind != "furniture" or marks.fold(item.text) not in _ANSWERS or len(around) < 3:
        return
    if around[0].kind == "text" and around[0].sentence and around[2].kind == "text":
        named[index] = replace(item, kind="text", prose=0.0)


def _name_pulled(named: list[Evidence], index: int) -> None:
    """A quote in large print, which a paragraph near it has word for word, and the line below on who said it."""
    item = named[index]
    if item.kind != "text" or item.width > _LONGEST_QUOTE or not item.text.startswith(_QUOTES):
        return
    quote = marks.fold(item.text).strip("\"'« .,")
    if len(quote.split()) < _FEWEST_QUOTED:
        return
    near = [marks.fold(other.text) for other in named[max(0, index - _PULLED_BY) : index + _PULLED_BY + 1]]
    if not any(quote in other and len(other) >= len(item.text) + _SAID_BY for other in near):
        return
    named[index] = replace(item, kind="quote")
    speaker = named[index + 1] if index + 1 < len(named) else item
    name = marks.fold(speaker.text).lstrip("- ").split(",")[0]
    short = speaker.kind == "text" and not speaker.sentence and speaker.width <= _SHORT
    if short and name and sum(name in other for other in near) > 1:
        named[index + 1] = replace(speaker, kind="quote")
