"""The file of a collection -> the questions that all engines are asked, by kind, always the same.

Words are contiguous runs of a story's title or body, as somebody would type who remembers one; common little words
stay in. Each engine writes a Question in its own language (`peers.py`).
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from collection import Record, read_lines

KINDS: Final = ("or", "and", "phrase", "prefix", "field", "frequent", "mix")
#: Stories that questions are made of, spread over the collection.
SAMPLE: Final = 2_000
#: Single frequent words are drawn from so many of the most frequent.
FREQUENT: Final = 200
_WORD: Final = re.compile(r"[A-Za-z]{2,}")
_RUN: Final = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,})+")
#: Words of the query languages, and those that stock Whoosh leaves out, which alone would ask it for nothing.
_OPERATORS: Final = frozenset("and or not in to near like".split())
LITTLE: Final = frozenset(
    "a an and are as at be by can for from have if in is it may not of on or tbd that the this to us we when will with "
    "yet you your was said its has had were been which but would he than".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `kind` is or, and, phrase, prefix, field or frequent; `since` and `until` are ISO days."""

    kind: str
    words: tuple[str, ...]
    since: str = ""
    until: str = ""


def sample(path: Path) -> list[Record]:
    """Stories spread evenly over a collection."""
    with path.open("rb") as file:
        count = sum(1 for _ in file)
    step = max(1, count // SAMPLE)
    return [record for number, record in enumerate(read_lines(path)) if number % step == 0][:SAMPLE]


def questions(path: Path, count: int, *, seed: int) -> dict[str, list[Question]]:
    """So many questions of each kind."""
    records = sample(path)
    chance = random.Random(seed)
    frequent = frequent_words(records)
    asked: dict[str, list[Question]] = {
        "or": [Question("or", run(records, chance, 2, 5)) for _ in range(count)],
        "and": [Question("and", run(records, chance, 2, 4)) for _ in range(count)],
        "phrase": [Question("phrase", run(records, chance, 2, 4)) for _ in range(count)],
        "prefix": [Question("prefix", (long_word(records, chance)[: chance.randint(4, 6)],)) for _ in range(count)],
        "field": [fielded(records, chance) for _ in range(count)],
        "frequent": [Question("frequent", (chance.choice(frequent),)) for _ in range(count)],
    }
    everything = [question for kind in asked.values() for question in kind]
    asked["mix"] = chance.sample(everything, count)
    return asked


def run(records: Sequence[Record], chance: random.Random, least: int, most: int) -> tuple[str, ...]:
    """So many words that follow each other in a title or a body, at least one of them no little word."""
    while True:
        record = chance.choice(records)
        text = record["title" if chance.random() < 0.3 else "body"]
        found = _RUN.findall(text.replace("\n", " "))
        if not found:
            continue
        words = chance.choice(found).lower().split()
        length = min(len(words), chance.randint(least, most))
        start = chance.randrange(len(words) - length + 1)
        words = words[start : start + length]
        if not _OPERATORS.intersection(words) and not LITTLE.issuperset(words):
            return tuple(words)


def long_word(records: Sequence[Record], chance: random.Random) -> str:
    """A word of six letters or more."""
    while True:
        words: list[str] = [word for word in _WORD.findall(chance.choice(records)["body"]) if len(word) >= 6]
        if words:
            return chance.choice(words).lower()


def fielded(records: Sequence[Record], chance: random.Random) -> Question:
    """A word of a title, and some months about the story's day."""
    while True:
        record = chance.choice(records)
        words = [word.lower() for word in _WORD.findall(record["title"])]
        words = [word for word in words if word not in LITTLE | _OPERATORS]
        if words:
            day = dt.date.fromisoformat(record["date"])
            since = day - dt.timedelta(days=chance.randint(10, 400))
            until = day + dt.timedelta(days=chance.randint(10, 400))
            return Question("field", (chance.choice(words),), since.isoformat(), until.isoformat())


def frequent_words(records: Sequence[Record]) -> list[str]:
    """The words in most stories of these, the most frequent first, without little words."""
    counts: Counter[str] = Counter()
    for record in records:
        counts.update(sorted({word.lower() for word in _WORD.findall(record["body"])}))
    return [word for word, _ in counts.most_common() if word not in LITTLE | _OPERATORS][:FREQUENT]


def rare_pair(path: Path, last: int = 3_000) -> Question:
    """Two words of one story that each stand in at most five of the collection's; the first such story's."""
    counts: Counter[str] = Counter()
    for record in read_lines(path):
        counts.update({word.lower() for word in _WORD.findall(record["body"])})
    for record in read_lines(path, last):
        rare = sorted({word.lower() for word in _WORD.findall(record["body"]) if 2 <= counts[word.lower()] <= 5})
        if len(rare) >= 2:
            return Question("and", (rare[0], rare[1]))
    raise ValueError(f"no story of {path} has two rare words")
