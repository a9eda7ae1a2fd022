"""An index and the file of its collection -> what each operator costs beside the AND of the same words.

Words are runs of a story (`questions.run`), so that every question has an answer. For each form both questions are
asked in turn, each once, of an index that is open and warm; a ratio is of the 95th percentiles, and the median of the
rounds. What has to look for its words before it can look for stories, fuzzy words and infix wildcards, has no floor.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING, Final

from publish import Table
from questions import LITTLE, run, sample

if TYPE_CHECKING:
    from searcher import Index

NOT_NEAR: Final = "NOT w/5"
#: Name, question, and the same with AND in the operator's place; words that follow each other are a, b, c.
NEAR: Final = (
    ("w/5", "{a} w/5 {b}", "{a} AND {b}"),
    ("pre/5", "{a} pre/5 {b}", "{a} AND {b}"),
    ("w/s", "{a} w/s {b}", "{a} AND {b}"),
    ("pre/s", "{a} pre/s {b}", "{a} AND {b}"),
    ("w/p", "{a} w/p {b}", "{a} AND {b}"),
    (NOT_NEAR, "{a} NOT w/5 {c}", "{a} AND {c}"),
    ("group w/5", "({a} OR {b}) w/5 {c}", "({a} OR {b}) AND {c}"),
    ("phrase w/5", '"{a} {b}" w/5 {c}', '"{a} {b}" AND {c}'),
    ("nested", "({a} w/3 {b}) w/10 {c}", "{a} AND {b} AND {c}"),
    ("prefix w/5", "{p}* w/5 {c}", "{p}* AND {c}"),
)
OTHERS: Final = (
    ("phrase", '"{a} {b}"', "{a} AND {b}"),
    ("phrase of three", '"{a} {b} {c}"', "{a} AND {b} AND {c}"),
    ("loose phrase", '"{a} {b} {c}"~3', "{a} AND {b} AND {c}"),
    ("=Case", "={a} ={b}", "{a} AND {b}"),
    ("atleast", "atleast2({a}) AND {b}", "{a} AND {b}"),
    ("title:", "title:{a} AND {b}", "{a} AND {b}"),
    ("lead:", "lead:{a} AND {b}", "{a} AND {b}"),
    ("NOT", "{a} NOT {c}", "{a} AND {c}"),
    ("OR", "{a} OR {b} OR {c}", "{a} AND {b} AND {c}"),
    ("date:", "{a} AND {b} AND date:1995..1999", "{a} AND {b}"),
    ("places:", "{a} AND {b} AND places:usa", "{a} AND {b}"),
    ("people:", "{a} AND {b} AND people:reagan", "{a} AND {b}"),
)
EXPANDED: Final = (
    ("prefix*", "{p}* AND {c}", "{a} AND {c}"),
    ("fuzzy~", "{b}~ AND {c}", "{b} AND {c}"),
    ("*infix*", "*{p}* AND {c}", "{a} AND {c}"),
)
_LETTERS: Final = 4


def operators(folder: Path, file: Path, *, count: int, rounds: int) -> tuple[Table, dict[str, float]]:
    """The table, and the greatest ratio of proximity; that of its negation, which finds most stories of a word."""
    import searcher

    chance = random.Random(7)
    records = sample(file)
    words = [_telling(run(records, chance, 3, 9)) for _ in range(count * 9)]
    words = [three for three in words if len(three) == 3][:count]
    rows, ratios = [], {}
    with searcher.open(folder) as index:
        for name, form, plain in (*NEAR, *OTHERS, *EXPANDED):
            asked = [(_filled(form, three), _filled(plain, three)) for three in words]
            taken = [_times(index, asked) for _ in range(rounds + 1)][1:]
            spread = [[_spread(one) for one in pair] for pair in taken]
            ratios[name] = median(mine[1] / other[1] for mine, other in spread)
            mine = [median(values) for values in zip(*(pair[0] for pair in spread), strict=True)]
            other = median(pair[1][1] for pair in spread)
            rows.append((name, f"`{form}`", f"{mine[0]:.2f}", f"{mine[1]:.2f}", f"{other:.2f}", f"{ratios[name]:.2f}"))
    table = Table("Operators, milliseconds", ("operator", "question", "p50", "p95", "p95 of AND", "ratio"), rows)
    near = [ratios[name] for name, _, _ in NEAR if name != NOT_NEAR]
    return table, {"near_and": max(near), "not_near_and": ratios[NOT_NEAR]}


def _telling(words: Sequence[str]) -> tuple[str, ...]:
    """The first three words of some length that are no little words, as somebody would put operators between."""
    return tuple(word for word in words if len(word) >= _LETTERS and word not in LITTLE)[:3]


def _filled(form: str, words: Sequence[str]) -> str:
    a, b, c = words
    return form.format(a=a, b=b, c=c, p=a[:_LETTERS])


def _times(index: Index, asked: Sequence[tuple[str, str]]) -> tuple[list[float], list[float]]:
    """Milliseconds of each question of a pair, the first of which takes turns."""
    found: tuple[list[float], list[float]] = ([], [])
    for number, pair in enumerate(asked):
        for side in (0, 1) if number % 2 else (1, 0):
            start = perf_counter()
            index.search(pair[side], highlight=False)
            found[side].append((perf_counter() - start) * 1e3)
    return found


def _spread(times: list[float]) -> tuple[float, float]:
    return median(times), quantiles(times, n=20, method="inclusive")[-1]
