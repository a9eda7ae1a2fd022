"""A store and paths -> the store with what the files hold, in one commit: `ingest`, `rebuild`, `add`, `delete`."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np

from searcher.codec.base import Snapshot
from searcher.document import Document, Rejection
from searcher.ingest.read import FileResult, Row, Spool, Task, completed, read_file
from searcher.ingest.report import IngestReport, OnProgress, Progress, Replacement
from searcher.ingest.resolve import Candidate, candidates, outranks, replacement, same, standing
from searcher.ingest.walk import check_paths, walk
from searcher.ingest.worker import read_in_workers
from searcher.readers.base import ReadOptions
from searcher.store import FileRow, Ledger, Root, Store, StoreWriter


@dataclass(slots=True)
class _Tally:
    """The numbers of a run as they grow."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    carried: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    replacements: list[Replacement] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run is carried out: processes that read, whether it only says what it would do, whom it tells."""

    jobs: int = 1
    dry_run: bool = False
    timeout: float = 30.0
    on_progress: OnProgress | None = None
    on_wait: Callable[[str], None] | None = None

    def tell(self, stage: str, done: int, total: int) -> None:
        """Report progress, if anyone listens."""
        if self.on_progress:
            self.on_progress(Progress(stage, done, total))


def ingest(
    store: Store,
    paths: Sequence[str],
    *,
    options: ReadOptions | None = None,
    prune: bool = False,
    settings: Settings | None = None,
) -> IngestReport:
    """Read files and folders (absolute paths; none: the roots read before) into the index.

    What has not changed is skipped. With `prune`, documents of files under these paths that have vanished are
    forgotten. RequestError, before anything is read, when a path is missing.
    """
    settings = settings or Settings()
    check_paths(paths)
    with store.write(timeout=settings.timeout, on_wait=settings.on_wait) as writer:
        ledger = writer.ledger
        roots = {path: _root(path, options or ReadOptions()) for path in paths} or dict(ledger.roots)
        if prune:
            check_paths(sorted(roots))
        found = walk((path, _options(root)) for path, root in roots.items())
        vanished = _vanished(ledger, roots) if prune else frozenset()
        tally = _Tally()
        with _spool_folder(writer) as folder:
            tasks = [Task(path, how, _digest(ledger, path)) for path, how in found.files]
            results = _read(tasks, folder, settings)
            results += _read(_sharing(ledger, results, vanished), folder, settings)
            files = _files(ledger, results, vanished)
            _apply(writer, results, files, vanished, tally=tally, settings=settings)
        next_ledger = Ledger({**ledger.roots, **roots}, files)
        generation = _finish(writer, next_ledger, settings)
        return _report(tally, len(found.files), found.unknown, generation, settings)


def rebuild(store: Store, *, settings: Settings | None = None) -> IngestReport:
    """Read all roots again into a new index and put it in the place of the old one, which answers meanwhile.

    Documents that no file has any more (vanished, or given by `add`) are carried over and counted.
    """
    settings = settings or Settings()
    with store.rebuild(timeout=settings.timeout, on_wait=settings.on_wait) as work:
        ledger, writer = work.ledger, work.writer
        roots = {path: root for path, root in ledger.roots.items() if Path(path).exists()}
        found = walk((path, _options(root)) for path, root in roots.items())
        tally = _Tally()
        with _spool_folder(writer) as folder:
            results = _read([Task(path, how) for path, how in found.files], folder, settings)
            read = {result.path for result in results if result.digest}
            lost = {path: row for path, row in ledger.files.items() if path not in read}
            carried = _carry(work.old, frozenset(read), folder) if work.old else None
            files = {**lost, **_files(Ledger(), results, frozenset())}
            _apply(
                writer,
                [*([carried] if carried else []), *results],
                files,
                frozenset(),
                tally=tally,
                settings=settings,
                first_seen=work.old,
            )
        tally.carried = len(carried.rows) if carried else 0
        generation = _finish(writer, Ledger(ledger.roots, files), settings)
        return _report(tally, len(found.files), found.unknown, generation, settings)


def add(store: Store, documents: Iterable[Document | Rejection], *, settings: Settings | None = None) -> IngestReport:
    """Put documents into the index that no file holds; each is completed like those of files. All, or none."""
    settings = settings or Settings()
    with store.write(timeout=settings.timeout, on_wait=settings.on_wait) as writer:
        tally = _Tally()
        with _spool_folder(writer) as folder:
            rows, rejections = [], []
            with _spool(folder / "spool") as spool:
                for document in documents:
                    item = document if isinstance(document, Rejection) else completed(document, "")
                    if isinstance(item, Rejection):
                        rejections.append((item.place, item.reason))
                    else:
                        rows.append(spool.put(item))
            result = FileResult("", None, unchanged=False, rows=tuple(rows), rejections=tuple(rejections))
            _apply(writer, [result], writer.ledger.files, frozenset(), tally=tally, settings=settings)
        generation = _finish(writer, writer.ledger, settings)
        return _report(tally, 0, {}, generation, settings)


def delete(store: Store, ids: Iterable[str], *, settings: Settings | None = None) -> int:
    """Forget the documents with these ids; how many there were. Files that hold them are not read again unchanged."""
    settings = settings or Settings()
    with store.write(timeout=settings.timeout, on_wait=settings.on_wait) as writer:
        present = [key for key in sorted(set(ids)) if writer.before.find(key)]
        for key in present:
            writer.delete(key)
        gone = set(present)
        files = {
            path: replace(row, ids=tuple(key for key in row.ids if key not in gone))
            for path, row in writer.ledger.files.items()
        }
        _finish(writer, replace(writer.ledger, files=files), settings)
        return len(present)


def _finish(writer: StoreWriter, ledger: Ledger, settings: Settings) -> int:
    """Commit, unless the run is only to say what it would do."""
    return writer.before.generation if settings.dry_run else writer.commit(ledger)


def _root(path: str, options: ReadOptions) -> Root:
    return Root(path, tuple(sorted(options.field_map.items())), options.encoding, options.reader)


def _options(root: Root) -> ReadOptions:
    return ReadOptions(dict(root.field_map), root.encoding, root.reader)


def _digest(ledger: Ledger, path: str) -> str | None:
    return ledger.files[path].digest if path in ledger.files else None


@contextmanager
def _spool_folder(writer: StoreWriter) -> Iterator[Path]:
    """A temporary folder on the index's disk."""
    with tempfile.TemporaryDirectory(prefix="spool-", dir=writer.folder) as folder:
        yield Path(folder)


@contextmanager
def _spool(path: Path, *, mode: Literal["w+b", "rb"] = "w+b") -> Iterator[Spool]:
    spool = Spool(path, mode=mode)
    try:
        yield spool
    finally:
        spool.close()


def _read(tasks: Sequence[Task], folder: Path, settings: Settings) -> list[FileResult]:
    """The results of all tasks, in the order of the tasks whatever the number of processes."""
    jobs = min(settings.jobs, len(tasks))
    found: dict[str, FileResult] = {}
    if jobs > 1:
        for result in read_in_workers(tasks, folder, jobs):
            found[result.path] = result
            settings.tell("read", len(found), len(tasks))
    else:
        with _spool(Path(tempfile.mkstemp(prefix="read-", dir=folder)[1])) as spool:
            for task in tasks:
                found[task.path] = read_file(task, spool)
                settings.tell("read", len(found), len(tasks))
    return [found[task.path] for task in tasks]


def _vanished(ledger: Ledger, roots: Mapping[str, Root]) -> frozenset[str]:
    """Files in the ledger under these roots that are no longer there."""
    below = [Path(root) for root in roots]
    return frozenset(
        path
        for path in ledger.files
        if any(Path(path).is_relative_to(root) for root in below) and not Path(path).exists()
    )


def _sharing(ledger: Ledger, results: Sequence[FileResult], vanished: frozenset[str]) -> list[Task]:
    """Unchanged files that hold an id which a changed or vanished file held: theirs may be the standing one now."""
    changed = {result.path for result in results if result.digest and not result.unchanged} | vanished
    ids = {key for path in changed if path in ledger.files for key in ledger.files[path].ids}
    read = {path for paths in ledger.holders(ids).values() for path in paths} - changed
    return [Task(path, _options_of(ledger, path)) for path in sorted(read) if Path(path).exists()]


def _options_of(ledger: Ledger, path: str) -> ReadOptions:
    """The options of the last root that a file lies under."""
    under = [root for name, root in ledger.roots.items() if Path(path).is_relative_to(name)]
    return _options(under[-1]) if under else ReadOptions()


def _files(ledger: Ledger, results: Sequence[FileResult], vanished: frozenset[str]) -> dict[str, FileRow]:
    """The ledger's files after this run."""
    files = {path: row for path, row in ledger.files.items() if path not in vanished}
    for result in results:
        if result.digest and not result.unchanged:
            ids = tuple(dict.fromkeys(row.id for row in result.rows))
            files[result.path] = FileRow(result.digest, ids, result.rejections)
    return files


def _apply(
    writer: StoreWriter,
    results: Sequence[FileResult],
    files: Mapping[str, FileRow],
    vanished: frozenset[str],
    *,
    tally: _Tally,
    settings: Settings,
    first_seen: Snapshot | None = None,
) -> None:
    """Write what each touched id now stands for."""
    read = [result for result in results if not result.unchanged]
    gone = frozenset(result.path for result in read if result.digest) | vanished
    rows = candidates(read)
    old = {key for path in gone if path in writer.ledger.files for key in writer.ledger.files[path].ids}
    touched = sorted(rows.keys() | old)
    holders = Ledger(files=files).holders(touched)
    tally.unchanged += sum(len(writer.ledger.files[result.path].ids) for result in results if result.unchanged)
    tally.rejections += [Rejection(result.path, *rejection) for result in results for rejection in result.rejections]
    change = _Change(writer, first_seen or writer.before, gone, tally, dry_run=settings.dry_run)
    with ExitStack() as stack:
        spools: dict[str, Spool] = {}
        for done, key in enumerate(touched, 1):
            for candidate in rows.get(key, ()):
                if candidate.row.spool not in spools:
                    spools[candidate.row.spool] = stack.enter_context(_spool(Path(candidate.row.spool), mode="rb"))
            change.settle(key, rows.get(key, []), tuple(holders.get(key, ())), spools)
            if done % 64 == 0 or done == len(touched):
                settings.tell("index", done, len(touched))


@dataclass(frozen=True, slots=True)
class _Change:
    """One id at a time: which document stands, and what the writer must do for it."""

    writer: StoreWriter
    first_seen: Snapshot
    gone: frozenset[str]
    tally: _Tally
    dry_run: bool

    def settle(self, key: str, rows: list[Candidate], paths: tuple[str, ...], spools: Mapping[str, Spool]) -> None:
        """Delete, add, replace or leave the document of one id, and count it."""
        held = standing(self.writer.before, key, self.gone)
        document = spools[rows[-1].row.spool].get(rows[-1].row.offset) if rows else None
        if held and held[1] and (document is None or not outranks(rows[-1], held[0])):
            self._note(key, held[0], [document] if document else [])
            document = held[0]
        elif document:
            losers = [spools[row.row.spool].get(row.row.offset) for row in rows[:-1]]
            self._note(key, document, [*losers, *([held[0]] if held and held[1] else [])])
        if document is None:
            self.tally.removed += 1
            self._write(key, None)
            return
        document = replace(document, paths=paths)
        if held is None:
            self.tally.added += 1
        elif same(document, held[0]):
            self.tally.unchanged += 1
            if document == held[0]:
                return
        else:
            self.tally.updated += 1
        self._write(key, document, replaces=held is not None)

    def _note(self, key: str, kept: Document, dropped: list[Document]) -> None:
        """List the documents that lost their id to another."""
        self.tally.replacements += [replacement(key, kept, loser) for loser in dropped if not same(kept, loser)]

    def _write(self, key: str, document: Document | None, *, replaces: bool = True) -> None:
        if self.dry_run:
            return
        if replaces:
            self.writer.delete(key)
        if document:
            self.writer.add(document, self._added(key))

    def _added(self, key: str) -> dt.date:
        """The day an id came into the index: as recorded, else today (in UTC, so that no two zones disagree)."""
        place = self.first_seen.find(key)
        if place:
            return dt.date.fromordinal(int(place[0].column("added_day")[place[1]]))
        return dt.datetime.now(dt.UTC).date()


def _carry(old: Snapshot, read: frozenset[str], folder: Path) -> FileResult:
    """The documents of the old index that no file has any more, as if read from no file."""
    rows: list[Row] = []
    with _spool(folder / "carried") as spool:
        for leaf in old.leaves:
            for number in np.flatnonzero(leaf.live).tolist():
                document = leaf.document(number)
                if not read.intersection(document.paths):
                    rows.append(spool.put(document))
    return FileResult("", None, unchanged=False, rows=tuple(rows), rejections=())


def _report(tally: _Tally, files: int, unknown: Mapping[str, int], generation: int, settings: Settings) -> IngestReport:
    return IngestReport(
        added=tally.added,
        updated=tally.updated,
        unchanged=tally.unchanged,
        removed=tally.removed,
        rejected=len(tally.rejections),
        carried=tally.carried,
        files=files,
        rejections=tuple(tally.rejections),
        replacements=tuple(tally.replacements),
        unknown=dict(sorted(unknown.items())),
        generation=generation,
        dry_run=settings.dry_run,
    )
