"""A matching document -> its snippets: the passages that answer best, with marks on what matched, as it matched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from searcher.analysis.entries import placed_texts
from searcher.analysis.space import KEY_BITS
from searcher.analysis.tokens import Token, tokens
from searcher.codec.arrays import is_in
from searcher.document import Document
from searcher.fields import is_running
from searcher.query.nodes import And, AtLeast, Boost, Near, Node, Not, Or, Phrase
from searcher.search.evaluate import Evaluation
from searcher.search.page import Snippet
from searcher.search.passages import Marked, best_passages, lead_passage
from searcher.search.positions import Occurrences
from searcher.search.running import OCCURRING, Running

Spans = list[tuple[int, int]]
#: Body passages of one hit.
_PASSAGES: Final = 2


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of a document: its zone, the position of its first word, its tokens."""

    zone: str
    text: str
    base: int
    tokens: list[Token]


def snippets(evaluation: Evaluation, leaf: int, number: int, node: Node, document: Document) -> tuple[Snippet, ...]:
    """The title if it has marks, the best passages of the body, captions that add something."""
    clauses = matched_spans(evaluation, leaf, number, node)
    texts = [_Text(zone, text, base, list(tokens(text))) for base, text, zone in placed_texts(document)]
    weights = [evaluation.idf(clause) for clause, _ in clauses]
    found: list[Snippet] = []
    seen: set[int] = set()
    body: list[Snippet] = []
    for text in texts:
        marked = _marked(text, [spans for _, spans in clauses])
        if not marked:
            continue
        if text.zone == "title":
            found.append(_snippet(text, 0, len(text.text), marked))
            continue
        if text.zone == "caption" and {mark.clause for mark in marked} <= seen:
            continue
        count = _PASSAGES if text.zone == "body" else 1
        passages = best_passages(text.text, text.tokens, marked, weights, count)
        body += [_snippet(text, start, end, marked) for start, end in passages]
        seen |= {mark.clause for mark in marked if any(start <= mark.start < end for start, end in passages)}
    if not body:
        body = [_snippet(text, *lead_passage(text.text, text.tokens), []) for text in texts if _is_body(text)]
    return (*found, *body)


def _is_body(text: _Text) -> bool:
    return text.zone == "body" and bool(text.tokens)


def _snippet(text: _Text, start: int, end: int, marked: list[Marked]) -> Snippet:
    """A passage with the marks that lie in it, overlapping ones joined."""
    inside = sorted((mark.start, min(mark.end, end)) for mark in marked if start <= mark.start < end)
    joined: Spans = []
    for first, last in inside:
        if joined and first < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    marks = tuple((first - start, last - start) for first, last in joined)
    return Snippet(text.zone, start, text.text[start:end], marks)


def _marked(text: _Text, clauses: list[Spans]) -> list[Marked]:
    """The spans of each clause that lie in a text, as offsets."""
    end = text.base + len(text.tokens)
    return sorted(
        Marked(text.tokens[first - text.base].start, text.tokens[last - text.base].end, clause)
        for clause, spans in enumerate(clauses)
        for first, last in spans
        if text.base <= first < end
    )


def matched_spans(evaluation: Evaluation, leaf: int, number: int, node: Node) -> list[tuple[Node, Spans]]:
    """(clause, positions of first and last words) for each clause on running text by which a document matches."""
    found: list[tuple[Node, Spans]] = []
    for clause in _clauses(evaluation, leaf, number, node):
        spans = _spans(evaluation.running[leaf], number, clause)
        if spans:
            found.append((clause, sorted(spans)))
    return found


def _clauses(evaluation: Evaluation, leaf: int, number: int, node: Node) -> Iterable[Node]:
    """The clauses on running text that hold for a document, in branches that hold; never what is negated."""
    if isinstance(node, Not) or not _holds(evaluation, leaf, number, node):
        return
    if isinstance(node, (And, Or)):
        for child in node.children:
            yield from _clauses(evaluation, leaf, number, child)
    elif isinstance(node, Boost):
        yield from _clauses(evaluation, leaf, number, node.child)
    elif isinstance(node, OCCURRING) and is_running(getattr(node, "field", None)):
        yield node


def _holds(evaluation: Evaluation, leaf: int, number: int, node: Node) -> bool:
    return bool(is_in(np.array([number]), evaluation.documents(leaf, node))[0])


def _spans(running: Running, number: int, node: Node) -> set[tuple[int, int]]:
    """What to mark of a clause in a document."""
    if isinstance(node, Near):
        left, right = running.sides(node)
        marked = _parts(running, number, node.left, _of(left, number))
        return marked | (set() if node.negated else _parts(running, number, node.right, _of(right, number)))
    return _parts(running, number, node, _of(running.occurrences(node), number))


def _parts(running: Running, number: int, node: Node, spans: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """These occurrences of a node, taken apart into what is marked: a loose phrase is its words, a pair its sides."""
    if isinstance(node, Boost):
        return _parts(running, number, node.child, spans)
    if isinstance(node, AtLeast):
        return _parts(running, number, node.operand, spans)
    if isinstance(node, Or):
        found: set[tuple[int, int]] = set()
        for child in node.children:
            found |= _parts(running, number, child, spans & _of(running.occurrences(child), number))
        return found
    if isinstance(node, Phrase) and node.slop:
        table = running.sloppy(node)
        table = table[:, (table[0] >> KEY_BITS) == number] - (number << KEY_BITS) if table.size else table
        columns = [column for column in table.T.tolist() if (min(column), max(column)) in spans]
        return {(place, place) for column in columns for place in column}
    if isinstance(node, Near):
        return {
            inner
            for inner in _spans(running, number, node)
            if any(first <= inner[0] and inner[1] <= last for first, last in spans)
        }
    return spans


def _of(occurrences: Occurrences, number: int) -> set[tuple[int, int]]:
    """The occurrences in one document, as positions."""
    base = number << KEY_BITS
    low, high = np.searchsorted(occurrences.first, [base, base + (1 << KEY_BITS)]).tolist()
    firsts, lasts = occurrences.first[low:high] - base, occurrences.last[low:high] - base
    return set(zip(firsts.tolist(), lasts.tolist(), strict=True))
