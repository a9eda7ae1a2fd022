"""Reuters-21578 -> 40 questions with every operator, their counts confirmed by brute force, their scores explained.

    python benchmarks/table_operators.py DATA/reuters21578 --work WORK [--publish]

Beside each question stands by hand what a story must have (`brute.py`), and every story is held against it. A row is
right when the same stories are found, and when `explain` gives each of the first ten the very score it has. Ends with
1 when any row is not. `--publish` writes `docs/queries-40.md`. The index is kept in WORK and used again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from brute import (
    Holds,
    Story,
    between,
    either,
    every,
    fuzzy,
    has,
    inside,
    like,
    loose,
    named,
    near,
    no,
    people,
    phrase,
    places,
    some,
    within,
    without,
    word,
)
from publish import DOCS, Table

import searcher
from searcher.analysis import fold, words

NOW: Final = dt.datetime(1987, 4, 10, 12, tzinfo=dt.UTC)
DAY: Final = dt.date
HEAD: Final = """# Forty questions, counted twice

Made by `benchmarks/table_operators.py`: what the engine finds in the 21,578 stories of Reuters-21578, beside what plain
loops over words find for the same condition written by hand. They are the same stories, not only as many. Scores of the
first ten of each are those that `explain` adds up.
"""


def tagged(value: str) -> Holds:
    """A keyword has this word."""
    return lambda story: any(value in [fold(one) for one in words(keyword)] for keyword in story.document.keywords)


def filed(value: str) -> Holds:
    """The story was filed there, or at a place with this word."""

    def holds(story: Story) -> bool:
        line = story.document.dateline
        return bool(line and line.place) and value in [fold(one) for one in words(line.place or "")]

    return holds


def called(name: str) -> Holds:
    """A place has exactly this name."""
    return lambda story: name in [place.name for place in story.document.places]


#: Question, and what a story must have.
QUESTIONS: Final[tuple[tuple[str, Holds], ...]] = (
    ("cocoa", has(word("cocoa"))),
    ("negotiation", has(word("negotiating"))),
    ("trade deficit", every(has(word("trade")), has(word("deficit")))),
    ("cocoa OR coffee", some(has(word("cocoa")), has(word("coffee")))),
    ("grain NOT wheat", every(has(word("grain")), no(has(word("wheat"))))),
    ("(cocoa OR coffee) quota", every(some(has(word("cocoa")), has(word("coffee"))), has(word("quota")))),
    ("* NOT bank", no(has(word("bank")))),
    ('"interest rates"', has(phrase("interest", "rates"))),
    ('"negotiating"', has(word("negotiating", "folded"))),
    ("=US", has(word("US", "exact"))),
    ('="White House"', has(phrase("White", "House", form="exact"))),
    ("buy-back", has(phrase("buy", "back", form="stem"))),
    ("negotiat*", has(like("negotiat*"))),
    ("wom?n", has(like("wom?n"))),
    ("*phosphate*", has(like("*phosphate*"))),
    ("brasil~", has(fuzzy("brasil", 1))),
    ("philipines~2", has(fuzzy("philipines", 2))),
    ('"trade surplus Japan"~3', has(loose("trade", "surplus", "japan", slop=3))),
    ("tax w/5 cut", has(near(word("tax"), word("cut"), 5))),
    ("tax pre/5 cut", has(near(word("tax"), word("cut"), 5, ordered=True))),
    ("yen w/s dollar", has(within(word("yen"), word("dollar"), "sentence"))),
    ("yen pre/s dollar", has(within(word("yen"), word("dollar"), "sentence", ordered=True))),
    ("opec w/p saudi", has(within(word("opec"), word("saudi"), "paragraph"))),
    ("tax NOT w/5 reform", has(without(word("tax"), lambda a, b: near(a, b, 5), word("reform")))),
    ("yen NOT w/s dollar", has(without(word("yen"), lambda a, b: within(a, b, "sentence"), word("dollar")))),
    (
        '(cut OR raise) w/5 "discount rate"',
        has(near(either(word("cut"), word("raise")), phrase("discount", "rate"), 5)),
    ),
    (
        "(export pre/1 quota) w/10 coffee",
        has(near(near(word("export"), word("quota"), 1, ordered=True), word("coffee"), 10)),
    ),
    ("interven* w/4 (dollar OR yen)", has(near(like("interven*"), either(word("dollar"), word("yen")), 4))),
    ("atleast5(dividend)", has(word("dividend"), 5)),
    ("atleast2(tax w/5 cut)", has(near(word("tax"), word("cut"), 5), 2)),
    ("title:(gold w/3 mine)", has(inside("title", near(word("gold"), word("mine"), 3)))),
    (
        "lead:strike NOT title:strike",
        every(has(inside("lead", word("strike"))), no(has(inside("title", word("strike"))))),
    ),
    ("body:reagan^2 budget", every(has(inside("body", word("reagan"))), has(word("budget")))),
    ("people:volcker", named(people, "volcker")),
    ('people:"James Baker" dollar', every(named(people, "james", "baker"), has(word("dollar")))),
    ("places:asia rice", every(named(places, "asia"), has(word("rice")))),
    ("places:=Tokyo yen", every(called("Tokyo"), has(word("yen")))),
    ("dateline:paris (wheat OR sugar)", every(filed("paris"), some(has(word("wheat")), has(word("sugar"))))),
    (
        'keyword:crude date:"last week"',
        every(tagged("crude"), between(DAY(1987, 3, 30), DAY(1987, 4, 5))),
    ),
    (
        "words:>400 date:[19870301 TO 19870315] oil",
        every(lambda story: story.words > 400, between(DAY(1987, 3, 1), DAY(1987, 3, 15)), has(word("oil"))),
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One question, the stories that each way found, and whether scores are explained."""

    question: str
    found: frozenset[str]
    confirmed: frozenset[str]
    explained: bool

    @property
    def right(self) -> bool:
        """Whether all agrees."""
        return self.found == self.confirmed and self.explained

    def cells(self) -> tuple[str, ...]:
        """For the table."""
        scores = "yes" if self.explained else "NO"
        return f"`{self.question}`", f"{len(self.found):,}", f"{len(self.confirmed):,}", scores


def rows(index: searcher.Index) -> Iterator[Row]:
    """The row of each question."""
    stories = [Story(hit.document) for hit in index.search("*", limit=None, highlight=False)]
    for question, holds in QUESTIONS:
        ask = partial(index.search, question, now=NOW, highlight=False)
        page = ask(limit=10)
        explained = all(index.explain(question, hit.id, now=NOW).value == hit.score for hit in page)
        found = frozenset(hit.id for hit in ask(limit=None))
        if len(found) != page.total:
            raise AssertionError(f"{question}: a total of {page.total}, and {len(found)} stories")
        yield Row(question, found, frozenset(story.document.id for story in stories if holds(story)), explained)


def main() -> int:
    """Ask, confirm, show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of Reuters-21578")
    parser.add_argument("--work", type=Path, required=True, help="a folder for the index, kept")
    parser.add_argument("--publish", action="store_true", help="write docs/queries-40.md")
    options = parser.parse_args()
    folder = options.work / "queries-40"
    if not folder.exists():
        with searcher.create(folder) as index:
            index.ingest(options.data)
    with searcher.open(folder) as index:
        found = list(rows(index))
    table = Table(
        "Stories of Reuters-21578", ("question", "searcher", "by hand", "scores explained"), [r.cells() for r in found]
    )
    print(table.plain())
    for row in found:
        if row.found != row.confirmed:
            wrongly, missed = sorted(row.found - row.confirmed), sorted(row.confirmed - row.found)
            print(f"{row.question}: found wrongly {wrongly[:5]}, missed {missed[:5]}")
    if options.publish:
        (DOCS / "queries-40.md").write_text(f"{HEAD}\n{table.markdown()}", encoding="utf-8")
    wrong = sum(not row.right for row in found)
    print(f"{len(found)} questions, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
