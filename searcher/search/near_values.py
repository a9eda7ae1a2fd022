"""A clause on a whole value that no story has -> the same with the values of the index that are written nearly so."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from searcher.analysis import fold
from searcher.analysis.entries import WHOLE
from searcher.query.nodes import Node, Whole
from searcher.search.evaluate import Evaluation
from searcher.search.lexicon import Lexicon, edit_distances
from searcher.search.near import near_ids
from searcher.search.trees import walk

#: One letter in so many may be wrong, at most two: `Donald Trmup`, but not `Iran` for `Iraq`.
_LETTERS_A_SLIP: Final = 5
_SLIPS: Final = 2
#: Values that are looked at between two looks at the clock.
_BETWEEN: Final = 10_000
#: Values offered for one clause.
_OFFERED: Final = 3


def near_clauses(evaluation: Evaluation, node: Node) -> dict[Whole, tuple[Whole, ...]]:
    """Each empty clause on a whole value -> those with a near value that some story has, nearest and fullest first."""
    found: dict[Whole, tuple[Whole, ...]] = {}
    for clause in dict.fromkeys(walk(node)):
        if not isinstance(clause, Whole) or clause.field in ("path", "url") or evaluation.total(clause):
            continue
        counted = [
            (distance, -evaluation.total(other), other)
            for distance, other in (
                (distance, replace(clause, value=value))
                for distance, value in _near(evaluation, clause.field, clause.value)
            )
        ]
        held = sorted((one for one in counted if one[1]), key=lambda one: (*one[:2], one[2].value))
        if held:
            found[clause] = tuple(other for _, _, other in held[:_OFFERED])
    return found


def _near(evaluation: Evaluation, field: str, value: str) -> list[tuple[int, str]]:
    """(distance, value) for the values of a field within reach of one, case and accents folded."""
    snapshot = evaluation.snapshot
    if field == "id":
        return list(enumerate(near_ids(snapshot, value)))
    asked = fold(value)
    slips = min(_SLIPS, len(asked) // _LETTERS_A_SLIP)
    spelled: dict[str, list[str]] = {}
    for leaf in snapshot.leaves:
        for number, term in enumerate(leaf.terms(field, WHOLE)):
            if number % _BETWEEN == 0:
                evaluation.check()
            held = term[len(WHOLE) :]
            if abs(len(held) - len(asked)) <= 2 * slips + 2:  # folding may lengthen: æ, ß
                spelled.setdefault(fold(held), []).append(held)
    near = Lexicon(sorted(spelled)).near(asked, slips)
    return [(_distance(asked, form), held) for form in near for held in dict.fromkeys(spelled[form])]


def _distance(word: str, other: str) -> int:
    points = np.frombuffer(other.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return int(edit_distances(word, points[np.newaxis])[0])
