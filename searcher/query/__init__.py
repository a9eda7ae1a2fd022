"""A string -> a query tree, or a QueryError with its diagnostics.

`parse` reads, `unparse` writes the canonical form, `explain` says it in plain words. Nothing is repaired in silence: a
string parses to what the manual says (docs/query-language.md), or is an error with a place and what to write instead.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from searcher.analysis import words
from searcher.errors import QueryError, RequestError
from searcher.query.dates import read_day
from searcher.query.explain import explain
from searcher.query.lexer import Lexer
from searcher.query.nodes import And, DateRange, Node, Or, Word
from searcher.query.normalize import normalize
from searcher.query.parser import MAX_NODES, Parser
from searcher.query.unparse import unparse

__all__ = ["Node", "Parsed", "QueryError", "explain", "parse", "unparse"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query that was understood: its text, the normalized tree, what is worth saying about it."""

    query: str
    node: Node
    notes: tuple[str, ...] = ()

    @property
    def interpretation(self) -> str:
        """The query in plain words, calendar words resolved."""
        return explain(self.node)


def parse(
    query: str,
    *,
    match: Literal["all", "any"] = "all",
    syntax: Literal["full", "plain"] = "full",
    now: dt.datetime | None = None,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
) -> Parsed:
    """Read a query; QueryError for any string that is none.

    `match="any"` makes blanks OR; `syntax="plain"` reads the whole string as words. Calendar words are reckoned from
    the day of `now`, by default the machine's. `since` and `until` are intersected with the query.
    """
    if not isinstance(query, str):
        raise RequestError(f"a query is a string; not {query!r}")
    if match not in ("all", "any"):
        raise RequestError(f"match is 'all' or 'any', not {match!r}")
    if syntax not in ("full", "plain"):
        raise RequestError(f"syntax is 'full' or 'plain', not {syntax!r}")
    if now is not None and not isinstance(now, dt.datetime):
        raise RequestError(f"now is a datetime, not {now!r}")
    today = (now or dt.datetime.now().astimezone()).date()
    lexer = Lexer(query)
    node = _plain(lexer, match) if syntax == "plain" else _full(lexer, match, today)
    bounds = _bounds(since, until, today)
    if bounds:
        children = node.children if isinstance(node, And) else (node,)
        node = And((*children, bounds))
    return Parsed(query, node, tuple(dict.fromkeys(lexer.notes)))


def _full(lexer: Lexer, match: Literal["all", "any"], today: dt.date) -> Node:
    return normalize(lexer, Parser(lexer, lexer.run(), match, today).run(), match=match)


def _plain(lexer: Lexer, match: Literal["all", "any"]) -> Node:
    """The words of a string and nothing else."""
    leaves = tuple(dict.fromkeys(Word(word) for word in words(lexer.query)))
    if not leaves:
        lexer.fail("empty", "there is no word to search for", 0, 1)
    if len(leaves) > MAX_NODES:
        lexer.fail("too-many", f"a query has at most {MAX_NODES:,} words", 0, 1)
    if len(leaves) == 1:
        return leaves[0]
    return And(leaves) if match == "all" else Or(leaves)


def _bounds(since: str | dt.date | None, until: str | dt.date | None, today: dt.date) -> DateRange | None:
    """Since and until as one range; RequestError for what is no date."""
    first = _bound("since", since, today)
    last = _bound("until", until, today)
    if first and last and first > last:
        raise RequestError(f"since {first} is after until {last}: no day lies between")
    return DateRange("date", first, last) if first or last else None


def _bound(name: str, value: str | dt.date | None, today: dt.date) -> dt.date | None:
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        raise RequestError(f"{name} is a date or a string such as 2020-01-15, not {value!r}")
    try:
        return read_day(value, today, last=name == "until")
    except ValueError as error:
        raise RequestError(f"{name}: {error}") from None
