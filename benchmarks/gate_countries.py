"""A folder of Reuters-21578 -> how well the countries of its stories are found, against its PLACES tags.

    python benchmarks/gate_countries.py DATA/reuters21578 [--misses 20] [--update [--allow-regression]]

A story's countries are those of all places found in its title, dateline and body, whether the country itself is named
or a city in it; the tags are Reuters' own, of 1987, one country each. Micro-averaged over all stories. Tags and text do
not say the same: an editor tags the countries a story concerns, so that 1 is out of reach.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from floors import report

from searcher.document import Document
from searcher.extract import dateline, places
from searcher.knowledge import gazetteer
from searcher.readers.base import from_bytes
from searcher.readers.reuters import ReutersReader

#: Tags that are not a name of the country with hyphens for its blanks.
TAGS: Final = {
    "yemen-arab-republic": "YE",
    "yemen-demo-republic": "YE",
    "nethand-antilles": "AN",
    "christmas-island": "CX",
}


#: Countries of today as the tags have them: in 1987 their places were in these.
THEN: Final = (
    dict.fromkeys("AM AZ BY EE GE KG KZ LT LV MD RU TJ TM UA UZ".split(), "SU")
    | dict.fromkeys("BA HR ME MK RS SI XK".split(), "YU")
    | dict.fromkeys(["CZ", "SK"], "CS")
)


def stories(folder: Path) -> Iterator[tuple[Document, set[str]]]:
    """Each story without its places, and the codes of its tags."""
    for path in sorted(folder.glob("*.sgm")):
        for item in ReutersReader().read(from_bytes(path.read_bytes(), path.name)):
            if isinstance(item, Document):
                tags = {code(tag) for tag in item.extra.get("places", ())}
                yield replace(item, places=(), stated_empty=()), tags - {""}


def code(tag: str) -> str:
    """The ISO 3166 code of a tag, "" for one that is no country."""
    if tag in TAGS:
        return TAGS[tag]
    found = gazetteer.lookup(tag.replace("-", " "))
    return (found[0].country or "") if found else ""


def measure(folder: Path) -> tuple[dict[str, float], Counter[str], Counter[str]]:
    """The figures, and how often each country was missed and found where no tag has it."""
    right = found_count = tagged_count = documents = 0
    missed: Counter[str] = Counter()
    added: Counter[str] = Counter()
    seconds = 0.0
    for document, tagged in stories(folder):
        filed = dateline.complete(document)
        start = time.perf_counter()
        completed = places.complete(filed)
        seconds += time.perf_counter() - start
        found = {THEN.get(place.country, place.country) for place in completed.places if place.country}
        right += len(found & tagged)
        found_count += len(found)
        tagged_count += len(tagged)
        missed.update(tagged - found)
        added.update(found - tagged)
        documents += 1
    precision, recall = right / found_count, right / tagged_count
    print(f"{documents} stories, {tagged_count} tags, {documents / seconds:.0f} stories a second")
    figures = {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}
    return figures, missed, added


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args()
    figures, missed, added = measure(options.data)
    if options.misses:
        print("missed:", *(f"{country} {count}" for country, count in missed.most_common(options.misses)))
        print("added:", *(f"{country} {count}" for country, count in added.most_common(options.misses)))
    return report("countries", figures, update=options.update, allow_regression=options.allow_regression)


if __name__ == "__main__":
    sys.exit(main())
