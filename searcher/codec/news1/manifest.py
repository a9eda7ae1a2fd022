"""A generation of an index <-> `manifest-N.json`: which segments, their deletions, what stands beside.

The file is one line of JSON and a line with its CRC-32. It is written last, under a temporary name, flushed, renamed,
and the folder flushed; so the newest manifest always names files that are whole. It is never passed over in silence
for an older one. Old manifests go when a newer one stands.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from searcher.codec.files import sync_folder, write_atomically
from searcher.codec.news1.container import Root
from searcher.errors import IndexCorrupt

_NAME: Final = re.compile(r"manifest-(\d{1,18})\.json")
_CRC_LINE: Final = 9
_FILE: Final = re.compile(r"[a-z0-9][a-z0-9.-]*")


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment: its file, how many documents it has, the file that names its deleted ones, and how many they are."""

    name: str
    root: Root
    documents: int
    deletions: str | None = None
    deletions_root: Root | None = None
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of an index. `beside` are files that are not the codec's but belong to it: name -> size and CRC-32."""

    number: int
    segments: tuple[SegmentRow, ...] = ()
    beside: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def files(self) -> Iterable[str]:
        """The names of all files of this generation."""
        yield manifest_name(self.number)
        for row in self.segments:
            yield row.name
            if row.deletions:
                yield row.deletions
        yield from self.beside


def manifest_name(number: int) -> str:
    """The file name of a generation's manifest."""
    return f"manifest-{number}.json"


def newest(folder: Path) -> int:
    """The number of the newest generation; IndexCorrupt when there is none."""
    found = [int(match[1]) for match in map(_NAME.fullmatch, _names(folder)) if match]
    if not found:
        raise IndexCorrupt(f"{folder} has lost its manifest; searcher rebuild")
    return max(found)


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise IndexCorrupt(f"cannot read {folder}: {error.strerror or error}") from error


def read_generation(folder: Path, number: int) -> Generation:
    """A generation by its number; FileNotFoundError when it is gone, IndexCorrupt when it is not as it was written."""
    path = folder / manifest_name(number)
    text, _, checksum = path.read_bytes().partition(b"\n")
    if checksum != (_crc(text) if len(checksum) <= _CRC_LINE else _sha256(text)):
        raise IndexCorrupt(f"{path} is damaged; searcher verify")
    try:
        content: dict[str, Any] = json.loads(text)
        found = Generation(
            content["generation"],
            tuple(_row(row) for row in content["segments"]),
            {_file(name): (int(size), int(crc)) for name, (size, crc) in content["beside"].items()},
        )
    except (ValueError, KeyError, TypeError) as error:
        raise IndexCorrupt(f"{path} cannot be read ({error}); searcher verify") from error
    if found.number != number:
        raise IndexCorrupt(f"{path} is the manifest of generation {found.number}; searcher verify")
    return found


def _crc(text: bytes) -> bytes:
    return b"%08x\n" % zlib.crc32(text)


def _sha256(text: bytes) -> bytes:
    """What stood there at first; to load OpenSSL takes as long as a search, so only for such a file."""
    import hashlib

    return hashlib.sha256(text).hexdigest().encode() + b"\n"


def _row(row: Mapping[str, Any]) -> SegmentRow:
    name, size, crc = row["file"]
    deletions = row.get("deletions")
    return SegmentRow(
        _file(name),
        Root(int(size), int(crc)),
        int(row["documents"]),
        _file(deletions[0]) if deletions else None,
        Root(int(deletions[1]), int(deletions[2])) if deletions else None,
        int(row.get("deleted", 0)),
    )


def _file(name: str) -> str:
    """A name that cannot lead out of the folder."""
    if not isinstance(name, str) or not _FILE.fullmatch(name):
        raise ValueError(f"{name!r} is no file of an index")
    return name


def write_generation(folder: Path, generation: Generation) -> None:
    """Publish a generation, durably."""
    rows = []
    for row in generation.segments:
        told: dict[str, Any] = {"file": [row.name, row.root.size, row.root.crc], "documents": row.documents}
        if row.deletions and row.deletions_root:
            told["deletions"] = [row.deletions, row.deletions_root.size, row.deletions_root.crc]
            told["deleted"] = row.deleted
        rows.append(told)
    text = json.dumps({"generation": generation.number, "segments": rows, "beside": generation.beside}).encode()
    write_atomically(folder / manifest_name(generation.number), text + b"\n" + _crc(text))


def sweep(folder: Path, generation: Generation) -> None:
    """Remove what is no part of the newest generation. Readers have their files mapped, or open the newest again."""
    kept = set(generation.files())
    for name in _names(folder):
        if name not in kept and (folder / name).is_file():
            # Windows does not remove a file that a reader has mapped; a later sweep will.
            try:
                (folder / name).unlink(missing_ok=True)
            except PermissionError:
                continue
    sync_folder(folder)
