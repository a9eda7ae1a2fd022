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
import threading
from collections.abc import Sequence
from typing import Any, Final

import zstandard as zstd

from searcher.codec.base import Card
from searcher.codec.news1.container import Container
from searcher.document import Document, format_date, from_record, to_record

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_LEVEL: Final = 1
_DICTIONARY: Final = 65_536
#: A dictionary is trained on so many documents; of fewer, their text is the dictionary. Below so many bytes, none is.
_TRAINED_FROM: Final = 400
_LEAST: Final = 8
#: No document of the position space is longer than this, so a frame that says it is has been tampered with.
_LARGEST: Final = 1 << 30
_EMPTY: Final = to_record(Document())
_IN_CARD: Final = ("id", "title", "date", "source")
#: Fields that JSON does not take as they are, and the others with what an empty document has.
_NESTED: Final = ("updated", "dateline", "people", "places", "origin")
_FLAT: Final = tuple((name, getattr(Document(), name)) for name in _EMPTY if name not in (*_IN_CARD, *_NESTED))


def card_bytes(document: Document) -> bytes:
    """A document's card."""
    date = format_date(document.date, document.date_precision)
    return _encode([document.id, document.title, date, document.source]).encode()


def sparse_bytes(document: Document) -> bytes:
    """What the card does not hold of a document."""
    told = {name: value for name, none in _FLAT if (value := getattr(document, name)) != none}
    if any(getattr(document, name) for name in _NESTED):
        record = to_record(document)
        told |= {name: record[name] for name in _NESTED if record[name] != _EMPTY[name]}
    return _encode(told).encode()


class Packer:
    """Sparse JSON -> compressed, against a dictionary that all documents of a segment share."""

    def __init__(self, samples: Sequence[bytes]) -> None:
        self.dictionary = _dictionary(samples)
        shared = zstd.ZstdCompressionDict(self.dictionary)
        shared.precompute_compress(level=_LEVEL)
        # Its identity and its checksum stand in the index already.
        self._packer = zstd.ZstdCompressor(dict_data=shared, write_dict_id=False, write_checksum=False)

    def __call__(self, data: bytes) -> bytes:
        """One document."""
        return self._packer.compress(data)


def _dictionary(samples: Sequence[bytes]) -> bytes:
    """What documents like these have in common: trained when there are many, else as much as fits of them."""
    if len(samples) >= _TRAINED_FROM:
        try:
            return zstd.train_dictionary(_DICTIONARY, list(samples)).as_bytes()
        except zstd.ZstdError:  # they have nothing in common
            return b""
    text = b"".join(samples)[-_DICTIONARY:]
    return text if len(text) >= _LEAST else b""


class Documents:
    """The documents of a segment."""

    def __init__(self, file: Container) -> None:
        self._file = file
        self._card, self._card_at = file["card"], file["card.at"]
        self._doc, self._doc_at, self._which = file["doc"], file["doc.at"], file["doc.which"]
        self._shared, self._shared_at = file["doc.shared"], file["doc.shared_at"]
        self._unpackers = threading.local()

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
        data = self._doc.part(*self._doc_at.two(number)).tobytes()
        try:
            if zstd.frame_content_size(data) > _LARGEST:
                raise self._file.damaged(f"document {number} is too long")
            return self._unpacker(self._which.one(number)).decompress(data)
        except zstd.ZstdError as error:
            raise self._file.damaged(f"document {number}: {error}") from None

    def _unpacker(self, which: int) -> zstd.ZstdDecompressor:
        """What undoes a Packer; one a thread, since it holds a state."""
        held: dict[int, zstd.ZstdDecompressor] = self._unpackers.__dict__.setdefault("held", {})
        if which not in held:
            text = self._shared.part(*self._shared_at.two(which)).tobytes()
            held[which] = zstd.ZstdDecompressor(dict_data=zstd.ZstdCompressionDict(text))
        return held[which]

    def document(self, number: int) -> Document:
        """The whole document."""
        try:
            told = json.loads(self.raw(number))
            return from_record({**_EMPTY, **told, **dict(zip(_IN_CARD, self._card_row(number), strict=True))})
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise self._file.damaged(f"document {number}: {error}") from None
