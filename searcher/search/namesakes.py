"""A place with what it lies in (`Paris, Texas`) -> the stories that have this one, and not only one of its namesakes.

The lists of an index say which names a story has, not which of them lies in which; so the stories that have all the
names are looked into. The cost is that of reading them, and nothing for names without a comma.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from searcher.codec.base import Leaf, Numbers
from searcher.document import Place


def parts_of(name: str) -> list[str]:
    """The name and what it lies in, nearest first; one part for a name without a comma."""
    return [part for part in (piece.strip() for piece in name.split(",")) if part]


def lying_in(leaf: Leaf, documents: Numbers, parts: list[str]) -> Numbers:
    """Those of some documents that have a place of the first name inside all of the others."""
    names, *around = [_names(part) for part in parts]
    found = [
        number
        for number in documents.tolist()
        if any(_is_meant(place, names, around) for place in leaf.document(number).places)
    ]
    return np.array(found, dtype=np.int64)


def _is_meant(place: Place, names: frozenset[str], around: Iterable[frozenset[str]]) -> bool:
    within = _folded(place.within)
    return not names.isdisjoint(_folded([place.name, *place.names])) and all(
        not part.isdisjoint(within) for part in around
    )


def _names(part: str) -> frozenset[str]:
    """All names under which a story may have a place of this name."""
    from searcher.knowledge.gazetteer import canonical

    return _folded([part, *canonical(part)])


def _folded(names: Iterable[str]) -> frozenset[str]:
    from searcher.knowledge.gazetteer import fold

    return frozenset(map(fold, names))
