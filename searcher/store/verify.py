"""An index folder -> what is wrong with it, as a list of sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from searcher.codec import load_codec
from searcher.codec.base import Leaf
from searcher.errors import SearcherError
from searcher.store.deep import differences
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
                yield from differences(leaf, number, manifest.language)
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
