"""An index folder -> what is wrong with it, as a list of sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from searcher.analysis import fold, stem
from searcher.analysis.entries import entries
from searcher.analysis.space import KEY_BITS
from searcher.codec import load_codec
from searcher.codec.base import Leaf
from searcher.errors import SearcherError
from searcher.store.ledger import read_ledger
from searcher.store.manifest import check_stamp, read_manifest


def verify(folder: Path, *, deep: bool = False) -> Iterator[str]:
    """Each thing that is wrong; nothing when all is well.

    Checks the manifest, the ledger, and size and CRC-32 of every file; `deep` also analyses each stored document
    again and holds every inverted list and column against it.
    """
    try:
        manifest = read_manifest(folder)
        check_stamp(manifest)
        data = folder / manifest.data
        codec = load_codec(manifest.codec)
        ledger = read_ledger(data, codec.beside(data)[1])
    except SearcherError as error:
        yield str(error)
        return
    yield from codec.verify(data)
    try:
        _, leaves = codec.open(data)
        seen: dict[str, int] = {}
        for number, leaf in enumerate(leaves):
            yield from _identities(leaf, number, seen)
            if deep:
                yield from _lists(leaf, number, manifest.language)
        missing = sorted({key for row in ledger.files.values() for key in row.ids} - seen.keys())
        yield from (f"document {key} is in the ledger but not in the index" for key in missing)
    except SearcherError as error:
        yield str(error)


def _identities(leaf: Leaf, number: int, seen: dict[str, int]) -> Iterator[str]:
    """Every live document decodes, and no id stands twice."""
    for document in np.flatnonzero(leaf.live).tolist():
        key = leaf.document(document).id
        if key in seen:
            yield f"document {key} is in segment {number} and in segment {seen[key]}"
        seen[key] = number


def _lists(leaf: Leaf, number: int, language: str) -> Iterator[str]:
    """Every list and column is what analysing the stored documents again gives."""
    lists: dict[tuple[str, str], list[int]] = {}
    marks: dict[str, list[int]] = {"sentence": [], "paragraph": []}
    for document in np.flatnonzero(leaf.live).tolist():
        day = dt.date.fromordinal(int(leaf.column("added_day")[document]))
        held = entries(leaf.document(document), added=day)
        base = document << KEY_BITS
        for position, surface in held.words:
            folded = fold(surface)
            for lexicon, term in (("stem", stem(folded, language)), ("folded", folded), ("exact", surface)):
                lists.setdefault((lexicon, term), []).append(base + position)
        marks["sentence"] += [base + position for position in held.sentences]
        marks["paragraph"] += [base + position for position in held.paragraphs]
        for field, pairs in held.values.items():
            for term, slot in pairs:
                lists.setdefault((field, term), []).append(base + slot)
        for name, value in held.columns.items():
            if leaf.column(name)[document] != value:
                yield f"segment {number}: column {name} of document {held.values['id'][0][0][1:]} is wrong"
    for unit, expected in marks.items():
        if not np.array_equal(leaf.marks(unit, np.flatnonzero(leaf.live)), np.array(expected, dtype=np.int64)):
            yield f"segment {number}: the starts of {unit}s are wrong"
    for (lexicon, term), keys in sorted(lists.items()):
        if not np.array_equal(leaf.keys(lexicon, term), np.array(sorted(keys), dtype=np.int64)):
            yield f"segment {number}: the list of {term!r} in {lexicon} is wrong"
    known = set(lists)
    for lexicon in sorted({lexicon for lexicon, _ in known}):
        for term in leaf.terms(lexicon):
            if (lexicon, term) not in known and leaf.keys(lexicon, term).size:
                yield f"segment {number}: {term!r} in {lexicon} is in no document"
