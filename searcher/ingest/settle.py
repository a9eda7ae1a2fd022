"""What was read and what the index holds -> which document each id stands for, and what the writer does for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from searcher.codec.base import Snapshot
from searcher.document import Document, Rejection
from searcher.ingest.read import FileResult
from searcher.ingest.report import Replacement
from searcher.ingest.resolve import Candidate, alone, candidates, outranks, replacement, same, standing
from searcher.store import FileRow, Ledger, StoreWriter, first_day


@dataclass(slots=True)
class Tally:
    """The numbers of a run as they grow."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    carried: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    replacements: list[Replacement] = field(default_factory=list)


class Settlement:
    """One id at a time: which document stands. Of what was shelved, `finish` hands over what stands."""

    def __init__(
        self, writer: StoreWriter, segments: Sequence[str], tally: Tally, *, first_seen: Snapshot, dry_run: bool
    ) -> None:
        self._writer, self._tally = writer, tally
        self._first_seen, self._dry_run = first_seen, dry_run
        self._gone: dict[str, set[int]] = {segment: set() for segment in segments}

    def settle(
        self,
        results: Sequence[FileResult],
        files: Mapping[str, FileRow],
        vanished: frozenset[str],
    ) -> None:
        """Decide for every id that the run has touched."""
        tally, before = self._tally, self._writer.ledger.files
        read = [result for result in results if not result.unchanged]
        gone = frozenset(result.path for result in read if result.digest) | vanished
        path_of, shared = alone(read)
        old = {key for path in gone if path in before for key in before[path].ids}
        every = path_of.keys() | old
        holders = Ledger(files=files).holders(every)
        touched = {
            key
            for key in every
            if key in shared or key not in path_of or not self._is_new(key, path_of[key], holders.get(key, []))
        }
        rows = candidates(read, touched)
        tally.added += len(every) - len(touched)
        tally.unchanged += sum(len(before[result.path].ids) for result in results if result.unchanged)
        tally.rejections += [Rejection(result.path, *told) for result in results for told in result.rejections]
        for key in sorted(touched):
            self._one(key, rows.get(key, []), tuple(holders.get(key, ())), gone)

    def finish(self) -> None:
        """Hand over what stands."""
        if not self._dry_run:
            for segment, gone in self._gone.items():
                self._writer.adopt(segment, gone)

    def _is_new(self, key: str, path: str, paths: list[str]) -> bool:
        """Whether the only row of an id stands as it is on the shelf: no other file has it, and none ever had."""
        return paths == ([path] if path else []) and self._writer.before.find(key) is None

    def _one(self, key: str, rows: list[Candidate], paths: tuple[str, ...], gone: frozenset[str]) -> None:
        held = standing(self._writer.before, key, gone)
        chosen = rows[-1] if rows else None
        if held and held[1] and (chosen is None or not outranks(chosen, held[0])):
            self._note(key, held[0], rows)
            chosen, document = None, held[0]
        elif chosen:
            document = self._shelved(chosen)
            self._note(key, document, rows[:-1], also=held[0] if held and held[1] else None)
        else:
            self._tally.removed += 1
            self._forget(key)
            return
        self._drop(row for row in rows if row is not chosen)
        self._stand(key, document, chosen, paths, held[0] if held else None)

    def _stand(
        self, key: str, document: Document, chosen: Candidate | None, paths: tuple[str, ...], held: Document | None
    ) -> None:
        """Let a document stand for an id: as it is on the shelf, or with other paths, or as it is in the index."""
        standing_ = replace(document, paths=paths)
        if held is None:
            self._tally.added += 1
        elif same(standing_, held):
            self._tally.unchanged += 1
        else:
            self._tally.updated += 1
        if standing_ == held:
            self._drop([chosen] if chosen else [])
            return
        if held is not None:
            self._forget(key)
        if chosen and document.paths == paths:
            return
        self._drop([chosen] if chosen else [])
        if not self._dry_run:
            today = dt.datetime.now(dt.UTC).date()
            self._writer.add(standing_, first_day(self._first_seen, key) or today)

    def _shelved(self, candidate: Candidate) -> Document:
        return self._writer.shelved(candidate.row.slot)

    def _drop(self, rows: Iterable[Candidate]) -> None:
        """Leave documents on the shelf."""
        for row in rows:
            self._gone[row.row.segment].add(row.row.number)

    def _forget(self, key: str) -> None:
        if not self._dry_run:
            self._writer.delete(key)

    def _note(self, key: str, kept: Document, losers: Sequence[Candidate], *, also: Document | None = None) -> None:
        """List the documents that lost their id to another."""
        dropped = [self._shelved(row) for row in losers]
        dropped += [also] if also else []
        self._tally.replacements += [replacement(key, kept, loser) for loser in dropped if not same(kept, loser)]
