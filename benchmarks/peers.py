"""A name -> a search engine that is built, asked and added to through its public Python interface, as its manual says.

All do the same work: id, title, body and day are stored, title and body indexed with positions and English stems,
answers are an exact total and the ten best with id and title. Nobody is tuned; each keeps its defaults: stock Whoosh
leaves out its stop words, which saves it work.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from questions import Question

Records = Iterable[dict[str, Any]]
LIMIT: Final = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """How many stories match, and id and title of the best ten."""

    total: int
    best: list[tuple[str, str]]


Ask = Callable[[Question], Answer]


class Peer(Protocol):
    """One engine. `modules` are loaded before a clock starts."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def modules(self) -> tuple[str, ...]:
        """What it imports."""

    def build(self, records: Records, folder: Path, jobs: int) -> None:
        """Make an index in an empty folder, on disk when this returns."""

    def opened(self, folder: Path) -> Ask:
        """Open an index and return what answers."""

    def add(self, records: Records, folder: Path) -> None:
        """Add to an index and commit."""

    def segments(self, folder: Path) -> int:
        """Of how many parts an index is."""


class Searcher:
    """This program; documents are taken as they are, without extraction."""

    name = "searcher"
    modules = (
        *("searcher.ingest", "searcher.search", "searcher.query", "searcher.store", "searcher.readers.record"),
        *("searcher.codec.news1.opening", "searcher.codec.news1.writer", "searcher.analysis", "Stemmer", "zstandard"),
    )

    def build(self, records: Records, folder: Path, jobs: int) -> None:
        """`Index.add`."""
        import searcher

        with searcher.create(folder) as index:
            index.add(records, as_is=True, jobs=jobs)

    def opened(self, folder: Path) -> Ask:
        """`Index.search` of a page of ten."""
        import searcher

        index = searcher.open(folder)

        def ask(question: Question) -> Answer:
            match: Literal["any", "all"] = "any" if question.kind == "or" else "all"
            page = index.search(self.write(question), match=match, limit=LIMIT, highlight=False)
            return Answer(page.total, [(hit.id, hit.title) for hit in page])

        return ask

    def write(self, question: Question) -> str:
        """The question in this program's language."""
        words = " ".join(question.words)
        if question.kind == "phrase":
            return f'"{words}"'
        if question.kind == "prefix":
            return f"{words}*"
        if question.kind == "field":
            return f"title:{words} date:{question.since}..{question.until}"
        return words

    def add(self, records: Records, folder: Path) -> None:
        """`Index.add`."""
        import searcher

        with searcher.open(folder) as index:
            index.add(records, as_is=True)

    def segments(self, folder: Path) -> int:
        """`Index.status`."""
        import searcher

        with searcher.open(folder) as index:
            return index.status().segments


class Tantivy:
    """tantivy-py with its English stemmer."""

    name = "tantivy"
    modules = ("tantivy",)

    def build(self, records: Records, folder: Path, jobs: int) -> None:
        """One writer with so many threads and its usual heap."""
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("title", stored=True, tokenizer_name="en_stem", index_option="position")
        builder.add_text_field("body", stored=True, tokenizer_name="en_stem", index_option="position")
        builder.add_date_field("date", stored=True, indexed=True, fast=True)
        self._write(tantivy.Index(builder.build(), path=str(folder)), records, jobs)

    def _write(self, index: Any, records: Records, jobs: int) -> None:
        from tantivy import Document

        writer = index.writer(num_threads=jobs)
        for record in records:
            day = dt.datetime.fromisoformat(record["date"]).replace(tzinfo=dt.UTC)
            writer.add_document(Document(id=record["id"], title=record["title"], body=record["body"], date=day))
        writer.commit()
        writer.wait_merging_threads()

    def opened(self, folder: Path) -> Ask:
        """`Index.parse_query`, `Searcher.search` with count, `Searcher.doc` for the ten."""
        import tantivy

        index = tantivy.Index.open(str(folder))
        index.reload()
        searcher, schema = index.searcher(), index.schema

        def ask(question: Question) -> Answer:
            result: Any = searcher.search(self._query(tantivy, index, schema, question), LIMIT, count=True)
            documents: list[Any] = [searcher.doc(address) for _, address in result.hits]
            return Answer(result.count, [(doc.get_first("id"), doc.get_first("title")) for doc in documents])

        return ask

    def _query(self, tantivy: Any, index: Any, schema: Any, question: Question) -> Any:
        words = " ".join(question.words)
        if question.kind == "prefix":  # its parser has no prefix of a single word
            either = [tantivy.Query.regex_query(schema, name, f"{words}.*") for name in ("title", "body")]
            return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in either])
        if question.kind == "phrase":
            words = f'"{words}"'
        if question.kind == "field":
            words = f"title:{words} AND date:[{question.since}T00:00:00Z TO {question.until}T23:59:59Z]"
        return index.parse_query(words, ["title", "body"], conjunction_by_default=question.kind != "or")

    def add(self, records: Records, folder: Path) -> None:
        """A writer with one thread; `reload` is for the reader to do."""
        import tantivy

        self._write(tantivy.Index.open(str(folder)), records, 1)

    def segments(self, folder: Path) -> int:
        """`Searcher.num_segments`."""
        import tantivy

        return int(tantivy.Index.open(str(folder)).searcher().num_segments)


class Fts5:
    """SQLite's FTS5 with its Porter stemmer."""

    name = "fts5"
    modules = ("sqlite3",)

    def _connect(self, folder: Path) -> Any:
        import sqlite3

        return sqlite3.connect(folder / "docs.db")

    def build(self, records: Records, folder: Path, jobs: int) -> None:  # noqa: ARG002 - one writer is all it has
        """One transaction."""
        connection = self._connect(folder)
        connection.execute(
            "CREATE VIRTUAL TABLE docs USING fts5"
            "(id UNINDEXED, title, body, date UNINDEXED, tokenize='porter unicode61')"
        )
        self._insert(connection, records)

    def _insert(self, connection: Any, records: Records) -> None:
        with connection:
            rows = ((record["id"], record["title"], record["body"], record["date"]) for record in records)
            connection.executemany("INSERT INTO docs VALUES (?, ?, ?, ?)", rows)
        connection.close()

    def opened(self, folder: Path) -> Ask:
        """`ORDER BY rank` and `count(*)`: two statements, there is no one that does both."""
        connection = self._connect(folder)

        def ask(question: Question) -> Answer:
            where, values = "docs MATCH ?", [self._match(question)]
            if question.kind == "field":
                where, values = f"{where} AND date BETWEEN ? AND ?", [*values, question.since, question.until]
            best = connection.execute(f"SELECT id, title FROM docs WHERE {where} ORDER BY rank LIMIT {LIMIT}", values)
            rows = best.fetchall()
            total = connection.execute(f"SELECT count(*) FROM docs WHERE {where}", values).fetchone()[0]
            return Answer(total, rows)

        return ask

    def _match(self, question: Question) -> str:
        quoted = [f'"{word}"' for word in question.words]
        if question.kind == "phrase":
            return '"' + " ".join(question.words) + '"'
        if question.kind == "prefix":
            return quoted[0] + " *"
        if question.kind == "field":
            return "title : " + quoted[0]
        return (" OR " if question.kind == "or" else " AND ").join(quoted)

    def add(self, records: Records, folder: Path) -> None:
        """One transaction."""
        self._insert(self._connect(folder), records)

    def segments(self, folder: Path) -> int:
        """Segments that its own index table names."""
        connection = self._connect(folder)
        count: int = connection.execute("SELECT count(DISTINCT segid) FROM docs_idx").fetchone()[0]
        connection.close()
        return count


class Whoosh:
    """Stock Whoosh: StemmingAnalyzer, a folder, its usual writer in one process."""

    name = "whoosh"
    modules = ("whoosh.index", "whoosh.fields", "whoosh.analysis", "whoosh.qparser", "whoosh.query")

    def build(self, records: Records, folder: Path, jobs: int) -> None:  # noqa: ARG002 - one process is what is asked
        """`create_in`, `writer`, `commit`."""
        from whoosh.analysis import StemmingAnalyzer
        from whoosh.fields import DATETIME, ID, TEXT, Schema
        from whoosh.index import create_in

        text = TEXT(analyzer=StemmingAnalyzer(), stored=True, phrase=True)
        schema = Schema(id=ID(stored=True, unique=True), title=text, body=text, date=DATETIME(stored=True))
        self._write(create_in(str(folder), schema), records)

    def _write(self, index: Any, records: Records) -> None:
        writer = index.writer()
        for record in records:
            writer.add_document(**{**record, "date": dt.datetime.fromisoformat(record["date"])})
        writer.commit()
        index.close()

    def opened(self, folder: Path) -> Ask:
        """`MultifieldParser`, `Searcher.search`, and the length of its results."""
        from whoosh.index import open_dir
        from whoosh.qparser import AndGroup, MultifieldParser, OrGroup

        index = open_dir(str(folder))
        searcher = index.searcher()
        parsers = {
            group: MultifieldParser(["title", "body"], index.schema, group=group) for group in (AndGroup, OrGroup)
        }

        def ask(question: Question) -> Answer:
            words = " ".join(question.words)
            if question.kind == "phrase":
                words = f'"{words}"'
            if question.kind == "prefix":
                words += "*"
            if question.kind == "field":
                since, until = (day.replace("-", "") for day in (question.since, question.until))
                words = f"title:{words} date:[{since} TO {until}]"
            query = parsers[OrGroup if question.kind == "or" else AndGroup].parse(words)
            results = searcher.search(query, limit=LIMIT)
            return Answer(len(results), [(hit["id"], hit["title"]) for hit in results])

        return ask

    def add(self, records: Records, folder: Path) -> None:
        """A writer with its usual merging."""
        from whoosh.index import open_dir

        self._write(open_dir(str(folder)), records)

    def segments(self, folder: Path) -> int:
        """Segments of its table of contents."""
        from whoosh.index import open_dir

        index = open_dir(str(folder))
        count = len(index._segments())  # noqa: SLF001 - it has no other way to say
        index.close()
        return count


PEERS: Final[dict[str, Peer]] = {peer.name: peer for peer in (Searcher(), Tantivy(), Fts5(), Whoosh())}


def load(peer: Peer) -> None:
    """Import what an engine needs, so that no clock counts it."""
    for module in peer.modules:
        importlib.import_module(module)
