"""An id that no document has -> ids of the index that look like it."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice
from typing import Final

from searcher.analysis.entries import WHOLE
from searcher.codec.base import Snapshot

#: So many ids that begin alike are compared in each leaf.
_COMPARED: Final = 500


def near_ids(snapshot: Snapshot, key: str, *, limit: int = 3) -> tuple[str, ...]:
    """The same number with another reader's name before it (`4239`, `reuter:4239`), else ids that differ little."""
    number = key.rpartition(":")[2]
    found: set[str] = set()
    for leaf in snapshot.leaves:
        some = (term.removeprefix(WHOLE) for term in islice(leaf.terms("id", WHOLE), _COMPARED))
        for reader in sorted({known.partition(":")[0] for known in some if ":" in known}):
            if snapshot.find(f"{reader}:{number}"):
                return (f"{reader}:{number}",)
        for length in range(len(key), 0, -1):
            begun = [term.removeprefix(WHOLE) for term in islice(leaf.terms("id", WHOLE + key[:length]), _COMPARED)]
            if begun:
                found.update(begun)
                break
    alive = [near for near in sorted(found) if snapshot.find(near)]
    return tuple(get_close_matches(key, alive, n=limit, cutoff=0.7))
