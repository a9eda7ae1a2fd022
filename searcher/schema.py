"""FIELDS -> the Whoosh Schema of an index that Whoosh's own codec keeps.

The running words of title, body and caption stand twice: by stem under the field's name, and as surface words
(folded, and with `=` before the exact form) under the name with `_surface`. All positions are those of
`analysis.space`. The other fields hold the terms that `analysis.entries` makes of their values, at their slots.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, DATETIME, ID, STORED, TEXT, Schema

from searcher.analysis.entries import MISSING
from searcher.fields import FIELDS

SURFACE: Final = "_surface"
COLUMNS: Final = (
    "title_words body_words caption_words lead_words date_first date_last updated_day added_day instant".split()
)
VALUES: Final = (*(field.name for field in FIELDS if field.kind in ("names", "words", "path", "url", "id")), "has")
ZONE_FIELDS: Final = ("title", "body", "caption")


class Placed:
    """(term, position) pairs on their way to Whoosh, in rising order of position."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: list[tuple[str, int]]) -> None:
        self.pairs = pairs


class Terms(TEXT):  # type: ignore[misc] # Whoosh has no types
    """A Whoosh text field that is given its terms ready, as Placed, instead of a text to analyse."""

    def index(self, value: Placed, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, encoded positions) of each distinct term."""
        positions: dict[str, list[int]] = {}
        for term, position in value.pairs:
            positions.setdefault(term, []).append(position)
        for term, places in positions.items():
            yield term.encode(), len(places), float(len(places)), self.format.encode(places)


def build_schema() -> Schema:
    """The schema of a new index."""
    schema = Schema(document=STORED, card=STORED, key=ID(unique=True), date=DATETIME)
    for name in (*ZONE_FIELDS, *(zone + SURFACE for zone in ZONE_FIELDS), *VALUES):
        schema.add(name, Terms(phrase=True))
    for name in COLUMNS:
        schema.add(name, COLUMN(NumericColumn("q", default=MISSING)))
    return schema
