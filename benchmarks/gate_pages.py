"""A folder of news pages with `gold.json` -> how well a page's body, title and day are read, beside their floors.

    python benchmarks/gate_pages.py DATA/pages [--form html|blocks|w3m]... [--detail] [--half 0|1] [--update]

`page.html` goes through the web page reader, `page.blocks.txt` (a block a line) and `page.w3m.txt` (wrapped by a
text browser) through the page text reader. Body: F1 of the bags of words against the gold paragraphs, averaged over
the pages. Title: the share of pages whose title has the same words. Day: the share whose date falls on the gold day,
compared in the gold's zone where ours knows its own. `--half` measures every second page only, so that one half can
stay unseen while a reader is worked on.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import floors

from searcher.document import Document, Rejection
from searcher.readers.base import Input, Reader

FORMS: Final = {"html": "page.html", "blocks": "page.blocks.txt", "w3m": "page.w3m.txt"}


@dataclass(frozen=True, slots=True)
class Score:
    """One page, measured."""

    name: str
    precision: float
    recall: float
    title: bool
    day: bool
    note: str

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def words(text: str) -> Counter[str]:
    """The bag of a text's words, compatibility forms and case folded."""
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def load_reader(form: str) -> Reader:
    """The reader of a form; only the one that is measured is imported."""
    if form == "html":
        from searcher.readers.webpage import WebpageReader

        return WebpageReader()
    from searcher.readers.page_text import PageTextReader

    return PageTextReader()


def opener(path: Path) -> Callable[[], BinaryIO]:
    """What opens a file anew."""
    return lambda: path.open("rb")


def same_day(found: dt.datetime | dt.date | None, gold: str) -> bool:
    """Whether a date falls on the day of the gold timestamp."""
    published = dt.datetime.fromisoformat(gold)
    if isinstance(found, dt.datetime):
        local = found.astimezone(published.tzinfo) if found.tzinfo and published.tzinfo else found
        return local.date() == published.date()
    return found == published.date()


def measure(document: Document, gold: dict[str, Any]) -> Score:
    """One document beside its gold."""
    ours, theirs = words(document.body), words("\n".join(gold["paragraphs"]))
    common = (ours & theirs).total()
    title, day = words(document.title) == words(gold["title"]), same_day(document.date, gold["published"])
    misses = [] if title else [f"title {document.title[:60]!r}"]
    misses += [] if day else [f"date {document.date}, gold {gold['published'][:10]}"]
    return Score(
        gold["name"], common / max(1, ours.total()), common / max(1, theirs.total()), title, day, "; ".join(misses)
    )


def measure_form(pages: list[Path], form: str) -> list[Score]:
    """All pages in one form. A rejection, or more than one document, scores nothing."""
    reader, scores = load_reader(form), []
    for page in pages:
        gold = json.loads((page / "gold.json").read_text(encoding="utf-8"))
        path = page / FORMS[form]
        items = list(reader.read(Input(str(path), opener(path))))
        if len(items) == 1 and isinstance(items[0], Document):
            scores.append(measure(items[0], gold))
        else:
            why = "; ".join(str(item) if isinstance(item, Rejection) else "a document" for item in items)
            scores.append(Score(gold["name"], 0.0, 0.0, title=False, day=False, note=why or "nothing read"))
    return scores


def print_detail(scores: list[Score]) -> None:
    """The table of pages, worst body first."""
    for score in sorted(scores, key=lambda score: (score.f1, score.name)):
        marks = ("t" if score.title else "-") + ("d" if score.day else "-")
        print(
            f"{score.name:<20} F1 {score.f1:.3f}  P {score.precision:.3f}  R {score.recall:.3f}  {marks}  {score.note}"
        )


def main() -> int:
    """Measure, print, and answer with the exit code."""
    parser = argparse.ArgumentParser(description="How well news pages are read.")
    parser.add_argument("pages", type=Path)
    parser.add_argument("--form", choices=tuple(FORMS), action="append")
    parser.add_argument("--detail", action="store_true", help="one line a page")
    parser.add_argument("--half", type=int, choices=(0, 1), help="every second page only; floors are not checked")
    parser.add_argument("--update", action="store_true", help="write the figures as the new floors")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args()
    pages = sorted(path.parent for path in options.pages.glob("*/gold.json"))
    if not pages:
        print(f"no */gold.json under {options.pages}", file=sys.stderr)
        return 2
    if options.half is not None:
        pages = pages[options.half :: 2]
    worst = 0
    for form in options.form or list(FORMS):
        scores = measure_form(pages, form)
        if options.detail:
            print_detail(scores)
        figures = {
            "body_f1": sum(score.f1 for score in scores) / len(scores),
            "title": sum(score.title for score in scores) / len(scores),
            "day": sum(score.day for score in scores) / len(scores),
        }
        print(f"{form}, {len(scores)} pages")
        gate = f"pages.{form}" if options.half is None else f"pages.{form}.half"
        update = options.update and options.half is None
        worst = max(worst, floors.report(gate, figures, update=update, allow_regression=options.allow_regression))
    return worst


if __name__ == "__main__":
    sys.exit(main())
