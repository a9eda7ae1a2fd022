"""An index folder -> Store: create it, open it, take snapshots, write, put a rebuilt index in place."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from searcher.analysis import stemmer_languages
from searcher.codec import DEFAULT_CODEC, load_codec, new_codec
from searcher.codec.base import Codec, Leaf, Snapshot
from searcher.codec.files import sync_folder
from searcher.errors import IndexCorrupt, RequestError, StoreError
from searcher.store.ledger import Ledger, read_ledger
from searcher.store.links import read_links
from searcher.store.lock import NAME as LOCK_FILE
from searcher.store.lock import WriterLock
from searcher.store.manifest import NAME as INDEX_FILE
from searcher.store.manifest import Manifest, check_stamp, new_manifest, read_manifest, write_manifest

if TYPE_CHECKING:
    from searcher.store.writer import StoreWriter

#: What may stand in a folder that becomes an index.
_HARMLESS: Final = frozenset({"readme.md", "readme", "readme.txt", ".gitignore", ".gitkeep", ".ds_store"})
_TRIES: Final = 40
_PAUSE: Final = 0.025
#: Nanoseconds after which a change of a folder is surely seen by its time; file systems tick every 10 ms or finer.
_SETTLED: Final = 2_000_000_000
#: Generations before the newest that a process goes on answering cursors from; they share most segments.
_FORMER: Final = 4


class Store:
    """One index on disk. Threads may share it; every call sees the newest generation."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self._manifest = manifest
        self._snapshot: Snapshot | None = None
        self._seen: tuple[tuple[int, ...], Snapshot] | None = None
        self._former: deque[Snapshot] = deque(maxlen=_FORMER)
        self._lock = threading.Lock()

    @property
    def language(self) -> str:
        """The language whose stemmer the index uses."""
        return self._manifest.language

    @property
    def codec(self) -> str:
        """The name of the codec that keeps its lists."""
        return self._manifest.codec

    def _data(self, manifest: Manifest) -> Path:
        return self.folder / manifest.data

    def place(self) -> tuple[str, str]:
        """The codec and the folder of the data, for another process to open."""
        manifest = read_manifest(self.folder)
        return manifest.codec, str(self._data(manifest))

    def snapshot(self) -> Snapshot:
        """The newest generation, pinned: it answers the same whatever is committed afterwards."""
        seen = self._seen
        if seen is not None and seen[0] == self._state()[0]:
            return seen[1]
        for attempt in range(_TRIES):
            state, settled = self._state()
            self._manifest = manifest = read_manifest(self.folder)
            check_stamp(manifest)
            try:
                found = self._open(manifest)
            except IndexCorrupt:
                # A rebuild may have swapped the data away between the two reads.
                if read_manifest(self.folder) == manifest or attempt == _TRIES - 1:
                    raise
                time.sleep(_PAUSE)
            else:
                self._seen = (state, found) if settled else None
                return found
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def earlier(self, generation: int) -> Snapshot | None:
        """A generation that this process has lately answered from, as it was: what is mapped stays, here anyway."""
        with self._lock:
            return next((one for one in self._former if one.generation == generation), None)

    def _state(self) -> tuple[tuple[int, ...], bool]:
        """What changes with every commit and swap, at the cost of two `stat`s; and whether it has settled.

        Within a tick of the clock of the file system a second change would leave no trace, so what was looked at
        right after a change is looked at again.
        """
        try:
            index = os.stat(self.folder / INDEX_FILE)  # noqa: PTH116 - half the time of Path.stat
            data = os.stat(self.folder / self._manifest.data)  # noqa: PTH116
        except OSError:
            return (), False
        newest = max(index.st_mtime_ns, data.st_mtime_ns)
        state = (index.st_mtime_ns, index.st_ino, data.st_mtime_ns, data.st_ino)
        return state, time.time_ns() - newest > _SETTLED

    def _open(self, manifest: Manifest) -> Snapshot:
        codec = load_codec(manifest.codec)
        data = self._data(manifest)
        generation = manifest.base + codec.generation(data)
        with self._lock:
            if self._snapshot is None or self._snapshot.generation != generation:
                known = self._snapshot.leaves if self._snapshot else ()
                if self._snapshot:
                    self._former.append(self._snapshot)
                self._snapshot = _snapshot(codec, data, manifest, known)
            return self._snapshot

    def ledger(self) -> Ledger:
        """What has been read into the newest generation."""
        for _ in range(_TRIES):
            manifest = read_manifest(self.folder)
            codec, data = load_codec(manifest.codec), self._data(manifest)
            generation, parts = codec.beside(data)
            try:
                return read_ledger(data, parts)
            except IndexCorrupt:
                if codec.generation(data) == generation:
                    raise
        raise IndexCorrupt(f"{self.folder} changes too fast to be read")

    @contextmanager
    def write(self, *, timeout: float = 30.0, on_wait: Callable[[str], None] | None = None) -> Iterator[StoreWriter]:
        """A writer on the newest generation, under the lock. What it has not committed at the end is thrown away."""
        from searcher.store.writer import StoreWriter

        with WriterLock(self.folder, timeout=timeout, on_wait=on_wait):
            manifest = read_manifest(self.folder)
            check_stamp(manifest)
            writer = StoreWriter(new_codec(), self._data(manifest), manifest.language, manifest.base)
            with writer:
                yield writer

    @contextmanager
    def rebuild(self, *, timeout: float = 30.0, on_wait: Callable[[str], None] | None = None) -> Iterator[Rebuild]:
        """A writer on a new, empty index beside this one; once it has committed, the new one takes this one's place.

        The old index answers until then, and snapshots of it go on answering. An index with an outdated stamp can be
        rebuilt too; of a damaged one, what cannot be read any more is not there to carry over.
        """
        from searcher.store.writer import StoreWriter

        with WriterLock(self.folder, timeout=timeout, on_wait=on_wait):
            old = read_manifest(self.folder)
            snapshot, ledger = _salvage(self.folder / old.data, old)
            base = snapshot.generation if snapshot else old.base
            new = new_manifest(codec=DEFAULT_CODEC, language=old.language, data=_next_name(old.data), base=base)
            data = _empty(self.folder / new.data)
            new_codec().create(data)
            loser = new.data
            try:
                with StoreWriter(new_codec(), data, new.language, base) as writer:
                    yield Rebuild(writer, snapshot, ledger, (old.codec, str(self.folder / old.data)))
                if writer.committed:
                    sync_folder(data)
                    write_manifest(self.folder, new)
                    self._manifest, loser = new, old.data
            finally:
                shutil.rmtree(self.folder / loser, ignore_errors=True)

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._snapshot = self._seen = None
            self._former.clear()


@dataclass(frozen=True, slots=True)
class Rebuild:
    """A rebuild under way: the writer of the new index, and the old one (None where it cannot be opened).

    `place` is the codec and the data folder of the old one.
    """

    writer: StoreWriter
    old: Snapshot | None
    ledger: Ledger
    place: tuple[str, str]


def _snapshot(codec: Codec, data: Path, manifest: Manifest, known: Sequence[Leaf] = ()) -> Snapshot:
    """The newest generation, segments and links of one and the same."""
    for _ in range(_TRIES):
        generation, leaves = codec.open(data, known)
        number, beside = codec.beside(data)
        if number == generation:
            try:
                links = read_links(data, beside)
            except IndexCorrupt:
                if codec.generation(data) == generation:
                    raise
            else:
                return Snapshot(manifest.base + generation, leaves, manifest.language, links)
        known = leaves
    raise IndexCorrupt(f"{data} changes too fast to be read")


def _salvage(data: Path, manifest: Manifest) -> tuple[Snapshot | None, Ledger]:
    """What can be opened of an index that may be outdated or damaged."""
    snapshot, ledger = None, Ledger()
    with suppress(StoreError):
        codec = load_codec(manifest.codec)
        ledger = read_ledger(data, codec.beside(data)[1])
        generation, leaves = codec.open(data)
        snapshot = Snapshot(manifest.base + generation, leaves, manifest.language)
    return snapshot, ledger


def _next_name(data: str) -> str:
    """The name of the data folder after this one: data-1, data-2, ..."""
    number = data.removeprefix("data-")
    return f"data-{int(number) + 1 if number.isdecimal() else 1}"


def _empty(folder: Path) -> Path:
    """A new folder in the place of what a killed run may have left."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def create_store(folder: Path, *, language: str = "english") -> Store:
    """A new, empty index in a folder that is missing, empty, or holds only a README."""
    if language not in stemmer_languages():
        raise RequestError(f"no stemmer for {language!r}; there is {', '.join(stemmer_languages())}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_place(folder)
        with WriterLock(folder):
            _check_place(folder)
            manifest = new_manifest(codec=DEFAULT_CODEC, language=language, data="data-1")
            new_codec().create(_empty(folder / manifest.data))
            write_manifest(folder, manifest)
    except StoreError:
        raise
    except OSError as error:
        raise StoreError(f"cannot make an index in {folder}: {error.strerror or error}") from error
    return Store(folder, manifest)


def _check_place(folder: Path) -> None:
    """StoreError unless an index may be made in this folder."""
    others = sorted(entry.name for entry in folder.iterdir() if not _is_harmless(entry.name))
    if INDEX_FILE in others:
        raise StoreError(f"there is an index in {folder} already; open it, or name another folder")
    if others:
        raise StoreError(f"{folder} holds other things ({others[0]}); name an empty folder for the index")


def _is_harmless(name: str) -> bool:
    """Whether a file may stand beside an index: a README, or what a killed creation has left."""
    return name.lower() in _HARMLESS or name in {LOCK_FILE, INDEX_FILE + ".tmp", "data-1"}


def open_store(folder: Path) -> Store:
    """The index in a folder; IndexNotFound, IndexCorrupt. An outdated one opens, to be rebuilt, but does not answer."""
    return Store(folder, read_manifest(folder))
