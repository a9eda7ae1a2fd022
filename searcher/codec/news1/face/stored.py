"""A document of a leaf -> the dict that Whoosh calls its stored fields: only those with a value."""

from __future__ import annotations

from typing import Any

import numpy as np
from whoosh.util.times import long_to_datetime

from searcher.analysis.entries import MISSING
from searcher.codec.base import Leaf
from searcher.codec.news1.face.lists import NUMBER_FIELDS, scaled
from searcher.document import Document


def stored_fields(leaf: Leaf, number: int) -> dict[str, Any]:
    """Texts as they are, lists of names for people and places; dates and numbers as they are indexed."""
    found = {**_given(leaf.document(number)), **_numbers(leaf, number)}
    return {name: value for name, value in found.items() if value or value == 0}


def _given(document: Document) -> dict[str, Any]:
    captions = "\n\n".join(document.captions)
    paragraphs = document.paragraphs()
    return {
        "id": document.id,
        "title": document.title,
        "body": document.body,
        "caption": captions,
        "lead": paragraphs[0] if paragraphs else "",
        "text": "\n\n".join(text for text in (document.title, document.body, captions) if text),
        "people": [person.name for person in document.people],
        "places": [place.name for place in document.places],
        "dateline": document.dateline.place if document.dateline else None,
        "source": document.source,
        "section": document.section,
        "keyword": list(document.keywords),
        "byline": document.byline,
        "version": document.version,
        "lang": document.language,
        "path": list(document.paths),
        "url": document.url,
    }


def _numbers(leaf: Leaf, number: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (column, _, _) in NUMBER_FIELDS.items():
        value = leaf.column_at(column, np.array([number]))
        if value[0] != MISSING:
            plain = int(scaled(name, value)[0])
            found[name] = plain if name == "words" else long_to_datetime(plain)
    return found
