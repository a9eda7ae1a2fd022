"""The words of documents -> a signature of each in 64 bytes: what its text is, what it is like, what it is about.

Texts that are alike are found by one-permutation MinHash (P. Li, A. Owen, C. Zhang 2012) over runs of three words,
densified by rotation (A. Shrivastava, P. Li 2014): of two texts as many of the 16 bins are equal as they have runs in
common. Two bins are a band; texts that share one may be alike (A. Broder 1997). Case and accents do not count.
"""

from __future__ import annotations

import zlib
from array import array
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.chunks import Reader, Surfaces
from searcher.analysis.entries import normal_url
from searcher.analysis.streams import Stream, compiled
from searcher.document import Document, format_date

Array = NDArray[Any]
Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]

#: Words of a run that is compared.
SHINGLE: Final = 3
#: A body of fewer words says too little to be like another: it is a copy word for word, headline and day too, or none.
SHORT: Final = 30
BINS: Final = 16
BANDS: Final = BINS // 2
_HEADLINE: Final = 6
_LETTERS: Final = 3
#: Words of a headline that wire marks are made of; `knowledge.versions` reads marks exactly.
_MARKS: Final = frozenset("lead urgent update corrected adds kill writethru flash bulletin 1st 2nd 3rd 4th 5th".split())
_BIN_BITS: Final = np.uint64(60)
_VALUE: Final = np.uint64((1 << 60) - 1)
_NONE: Final = np.uint64((1 << 64) - 1)
_ALL: Final = slice(None)
_TOGETHER: Final = 1 << 15


@dataclass(frozen=True, slots=True)
class Signatures:
    """A row a document.

    content   uint64, the same for the same text: of a short body its words with the headline's and the day, of any
              other the body as it is written; 0 for a document without words or without a signature
    facts     uint64, the same for the same content, headline, source, date, marks and address; 0 without a signature
    bands     uint32, shape (documents, 8): what texts that are alike have in common; 0 in a short one
    headline  uint16, shape (documents, 6): some words of the headline; 0 for no more
    url       uint32, the same for the same address; 0 for none
    """

    content: Array
    facts: Array
    bands: Array
    headline: Array
    url: Array

    def __getitem__(self, rows: Any) -> Signatures:
        return Signatures(*(getattr(self, name)[rows] for name in COLUMNS))

    def __len__(self) -> int:
        return len(self.content)


COLUMNS: Final = tuple(field.name for field in fields(Signatures))
#: Shape of a row and type of each column.
_SHAPES: Final[dict[str, tuple[tuple[int, ...], str]]] = {
    "content": ((), "<u8"),
    "facts": ((), "<u8"),
    "bands": ((BANDS,), "<u4"),
    "headline": ((_HEADLINE,), "<u2"),
    "url": ((), "<u4"),
}


def joined(parts: list[Signatures]) -> Signatures:
    """Signatures one after another."""
    parts = [unsigned(0), *parts]
    return Signatures(*(np.concatenate([getattr(part, name) for part in parts]) for name in COLUMNS))


def unsigned(documents: int) -> Signatures:
    """What documents have that were indexed without signatures."""
    return Signatures(*(np.zeros((documents, *shape), dtype=kind) for shape, kind in _SHAPES.values()))


def shaped(columns: dict[str, Array]) -> Signatures:
    """Signatures from their columns, each as one row of numbers."""
    return Signatures(*(columns[name].reshape(-1, *shape) for name, (shape, _) in _SHAPES.items()))


def sign(documents: list[Document], language: str = "english") -> Signatures:
    """The signatures of documents at hand."""
    reader = Reader(language)
    signer = Signer(reader.surfaces)
    for document in documents:
        reader.add(document.title)
        reader.add(document.body)
        signer.add(document)
    texts = np.arange(2 * len(documents))
    signer.spill(reader.stream(), texts // 2, title=texts % 2 == 0, body=texts % 2 == 1)
    return signer.take()


class Signer:
    """Collects documents, each by `add`, and their words, of many at a time, by `spill`."""

    def __init__(self, surfaces: Surfaces) -> None:
        self._surfaces = surfaces
        self._words, self._telling = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.bool_)
        self.begin()

    def begin(self) -> None:
        """Forget what was collected; what words are is kept."""
        self._done: list[Signatures] = []
        self._facts, self._bodies, self._days, self._urls = array("Q"), array("Q"), array("Q"), array("I")

    def add(self, document: Document) -> None:
        """Note what is no running text."""
        date = format_date(document.date, document.date_precision) or ""
        told = (document.title, document.source or "", date, document.version or "", document.url or "")
        self._facts.append(_hashed("\0".join(told)))
        self._bodies.append(_hashed(document.body))
        self._days.append(zlib.crc32(date[:10].encode()))
        address = normal_url(document.url) if document.url else ""
        self._urls.append(zlib.crc32(address.encode("utf-8", "surrogatepass")) if "/" in address else 0)

    def spill(self, stream: Stream, owner: Numbers, *, title: Array, body: Array) -> None:
        """The words of all documents since the last time: for each text its document, and whether it is which."""
        self._learn()
        folded = np.array(self._surfaces.folded_of, dtype=np.int32)[stream.surface]
        words, count = self._words[folded], len(self._facts)
        size = np.bincount(stream.text, minlength=owner.size)
        start = np.cumsum(size) - size
        headline = _Texts(words, count, owner[title], start[title], size[title])
        text = _Texts(words, count, owner[body], start[body], size[body])
        days, bodies, facts = (np.array(column, dtype=np.uint64) for column in (self._days, self._bodies, self._facts))
        content = _contents(headline, text, days, bodies)
        self._done.append(
            Signatures(
                content,
                np.maximum(mixed(content + facts), 1),
                text.bands(),
                headline.sketch(self._telling[folded[headline.places()]]),
                np.array(self._urls, dtype=np.uint32),
            )
        )
        self._facts, self._bodies, self._days, self._urls = array("Q"), array("Q"), array("Q"), array("I")

    def _learn(self) -> None:
        """Hash the words that are new."""
        new = np.arange(self._words.size, len(self._surfaces.folded), dtype=np.int32)
        if new.size:
            words = self._surfaces.folded.words(new)
            data = b"".join([blake2b(word, digest_size=8).digest() for word in words])
            telling = [len(word) >= _LETTERS and word.decode("utf-8", "replace") not in _MARKS for word in words]
            self._words = np.concatenate((self._words, np.frombuffer(data, dtype="<u8")))
            self._telling = np.concatenate((self._telling, np.array(telling, dtype=np.bool_)))

    def take(self) -> Signatures:
        """The signatures of all documents, and start anew."""
        found = joined(self._done)
        self.begin()
        return found


def _hashed(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def mixed(values: Hashes) -> Hashes:
    """Numbers -> numbers of which every bit depends on every bit (the finaliser of SplitMix64, G. Steele 2014)."""
    found = values >> np.uint64(30)
    found ^= values
    found *= np.uint64(0xBF58476D1CE4E5B9)
    found ^= found >> np.uint64(27)
    found *= np.uint64(0x94D049BB133111EB)
    found ^= found >> np.uint64(31)
    return found


_FIRST: Final = np.uint64(0x9E3779B97F4A7C15)
_SECOND: Final = np.uint64(0xC2B2AE3D27D4EB4F)
_THIRD: Final = np.uint64(0x165667B19E3779F9)
#: What the words of a run are multiplied by.
_FACTORS: Final = np.array([_FIRST, _SECOND, _THIRD])


class _Texts:
    """One text of each of `count` documents, among the words of many texts, as hashes: where it starts, its words."""

    def __init__(self, words: Hashes, count: int, owner: Numbers, start: Numbers, size: Numbers) -> None:
        self._words, self.count = words, count
        self._start, self.size = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        self._start[owner], self.size[owner] = start, size

    def places(self, documents: Numbers | slice = _ALL) -> Numbers:
        """Where the words of these documents' texts stand, text after text."""
        size = self.size[documents]
        shift = self._start[documents] - (np.cumsum(size) - size)
        return np.repeat(shift, size) + np.arange(int(size.sum()))

    def digest(self, documents: Numbers) -> Hashes:
        """Of each of these texts, the same for the same words in the same order."""
        size = self.size[documents]
        first = np.cumsum(size) - size
        place = (np.arange(int(size.sum())) - np.repeat(first, size)).astype(np.uint64)
        summed = np.cumsum(mixed(self._words[self.places(documents)] + place * _FIRST))
        before = np.concatenate((np.zeros(1, dtype=np.uint64), summed))
        return mixed(before[first + size] - before[first] + size.astype(np.uint64))

    def bands(self) -> Array:
        """Of each text that is not short; shape (count, 8)."""
        long = np.flatnonzero(self.size >= SHORT)
        found = np.zeros((self.count, BINS), dtype="<u2")
        found[long] = _densified(self._least(long))
        return found.view("<u4")

    def _least(self, long: Numbers) -> Hashes:
        """The least run of each bin of some texts; shape (texts, 16)."""
        found = np.full((long.size, BINS), _NONE)
        if compiled is not None and compiled.lower(self._words, self._start[long], self.size[long], _FACTORS, found):
            return found
        least = np.full((self.count, BINS), _NONE)
        ends = np.cumsum(self.size[long])
        first = 0
        while first < long.size:  # so many words at a time stay in the processor's cache
            last = max(first + 1, int(np.searchsorted(ends, (ends[first - 1] if first else 0) + _TOGETHER)))
            self._lower(least, long[first:last])
            first = last
        return np.asarray(least[long])

    def _lower(self, least: Hashes, documents: Numbers) -> None:
        """The least run of each bin of these texts, in steps of NumPy."""
        low, high = int(self._start[documents[0]]), int(self._start[documents[-1]] + self.size[documents[-1]])
        words = self._words[low:high]
        runs = words[:-2] * _FIRST
        runs += words[1:-1] * _SECOND
        runs += words[2:] * _THIRD
        runs = mixed(runs)
        room = np.zeros(high - low, dtype=np.int64)  # what stands between these texts, and the ends, have no run
        inside = self._start[documents] - low
        room[inside] = 1
        room[inside + self.size[documents] - 2] -= 1
        held = np.flatnonzero(np.cumsum(room[:-2]))
        runs = runs[held]
        slot = np.repeat(documents * BINS, self.size[documents] - 2)
        slot += (runs >> _BIN_BITS).astype(np.int64)
        runs &= _VALUE
        np.minimum.at(least.reshape(-1), slot, runs)

    def sketch(self, telling: NDArray[np.bool_]) -> Array:
        """Of each text, the words that tell something whose hashes are smallest, up to six; shape (count, 6)."""
        places, document = self.places()[telling], np.repeat(np.arange(self.count), self.size)[telling]
        short = (mixed(self._words[places]) & np.uint64(0xFFFF)).astype(np.int64)
        pairs = document << 16 | short
        pairs.sort()
        pairs = pairs[(pairs & 0xFFFF > 0) & np.concatenate(([True], pairs[1:] != pairs[:-1]))]
        document = pairs >> 16
        rank = np.arange(pairs.size) - np.searchsorted(document, document)
        found = np.zeros((self.count, _HEADLINE), dtype="<u2")
        kept = rank < _HEADLINE
        found[document[kept], rank[kept]] = pairs[kept] & 0xFFFF
        return found


def _densified(least: Hashes) -> Array:
    """The least run of each bin -> 16 bits of it; an empty bin takes those of the next one that is not, and how far."""
    empty = least == _NONE
    found = least.copy()
    waiting = empty.copy()
    for step in range(1, BINS):
        if not waiting.any():
            break
        taken = waiting & ~np.roll(empty, -step, axis=1)
        found[taken] = mixed(np.roll(least, -step, axis=1)[taken] + np.array(step, dtype=np.uint64))
        waiting &= ~taken
    return np.ascontiguousarray(mixed(found).astype("<u2"))


def _contents(headline: _Texts, text: _Texts, days: Hashes, bodies: Hashes) -> Hashes:
    """What a document's text is; 0 for none."""
    found = bodies.copy()
    short = np.flatnonzero(text.size < SHORT)
    found[short] = mixed(text.digest(short) * _SECOND + headline.digest(short) * _THIRD + days[short])
    return np.where(text.size + headline.size > 0, np.maximum(found, 1), np.uint64(0))
