"""Matching documents -> one of each story, which one is asked for, and the others with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from searcher.analysis.entries import MISSING
from searcher.codec.base import Numbers, Snapshot
from searcher.search.groups import By, groups

Keep = Literal["newest", "first", "longest"]


class Collapsed:
    """Matches of all leaves by story.

    kept     for each leaf the documents that stand for their stories, sorted
    stories  how many these are
    """

    def __init__(self, snapshot: Snapshot, matches: Sequence[Numbers], *, by: By, keep: Keep) -> None:
        self._snapshot, self._matches = snapshot, matches
        sizes = [documents.size for documents in matches]
        self._start = np.cumsum([0, *sizes])
        self._leaf = np.repeat(np.arange(len(sizes)), sizes)
        self._document = np.concatenate([np.empty(0, dtype=np.int64), *matches])
        labels = [label[documents] for label, documents in zip(groups(snapshot).of(by), matches, strict=True)]
        self._label = np.concatenate([np.empty(0, dtype=np.int64), *labels])
        counts = np.bincount(self._label)
        alone = counts[self._label] == 1
        self._sort(np.flatnonzero(~alone), keep)
        first = np.concatenate((np.flatnonzero(alone), self._firsts()))
        self.stories = first.size
        self.kept = [np.sort(self._document[first[self._leaf[first] == leaf]]) for leaf in range(len(sizes))]

    def _sort(self, rows: Numbers, keep: Keep) -> None:
        """Order the rows that are not alone by story, the one to keep first but for ties."""
        moment = self._column("instant", rows)
        undated = moment == MISSING
        when = np.where(undated, 0, moment)
        keys = [-when, undated]
        if keep == "first":
            keys = [when, undated]
        elif keep == "longest":
            keys.append(-self._column("body_words", rows))
        order = np.lexsort((*keys, self._label[rows]))
        self._rows, self._labels = rows[order], self._label[rows][order]
        self._keys = np.stack([key[order].astype(np.int64) for key in keys]) if rows.size else np.empty((1, 0))

    def _column(self, name: str, rows: Numbers) -> Numbers:
        found = np.empty(rows.size, dtype=np.int64)
        for number, leaf in enumerate(self._snapshot.leaves):
            here = self._leaf[rows] == number
            found[here] = leaf.column_at(name, self._document[rows[here]])
        return found

    def _firsts(self) -> Numbers:
        """Of each story the row to keep: by the keys, then by id."""
        new = np.concatenate(([True], self._labels[1:] != self._labels[:-1])) if self._rows.size else np.zeros(0, bool)
        starts = np.flatnonzero(new)
        same = np.concatenate((~new[1:] & (self._keys[:, 1:] == self._keys[:, :-1]).all(axis=0), [False]))
        found = self._rows[starts]
        for place in np.flatnonzero(same[starts]).tolist() if starts.size else []:
            end = int(starts[place]) + 1
            while same[end - 1]:
                end += 1
            found[place] = min(self._rows[starts[place] : end].tolist(), key=self._id)
        return found

    def _id(self, row: int) -> str:
        return self._snapshot.leaves[int(self._leaf[row])].card(int(self._document[row])).id

    def copies(self, leaf: int, document: int) -> tuple[str, ...]:
        """The ids of the matches that are folded under a document, in the order in which they would be kept."""
        row = int(self._start[leaf] + np.searchsorted(self._matches[leaf], document))
        low, high = np.searchsorted(self._labels, [self._label[row], self._label[row] + 1]).tolist()
        keys = self._keys[::-1, low:high].T.tolist()
        others = zip(keys, self._rows[low:high].tolist(), strict=True)
        return tuple(key for _, key in sorted((rank, self._id(other)) for rank, other in others if other != row))
