"""Documents -> a segment file, by sorting.

Every word becomes one integer, stem above place in the text; the sorted integers are the inverted lists (T. C. Bell,
A. Moffat, I. H. Witten: Managing Gigabytes, 1999, 5.2, sort-based inversion).
"""

from __future__ import annotations

import datetime as dt
from array import array
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.chunks import Reader, Stream, Surfaces
from searcher.analysis.entries import days, facets_of, values_of
from searcher.analysis.space import BODY, CAPTION, GAP
from searcher.codec.news1.columns import write_column, write_facet, write_marks
from searcher.codec.news1.container import ContainerWriter, Root
from searcher.codec.news1.dictionary import value_key, write_dictionary
from searcher.codec.news1.documents import Packer, card_bytes, sparse_bytes
from searcher.codec.news1.offsets import offsets
from searcher.codec.news1.writing import FormsWriter, ListsWriter
from searcher.document import Document
from searcher.fields import FIELDS

Array = NDArray[Any]
Numbers = NDArray[np.int64]

FACETS: Final = tuple(field.name for field in FIELDS if field.facet)
MARKS: Final = ("sentence", "paragraph")
#: Chunks of text that are held before a segment is worth writing: about 150 MB at the peak of the work.
FULL: Final = 2_000_000
#: Documents, or bytes of them, from which a builder learns what its documents have in common.
_SAMPLES: Final = 2000
_SAMPLE_SIZE: Final = 4 << 20
_MOST_DOCUMENTS: Final = 1 << 20
_TITLE, _BODY, _CAPTION = range(3)


class Builder:
    """Collects documents; `write` makes them a segment and starts anew. What words mean is kept between."""

    def __init__(self, language: str) -> None:
        self._reader = Reader(language)
        self._packer: Packer | None = None
        self._begin()

    def _begin(self) -> None:
        self.count = 0
        self._zones = array("b")  # of each text
        self._owners = array("l")  # the document of each text
        self._values: dict[tuple[str, str], int] = {}
        self._pairs = tuple(array("q") for _ in range(3))  # number of the term, document, slot
        self._days: dict[str, array[int]] = {}
        self._facets: dict[str, tuple[dict[str, int], array[int], array[int]]] = {
            name: ({}, array("l"), array("l")) for name in FACETS
        }
        self._cards: list[bytes] = []
        self._waiting: list[bytes] = []
        self._documents: list[bytes] = []
        self._size = 0

    @property
    def full(self) -> bool:
        """Whether it is time to write."""
        return len(self._reader) >= FULL or self.count >= _MOST_DOCUMENTS or self._size >= 64 << 20

    def add(self, document: Document, added: dt.date) -> int:
        """Collect a document that fits (`check_length`); its number in the segment."""
        number, card, rest = self.count, card_bytes(document), sparse_bytes(document)
        self._add_text(document.title, _TITLE)
        self._add_text(document.body, _BODY)
        for caption in document.captions:
            self._add_text(caption, _CAPTION)
        terms, owners, slots = self._pairs
        known = self._values
        for field, pairs in values_of(document):
            for term, slot in pairs:
                terms.append(known.setdefault((field, term), len(known)))
                slots.append(slot)
        owners.extend([number] * (len(terms) - len(owners)))
        for name, day in days(document, added).items():
            self._days.setdefault(name, array("q")).append(day)
        held = facets_of(document)
        for name, (codes, counts, list_) in self._facets.items():
            found = held.get(name, ())
            counts.append(len(found))
            list_.extend(codes.setdefault(value, len(codes)) for value in found)
        self._cards.append(card)
        self._keep(rest)
        self.count += 1
        return number

    def _add_text(self, text: str, zone: int) -> None:
        self._reader.add(text)
        self._zones.append(zone)
        self._owners.append(self.count)

    def _keep(self, data: bytes) -> None:
        """Pack a document, once there are enough of them to tell what they have in common."""
        self._size += len(data)
        if self._packer:
            self._documents.append(self._packer(data))
            return
        self._waiting.append(data)
        if len(self._waiting) >= _SAMPLES or self._size >= _SAMPLE_SIZE:
            self._settle()

    def _settle(self) -> None:
        self._packer = Packer(self._waiting)
        self._documents.extend(map(self._packer, self._waiting))
        self._waiting = []

    def write(self, path: Path) -> Root:
        """Write the segment, durably; what a manifest notes of it."""
        out = ContainerWriter(path)
        try:
            totals, bases = self._write_words(out)
            self._write_values(out)
            for name, (codes, counts, list_) in self._facets.items():
                _write_facet(out, name, codes, counts, list_)
            bases |= {name: write_column(out, name, np.array(column)) for name, column in self._days.items()}
            if not self._packer or self._waiting:
                self._settle()
            shared = self._packer.dictionary if self._packer else b""
            for name, items in (("card", self._cards), ("doc", self._documents)):
                _write_blobs(out, name, items)
            out.put("doc.shared", np.frombuffer(shared, dtype=np.uint8))
            out.put("doc.shared_at", offsets(np.array([len(shared)])))
            out.put("doc.which", np.zeros(self.count, dtype=np.uint8))
            return out.finish({"documents": self.count, "words": totals, "bases": bases})
        finally:
            out.close()
            self._begin()

    def _write_words(self, out: ContainerWriter) -> tuple[dict[str, int], dict[str, int]]:
        """Everything that comes from running text; the totals and the bases of the columns of lengths."""
        stream = self._reader.stream()
        owner, zone = np.array(self._owners, dtype=np.int64), np.array(self._zones, dtype=np.int64)
        size = np.bincount(stream.text, minlength=owner.size)
        placed = _Placed(stream, owner, zone, size, self.count)
        lengths = placed.lengths()
        bases = {name: write_column(out, name, column) for name, column in lengths.items()}
        for name, flags in zip(MARKS, (stream.sentence, stream.paragraph), strict=True):
            at = np.flatnonzero(flags)
            write_marks(out, name, np.bincount(placed.owner[at], minlength=self.count), placed.position[at])
        self._write_stems(out, stream, placed)
        return {name: int(column.sum()) for name, column in lengths.items()}, bases

    def _write_stems(self, out: ContainerWriter, stream: Stream, placed: _Placed) -> None:
        """The running words' dictionaries, lists and forms."""
        surfaces = self._reader.surfaces
        used = np.flatnonzero(np.bincount(stream.surface, minlength=1))
        named = _Named(surfaces, used if stream.surface.size else used[:0])
        local = np.zeros(len(surfaces.texts) + 1, dtype=np.int32)
        local[used] = np.arange(used.size)
        word = local[stream.surface]
        keys = named.stem_of[word].astype(np.uint64) << np.uint64(32) | np.arange(word.size, dtype=np.uint64)
        keys.sort()
        order = keys.astype(np.uint32)
        stem = (keys >> np.uint64(32)).astype(np.int32)
        del keys
        owner, position = placed.owner[order], placed.position[order]
        lists = ListsWriter(out, "stem", documents=self.count)
        _write_sorted(lists, stem, owner, position < BODY, position, terms=len(named.stems))
        lists.finish()
        named.write(out)
        forms = FormsWriter(out, "form")
        forms.append(np.bincount(stem, minlength=len(named.stems)), named.form_of[word][order], named.forms)
        forms.finish(named.exact_of_forms())

    def _write_values(self, out: ContainerWriter) -> None:
        """The terms of every other field and their lists."""
        keys = [value_key(field, term) for field, term in self._values]
        order = np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)
        terms = [keys[number] for number in order.tolist()]
        rank = np.zeros(order.size, dtype=np.int64)
        rank[order] = np.arange(order.size)
        term, owner, slot = (np.array(column, dtype=np.int64) for column in self._pairs)
        places = np.unique(rank[term] << 40 | owner << 20 | slot)
        write_dictionary(out, "value", terms)
        lists = ListsWriter(out, "value", documents=self.count)
        low = (1 << 20) - 1
        owner = places >> 20 & low
        _write_sorted(lists, places >> 40, owner, np.zeros(places.size, dtype=np.bool_), places & low, terms=len(terms))
        lists.finish()


class _Placed:
    """Where each word of a stream stands: its document and its position in the document's space."""

    def __init__(self, stream: Stream, owner: Numbers, zone: Numbers, size: Numbers, documents: int) -> None:
        self._documents, self._zone, self._owner, self._size = documents, zone, owner, size
        start = np.cumsum(size) - size
        base = np.where(zone == _TITLE, 0, BODY)
        captions = np.flatnonzero(zone == _CAPTION)
        if captions.size:
            taken = np.cumsum(size[captions] + GAP) - size[captions] - GAP
            first = np.concatenate(([True], owner[captions][1:] != owner[captions][:-1]))
            base[captions] = CAPTION + taken - taken[np.maximum.accumulate(np.where(first, np.arange(first.size), 0))]
        self.owner = owner.astype(np.int32)[stream.text]
        self.position = np.arange(stream.text.size, dtype=np.int32) + (base - start).astype(np.int32)[stream.text]
        self._lead = self._leads(stream, start)

    def _leads(self, stream: Stream, start: Numbers) -> Numbers:
        """Words in the first paragraph of each text."""
        lead = self._size.copy()
        at = np.flatnonzero(stream.paragraph)
        text = stream.text[at]
        first = np.concatenate(([True], text[1:] != text[:-1])) if at.size else np.empty(0, dtype=np.bool_)
        second = np.flatnonzero(~first[1:] & first[:-1]) + 1
        lead[text[second]] = at[second] - start[text[second]]
        return lead

    def lengths(self) -> dict[str, Numbers]:
        """The columns of lengths."""

        def of(zone: int, sizes: Numbers) -> Numbers:
            chosen = self._zone == zone
            found = np.bincount(self._owner[chosen], weights=sizes[chosen], minlength=self._documents)
            return found.astype(np.int64)

        return {
            "title_words": of(_TITLE, self._size),
            "body_words": of(_BODY, self._size),
            "caption_words": of(_CAPTION, self._size),
            "lead_words": of(_BODY, self._lead),
        }


class _Named:
    """The surfaces of a segment, with what they fold and stem to, in dictionaries' order."""

    def __init__(self, surfaces: Surfaces, used: Numbers) -> None:
        self.stems, self.stem_of = _ranked(surfaces.stems.texts, np.array(surfaces.stem_of)[used])
        self._folded, self._folded_of = _ranked(surfaces.folded.texts, np.array(surfaces.folded_of)[used])
        self._exact, self._exact_of = _ranked(surfaces.texts, used)
        self._order = np.lexsort((self._exact_of, self.stem_of))
        self.forms = np.bincount(self.stem_of, minlength=len(self.stems))
        first = np.cumsum(self.forms) - self.forms
        self.form_of = np.zeros(used.size, dtype=np.uint16)
        self.form_of[self._order] = np.arange(used.size) - np.repeat(first, self.forms)

    def exact_of_forms(self) -> Numbers:
        """The number of each form as an exact surface, stem after stem."""
        return self._exact_of[self._order]

    def write(self, out: ContainerWriter) -> None:
        """The three dictionaries and what leads from surfaces to stems."""
        write_dictionary(out, "stem", self.stems)
        write_dictionary(out, "folded", self._folded)
        write_dictionary(out, "exact", self._exact)
        for name, of, terms in (("folded", self._folded_of, self._folded), ("exact", self._exact_of, self._exact)):
            stems = np.zeros(len(terms), dtype=np.uint32)
            stems[of] = self.stem_of
            out.put(name + ".stem", stems, "<u4")


def _ranked(texts: list[bytes], numbers: Array) -> tuple[list[bytes], Numbers]:
    """Words by number -> the distinct ones, sorted, and the place of each among them."""
    distinct = np.unique(numbers)
    words = [texts[number] for number in distinct.tolist()]
    order = np.array(sorted(range(len(words)), key=words.__getitem__), dtype=np.int64)
    rank = np.zeros(len(texts) + 1, dtype=np.int64)
    rank[distinct[order]] = np.arange(order.size)
    return [words[number] for number in order.tolist()], rank[numbers]


def _write_sorted(lists: ListsWriter, term: Array, owner: Array, title: Array, position: Array, *, terms: int) -> None:
    """One position an entry, sorted by term, document, position -> lists."""
    if not term.size:
        lists.append(np.zeros(terms, dtype=np.int64), *(np.empty(0, dtype=np.int64),) * 4)
        return
    starts = np.flatnonzero(np.concatenate(([True], (term[1:] != term[:-1]) | (owner[1:] != owner[:-1]))))
    both = np.diff(np.append(starts, term.size))
    in_title = np.add.reduceat(title, starts, dtype=np.int64)
    lengths = np.bincount(term[starts], minlength=terms)
    lists.append(lengths, owner[starts], in_title, both - in_title, position)


def _write_facet(out: ContainerWriter, name: str, codes: dict[str, int], counts: array[int], list_: array[int]) -> None:
    coded = {value.encode("utf-8", "surrogatepass"): code for value, code in codes.items()}
    values = sorted(coded)
    rank = np.zeros(len(values), dtype=np.int64)
    rank[[coded[value] for value in values]] = np.arange(len(values))
    numbers = np.array(list_, dtype=np.int64)
    write_facet(out, name, values, np.array(counts, dtype=np.int64), rank[numbers] if numbers.size else numbers)


def _write_blobs(out: ContainerWriter, name: str, items: list[bytes]) -> None:
    out.put(name, np.frombuffer(b"".join(items), dtype=np.uint8))
    out.put(name + ".at", offsets(np.fromiter(map(len, items), dtype=np.int64, count=len(items))))
