"""A segment -> where its lists, columns and marks are not what analysing its stored documents again gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from searcher.analysis import fold, stem
from searcher.analysis.entries import Entries, entries
from searcher.analysis.space import KEY_BITS
from searcher.codec.base import Leaf


def differences(leaf: Leaf, number: int, language: str) -> Iterator[str]:
    """One sentence each; `number` is the segment's."""
    live = np.flatnonzero(leaf.live).tolist()
    held = {document: _again(leaf, document) for document in live}
    for document, one in held.items():
        for name, value in one.columns.items():
            if leaf.column(name)[document] != value:
                yield f"segment {number}: column {name} of document {leaf.card(document).id} is wrong"
    yield from (f"segment {number}: {what}" for what in _marks(leaf, held))
    yield from (f"segment {number}: {what}" for what in _lists(leaf, _expected(held, language)))


def _again(leaf: Leaf, document: int) -> Entries:
    """What an index should hold of a stored document."""
    day = dt.date.fromordinal(int(leaf.column("added_day")[document]))
    return entries(leaf.document(document), added=day)


def _marks(leaf: Leaf, held: dict[int, Entries]) -> Iterator[str]:
    documents = np.array(list(held), dtype=np.int64)
    for unit, name in (("sentence", "sentences"), ("paragraph", "paragraphs")):
        expected = [(number << KEY_BITS) + at for number, one in held.items() for at in getattr(one, name)]
        if not np.array_equal(leaf.marks(unit, documents), np.array(expected, dtype=np.int64)):
            yield f"the starts of {name} are wrong"


def _expected(held: dict[int, Entries], language: str) -> dict[tuple[str, str], list[int]]:
    """(lexicon, term) -> its keys."""
    lists: dict[tuple[str, str], list[int]] = {}
    for document, one in held.items():
        base = document << KEY_BITS
        for position, surface in one.words:
            folded = fold(surface)
            for lexicon, term in (("stem", stem(folded, language)), ("folded", folded), ("exact", surface)):
                lists.setdefault((lexicon, term), []).append(base + position)
        for field, pairs in one.values.items():
            for term, slot in pairs:
                lists.setdefault((field, term), []).append(base + slot)
    return lists


def _lists(leaf: Leaf, expected: dict[tuple[str, str], list[int]]) -> Iterator[str]:
    for (lexicon, term), keys in sorted(expected.items()):
        if not np.array_equal(leaf.keys(lexicon, term), np.array(sorted(keys), dtype=np.int64)):
            yield f"the list of {term!r} in {lexicon} is wrong"
    for lexicon in sorted({lexicon for lexicon, _ in expected}):
        for term in leaf.terms(lexicon):
            if (lexicon, term) not in expected and leaf.keys(lexicon, term).size:
                yield f"{term!r} in {lexicon} is in no document"
