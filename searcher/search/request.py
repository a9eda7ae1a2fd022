"""What is asked besides the query -> a checked Request; cursors."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from searcher.errors import CursorExpired, RequestError
from searcher.fields import BY_NAME, FIELDS, closest
from searcher.query.nodes import Node
from searcher.search.recency import Recency

Sort = Literal["relevance", "newest", "oldest"]
Collapse = Literal["off", "copies", "versions"]
Keep = Literal["newest", "first", "longest"]
SORTS: Final = ("relevance", "newest", "oldest")
COLLAPSES: Final = ("off", "copies", "versions")
KEEPS: Final = ("newest", "first", "longest")
#: Facets that come from the date.
PERIODS: Final = ("year", "month")


class Parsed(Protocol):
    """What the parser gives: the tree, the text it was read from, the same in plain words, what there is to say."""

    @property
    def node(self) -> Node: ...  # noqa: D102
    @property
    def query(self) -> str: ...  # noqa: D102
    @property
    def interpretation(self) -> str: ...  # noqa: D102
    @property
    def notes(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How an answer is wanted; RequestError for what cannot be.

    limit        hits on a page, None for all; `offset` of them are passed over
    cursor       `Page.next` of the page before; it takes the place of `offset`
    sort         "relevance", "newest" or "oldest"
    recency      how much newer stories are preferred; of relevance alone
    facets       names of facet fields, "year" or "month"; at most `facet_limit` values of each, None for all
    collapse     "off", or one hit for each group of "copies" or of "versions" of a story, the one to `keep`: the
                 "newest", the "first" or the "longest" that matches
    highlight    whether hits have snippets
    advise       whether the page says what a query missed (notes, did_you_mean)
    timeout_s    QueryTimeout after so many seconds
    """

    limit: int | None = 10
    offset: int = 0
    cursor: str | None = None
    sort: Sort = "relevance"
    recency: Recency | None = None
    facets: tuple[str, ...] = ()
    facet_limit: int | None = 10
    collapse: Collapse = "off"
    keep: Keep = "newest"
    highlight: bool = True
    advise: bool = True
    timeout_s: float | None = None

    def __post_init__(self) -> None:
        check_limit(self.limit)
        check_limit(self.facet_limit, name="facet limit")
        if not _is_number(self.offset) or self.offset < 0:
            raise RequestError(f"an offset counts the hits to pass over, from 0; not {self.offset!r}")
        if self.cursor is not None and self.offset:
            raise RequestError("give a cursor or an offset, not both")
        if self.sort not in SORTS:
            raise RequestError(f"no order {self.sort!r}; there is {', '.join(SORTS)}{_hint(self.sort, SORTS)}")
        if self.recency and self.sort != "relevance":
            raise RequestError(f"recency is a part of relevance; leave it out, or the order {self.sort}")
        for name, value, known in (("collapse", self.collapse, COLLAPSES), ("keep", self.keep, KEEPS)):
            if value not in known:
                raise RequestError(f"no {name} {value!r}; there is {', '.join(known)}{_hint(value, known)}")
        timeout = self.timeout_s
        if timeout is not None and not (_is_number(timeout, of=(int, float)) and timeout > 0):
            raise RequestError(f"timeout_s is a number of seconds over 0, not {timeout!r}")
        for name in facet_names(self.facets):
            facet_name(name)

    @property
    def arrangement(self) -> str:
        """All that decides which hit comes after which; a cursor belongs to one."""
        told: list[str] = [self.sort]
        if self.recency:
            told.append(f"{self.recency.half_life:g} {self.recency.today}")
        if self.collapse != "off":
            told += [self.collapse, self.keep]
        return " ".join(told)


def check_limit(limit: int | None, *, name: str = "limit") -> None:
    """RequestError for a limit under 0, or that is no whole number."""
    if limit is not None and (not _is_number(limit) or limit < 0):
        raise RequestError(f"a {name} is a whole number, 0 or more, or None for everything; not {limit!r}")


def _is_number(value: object, *, of: tuple[type, ...] = (int,)) -> bool:
    """Whether a value is a number, as callers without type checks may give anything; True and False are none."""
    return isinstance(value, of) and not isinstance(value, bool)


def facet_names(facets: object) -> tuple[str, ...]:
    """The names of several facets, or of one; RequestError for what holds no names."""
    if isinstance(facets, str):
        return (facets,)
    if not isinstance(facets, Iterable) or isinstance(facets, bytes):
        raise RequestError(f"facets is a list of names, not {facets!r}")
    return tuple(facets)


def facet_name(name: str) -> str:
    """The field of a facet by its name or alias; RequestError with the nearest name for an unknown one."""
    if not isinstance(name, str):
        raise RequestError(f"the name of a facet is a string; not {name!r}")
    if name in PERIODS:
        return name
    field = BY_NAME.get(name)
    if field is not None and field.facet:
        return field.name
    known = [*(field.name for field in FIELDS if field.facet), *PERIODS]
    raise RequestError(f"no facet {name!r}; there is {', '.join(known)}{_hint(name, known)}")


def _hint(name: object, known: tuple[str, ...] | list[str]) -> str:
    near = closest(name, known) if isinstance(name, str) else None
    return f" (did you mean {near}?)" if near else ""


def make_cursor(node: Node, sort: str, *, generation: int, offset: int) -> str:
    """An opaque string for the page that begins at `offset`."""
    text = json.dumps([generation, sort, offset, _digest(node)])
    return base64.urlsafe_b64encode(text.encode()).decode()


def cursor_offset(cursor: str, node: Node, sort: str, *, generation: int) -> int:
    """The offset that a cursor stands for; RequestError for one of another query or order, CursorExpired for another
    generation.
    """
    its_generation, its_sort, offset, digest = _told(cursor)
    if offset < 0 or (its_sort, digest) != (sort, _digest(node)):
        raise RequestError("this cursor belongs to another query or order; ask again without it")
    if its_generation != generation:
        raise CursorExpired(
            f"this cursor is of generation {its_generation} and the index is at {generation}; ask again without it"
        )
    return offset


def cursor_generation(cursor: str) -> int:
    """The generation that a cursor belongs to; RequestError for what is no cursor."""
    return _told(cursor)[0]


def _told(cursor: str) -> tuple[int, str, int, int]:
    try:
        generation, sort, offset, digest = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, TypeError, AttributeError, binascii.Error):
        raise RequestError(f"{cursor!r} is no cursor; take the `next` of a page") from None
    if not all(map(_is_number, (generation, offset, digest))):
        raise RequestError(f"{cursor!r} is no cursor; take the `next` of a page")
    return generation, sort, offset, digest


def _digest(node: Node) -> int:
    return zlib.crc32(repr(node).encode("utf-8", "surrogatepass"))
