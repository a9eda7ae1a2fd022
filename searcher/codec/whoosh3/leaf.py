"""One Whoosh segment -> the arrays of a Leaf."""

from __future__ import annotations

import heapq
import json
import threading
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.entries import placed_texts
from searcher.analysis.space import KEY_BITS
from searcher.analysis.tokens import tokens
from searcher.codec.base import Card, Facet, Keys, Numbers
from searcher.codec.plain import PlainLeaf
from searcher.document import Document, from_record
from searcher.errors import IndexCorrupt
from searcher.schema import SURFACE, ZONE_FIELDS

#: Lists kept in memory a leaf.
_CACHED: Final = 4096
_T = TypeVar("_T")


class Whoosh3Leaf(PlainLeaf):
    """A Leaf over a Whoosh SegmentReader."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._lock = threading.RLock()  # Whoosh's readers seek in files that all threads share
        self._lists: dict[tuple[str, str], Keys] = {}
        self._columns: dict[str, Numbers] = {}
        self._facets: dict[str, Facet] = {}

    @property
    def count(self) -> int:
        """Documents, the deleted ones too."""
        count: int = self._reader.doc_count_all()
        return count

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """For each document whether it is not deleted."""
        return np.array([not self._reader.is_deleted(number) for number in range(self.count)], dtype=np.bool_)

    def keys(self, lexicon: str, term: str) -> Keys:
        """The sorted keys of a term in live documents."""
        found = self._lists.get((lexicon, term))
        if found is None:
            found = self._guard(lambda: self._union(_fields(lexicon, term)))
            found.setflags(write=False)
            if len(self._lists) >= _CACHED:
                self._lists.clear()
            self._lists[lexicon, term] = found
        return found

    def _union(self, fields: list[tuple[str, str]]) -> Keys:
        """The keys of several Whoosh lists as one."""
        lists = [self._postings(name, text) for name, text in fields]
        return np.sort(np.concatenate(lists)) if len(lists) > 1 else lists[0]

    def _postings(self, field: str, term: str) -> Keys:
        """The keys of one Whoosh list."""
        if (field, term) not in self._reader:
            return np.empty(0, dtype=np.int64)
        matcher = self._reader.postings(field, term)
        found: list[int] = []
        while matcher.is_active():
            base = matcher.id() << KEY_BITS
            found.extend(base + position for position in matcher.value_as("positions"))
            matcher.next()
        return np.array(found, dtype=np.int64)

    def terms(self, lexicon: str, prefix: str = "") -> Iterator[str]:
        """The terms of a lexicon that begin so, sorted."""
        exact = lexicon == "exact"
        fields = _fields(lexicon, prefix)
        lists = self._guard(lambda: [list(self._terms(name, text)) for name, text in fields])
        last = None
        for term in heapq.merge(*lists):
            if term == last or (lexicon == "folded" and term.startswith("=")):
                continue
            last = term
            yield term[1:] if exact else term

    def _terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of one Whoosh field that begin so, in the order of code points."""
        for name, term in self._reader.terms_from(field, prefix.encode()):
            if name != field or not term.startswith(prefix.encode()):
                return  # the walk goes on into the next field, whose terms may be no text
            yield term.decode()

    def column(self, name: str) -> Numbers:
        """One number a document."""
        if name not in self._columns:
            self._columns[name] = self._guard(lambda: self._column(name))
        return self._columns[name]

    def _column(self, name: str) -> Numbers:
        column = self._reader.column_reader(name)
        return np.array([column[number] for number in range(self.count)], dtype=np.int64)

    def marks(self, unit: str, documents: Numbers) -> Keys:
        """Sorted keys of the words that start a sentence or paragraph; found by reading the texts again."""
        found: list[int] = []
        for number in documents.tolist():
            for base, text, _ in placed_texts(self.document(number)):
                found.extend(
                    (number << KEY_BITS) + base + token.position for token in tokens(text) if getattr(token, unit)
                )
        return np.array(found, dtype=np.int64)

    def facet(self, field: str) -> Facet:
        """The values that a facet field counts."""
        if field not in self._facets:
            codes: dict[str, int] = {}
            pairs = [
                (number, codes.setdefault(value, len(codes)))
                for number in np.flatnonzero(self.live).tolist()
                for value in self._card(number)["facets"].get(field, ())
            ]
            table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
            self._facets[field] = Facet(tuple(codes), table[:, 0], table[:, 1])
        return self._facets[field]

    def _guard(self, step: Callable[[], _T]) -> _T:
        """The step's result, one thread at a time; IndexCorrupt for whatever Whoosh raises on damaged bytes."""
        try:
            with self._lock:
                return step()
        except Exception as error:
            raise IndexCorrupt(f"the index is damaged ({type(error).__name__}: {error}); searcher verify") from error

    def _card(self, document: int) -> Any:
        return self._guard(lambda: json.loads(self._reader.stored_fields(document)["card"]))

    def card(self, document: int) -> Card:
        """What a hit shows."""
        card = self._card(document)
        return Card(card["id"], card["title"], card["date"], card["source"])

    def document(self, document: int) -> Document:
        """The whole document, as it was indexed."""
        return self._guard(lambda: from_record(json.loads(self._reader.stored_fields(document)["document"])))


def _fields(lexicon: str, term: str) -> list[tuple[str, str]]:
    """The Whoosh fields that make up a lexicon, with the term as it stands there."""
    if lexicon == "stem":
        return [(zone, term) for zone in ZONE_FIELDS]
    if lexicon == "folded":
        return [(zone + SURFACE, term) for zone in ZONE_FIELDS]
    if lexicon == "exact":
        return [(zone + SURFACE, "=" + term) for zone in ZONE_FIELDS]
    return [(lexicon, term)]
