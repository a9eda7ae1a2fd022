"""Counts -> scores: BM25F, one small function a formula.

S. Robertson, H. Zaragoza, M. Taylor: Simple BM25 Extension to Multiple Weighted Fields, CIKM 2004 (the weighted
frequency and length); S. Robertson, H. Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond, 2009 (the
rest). All statistics are of the live documents of the whole index, so segments and deletions never change a score.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.space import BODY, KEY_BITS
from searcher.codec.arrays import LAST, Mask, follow, tally
from searcher.codec.base import Keys, Leaf, Numbers

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """The constants of BM25F. Zone weights are multiples of 1/8, so that sums of them are exact in any order.

    Mean nDCG@10 over Cranfield, CISI, MED and 982 headlines against the news stories of their events, one constant
    changed at a time (`python benchmarks/bench_relevance.py DATA --sweep`):

    k1       0.9 1.2 1.5 2 give .546 .553 .558 .560; what is gained above 1.5 comes from queries of 15 words and more
    b        0.3 0.5 0.6 0.7 0.75 0.8 give .540 .549 .552 .556 .558 .558
    title    1 1.5 2 2.5 3 give .554 .557 .557 .558 .557; on the news headlines .800 .808 .811 .812 .812
    lead     1 1.25 1.5 give .558 .552 .549: that a word stands in the lead is no evidence beyond the word
    caption  1: these collections have none, so a caption counts as the body does
    name     1: a name that is there weighs as much as a word in the middle of its saturation
    near     0 0.25 0.5 1 give .558 .558 .558 .555; on the news headlines .812 .814 .816 .817: what is lost above 0.25
             comes from one collection (CISI) whose queries are paragraphs
    """

    k1: float = 1.5
    b: float = 0.75
    title: float = 2.5
    lead: float = 1.0
    body: float = 1.0
    caption: float = 1.0
    name: float = 1.0
    near: float = 0.5

    @property
    def alike(self) -> bool:
        """Whether a word counts the same wherever it stands but in the title."""
        return self.lead == self.body == self.caption


WEIGHTS: Final = Weights()
#: What it counts that a word stands one, two, three, four words behind another. With 1/d^2 up to eight words the
#: figures are the same; so are they when the reverse order counts half.
DECAY: Final = np.array([1.0, 1 / 4, 1 / 16, 1 / 64])
#: The sum of DECAY is less than this, so no word has more neighbours than this many times its own occurrences.
MOST_NEAR: Final = 4 / 3


@dataclass(frozen=True, slots=True)
class Statistics:
    """N, the number of live documents, and avgdl, the mean of their weighted lengths (1 when there are no words)."""

    documents: int
    mean_length: float


def idf(matching: int, documents: int) -> float:
    """Robertson and Spärck Jones's weight with 1 inside the logarithm, as in Lucene: never negative."""
    return math.log(1.0 + (documents - matching + 0.5) / (matching + 0.5))


def length_norm(length: Floats | float, mean_length: float, weights: Weights) -> Floats | float:
    """K = k1 ((1 - b) + b dl / avgdl), dl and avgdl being weighted lengths."""
    return weights.k1 * ((1.0 - weights.b) + weights.b * (length / mean_length))


def saturation(frequency: Floats | float, norm: Floats | float, weights: Weights) -> Floats | float:
    """(k1 + 1) tf / (K + tf), tf being the weighted frequency: 0 to k1 + 1."""
    return (weights.k1 + 1.0) * frequency / (norm + frequency)


def weighted_length(title: Numbers, lead: Numbers, body: Numbers, caption: Numbers, weights: Weights) -> Floats:
    """The weighted length dl: zone weight times words, summed; `body` counts the lead too."""
    return np.asarray(
        weights.title * title + weights.lead * lead + weights.body * (body - lead) + weights.caption * caption
    )


def lengths(leaf: Leaf, weights: Weights) -> Floats:
    """The weighted length of each document of a leaf."""
    title, lead, body, caption = (leaf.column(name) for name in _LENGTHS)
    return weighted_length(title, lead, body, caption, weights)


_LENGTHS: Final = ("title_words", "lead_words", "body_words", "caption_words")


def _zone_sums(leaf: Leaf) -> tuple[int, list[int]]:
    """Live documents of a leaf and the words in their zones; a leaf never changes, so they are summed once."""
    if leaf not in _sums:
        _sums[leaf] = int(np.count_nonzero(leaf.live)), list(leaf.totals())
    return _sums[leaf]


_sums: WeakKeyDictionary[Leaf, tuple[int, list[int]]] = WeakKeyDictionary()


def statistics(leaves: Sequence[Leaf], weights: Weights) -> Statistics:
    """N and avgdl over the live documents; whole numbers are summed, so the order of leaves leaves no trace."""
    held = [_zone_sums(leaf) for leaf in leaves]
    documents = sum(count for count, _ in held)
    totals = [sum(sums[number] for _, sums in held) for number in range(len(_LENGTHS))]
    sums = [np.array(total, dtype=np.int64) for total in totals]
    total = float(weighted_length(sums[0], sums[1], sums[2], sums[3], weights))
    return Statistics(documents, total / documents if total else 1.0)


def weighted_frequencies(
    first: Keys, leaf: Leaf, weights: Weights, *, kept: Mask | None = None
) -> tuple[Numbers, Floats]:
    """The documents of occurrences (keys of their first words, sorted), and tf: the sum of their zones' weights.

    `kept` says which occurrences count, None that all do.
    """
    if weights.lead == weights.body:
        return tally(first, title=weights.title, body=weights.body, caption=weights.caption, kept=kept)
    first = first if kept is None else first[kept]
    documents, frequency = tally(first, title=weights.title, body=weights.body, caption=weights.caption)
    document, position = first >> KEY_BITS, first & LAST
    lead = (position >= BODY) & (position < BODY + leaf.column("lead_words")[document])
    more = np.bincount(np.searchsorted(documents, document[lead]), minlength=documents.size)
    return documents, frequency + (weights.lead - weights.body) * more


def nearness(left: Keys, right: Keys, weights: Weights) -> tuple[Numbers, Floats]:
    """The documents in which the right keys stand close behind the left ones, and tf of that: see DECAY.

    A story that has `rate cut` as the query has it says more of it than one that has both words anywhere. What nearness
    adds is a clause of its own, as if neighbours of the query were a loose phrase: the weight `near`, the lesser idf
    of the two, and the saturation of this tf (Y. Rasolofo, J. Savoy: Term Proximity Scoring for Keyword-Based
    Retrieval Systems, ECIR 2003, with pairs of neighbours and a steeper decay). The lead counts as the body does.
    """
    return follow(left, right, DECAY, title=weights.title, body=weights.body, caption=weights.caption)
