"""A query and its answer -> sentences on what it left out, and on what emptied it when it found nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from searcher.analysis import words
from searcher.fields import BY_NAME, is_running
from searcher.query.nodes import (
    And,
    AtLeast,
    Boost,
    DateRange,
    Everything,
    Has,
    Located,
    Named,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Whole,
    Word,
)
from searcher.search import values
from searcher.search.evaluate import Evaluation, scores
from searcher.search.lexicon import values_like
from searcher.search.on_hand import on_hand
from searcher.search.trees import parts, rewrite, say, walk

#: Relaxations that are told.
_TOLD: Final = 5
_ONE_OF: Final = {"people": "person", "places": "place"}


def notes(evaluation: Evaluation, node: Node, total: int) -> list[str]:
    """What there is to say about an answer."""
    found = [*_undated(evaluation, node, total), *_stemmed(evaluation, node, total)]
    if not total:
        found += [
            *_emptied(evaluation, node),
            *_unlike(evaluation, node),
            *on_hand(evaluation, node),
            *_relaxed(evaluation, node),
        ]
    return list(dict.fromkeys(found))


def stories(count: int) -> str:
    """A number of stories in words."""
    return "1 story" if count == 1 else f"{count:,} stories"


def _undated(evaluation: Evaluation, node: Node, total: int) -> Iterator[str]:
    """How many stories only their missing date keeps out."""
    dated = rewrite(node, _dated_or_undated)
    if dated == node or not any(values.undated(leaf) for leaf in evaluation.snapshot.leaves):
        return
    looser = evaluation.total(dated)
    if looser > total:
        verb = "is" if looser - total == 1 else "are"
        yield f"{stories(looser - total)} that would match {verb} undated, and so in no range of dates"


def _dated_or_undated(node: Node) -> Node | None:
    """A clause on the date that lets undated stories through; negations stay as they are."""
    if isinstance(node, DateRange) and node.field == "date":
        return Or((node, Not(Has("date"))))
    return node if isinstance(node, Not) else None


def _stemmed(evaluation: Evaluation, node: Node, total: int) -> Iterator[str]:
    """Quoted phrases whose stemmed form would find more."""
    phrases = [leaf for leaf in walk(node) if isinstance(leaf, Phrase) and leaf.match == "folded"]
    for phrase in dict.fromkeys(phrase for phrase in phrases if is_running(phrase.field)):
        looser = replace(phrase, match="stem")
        if evaluation.total(looser) > evaluation.total(phrase):
            more = evaluation.total(_exchanged(node, phrase, looser))
            if more > total:
                verb = "matches" if more == 1 else "match"
                yield f"{say(phrase)} is taken to the letter; with other forms of its words {stories(more)} {verb}"


def _emptied(evaluation: Evaluation, node: Node) -> Iterator[str]:
    """Which clauses find nothing, or nothing together with the others; at least one sentence for any tree."""
    children = node.children if isinstance(node, And) else (node,)
    wanted = [child for child in children if not isinstance(child, Not)]
    for child in wanted:
        count = evaluation.total(child)
        only = "alone " if len(children) > 1 else ""
        yield f"{say(child)} {only}matches {stories(count) if count else 'nothing'}"
    without = And(tuple(wanted)) if len(wanted) > 1 else wanted[0] if wanted else Everything()
    left = evaluation.total(without)
    for child in children:
        if isinstance(child, Not) and left:
            gone = left - evaluation.total(And((without, child)))
            left_out = (
                f"all {stories(left)}"
                if gone == left > 1
                else "the 1 story"
                if left == 1
                else f"{gone:,} of {stories(left)}"
            )
            yield f"{say(child)} leaves out {left_out} that the rest finds"
    if not evaluation.total(Everything()):
        yield "the index has no stories"


def _unlike(evaluation: Evaluation, node: Node) -> Iterator[str]:
    """Whole values that differ only in case or accents from one that is asked for, with their counts."""
    for clause in dict.fromkeys(walk(node)):
        if not isinstance(clause, Whole) or evaluation.total(clause):
            continue
        near = [replace(clause, value=value) for value in values_like(evaluation.snapshot, clause.field, clause.value)]
        counts = {other: evaluation.total(other) for other in near if other != clause}
        held = sorted(
            (other for other, count in counts.items() if count), key=lambda other: (-counts[other], say(other))
        )
        for other in held[:_TOLD]:
            verb = "matches" if counts[other] == 1 else "match"
            where = "in an id" if clause.field == "id" else "after ="
            yield f"the case counts {where}; for {say(other)} {stories(counts[other])} {verb}"
        if not held:
            yield f"no {_ONE_OF.get(clause.field, clause.field)} of the index is {clause.value!r}"


def _relaxed(evaluation: Evaluation, node: Node) -> Iterator[str]:
    """Looser queries that find something, those that change least first."""
    told = 0
    for tree in dict.fromkeys(_relaxations(node)):
        count = evaluation.total(tree) if told < _TOLD else 0
        if count:
            told += 1
            yield f"{say(tree)} matches {stories(count)}"


def _relaxations(node: Node) -> Iterator[Node]:
    """Looser trees: one clause loosened, one left out, any word instead of all."""
    for clause in _clauses(node):
        for looser in _looser(clause):
            yield _exchanged(node, clause, looser)
    if isinstance(node, And):
        for child in node.children:
            rest = tuple(other for other in node.children if other is not child)
            if any(not isinstance(other, Not) for other in rest):
                if len(rest) > 1:
                    yield replace(node, children=rest)
                elif isinstance(child, Not):
                    yield rest[0]
        scoring = tuple(child for child in node.children if scores(child))
        others = tuple(child for child in node.children if not scores(child))
        if len(scoring) > 1:
            yield replace(node, children=(Or(scoring), *others)) if others else Or(scoring)


def _clauses(node: Node) -> Iterator[Node]:
    """The clauses of a tree; proximities and groups that are counted are not entered, nor is what is negated."""
    if isinstance(node, Not):
        return
    yield node
    if isinstance(node, (And, Or, Boost)):
        for part in parts(node):
            yield from _clauses(part)


def _looser(node: Node) -> Iterator[Node]:
    """A clause in looser forms."""
    match node:
        case Word(_, field, "exact") if is_running(field):
            yield replace(node, match="folded")
            yield replace(node, match="stem")
        case Word(_, field, "folded") if is_running(field):
            yield replace(node, match="stem")
        case Phrase(said, field) if is_running(field):
            if node.match != "stem":
                yield replace(node, match="stem")
            if len(set(said)) > 1:
                yield And(tuple(Word(word, field) for word in dict.fromkeys(said)))
        case Near(left, right, negated=False):
            if node.unit != "paragraph":
                yield replace(node, unit="paragraph", distance=0, ordered=False)
            yield And((left, right))
        case AtLeast(_, operand):
            yield operand
        case Whole(field, value) if field in BY_NAME and BY_NAME[field].kind in ("names", "words") and words(value):
            yield (
                Named(field, value) if BY_NAME[field].kind == "names" else Phrase(tuple(words(value)), field, "folded")
            )
        case Named(field, name) if len(words(name)) > 1:
            yield And(tuple(Word(word, field, "folded") for word in dict.fromkeys(words(name))))
        case Located("url", value) if "/" in value.partition("://")[2].rstrip("/"):
            yield replace(node, value=value.partition("://")[2].partition("/")[0])
        case Boost():
            return


def _exchanged(node: Node, old: Node, new: Node) -> Node:
    """The tree with one clause exchanged; an AND put into an AND becomes part of it, and goes into no proximity."""

    def change(leaf: Node) -> Node | None:
        if leaf == old:
            return new
        if isinstance(leaf, (Near, AtLeast)) and isinstance(new, And):
            return leaf
        if isinstance(leaf, And) and isinstance(new, And) and old in leaf.children:
            spread = ((child,) if child != old else new.children for child in leaf.children)
            return replace(leaf, children=tuple(dict.fromkeys(child for children in spread for child in children)))
        return None

    return rewrite(node, change)
