"""A Document -> the same with the dateline that its first paragraph states."""

from __future__ import annotations

from typing import Final

from searcher.document import Dateline, Document
from searcher.extract.base import fill, is_open
from searcher.extract.edges import first_paragraphs
from searcher.knowledge.datelines import find_dateline

#: A byline, a kicker or a timestamp before the first paragraph is shorter than this.
_HEADING: Final = 100


def complete(document: Document) -> Document:
    """The dateline of the first paragraph; short lines of heading before it are passed over."""
    if not is_open(document, "dateline"):
        return document
    for paragraph in first_paragraphs(document):
        found = find_dateline(paragraph)
        if found is not None:
            return fill(document, dateline=Dateline(found.place, found.day, found.agency))
        if len(paragraph.strip()) > _HEADING:
            break
    return document
