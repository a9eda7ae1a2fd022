"""Documents and their cards <-> bytes, each for itself, so that a page of hits reads only its own.

    card       JSON of [id, title, date, source], one after another; `card.at` where each starts, and the last ends
    doc        the document as sparse JSON, deflated with one of the dictionaries; `doc.at` likewise
    doc.which  the number of the dictionary of each document
    doc.shared dictionaries, each up to 32 KB of text, one after another; `doc.shared_at` where each starts, and the
               last ends

Sparse JSON has no field that is empty and none that stands in the card.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from typing import Any, Final

from searcher.codec.base import Card
from searcher.codec.news1.container import Container
from searcher.document import Document, format_date, from_record, to_record

_LEVEL: Final = 1
#: A zlib window reaches back so far.
WINDOW: Final = 32_768
_EMPTY: Final = to_record(Document())
_IN_CARD: Final = ("id", "title", "date", "source")


def card_bytes(document: Document) -> bytes:
    """A document's card."""
    date = format_date(document.date, document.date_precision)
    return json.dumps([document.id, document.title, date, document.source], ensure_ascii=False).encode()


def sparse_bytes(document: Document) -> bytes:
    """What the card does not hold of a document."""
    record = to_record(document)
    told = {name: value for name, value in record.items() if value != _EMPTY[name] and name not in _IN_CARD}
    return json.dumps(told, ensure_ascii=False).encode()


class Deflater:
    """Sparse JSON -> compressed, against a dictionary that all documents of a segment share."""

    def __init__(self, shared: bytes) -> None:
        self._shared = shared
        self._fresh = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15, zdict=shared)

    def __call__(self, data: bytes) -> bytes:
        """One document."""
        deflate = self._fresh.copy()
        return deflate.compress(data) + deflate.flush()


def shared_text(samples: Iterable[bytes]) -> bytes:
    """A dictionary for documents like these: as much of them as the window holds, what is most alike at the end."""
    return b"".join(samples)[-WINDOW:]


class Documents:
    """The documents of a segment."""

    def __init__(self, file: Container) -> None:
        self._file = file
        self._card, self._card_at = file["card"], file["card.at"]
        self._doc, self._doc_at, self._which = file["doc"], file["doc.at"], file["doc.which"]
        self._shared, self._shared_at = file["doc.shared"], file["doc.shared_at"]
        self._dictionaries: dict[int, bytes] = {}

    def _card_row(self, number: int) -> list[Any]:
        try:
            row = json.loads(self._card.part(*self._card_at.two(number)).tobytes())
        except ValueError:
            row = None
        if not isinstance(row, list) or len(row) != len(_IN_CARD) or not isinstance(row[0], str):
            raise self._file.damaged(f"the card of document {number}")
        return row

    def card(self, number: int) -> Card:
        """What a hit shows."""
        return Card(*self._card_row(number))

    def raw(self, number: int) -> bytes:
        """A document as sparse JSON."""
        which = self._which.one(number)
        if which not in self._dictionaries:
            self._dictionaries[which] = self._shared.part(*self._shared_at.two(which)).tobytes()
        data = self._doc.part(*self._doc_at.two(number)).tobytes()
        try:
            return zlib.decompressobj(-15, zdict=self._dictionaries[which]).decompress(data)
        except zlib.error as error:
            raise self._file.damaged(f"document {number}: {error}") from None

    def document(self, number: int) -> Document:
        """The whole document."""
        try:
            told = json.loads(self.raw(number))
            return from_record({**_EMPTY, **told, **dict(zip(_IN_CARD, self._card_row(number), strict=True))})
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise self._file.damaged(f"document {number}: {error}") from None
