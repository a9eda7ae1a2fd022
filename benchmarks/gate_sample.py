"""The text of one saved agency page -> whether each of its fields is read right, beside their floors.

    python benchmarks/gate_sample.py samples/yonhap-page.txt [--update]

The page is the kind of file this program was started for. Its headline is compared by digest, for its words are the
agency's; the other expectations are facts. A figure of 1 is right, 0 is wrong.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parent))

import floors

import searcher

HEADLINE = "e0f675d83842"
PUBLISHED = dt.datetime(2020, 1, 24, 9, 0, tzinfo=ZoneInfo("Asia/Seoul"))
PEOPLE = {"Donald Trump", "Jeong Eun-bo", "James DeHart"}
PLACES = {"Seoul", "Washington", "South Korea", "United States", "Strait of Hormuz"}


def measure(path: str) -> dict[str, float]:
    """Field -> 1 when it is right."""
    [document] = searcher.inspect(path)
    if not isinstance(document, searcher.Document):
        return {"read": 0}
    dateline = document.dateline or searcher.Dateline()
    facts = {
        "read": True,
        "title": hashlib.sha256(document.title.encode()).hexdigest().startswith(HEADLINE),
        "date": document.date == PUBLISHED and document.date_precision == "minute",
        "zone": document.date is not None and str(document.date).endswith("+09:00"),
        "dateline": (dateline.place, dateline.day, dateline.agency) == ("Seoul", "Jan. 24", "Yonhap"),
        "paragraphs": len(document.paragraphs()) == 12,
        "chrome_free": document.body.startswith("SEOUL, Jan. 24") and document.body.endswith("$870 million."),
        "captions": len(document.captions) == 1,
        "byline": (document.byline or "").endswith("@yna.co.kr"),
        "people": {person.name for person in document.people} == PEOPLE,
        "places": {place.name for place in document.places} == PLACES,
    }
    return {name: float(right) for name, right in facts.items()}


def main() -> int:
    """Print the figures; 0 when all are right."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sample")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    return floors.report("sample", measure(options.sample), update=options.update)


if __name__ == "__main__":
    sys.exit(main())
