"""A raw tree -> the tree that is evaluated: fields in the leaves, one And or Or where several met, NOT only beside
something positive; or a QueryError.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Literal

from searcher.fields import BY_NAME
from searcher.query.lexer import Lexer
from searcher.query.nodes import (
    And,
    AtLeast,
    Boost,
    DateRange,
    Everything,
    Fuzzy,
    Has,
    Named,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Whole,
    Word,
)
from searcher.query.parser import Blank, Bracketed, Group

_SCORED_FIELDS = frozenset({None, "title", "body", "lead", "caption", "people", "places"})


def normalize(lexer: Lexer, tree: Node, *, match: Literal["all", "any"]) -> Node:
    """The tree that is evaluated."""
    flat = _flatten(_push(lexer, tree, None), match)
    _check_near(lexer, flat)
    _check_negations(lexer, flat)
    _check_days(lexer, flat)
    return flat


def _push(lexer: Lexer, node: Node, field: str | None) -> Node:
    """Fields of groups moved into their leaves, brackets taken away."""
    if isinstance(node, Bracketed):
        return replace(_push(lexer, node.child, field), span=node.span)
    if isinstance(node, Group):
        if field is not None:
            lexer.fail("field-in-field", f"a field cannot hold another: {field}: or {node.field}:", *node.span)
        return _push(lexer, node.child, BY_NAME[node.field].name)
    if isinstance(node, (And, Or, Blank)):
        return replace(node, children=tuple(_push(lexer, child, field) for child in node.children))
    if isinstance(node, (Not, Boost)):
        return replace(node, child=_push(lexer, node.child, field))
    if isinstance(node, AtLeast):
        if field is not None:
            message = f"atleast counts in title, body and captions together: take it out of {field}:( )"
            lexer.fail("field-around", message, *node.span)
        return replace(node, operand=_push(lexer, node.operand, None))
    if isinstance(node, Near):
        return replace(node, left=_push(lexer, node.left, field), right=_push(lexer, node.right, field))
    return node if field is None else _into(lexer, node, field)


def _into(lexer: Lexer, leaf: Node, field: str) -> Node:
    """A leaf that stood in the brackets of a field."""
    if isinstance(leaf, (Word, Phrase, Pattern, Fuzzy, Named, Whole)) and leaf.field == field:
        return leaf
    if not isinstance(leaf, (Word, Phrase, Pattern, Fuzzy)) or leaf.field is not None:
        what = "*" if isinstance(leaf, Everything) else "a field"
        lexer.fail(
            "field-in-field", f"{what} cannot stand inside {field}:( ); write it beside the brackets", *leaf.span
        )
    return replace(leaf, field=field)


def _flatten(node: Node, match: Literal["all", "any"]) -> Node:
    """Nested And in And and Or in Or made one; blanks resolved; double negation taken away."""
    if isinstance(node, Blank):
        children = tuple(_flatten(child, match) for child in node.children)
        return _any(children, node) if match == "any" else _joined(And, children, node)
    if isinstance(node, And):
        return _joined(And, tuple(_flatten(child, match) for child in node.children), node)
    if isinstance(node, Or):
        return _joined(Or, tuple(_flatten(child, match) for child in node.children), node)
    if isinstance(node, Not):
        child = _flatten(node.child, match)
        return child.child if isinstance(child, Not) else replace(node, child=child)
    if isinstance(node, Boost):
        return replace(node, child=_flatten(node.child, match))
    if isinstance(node, AtLeast):
        return replace(node, operand=_flatten(node.operand, match))
    if isinstance(node, Near):
        return replace(node, left=_flatten(node.left, match), right=_flatten(node.right, match))
    return node


def _joined(kind: type[And | Or], children: tuple[Node, ...], node: Node) -> Node:
    """One And or Or of the children, those of the same kind taken in, repeated ones once."""
    parts = [part for child in children for part in (child.children if isinstance(child, kind) else (child,))]
    distinct = tuple(dict.fromkeys(parts))
    return distinct[0] if len(distinct) == 1 else kind(distinct, span=node.span)


def _any(children: tuple[Node, ...], node: Node) -> Node:
    """Blanks under `--any`: what scores is joined by OR; negations and filters stay required."""
    required = [child for child in children if isinstance(child, Not) or not _scores(child)]
    scored = [child for child in children if child not in required]
    if not scored:
        return _joined(And, tuple(required), node)
    either = _joined(Or, tuple(scored), node)
    return _joined(And, (either, *required), node) if required else either


def _scores(node: Node) -> bool:
    """Whether a clause adds to the score; the others only filter."""
    if isinstance(node, (And, Or)):
        return any(_scores(child) for child in node.children)
    if isinstance(node, Boost):
        return _scores(node.child)
    if isinstance(node, (Word, Phrase, Pattern, Fuzzy, Named, Whole)):
        return node.field in _SCORED_FIELDS
    return isinstance(node, (Near, AtLeast))


def _check_near(lexer: Lexer, node: Node) -> None:
    """Operands of proximity and atleast are words, phrases, wildcards, OR-groups or proximities of these."""
    if isinstance(node, (And, Or)):
        for child in node.children:
            _check_near(lexer, child)
    elif isinstance(node, (Not, Boost)):
        _check_near(lexer, node.child)
    elif isinstance(node, AtLeast):
        _check_operand(lexer, node.operand, "atleast")
    elif isinstance(node, Near):
        _check_operand(lexer, node.left, "a proximity operator")
        _check_operand(lexer, node.right, "a proximity operator")
        zones = {leaf.field for leaf in _words_of(node)}
        if len(zones) > 1:
            lexer.fail("field-in-near", "put the field around the whole: title:(a w/5 b)", *node.span)


def _check_operand(lexer: Lexer, node: Node, operator: str) -> None:
    if isinstance(node, Or):
        for child in node.children:
            _check_operand(lexer, child, operator)
        return
    if isinstance(node, Near) and not node.negated:
        _check_operand(lexer, node.left, operator)
        _check_operand(lexer, node.right, operator)
        return
    text_fields = {None, "title", "body", "lead", "caption"}
    if isinstance(node, (Word, Phrase, Pattern, Fuzzy)) and node.field in text_fields:
        return
    kinds = {And: "AND (or a blank)", Not: "NOT", Boost: "a weight", Near: "a negated proximity", AtLeast: "atleast"}
    what = kinds.get(type(node), "a field")
    if isinstance(node, Everything):
        what = "*"
    hint = " ; for words side by side write a quoted phrase" if isinstance(node, And) else ""
    message = f"{what} cannot stand inside {operator}: words, phrases, wildcards and OR-groups can{hint}".replace(
        " ;", ";"
    )
    lexer.fail("bad-operand", message, *node.span)


def _words_of(node: Node) -> list[Word | Phrase | Pattern | Fuzzy]:
    """The leaves of an operand."""
    if isinstance(node, (Word, Phrase, Pattern, Fuzzy)):
        return [node]
    if isinstance(node, Or):
        return [leaf for child in node.children for leaf in _words_of(child)]
    if isinstance(node, Near):
        return [*_words_of(node.left), *_words_of(node.right)]
    return []


def _check_negations(lexer: Lexer, node: Node, *, alone: bool = True) -> None:
    """NOT stands beside something positive, in every branch; `no:FIELD` is a thing to find by itself."""
    if _is_missing(node):
        return
    if isinstance(node, Not):
        if alone:
            text = lexer.query[node.child.span[0] : node.child.span[1]].strip() or "word"
            lexer.fail(
                "negation-alone",
                f"NOT alone would be nearly everything: write * NOT {text}, or name what to find",
                *node.span,
            )
        _check_negations(lexer, node.child, alone=False)
    elif isinstance(node, And):
        if all(isinstance(child, Not) and not _is_missing(child) for child in node.children):
            text = lexer.query[node.span[0] : node.span[1]].strip()
            lexer.fail("negation-alone", f"there is nothing to find here, only NOT: write * {text}", *node.span)
        for child in node.children:
            _check_negations(lexer, child, alone=False)
    elif isinstance(node, Or):
        for child in node.children:
            _check_negations(lexer, child)
    elif isinstance(node, Boost):
        _check_negations(lexer, node.child)


def _check_days(lexer: Lexer, node: Node) -> None:
    """A `since:` and an `until:` side by side leave days between them."""
    if isinstance(node, (And, Or)):
        for child in node.children:
            _check_days(lexer, child)
    if not isinstance(node, And):
        return
    ranges = [child for child in node.children if isinstance(child, DateRange)]
    for field in dict.fromkeys(one.field for one in ranges):
        opening = [one for one in ranges if one.field == field and one.first and not one.last]
        closing = [one for one in ranges if one.field == field and one.last and not one.first]
        first = max(opening, key=lambda one: one.first or dt.date.min, default=None)
        last = min(closing, key=lambda one: one.last or dt.date.max, default=None)
        if first and first.first and last and last.last and first.first > last.last:
            message = f"no day lies between: {first.first} is after {last.last}; write the earlier date as the first"
            start, end = min(first.span[0], last.span[0]), max(first.span[1], last.span[1])
            lexer.fail("bad-date", message, start, end)


def _is_missing(node: Node) -> bool:
    """Whether a clause is `no:FIELD`."""
    return isinstance(node, Not) and isinstance(node.child, Has)
