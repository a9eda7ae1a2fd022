"""Documents in, one commit out: the writer that ingestion uses, with the ledger published in the same step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from searcher.codec.base import Codec, Snapshot
from searcher.document import Document
from searcher.errors import SearcherError, StoreError
from searcher.store.ledger import Ledger, read_ledger, write_ledger


class StoreWriter:
    """Changes to one index. `before` is the generation they start from; without `commit` they never happened."""

    def __init__(self, codec: Codec, data: Path, language: str, base: int) -> None:
        self._data = data
        found, leaves = codec.open(data)
        self.before = Snapshot(base + found, leaves, language)
        self.ledger = read_ledger(data, codec.beside(data)[1])
        self._base = base
        self._writer = codec.writer(data, language)
        self.committed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.committed:
            self._writer.cancel()

    @property
    def folder(self) -> Path:
        """Where temporary files of this run may stand: on the index's own disk."""
        return self._data

    def delete(self, key: str) -> None:
        """Forget the document with this id, if there is one."""
        self._writer.delete(key)

    def add(self, document: Document, added: dt.date) -> None:
        """Add a document whose id is new or was deleted here before; ReadError when it is too long to index."""
        self._writer.add(document, added)

    def commit(self, ledger: Ledger) -> int:
        """Publish all changes with their ledger, durably; the new generation. StoreError when the disk refuses."""

        def prepare(generation: int) -> Mapping[str, tuple[int, int]]:
            return write_ledger(self._data, generation, self.ledger, ledger)

        try:
            generation = self._writer.commit(prepare)
        except SearcherError:
            raise
        except OSError as error:
            raise StoreError(f"cannot write the index: {error.strerror or error}; it is as it was before") from error
        self.committed = True
        return self._base + generation
