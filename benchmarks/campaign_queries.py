"""Mutated queries by the thousand -> crashes, silent empties, the slowest parse and search.

    python benchmarks/campaign_queries.py DATA --work DIR [--queries 100000] [--searched 5000] [--seed 1]

Ends with 1 when any string is neither a query nor a QueryError, or when an empty page has no note.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import random
import time
import traceback
from collections import Counter
from pathlib import Path

import searcher
from searcher.errors import QueryError
from searcher.query import parse, unparse

NOW = dt.datetime(2020, 6, 1, tzinfo=dt.UTC)
#: Words and names that fill the forms below; the forms hold every operator.
FILLINGS = (
    ("grain", "export", "tax", "Tokyo", "Reagan"),
    ("oil", "price", "trade", "London", "Volcker"),
    ("coffee", "quota", "debt", "Brasilia", "Sarney"),
    ("bank", "rate", "dollar", "Japan", "Nakasone"),
)
FORMS = (
    "{a} {b}", '"{a} {b}"', "={d}", '="{d}"', "{a} OR {b}", "{a} AND {b}", "{a} NOT {b}", "{a} AND NOT {b}", "{a} -{b}",
    "({a} OR {b}) {c}", "{a} w/5 {b}", "{a} pre/3 {b}", "{a} near/9 {b}", "{a} w/s {b}", "{a} w/p {b}",
    "{a} NOT w/5 {b}", "{a} NOT pre/2 {b}", "{a} NOT w/s {b}", "{a} NOT w/p {b}", '({a} OR {b}) w/5 "{c} {a}"',
    "({a} pre/2 {b}) w/9 {c}", "atleast3({a})", "atleast2({a} OR {b})", "{a}*", "*{b}", "{a}~", "{a}~2", '"{a} {b}"~3',
    "title:{a}", "title:({a} OR {b})", "title:({a} w/5 {b})", "body:{a}", "lead:{b}", "caption:{c}", "people:{e}",
    'people:"{e}"', 'people:="{e}"', "places:{d}", 'places:"{d}"', "places:={d}", "dateline:{d}", "byline:{e}",
    "source:{d}", "source:={d}", "section:{a}", "keyword:{a}", "version:lead", "lang:en", "path:{a}/{b}", "id:{a}",
    "url:{a}.example/{b}", "words:>500 {a}", "words:100..200 {b}", "has:people {a}", "no:date {b}", "date:1987 {a}",
    "{a} date:1987-03..1987-04", "date:>=1987-03-15 {b}", "date:[19870301 TO 19870331] {c}", 'date:"24 Mar 1987" {a}',
    'date:"last week" {a}', "since:1987-04 {a}", "until:1987-03-09 {b}", "updated:1987 {a}", "added:today {a}",
    "{a}^2 {b}", "* NOT {a}", "{a} -places:{d} (title:{b} OR {c}*)",
)  # fmt: skip
QUERIES = tuple(form.format(a=a, b=b, c=c, d=d, e=e) for form in FORMS for a, b, c, d, e in FILLINGS)
#: Characters and tokens that are put in.
ODD = tuple("\"'()[]{}:=~^*?!/\\|&+-<>.,; \t\n\0") + tuple("“”’–—éßİ中あ\u200d\u0301\ud800😀")
TOKENS = (
    "AND", "OR", "NOT", "and", "w/5", "pre/3", "w/s", "NOT w/p", "atleast2(", "title:", "date:", "places:=", "~", "^",
    "/5", "+5", "same", "hl=", "wc>", "(", ")", '"', "https://example.org/a", "date aft 2019", "NEAR", "*", "-",
)  # fmt: skip


def mutated(query: str, chance: random.Random) -> str:
    """A query with one to four changes."""
    for _ in range(chance.randint(1, 4)):
        query = _changed(query, chance)
    return query


def _changed(query: str, chance: random.Random) -> str:
    """One change: of a character, of a token, of the case, or a cut."""
    at = chance.randint(0, len(query))
    words = query.split(" ")
    word = chance.randrange(len(words))
    other = chance.randrange(len(words))
    match chance.randrange(9):
        case 0:
            return query[:at] + query[at + 1 :]
        case 1:
            return query[:at] + query[max(0, at - 1) : at] + query[at:]
        case 2:
            return query[:at] + query[at + 1 : at + 2] + query[at : at + 1] + query[at + 2 :]
        case 3:
            return query[:at] + chance.choice(ODD) + query[at:]
        case 4:
            return " ".join([*words[:word], chance.choice(TOKENS), *words[word:]])
        case 5:
            words[word], words[other] = words[other], words[word]
            return " ".join(words)
        case 6:
            return " ".join(words[:word] + words[word + 1 :])
        case 7:
            return query[:at] + query[at:].swapcase()
    return query[at:] if chance.random() < 0.5 else query[:at]


def parsed(queries: list[str]) -> tuple[list[str], Counter[str], list[str], tuple[float, str]]:
    """What parses; errors by kind; crashes, and trees that do not survive being written; the slowest."""
    good: list[str] = []
    kinds: Counter[str] = Counter()
    crashes: list[str] = []
    slowest = (0.0, "")
    for query in queries:
        started = time.perf_counter()
        try:
            node = parse(query, now=NOW).node
            good.append(query)
            written = unparse(node)
            if unparse(parse(written, now=NOW).node) != written:
                crashes.append(f"{query!r}: written as {written!r}, which is not canonical")
        except QueryError as error:
            kinds[error.diagnostics[0].kind] += 1
            if good and good[-1] is query:
                crashes.append(f"{query!r}: written as {written!r}, which is no query")
        except Exception:  # noqa: BLE001 - a crash is what is counted
            crashes.append(f"{query!r}: {traceback.format_exc(limit=-1)}")
        slowest = max(slowest, (time.perf_counter() - started, query))
    return good, kinds, crashes, slowest


def searched(index: searcher.Index, queries: list[str]) -> tuple[int, list[str], list[str], tuple[float, str]]:
    """Empty pages; those without a note; crashes; the slowest."""
    empty, silent, crashes, slowest = 0, [], [], (0.0, "")
    for query in queries:
        started = time.perf_counter()
        try:
            page = index.search(query)
            empty += not page.total
            if not page.total and not page.notes:
                silent.append(repr(query))
        except QueryError:
            pass
        except Exception:  # noqa: BLE001 - a crash is what is counted
            crashes.append(f"{query!r}: {traceback.format_exc(limit=-1)}")
        slowest = max(slowest, (time.perf_counter() - started, query))
    return empty, silent, crashes, slowest


def main() -> int:
    """Run the campaign and print what it found."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--queries", type=int, default=100_000)
    arguments.add_argument("--searched", type=int, default=5_000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    chance = random.Random(given.seed)
    queries = [mutated(chance.choice(QUERIES), chance) for _ in range(given.queries)]
    good, kinds, crashes, slow = parsed([*QUERIES, *queries])
    print(f"{len(QUERIES)} queries, {len(queries):,} mutations (seed {given.seed}): {len(good):,} parse")
    print("errors: " + ", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common()))
    print(f"slowest parse: {slow[0] * 1000:.1f} ms, {slow[1]!r}")
    with searcher.open_or_create(given.work / "index") as index:
        index.ingest(given.data)
        sample = chance.sample(good, min(given.searched, len(good)))
        empty, silent, broken, slow = searched(index, [*QUERIES, *sample])
    print(f"{len(sample) + len(QUERIES):,} searched: {empty:,} empty, {len(silent)} of these without a note")
    print(f"slowest search: {slow[0] * 1000:.0f} ms, {slow[1]!r}")
    print(f"crashes: {len(crashes) + len(broken)}")
    for line in itertools.islice([*crashes, *broken, *silent], 20):
        print("  " + ascii(line) if not line.isprintable() else "  " + line)
    return 1 if crashes or broken or silent else 0


if __name__ == "__main__":
    raise SystemExit(main())
