"""Two Documents -> whether they are copies of one text, or versions of one story; exactly, from their words.

Signatures (`analysis.signatures`) say which documents are worth looking at. What stands here decides. Measured on
Reuters-21578 and described in docs/copies.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from searcher.analysis import fold
from searcher.analysis.chunks import Reader
from searcher.analysis.entries import MISSING, instant, interval, normal_url
from searcher.analysis.signatures import SHINGLE, SHORT, mixed
from searcher.document import Document
from searcher.knowledge.versions import split_marks
from searcher.knowledge.withdrawals import is_withdrawal

Array = NDArray[Any]
_T = TypeVar("_T")

#: Of the runs of words in either text, those that copies have in common; of a text that was cut, those that are in the
#: other, and how much of this one is left.
_ALIKE: Final = 0.8
_INSIDE: Final = 0.95
_LEFT: Final = 0.5
#: Words to a name or number in which copies may contradict each other: a corrected slip, another house's spelling.
_WORDS_A_SLIP: Final = 100
#: Seconds within which one story is told again and again.
_NEAR: Final = 48 * 3600
#: Of the words of the shorter headline and the runs of the shorter text, those that versions have in common: so many
#: of both; or of the text alone with some of the headline; of headlines alone when one says all that the other says,
#: or both are long and say nearly the same.
_HEADLINES: Final = 0.5
_TEXTS: Final = 0.2
_MOSTLY: Final = 0.5
_FEW: Final = 0.25
_LEAST: Final = 3
_LONG: Final = 8
_NEARLY: Final = 0.85
#: Captures of one address: either is enough.
_CAPTURED: Final = 0.3

#: Words from the start of a body in which a dateline's day stands, and days by which copies may differ there: what is
#: sent in the evening is printed again the next morning, and over a week-end.
_DATELINE: Final = 12
_MORNING_AFTER: Final = 2
_MONTHS: Final = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
_MONTH: Final = 31
_NUMBERS: Final = {
    word: str(number)
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
#: Below this part of words in small letters, capitals say nothing.
_ENOUGH: Final = 0.4


class Fingerprint:
    """What is compared of a document, with others of the same `Fingerprints`. Words are numbers, case apart.

    runs      every three words of the body that follow each other, each run as one number
    headline  its words without wire marks

    The rest is worked out when it is asked for: most pairs are told apart by their runs.
    """

    def __init__(self, document: Document, text: _Body, runs: frozenset[int], headline: frozenset[int]) -> None:
        self._document, self._text = document, text
        self.words, self.runs, self.headline = text.folded.size, runs, headline
        self.marks = document.version or None

    @cached_property
    def facts(self) -> frozenset[str]:
        """Numbers, and names: words with a capital inside a sentence that the body never has without."""
        return self._text.names() | self._numbers[0]

    @property
    def day(self) -> int | None:
        """The day of the dateline, counted from 1 January with 31 days to a month; None for no dateline."""
        return self._numbers[1]

    @cached_property
    def _numbers(self) -> tuple[frozenset[str], int | None]:
        return self._text.numbers()

    @cached_property
    def source(self) -> str | None:
        """The source, folded."""
        return fold(self._document.source) if self._document.source else None

    @cached_property
    def moment(self) -> int | None:
        """Seconds since 1970; None when the day is not known."""
        first, last = interval(self._document.date, self._document.date_precision)
        found = instant(self._document.date) if first == last else MISSING
        return None if found == MISSING else found

    @cached_property
    def url(self) -> str | None:
        """The address, normal."""
        return normal_url(self._document.url) if self._document.url else None


class Fingerprints:
    """Documents -> what is compared of them, many at a time. Words are numbered once, so it costs 40 µs a document."""

    def __init__(self) -> None:
        self._reader = Reader("english")  # words are not stemmed here, so any language will do
        self._folded: list[str] = []
        self._kind = np.empty(0, dtype=np.int8)

    def of(self, documents: Sequence[Document]) -> list[Fingerprint]:
        """The fingerprints of documents."""
        for document in documents:
            self._reader.add(document.body)
            self._reader.add(split_marks(document.title)[1])
        stream = self._reader.stream()
        self._learn()
        ends = np.cumsum(np.bincount(stream.text, minlength=2 * len(documents))).tolist()
        folded = np.array(self._reader.surfaces.folded_of, dtype=np.int64)[stream.surface]
        runs = _runs(folded)
        kind = self._kind[stream.surface]
        found = []
        for number, document in enumerate(documents):
            start = ends[2 * number - 1] if number else 0
            body, title = slice(start, ends[2 * number]), slice(ends[2 * number], ends[2 * number + 1])
            text = _Body(folded[body].copy(), kind[body].copy(), stream.sentence[body].copy(), self._folded)
            own = runs[start : max(start, body.stop - SHINGLE + 1)]
            found.append(Fingerprint(document, text, frozenset(own.tolist()), frozenset(folded[title].tolist())))
        return found

    def _learn(self) -> None:
        """Note of new surfaces whether they are small, capital or a number."""
        surfaces = self._reader.surfaces
        new = np.arange(self._kind.size, len(surfaces), dtype=np.int32)
        words = [word.decode("utf-8", "surrogatepass") for word in surfaces.exact.words(new)]
        self._kind = np.concatenate((self._kind, np.array([_kind_of(word) for word in words], dtype=np.int8)))
        new = np.arange(len(self._folded), len(surfaces.folded), dtype=np.int32)
        self._folded += [word.decode("utf-8", "surrogatepass") for word in surfaces.folded.words(new)]


def _runs(words: Array) -> Array:
    """Words as numbers -> each three that follow each other as one number."""
    found = words[:0].astype(np.uint64)
    if words.size >= SHINGLE:
        last = words.size - SHINGLE + 1
        found = np.zeros(last, dtype=np.uint64)
        for place in range(SHINGLE):
            found = mixed(found + words[place : place + last].astype(np.uint64) + np.uint64(1))
    return found


@dataclass(frozen=True, slots=True)
class _Body:
    """The words of a body: numbers of their folded forms, kinds, whether they begin a sentence.

    known  the folded forms by number
    """

    folded: Array
    kind: Array
    sentence: Array
    known: Sequence[str]

    def numbers(self) -> tuple[frozenset[str], int | None]:
        """Numbers in digits, small ones in words too; the day of a dateline apart."""
        numbers, day = set(), None
        for place in np.flatnonzero(self.kind == _NUMBER).tolist():
            word = self.known[self.folded[place]]
            month = self.known[self.folded[place - 1]][:3] if 0 < place < _DATELINE else ""
            if day is None and month in _MONTHS and word.isdecimal():
                day = _MONTHS.index(month) * _MONTH + int(word)
            else:
                numbers.add(_NUMBERS.get(word, word))
        return frozenset(numbers), day

    def names(self) -> frozenset[str]:
        """Words with a capital inside a sentence that never stand without; none where nearly all have capitals."""
        small = self.kind == _SMALL
        if np.count_nonzero(small) < small.size * _ENOUGH:
            return frozenset()
        found = set(self.folded[(self.kind == _CAPITAL) & ~self.sentence].tolist()) - set(self.folded[small].tolist())
        return frozenset(self.known[word] for word in found)


_OTHER, _SMALL, _CAPITAL, _NUMBER = range(4)


def _kind_of(surface: str) -> int:
    if any(map(str.isdigit, surface)) or surface.lower() in _NUMBERS:
        return _NUMBER
    if surface[0].islower():
        return _SMALL
    return _CAPITAL if surface[0].isupper() else _OTHER


def is_copy(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two texts are one: the same but for slips, or one of them cut."""
    least = min(one.words, other.words)
    if least < SHORT:
        return False
    shared = len(one.runs & other.runs)
    either = len(one.runs) + len(other.runs) - shared
    cut = shared >= _INSIDE * min(len(one.runs), len(other.runs)) and shared >= _LEFT * either
    return (cut or shared >= _ALIKE * either) and _contradictions(one, other) <= least // _WORDS_A_SLIP


def _contradictions(one: Fingerprint, other: Fingerprint) -> int:
    """In how many names, numbers and days both texts have what the other has not: a cut text only lacks some."""
    days = 0 if one.day is None or other.day is None else abs(one.day - other.day)
    elsewhen = _MORNING_AFTER < days < 12 * _MONTH - _MORNING_AFTER
    return elsewhen + min(len(one.facts - other.facts), len(other.facts - one.facts))


def is_version(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two documents tell one story again: one has a wire mark, or they are captures of one address."""
    headline = _part(one.headline, other.headline)
    text = _part(one.runs, other.runs)
    if one.url is not None and one.url == other.url and "/" in one.url:
        return headline >= _HEADLINES or text >= _CAPTURED
    if not (one.marks or other.marks) or one.source != other.source or not _near(one, other):
        return False
    least = min(len(one.headline), len(other.headline))
    told = (least >= _LEAST and headline == 1) or (least >= _LONG and headline >= _NEARLY)
    if told and (min(one.words, other.words) < SHORT or is_withdrawal(one.marks) or is_withdrawal(other.marks)):
        return True
    return (headline >= _HEADLINES and text >= _TEXTS) or (headline >= _FEW and text >= _MOSTLY)


def _part(one: frozenset[_T], other: frozenset[_T]) -> float:
    """What part of the smaller set the other has."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def _near(one: Fingerprint, other: Fingerprint) -> bool:
    return one.moment is not None and other.moment is not None and abs(one.moment - other.moment) <= _NEAR
