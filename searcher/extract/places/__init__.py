"""A Document -> the same with its places, each with its country and what it lies in."""

from searcher.extract.places.find import complete

__all__ = ["complete"]
