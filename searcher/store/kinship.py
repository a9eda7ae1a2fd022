"""Segments -> confirmed pairs of copies and versions, by the stored texts of what signatures bring together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis import fold
from searcher.analysis.entries import MISSING
from searcher.analysis.signatures import Signatures
from searcher.codec.base import Leaf
from searcher.extract.fingerprint import Fingerprint, Fingerprints, is_copy, is_version
from searcher.store.likeness import alike, captured, retold

Array = NDArray[Any]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

#: Pairs that are confirmed together, and words of texts that are kept for the pairs after them: some 100 MB.
_TOGETHER: Final = 512
_KEPT_WORDS: Final = 500_000


class Kinship:
    """The live documents of some leaves, with the signatures of all, leaf after leaf."""

    def __init__(self, leaves: Sequence[Leaf], rows: Signatures) -> None:
        self._leaves, self._rows = leaves, rows
        live = [np.flatnonzero(leaf.live) for leaf in leaves]
        self._leaf = np.repeat(np.arange(len(leaves)), [numbers.size for numbers in live])
        self._number = np.concatenate([np.empty(0, dtype=np.int64), *live])
        self._prints = Fingerprints()
        self._held: dict[int, Fingerprint] = {}

    def copies(self, new: Flags) -> Array:
        """Pairs of contents that are copies, one of them at least of a new row; shape (pairs, 2), uint64."""
        long = np.flatnonzero(self._rows.bands.any(axis=1))
        content, first = np.unique(self._rows.content[long], return_index=True)
        rows = long[first]
        one, other = alike(self._rows.bands[rows], content, new[rows])
        return self._confirm(rows[one], rows[other], is_copy, self._rows.content)

    def versions(self, new: Flags) -> Array:
        """Pairs of documents that are versions of one story, by their facts; shape (pairs, 2), uint64."""
        marked = self._marks()
        if not marked.any() and not self._rows.url[new].any():
            return np.empty((0, 2), dtype=np.uint64)
        moment, source = self._moments(), self._sources()
        one, other = retold(self._rows, moment=moment, source=source, marked=marked, new=new)
        third, fourth = captured(self._rows, moment=moment, new=new)
        first, second = np.concatenate((one, third)), np.concatenate((other, fourth))
        return self._confirm(first, second, is_version, self._rows.facts)

    def _confirm(
        self, one: Numbers, other: Numbers, rule: Callable[[Fingerprint, Fingerprint], bool], keys: Array
    ) -> Array:
        found = [np.empty((0, 2), dtype=np.uint64)]
        for start in range(0, one.size, _TOGETHER):
            first, second = one[start : start + _TOGETHER], other[start : start + _TOGETHER]
            prints = self._fingerprints(np.unique(np.concatenate((first, second))).tolist())
            kept = [rule(prints[a], prints[b]) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
            found.append(np.column_stack((keys[first[kept]], keys[second[kept]])))
        return np.concatenate(found)

    def _fingerprints(self, rows: list[int]) -> dict[int, Fingerprint]:
        """Those of some rows, and as many of former ones as may be kept."""
        new = [row for row in rows if row not in self._held]
        documents = [self._leaves[self._leaf[row]].document(int(self._number[row])) for row in new]
        held = {row: self._held.pop(row) for row in rows if row in self._held}  # what is used goes to the end
        self._held |= held | dict(zip(new, self._prints.of(documents), strict=True))
        found, words = dict(self._held), sum(one.words for one in self._held.values())
        for row in list(self._held):
            if words <= _KEPT_WORDS:
                break
            words -= self._held.pop(row).words
        return found

    def _column(self, name: str) -> Numbers:
        return np.concatenate(
            [np.empty(0, dtype=np.int64), *(leaf.column_at(name, np.flatnonzero(leaf.live)) for leaf in self._leaves)]
        )

    def _moments(self) -> Numbers:
        """When each was published, in seconds; MISSING where the day is not known."""
        known = self._column("date_first") == self._column("date_last")
        return np.where(known, self._column("instant"), MISSING)

    def _sources(self) -> Numbers:
        """A number for the source of each."""
        known: dict[str, int] = {}
        found = [np.zeros(0, dtype=np.int64)]
        for leaf in self._leaves:
            facet, held = leaf.facet("source"), np.zeros(leaf.count, dtype=np.int64)
            table = [known.setdefault(fold(value), len(known) + 1) for value in facet.values]
            held[facet.documents] = np.array(table, dtype=np.int64)[facet.codes]
            found.append(held[leaf.live])
        return np.concatenate(found)

    def _marks(self) -> Flags:
        """Whether each has wire marks."""
        found = [np.zeros(0, dtype=np.bool_)]
        for leaf in self._leaves:
            held = np.zeros(leaf.count, dtype=np.bool_)
            held[leaf.facet("version").documents] = True
            found.append(held[leaf.live])
        return np.concatenate(found)
