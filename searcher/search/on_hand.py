"""A query that finds nothing -> for each clause that is empty, what the index has of its kind: dates or values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from searcher.fields import BY_NAME
from searcher.query.nodes import DateRange, Has, Named, Node, Phrase, Whole, Word
from searcher.search.evaluate import Evaluation
from searcher.search.facets import count_values, date_span
from searcher.search.trees import walk

#: So many values of a field are told; of more, none.
_FEW: Final = 6


def on_hand(evaluation: Evaluation, node: Node) -> Iterator[str]:
    """One sentence a field."""
    for clause in dict.fromkeys(walk(node)):
        if not isinstance(clause, (DateRange, Named, Phrase, Whole, Word)) or evaluation.total(clause):
            continue
        if isinstance(clause, DateRange):
            yield from _dates(evaluation, clause)
        elif clause.field and BY_NAME[clause.field].facet:
            yield from _values(evaluation, BY_NAME[clause.field].name)


def _dates(evaluation: Evaluation, clause: DateRange) -> Iterator[str]:
    first, last, _ = date_span(evaluation.snapshot)
    if clause.field == "date" and first and last:
        yield f"the stories of the index are of {first}" + (f" to {last}" if last != first else "")


def _values(evaluation: Evaluation, field: str) -> Iterator[str]:
    if not evaluation.total(Has(field)):
        yield f"{field} is not known of any story of the index"
        return
    if BY_NAME[field].kind == "words":
        live = [evaluation.live(number) for number in range(len(evaluation.snapshot.leaves))]
        known = count_values(evaluation.snapshot, live, field, None)
        if len(known) <= _FEW:
            yield f"{field} in the index is {', '.join(one.value for one in known)}"
