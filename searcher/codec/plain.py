"""A leaf that knows whole lists and columns only -> the rest of what a Leaf gives, worked out from those."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from searcher.analysis.signatures import Signatures, sign
from searcher.analysis.space import BODY, KEY_BITS
from searcher.codec.base import Counts, Keys, Numbers

if TYPE_CHECKING:
    from searcher.codec.base import Leaf

_POSITION = (1 << KEY_BITS) - 1


class PlainLeaf:
    """To be inherited by leaves that need not be fast."""

    def keys_in(self: Leaf, lexicon: str, term: str, documents: Numbers) -> Keys:
        """The keys of a term in some documents."""
        keys = self.keys(lexicon, term)
        return keys[np.isin(keys >> KEY_BITS, documents)]

    def documents(self: Leaf, lexicon: str, term: str) -> Numbers:
        """The documents that have a term."""
        return np.unique(self.keys(lexicon, term) >> KEY_BITS)

    def is_alone(self: Leaf, lexicon: str, term: str) -> bool:  # noqa: ARG002 - a term alone tells nothing here
        """Only what is so by name is known."""
        return lexicon == "stem"

    def frequency(self: Leaf, lexicon: str, term: str) -> int:
        """How many documents have a term."""
        return int(np.unique(self.keys(lexicon, term) >> KEY_BITS).size)

    def frequencies(self: Leaf, lexicon: str, terms: Sequence[str]) -> Numbers:
        """The same of many terms."""
        return np.array([self.frequency(lexicon, term) for term in terms], dtype=np.int64)

    def counts(self: Leaf, stem: str) -> Counts:
        """Where a stem stands how often."""
        keys = self.keys("stem", stem)
        documents, number = np.unique(keys >> KEY_BITS, return_inverse=True)
        title = np.bincount(number[keys & _POSITION < BODY], minlength=documents.size)
        return Counts(documents, title, np.bincount(number, minlength=documents.size) - title)

    def counts_in(self: Leaf, stem: str, documents: Numbers) -> Counts:
        """The same of some documents."""
        held = self.counts(stem)
        there = np.isin(held.documents, documents)
        return Counts(held.documents[there], held.title[there], held.rest[there])

    def column_at(self: Leaf, name: str, documents: Numbers) -> Numbers:
        """A column at some documents."""
        return self.column(name)[documents]

    def signatures(self: Leaf) -> Signatures:
        """Signatures of the documents at hand."""
        return sign([self.document(number) for number in range(self.count)])

    def totals(self: Leaf) -> tuple[int, int, int, int]:
        """Words in the zones of the live documents."""
        title, lead, body, caption = (
            int(self.column(name)[self.live].sum())
            for name in ("title_words", "lead_words", "body_words", "caption_words")
        )
        return title, lead, body, caption
