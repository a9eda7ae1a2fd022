"""The position space of a document: where its title, body and captions stand, so that one number says all.

Title words count from 0, body words from BODY, caption words from CAPTION; captions stand GAP apart. No operator
reaches across GAP, so neither a phrase nor a proximity ever crosses from one text into another.
"""

from __future__ import annotations

from typing import Final

#: Bits of a position; a key is `document << KEY_BITS | position`.
KEY_BITS: Final = 21
BODY: Final = 1 << 14
CAPTION: Final = 1 << 19
END: Final = 1 << 20
GAP: Final = 256
#: The widest distance a proximity operator takes; below GAP.
MAX_DISTANCE: Final = 255
#: First and last-plus-one position of each zone.
ZONES: Final[dict[str, tuple[int, int]]] = {"title": (0, BODY), "body": (BODY, CAPTION), "caption": (CAPTION, END)}
