"""Words -> numbers, in the order of their first appearance; texts -> the numbers of what stands between their blanks.

`Vocabulary` is compiled (`_vocabulary.c`) where the package was built with a C compiler: splitting and looking up is a
third of the work of building an index, and takes a quarter of the time and a third of the memory there. Elsewhere it
is `PlainVocabulary`, which gives the same answers and is what the tests hold the compiled one against.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np

from searcher.analysis.tokens import PARAGRAPH


class PlainVocabulary:
    """Words by number. Numbers are handed over and back as int32, in anything that has a buffer."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._known: list[str] = []  # by number; made when it is asked for
        self._taken = array("i")
        self._starts, self._owners = array("q"), array("i")
        self._texts = 0

    def __len__(self) -> int:
        """How many there are."""
        return len(self._numbers)

    def number(self, word: str) -> int:
        """The number of a word, a new one for one never seen."""
        return self._numbers.setdefault(word, len(self._numbers))

    def split(self, text: str) -> None:
        """Collect the numbers of a text's pieces between blanks, and where its paragraphs start."""
        numbers = self._numbers
        for paragraph in PARAGRAPH.split(text) if "\n" in text else (text,):
            pieces = paragraph.split()
            if pieces:
                self._starts.append(len(self._taken))
                self._owners.append(self._texts)
                self._taken.extend([numbers.setdefault(piece, len(numbers)) for piece in pieces])
        self._texts += 1

    @property
    def pending(self) -> int:
        """How many pieces are collected."""
        return len(self._taken)

    def take(self) -> tuple[bytes, bytes, bytes]:
        """All that was collected, and collect anew.

        Numbers of the pieces (int32), where each paragraph starts among them (int64), the text of each paragraph
        (int32).
        """
        found = self._taken.tobytes(), self._starts.tobytes(), self._owners.tobytes()
        self._taken, self._starts, self._owners, self._texts = array("i"), array("q"), array("i"), 0
        return found

    def words(self, numbers: Any) -> list[bytes]:
        """The words of these numbers, as UTF-8."""
        known = self._words()
        return [known[number].encode("utf-8", "surrogatepass") for number in np.frombuffer(numbers, "i4").tolist()]

    def sorted(self, numbers: Any) -> bytes:
        """These numbers (int32), their words in the order of UTF-8."""
        # Code points and UTF-8 have one order.
        order = sorted(np.frombuffer(numbers, "i4").tolist(), key=self._words().__getitem__)
        return array("i", order).tobytes()

    def _words(self) -> list[str]:
        if len(self._known) < len(self._numbers):
            self._known = list(self._numbers)
        return self._known


if TYPE_CHECKING:
    Vocabulary = PlainVocabulary
else:
    try:
        from searcher.analysis._vocabulary import Vocabulary
    except ImportError:
        Vocabulary = PlainVocabulary
