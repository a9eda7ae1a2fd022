"""A snapshot -> which of its documents are copies of one text, versions of one story, or taken back.

Groups follow from the links of the snapshot and from equal contents: two documents are of one group when a chain of
pairs leads from one to the other. They are worked out when they are first asked for, and kept with the snapshot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.entries import MISSING, WHOLE
from searcher.codec.base import Numbers, Snapshot

if TYPE_CHECKING:
    from searcher.analysis.signatures import Signatures

Array = NDArray[Any]
By = Literal["copies", "versions"]

_NONE: Final = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Groups:
    """For each leaf the number of each document's group; -1 for a deleted one. Versions have their copies with them.

    `unsigned` is how many live documents were indexed before there were signatures: each is a group of its own.
    """

    copies: tuple[Numbers, ...]
    versions: tuple[Numbers, ...]
    unsigned: int

    def of(self, by: By) -> tuple[Numbers, ...]:
        """The numbers of one kind of group."""
        return self.copies if by == "copies" else self.versions


def groups(snapshot: Snapshot) -> Groups:
    """The groups of a snapshot."""
    held = snapshot.links.held
    if "groups" not in held:
        held["groups"] = _groups(snapshot)
    found: Groups = held["groups"]
    return found


def _groups(snapshot: Snapshot) -> Groups:
    from searcher.analysis.signatures import joined

    rows = joined([leaf.signatures()[leaf.live] for leaf in snapshot.leaves])
    copies = _copies(rows, snapshot.links.copies)
    versions = copies
    if len(snapshot.links.versions):
        versions = _versions(rows, copies, snapshot.links.versions)
    unsigned = int(np.count_nonzero(rows.facts == 0))
    return Groups(_by_leaf(snapshot, copies), _by_leaf(snapshot, versions), unsigned)


def _by_leaf(snapshot: Snapshot, numbers: Numbers) -> tuple[Numbers, ...]:
    found, start = [], 0
    for leaf in snapshot.leaves:
        held = np.full(leaf.count, -1, dtype=np.int64)
        live = leaf.live
        end = start + int(np.count_nonzero(live))
        held[live] = numbers[start:end]
        found.append(held)
        start = end
    return tuple(found)


def _copies(rows: Signatures, pairs: Array) -> Numbers:
    """A number for each row, the same for copies; under the number of rows."""
    content, number = np.unique(rows.content, return_inverse=True)
    joined_ = components(content.size, *_ends(content, pairs))
    found: Numbers = joined_[number]
    alone = np.flatnonzero(rows.content == 0)
    found[alone] = content.size + np.arange(alone.size)
    return found


def _versions(rows: Signatures, copies: Numbers, pairs: Array) -> Numbers:
    """The same for versions and their copies."""
    facts, first = np.unique(rows.facts, return_index=True)
    one, other = (copies[first[ends]] for ends in _ends(facts, pairs))
    return components(int(copies.max(initial=-1)) + 1, one, other)[copies]


def _ends(known: Array, pairs: Array) -> tuple[Numbers, Numbers]:
    """Pairs of values -> pairs of their places among sorted ones, where both are known."""
    at = np.searchsorted(known, pairs)
    at[at == known.size] = 0
    here = (known[at] == pairs).all(axis=1) if known.size else np.zeros(len(pairs), dtype=np.bool_)
    return at[here, 0], at[here, 1]


def components(count: int, one: Numbers, other: Numbers) -> Numbers:
    """Pairs of numbers below `count` -> the smallest number that a chain of pairs leads to, for each number."""
    least = np.arange(count)
    while True:
        first, second = least[one], least[other]
        apart = first != second
        if not apart.any():
            return least
        np.minimum.at(least, np.maximum(first, second)[apart], np.minimum(first, second)[apart])
        while True:
            further = least[least]
            if np.array_equal(further, least):
                break
            least = further


def withdrawn(snapshot: Snapshot) -> tuple[Numbers, ...]:
    """For each leaf the documents that are taken back: marked so, or followed by a version that is; sorted."""
    held = snapshot.links.held
    if "withdrawn" not in held:
        notices = [_notices(snapshot, number) for number in range(len(snapshot.leaves))]
        some = any(documents.size for documents in notices)
        held["withdrawn"] = _taken_back(snapshot, notices) if some else tuple(_NONE for _ in notices)
    found: tuple[Numbers, ...] = held["withdrawn"]
    return found


def _notices(snapshot: Snapshot, number: int) -> Numbers:
    """The documents of a leaf whose marks take a story back."""
    from searcher.knowledge.withdrawals import is_withdrawal

    leaf = snapshot.leaves[number]
    if not any(is_withdrawal(value.removeprefix(WHOLE)) for value in leaf.terms("version", WHOLE)):
        return _NONE
    facet = leaf.facet("version")
    codes = [code for code, value in enumerate(facet.values) if is_withdrawal(value)]
    return np.unique(facet.documents[np.isin(facet.codes, codes)]) if codes else _NONE


def _taken_back(snapshot: Snapshot, notices: Sequence[Numbers]) -> tuple[Numbers, ...]:
    labels = groups(snapshot).versions
    until: dict[int, int] = {}
    for leaf, label, documents in zip(snapshot.leaves, labels, notices, strict=True):
        moments = leaf.column_at("instant", documents).tolist()
        for group, moment in zip(label[documents].tolist(), moments, strict=True):
            until[group] = max(until.get(group, moment), moment)
    found = []
    for leaf, label, documents in zip(snapshot.leaves, labels, notices, strict=True):
        members = np.flatnonzero(np.isin(label, list(until)))
        last = np.array([until[group] for group in label[members].tolist()], dtype=np.int64)
        moments = leaf.column_at("instant", members)
        before = members[(moments <= last) | (last == MISSING)]
        found.append(np.union1d(before, documents))
    return tuple(found)


def members(snapshot: Snapshot, leaf: int, document: int, by: By) -> list[tuple[int, int]]:
    """All documents of a document's group, it among them: (leaf, document)."""
    labels = groups(snapshot).of(by)
    own = labels[leaf][document]
    return [(number, found) for number, label in enumerate(labels) for found in np.flatnonzero(label == own).tolist()]
