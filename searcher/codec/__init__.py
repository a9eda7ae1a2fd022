"""Inverted lists, terms, columns and stored documents <-> files. `load_codec` is the only door."""

from __future__ import annotations

from searcher.codec.base import Codec, SegmentCodec
from searcher.errors import IndexOutdated

__all__ = ["DEFAULT_CODEC", "load_codec", "new_codec"]

DEFAULT_CODEC = "news1"


def new_codec() -> SegmentCodec:
    """The codec that indexes are written with."""
    from searcher.codec.news1 import News1

    return News1()


def load_codec(name: str) -> Codec:
    """The codec of this name; IndexOutdated for a name that this version does not have."""
    if name == "news1":
        from searcher.codec.news1 import News1

        return News1()
    if name == "whoosh3":
        from searcher.codec.whoosh3 import Whoosh3

        return Whoosh3()
    raise IndexOutdated(f"the index has the format {name!r}, which this version does not read; searcher rebuild")
