"""Index, the façade: every verb of the program as a method.

`Reading` has the verbs that ask, on one pinned generation; an `Index` asks the newest generation at each call, and has
the verbs that change.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from searcher.document import Document, Rejection
from searcher.errors import DocumentNotFound, IndexNotFound, RequestError
from searcher.fields import FIELDS, Field

if TYPE_CHECKING:
    from searcher.codec.base import Snapshot
    from searcher.codec.news1.face import WhooshIndex
    from searcher.ingest import IngestReport, OnProgress, Settings
    from searcher.query import Parsed
    from searcher.search import Explanation, FacetCount, Page, Suggestion, Timeline
    from searcher.search.coverage import Coverage
    from searcher.search.plan import Plan
    from searcher.search.versions import Change, Version
    from searcher.store import Store

PathLike = str | os.PathLike[str]
Match = Literal["all", "any"]
Syntax = Literal["full", "plain"]
Sort = Literal["relevance", "newest", "oldest"]
Collapse = Literal["off", "copies", "versions"]
Keep = Literal["newest", "first", "longest"]
Day = str | dt.date | None
HalfLife = str | float | dt.timedelta | None


@dataclass(frozen=True, slots=True)
class Status:
    """What an index holds. `rejections` are those of the last reading of each file; `roots` the paths to read again."""

    path: str
    documents: int
    generation: int
    segments: int
    language: str
    codec: str
    bytes: int
    files: int
    roots: tuple[str, ...]
    first: str | None
    last: str | None
    undated: int
    rejections: tuple[Rejection, ...]


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One query of a batch: its name, the query, how many stories match, and the ids of the best of them.

    Where ids seen before were given, `new` are all ids that were not among them, best first, and `ids` the best of
    these. `notes` and `did_you_mean` are those of the query's page.
    """

    name: str
    query: str
    total: int
    ids: tuple[str, ...]
    new: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    did_you_mean: tuple[str, ...] = ()


class Reading:
    """One generation of an index, and everything that can be asked of it. Safe for many threads."""

    def __init__(
        self, snapshot: Callable[[], Snapshot], earlier: Callable[[int], Snapshot | None] = lambda _: None
    ) -> None:
        self._pinned, self._earlier = snapshot, earlier

    def search(
        self,
        query: str,
        *,
        limit: int | None = 10,
        offset: int = 0,
        cursor: str | None = None,
        sort: Sort = "relevance",
        recency: HalfLife = None,
        match: Match = "all",
        since: Day = None,
        until: Day = None,
        facets: Sequence[str] = (),
        collapse: Collapse = "off",
        keep: Keep = "newest",
        syntax: Syntax = "full",
        highlight: bool = True,
        now: dt.datetime | None = None,
        timeout_s: float | None = None,
    ) -> Page:
        """The stories that a query matches, best first; `limit=None` for all of them.

        `match="any"` reads blanks as OR; `syntax="plain"` reads the whole query as words. With `collapse`, one hit
        stands for all copies, or all versions, of a story that match: the newest, first or longest of them; its
        `copies` are the ids of the others, and the page has `stories` as well as `total`. With `recency`, a half-life
        ("30d", "6m", a timedelta, a number of days), newer stories are preferred: one so old as this keeps three
        quarters of its score, the oldest half. Raises QueryError for a query
        that cannot be understood, RequestError for an impossible limit, sort or facet, CursorExpired for a cursor of a
        state of the index that is gone; a process keeps the last five states that it has answered from.
        """
        from searcher.search import Request, read_recency, run
        from searcher.search.request import cursor_generation, facet_names

        snapshot = self._pinned()
        if cursor is not None:
            snapshot = self._earlier(cursor_generation(cursor)) or snapshot
        parsed = _parse(query, match=match, syntax=syntax, now=now, since=since, until=until)
        request = Request(
            limit=limit,
            offset=offset,
            cursor=cursor,
            sort=sort,
            recency=read_recency(recency, now),
            facets=facet_names(facets),
            collapse=collapse,
            keep=keep,
            highlight=highlight,
            timeout_s=timeout_s,
        )
        return run(snapshot, parsed, request)

    def count(self, query: str, **how: Any) -> int:
        """How many stories a query matches; takes `match`, `syntax`, `since`, `until` and `now` as `search` does."""
        from searcher.search import count

        return count(self._pinned(), _parse(query, **how).node)

    def show(self, key: str) -> Document | None:
        """The document with this id, or None."""
        found = self._pinned().find(_id(key))
        return found[0].document(found[1]) if found else None

    def explain(self, query: str, key: str, *, recency: HalfLife = None, **how: Any) -> Explanation:
        """The factors that add up to the score of the story with this id; 0 when it does not match.

        Takes `match`, `syntax`, `since`, `until` and `now` as `search` does. DocumentNotFound for an unknown id.
        """
        from searcher.search import read_recency
        from searcher.search.explain import explain_hit

        node, recent = _parse(query, **how).node, read_recency(recency, how.get("now"))
        return explain_hit(self._pinned(), node, _id(key), recency=recent)

    def plan(self, query: str, *, limit: int | None = 10, sort: Sort = "relevance", **how: Any) -> Plan:
        """How a query is evaluated: it is, and what each clause read, found and took is noted.

        Takes `match`, `syntax`, `since`, `until` and `now` as `search` does, and raises what `search` raises.
        """
        from searcher.search import Request
        from searcher.search.plan import plan

        return plan(self._pinned(), _parse(query, **how), Request(limit=limit, sort=sort))

    def interpret(self, query: str, **how: Any) -> str:
        """The query in plain words; QueryError when it cannot be understood."""
        return _parse(query, **how).interpretation

    def facets(self, query: str, by: str, *, limit: int | None = 20, **how: Any) -> tuple[FacetCount, ...]:
        """The values of a facet field over all matching stories with their numbers, most frequent first."""
        from searcher.search import facets

        return facets(self._pinned(), _parse(query, **how).node, by, limit=limit)

    def timeline(
        self, query: str, by: Literal["day", "week", "month", "year"] = "month", *, share: bool = False, **how: Any
    ) -> Timeline:
        """How many matching stories each day, week, month or year has; with `share`, of how many stories in all."""
        from searcher.search import timeline

        return timeline(self._pinned(), _parse(query, **how).node, by, share=share)

    def similar(self, key: str, *, limit: int = 10) -> Page:
        """The stories most like one, never itself or a copy of it; RequestError when there is no such id."""
        from searcher.search.similar import similar

        return similar(self._pinned(), _id(key), limit=limit)

    def versions(self, key: str) -> tuple[Version, ...]:
        """A story's versions and copies, oldest first, with their wire marks; RequestError for an unknown id."""
        from searcher.search.versions import versions

        return versions(self._pinned(), _id(key))

    def compare(self, key: str, other: str) -> tuple[Change, ...]:
        """What changed from one document to another, word by word; RequestError for an unknown id."""
        from searcher.search.versions import changes

        return changes(self._document(key), self._document(other))

    def near(self, key: str) -> tuple[str, ...]:
        """Ids that look like one that no document has."""
        from searcher.search.near import near_ids

        return near_ids(self._pinned(), _id(key))

    def _document(self, key: str) -> Document:
        found = self.show(key)
        if found is None:
            raise DocumentNotFound(key, self.near(key))
        return found

    def suggest(self, prefix: str, *, limit: int = 10) -> tuple[Suggestion, ...]:
        """Words and names that begin so, most frequent first."""
        from searcher.search import suggest

        return suggest(self._pinned(), prefix, limit=limit)

    def batch(
        self,
        queries: Mapping[str, str] | Iterable[str],
        *,
        limit: int = 3,
        seen: Mapping[str, Collection[str]] | None = None,
        **how: Any,
    ) -> list[BatchRow]:
        """One row a query, in their order; a mapping names them. Every query is parsed before the first is run.

        `seen` has the ids that were shown before for a name; each row then tells which are new. All on one generation.
        """
        if isinstance(queries, str | bytes) or not isinstance(queries, Iterable):
            raise RequestError("batch takes a list or a mapping of queries; for one, write batch([query])")
        if seen is not None and not isinstance(seen, Mapping):
            raise RequestError(f"seen is a mapping of names to the ids that were shown, not {seen!r}")
        named = dict(queries) if isinstance(queries, Mapping) else {query: query for query in queries}
        snapshot = self._pinned()
        pinned = Reading(lambda: snapshot)
        for query in named.values():
            _parse(query, **how)
        rows = []
        for name, query in named.items():
            page = pinned.search(query, limit=limit if seen is None else None, highlight=False, **how)
            ids, new = tuple(hit.id for hit in page), None
            if seen is not None:
                known = set(seen.get(name, ()))
                new = tuple(key for key in ids if key not in known)
                ids = new[:limit]
            rows.append(BatchRow(name, query, page.total, ids, new, page.notes, page.did_you_mean))
        return rows

    def fields(self) -> tuple[Field, ...]:
        """The fields that queries can name."""
        return FIELDS

    def whoosh(self) -> WhooshIndex:
        """This generation as a `whoosh.index.Index`, for those who want Whoosh itself.

        Whoosh's own query objects, parsers, scorers, collectors, sorting and grouping work on it (docs/whoosh.md). It
        is read-only: its `writer` raises RequestError. It is pinned: what is committed later is seen by the next call.
        It is slower than `search`, for Whoosh goes through a list one posting at a time.
        """
        from searcher.codec.news1.face import WhooshIndex

        return WhooshIndex(self._pinned())


class Index(Reading):
    """An index in a folder; a context manager. Every call sees the newest generation."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.snapshot, store.earlier)
        self._store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<searcher.Index {self.path}>"

    @property
    def path(self) -> Path:
        """The index folder."""
        return self._store.folder

    def close(self) -> None:
        """Let go of the files; a later call opens them again."""
        self._store.close()

    def snapshot(self) -> Reading:
        """The newest generation, pinned: it answers the same whatever is changed afterwards."""
        pinned = self._store.snapshot()
        return Reading(lambda: pinned)

    def ingest(
        self,
        *paths: PathLike,
        prune: bool = False,
        jobs: int | None = 1,
        dry_run: bool = False,
        field_map: Mapping[str, str] | None = None,
        encoding: str | None = None,
        reader: str | None = None,
        corrections: PathLike | None = None,
        on_progress: OnProgress | None = None,
        on_wait: Callable[[str], None] | None = None,
        timeout: float = 30.0,
    ) -> IngestReport:
        """Read files and folders into the index, all or nothing; without a path, those that were read before.

        Unchanged files are skipped, changed ones replaced; `prune` forgets files under these paths that have vanished.
        `field_map` renames keys or columns, `encoding` and `reader` overrule detection, `corrections` is the user's own
        file about people and places (docs/names.md); these are remembered with the paths. `jobs` processes read; None
        is one, or all processors when there is much to read. `timeout` is how long to wait for another writer. Raises
        RequestError for a missing path, IndexLocked, StoreError.
        """
        from searcher.ingest import ingest
        from searcher.readers.base import ReadOptions

        _check_options(field_map, encoding, reader)
        corrected = _absolute([corrections])[0] if corrections is not None else None
        if corrected and not paths:
            raise RequestError("corrections go with the paths that they correct: name these as well")
        options = ReadOptions(dict(field_map or {}), encoding, reader, corrected)
        settings = _settings(jobs=jobs, dry_run=dry_run, timeout=timeout, on_progress=on_progress, on_wait=on_wait)
        return ingest(self._store, _absolute(paths), options=options, prune=prune, settings=settings)

    def rebuild(
        self,
        *,
        jobs: int | None = 1,
        on_progress: OnProgress | None = None,
        on_wait: Callable[[str], None] | None = None,
        timeout: float = 30.0,
    ) -> IngestReport:
        """Read everything again into a new index, then put it in the place of this one, which answers meanwhile."""
        from searcher.ingest import rebuild

        settings = _settings(jobs=jobs, dry_run=False, timeout=timeout, on_progress=on_progress, on_wait=on_wait)
        return rebuild(self._store, settings=settings)

    def add(
        self,
        documents: Iterable[Document | Rejection | Mapping[str, object]],
        *,
        as_is: bool = False,
        corrections: PathLike | None = None,
        jobs: int = 1,
        dry_run: bool = False,
        timeout: float = 30.0,
    ) -> IngestReport:
        """Add documents or dicts (keys as in JSON Lines) that no file holds; the same id replaces.

        What a document does not have is looked for in its text, and `corrections` (a file, docs/names.md) apply;
        `as_is` leaves it as it is. All or nothing, but for dicts that cannot be read: these are rejections, as a
        Rejection among them is. `jobs` processes share the work; worth their start from some thousand documents on.
        """
        from searcher.extract import read_corrections
        from searcher.ingest import add, taken

        settings = _settings(jobs=jobs, dry_run=dry_run, timeout=timeout, on_progress=None, on_wait=None)
        if isinstance(documents, Mapping | str | Document):
            raise RequestError("add takes a list of documents or dicts; for one, write add([document])")
        items = (taken(item, f"record {number}") for number, item in enumerate(documents, 1))
        if as_is and corrections is not None:
            raise RequestError("corrections change what a document says, and as_is leaves it; give one of them")
        said = read_corrections(os.fspath(corrections)) if corrections is not None else ""
        return add(self._store, items, corrections=None if as_is else said, settings=settings)

    def delete(self, *ids: str, query: str | None = None, timeout: float = 30.0) -> int:
        """Forget documents by id, or all that a query matches; how many there were.

        A file that holds one brings it back when it changes, or in a rebuild; remove the file as well.
        """
        from searcher.ingest import Settings, delete

        if (query is None) == (not ids):
            raise RequestError("name the ids to delete, or a query, and not both")
        if query is not None:
            ids = tuple(hit.id for hit in self.search(query, limit=None, highlight=False))
        return delete(self._store, tuple(map(_id, ids)), settings=Settings(timeout=timeout))

    def verify(self, *, deep: bool = False) -> list[str]:
        """What is wrong with the files of the index; empty when all is well. `deep` reads every list."""
        from searcher.store import verify

        return list(verify(self.path, deep=deep))

    def status(self) -> Status:
        """What the index holds."""
        from searcher.search import date_span

        snapshot, ledger = self._store.snapshot(), self._store.ledger()
        first, last, undated = date_span(snapshot)
        return Status(
            path=str(self.path),
            documents=snapshot.total,
            generation=snapshot.generation,
            segments=len(snapshot.leaves),
            language=snapshot.language,
            codec=self._store.codec,
            bytes=sum(path.stat().st_size for path in self.path.rglob("*") if path.is_file()),
            files=len(ledger.files),
            roots=tuple(sorted(ledger.roots)),
            first=first.isoformat() if first else None,
            last=last.isoformat() if last else None,
            undated=undated,
            rejections=tuple(
                Rejection(path, place, reason)
                for path, row in sorted(ledger.files.items())
                for place, reason in row.rejections
            ),
        )

    def coverage(self, by: Literal["day", "week", "month", "year"] = "month", *, late_after: int = 30) -> Coverage:
        """What time is covered: stories by period and source, gaps, undated, added over `late_after` days late."""
        from searcher.search.coverage import coverage

        return coverage(self._store.snapshot(), by, late_after=late_after)


def create(path: PathLike, *, language: str = "english") -> Index:
    """Make an empty index in a new or empty folder (a README may be in it). `language` is a Snowball stemmer's."""
    from searcher.store import create_store

    return Index(create_store(Path(path), language=language))


def open(path: PathLike) -> Index:  # noqa: A001 - searcher.open reads as what it does
    """Open the index in a folder; IndexNotFound when there is none."""
    from searcher.store import open_store

    return Index(open_store(Path(path)))


def open_or_create(path: PathLike, *, language: str = "english") -> Index:
    """Open the index in a folder, or make one there."""
    try:
        return open(path)
    except IndexNotFound:
        return create(path, language=language)


def inspect(
    *paths: PathLike,
    field_map: Mapping[str, str] | None = None,
    encoding: str | None = None,
    reader: str | None = None,
    corrections: PathLike | None = None,
) -> Iterator[Document | Rejection]:
    """What the readers and extraction understand of files, without an index; RequestError for a missing path.

    The options are those of `Index.ingest`.
    """
    from searcher.extract import read_corrections
    from searcher.ingest import check_paths, documents, walk
    from searcher.readers.base import ReadOptions

    _check_options(field_map, encoding, reader)
    names = [os.fspath(path) for path in paths]
    check_paths(names)
    options = ReadOptions(dict(field_map or {}), encoding, reader)
    text = read_corrections(os.fspath(corrections)) if corrections is not None else ""
    for path, how in walk((name, options) for name in names).files:
        yield from documents(path, how, text)


def _id(key: object) -> str:
    """An id as callers without type checks may give it; RequestError for what is none."""
    if not isinstance(key, str):
        raise RequestError(f"an id is a string; not {key!r}")
    return key


def _parse(
    query: str,
    *,
    match: Match = "all",
    syntax: Syntax = "full",
    now: dt.datetime | None = None,
    since: Day = None,
    until: Day = None,
    **unknown: object,
) -> Parsed:
    from searcher.query import parse

    if unknown:
        names = ", ".join(map(repr, unknown))
        raise TypeError(f"unexpected {names}; how a query is read is said with match, syntax, now, since and until")

    return parse(query, match=match, syntax=syntax, now=now, since=since, until=until)


def _absolute(paths: Iterable[PathLike]) -> list[str]:
    """Paths as the ledger knows them."""
    return [os.path.abspath(os.fspath(path)) for path in paths]  # noqa: PTH100 - resolve() would follow links


def _settings(
    *,
    jobs: int | None,
    dry_run: bool,
    timeout: float,
    on_progress: OnProgress | None,
    on_wait: Callable[[str], None] | None,
) -> Settings:
    from searcher.ingest import Settings

    if jobs is not None and jobs < 1:
        raise RequestError(f"jobs is the number of processes that read, at least 1, not {jobs}")
    return Settings(jobs=jobs, dry_run=dry_run, timeout=timeout, on_progress=on_progress, on_wait=on_wait)


def _check_options(field_map: Mapping[str, str] | None, encoding: str | None, reader: str | None) -> None:
    """RequestError for a field, an encoding or a reader that there is not."""
    import codecs

    from searcher.readers import READERS
    from searcher.readers.keys import check_map

    check_map(field_map or {})

    if reader is not None and reader not in READERS:
        raise RequestError(f"no reader {reader!r}; there is {', '.join(sorted(READERS))}")
    if encoding is not None:
        try:
            codecs.lookup(encoding)
        except LookupError:
            raise RequestError(f"no encoding {encoding!r}; write for example utf-8, cp1252 or cp949") from None
