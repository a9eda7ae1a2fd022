"""What every step of extraction is: a Document -> the same, with some empty fields filled and named in `inferred`."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Any, Final

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
    news = {
        name: value
        for name, value in found.items()
        if name != "date_precision" and value not in (None, "", ()) and is_open(document, name)
    }
    if not news:
        return document
    inferred = (*document.inferred, *[name for name in news if name not in document.inferred])
    if "date" in news and "date_precision" in found:
        news["date_precision"] = found["date_precision"]
    return changed(document, **news, inferred=inferred)


def changed(document: Document, **values: Any) -> Document:
    """`dataclasses.replace`, at half its cost."""
    all_values = list(_values(document))
    for name, value in values.items():
        all_values[_NUMBERS[name]] = value
    return Document(*all_values)


_NAMES: Final = tuple(field.name for field in fields(Document))
_NUMBERS: Final = {name: number for number, name in enumerate(_NAMES)}
_values: Final = attrgetter(*_NAMES)
