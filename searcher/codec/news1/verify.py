"""A folder of segments -> every file in it that is not as it was written."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from searcher.codec.news1.container import Container, Root
from searcher.codec.news1.manifest import newest, read_generation
from searcher.errors import SearcherError


def verify(folder: Path) -> Iterator[str]:
    """One sentence for each file of the newest generation that is missing or damaged."""
    try:
        generation = read_generation(folder, newest(folder))
    except (SearcherError, OSError) as error:
        yield str(error)
        return
    for row in generation.segments:
        yield from _damage(folder / row.name, row.root)
        if row.deletions and row.deletions_root:
            yield from _damage(folder / row.deletions, row.deletions_root)
    for name, (size, crc) in sorted(generation.beside.items()):
        try:
            data = (folder / name).read_bytes()
        except OSError as error:
            yield f"{name}: {error.strerror}"
            continue
        if (len(data), zlib.crc32(data)) != (size, crc):
            yield f"{name} is not as it was written"


def _damage(path: Path, root: Root) -> Iterator[str]:
    try:
        Container(path, root).check_all()
    except SearcherError as error:
        yield str(error)
    except OSError as error:
        yield f"{path.name}: {error.strerror}"
