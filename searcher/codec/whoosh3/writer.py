"""Documents -> a Whoosh segment, published together with what the caller wants to have written beside it."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from typing import Any

from whoosh.writing import SegmentWriter

from searcher.analysis import fold, stem
from searcher.analysis.entries import entries
from searcher.analysis.space import ZONES
from searcher.codec.base import Prepare
from searcher.document import Document, format_date, to_record
from searcher.schema import SURFACE, Placed


class Whoosh3Writer:
    """A Writer on a Whoosh index. It never merges while it adds, so a commit costs what is new."""

    def __init__(self, index: Any, language: str) -> None:
        self._language = language
        self._writer = _HookedWriter(index, timeout=10.0)

    def delete(self, key: str) -> None:
        """Forget the committed document with this id, if there is one."""
        self._writer.delete_by_term("key", key)

    def add(self, document: Document, added: dt.date) -> None:
        """Add a document. Everything that can fail is worked out before Whoosh's writer is touched."""
        self._writer.add_document(**_row(document, added, self._language))

    def commit(self, prepare: Prepare) -> int:
        """Write everything, call `prepare`, publish."""
        self._writer.prepare = prepare
        generation: int = self._writer.generation
        self._writer.commit()
        return generation

    def cancel(self) -> None:
        """Throw the changes away and free Whoosh's lock, whatever state its writer is in."""
        if not self._writer.is_closed:
            with suppress(Exception):
                self._writer.cancel()
        if self._writer.writelock is not None:
            with suppress(Exception):
                self._writer.writelock.release()


class _HookedWriter(SegmentWriter):  # type: ignore[misc] # Whoosh has no types
    """Whoosh's writer with a step between the segments' being complete and the table of contents' naming them."""

    prepare: Prepare

    def _commit_toc(self, segments: list[Any]) -> None:
        self.prepare(self.generation)
        super()._commit_toc(segments)


def _row(document: Document, added: dt.date, language: str) -> dict[str, Any]:
    """A document as keyword arguments of Whoosh's add_document."""
    held = entries(document, added=added)
    row: dict[str, Any] = {name: Placed(pairs) for name, pairs in held.values.items()}
    for zone, (first, end) in ZONES.items():
        words = [(position, surface) for position, surface in held.words if first <= position < end]
        if words:
            row[zone] = Placed([(stem(fold(surface), language), position) for position, surface in words])
            row[zone + SURFACE] = Placed(
                [(term, position) for position, surface in words for term in (fold(surface), "=" + surface)]
            )
    if isinstance(document.date, dt.date):
        row["date"] = _naive(document.date)
    card = {
        "id": document.id,
        "title": document.title,
        "date": format_date(document.date, document.date_precision),
        "source": document.source,
        "facets": held.facets,
    }
    record = to_record(document)
    return {
        **row,
        **held.columns,
        "key": document.id,
        "document": json.dumps(record, ensure_ascii=False),
        "card": json.dumps(card, ensure_ascii=False),
    }


def _naive(date: dt.date) -> dt.datetime:
    """A date as Whoosh's DATETIME takes it: local, without a zone."""
    if isinstance(date, dt.datetime):
        return date.replace(tzinfo=None)
    return dt.datetime(date.year, date.month, date.day)  # noqa: DTZ001 - Whoosh wants it so
