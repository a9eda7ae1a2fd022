"""A Document -> the same with the agency that its dateline or a line of credit states as its source."""

from __future__ import annotations

import re
from typing import Final

from searcher.document import Document
from searcher.extract.base import fill, is_open
from searcher.extract.edges import head_lines, tail_lines
from searcher.knowledge.agencies import agency_named

_LABEL: Final = re.compile(r"(?:source|sources|credit|by|from|via|copyright|©|\(c\)|[-–—/])\s*:?\s*", re.IGNORECASE)
_YEAR: Final = re.compile(r"^\d{4}(?:[-–]\d{2,4})?\s+")
_RIGHTS: Final = re.compile(r"[.,]?\s*all rights reserved\.?.*$", re.IGNORECASE)


def complete(document: Document) -> Document:
    """The agency of the dateline, by the name that the trade uses; else one that stands alone on a line at the end
    ("Source: Xinhua", "© 2020 The Associated Press") or signs at the head ("By AFP").
    """
    if not is_open(document, "source"):
        return document
    dateline = document.dateline
    if dateline is not None and dateline.agency:
        known = agency_named(dateline.agency)
        return fill(document, source=known.name if known else dateline.agency)
    for line in [*tail_lines(document), *head_lines(document)]:
        name = _credited(line)
        if name is not None:
            return fill(document, source=name)
    return document


def _credited(line: str) -> str | None:
    if len(line) > 100:
        return None
    label = _LABEL.match(line)
    bare = _RIGHTS.sub("", _YEAR.sub("", line[label.end() :] if label else line))
    bracketed = line.startswith("(") and line.endswith(")")
    if not label and not bracketed and bare == line and " " not in line:
        # A word alone on a line is a heading as often as a credit: only capitals within tell ("AFP", "PTI").
        return _named(line) if line.isupper() else None
    return _named(bare)


def _named(text: str) -> str | None:
    known = agency_named(text)
    return known.name if known else None
