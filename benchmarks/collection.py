"""A folder of Reuters-21578 and a number -> that many made-up stories as JSON Lines, cached.

Bodies are sentences of the collection in a new order, 60 to 600 words, log-uniform. Names and rare words are replaced
by words that nobody has seen, drawn by a Pitman-Yor process, so that the vocabulary goes on growing as a power of the
text (Heaps' law) and most new words stay rare (Zipf's law). Titles are runs of words of the body, dates are spread
over thirty years. All comes from one seed: a smaller collection is the beginning of a larger one.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import math
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from searcher.document import Document
from searcher.readers.base import from_bytes
from searcher.readers.reuters import ReutersReader

Record = dict[str, str]

SEED: Final = 20_260_101
SHORTEST: Final = 60
LONGEST: Final = 600
FIRST_DAY: Final = dt.date(1990, 1, 1)
DAYS: Final = 30 * 365
#: Share of long words that are replaced. With DISCOUNT, ten times the text has 2.9 times the words (3,000 to 30,000).
REPLACED: Final = 0.08
DISCOUNT: Final = 0.65
STRENGTH: Final = 2_000
#: How many former draws are remembered to be drawn again; bounds the memory, not the growth.
REMEMBERED: Final = 1_000_000
#: Ends the stories that are added later, with their number behind it.
MARK: Final = "Addedq"

_SENTENCE_END: Final = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
_WORD: Final = re.compile(r"[A-Za-z]{5,}")
_SYLLABLES: Final = tuple(a + b for a in "bcdfghjklmnprstvwz" for b in ("a", "e", "i", "o", "u", "an", "er", "ol"))


def reuters(folder: Path) -> Iterator[Document]:
    """The stories of the collection that have a text, in the order of its files."""
    for path in sorted(folder.glob("*.sgm")):
        for item in ReutersReader().read(from_bytes(path.read_bytes(), path.name)):
            if isinstance(item, Document) and (item.title or item.body):
                yield item


def record_of(document: Document) -> Record:
    """What all engines are given of a story of the collection."""
    day = document.date.isoformat()[:10] if document.date else FIRST_DAY.isoformat()
    return {"id": document.id, "title": document.title, "body": document.body, "date": day}


def sentences(documents: Iterable[Document]) -> list[str]:
    """All sentences of 5 to 40 words, each once, in their order."""
    found: dict[str, None] = {}
    for document in documents:
        for sentence in _SENTENCE_END.split(document.body):
            words = sentence.split()
            if 5 <= len(words) <= 40 and "  " not in sentence.strip():
                found[" ".join(words)] = None
    return list(found)


class NewWords:
    """Words that no collection has: each draw is a new one or, mostly, one drawn before."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._drawn: list[str] = []
        self._draws = 0
        self._words = 0

    def draw(self) -> str:
        """A new word with the probability (STRENGTH + DISCOUNT * words) / (STRENGTH + draws), else a former draw."""
        self._draws += 1
        fresh = (STRENGTH + DISCOUNT * self._words) / (STRENGTH + self._draws)
        if not self._drawn or self._chance.random() < fresh:
            word = spell(self._words)
            self._words += 1
        else:
            word = self._drawn[int(self._chance.random() * len(self._drawn))]
        if len(self._drawn) < REMEMBERED:
            self._drawn.append(word)
        else:
            self._drawn[int(self._chance.random() * REMEMBERED)] = word
        return word


def spell(number: int) -> str:
    """A number below 144 ** 4 -> a word of four syllables, each number its own."""
    size = len(_SYLLABLES)
    # A factor prime to the modulus scatters neighbours over the alphabet.
    number = number * 2_654_435_761 % size**4
    syllables = []
    for _ in range(4):
        number, digit = divmod(number, size)
        syllables.append(_SYLLABLES[digit])
    # The mark keeps words apart whose syllables would run together.
    return "q".join(("".join(syllables[:2]), "".join(syllables[2:]))).capitalize()


def stories(pool: list[str], *, seed: int = SEED, prefix: str = "made") -> Iterator[Record]:
    """Stories without end."""
    chance = random.Random(seed)
    words = NewWords(chance)

    def replaced(match: re.Match[str]) -> str:
        return words.draw() if chance.random() < REPLACED else match[0]

    for number in itertools.count():
        wanted = math.exp(chance.uniform(math.log(SHORTEST), math.log(LONGEST)))
        length, paragraphs, paragraph = 0, [], []
        while length < wanted:
            sentence = _WORD.sub(replaced, pool[int(chance.random() * len(pool))])
            length += sentence.count(" ") + 1
            paragraph.append(sentence)
            if len(paragraph) == 3:
                paragraphs.append(" ".join(paragraph))
                paragraph = []
        paragraphs += [" ".join(paragraph)] if paragraph else []
        body = paragraphs[0].split()
        start = chance.randrange(max(1, len(body) - 8))
        day = FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS))
        yield {
            "id": f"{prefix}-{number:07d}",
            "title": " ".join(body[start : start + chance.randint(5, 9)]).rstrip(".,;").upper(),
            "body": "\n\n".join(paragraphs),
            "date": day.isoformat(),
        }


def write_lines(path: Path, records: Iterable[Record]) -> Path:
    """One JSON object a line; the file appears when it is whole."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)
    part.replace(path)
    return path


def read_lines(path: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """The records of a file, or its first so many."""
    with path.open(encoding="utf-8") as file:
        for line in itertools.islice(file, limit):
            yield json.loads(line)


def prepare(data: Path, work: Path, scale: int) -> Path:
    """The file of a made-up collection, or with scale 0 of Reuters-21578 itself; written when it is not there."""
    work.mkdir(parents=True, exist_ok=True)
    path = work / (f"made-{scale}.jsonl" if scale else "reuters.jsonl")
    if path.exists():
        return path
    if not scale:
        return write_lines(path, map(record_of, reuters(data)))
    return write_lines(path, itertools.islice(stories(sentences(reuters(data))), scale))


def prepare_more(data: Path, work: Path, count: int = 100) -> Path:
    """The file of some stories that are in none of the collections; their bodies end with a word of their own."""
    path = work / f"more-{count}.jsonl"
    if path.exists():
        return path
    records = stories(sentences(reuters(data)), seed=SEED + 1, prefix="more")
    marked = (record | {"body": f"{record['body']} {MARK}{number}."} for number, record in enumerate(records))
    return write_lines(path, itertools.islice(marked, count))
