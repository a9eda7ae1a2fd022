"""What every step of extraction is: a Document -> the same, with some empty fields filled and named in `inferred`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from searcher.document import LISTS, Document


def is_open(document: Document, name: str) -> bool:
    """Whether a step may fill this field: the source gave nothing for it and did not state that it is empty."""
    if name in LISTS:
        return not getattr(document, name) and name not in document.stated_empty
    return getattr(document, name) in (None, "")


def fill(document: Document, **found: Any) -> Document:
    """The document with those of the found values (not None, not empty) whose field is open; each is named in
    `inferred`. `date_precision` goes with `date`.
    """
    companions = {"date_precision"}
    news = {
        name: value
        for name, value in found.items()
        if name not in companions and value not in (None, "", ()) and is_open(document, name)
    }
    if not news:
        return document
    inferred = (*document.inferred, *(name for name in news if name not in document.inferred))
    if "date" in news and "date_precision" in found:
        news["date_precision"] = found["date_precision"]
    return replace(document, **news, inferred=inferred)
