"""A query tree -> its nodes, a changed tree, its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from searcher.query.nodes import And, AtLeast, Boost, Near, Node, Not, Or


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes right below."""
    match node:
        case And(children) | Or(children):
            return children
        case Not(child) | Boost(child):
            return (child,)
        case Near(left, right):
            return left, right
        case AtLeast(_, operand):
            return (operand,)
    return ()


def walk(node: Node, *, negated: bool = False) -> Iterator[Node]:
    """A node and all below it; what stands under a NOT only with `negated`."""
    if isinstance(node, Not) and not negated:
        return
    yield node
    for part in parts(node):
        yield from walk(part, negated=negated)


def rewrite(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """The tree with every node for which `change` gives another replaced by it; what is replaced is not entered."""
    changed = change(node)
    if changed is not None:
        return changed
    match node:
        case And(children) | Or(children):
            return replace(node, children=tuple(rewrite(child, change) for child in children))
        case Not(child) | Boost(child):
            return replace(node, child=rewrite(child, change))
        case Near(left, right):
            return replace(node, left=rewrite(left, change), right=rewrite(right, change))
        case AtLeast(_, operand):
            return replace(node, operand=rewrite(operand, change))
    return node


def say(node: Node) -> str:
    """A node as it would be written."""
    from searcher.query import unparse

    return unparse(node)
