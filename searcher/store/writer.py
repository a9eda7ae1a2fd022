"""Documents in, one commit out: the writer that ingestion uses, with the ledger published in the same step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from searcher.codec.base import Leaf, SegmentCodec, Snapshot
from searcher.document import Document
from searcher.errors import SearcherError, StoreError
from searcher.store.ledger import Ledger, read_ledger, write_ledger
from searcher.store.links import read_links, write_links
from searcher.store.shelf import Shelf, Slot


def refused(error: OSError) -> StoreError:
    """What to say when the disk refuses."""
    return StoreError(f"cannot write the index: {error.strerror or error}; it is as it was before")


class StoreWriter:
    """Changes to one index. `before` is the generation they start from; without `commit` they never happened."""

    def __init__(self, codec: SegmentCodec, data: Path, language: str, base: int) -> None:
        self._data = data
        found, leaves = codec.open(data)
        self._beside = codec.beside(data)[1]
        self.before = Snapshot(base + found, leaves, language, read_links(data, self._beside))
        self.ledger = read_ledger(data, self._beside)
        self._base, self._codec, self.language = base, codec, language
        self._shelved: dict[str, Leaf] = {}
        self._writer = codec.writer(data, language)
        self.committed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.committed:
            self._writer.cancel()
        if isinstance(error, OSError) and not isinstance(error, SearcherError):
            raise refused(error) from error

    @property
    def folder(self) -> Path:
        """Where the shelves of this run stand."""
        return self._data

    def delete(self, key: str) -> None:
        """Forget the document with this id, if there is one."""
        self._writer.delete(key)

    def add(self, document: Document, added: dt.date) -> None:
        """Add a document whose id is new or was deleted here before; ReadError when it is too long to index."""
        self._writer.add(document, added)

    def shelf(self, tag: str, first_seen: Snapshot | None) -> Shelf:
        """A shelf in this process."""
        return Shelf(self._data, tag, language=self.language, first_seen=first_seen)

    def shelved(self, slot: Slot) -> Document:
        """A document on a shelf that is finished."""
        if slot.segment not in self._shelved:
            self._shelved[slot.segment] = self._codec.segment(self._data / slot.segment)
        return self._shelved[slot.segment].document(slot.number)

    def adopt(self, segment: str, gone: Collection[int]) -> None:
        """Take in what stands on a shelf, but for these documents."""
        self._shelved.pop(segment, None)
        self._writer.adopt(self._data / segment, gone)

    def commit(self, ledger: Ledger) -> int:
        """Publish all changes with their ledger, durably; the new generation. StoreError when the disk refuses."""

        def prepare(generation: int) -> Mapping[str, tuple[int, int]]:
            links = write_links(
                self._data,
                generation,
                beside=self._beside,
                before=self.before,
                leaves=self._writer.leaves(),
            )
            return {**write_ledger(self._data, generation, self.ledger, ledger), **links}

        try:
            generation = self._writer.commit(prepare)
        except SearcherError:
            raise
        except OSError as error:
            raise refused(error) from error
        self.committed = True
        return self._base + generation
