"""The words of a stream -> where each stands: its document, its position in the document's space; lengths."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.space import BODY, CAPTION, GAP
from searcher.analysis.streams import Stream

Array = NDArray[Any]
Numbers = NDArray[np.int64]

TITLE_ZONE, BODY_ZONE, CAPTION_ZONE = range(3)
LENGTHS: Final = ("title_words", "body_words", "caption_words", "lead_words")


class Placed:
    """Words of `documents` documents; `owner` and `zone` are those of each text of the stream."""

    def __init__(self, stream: Stream, owner: Numbers, zone: Numbers, documents: int) -> None:
        size = np.bincount(stream.text, minlength=owner.size)
        self._documents, self._zone, self._owner, self._size = documents, zone, owner, size
        start = np.cumsum(size) - size
        base = np.where(zone == TITLE_ZONE, 0, BODY)
        captions = np.flatnonzero(zone == CAPTION_ZONE)
        if captions.size:
            base[captions] = CAPTION + _before(owner[captions], size[captions] + GAP)
        self.owner = owner.astype(np.int32)[stream.text]
        self.position = np.arange(stream.text.size, dtype=np.int32)
        self.position += (base - start).astype(np.int32)[stream.text]
        self._lead = self._leads(stream, start)

    def _leads(self, stream: Stream, start: Numbers) -> Numbers:
        """Words in the first paragraph of each text."""
        lead = self._size.copy()
        at = np.flatnonzero(stream.paragraph)
        text = stream.text[at]
        first = np.concatenate(([True], text[1:] != text[:-1])) if at.size else np.empty(0, dtype=np.bool_)
        second = np.flatnonzero(~first[1:] & first[:-1]) + 1
        lead[text[second]] = at[second] - start[text[second]]
        return lead

    def lengths(self) -> dict[str, Numbers]:
        """The columns of lengths."""

        def of(zone: int, sizes: Numbers) -> Numbers:
            chosen = self._zone == zone
            found = np.bincount(self._owner[chosen], weights=sizes[chosen], minlength=self._documents)
            return found.astype(np.int64)

        zones = ((TITLE_ZONE, self._size), (BODY_ZONE, self._size), (CAPTION_ZONE, self._size), (BODY_ZONE, self._lead))
        return {name: of(zone, sizes) for name, (zone, sizes) in zip(LENGTHS, zones, strict=True)}


def _before(owner: Numbers, room: Numbers) -> Numbers:
    """How much room the texts of the same owner before each take up."""
    taken = np.cumsum(room) - room
    first = np.concatenate(([True], owner[1:] != owner[:-1]))
    return np.asarray(taken - taken[np.maximum.accumulate(np.where(first, np.arange(first.size), 0))])
