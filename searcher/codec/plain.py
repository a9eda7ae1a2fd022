"""A leaf that knows whole lists and columns only -> the rest of what a Leaf gives, worked out from those."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from searcher.analysis.signatures import Signatures, sign
from searcher.analysis.space import KEY_BITS
from searcher.codec.arrays import LAST, Mask, Step, partners, take, tally
from searcher.codec.base import Floats, Keys, Numbers, Sums

if TYPE_CHECKING:
    from searcher.codec.base import Leaf


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

    def weighted(self: Leaf, stem: str, *, title: float, rest: float) -> tuple[Numbers, Floats]:
        """Where a stem stands how often."""
        return tally(self.keys("stem", stem), title=title, body=rest, caption=rest)

    def matching(self: Leaf, stem: str) -> int:
        """How many documents have a stem."""
        return self.frequency("stem", stem)

    def weighted_at(self: Leaf, stem: str, documents: Numbers, *, title: float, rest: float) -> Floats:
        """How often it stands in some documents."""
        held, frequency = tally(self.keys_in("stem", stem, documents), title=title, body=rest, caption=rest)
        found = np.zeros(documents.size)
        found[np.searchsorted(documents, held)] = frequency
        return found

    def add_up(self: Leaf, stem: str, to: Sums, *, title: float, rest: float, scale: float, step: Step | None) -> None:
        """Sums over a list."""
        held, frequency = self.weighted(stem, title=title, rest=rest)
        if step is not None:
            held, frequency = held[taken := take(step, held)], frequency[taken]
        to.sums[held] += scale * frequency / (to.norm[held] + frequency)

    def column_at(self: Leaf, name: str, documents: Numbers) -> Numbers:
        """A column at some documents."""
        return self.column(name)[documents]

    def stretches(self: Leaf, unit: str, keys: Keys) -> Keys:
        """Keys by sentence or paragraph."""
        numbers = np.searchsorted(self.marks(unit, np.arange(self.count)), keys, side="right")
        return np.asarray((numbers << KEY_BITS) + (keys & LAST))

    def together(self: Leaf, unit: str, left: Keys, right: Keys, *, ordered: bool) -> tuple[Mask, Mask]:
        """Which keys share a sentence or paragraph."""
        return partners(self.stretches(unit, left), self.stretches(unit, right), LAST, ordered=ordered)

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
