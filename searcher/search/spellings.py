"""Names of people and places as the stories have them -> people and places: one list and one count for all spellings.

Which spellings are one is told by the names alone (`knowledge.spellings`, `gazetteer.settled`), so that nothing is kept
with an index or a generation: it is worked out for the names at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from weakref import WeakKeyDictionary

import numpy as np

from searcher.analysis.entries import name_words
from searcher.codec.base import Keys, Leaf, Numbers
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


def aliases(leaf: Leaf, field: str, names: Iterable[str]) -> list[str]:
    """The values of a field of places in a leaf that are other names of these places: Peking for Beijing."""
    held = _held.setdefault(leaf, {})
    if field not in held:
        held[field] = _other_names(leaf.facet(field).values)
    return [value for name in names for value in held[field].get(name, ())]


_held: WeakKeyDictionary[Leaf, dict[str, dict[str, list[str]]]] = WeakKeyDictionary()


def _other_names(values: Iterable[str]) -> dict[str, list[str]]:
    """Place -> the values that are other names of it."""
    from searcher.knowledge.gazetteer import settled

    found: dict[str, list[str]] = {}
    for value in values:
        if (name := settled(value)) != value:
            found.setdefault(name, []).append(value)
    return found


def things(
    name: str, counts: Mapping[str, int], leaves: Sequence[Leaf], matches: Sequence[Numbers]
) -> Mapping[str, int]:
    """Numbers of matching documents by spelling -> by person or place; each goes under the most frequent spelling, the
    first by code point of several such. Other facets are as they were.
    """
    from searcher.knowledge.gazetteer import settled
    from searcher.knowledge.spellings import spelling_key

    key = {"people": spelling_key, "places": settled, "dateline": settled}.get(name)
    if key is None:
        return counts
    groups: dict[str, list[str]] = {}
    for value in counts:
        groups.setdefault(key(value) or value, []).append(value)
    several = [group for group in groups.values() if len(group) > 1]
    shown = dict(counts)
    for group, twice in zip(several, _twice(name, several, leaves, matches), strict=True):
        best = min(group, key=lambda value: (-counts[value], value))
        together = sum(shown.pop(value) for value in group)
        shown[best] = together - twice
    return shown


def _twice(name: str, groups: Sequence[Sequence[str]], leaves: Sequence[Leaf], matches: Sequence[Numbers]) -> list[int]:
    """How many pairs of document and spelling are one too many for each group: its documents have another spelling."""
    number_of = {value: number for number, group in enumerate(groups) for value in group}
    twice = np.zeros(len(groups), dtype=np.int64)
    for leaf, documents in zip(leaves, matches, strict=True) if groups else ():
        facet = leaf.facet(name)
        group = np.array([number_of.get(value, -1) for value in facet.values], dtype=np.int64)[facet.codes]
        held = (group >= 0) & np.isin(facet.documents, documents)
        pairs = facet.documents[held].astype(np.int64) * len(groups) + group[held]
        for numbers, sign in ((pairs, 1), (np.unique(pairs), -1)):
            twice += sign * np.bincount(numbers % len(groups), minlength=len(groups))
    counted: list[int] = twice.tolist()
    return counted
