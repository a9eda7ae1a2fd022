"""A folder of annotated news -> precision, recall and F1 of people and places, beside their floors.

    python benchmarks/gate_names.py DATA/names [--set ieer] [--half odd|even] [--show] [--update [--allow-regression]]

For each story the names marked and the names found are sets without regard to case; a name whose words all stand in
a longer name of the same story counts with that one. A marked name is met by one found name that has a form in
common with it, each used once; `exact` asks that the fullest names be the same.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path

import floors
from gold_names import READERS, GoldStory, read

from searcher.document import Document
from searcher.extract import complete
from searcher.extract import people as people_step

Names = list[tuple[str, set[str]]]


def plain(name: str) -> str:
    """Case, punctuation and a leading article do not count."""
    return re.sub(r"^the ", "", " ".join(re.findall(r"[\w'’-]+", name.lower())))


def gold_names(forms: Iterable[str]) -> Names:
    """Marked forms -> the fullest names, each with the forms that it holds."""
    found: Names = []
    for form in sorted({plain(form) for form in forms} - {""}, key=lambda form: (-len(form.split()), form)):
        holder = next((forms for full, forms in found if set(form.split()) <= set(full.split())), None)
        if holder is None:
            found.append((form, {form}))
        else:
            holder.add(form)
    return found


def met(gold: Names, found: Names) -> list[tuple[int, int]]:
    """Pairs of a marked and a found name that mean the same; equal fullest names first."""
    pairs: list[tuple[int, int]] = []
    tests = (lambda one, two: one[0] == two[0], lambda one, two: bool(one[1] & two[1]))
    for test in tests:
        for index, one in enumerate(gold):
            for other, two in enumerate(found):
                if all(index != a and other != b for a, b in pairs) and test(one, two):
                    pairs.append((index, other))
    return pairs


def scores(right: int, found: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    precision, recall = right / max(1, found), right / max(1, gold)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def extract(story: GoldStory) -> Document:
    """The story after all steps of extraction, that of people among them."""
    return people_step.complete(complete(Document(title=story.title, body=story.body)))


def names_found(document: Document, kind: str) -> Names:
    """The names of one kind of a document."""
    items = document.people if kind == "people" else document.places
    return [(plain(item.name), {plain(name) for name in (item.name, *item.names)}) for item in items]


def measure(stories: list[GoldStory], name: str, *, show: bool) -> dict[str, float]:
    """The figures of one set."""
    figures: dict[str, float] = {}
    documents = [(story, extract(story)) for story in stories]
    for kind in ("people", "places"):
        right = exact = marked = found_count = 0
        for story, document in documents:
            gold, found = gold_names(getattr(story, kind)), names_found(document, kind)
            pairs = met(gold, found)
            right += len(pairs)
            exact += sum(gold[index][0] == found[other][0] for index, other in pairs)
            marked += len(gold)
            found_count += len(found)
            if show and kind == "people":
                missed = [full for index, (full, _) in enumerate(gold) if all(index != a for a, _ in pairs)]
                wrong = [full for index, (full, _) in enumerate(found) if all(index != b for _, b in pairs)]
                print(f"{story.id}: missed {missed} wrong {wrong}")
        for figure, value in zip(("p", "r", "f1"), scores(right, found_count, marked), strict=True):
            figures[f"{name}.{kind}_{figure}"] = value
        figures[f"{name}.{kind}_exact_f1"] = scores(exact, found_count, marked)[2]
    return figures


def main() -> int:
    """Measure, print, compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--set", choices=sorted(READERS), action="append")
    parser.add_argument("--half", choices=("odd", "even"))
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args()
    figures: dict[str, float] = {}
    for name in options.set or READERS:
        stories = read(options.data, name)
        if options.half:
            stories = stories[options.half == "odd" :: 2]
        figures |= measure(stories, name, show=options.show)
    if options.set or options.half:
        for figure, value in figures.items():
            print(f"{figure:<28} {value:.4f}")
        return 0
    return floors.report("names", figures, update=options.update, allow_regression=options.allow_regression)


if __name__ == "__main__":
    raise SystemExit(main())
