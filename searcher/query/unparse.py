"""A query tree -> the one canonical string that parses to the same tree."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from searcher.query.foreign import instead
from searcher.query.nodes import (
    And,
    AtLeast,
    Boost,
    DateRange,
    Everything,
    Fuzzy,
    Has,
    Located,
    Named,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Whole,
    Word,
    WordCount,
)

_SPECIAL = re.compile(r"AND|OR|NOT|(?i:aft|bef|geq|leq|atleast\d+)")


def unparse(node: Node) -> str:
    """The canonical form of a normalized tree."""
    if isinstance(node, And):
        return " ".join(_in_and(child) for child in node.children)
    if isinstance(node, Or):
        return " OR ".join(_bracketed(child, And) for child in node.children)
    return _one(node)


def _in_and(node: Node) -> str:
    if isinstance(node, Not):
        return f"NOT {_bracketed(node.child, And, Or, Near)}"
    return _bracketed(node, Or)


def _bracketed(node: Node, *kinds: type[Node]) -> str:
    """The node, in brackets when it is of a kind that binds less here."""
    return f"({unparse(node)})" if isinstance(node, kinds) else unparse(node)


def _one(node: Node) -> str:
    """A node that is neither And nor Or."""
    if isinstance(node, Not):
        return _in_and(node)
    if isinstance(node, Boost):
        return f"{_weighted(node.child)}^{node.weight:g}"
    if isinstance(node, AtLeast):
        return f"atleast{node.count}({unparse(node.operand)})"
    if isinstance(node, Near):
        return _near(node)
    if isinstance(node, Everything):
        return "*"
    if isinstance(node, (Word, Phrase, Pattern, Fuzzy)):
        return _prefix(node.field) + _text(node)
    return _filter(node)


def _weighted(node: Node) -> str:
    """A node before a weight: brackets around all that is no single thing."""
    single = isinstance(node, (Word, Phrase, Pattern, Named, Whole)) and getattr(node, "slop", 0) == 0
    return unparse(node) if single else f"({unparse(node)})"


def _near(node: Near) -> str:
    field = _field_of(node)
    if field:
        return f"{field}:({_near(_without_field(node))})"
    size = {"word": str(node.distance), "sentence": "s", "paragraph": "p"}[node.unit]
    operator = f"{'NOT ' if node.negated else ''}{'pre' if node.ordered else 'w'}/{size}"
    return f"{_bracketed(node.left, Or, Near)} {operator} {_bracketed(node.right, Or, Near)}"


def _field_of(node: Node) -> str | None:
    """The one field that all leaves of an operand look in."""
    if isinstance(node, Near):
        return _field_of(node.left)
    if isinstance(node, Or):
        return _field_of(node.children[0])
    return getattr(node, "field", None)


def _without_field(node: Any) -> Any:
    """An operand whose leaves name no field."""
    if isinstance(node, Near):
        return replace(node, left=_without_field(node.left), right=_without_field(node.right))
    if isinstance(node, Or):
        return replace(node, children=tuple(_without_field(child) for child in node.children))
    return replace(node, field=None)


def _prefix(field: str | None) -> str:
    return f"{field}:" if field else ""


def _text(node: Word | Phrase | Pattern | Fuzzy) -> str:
    """A leaf of running text without its field."""
    if isinstance(node, Pattern):
        return node.text
    if isinstance(node, Fuzzy):
        return f"{node.text}~{node.distance if node.distance > 1 else ''}"
    parts = (node.text,) if isinstance(node, Word) else node.words
    plain = node.match == "stem" or (node.match == "folded" and isinstance(node, Word) and node.field in _FOLDED)
    if plain:
        return _escaped("-".join(parts))
    slop = f"~{node.slop}" if isinstance(node, Phrase) and node.slop else ""
    mark = "=" if node.match == "exact" else ""
    if mark and isinstance(node, Word) and not _special(node.text):
        return f"={node.text}"
    return f'{mark}"{" ".join(parts)}"{slop}'


#: Fields whose plain words are folded, so that they need no quotes.
_FOLDED = frozenset("people places dateline source section keyword byline version lang".split())


def _escaped(text: str) -> str:
    """A bare word that would be read as an operator, with its meaning taken away."""
    return "\\" + text if _special(text) else text


def _special(text: str) -> bool:
    """Whether a bare word would be read as an operator, of ours or of another engine."""
    return _SPECIAL.fullmatch(text) is not None or instead(text, " ") is not None


def _quoted(value: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


def _filter(node: Node) -> str:
    """A leaf that is no running text."""
    if isinstance(node, Named):
        return f"{node.field}:{_quoted(node.name)}"
    if isinstance(node, Whole):
        return f"{node.field}:{'' if node.field == 'id' else '='}{_quoted(node.value)}"
    if isinstance(node, Located):
        return f"{node.field}:{_quoted(node.value)}"
    if isinstance(node, DateRange):
        return f"{node.field}:{_days(node.first, node.last)}"
    if isinstance(node, WordCount):
        low = "" if node.minimum is None else str(node.minimum)
        high = "" if node.maximum is None else str(node.maximum)
        return f"words:{low}..{high}"
    if isinstance(node, Has):
        return f"has:{node.field}"
    raise TypeError(f"{type(node).__name__} is no node of a normalized tree")


def _days(first: dt.date | None, last: dt.date | None) -> str:
    if first == last and first is not None:
        return first.isoformat()
    return f"{first.isoformat() if first else ''}..{last.isoformat() if last else ''}"
