"""A Document -> the same with the wire marks of its headline ("2nd LD", "URGENT") in `version`; the title stays."""

from __future__ import annotations

from searcher.document import Document
from searcher.extract.base import fill, is_open
from searcher.knowledge.versions import split_marks


def complete(document: Document) -> Document:
    """The marks of the headline."""
    if not document.title or not is_open(document, "version"):
        return document
    return fill(document, version=split_marks(document.title)[0])
