"""A field of a leaf -> a Whoosh column: what its documents are sorted and grouped by.

Documents without a value come last, in both directions (Whoosh's own columns put them first when reversed).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from whoosh.columns import Column, ColumnReader

from searcher.codec.base import Leaf
from searcher.codec.news1.face.lists import NUMBER_FIELDS, figures
from searcher.fields import FIELDS

#: Fields with several values a document: the facets.
FACET_FIELDS: Final = tuple(field.name for field in FIELDS if field.facet)
CARD_FIELDS: Final = ("id", "title")


class Cells(Column):  # type: ignore[misc] # Whoosh has no types
    """The kind of column that all fields here have."""

    reversible = True
    _default = None

    def __init__(self, *, lists: bool) -> None:
        self._lists = lists

    def stores_lists(self) -> bool:
        """Whether a document can have several values."""
        return self._lists


class Key:
    """What a document is sorted by. False when there is no value, and then after all others."""

    __slots__ = ("reverse", "value")

    def __init__(self, value: Any, *, reverse: bool) -> None:
        self.value, self.reverse = value, reverse

    def __bool__(self) -> bool:
        return self.value is not None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: Key) -> bool:
        if not self or not other:
            return bool(self) and not other
        return bool(other.value < self.value if self.reverse else self.value < other.value)


class CellReader(ColumnReader):  # type: ignore[misc] # Whoosh has no types
    """A column of one leaf. A cell is a value or None; in columns of lists a list, [None] when it would be empty."""

    def __init__(self, cell: Callable[[int], Any], count: int, *, lists: bool, reverse: bool) -> None:
        self._cell, self._count, self._lists, self._reverse = cell, count, lists, reverse

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, document: int) -> Any:
        return self._cell(document)

    def __iter__(self) -> Iterator[Any]:
        return map(self._cell, range(self._count))

    def sort_key(self, document: int) -> Key:
        """The key of a document: its least value."""
        cell = self._cell(document)
        return Key(cell[0] if self._lists else cell, reverse=self._reverse)

    def set_reverse(self) -> None:
        """From now on the greatest first."""
        self._reverse = True


def cells(leaf: Leaf, field: str) -> Callable[[int], Any]:
    """A document -> its cell in a column."""
    if field in CARD_FIELDS:
        return lambda document: getattr(leaf.card(document), field) or None
    if field in NUMBER_FIELDS:
        documents, numbers = figures(leaf, field)
        return dict(zip(documents.tolist(), numbers.tolist(), strict=True)).get
    facet = leaf.facet(field)
    values: dict[int, list[Any]] = {}
    for document, code in zip(facet.documents.tolist(), facet.codes.tolist(), strict=True):
        values.setdefault(document, []).append(facet.values[code])
    return lambda document: sorted(values.get(document, ())) or [None]
