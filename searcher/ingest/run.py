"""A store and paths -> the store with what the files hold, in one commit: `ingest`, `rebuild`, `add`, `delete`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from searcher.codec.base import Snapshot
from searcher.document import Document
from searcher.errors import RequestError
from searcher.extract import read_corrections
from searcher.ingest.given import Item
from searcher.ingest.hands import Hands, hands
from searcher.ingest.read import FileResult, Row, Task
from searcher.ingest.report import IngestReport, OnProgress, Progress
from searcher.ingest.settle import Settlement, Tally
from searcher.ingest.walk import Walk, check_paths, is_gone, size_of, walk
from searcher.readers.base import ReadOptions
from searcher.store import FileRow, Ledger, Root, Store, StoreWriter

#: Bytes of new files from which the start of processes (0.8 s each) is soon won back, at about 1.5 MB a second.
_ENOUGH: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run is carried out: processes that read, whether it only says what it would do, whom it tells.

    `jobs` None is as many as there are processors when there is enough to read, else one.
    """

    jobs: int | None = 1
    dry_run: bool = False
    timeout: float = 30.0
    on_progress: OnProgress | None = None
    on_wait: Callable[[str], None] | None = None

    def hands_for(self, tasks: Sequence[Task]) -> int:
        """How many processes are to read these files."""
        if self.jobs is not None:
            return min(self.jobs, len(tasks))
        size = sum(size_of(task.path) for task in tasks if task.known is None)
        return min(os.cpu_count() or 1, len(tasks)) if size > _ENOUGH else 1

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
        corrections = _Corrections()
        found = walk((path, _options(root)) for path, root in roots.items())
        vanished = _vanished(ledger, roots) if prune else frozenset()
        tally = Tally()
        tasks = [Task(path, how, _digest(ledger, path), corrections[how.corrections]) for path, how in found.files]
        with hands(writer, jobs=settings.hands_for(tasks), seen=writer.before, old=store.place()) as by:
            results = [*_unread(found), *_read(tasks, by, settings)]
            known = replace(ledger, roots={**ledger.roots, **roots})
            results += _read(_sharing(known, results, vanished, corrections), by, settings)
            files = _files(ledger, results, vanished)
            _settle(writer, by, results, files, tally=tally, settings=settings, vanished=vanished)
        next_ledger = Ledger(known.roots, files)
        generation = _finish(writer, next_ledger, settings)
        return _report(tally, len(found.files), found.unknown, generation, settings)


def rebuild(store: Store, *, settings: Settings | None = None) -> IngestReport:
    """Read all roots again into a new index and put it in the place of the old one, which answers meanwhile.

    Documents that no file has any more (vanished, or given by `add`) are carried over and counted.
    """
    settings = settings or Settings()
    with store.rebuild(timeout=settings.timeout, on_wait=settings.on_wait) as work:
        ledger, writer = work.ledger, work.writer
        roots = {path: root for path, root in ledger.roots.items() if not is_gone(path)}
        corrections = _Corrections()
        found = walk((path, _options(root)) for path, root in roots.items())
        tally = Tally()
        tasks = [Task(path, how, corrections=corrections[how.corrections]) for path, how in found.files]
        with hands(writer, jobs=settings.hands_for(tasks), seen=work.old, old=work.place) as by:
            results = [*_unread(found), *_read(tasks, by, settings)]
            read = frozenset(result.path for result in results if result.digest)
            lost = {path: row for path, row in ledger.files.items() if path not in read}
            carried = _carried(work.old, read, by)
            files = {**lost, **_files(Ledger(), results, frozenset())}
            results = [carried, *results]
            _settle(writer, by, results, files, tally=tally, settings=settings, first_seen=work.old)
        tally.carried = len(carried.rows)
        generation = _finish(writer, Ledger(ledger.roots, files), settings)
        return _report(tally, len(found.files), found.unknown, generation, settings)


def add(
    store: Store, documents: Iterable[Item], *, corrections: str | None = "", settings: Settings | None = None
) -> IngestReport:
    """Put documents into the index that no file holds. All, or none.

    They are completed like those of files, with the text of the user's corrections; None leaves them as they are.
    """
    settings = settings or Settings()
    with store.write(timeout=settings.timeout, on_wait=settings.on_wait) as writer:
        tally = Tally()
        with hands(writer, jobs=settings.jobs or 1, seen=writer.before, old=store.place()) as by:
            results = [_given(documents, by, corrections=corrections)]
            _settle(writer, by, results, writer.ledger.files, tally=tally, settings=settings)
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
    return Root(path, tuple(sorted(options.field_map.items())), options.encoding, options.reader, options.corrections)


def _options(root: Root) -> ReadOptions:
    return ReadOptions(dict(root.field_map), root.encoding, root.reader, root.corrections)


class _Corrections(dict[str | None, str]):
    """A file of corrections -> its text as it was when the run first asked for it, before any file was read with it.

    RequestError when it is missing or wrong.
    """

    def __missing__(self, path: str | None) -> str:
        try:
            text = self[path] = read_corrections(path) if path else ""
        except RequestError as error:
            advice = "mend it, or give the paths that it corrects another one, or none: searcher ingest PATH"
            raise RequestError(f"{error}\n{advice}") from None
        return text


def _digest(ledger: Ledger, path: str) -> str | None:
    return ledger.files[path].digest if path in ledger.files else None


def _read(tasks: Sequence[Task], by: Hands, settings: Settings) -> list[FileResult]:
    """The results of all tasks, in the order of the tasks whatever the number of processes."""
    found: dict[str, FileResult] = {}
    for result in by.read(tasks):
        found[result.path] = result
        settings.tell("read", len(found), len(tasks))
    return [found[task.path] for task in tasks]


def _unread(found: Walk) -> list[FileResult]:
    """The folders that could not be looked into, as files that could not be read."""
    return [
        FileResult(path, None, unchanged=False, rows=(), rejections=(("", f"cannot be looked into: {reason}"),))
        for path, reason in found.unreadable
    ]


def _settle(
    writer: StoreWriter,
    by: Hands,
    results: Sequence[FileResult],
    files: Mapping[str, FileRow],
    *,
    tally: Tally,
    settings: Settings,
    vanished: frozenset[str] = frozenset(),
    first_seen: Snapshot | None = None,
) -> None:
    """Decide what each touched id now stands for, and let the writer know."""
    settings.tell("index", 0, 1)
    seen = first_seen or writer.before
    settlement = Settlement(writer, by.finish(), tally, first_seen=seen, dry_run=settings.dry_run)
    settlement.settle(results, files, vanished)
    settlement.finish()
    settings.tell("index", 1, 1)


def _vanished(ledger: Ledger, roots: Mapping[str, Root]) -> frozenset[str]:
    """Files in the ledger under these roots that are no longer there."""
    below = [Path(root) for root in roots]
    return frozenset(
        path for path in ledger.files if any(Path(path).is_relative_to(root) for root in below) and is_gone(path)
    )


def _sharing(
    ledger: Ledger, results: Sequence[FileResult], vanished: frozenset[str], corrections: _Corrections
) -> list[Task]:
    """Unchanged files that hold an id which a changed or vanished file held: theirs may be the standing one now."""
    changed = {result.path for result in results if result.digest and not result.unchanged} | vanished
    ids = {key for path in changed if path in ledger.files for key in ledger.files[path].ids}
    read = {path for paths in ledger.holders(ids).values() for path in paths} - changed
    there = {path: _options_of(ledger, path) for path in sorted(read) if not is_gone(path)}
    return [Task(path, how, corrections=corrections[how.corrections]) for path, how in there.items()]


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


def _carried(old: Snapshot | None, read: frozenset[str], by: Hands) -> FileResult:
    """The documents of the old index that no file has any more, as if read from no file."""

    def documents() -> Iterator[Document]:
        for leaf in old.leaves if old else ():
            for number in np.flatnonzero(leaf.live).tolist():
                document = leaf.document(number)
                if not read.intersection(document.paths):
                    yield document

    return _given(documents(), by)


def _given(documents: Iterable[Item], by: Hands, *, corrections: str | None = "") -> FileResult:
    """Documents that no file holds, as if read from one without a name."""
    told = list(by.add(documents, corrections=corrections))
    rows = sorted((row for row in told if isinstance(row, Row)), key=lambda row: row.ordinal)
    refused = tuple(one for one in told if not isinstance(one, Row))
    return FileResult("", None, unchanged=False, rows=tuple(rows), rejections=refused)


def _report(tally: Tally, files: int, unknown: Mapping[str, int], generation: int, settings: Settings) -> IngestReport:
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
