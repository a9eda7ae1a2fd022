"""A Document -> the same, completed: only empty fields are filled, and `inferred` says which."""

from __future__ import annotations

from searcher.document import Document


def complete(document: Document) -> Document:
    """The document after all steps of extraction."""
    return document
