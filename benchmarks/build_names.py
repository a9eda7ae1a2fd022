"""Lists of names from PyPI packages -> `searcher/knowledge/data/names.txt`: how common a word is as a name.

    pip install names==0.3.0 Faker==40.54.0 zxcvbn==4.5.0      # in a throw-away environment
    python benchmarks/build_names.py

A line is a class and its words. The class has three digits: how common as a first name (0-3), how common as a surname
(0-3), and whether it is an ordinary English word (1) or not (0).
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

OUT: Final = Path(__file__).parent.parent / "searcher" / "knowledge" / "data" / "names.txt"
#: Ranks of the Census' surnames up to which a level goes; beyond the last they are rarer than one in 100,000.
SURNAME_LEVELS: Final = ((2_000, 3), (12_000, 2), (45_000, 1))
FIRST_LEVELS: Final = ((400, 3), (6_000, 2))
#: Words of an encyclopedia and of films that are more common as words than as names, down to this rank.
ORDINARY: Final = 16_000
FREQUENT: Final = 3_000
#: Two systems of writing in Latin letters are not told apart: these are the ones that news agencies use.
_CYRILLIC: Final = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g".split(),
        strict=True,
    )
)
_GREEK: Final = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True)
)
_LETTERS: Final = str.maketrans({key: value.strip("_") for key, value in (_CYRILLIC | _GREEK).items()})
_PLAIN: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a"}
)


def fold(word: str) -> str:
    """Lower case, no accents, Latin letters."""
    word = word.lower().translate(_LETTERS).translate(_PLAIN)
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


def words(value: Iterable[object]) -> Iterator[str]:
    """The single words of a list of names; a name of several gives none, for they hold particles."""
    for item in value:
        word = fold(str(item)).replace("’", "'").strip()
        if re.fullmatch(r"[a-z][a-z'-]+", word):
            yield word


def census(name: str) -> list[str]:
    """The words of one list of the United States Census of 1990, the most common first."""
    folder = Path(importlib.import_module("names").__file__ or "").parent
    return [line.split()[0].lower() for line in (folder / name).read_text("utf-8").splitlines() if line.strip()]


def faker() -> tuple[Counter[str], Counter[str]]:
    """First names and surnames of all languages, with the number of languages that have them."""
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    package = importlib.import_module("faker.providers.person")
    for module in sorted(found.name for found in pkgutil.iter_modules(package.__path__)):
        lists = vars(importlib.import_module(f"faker.providers.person.{module}").Provider)
        here: dict[str, set[str]] = {"first": set(), "last": set()}
        for name, value in lists.items():
            kind = next((kind for kind in here if kind in name), "")
            if kind and isinstance(value, (list, tuple, dict)) and "pairs" not in name and "suffix" not in name:
                here[kind].update(words(value))
        first.update(here["first"])
        last.update(here["last"])
    return first, last


def level(rank: int, levels: tuple[tuple[int, int], ...]) -> int:
    """The level of a rank, 0 beyond the last."""
    return next((level for bound, level in levels if rank < bound), 0)


def ordinary() -> dict[str, int]:
    """Words that are more common as words than as names (each word is only in the list where it ranks highest), with
    their ranks.
    """
    lists = importlib.import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS
    return {
        word: rank
        for name in ("english_wikipedia", "us_tv_and_film")
        for rank, word in enumerate(list(lists[name])[:ORDINARY])
        if re.fullmatch(r"[a-z][a-z]+", word)
    }


def main() -> None:
    """Write the table."""
    first: dict[str, int] = defaultdict(int)
    last: dict[str, int] = defaultdict(int)
    for name in ("dist.male.first", "dist.female.first"):
        for rank, word in enumerate(census(name)):
            first[word] = max(first[word], level(rank, FIRST_LEVELS))
    for rank, word in enumerate(census("dist.all.last")):
        last[word] = level(rank, SURNAME_LEVELS)
    for found, counted in zip((first, last), faker(), strict=True):
        for word, languages in counted.items():
            found[word] = max(found[word], min(2, languages))
    ranks = ordinary()
    # An encyclopedia speaks of many people: what is a first name in two languages is a word only if it is frequent.
    common = {word for word, rank in ranks.items() if rank < FREQUENT or first[word] < 2}
    classes: dict[str, list[str]] = defaultdict(list)
    for word in sorted({*first, *last, *common}):
        # A rare surname that is a word ("court") tells nothing.
        rare = word in common and last[word] < 2
        grade = f"{first[word]}{0 if rare else last[word]}{int(word in common)}"
        if grade != "000":
            classes[grade].append(word)
    lines = (f"{grade} {' '.join(found)}" for grade, found in sorted(classes.items()))
    OUT.write_text("\n".join(lines) + "\n", "utf-8")
    print({grade: len(found) for grade, found in sorted(classes.items())}, OUT.stat().st_size)


if __name__ == "__main__":
    main()
