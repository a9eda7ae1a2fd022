"""CSV or TSV with a header -> a Document a row.

The separator is the one of `,` `;` tab `|` that gives the header known names and the rows its width. A row that does
not fit the header is a Rejection with the number of its line, and so is a quote that is never closed: reading goes
on with the line after it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TextIO

from searcher.errors import ReadError
from searcher.readers import keys
from searcher.readers.base import MAX_RECORD, Input, Item, digest_id
from searcher.readers.record import document_from
from searcher.readers.texts import open_text

SEPARATORS: Final = (",", "\t", ";", "|")
SAMPLE: Final = 1 << 16
_HINT: Final = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
#: What programs write for a value that is missing.
MISSING: Final = frozenset(("", "nan", "NaN", "NULL", "null", "None", "N/A", "\\N"))


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads tables. `limit` bounds one row in characters."""

    name: str = "table"
    limit: int = MAX_RECORD

    def read(self, source: Input) -> Iterator[Item]:
        """The rows of one file, in its order."""
        csv.field_size_limit(max(csv.field_size_limit(), self.limit))
        try:
            with open_text(source) as stream:
                yield from self._read_rows(source, stream)
        except (ReadError, OSError, EOFError) as error:
            yield source.reject(str(error))

    def _read_rows(self, source: Input, stream: TextIO) -> Iterator[Item]:
        sample = stream.read(SAMPLE)
        # Spreadsheets may say the separator on a line of its own: `sep=;`.
        hint = _HINT.match(sample)
        separator = hint.group(1) if hint else _separator(sample, source.options.field_map)
        rows = _Rows(stream, sample, separator, self.limit)
        header: list[str] | None = None
        count = 0
        for row in rows:
            if header is None and row.fault:
                raise ReadError(f"no header: {row.fault}")
            if header is None and hint and row.line == 1:
                continue
            if header is None:
                header = _distinct([name.strip() for name in row.cells])
                _check(header, source)
            elif row.fault or not _fits(row.cells, header):
                reason = row.fault or f"{len(row.cells)} cells, where the header has {len(header)}"
                yield source.reject(reason, f"line {row.line}")
            else:
                yield self._read_row(source, dict(zip(header, row.cells, strict=False)), row)
            count += 1
        if count < 2:
            yield source.reject("an empty table" if header is None else "a header without rows")

    def _read_row(self, source: Input, values: dict[str, str], row: _Row) -> Item:
        place = f"line {row.line}"
        given = {name: None if value.strip() in MISSING else value for name, value in values.items() if name}
        try:
            document = document_from(given, field_map=source.options.field_map)
        except ReadError as error:
            return source.reject(str(error), place)
        own = document.id or digest_id(row.written.encode("utf-8", "surrogatepass"))
        return replace(document, id=own, origin=source.source(self.name, place))


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its cells, the line on which it begins, how it is written, and what is wrong with it."""

    cells: list[str]
    line: int
    written: str
    fault: str | None = None


class _Rows:
    """A text -> its rows, blank ones left out; a quote that is never closed costs only its own line."""

    def __init__(self, stream: TextIO, sample: str, separator: str, limit: int) -> None:
        self._stream, self._separator, self._limit = stream, separator, limit
        self._waiting = list(reversed(io.StringIO(sample, newline="").readlines()))
        self._written: list[str] = []
        self._size = 0
        self._ended = False
        self._line = 1

    def _next_line(self) -> str:
        """The next line with its end; "" at the end of the text. The sample may end inside a line."""
        line = self._waiting.pop() if self._waiting else ""
        if not self._waiting and not line.endswith("\n"):
            line += self._stream.readline(self._limit)
        return line

    def _feed(self) -> Iterator[str]:
        """Lines for the parser, remembered until the row is whole."""
        while self._size <= self._limit and (line := self._next_line()):
            self._written.append(line)
            self._size += len(line)
            yield line.replace("\0", "")
        self._ended = True

    def __iter__(self) -> Iterator[_Row]:
        parser = csv.reader(self._feed(), delimiter=self._separator)
        while True:
            self._written.clear()
            self._size, self._ended = 0, False
            line = self._line
            try:
                cells, fault = next(parser), None
            except StopIteration:
                return
            except csv.Error as error:
                cells, fault = [], f"not a row: {error}"
            if self._ended and len(self._written) > 1 and "".join(self._written).count('"') % 2:
                fault = "a quote that is never closed"
            elif self._size > self._limit:
                fault = f"longer than {self._limit:,} characters, or a quote that is never closed"
            if fault:
                self._waiting.extend(reversed(self._written[1:]))
                del self._written[1:]
                parser = csv.reader(self._feed(), delimiter=self._separator)
            self._line += len(self._written)
            if fault or any(cell.strip() for cell in cells):
                yield _Row(cells, line, "".join(self._written), fault)


def _separator(sample: str, field_map: Mapping[str, str]) -> str:
    """The separator that gives most known names in the header, then most rows of its width, then most columns."""

    def merit(separator: str) -> tuple[int, float, int]:
        complete = sample if len(sample) < SAMPLE else sample[: sample.rfind("\n") + 1]
        try:
            rows = [row for row in csv.reader(io.StringIO(complete, newline=""), delimiter=separator) if row]
        except csv.Error:
            return (0, 0.0, 0)
        if not rows:
            return (0, 0.0, 0)
        known = sum(keys.field_of(name.strip(), field_map) is not None for name in rows[0])
        fitting = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        return (known, fitting if len(rows[0]) > 1 else 0.0, len(rows[0]))

    return max(SEPARATORS, key=merit)


def _fits(cells: list[str], header: list[str]) -> bool:
    """Whether a row has the header's width, but for empty cells at its end."""
    return len(cells) == len(header) or (len(cells) > len(header) and not any(cells[len(header) :]))


def _distinct(header: list[str]) -> list[str]:
    """Column names; one that stands twice is `name#1` the second time, so that no cell is lost."""
    return [f"{name}#{before}" if (before := header[:place].count(name)) else name for place, name in enumerate(header)]


def _check(header: list[str], source: Input) -> None:
    """ReadError when no column holds a headline or a text."""
    targets = {keys.field_of(name, source.options.field_map) for name in header}
    if not any(target and target[0] in ("title", "body") for target in targets):
        columns = ", ".join(header[:40])
        raise ReadError(
            f"no column is a headline or a text; the columns are: {columns}. Name one with --map COLUMN=title"
        )
