"""Lexemes -> a raw query tree: brackets, binding, operators, fields. Every misuse is a QueryError at its place.

Binding: proximity, then NOT, then AND (written or a blank), then OR. AND and OR at one level need brackets.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final, Literal, NoReturn

from searcher.analysis.space import MAX_DISTANCE
from searcher.fields import is_running
from searcher.query import leaves
from searcher.query.advice import split_names
from searcher.query.lexer import Kind, Lexeme, Lexer, example
from searcher.query.nodes import And, AtLeast, Boost, Near, Node, Not, Or, Span

#: Brackets inside brackets, and nodes in all.
MAX_DEPTH: Final = 50
MAX_NODES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Group(Node):
    """A field before brackets, `title:(a OR b)`: pushed into its leaves by the normalizer."""

    field: str
    child: Node


@dataclass(frozen=True, slots=True)
class Blank(Node):
    """Neighbours with a blank between them: AND, or with `--any` OR."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Bracketed(Node):
    """What stood in brackets, so that its AND or OR does not mix with those around it."""

    child: Node


@dataclass(slots=True)
class Parser:
    """One pass over the lexemes of a query."""

    lexer: Lexer
    lexemes: list[Lexeme]
    match: Literal["all", "any"]
    today: dt.date
    place: int = 0
    depth: int = 0
    nodes: int = 0
    #: The field whose brackets are being read, where a value of it is more than running text.
    around: Lexeme | None = None

    def run(self) -> Node:
        """The tree of the whole query."""
        if not self.lexemes:
            self._fail("empty", "there is no word to search for: write words, or * for everything", 0, 1)
        tree = self._or()
        if self.place < len(self.lexemes):
            extra = self.lexemes[self.place]
            self._fail(
                "unbalanced-bracket", "this ) closes nothing: take it away, or write ( before", extra.start, extra.end
            )
        return tree

    def _fail(self, kind: str, message: str, start: int, end: int) -> NoReturn:
        self.lexer.fail(kind, message, start, end)

    def _at(self, *kinds: Kind) -> Lexeme | None:
        """The lexeme here, if it is of one of these kinds."""
        here = self.lexemes[self.place] if self.place < len(self.lexemes) else None
        return here if here and here.kind in kinds else None

    def _take(self) -> Lexeme:
        self.place += 1
        self.nodes += 1
        here = self.lexemes[self.place - 1]
        if self.nodes > MAX_NODES:
            self._fail("too-many", f"a query has at most {MAX_NODES:,} words and operators", here.start, here.end)
        return here

    def _or(self) -> Node:
        """One level: neighbours, with OR between them or not."""
        start = self.place
        branches = [self._and()]
        while self._at("or"):
            operator = self._take()
            if not self._starts_operand():
                self._fail("missing-operand", "OR needs something after it: a OR b", operator.start, operator.end)
            branches.append(self._and())
        if len(branches) == 1:
            return branches[0]
        for branch in branches:
            if isinstance(branch, And) or (isinstance(branch, Blank) and self.match == "all"):
                self._mixed(start, branches)
        if self.match == "any":
            branches = [
                part for branch in branches for part in (branch.children if isinstance(branch, Blank) else (branch,))
            ]
        return Or(tuple(branches), span=_span(branches))

    def _mixed(self, start: int, branches: list[Node]) -> NoReturn:
        """The error for AND and OR at one level, with both readings."""
        tight = " OR ".join(self._branch(branch) for branch in branches)
        loose = self._loose(branches)
        first, last = self.lexemes[start].start, branches[-1].span[1]
        message = f"AND (or a blank) and OR stand side by side: write {tight}, or {loose}"
        self._fail("mixed-operators", message, first, last)

    def _loose(self, branches: list[Node]) -> str:
        """The reading in which OR binds tighter."""
        parts = [branch.children if isinstance(branch, (And, Blank)) else (branch,) for branch in branches]
        written = [self._text(part) for part in parts[0][:-1]]
        group = [parts[0][-1]]
        for several in parts[1:]:
            group.append(several[0])
            if len(several) > 1:
                written += [self._either(group), *(self._text(part) for part in several[1:-1])]
                group = [several[-1]]
        written.append(self._either(group))
        positive = any(not text.startswith(("NOT ", "-")) for text in written)
        return " ".join(written if positive else ["*", *written])

    def _either(self, group: list[Node]) -> str:
        """Neighbours of ORs as one group: what follows a first NOT is negated as a whole, a later one has a `*`."""
        if len(group) == 1:
            return self._text(group[0])
        first, *others = group
        texts = [self._branch(part) for part in others]
        if isinstance(first, Not):
            return f"NOT ({' OR '.join([self._text(first.child), *texts])})"
        return f"({' OR '.join([self._text(first), *texts])})"

    def _branch(self, node: Node) -> str:
        """A node as a branch of an OR: in brackets where it has parts, with a `*` where all is negated."""
        parts = node.children if isinstance(node, (And, Blank)) else (node,)
        if all(isinstance(part, Not) for part in parts):
            return f"(* {' '.join(self._text(part) for part in parts)})"
        return f"({self._written(node)})" if isinstance(node, Blank) else self._text(node)

    def _text(self, node: Node) -> str:
        """A node as it was written, in brackets where an AND stands in it."""
        return f"({self._written(node)})" if isinstance(node, And) else self._written(node)

    def _written(self, node: Node) -> str:
        """A node as it was written."""
        return self.lexer.query[node.span[0] : node.span[1]]

    def _and(self) -> Node:
        """Neighbours joined by blanks or AND."""
        chains: list[list[Node]] = [[self._not()]]
        written = False
        while not self._at("or", "close") and self.place < len(self.lexemes):
            if self._at("and"):
                operator = self._take()
                if not self._starts_operand():
                    self._fail("missing-operand", "AND needs something after it: a AND b", operator.start, operator.end)
                chains[-1].append(self._not())
                written = True
            else:
                chains.append([self._not()])
        if self.match == "all" or (written and len(chains) == 1):
            parts = [part for chain in chains for part in chain]
            if len(parts) == 1:
                return parts[0]
            if written:
                return And(tuple(parts), span=_span(parts))
            self.lexer.notes += split_names(self.lexer.query, parts)
            return Blank(tuple(parts), span=_span(parts))
        joined = [chain[0] if len(chain) == 1 else And(tuple(chain), span=_span(chain)) for chain in chains]
        self.lexer.notes += split_names(self.lexer.query, joined)
        return joined[0] if len(joined) == 1 else Blank(tuple(joined), span=_span(joined))

    def _starts_operand(self) -> bool:
        return self._at("word", "quoted", "open", "not", "minus", "atleast", "field", "exact", "raw") is not None

    def _not(self) -> Node:
        """NOT and - before a proximity or a single thing."""
        operator = self._at("not", "minus")
        if operator is None:
            return self._near()
        self._take()
        self._deeper(operator)
        if not self._starts_operand():
            self._fail(
                "missing-operand", f"{operator.text} needs something after it: NOT word", operator.start, operator.end
            )
        child = self._not()
        self.depth -= 1
        return Not(child, span=(operator.start, child.span[1]))

    def _near(self) -> Node:
        """Two things near each other, or one thing."""
        left = self._single()
        negation = self._at("not")
        follows = self.lexemes[self.place + 1] if negation and self.place + 1 < len(self.lexemes) else None
        negated = follows is not None and follows.kind == "near"
        if not (negated or self._at("near")):
            return left
        if negated:
            self._take()
        operator = self._take()
        if not 1 <= operator.distance <= MAX_DISTANCE and operator.unit == "word":
            message = f"the distance of {operator.text} is from 1 to {MAX_DISTANCE}; for a paragraph write w/p"
            self._fail("bad-distance", message, operator.start, operator.end)
        if after := self._at("not", "minus"):
            message = f"NOT stands before {operator.text}, not after it: a NOT {operator.text} b"
            self._fail("bad-operand", message, operator.start, after.end)
        if not self._starts_operand():
            self._fail("missing-operand", f"{operator.text} needs a word after it", operator.start, operator.end)
        right = self._single()
        found = Near(
            left,
            right,
            distance=operator.distance,
            ordered=operator.ordered,
            unit=operator.unit,
            negated=negated,
            span=(left.span[0], right.span[1]),
        )
        self._no_chain(found)
        return found

    def _no_chain(self, found: Near) -> None:
        """A second proximity right after a first needs brackets."""
        negated = self._at("not")
        place = self.place + (negated is not None)
        again = self.lexemes[place] if place < len(self.lexemes) else None
        if again is None or again.kind != "near":
            return
        whole, left, right = (self._written(node) for node in (found, found.left, found.right))
        between, after = whole[len(left) : len(whole) - len(right)].strip(), f"{'NOT ' if negated else ''}{again.text}"
        written = f"({whole}) {after} ..."
        if found.negated:
            written = f"{whole} AND {left} {after} ..." if negated else f"{left} {between} ({right} {after} ...)"
        start = (negated or again).start
        self._fail("near-chain", f"a chain of proximities needs brackets: write {written}", start, again.end)

    def _deeper(self, here: Lexeme) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._fail("too-deep", f"brackets and NOTs go at most {MAX_DEPTH} deep", here.start, here.end)

    def _single(self) -> Node:
        """Brackets, atleast, a field with its value, or a word; with its weight."""
        here = self._at("open", "atleast", "field", "word", "quoted", "exact", "raw")
        if here is None:
            self._misplaced()
        if here.kind == "open":
            return self._brackets()
        if here.kind == "atleast":
            return self._atleast()
        if here.kind == "field":
            return self._fielded()
        exact = self._take() if here.kind == "exact" else None
        value = self._at("word", "quoted")
        if value is None:
            self._fail("no-word", "= stands right before a word or a quoted phrase: =US", here.start, here.end)
        self._take()
        if self.around is None or value.text == "*":
            leaf = leaves.text_leaf(self.lexer, value, exact=exact is not None, field=None)
        else:
            leaf = leaves.field_leaf(self.lexer, self.around, value, exact=exact is not None, today=self.today)
            leaf = replace(leaf, span=(here.start, value.end))
        return self._weighted(leaf, value)

    def _misplaced(self) -> NoReturn:
        """An operator where a word should be."""
        here = self.lexemes[self.place] if self.place < len(self.lexemes) else self.lexemes[-1]
        if here.kind == "close":
            self._fail(
                "unbalanced-bracket", "this ) closes nothing: take it away, or write ( before", here.start, here.end
            )
        what = here.text
        message = f'{what} needs something before it: a {what} b. For the word write \\{what} or "{what}"'
        self._fail("missing-operand", message, here.start, here.end)

    def _brackets(self) -> Node:
        """( ... ) with its weight."""
        opening = self._take()
        self._deeper(opening)
        if self._at("close"):
            self._fail("empty-brackets", "there is nothing in these brackets", opening.start, self._take().end)
        if self.place >= len(self.lexemes):
            self._fail("unbalanced-bracket", "this ( is not closed: write ) at its end", opening.start, opening.end)
        child = self._or()
        closing = self._at("close")
        if closing is None:
            self._fail("unbalanced-bracket", "this ( is not closed: write ) at its end", opening.start, opening.end)
        self._take()
        self.depth -= 1
        return self._weighted(Bracketed(child, span=(opening.start, closing.end)), closing)

    def _atleast(self) -> Node:
        """atleast3( ... )."""
        operator = self._take()
        child = self._brackets()
        weight, inner = (child.weight, child.child) if isinstance(child, Boost) else (None, child)
        span = (operator.start, child.span[1])
        found = AtLeast(operator.distance, inner, span=span)
        return Boost(found, weight, span=span) if weight is not None else found

    def _fielded(self) -> Node:
        """A field and what it asks for."""
        name = self._take()
        if self._at("field"):
            inner = self._take()
            self._fail(
                "field-in-field", f"a field cannot hold another: {name.text}: or {inner.text}:", name.start, inner.end
            )
        if self._at("open"):
            return self._field_group(name)
        if before := self._at("not", "minus"):
            sign = "-" if before.kind == "minus" else "NOT "
            message = f"{sign.strip()} stands before the field: {sign}{example(name.text)}"
            self._fail("empty-field", message, name.start, before.end)
        exact = self._take() if self._at("exact") else None
        value = self._at("word", "quoted", "raw")
        if exact and value is None:
            message = f"= stands right before a word or a quoted phrase: {name.text}:=word"
            self._fail("no-word", message, name.start, exact.end)
        if value is None or (not value.glued and value.kind != "raw"):
            self._fail(
                "empty-field",
                f"write what {name.text} should be, without a blank: {example(name.text)}",
                name.start,
                name.end,
            )
        self._take()
        leaf = leaves.field_leaf(self.lexer, name, value, exact=exact is not None, today=self.today)
        return self._weighted(replace(leaf, span=(name.start, value.end)), value)

    def _field_group(self, name: Lexeme) -> Node:
        """`title:( ... )`."""
        if not leaves.takes_group(name.text):
            here = self.lexemes[self.place]
            self._fail(
                "field-group",
                f"{name.text}: takes one value, not brackets: {name.text}:a OR {name.text}:b",
                name.start,
                here.end,
            )
        outer, self.around = self.around, None if is_running(name.text) else name
        child = self._brackets()
        self.around = outer
        span = (name.start, child.span[1])
        if isinstance(child, Boost):
            return Boost(Group(name.text, child.child, span=span), child.weight, span=span)
        return Group(name.text, child, span=span)

    def _weighted(self, node: Node, carrier: Lexeme) -> Node:
        """The node with the weight that stands after it."""
        if carrier.boost is None:
            return node
        try:
            weight = float(carrier.boost)
        except ValueError:
            weight = 0.0
        if not 0 < weight <= 1000:
            self._fail("bad-weight", "a weight is a number over 0, up to 1000: tax^2", carrier.start, carrier.end)
        return Boost(node, weight, span=(node.span[0], max(node.span[1], carrier.end)))


def _span(nodes: list[Node]) -> Span:
    return nodes[0].span[0], nodes[-1].span[1]
