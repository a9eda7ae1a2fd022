"""Leaves kept as arrays in mapped files, each block with a checksum; see docs/index-format.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from searcher.codec.base import Builder, Leaf, SegmentWriter


class News1:
    """Segments and numbered manifests in a folder."""

    name = "news1"

    def create(self, folder: Path) -> None:
        """Make an empty index in an empty folder."""
        from searcher.codec.news1.manifest import Generation, write_generation

        write_generation(folder, Generation(0))

    def writer(self, folder: Path, language: str) -> SegmentWriter:
        """A writer on the newest generation; the caller holds the index's writer lock."""
        from searcher.codec.news1.opening import open_newest
        from searcher.codec.news1.writer import News1Writer

        return News1Writer(folder, *open_newest(folder), language)

    def generation(self, folder: Path) -> int:
        """The newest published generation."""
        from searcher.codec.news1.manifest import newest

        return newest(folder)

    def open(self, folder: Path, known: Sequence[Leaf] = ()) -> tuple[int, tuple[Leaf, ...]]:
        """The newest generation and its leaves, those that are `known` from an earlier one as they are."""
        from searcher.codec.news1.opening import open_newest

        generation, segments = open_newest(folder, known)
        return generation.number, segments

    def beside(self, folder: Path) -> tuple[int, Mapping[str, tuple[int, int]]]:
        """The newest generation and the files that `prepare` wrote for it."""
        from searcher.codec.news1.opening import read_newest

        generation = read_newest(folder)
        return generation.number, generation.beside

    def builder(self, language: str, folder: Path) -> Builder:
        """What collects documents for a segment of this folder."""
        from searcher.codec.news1.builder import Builder

        return Builder(language, folder)

    def segment(self, path: Path) -> Leaf:
        """A segment that has been written but not published."""
        from searcher.codec.news1.opening import open_segment

        return open_segment(path)[0]

    def verify(self, folder: Path) -> Iterator[str]:
        """Every file of the newest generation that is not as it was written."""
        from searcher.codec.news1.verify import verify

        return verify(folder)
