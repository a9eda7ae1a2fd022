"""A Document -> the same with the byline that stands before its first paragraph or after its last."""

from __future__ import annotations

import re
from typing import Final

from searcher.document import Document
from searcher.extract.base import fill, is_open
from searcher.extract.edges import head_lines, tail_lines
from searcher.knowledge.bylines import Byline, find_byline

#: What is in every line that says who wrote: most lines are done with it.
_HINT: Final = re.compile(r"\b(?:by|from)\b|@|기자|특파원", re.IGNORECASE)


def complete(document: Document) -> Document:
    """A signed line at the head ("By Jane Doe"), else one at the end; else a personal address at the end."""
    if not is_open(document, "byline") or not document.body:
        return document
    for line in head_lines(document):
        found = find_byline(line) if _HINT.search(line) else None
        if found is not None and found.signed and _says_who(found):
            return fill(document, byline=found.text)
    addresses: list[Byline] = []
    for line in tail_lines(document):
        found = find_byline(line) if _HINT.search(line) else None
        if found is not None and found.signed and found.names:
            return fill(document, byline=found.text)
        if found is not None and found.emails:
            addresses.append(found)
    return fill(document, byline=addresses[0].text) if addresses else document


def _says_who(found: Byline) -> bool:
    return bool(found.names or found.agency or found.role)
