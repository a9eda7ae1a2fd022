"""Rows of this run and what the index holds -> which document each id stands for."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from searcher.codec.base import Snapshot
from searcher.document import Document, to_record
from searcher.ingest.read import FileResult, Row, newest
from searcher.ingest.report import Replacement

#: Sorts after every path: a document given by hand stands against files as the last of them.
BY_HAND = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row and the file it came from ("" when it was given by hand)."""

    row: Row
    path: str

    @property
    def rank(self) -> tuple[int, str, int]:
        """The greatest wins: the newest; then the last path; then the last in the file."""
        return self.row.newest, self.path or BY_HAND, self.row.ordinal


def alone(results: Iterable[FileResult]) -> tuple[dict[str, str], set[str]]:
    """Id -> the path of the first row that has it, and the ids that several have.

    Nearly every document of a large run is new and the only one of its id; no object is made for it.
    """
    path_of: dict[str, str] = {}
    shared = set()
    for result in results:
        for row in result.rows:
            if row.id in path_of:
                shared.add(row.id)
            else:
                path_of[row.id] = result.path
    return path_of, shared


def candidates(results: Iterable[FileResult], ids: AbstractSet[str]) -> dict[str, list[Candidate]]:
    """Id -> the rows that have it, worst first; of these ids."""
    found: dict[str, list[Candidate]] = {}
    for result in results if ids else ():
        for row in result.rows:
            if row.id in ids:
                found.setdefault(row.id, []).append(Candidate(row, result.path))
    for rows in found.values():
        if len(rows) > 1:
            rows.sort(key=lambda candidate: candidate.rank)
    return found


def standing(before: Snapshot, key: str, gone: frozenset[str]) -> tuple[Document, bool] | None:
    """The indexed document of an id, and whether it may still compete: its file is not read anew and not forgotten."""
    place = before.find(key)
    if place is None:
        return None
    leaf, number = place
    document = leaf.document(number)
    return document, (_file(document) or BY_HAND) not in gone


def outranks(candidate: Candidate, document: Document) -> bool:
    """Whether a new row wins against an indexed document; the new one wins a draw."""
    return candidate.rank[:2] >= (newest(document), _file(document) or BY_HAND)


def same(one: Document, other: Document) -> bool:
    """Whether two documents say the same, wherever they stand."""
    return to_record(replace(one, origin=None, paths=())) == to_record(replace(other, origin=None, paths=()))


def replacement(key: str, kept: Document, dropped: Document) -> Replacement:
    """The note that one document was left out for another."""
    return Replacement(key, _where(kept), _where(dropped))


def _file(document: Document) -> str:
    """The file a document was read from, "" for none."""
    return document.origin.path if document.origin and document.paths else ""


def _where(document: Document) -> str:
    origin = document.origin
    if not origin or not document.paths:
        return "given by hand"
    return f"{origin.path}, {origin.place}" if origin.place else origin.path
