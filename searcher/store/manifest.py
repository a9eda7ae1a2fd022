"""The file `index.json` of an index folder <-> Manifest: what the index is and where its data stand.

It is small, written last and replaced atomically, so an index is what its manifest says, before or after a change and
never between. Its stamp (format, schema, analyzer) tells an index that this version would answer wrongly.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from searcher.analysis import ANALYZER_VERSION
from searcher.codec.files import write_atomically
from searcher.errors import IndexCorrupt, IndexNotFound, IndexOutdated, StoreError
from searcher.fields import SCHEMA_VERSION

FORMAT_VERSION: Final = 2
NAME: Final = "index.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index is.

    `data` is the folder inside the index folder that holds codec files and ledger; `base` is added to the codec's
    generation, so that generations rise across rebuilds too.
    """

    format: int
    schema: int
    analyzer: int
    codec: str
    language: str
    data: str
    base: int


def new_manifest(*, codec: str, language: str, data: str, base: int = 0) -> Manifest:
    """A manifest with this version's stamp."""
    return Manifest(FORMAT_VERSION, SCHEMA_VERSION, ANALYZER_VERSION, codec, language, data, base)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an index folder, whatever its stamp; IndexNotFound, IndexCorrupt."""
    path = folder / NAME
    try:
        content = json.loads(path.read_bytes())
        manifest = Manifest(**content)
    except FileNotFoundError:
        raise IndexNotFound(f"there is no index in {folder}; make one with: searcher ingest PATH") from None
    except NotADirectoryError:
        raise IndexNotFound(f"{folder} is a file, not an index folder") from None
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, TypeError) as error:
        raise IndexCorrupt(
            f"{path} does not describe an index; put back a copy of it, or remove the folder and ingest again"
        ) from error
    if Path(manifest.data).name != manifest.data or not manifest.data:
        raise IndexCorrupt(f"{path} names a folder outside the index")
    return manifest


def check_stamp(manifest: Manifest) -> None:
    """IndexOutdated when this version reads or analyses otherwise than the one that made the index."""
    for what, found, current in (
        ("format", manifest.format, FORMAT_VERSION),
        ("schema", manifest.schema, SCHEMA_VERSION),
        ("analyzer", manifest.analyzer, ANALYZER_VERSION),
    ):
        if found != current:
            raise IndexOutdated(
                f"the index was made with {what} {found}, this version has {current}; renew it with: searcher rebuild"
            )


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in place, durably and all at once."""
    write_atomically(folder / NAME, json.dumps(asdict(manifest), indent=1).encode() + b"\n")
