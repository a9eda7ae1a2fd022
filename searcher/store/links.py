"""Which texts are copies of each other and which stories versions: confirmed pairs, kept in files beside a generation.

A pair says something about two contents, whatever else is in the index, so it stays true: what is deleted or changed
leaves no pair behind that counts, for a pair counts when both its ends are there. Segments may be merged and documents
numbered anew. A run confirms the pairs of what it adds and writes them to `links-N.n1p`, N its generation; eight such
files are written as one, without the pairs of what has gone.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.codec.base import Leaf, Links, Snapshot
from searcher.codec.files import write_atomically
from searcher.errors import IndexCorrupt

if TYPE_CHECKING:
    from searcher.analysis.signatures import Signatures

Array = NDArray[Any]
Parts = Mapping[str, tuple[int, int]]

_MAGIC: Final = b"links\r\n\x1a"
_HEAD: Final = struct.Struct("<8sQQ")
_PREFIX: Final = "links-"
_MOST_PARTS: Final = 8
_PAIR: Final = 16


def parts_of(beside: Parts) -> Parts:
    """The files of links among those beside a generation."""
    return {name: noted for name, noted in beside.items() if name.startswith(_PREFIX)}


def read_links(folder: Path, beside: Parts) -> Links:
    """The confirmed pairs of a generation; IndexCorrupt when a file is missing or damaged."""
    copies, versions = [np.empty((0, 2), dtype=np.uint64)], [np.empty((0, 2), dtype=np.uint64)]
    for name, noted in sorted(parts_of(beside).items()):
        try:
            data = (folder / name).read_bytes()
        except FileNotFoundError:
            raise IndexCorrupt(f"{folder / name} is missing; searcher rebuild") from None
        except OSError as error:
            raise IndexCorrupt(f"{folder / name} cannot be read: {error.strerror or error}") from error
        if (len(data), zlib.crc32(data)) != tuple(noted) or len(data) < _HEAD.size:
            raise IndexCorrupt(f"{folder / name} is not as it was written; searcher rebuild")
        magic, first, second = _HEAD.unpack_from(data)
        if magic != _MAGIC or _HEAD.size + (first + second) * _PAIR != len(data):
            raise IndexCorrupt(f"{folder / name} is no file of links; searcher rebuild")
        pairs = np.frombuffer(data, dtype="<u8", offset=_HEAD.size).reshape(-1, 2)
        copies.append(pairs[:first])
        versions.append(pairs[first:])
    return Links(_distinct(copies), _distinct(versions))


def write_links(folder: Path, generation: int, *, beside: Parts, before: Snapshot, leaves: Sequence[Leaf]) -> Parts:
    """Confirm the pairs of what `leaves` have and `before` had not; the files that hold all pairs from now on."""
    parts = parts_of(beside)
    found = _confirmed(before.leaves if parts else (), leaves)
    whole = len(parts) >= _MOST_PARTS
    if parts and not whole and not len(found.copies) and not len(found.versions):
        return parts
    if whole:
        rows = signatures(leaves)
        found = Links(
            _living(_distinct([before.links.copies, found.copies]), rows.content),
            _living(_distinct([before.links.versions, found.versions]), rows.facts),
        )
    data = _HEAD.pack(_MAGIC, len(found.copies), len(found.versions))
    data += b"".join(np.ascontiguousarray(pairs, dtype="<u8").tobytes() for pairs in (found.copies, found.versions))
    name = f"{_PREFIX}{generation}.n1p"
    write_atomically(folder / name, data)
    return {**({} if whole else parts), name: (len(data), zlib.crc32(data))}


def _confirmed(before: Sequence[Leaf], leaves: Sequence[Leaf]) -> Links:
    """The pairs of new documents with all others."""
    from searcher.store.kinship import Kinship

    rows, old = signatures(leaves), signatures(before)
    kinship = Kinship(leaves, rows)
    copies = kinship.copies(_unknown(rows.content, old.content))
    versions = kinship.versions(_unknown(rows.facts, old.facts))
    return Links(_distinct([copies]), _distinct([versions]))


def signatures(leaves: Sequence[Leaf]) -> Signatures:
    """The signatures of all live documents, leaf after leaf."""
    from searcher.analysis.signatures import joined

    return joined([leaf.signatures() if leaf.live.all() else leaf.signatures()[leaf.live] for leaf in leaves])


def _unknown(values: Array, known: Array) -> NDArray[np.bool_]:
    """Which values are not among those known: nearly none or nearly all, so both are sorted and run through once."""
    if not known.size or not values.size:
        return np.ones(values.size, dtype=np.bool_)
    known, ordered = np.sort(known), np.sort(values)
    at = np.minimum(np.searchsorted(known, ordered), known.size - 1)
    strange = ordered[known[at] != ordered]
    if not strange.size:
        return np.zeros(values.size, dtype=np.bool_)
    place = np.minimum(np.searchsorted(strange, values), strange.size - 1)
    return np.asarray(strange[place] == values)


def _distinct(parts: Sequence[Array]) -> Array:
    """Pairs, each once, the smaller first."""
    pairs = np.sort(np.concatenate(list(parts)), axis=1)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    new = np.ones(len(pairs), dtype=np.bool_)
    new[1:] = (pairs[1:] != pairs[:-1]).any(axis=1)
    return np.asarray(pairs[new])


def _living(pairs: Array, known: Array) -> Array:
    return pairs[np.isin(pairs, known).all(axis=1)]
