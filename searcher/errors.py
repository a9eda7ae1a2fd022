"""Every exception that searcher raises.

::

    SearcherError
    ├── ReadError                        a file or a record that cannot be read
    ├── RequestError (ValueError)        a call that cannot be carried out as asked
    │   ├── CursorExpired                of a state of the index that is gone; ask again
    │   ├── QueryError                   a query that cannot be understood; carries its diagnostics
    │   └── DocumentNotFound (LookupError)  no document has this id
    ├── QueryTimeout (TimeoutError)      a query that took longer than it was given
    └── StoreError                       the index on disk
        ├── IndexNotFound (FileNotFoundError)
        ├── IndexLocked                  another writer has it
        ├── IndexOutdated                made by another version; `searcher rebuild`
        └── IndexCorrupt                 damaged; `searcher verify`

Each message says the thing, the value, the limit, and what to do next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence


#: Most characters of a query that are shown above a caret.
_SHOWN: Final = 240


def _columns(text: str) -> int:
    """The columns of a terminal that a text takes."""
    widths = ((combining(one), east_asian_width(one)) for one in text)
    return sum(0 if mark else 2 if width in ("W", "F") else 1 for mark, width in widths)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing to say about a query: `kind` is a stable name, `start`:`end` the code points it concerns."""

    kind: str
    message: str
    start: int
    end: int


class SearcherError(Exception):
    """What all of these are."""


class ReadError(SearcherError):
    """A file or a record that cannot be read."""


class RequestError(SearcherError, ValueError):
    """A call that cannot be carried out as it was asked: an unknown facet, a negative limit."""


class CursorExpired(RequestError):  # noqa: N818 - reads as what happened
    """A cursor of a state of the index that this process does not have any more; ask again without it."""


class QueryError(RequestError):
    """A query that cannot be understood. `diagnostics` is never empty; `query` is the text they point into."""

    def __init__(self, query: str, diagnostics: Sequence[Diagnostic]) -> None:
        self.query = query
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics[0].message)

    def caret(self) -> str:
        """The query with a line of carets under the first place concerned, and the reason below (three lines).

        Of a long query it is the part around the place; wide characters count as the two columns that they take.
        """
        first = self.diagnostics[0]
        line = "".join(character if character.isprintable() else " " for character in self.query)
        begin = max(0, first.start - _SHOWN // 2) if len(line) > _SHOWN else 0
        end = min(len(line), begin + _SHOWN)
        before = ("…" if begin else "") + line[begin : first.start]
        marked = line[first.start : min(first.end, end)]
        after = line[first.start + len(marked) : end] + ("…" if end < len(line) else "")
        carets = " " * _columns(before) + "^" * max(1, _columns(marked))
        return f"{before}{marked}{after}\n{carets}\n{first.message}"


class DocumentNotFound(RequestError, LookupError):  # noqa: N818 - reads as what happened
    """No document has this id; `near` are ids of the index that look like it."""

    def __init__(self, key: str, near: Sequence[str] = ()) -> None:
        self.key, self.near = key, tuple(near)
        hint = f"; did you mean {', '.join(self.near)}?" if near else "; searcher search finds ids"
        super().__init__(f"no story has the id {key!r}{hint}")


class QueryTimeout(SearcherError, TimeoutError):  # noqa: N818 - reads as what happened
    """A query took longer than its `timeout_s`."""


class StoreError(SearcherError):
    """The index on disk is missing, locked, outdated, damaged, or cannot be written."""


class IndexNotFound(StoreError, FileNotFoundError):  # noqa: N818 - reads as what happened
    """There is no index in this folder."""


class IndexLocked(StoreError):  # noqa: N818 - reads as what happened
    """Another process is writing this index."""


class IndexOutdated(StoreError):  # noqa: N818 - reads as what happened
    """The index was made with another format, schema or analyzer; its sources must be read again."""


class IndexCorrupt(StoreError):  # noqa: N818 - reads as what happened
    """The files of the index are not what was written."""
