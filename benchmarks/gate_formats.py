"""A folder of news files -> how many of their records each structured reader reads, beside the floors.

    python benchmarks/gate_formats.py DATA [--refusals] [--update]

`DATA/reuters21578` goes through the Reuters reader, `DATA/wire` through the NewsML reader, `DATA/wikinews` through the
table reader; `DATA/feeds` and `DATA/warc` through `searcher.readers.read`, which detects what a file is. A figure
that ends in `_crashes` or `_unexplained` is kept below zero's floor by its sign: fewer is more.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

import floors

from searcher.document import Document, Rejection
from searcher.readers.base import Input, Item, Reader

#: Stories of Reuters-21578 whose time is none (`605:12:19.12`) or is marked as a guess: they have a day alone. Every
#: story of the collection states a readable day.
REUTERS_DAYS_ALONE: Final = frozenset(("reuters:15370", "reuters:17192"))
#: Stories whose TEXT element is empty in the collection: neither a headline nor a text.
REUTERS_EMPTY: Final = frozenset(("reuters:12793",))


def opener(path: Path) -> Callable[[], BinaryIO]:
    """What opens a file anew."""
    return lambda: path.open("rb")


def items_of(reader: Reader, path: Path) -> Iterator[Item]:
    """What a reader makes of a file."""
    return reader.read(Input(str(path), opener(path)))


def read_detected(path: Path) -> Iterator[Item]:
    """What the library makes of a file that it is given alone."""
    from searcher import readers

    yield from readers.read(Input(str(path), opener(path)))


def reuters(folder: Path) -> dict[str, float]:
    """The collection in numbers; a wrong list of exceptions is a crash."""
    from searcher.readers.reuters import ReutersReader

    found = [item for path in sorted(folder.glob("*.sgm")) for item in items_of(ReutersReader(), path)]
    documents = [item for item in found if isinstance(item, Document)]
    days_alone = {document.id for document in documents if not isinstance(document.date, dt.datetime)}
    empty = {document.id for document in documents if not document.title and not document.body}
    return {
        "reuters_documents": len(documents),
        "reuters_rejections": -(len(found) - len(documents)),
        "reuters_distinct_ids": len({document.id for document in documents}),
        "reuters_titles": sum(bool(document.title) for document in documents),
        "reuters_dates": sum(document.date is not None for document in documents),
        "reuters_days_alone_as_listed": days_alone == REUTERS_DAYS_ALONE,
        "reuters_empty_as_listed": empty == REUTERS_EMPTY,
        "reuters_datelines": sum(bool(document.dateline and document.dateline.place) for document in documents),
    }


def folder_figures(
    name: str, folder: Path, read: Callable[[Path], Iterator[Item]], *, refusals: bool = False
) -> dict[str, float]:
    """Documents, refusals, crashes and refusals without a reason of a folder."""
    documents = rejections = crashes = unexplained = silent = 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        before = documents + rejections
        try:
            for item in read(path):
                if isinstance(item, Rejection):
                    rejections += 1
                    unexplained += not item.reason.strip() or not item.path
                    if refusals:
                        print(item)
                else:
                    documents += 1
        except Exception as error:  # noqa: BLE001 - a crash is what is counted
            crashes += 1
            print(f"{path}: {type(error).__name__}: {error}", file=sys.stderr)
        silent += documents + rejections == before
    return {
        f"{name}_documents": documents,
        f"{name}_crashes": -crashes,
        f"{name}_unexplained": -unexplained,
        f"{name}_files_without_a_word": -silent,
    }


def main() -> int:
    """Measure, print, and answer with the exit code."""
    parser = argparse.ArgumentParser(description="How many records of known collections are read.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--refusals", action="store_true", help="print every refusal")
    parser.add_argument("--update", action="store_true", help="write the figures as the new floors")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args()
    if not (options.data / "reuters21578").is_dir():
        print(f"no reuters21578 under {options.data}", file=sys.stderr)
        return 2
    from searcher.readers.newsml import NewsmlReader
    from searcher.readers.table import TableReader

    figures = reuters(options.data / "reuters21578")
    ways: dict[str, Callable[[Path], Iterator[Item]]] = {
        "wire": lambda path: items_of(NewsmlReader(), path),
        "wikinews": lambda path: items_of(TableReader(), path),
        "feeds": read_detected,
        "warc": read_detected,
    }
    for name, read in ways.items():
        figures |= folder_figures(name, options.data / name, read, refusals=options.refusals)
    return floors.report("formats", figures, update=options.update, allow_regression=options.allow_regression)


if __name__ == "__main__":
    sys.exit(main())
