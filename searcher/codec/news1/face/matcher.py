"""The keys of a term in one leaf -> a Whoosh matcher over its documents.

It offers no block quality, and an infinite greatest one: Whoosh 2.7.4 loses winners of DisjunctionMax, Require and of
AND with NOT as soon as a matcher lets it skip by quality.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh.matching import LeafMatcher, Matcher, NullMatcher, ReadTooFar

from searcher.analysis.space import KEY_BITS
from searcher.codec.base import Keys, Numbers

_POSITION = (1 << KEY_BITS) - 1


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents of a term and where it stands in each: posting i has `positions[starts[i]:starts[i + 1]]`."""

    documents: Numbers
    starts: Numbers
    positions: Numbers

    @property
    def frequencies(self) -> Numbers:
        """How often the term stands in each document."""
        return np.diff(self.starts)


def postings_of(keys: Keys, base: int) -> Postings:
    """Sorted keys as postings; positions count from `base`."""
    documents = keys >> KEY_BITS
    first = np.flatnonzero(np.append(True, documents[1:] != documents[:-1])) if keys.size else keys
    return Postings(documents[first], np.append(first, keys.size), (keys & _POSITION) - base)


class ArrayMatcher(LeafMatcher):  # type: ignore[misc] # Whoosh has no types
    """Steps through the postings of one term."""

    def __init__(self, term: tuple[str, bytes], postings: Postings, form: Any, scorer: Any) -> None:
        self._term, self._postings = term, postings
        self._documents: list[int] = postings.documents.tolist()
        self._frequencies: list[int] = postings.frequencies.tolist()
        self.format, self.scorer = form, scorer
        self._at = 0

    # --- where it is

    def is_active(self) -> bool:
        """Whether there is a current posting."""
        return self._at < len(self._documents)

    def reset(self) -> None:
        """Back to the first posting."""
        self._at = 0

    def copy(self) -> ArrayMatcher:
        """Another one at the same posting."""
        twin = ArrayMatcher(self._term, self._postings, self.format, self.scorer)
        twin._at = self._at
        return twin

    def id(self) -> int:
        """The current document."""
        return self._documents[self._at]

    def next(self) -> None:
        """On to the next posting."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:  # noqa: A002 - as Whoosh has it
        """On to the first posting of this document or a later one."""
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._documents, id, self._at)

    def all_ids(self) -> Any:
        """The documents from the current one on."""
        return iter(self._documents[self._at :])

    def all_items(self) -> Any:
        """Documents and encoded values from the current one on."""
        while self.is_active():
            yield self.id(), self.value()
            self.next()

    def replace(self, minquality: float = 0) -> Matcher:  # noqa: ARG002 - as Whoosh has it
        """This, or nothing when it is through."""
        return self if self.is_active() else NullMatcher()

    # --- what stands there

    def _positions(self) -> list[int]:
        low, high = self._postings.starts[self._at : self._at + 2]
        positions: list[int] = self._postings.positions[low:high].tolist()
        return positions

    def value(self) -> bytes:
        """The current posting, encoded by the format of the field."""
        encoded: bytes = self.format.encode(self._positions())
        return encoded

    def value_as(self, astype: str) -> Any:
        """The current posting as "positions", "frequency", "weight" or what else the format decodes."""
        if astype == "positions" and self.supports(astype):
            return self._positions()
        if astype in ("frequency", "weight"):
            return self._frequencies[self._at]
        return super().value_as(astype)

    def weight(self) -> float:
        """How often the term stands in the current document."""
        return float(self._frequencies[self._at])

    def score(self) -> float:
        """The score of the current posting, its weight when nobody scores."""
        if self.scorer is None:
            return self.weight()
        score: float = self.scorer.score(self)
        return score

    # --- quality: none

    def supports_block_quality(self) -> bool:
        """False."""
        return False

    def max_quality(self) -> float:
        """No bound."""
        return math.inf

    def block_quality(self) -> float:
        """No bound."""
        return math.inf
