"""How often a term stands in a document's title and elsewhere <-> one byte.

255 is an escape: the two numbers stand in a list of their own.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Numbers = NDArray[np.int64]

_RESTS: Final = 63
_TITLES: Final = 4
ODD: Final = 255
#: Byte -> words in the title, words elsewhere, both; of the escape byte -1.
TITLE: Final = np.where(np.arange(256) < _RESTS * _TITLES, np.arange(256) // _RESTS, -1)
REST: Final = np.where(np.arange(256) < _RESTS * _TITLES, np.arange(256) % _RESTS, -1)
BOTH: Final = np.where(TITLE < 0, -1, TITLE + REST)
#: Byte -> both, of the escape byte 0.
BRIEF: Final = np.maximum(BOTH, 0).astype(np.uint8)


def coded(title: Numbers, rest: Numbers) -> NDArray[np.uint8]:
    """Counts -> bytes."""
    fits = (title < _TITLES) & (rest < _RESTS)
    return np.where(fits, title * _RESTS + rest, ODD).astype(np.uint8)


@cache
def weights(title: float, rest: float) -> NDArray[np.float64]:
    """Byte -> title times the words there and rest times those elsewhere; of the escape byte 0."""
    found = np.where(TITLE < 0, 0.0, title * TITLE + rest * REST)
    found.setflags(write=False)
    return found


@cache
def rough_weights(title: float, rest: float) -> NDArray[np.float32]:
    """The same in single precision."""
    return weights(title, rest).astype(np.float32)
