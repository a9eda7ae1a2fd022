"""What a run of ingestion did: IngestReport; and how far it is: Progress."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from searcher.document import Rejection


@dataclass(frozen=True, slots=True)
class Replacement:
    """Two records with one id in different files: which won, which lost, and by what."""

    id: str
    kept: str
    dropped: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """Numbers of documents, but for `rejected`, which counts files and records that could not be read.

    `unknown` counts files passed over by suffix; `replacements` are ids that stood in several files with different
    content; `carried` counts documents that a rebuild took over because no file has them any more.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    rejected: int = 0
    carried: int = 0
    files: int = 0
    rejections: tuple[Rejection, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    unknown: Mapping[str, int] = field(default_factory=dict)
    generation: int = 0
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `stage` is "read" (counted in files) or "index" (counted in documents)."""

    stage: str
    done: int
    total: int


OnProgress = Callable[[Progress], None]
