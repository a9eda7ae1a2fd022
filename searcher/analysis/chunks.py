"""Texts -> their words as arrays of numbers, as `tokens` finds them, at a tenth of the cost.

News repeats itself: what stands between two blanks (a chunk: `"U.S.,"`, `quote—dash`, `$1,234.5`) has mostly been seen
before. What a chunk means is worked out once, by `tokens`, and kept: which words, and what it says about sentences. A
text is then split at its blanks, each chunk looked up, and the rest is arithmetic on arrays.

Whether a sentence ends between two words depends on the end of one chunk and the start of the next, and on nothing
else but in rare cases (a full stop that stands alone), which are read together with the chunk before.
"""

from __future__ import annotations

import re
from array import array
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.fold import fold
from searcher.analysis.sentences import edges_of, ends_of, starts_of
from searcher.analysis.stem import stemmer
from searcher.analysis.streams import Stream, Tables
from searcher.analysis.tokens import PARAGRAPH, tokens, words
from searcher.analysis.vocabulary import Vocabulary

Array = NDArray[Any]
Numbers = NDArray[np.int64]


#: A chunk with one run of plain letters and digits and nothing that could join it to another is one word as it stands:
#: what stands before it, the word, what stands after it; of any other chunk, one a line, nothing.
_EDGES: Final = "[!-/:-@\\[-^`{-~“”‘’—–…]*"
_PLAIN: Final = re.compile(f"^({_EDGES})([A-Za-z0-9]+)({_EDGES})$|^.*$", re.MULTILINE)


class Surfaces:
    """Surface words by number (`exact`); the numbers of the folded surface and of the stem of each."""

    def __init__(self, language: str) -> None:
        self._stem = stemmer(language)
        self.exact, self.folded, self.stems = Vocabulary(), Vocabulary(), Vocabulary()
        self.folded_of, self.stem_of = array("i"), array("i")

    def numbers(self, words: list[str]) -> list[int]:
        """The numbers of surfaces that are ASCII letters and digits, all at once."""
        found = _numbers(self.exact, words)
        new = self.exact.words(np.arange(len(self.folded_of), len(self.exact), dtype=np.int32))
        if new:
            folded = b" ".join(new).decode().lower().split(" ")
            self.folded_of.extend(_numbers(self.folded, folded))
            self.stem_of.extend(_numbers(self.stems, list(map(self._stem, folded))))
        return found

    def number(self, surface: str) -> int:
        """The number of a surface, a new one for one never seen."""
        found = self.exact.number(surface)
        if found == len(self.folded_of):
            folded = surface.lower() if surface.isascii() else fold(surface)
            self.folded_of.append(self.folded.number(folded))
            self.stem_of.append(self.stems.number(self._stem(folded)))
        return found

    def __len__(self) -> int:
        """How many there are."""
        return len(self.folded_of)


def _numbers(vocabulary: Vocabulary, words: list[str]) -> list[int]:
    """The numbers of words without blanks."""
    vocabulary.split(" ".join(words))
    found: list[int] = np.frombuffer(vocabulary.take()[0], np.int32).tolist()
    if len(found) != len(words):  # one of them is empty
        return [vocabulary.number(word) for word in words]
    return found


class _Chunks:
    """What chunks mean, by number."""

    def __init__(self, surfaces: Surfaces) -> None:
        self.vocabulary = Vocabulary()
        self._surfaces = surfaces
        self._words = array("i")  # surfaces of all chunks, side by side
        self._inner = array("b")  # whether a sentence starts at each of them for reasons within the chunk
        self._count = array("i")
        self._edges = bytearray()  # tail * 4 + head

    def tables(self) -> Tables:
        """What all chunks that have a number mean."""
        new = self.vocabulary.words(np.arange(len(self._count), len(self.vocabulary), dtype=np.int32))
        if new:
            self._understand(b"\n".join(new).decode("utf-8", "surrogatepass"))
        words, count = np.array(self._words), np.array(self._count)
        first = np.cumsum(count, dtype=np.int32) - count
        edges, inner = np.frombuffer(self._edges, np.uint8), np.array(self._inner) != 0
        return Tables(words, first, count, edges.copy(), inner)

    def _understand(self, chunks: str) -> None:
        """Note what the next chunks, one a line, mean."""
        found = _PLAIN.findall(chunks)
        numbers = iter(self._surfaces.numbers([word for _, word, _ in found if word]))
        words, inner, count, edges = self._words, self._inner, self._count, self._edges
        for chunk, (before, word, after) in zip(chunks.split("\n"), found, strict=True):
            if word:
                words.append(next(numbers))
                inner.append(0)
                count.append(1)
                edges.append(edges_of(before, word, after))
            else:
                start, end = self._read(chunk)
                edges.append(ends_of(chunk, end) * 4 + starts_of(chunk, start))

    def _read(self, chunk: str) -> tuple[int, int]:
        """Where the words of a chunk start and end; (its length, 0) for none."""
        found = list(tokens(chunk))
        self._count.append(len(found))
        self._words.extend(self._surfaces.number(token.surface) for token in found)
        self._inner.extend(token.sentence and token.position > 0 for token in found)
        return (found[0].start, found[-1].end) if found else (len(chunk), 0)


class Reader:
    """Collects texts; `stream` gives the words of all of them and starts anew. What chunks mean is kept between."""

    def __init__(self, language: str, *, most_chunks: int = 1 << 19) -> None:
        self._most = most_chunks
        self.surfaces = Surfaces(language)
        self._chunks = _Chunks(self.surfaces)
        self._texts: list[str] = []

    def __len__(self) -> int:
        """Chunks collected."""
        return self._chunks.vocabulary.pending

    def add(self, text: str) -> None:
        """Collect a text."""
        self._texts.append(text)
        self._chunks.vocabulary.split(text)

    def forget(self) -> None:
        """Let go of what chunks mean; it is worked out again for what comes."""
        self._chunks = _Chunks(self.surfaces)

    def stream(self) -> Stream:
        """The words of all texts collected."""
        taken = self._chunks.vocabulary.take()
        numbers, starts, owners = (np.frombuffer(data, kind) for data, kind in zip(taken, _TAKEN, strict=True))
        tables = self._chunks.tables()
        unclear = tables.unclear(numbers)
        if unclear.size:
            numbers, starts = self._reread(unclear, numbers, starts, owners)
            tables = self._chunks.tables()
        found = tables.words(numbers, starts, owners)
        self._texts = []
        if len(self._chunks.vocabulary) > self._most:
            self.forget()
        return found

    def _reread(self, unclear: Numbers, numbers: Array, starts: Array, owners: Array) -> tuple[Array, Numbers]:
        """The paragraphs of these places with every unclear chunk taken together with the one before it."""
        places = np.unique(np.searchsorted(starts, unclear, side="right") - 1).tolist()
        first = np.searchsorted(owners, owners)  # of each paragraph the first one of its text
        pieces, lengths, done = [], np.diff(np.append(starts, numbers.size)), 0
        for place in places:
            paragraphs = [one for one in PARAGRAPH.split(self._texts[owners[place]]) if one.strip()]
            chunks = _joined(paragraphs[place - first[place]])
            again = np.array([self._chunks.vocabulary.number(chunk) for chunk in chunks], dtype=np.int32)
            pieces += [numbers[done : starts[place]], again]
            done = int(starts[place] + lengths[place])
            lengths[place] = again.size
        return np.concatenate([*pieces, numbers[done:]]), np.cumsum(lengths) - lengths


#: What a vocabulary gives: numbers, starts of paragraphs, their texts.
_TAKEN: Final = ("i4", "i8", "i4")


def _joined(paragraph: str) -> list[str]:
    """The chunks of a paragraph; one without a word stands with the chunk before it."""
    found: list[str] = []
    for chunk in paragraph.split():
        if found and not words(chunk):
            found[-1] += " " + chunk
        else:
            found.append(chunk)
    return found
