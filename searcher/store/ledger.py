"""What has been read into an index: roots, files and their documents. Kept beside each generation it belongs to.

The ledger of generation n is `ledger-n.json`, complete on disk before generation n is published; so the newest
published generation always has its own ledger, whenever a process dies.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from searcher.errors import IndexCorrupt
from searcher.store.manifest import write_atomically


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


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that has been read: roots and files by absolute path; `checksums` of the generation's files."""

    roots: Mapping[str, Root] = field(default_factory=dict)
    files: Mapping[str, FileRow] = field(default_factory=dict)
    checksums: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def holders(self, ids: Iterable[str] | None = None) -> dict[str, list[str]]:
        """Id -> the files that hold it, in order of path; of all ids, or of these."""
        wanted = None if ids is None else set(ids)
        found: dict[str, list[str]] = {}
        for path in sorted(self.files):
            for key in self.files[path].ids:
                if wanted is None or key in wanted:
                    found.setdefault(key, []).append(path)
        return found


def ledger_path(folder: Path, generation: int) -> Path:
    """Where the ledger of a generation stands."""
    return folder / f"ledger-{generation}.json"


def read_ledger(folder: Path, generation: int) -> Ledger:
    """The ledger of a generation; IndexCorrupt when it is missing or damaged. Generation 0 has an empty one."""
    path = ledger_path(folder, generation)
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        return Ledger(
            roots={name: Root(**_pairs(row, "field_map")) for name, row in content["roots"].items()},
            files={
                name: FileRow(row["digest"], tuple(row["ids"]), tuple((p, r) for p, r in row["rejections"]))
                for name, row in content["files"].items()
            },
            checksums={name: (size, crc) for name, (size, crc) in content["checksums"].items()},
        )
    except FileNotFoundError:
        if generation == 0:
            return Ledger()
        raise IndexCorrupt(f"{path} is missing; searcher rebuild") from None
    except (ValueError, KeyError, TypeError) as error:
        raise IndexCorrupt(f"{path} cannot be read ({error}); searcher rebuild") from error


def _pairs(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {**row, name: tuple((key, value) for key, value in row[name])}


def write_ledger(folder: Path, generation: int, ledger: Ledger, names: Iterable[str]) -> None:
    """Write the ledger of a generation that is about to be published, with the checksums of its files."""
    ledger = replace(ledger, checksums={name: checksum(folder / name) for name in sorted(names)})
    content = {
        "roots": {name: asdict(root) for name, root in sorted(ledger.roots.items())},
        "files": {name: asdict(row) for name, row in sorted(ledger.files.items())},
        "checksums": ledger.checksums,
    }
    write_atomically(ledger_path(folder, generation), json.dumps(content).encode())


def sweep_ledgers(folder: Path, generation: int) -> None:
    """Remove the ledgers of generations that are no longer the newest."""
    for path in folder.glob("ledger-*.json"):
        if path != ledger_path(folder, generation):
            path.unlink(missing_ok=True)


def checksum(path: Path) -> tuple[int, int]:
    """(size in bytes, CRC-32) of a file."""
    crc = size = 0
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            crc = zlib.crc32(block, crc)
            size += len(block)
    return size, crc


def check_sizes(folder: Path, generation: int) -> None:
    """IndexCorrupt when a file of a generation has not the size it was written with; costs one `stat` a file."""
    for name, (size, _) in read_ledger(folder, generation).checksums.items():
        try:
            found = (folder / name).stat().st_size
        except OSError:
            found = -1
        if found not in (size, -1):
            raise IndexCorrupt(f"{folder / name} has {found:,} bytes, written were {size:,}; searcher verify")
