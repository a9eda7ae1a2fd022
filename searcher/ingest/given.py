"""What a caller hands over (a document, a dict) -> a Document with an id, or the Rejection that it is.

A dict travels as it is to the process that does the work, where it can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from searcher.document import Document, Rejection
from searcher.errors import ReadError, RequestError
from searcher.readers.base import digest_id, safe_id
from searcher.readers.record import document_from


@dataclass(frozen=True, slots=True)
class Raw:
    """A dict that nobody has looked at, and which of those handed over it is ("record 7")."""

    mapping: Mapping[str, object]
    place: str

    @property
    def plain(self) -> bool:
        """Whether it may travel as it is: what only looks like a text or a number would arrive as its bytes."""
        return _is_plain(self.mapping)


_VALUES: Final = {str, int, float, bool, type(None)}


def _is_plain(value: object) -> bool:
    """Whether a value is what JSON has and nothing that is derived from it, as NumPy's texts and numbers are."""
    if type(value) is dict:
        return {*map(type, value)} <= {str} and all(map(_is_plain, value.values()))
    return type(value) in _VALUES or (type(value) is list and all(map(_is_plain, value)))


Item = Document | Rejection | Raw


def taken(item: object, place: str) -> Item:
    """One of the things handed over; RequestError for what is neither a document nor a dict."""
    if type(item) is dict or isinstance(item, Mapping):  # the second takes four times as long
        return Raw(item, place)
    if isinstance(item, Rejection):
        return item
    if isinstance(item, Document):
        return _with_id(item)
    raise RequestError(f"{place} is a {type(item).__name__}; add takes documents or dicts")


def read(raw: Raw) -> Document | Rejection:
    """The document that a dict states, or why there is none."""
    try:
        return _with_id(document_from(raw.mapping))
    except ReadError as error:
        return Rejection("", raw.place, str(error))


def _with_id(document: Document) -> Document:
    """With its own id, else one made of its content; of no file."""
    key = safe_id(document.id)
    if not key:
        content = "\x00".join((document.title, document.body, str(document.date)))
        key = digest_id(content.encode("utf-8", "replace"))
    if key == document.id and not document.paths:
        return document
    return replace(document, id=key, paths=())
