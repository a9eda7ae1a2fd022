"""Texts -> their words as arrays of numbers, as `tokens` finds them, at a tenth of the cost.

News repeats itself: what stands between two blanks (a chunk: `"U.S.,"`, `quote—dash`, `$1,234.5`) has mostly been seen
before. What a chunk means is worked out once, by `tokens`, and kept: which words, and what it says about sentences. A
text is then split at its blanks, each chunk looked up, and the rest is arithmetic on arrays.

Whether a sentence ends between two words depends on the end of one chunk and the start of the next, and on nothing
else but in rare cases (a full stop that stands alone), which are read together with the chunk before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.fold import fold
from searcher.analysis.sentences import ALWAYS, LONE_STOP, ends_between, ends_of, starts_of
from searcher.analysis.stem import stem
from searcher.analysis.tokens import PARAGRAPH, tokens, words

Array = NDArray[Any]
Numbers = NDArray[np.int64]


class Surfaces:
    """Surface words by number, each with its stem by number and its number among the stem's forms."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._numbers: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._forms: list[int] = []
        self.texts: list[str] = []
        self.folded: list[str] = []
        self.stem_of: list[int] = []
        self.form_of: list[int] = []
        self.stems: list[str] = []

    def number(self, surface: str) -> int:
        """The number of a surface, a new one for one never seen."""
        found = self._numbers.get(surface)
        if found is None:
            found = self._numbers[surface] = len(self.texts)
            folded = fold(surface)
            stemmed = stem(folded, self._language)
            number = self._stems.setdefault(stemmed, len(self.stems))
            if number == len(self.stems):
                self.stems.append(stemmed)
                self._forms.append(0)
            self.texts.append(surface)
            self.folded.append(folded)
            self.stem_of.append(number)
            self.form_of.append(self._forms[number])
            self._forms[number] += 1
        return found


@dataclass(frozen=True, slots=True)
class Stream:
    """The words of many texts, one after another.

    surface     numbers of surfaces, int32
    text        for each word the number of its text, int32
    sentence    whether it is the first of a sentence; `paragraph` likewise
    """

    surface: NDArray[np.int32]
    text: NDArray[np.int32]
    sentence: NDArray[np.bool_]
    paragraph: NDArray[np.bool_]


class _Chunks(dict[str, int]):
    """Chunk -> its number; what a chunk means is worked out when it is first asked for."""

    def __init__(self, surfaces: Surfaces) -> None:
        super().__init__()
        self._surfaces = surfaces
        self.words: list[int] = []  # surfaces of all chunks, side by side
        self.inner: list[bool] = []  # whether a sentence starts at each of them for reasons within the chunk
        self.first: list[int] = []
        self.count: list[int] = []
        self.tail: list[int] = []
        self.head: list[int] = []

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = len(self.first)
        found = list(tokens(chunk))
        self.first.append(len(self.words))
        self.count.append(len(found))
        self.words.extend(self._surfaces.number(token.surface) for token in found)
        self.inner.extend(token.sentence and token.position > 0 for token in found)
        end, start = (found[-1].end, found[0].start) if found else (0, len(chunk))
        self.tail.append(ends_of(chunk, end))
        self.head.append(starts_of(chunk, start))
        return number


class Reader:
    """Collects texts; `stream` gives the words of all of them and starts anew. What chunks mean is kept between."""

    def __init__(self, language: str, *, most_chunks: int = 1 << 19) -> None:
        self._most = most_chunks
        self.surfaces = Surfaces(language)
        self._chunks = _Chunks(self.surfaces)
        self._begin()

    def _begin(self) -> None:
        self._numbers: list[int] = []
        self._starts: list[int] = []  # where each paragraph starts in the numbers
        self._texts: list[int] = []  # the text of each paragraph
        self._paragraphs: list[str] = []
        self.texts = 0

    def __len__(self) -> int:
        """Chunks collected."""
        return len(self._numbers)

    def add(self, text: str) -> None:
        """Collect a text."""
        look = self._chunks.__getitem__
        for paragraph in PARAGRAPH.split(text) if "\n" in text else (text,):
            self._starts.append(len(self._numbers))
            self._texts.append(self.texts)
            self._paragraphs.append(paragraph)
            self._numbers.extend(map(look, paragraph.split()))
        self.texts += 1

    def stream(self) -> Stream:
        """The words of all texts collected."""
        numbers = np.array(self._numbers, dtype=np.int64)
        starts = np.array(self._starts, dtype=np.int64)
        tables = self._tables()
        unclear = tables.unclear(numbers)
        if unclear.size:
            numbers, starts = self._reread(unclear, numbers, starts)
            tables = self._tables()
        found = tables.words(numbers, starts, np.array(self._texts, dtype=np.int64))
        self._begin()
        if len(self._chunks) > self._most:
            self._chunks = _Chunks(self.surfaces)
        return found

    def _tables(self) -> _Tables:
        held = self._chunks
        first, count, tail, head = (
            np.array(column, dtype=np.int64) for column in (held.first, held.count, held.tail, held.head)
        )
        surfaces = np.array(held.words, dtype=np.int32)
        return _Tables(surfaces, first, count, tail, head, np.array(held.inner, dtype=np.bool_))

    def _reread(self, unclear: Numbers, numbers: Numbers, starts: Numbers) -> tuple[Numbers, Numbers]:
        """The paragraphs of these places with every unclear chunk taken together with the one before it."""
        places = np.unique(np.searchsorted(starts, unclear, side="right") - 1).tolist()
        pieces, lengths, done = [], np.diff(np.append(starts, numbers.size)), 0
        for place in places:
            again = np.array([self._chunks[chunk] for chunk in _joined(self._paragraphs[place])], dtype=np.int64)
            pieces += [numbers[done : starts[place]], again]
            done = int(starts[place] + lengths[place])
            lengths[place] = again.size
        return np.concatenate([*pieces, numbers[done:]]), np.cumsum(lengths) - lengths


def _joined(paragraph: str) -> list[str]:
    """The chunks of a paragraph; one without a word stands with the chunk before it."""
    found: list[str] = []
    for chunk in paragraph.split():
        if found and not words(chunk):
            found[-1] += " " + chunk
        else:
            found.append(chunk)
    return found


@dataclass(frozen=True, slots=True)
class _Tables:
    """What all chunks mean, by number."""

    surfaces: NDArray[np.int32]
    first: Numbers
    count: Numbers
    tail: Numbers
    head: Numbers
    inner: NDArray[np.bool_]

    def unclear(self, numbers: Numbers) -> Numbers:
        """The chunks that must be read together with the one before."""
        if not numbers.size:
            return numbers
        bare = self.count[numbers] == 0
        bare[1:] &= (self.tail[numbers[1:]] == LONE_STOP) | (self.tail[numbers[:-1]] == ALWAYS)
        bare[0] &= self.tail[numbers[0]] == LONE_STOP
        return np.flatnonzero(bare)

    def words(self, numbers: Numbers, starts: Numbers, texts: Numbers) -> Stream:
        """Chunks by number, the places where paragraphs start, the texts of the paragraphs -> words."""
        count = self.count[numbers]
        ends = np.cumsum(count)
        total = int(ends[-1]) if ends.size else 0
        before = ends - count
        source = np.repeat(self.first[numbers] - before, count) + np.arange(total)
        paragraph = np.zeros(total, dtype=np.bool_)
        word_at = np.append(before, total)[starts]
        size = np.diff(np.append(word_at, total))
        paragraph[word_at[size > 0]] = True
        sentence = self.inner[source] | paragraph
        follows = np.flatnonzero(count[1:]) + 1
        ended = _ENDS[self.tail[numbers[follows - 1]], self.head[numbers[follows]]]
        sentence[before[follows[ended]]] = True
        return Stream(self.surfaces[source], np.repeat(texts.astype(np.int32), size), sentence, paragraph)


#: [tail, head] -> whether a sentence ends between two chunks.
_ENDS: Final = np.array([[ends_between(tail, head) for head in range(4)] for tail in range(6)])
