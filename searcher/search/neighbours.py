"""The clauses of a query -> its neighbours: plain words side by side, whose nearness in a story adds to its score.

A story that has `rate cut` as the query has it says more of it than one that has both words anywhere. What nearness
adds is a clause of its own, as if the words were a loose phrase: the weight `near`, the lesser idf of the two, and the
saturation of how often the second stands close behind the first (Y. Rasolofo, J. Savoy: Term Proximity Scoring for
Keyword-Based Retrieval Systems, ECIR 2003, with pairs of neighbours and a steeper decay).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from searcher.query.nodes import Node, Word
from searcher.search.running import is_plain


def neighbours(children: Sequence[Node]) -> Iterator[tuple[Word, Word]]:
    """The plain words of an AND or OR that stand side by side, in their order."""
    for one, other in pairwise(children):
        if is_plain(one) and is_plain(other):
            yield one, other
