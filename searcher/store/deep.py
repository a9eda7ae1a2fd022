"""A segment -> where its lists, columns and marks are not what analysing its stored documents again gives."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from searcher.analysis import fold, stem
from searcher.analysis.entries import Entries, entries
from searcher.analysis.signatures import COLUMNS, sign
from searcher.analysis.space import KEY_BITS
from searcher.codec.base import Leaf, Numbers

#: Documents that are looked at together; their words are in memory at a time.
_TOGETHER: Final = 2000
Term = tuple[str, str]


def differences(leaf: Leaf, number: int, language: str) -> Iterator[str]:
    """One sentence each; `number` is the segment's."""
    counts: Counter[Term] = Counter()
    live = np.flatnonzero(leaf.live)
    for start in range(0, live.size, _TOGETHER):
        documents = live[start : start + _TOGETHER]
        held = {document: _again(leaf, document) for document in documents.tolist()}
        lists = _expected(held, language)
        yield from (f"segment {number}: {what}" for what in _signatures(leaf, documents))
        for what in (*_columns(leaf, held), *_marks(leaf, documents, held), *_lists(leaf, documents, lists)):
            yield f"segment {number}: {what}"
        counts.update({term: len(keys) for term, keys in lists.items()})
    yield from (f"segment {number}: {what}" for what in _surplus(leaf, counts))


def _again(leaf: Leaf, document: int) -> Entries:
    """What an index should hold of a stored document."""
    day = dt.date.fromordinal(int(leaf.column("added_day")[document]))
    return entries(leaf.document(document), added=day)


def _columns(leaf: Leaf, held: dict[int, Entries]) -> Iterator[str]:
    for document, one in held.items():
        for name, value in one.columns.items():
            if leaf.column(name)[document] != value:
                yield f"column {name} of document {leaf.card(document).id} is wrong"


def _signatures(leaf: Leaf, documents: Numbers) -> Iterator[str]:
    """Signatures that are not of these texts; those that were never made are none."""
    held = leaf.signatures()[documents]
    again = sign([leaf.document(document) for document in documents.tolist()])
    for name in COLUMNS:
        found, expected = (getattr(rows, name).reshape(documents.size, -1) for rows in (held, again))
        wrong = (found != expected).any(axis=1) & (held.facts != 0)
        for document in documents[wrong].tolist():
            yield f"the signature ({name}) of document {leaf.card(document).id} is wrong"


def _marks(leaf: Leaf, documents: Numbers, held: dict[int, Entries]) -> Iterator[str]:
    for unit, name in (("sentence", "sentences"), ("paragraph", "paragraphs")):
        expected = [(number << KEY_BITS) + at for number, one in held.items() for at in getattr(one, name)]
        if not np.array_equal(leaf.marks(unit, documents), np.array(expected, dtype=np.int64)):
            yield f"the starts of {name} are wrong"


def _expected(held: dict[int, Entries], language: str) -> dict[Term, list[int]]:
    """(lexicon, term) -> its keys in these documents."""
    lists: dict[Term, list[int]] = {}
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


def _lists(leaf: Leaf, documents: Numbers, expected: dict[Term, list[int]]) -> Iterator[str]:
    for (lexicon, term), keys in sorted(expected.items()):
        if not np.array_equal(leaf.keys_in(lexicon, term, documents), np.array(sorted(keys), dtype=np.int64)):
            yield f"the list of {term!r} in {lexicon} is wrong"


def _surplus(leaf: Leaf, counts: Counter[Term]) -> Iterator[str]:
    """Lists that hold more than all documents have together."""
    for lexicon in sorted({lexicon for lexicon, _ in counts}):
        for term in leaf.terms(lexicon):
            if leaf.keys(lexicon, term).size != counts[lexicon, term]:
                yield f"the list of {term!r} in {lexicon} is not that of the stored documents"
