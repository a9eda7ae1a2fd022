"""Documents -> a segment file."""

from __future__ import annotations

import datetime as dt
from array import array
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.chunks import Reader
from searcher.analysis.entries import days, facets_of, values_of
from searcher.analysis.signatures import Signer
from searcher.codec.arrays import distinct
from searcher.codec.news1.assembling import ContainerWriter
from searcher.codec.news1.columns import write_column, write_facet, write_marks
from searcher.codec.news1.container import Root
from searcher.codec.news1.dictionary import value_key, write_dictionary
from searcher.codec.news1.documents import Packer, stored
from searcher.codec.news1.offsets import offsets
from searcher.codec.news1.placing import BODY_ZONE, CAPTION_ZONE, TITLE_ZONE, Placed
from searcher.codec.news1.runs import Runs, write_sorted
from searcher.codec.news1.signing import write_signatures
from searcher.codec.news1.writing import ListsWriter
from searcher.document import Document
from searcher.fields import FIELDS

Array = NDArray[Any]
Numbers = NDArray[np.int64]

FACETS: Final = tuple(field.name for field in FIELDS if field.facet)
MARKS: Final = ("sentence", "paragraph")
#: Chunks of text, and bytes of documents, that are held in memory: about 100 MB at the peak of the work.
_HELD_CHUNKS: Final = 800_000
_HELD_BYTES: Final = 32 << 20
#: Documents of a segment: what is kept of each until the end takes some 300 bytes.
_MOST_DOCUMENTS: Final = 250_000
#: Words that are known at the same time, some 60 bytes each; a builder that knows half of them starts anew.
_MOST_WORDS: Final = 1 << 23
#: Documents, or bytes of them, from which a builder learns what its documents have in common.
_SAMPLES: Final = 2000
_SAMPLE_SIZE: Final = 4 << 20


class Builder:
    """Collects documents; `write` makes them a segment and starts anew. What words mean is kept between.

    `folder` is where what does not fit into memory waits.
    """

    def __init__(self, language: str, folder: Path) -> None:
        self._folder, self._language = folder, language
        self._reader = Reader(language)
        self._signer = Signer(self._reader.surfaces)
        self._packer: Packer | None = None
        self._begin()

    def _begin(self) -> None:
        self.count = 0
        if len(self._reader.surfaces) > _MOST_WORDS // 2:
            self._reader = Reader(self._language)
            self._signer = Signer(self._reader.surfaces)
        self._out = ContainerWriter(self._folder)
        self._runs = Runs(self._reader.surfaces, self._folder)
        self._signer.begin()
        self._values = _Values()
        self._facets = {name: _Facet() for name in FACETS}
        self._days: dict[str, array[int]] = {}
        self._columns: dict[str, list[Numbers]] = {}
        self._marks: dict[str, tuple[list[Array], list[Array]]] = {name: ([], []) for name in MARKS}
        self._blobs: dict[str, list[bytes]] = {"card": [], "doc": []}
        self._lengths: dict[str, list[Numbers]] = {"card": [], "doc": []}
        self._waiting: list[bytes] = []
        self._first = self._size = 0
        self._zones, self._owners = array("b"), array("l")

    @property
    def full(self) -> bool:
        """Whether it is time to write."""
        return self.count >= _MOST_DOCUMENTS or len(self._reader.surfaces) >= _MOST_WORDS

    def add(self, document: Document, added: dt.date) -> int:
        """Collect a document that fits (`check_length`); its number in the segment."""
        number, (card, rest) = self.count, stored(document)
        self._signer.add(document)
        self._add_text(document.title, TITLE_ZONE)
        self._add_text(document.body, BODY_ZONE)
        for caption in document.captions:
            self._add_text(caption, CAPTION_ZONE)
        self._values.add(number, document)
        for name, day in days(document, added).items():
            self._days.setdefault(name, array("q")).append(day)
        for name, values in facets_of(document).items():
            self._facets[name].add(number, values)
        self._blobs["card"].append(card)
        self._keep(rest)
        self.count += 1
        if len(self._reader) >= _HELD_CHUNKS or self._size >= _HELD_BYTES:
            self._spill()
        return number

    def _add_text(self, text: str, zone: int) -> None:
        self._reader.add(text)
        self._zones.append(zone)
        self._owners.append(self.count - self._first)

    def _keep(self, data: bytes) -> None:
        """Pack a document, once there are enough of them to tell what they have in common."""
        self._size += len(data)
        if self._packer:
            self._blobs["doc"].append(self._packer(data))
            return
        self._waiting.append(data)
        if len(self._waiting) >= _SAMPLES or self._size >= _SAMPLE_SIZE:
            self._settle()

    def _settle(self) -> None:
        if self._packer is None:
            self._packer = Packer(self._waiting)
        self._blobs["doc"].extend(map(self._packer, self._waiting))
        self._waiting = []

    def _spill(self) -> None:
        """Let go of what is held of the documents since the last time."""
        stream = self._reader.stream()
        owner, zone = np.array(self._owners, dtype=np.int64), np.array(self._zones, dtype=np.int64)
        documents = self.count - self._first
        placed = Placed(stream, owner, zone, documents)
        for name, column in placed.lengths().items():
            self._columns.setdefault(name, []).append(column)
        for name, flags in zip(MARKS, (stream.sentence, stream.paragraph), strict=True):
            at = np.flatnonzero(flags)
            counts, positions = self._marks[name]
            counts.append(np.bincount(placed.owner[at], minlength=documents))
            positions.append(placed.position[at])
        self._runs.add(stream, placed, self._first)
        self._signer.spill(stream, owner, title=zone == TITLE_ZONE, body=zone == BODY_ZONE)
        for name, items in self._blobs.items():
            self._lengths[name].append(np.fromiter(map(len, items), dtype=np.int64, count=len(items)))
            self._out.put(name, np.frombuffer(b"".join(items), dtype=np.uint8))
            items.clear()
        self._first, self._size = self.count, 0
        self._zones, self._owners = array("b"), array("l")

    def write(self, path: Path, *, last: bool = False) -> Root:
        """Write the segment, durably; what a manifest notes of it."""
        out = self._out
        try:
            self._settle()
            self._spill()
            if last:
                self._reader.forget()
            self._runs.write(out, documents=self.count)  # takes most room, so it goes before what it would add to
            bases, words = {}, {}
            for name, parts in self._columns.items():
                column = np.concatenate(parts)
                bases[name], words[name] = write_column(out, name, column), int(column.sum())
            bases |= {name: write_column(out, name, np.array(column)) for name, column in self._days.items()}
            for name, (counts, positions) in self._marks.items():
                write_marks(out, name, np.concatenate(counts), np.concatenate(positions))
            for name, facet in self._facets.items():
                facet.write(out, name, documents=self.count)
            self._write_stored(out)
            write_signatures(out, self._signer.take())
            self._values.write(out, documents=self.count)
            return out.finish(path, {"documents": self.count, "words": words, "bases": bases})
        finally:
            self.close()
            self._begin()

    def _write_stored(self, out: ContainerWriter) -> None:
        """What leads to cards and documents."""
        for name, parts in self._lengths.items():
            out.put(name + ".at", offsets(np.concatenate(parts)))
        shared = self._packer.dictionary if self._packer else b""
        out.put("doc.shared", np.frombuffer(shared, dtype=np.uint8))
        out.put("doc.shared_at", offsets(np.array([len(shared)])))
        out.put("doc.which", np.zeros(self.count, dtype=np.uint8))

    def close(self) -> None:
        """Let go of what waits in files."""
        self._out.close()
        self._runs.close()


class _Values:
    """The terms of all fields but the running text, and where they stand."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], int] = {}
        self._terms, self._owners, self._slots = (array("i") for _ in range(3))

    def add(self, number: int, document: Document) -> None:
        """Those of a document."""
        known, terms, slots = self._known, self._terms, self._slots
        for field, pairs in values_of(document):
            for term, slot in pairs:
                terms.append(known.setdefault((field, term), len(known)))
                slots.append(slot)
        self._owners.extend([number] * (len(terms) - len(self._owners)))

    def write(self, out: ContainerWriter, *, documents: int) -> None:
        """The dictionary and the lists."""
        keys = [value_key(field, term) for field, term in self._known]
        order = np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)
        rank = np.zeros(order.size, dtype=np.int64)
        rank[order] = np.arange(order.size)
        write_dictionary(out, "value", [keys[number] for number in order.tolist()])
        self._known, keys = {}, []
        places = rank[np.array(self._terms)] if order.size else np.empty(0, dtype=np.int64)
        for column in (self._owners, self._slots):
            places <<= 20
            places |= np.array(column)
        places.sort()
        places = distinct(places)
        lists = ListsWriter(out, "value", documents=documents)
        low = (1 << 20) - 1
        owner = places >> 20 & low
        write_sorted(lists, places >> 40, owner, places & low, body=0, terms=order.size)
        lists.finish()


class _Facet:
    """The values of a facet field, document after document."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._owners, self._list = array("i"), array("i")

    def add(self, number: int, values: tuple[str, ...]) -> None:
        """Those of a document."""
        codes = self._codes
        self._list.extend([codes.setdefault(value, len(codes)) for value in values])
        self._owners.extend([number] * len(values))

    def write(self, out: ContainerWriter, name: str, *, documents: int) -> None:
        """The field's sections."""
        coded = [value.encode("utf-8", "surrogatepass") for value in self._codes]
        order = sorted(range(len(coded)), key=coded.__getitem__)
        rank = np.zeros(len(coded), dtype=np.int64)
        rank[order] = np.arange(len(coded))
        numbers = np.array(self._list, dtype=np.int64)
        values = [coded[number] for number in order]
        counts = np.bincount(np.array(self._owners, dtype=np.int64), minlength=documents)
        write_facet(out, name, values, counts, rank[numbers])
