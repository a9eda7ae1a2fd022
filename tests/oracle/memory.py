"""Documents -> a Snapshot in memory: a Leaf made of plain dicts, as simple as can be, for any split and deletions."""

import datetime as dt

import numpy as np

from searcher.analysis import fold, stem
from searcher.analysis.entries import entries
from searcher.analysis.space import KEY_BITS
from searcher.codec.base import Card, Facet, Snapshot
from searcher.codec.plain import PlainLeaf
from searcher.document import format_date

ADDED = dt.date(2026, 1, 2)
EMPTY = np.empty(0, dtype=np.int64)


class MemoryLeaf(PlainLeaf):
    """One segment; `deleted` are numbers of documents that are there and do not count."""

    def __init__(self, documents, deleted=(), added=ADDED, language="english"):
        self.stories = list(documents)
        self.live = np.array([number not in deleted for number in range(len(self.stories))], dtype=bool)
        self.held = [entries(document, added=added) for document in self.stories]
        self.lists = {}
        for number, held in enumerate(self.held):
            for position, surface in held.words:
                self._put("stem", stem(fold(surface), language), number, position)
                self._put("folded", fold(surface), number, position)
                self._put("exact", surface, number, position)
            for field, pairs in held.values.items():
                for term, slot in pairs:
                    self._put(field, term, number, slot)
        self.arrays = {
            name: np.array([key for key in sorted(keys) if self.live[key >> KEY_BITS]], dtype=np.int64)
            for name, keys in self.lists.items()
        }

    def _put(self, lexicon, term, number, position):
        self.lists.setdefault((lexicon, term), set()).add((number << KEY_BITS) + position)

    @property
    def count(self):
        return len(self.stories)

    def keys(self, lexicon, term):
        return self.arrays.get((lexicon, term), EMPTY)

    def terms(self, lexicon, prefix=""):
        yield from sorted(term for name, term in self.lists if name == lexicon and term.startswith(prefix))

    def column(self, name):
        return np.array([held.columns[name] for held in self.held], dtype=np.int64)

    def marks(self, unit, documents):
        name = {"sentence": "sentences", "paragraph": "paragraphs"}[unit]
        found = [(n << KEY_BITS) + place for n in documents.tolist() for place in getattr(self.held[n], name)]
        return np.array(found, dtype=np.int64)

    def facet(self, field):
        numbers = [n for n in range(self.count) if self.live[n]]
        values = sorted({value for n in numbers for value in self.held[n].facets.get(field, ())})
        pairs = [(n, values.index(value)) for n in numbers for value in self.held[n].facets.get(field, ())]
        table = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
        return Facet(tuple(values), table[:, 0], table[:, 1])

    def card(self, document):
        held = self.stories[document]
        return Card(held.id, held.title, format_date(held.date, held.date_precision), held.source)

    def document(self, document):
        return self.stories[document]


def snapshot(*batches, deleted=()):
    """A leaf a batch; `deleted` are ids."""
    leaves = [MemoryLeaf(batch, {number for number, one in enumerate(batch) if one.id in deleted}) for batch in batches]
    return Snapshot(1, tuple(leaves))
