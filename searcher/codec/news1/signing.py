"""Signatures of a segment's documents <-> sections `sign.content`, `.facts`, `.bands`, `.headline`, `.url`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searcher.analysis.signatures import COLUMNS, Signatures, shaped, unsigned
from searcher.codec.news1.container import Container

if TYPE_CHECKING:
    from searcher.codec.news1.assembling import ContainerWriter


def write_signatures(out: ContainerWriter, rows: Signatures) -> None:
    """The next documents' signatures."""
    for name in COLUMNS:
        out.put("sign." + name, getattr(rows, name))


def read_signatures(file: Container, documents: int) -> Signatures:
    """Those of all documents; empty ones in a segment that was written before there were any."""
    if "sign.content" not in file:
        return unsigned(documents)
    try:
        found = shaped({name: file["sign." + name].all() for name in COLUMNS})
    except ValueError:
        raise file.damaged("its signatures") from None
    if any(len(getattr(found, name)) != documents for name in COLUMNS):
        raise file.damaged("the number of its signatures")
    return found
