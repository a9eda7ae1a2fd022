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
from searcher.document import Document, from_sparse, to_sparse

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
#: The same of text that has nothing to escape but quotes, in half the time.
_encode_ascii: Final = json.JSONEncoder(separators=(",", ":")).encode
_LEVEL: Final = 1
_DICTIONARY: Final = 65_536
#: A dictionary is trained on so many documents; of fewer, their text is the dictionary. Below so many bytes, none is.
_TRAINED_FROM: Final = 400
_LEAST: Final = 8
#: No document of the position space is longer than this, so a frame that says it is has been tampered with.
_LARGEST: Final = 1 << 30
_IN_CARD: Final = ("id", "title", "date", "source")


def stored(document: Document) -> tuple[bytes, bytes]:
    """A document's card, and as sparse JSON what the card does not hold."""
    told = to_sparse(document)
    card = [document.id, document.title, told.get("date"), document.source]
    for name in _IN_CARD:
        told.pop(name, None)
    encode = _encode_ascii if document.body.isascii() and document.title.isascii() else _encode
    return encode(card).encode(), encode(told).encode()


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


def _sparse_card(row: list[Any]) -> dict[str, Any]:
    return {name: value for name, value in zip(_IN_CARD, row, strict=True) if value is not None}


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
            return from_sparse({**told, **_sparse_card(self._card_row(number))})
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise self._file.damaged(f"document {number}: {error}") from None
