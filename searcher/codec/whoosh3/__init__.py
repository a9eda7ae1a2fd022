"""Leaves kept by Whoosh's own codec: right, well tried, and slow; the oracle for faster ones."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from searcher.codec.base import Leaf, Writer
from searcher.errors import IndexCorrupt
from searcher.schema import build_schema

#: Opening may meet a commit that has just swept a file away (seen in 0.35% of opens beside a busy writer).
_TRIES = 40
_PAUSE = 0.025


class Whoosh3:
    """Whoosh's FileIndex in a folder."""

    name = "whoosh3"

    def create(self, folder: Path) -> None:
        """Make an empty index in an empty folder."""
        from whoosh.filedb.filestore import FileStorage
        from whoosh.index import FileIndex

        FileIndex.create(FileStorage(str(folder)), build_schema(), "MAIN")

    def writer(self, folder: Path, language: str) -> Writer:
        """A writer on the newest generation; the caller holds the index's writer lock."""
        from searcher.codec.whoosh3.writer import Whoosh3Writer

        return Whoosh3Writer(_open(folder), language)

    def generation(self, folder: Path) -> int:
        """The number in the name of the newest table of contents."""
        from whoosh.filedb.filestore import FileStorage
        from whoosh.index import TOC

        latest: int = TOC._latest_generation(FileStorage(str(folder)), "MAIN")  # noqa: SLF001 - there is no public way
        if latest < 0:
            raise IndexCorrupt(f"{folder} has lost its table of contents; searcher rebuild")
        return latest

    def open(self, folder: Path, known: Sequence[Leaf] = ()) -> tuple[int, tuple[Leaf, ...]]:  # noqa: ARG002
        """The newest generation and its leaves; tries again while a commit sweeps files away."""
        from searcher.codec.whoosh3.leaf import Whoosh3Leaf

        for attempt in range(_TRIES):
            try:
                index = _open(folder)
                toc = index._read_toc()  # noqa: SLF001 - reader() does not tell which generation it opened
                reader = index._reader(index.storage, toc.schema, toc.segments, toc.generation)  # noqa: SLF001
                readers = [leaf for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]
                return toc.generation, tuple(Whoosh3Leaf(leaf) for leaf in readers)
            except FileNotFoundError as error:
                if attempt == _TRIES - 1:
                    raise IndexCorrupt(f"{folder} lacks {error.filename}; searcher verify") from error
                time.sleep(_PAUSE)
            except Exception as error:
                raise IndexCorrupt(
                    f"{folder} cannot be opened ({type(error).__name__}: {error}); searcher verify"
                ) from error
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def beside(self, folder: Path) -> tuple[int, Mapping[str, tuple[int, int]]]:
        """The newest generation and its ledger, as it is: this codec keeps no checksums."""
        generation = self.generation(folder)
        path = folder / f"ledger-{generation}.json"
        data = path.read_bytes() if path.exists() else b""
        return generation, {path.name: (len(data), zlib.crc32(data))} if data else {}

    def verify(self, folder: Path) -> Iterator[str]:  # noqa: ARG002 - as the protocol has it
        """Nothing: this codec keeps no checksums."""
        yield from ()


def _open(folder: Path) -> Any:
    """The Whoosh index, with our schema rather than the pickled one."""
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import FileIndex

    return FileIndex(FileStorage(str(folder)), schema=build_schema(), indexname="MAIN")
