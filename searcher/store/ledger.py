"""What has been read into an index: roots, files and their documents.

A run writes the rows that it changed, `ledger-N.json`, before it publishes generation N, whose manifest names this and
the files of earlier runs that still count; so the newest published generation always has its own ledger, whenever a
process dies, and a run costs what it changes. Eight such files are written as one.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from searcher.codec.files import write_atomically
from searcher.errors import IndexCorrupt

_PREFIX: Final = "ledger-"
_MOST_PARTS: Final = 8


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file that was read: SHA-256 of its bytes, the ids of its documents, and the records that were rejected."""

    digest: str
    ids: tuple[str, ...] = ()
    rejections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Root:
    """A path that a user gave to `ingest`, absolute, and the options it is read with."""

    path: str
    field_map: tuple[tuple[str, str], ...] = ()
    encoding: str | None = None
    reader: str | None = None
    corrections: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that has been read: roots and files by absolute path; `parts` are the files it was read from."""

    roots: Mapping[str, Root] = field(default_factory=dict)
    files: Mapping[str, FileRow] = field(default_factory=dict)
    parts: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def holders(self, ids: AbstractSet[str] | None = None) -> dict[str, list[str]]:
        """Id -> the files that hold it, in order of path; of all ids, or of these."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.files):
            for key in self.files[path].ids:
                if ids is None or key in ids:
                    found.setdefault(key, []).append(path)
        return found


def read_ledger(folder: Path, parts: Mapping[str, tuple[int, int]]) -> Ledger:
    """The ledger, of those files beside a generation that are its; IndexCorrupt when one is missing or damaged."""
    roots: dict[str, Root] = {}
    files: dict[str, FileRow] = {}
    parts = {name: noted for name, noted in parts.items() if name.startswith(_PREFIX)}
    for name in sorted(parts, key=_number):
        path = folder / name
        try:
            data = path.read_bytes()
            _check(data, parts[name])
            content: dict[str, Any] = json.loads(data)
            roots = {key: Root(**_pairs(row, "field_map")) for key, row in content["roots"].items()}
            for key, row in content["files"].items():
                if row is None:
                    files.pop(key, None)
                else:
                    rejections = tuple((place, reason) for place, reason in row["rejections"])
                    files[key] = FileRow(row["digest"], tuple(row["ids"]), rejections)
        except FileNotFoundError:
            raise IndexCorrupt(f"{path} is missing; searcher rebuild") from None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexCorrupt(f"{path} cannot be read ({error}); searcher rebuild") from error
    return Ledger(roots, files, dict(parts))


def _check(data: bytes, noted: tuple[int, int]) -> None:
    if (len(data), zlib.crc32(data)) != tuple(noted):
        raise ValueError("it is not as it was written")


def _number(name: str) -> int:
    return int("".join(filter(str.isdecimal, name)) or 0)


def _pairs(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {**row, name: tuple((key, value) for key, value in row[name])}


def write_ledger(folder: Path, generation: int, before: Ledger, after: Ledger) -> Mapping[str, tuple[int, int]]:
    """Write what has changed since `before`; the files that make up the ledger from now on."""
    changed: dict[str, FileRow | None] = {
        name: row for name, row in after.files.items() if before.files.get(name) != row
    }
    changed |= {name: None for name in before.files if name not in after.files}
    if before.parts and not changed and before.roots == after.roots:
        return before.parts
    whole = len(before.parts) >= _MOST_PARTS or len(changed) * 2 > len(after.files)
    if whole:
        changed = dict(after.files)
    content = {
        "roots": {name: asdict(root) for name, root in after.roots.items()},
        "files": {name: row and asdict(row) for name, row in sorted(changed.items())},
    }
    data = json.dumps(content).encode()
    name = f"{_PREFIX}{generation}.json"
    write_atomically(folder / name, data)
    return {**({} if whole else before.parts), name: (len(data), zlib.crc32(data))}
