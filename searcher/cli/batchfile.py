"""A file of named queries -> its queries in order; beside it a file of the ids that earlier runs have shown."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from searcher.errors import QueryError, RequestError

STANDARD_INPUT: Final = "-"
_LINE_HELP: Final = "write `name: query`, name<TAB>query, or a query alone"


@dataclass(frozen=True, slots=True)
class Named:
    """One query of a file; `place` says where it stands, for messages."""

    name: str
    query: str
    place: str


def read_queries(file: str, **how: Any) -> dict[str, str]:
    """Name -> query of a text, CSV or TOML file, by its suffix, or of standard input (`-`, text).

    RequestError for a file that cannot be read, a query without a name or text, or one name twice: with both places.
    """
    where = "standard input" if file == STANDARD_INPUT else file
    text = _text(file)
    kind = Path(file).suffix.lower()
    read = _toml if kind == ".toml" else _csv if kind in (".csv", ".tsv") else _lines
    found: dict[str, Named] = {}
    for one in read(text, where):
        if not one.name or not one.query:
            missing = "query" if one.name else "name"
            raise RequestError(f"{where}, {one.place}: there is no {missing}; {_LINE_HELP}")
        if one.name in found:
            first = found[one.name]
            raise RequestError(f"{where}: {first.place} and {one.place} are both named {one.name!r}; rename one")
        found[one.name] = one
    if not found:
        raise RequestError(f"{where} has no query; {_LINE_HELP}, one a line")
    _check(found.values(), where, how)
    return {name: one.query for name, one in found.items()}


def _text(file: str) -> str:
    """The text of the file, or of standard input."""
    try:
        content = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
    except FileNotFoundError:
        raise RequestError(f"there is no file {file}") from None
    except OSError as error:
        raise RequestError(f"cannot read {file}: {error.strerror or error}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RequestError(f"{file}, line {line}: this is not UTF-8; save the file as UTF-8") from None


def _lines(text: str, _where: str) -> Iterator[Named]:
    """A query a line; a tab, or a colon before a blank, ends its name."""
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        name, query = _divided(line)
        yield Named(name, query, f"line {number}")


def _divided(line: str) -> tuple[str, str]:
    """Name and query of a line; a query alone is its own name, and a colon within quotes or brackets ends no name."""
    for mark in ("\t", ": "):
        name, found, query = line.partition(mark)
        if found and not any(sign in name for sign in '"()'):
            return name.strip(), query.strip()
    return (line[:-1].strip(), "") if line.endswith(":") else (line, line)


def _csv(text: str, where: str) -> Iterator[Named]:
    """Rows of a table with the columns name and query; without such a heading, the first two columns."""
    import csv
    import io

    delimiter = "\t" if where.lower().endswith(".tsv") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    name, query, begun = 0, 1, False
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if not begun:
                begun, heading = True, [cell.lower() for cell in cells]
                if "query" in heading and "name" in heading:
                    name, query = heading.index("name"), heading.index("query")
                    continue
            if len(cells) <= max(name, query):
                raise RequestError(f"{where}, line {rows.line_num}: a row has two columns, name{delimiter}query")
            yield Named(cells[name], cells[query], f"line {rows.line_num}")
    except csv.Error as error:
        raise RequestError(f"{where}, line {rows.line_num}: {error}") from None


def _toml(text: str, where: str) -> Iterator[Named]:
    """`name = "query"`, at the top or in a table [queries]."""
    import tomllib

    try:
        content: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RequestError(f"{where}: this is not TOML: {error}") from None
    inner = content.pop("queries", {})
    if isinstance(inner, str):
        inner = {"queries": inner}
    for name, query in [*content.items(), *inner.items()]:
        if not isinstance(query, str):
            raise RequestError(f'{where}: {name!r} is no text; write {name} = "query"')
        yield Named(name, query.strip(), f"key {name!r}")


def _check(queries: Iterable[Named], where: str, how: Mapping[str, Any]) -> None:
    """RequestError for the first query that cannot be understood: its place, and the caret."""
    from searcher.query import parse

    for one in queries:
        try:
            parse(one.query, **how)
        except QueryError as error:
            raise RequestError(f"{where}, {one.place}, {one.name!r}:\n{error.caret()}") from None


def seen_file(file: str) -> Path:
    """Where the ids that were shown for a file of queries are kept: beside it."""
    if file == STANDARD_INPUT:
        raise RequestError("--new remembers beside FILE what was shown; save the queries in a file")
    return Path(file + ".seen.json")


def read_seen(path: Path) -> dict[str, set[str]]:
    """Name -> ids shown before; empty when there was no run. RequestError for a file that is not ours."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): set(map(str, ids)) for name, ids in content["seen"].items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise RequestError(f"cannot read {path}: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RequestError(f"{path} does not list ids that were seen; move it away to begin anew") from None


def write_seen(path: Path, seen: Mapping[str, Iterable[str]]) -> None:
    """Put the ids down, whole or not at all."""
    import os
    import tempfile

    content = {"version": 1, "seen": {name: sorted(ids) for name, ids in sorted(seen.items())}}
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(content, stream, ensure_ascii=False, indent=1)
                stream.write("\n")
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise RequestError(f"cannot write {path}: {error.strerror or error}; nothing is marked as seen") from None
