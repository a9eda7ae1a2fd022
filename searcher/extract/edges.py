"""A document -> the lines at the two ends of its body, where what is no prose stands."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from searcher.document import Document

#: Characters looked at on each side: some lines of heading before the first paragraph, some of credits after the last.
_HEAD: Final = 1000
_TAIL: Final = 700
#: A longer line is prose.
_LINE: Final = 120
_CREDIT: Final = re.compile(r"\(?(?:by|(?:additional )?reporting|writing|editing)\s", re.IGNORECASE)
_SENTENCE: Final = 60
_MOST: Final = 6


def head_lines(document: Document) -> tuple[str, ...]:
    """The short lines at the head as far as the first line of prose, at most six."""
    return _head(document.body)[0]


def lower_head_lines(document: Document) -> tuple[str, ...]:
    """The short lines between the first line of prose and the second; with those of the head at most six."""
    return _head(document.body)[1]


@lru_cache(maxsize=4)  # several steps ask for those of one document
def _head(body: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    lines = body[:_HEAD].split("\n")
    if len(body) > _HEAD:
        lines.pop()
    found: list[str] = []
    above: int | None = None
    for line in map(str.strip, lines):
        if not line:
            continue
        if not _is_prose(line):
            found.append(line)
            if len(found) == _MOST:
                break
        elif above is not None:
            break
        else:
            above = len(found)
    return tuple(found[:above]), () if above is None else tuple(found[above:])


def tail_lines(document: Document) -> list[str]:
    """The short lines after the last line of prose but one, at most six, the last first; none of the head's."""
    body = document.body
    if len(body) <= _HEAD:
        lines = [line for line in map(str.strip, body.split("\n")) if line][len(head_lines(document)) :]
    else:
        lines = [line.strip() for line in body[-_TAIL:].split("\n")[1:]]
    found: list[str] = []
    prose = 0
    for line in reversed(lines):
        if _is_prose(line):
            prose += 1
        elif line:
            found.append(line)
        if prose > 1 or len(found) == _MOST:
            break
    return found


def _is_prose(line: str) -> bool:
    """A sentence or a part of one: long, or with its full stop at some length. Names may run on in a byline."""
    if len(line) > _LINE:
        return not _CREDIT.match(line) or len(line) > 2 * _LINE
    return len(line) > _SENTENCE and line.endswith((".", ".”", '."', "?", "!")) and not _CREDIT.match(line)


def first_paragraphs(document: Document, count: int = 3) -> list[str]:
    """The first paragraphs of the body, each as far as a dateline could reach."""
    body = document.body
    found: list[str] = []
    start = 0
    while start < len(body) and len(found) < count:
        end = body.find("\n\n", start)
        end = len(body) if end < 0 else end
        paragraph = body[start : min(end, start + 2 * _LINE)]
        if paragraph.strip():
            found.append(paragraph)
        start = end + 2
    return found
