"""A position of the document's space <-> 16 bits, which hold all but those of very long texts.

65535 is an escape: the position stands in a list of its own.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.space import CAPTION
from searcher.codec import arrays

Array = NDArray[Any]
Numbers = NDArray[np.int64]
#: Captions follow the first 40,960 words of the body.
_CAPTION: Final = 57_344
FAR: Final = 65_535


def packed(positions: Array) -> NDArray[np.uint16]:
    """Positions -> 16 bits each."""
    short = np.where(positions >= CAPTION, positions - (CAPTION - _CAPTION), positions)
    fits = (positions < _CAPTION) | ((positions >= CAPTION) & (short < FAR))
    return np.where(fits, short, FAR).astype(np.uint16)


def unpacked(short: Array) -> NDArray[np.int64]:
    """The reverse; escapes stay."""
    found = short.astype(np.int64)
    captions = found >= _CAPTION
    if captions.any():
        found[captions & (found != FAR)] += CAPTION - _CAPTION
    return found


def gathered(short: Array, starts: Numbers, counts: Numbers, bases: Numbers) -> Numbers | None:
    """Positions of some ranges, each with its range's base added; None where it takes more than one step."""
    return arrays.gathered(short, starts, counts, bases, limit=_CAPTION, shift=CAPTION - _CAPTION)


def marks(first: Array, short: Array) -> arrays.Marks:
    """The marks of all documents, as they stand in a file."""
    return arrays.Marks(first, short, limit=CAPTION, upper=_CAPTION)
