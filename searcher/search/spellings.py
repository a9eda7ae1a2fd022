"""Names of people as the stories spell them -> people: one list, and one count, for all spellings of a name.

Which spellings are one is told by the names alone (`knowledge.spellings`), so that nothing is kept an index or a
generation: it is worked out for the names at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from searcher.analysis.entries import name_words
from searcher.codec.base import Facet, Keys, Leaf, Numbers
from searcher.search.positions import documents_of, union

#: A term of a field -> its keys in the leaf at hand.
Fetch = Callable[[str, str], Keys]


def spelled(leaf: Leaf, name: str, fetch: Fetch) -> list[str]:
    """The people of a leaf whose name is a spelling of this one and has a word in common with it, sorted."""
    from searcher.knowledge.spellings import spelling_key

    key, asked = spelling_key(name), name_words(name)
    near = documents_of(union([fetch("people", word) for word in asked]))
    if not key or not near.size:
        return []
    facet = leaf.facet("people")
    looked_at = np.zeros(leaf.count, dtype=np.bool_)
    looked_at[near] = True
    values = [facet.values[code] for code in np.unique(facet.codes[looked_at[facet.documents]]).tolist()]
    same = [value for value in values if spelling_key(value) == key]
    return [value for value in same if not set(asked).isdisjoint(name_words(value))]


def people(counts: Mapping[str, int], leaves: Sequence[Leaf], matches: Sequence[Numbers]) -> dict[str, int]:
    """Spelling -> number of matching documents, made person -> number; a person goes under the most frequent spelling,
    the first by code point of several such.
    """
    from searcher.knowledge.spellings import spelling_key

    groups: dict[str, list[str]] = {}
    for value in counts:
        groups.setdefault(spelling_key(value) or value, []).append(value)
    several = [group for group in groups.values() if len(group) > 1]
    number_of = {value: number for number, group in enumerate(several) for value in group}
    twice = np.zeros(len(several), dtype=np.int64)
    if several:
        for leaf, documents in zip(leaves, matches, strict=True):
            twice += _twice(leaf.facet("people"), documents, number_of, len(several))
    shown: dict[str, int] = {}
    for group in groups.values():
        best = min(group, key=lambda value: (-counts[value], value))
        shown[best] = sum(counts[value] for value in group)
        if len(group) > 1:
            shown[best] -= int(twice[number_of[best]])
    return shown


def _twice(facet: Facet, documents: Numbers, number_of: Mapping[str, int], groups: int) -> Numbers:
    """How many pairs of document and spelling are one too many for each group: its documents have another spelling."""
    group = np.array([number_of.get(value, -1) for value in facet.values], dtype=np.int64)[facet.codes]
    held = (group >= 0) & np.isin(facet.documents, documents)
    pairs = facet.documents[held].astype(np.int64) * groups + group[held]
    distinct = np.unique(pairs)
    return np.bincount(pairs % groups, minlength=groups) - np.bincount(distinct % groups, minlength=groups)
