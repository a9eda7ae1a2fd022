"""FIELDS -> the Whoosh Schema of the face, whose analyzers make of a query the terms that are in our lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

from whoosh.analysis import Composable, Token
from whoosh.fields import DATETIME, ID, NUMERIC, FieldType, Schema
from whoosh.formats import Existence, Positions

from searcher.analysis import fold, stem, tokens, words
from searcher.analysis.entries import normal_url
from searcher.codec.news1.face.columns import CARD_FIELDS, FACET_FIELDS, Cells, Key
from searcher.codec.news1.face.lists import MARK, NAME_FIELDS, NUMBER_FIELDS, RUNNING_FIELDS
from searcher.fields import FIELDS

#: A word -> its terms, and those that stand for it in highlighted text.
Terms = Callable[[str], tuple[str, ...]]
_VALUE_FIELDS: Final = tuple(field.name for field in FIELDS if field.kind in ("words", "path"))
#: Bits between the tiers of numbers. The stories of a fortnight in Reuters-21578 are found in 215 ms without tiers, in
#: 82 with 8 bits, 50 with 4, 55 with 2 (`date:[19870301 TO 19870315]`, 4,962 of 21,578).
_TIER: Final = 4


class WordAnalyzer(Composable):  # type: ignore[misc] # Whoosh has no types
    """Our words as Whoosh's tokens.

    In a query each word is the first of its terms. Text to be highlighted (mode "index") gives all of them, so that it
    is marked by whichever the query had. With `tokenize=False`, as for patterns, the text stays whole and is folded.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms = terms

    def __call__(self, value: str, *, tokenize: bool = True, mode: str = "", **how: Any) -> Iterator[Token]:
        """The tokens of a text."""
        if not tokenize:
            yield _token(fold(value), 0, (0, len(value)), mode, how)
            return
        for word in tokens(value):
            terms = self._terms(word.surface)
            for term in terms if mode == "index" else terms[:1]:
                yield _token(term, word.position, (word.start, word.end), mode, how)


class NameAnalyzer(Composable):  # type: ignore[misc] # Whoosh has no types
    """A name as one token: its folded words side by side, hyphens kept. `Moon Jae-in` -> `moon jae-in`."""

    def __call__(self, value: str, *, tokenize: bool = True, mode: str = "", **how: Any) -> Iterator[Token]:
        """The token of a name."""
        chunks = ["-".join(fold(word) for word in words(chunk)) for chunk in value.split()]
        text = " ".join(chunk for chunk in chunks if chunk) if tokenize else fold(value)
        if text:
            yield _token(text, 0, (0, len(value)), mode, how)


def _token(text: str, position: int, span: tuple[int, int], mode: str, how: dict[str, Any]) -> Token:
    start, end = span
    return Token(**how, mode=mode, text=text, pos=position, startchar=start, endchar=end, matched=False)


class Text(FieldType):  # type: ignore[misc] # Whoosh has no types
    """Running text: by stem, and by word for patterns."""

    def __init__(self, language: str, *, column: Cells | None) -> None:
        analyzer = WordAnalyzer(lambda surface: (stem(fold(surface), language), fold(surface)))
        super().__init__(Positions(), analyzer, scorable=True, stored=True, multitoken_query="phrase")
        self.column_type = column

    def index(self, value: str, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The stems of a text and how often it has them: what Whoosh takes for the key terms of a document."""
        for term, count in Counter(token.text for token in self.analyzer(value)).items():
            yield term.encode(), count, float(count), b""

    def from_bytes(self, bs: bytes) -> str:
        """A term as text, without its mark."""
        return bs.removesuffix(MARK).decode()

    def from_column_value(self, value: Any) -> Any:
        """A cell, or the value of a key."""
        return _plain(value)


class Value(FieldType):  # type: ignore[misc] # Whoosh has no types
    """A value matched by its words, or whole with `=` before it."""

    def __init__(self, analyzer: Composable, *, column: Cells | None) -> None:
        super().__init__(Positions(), analyzer, scorable=False, stored=True, multitoken_query="phrase")
        self.column_type = column

    def from_column_value(self, value: Any) -> Any:
        """A cell, or the value of a key."""
        return _plain(value)


class Whole(ID):  # type: ignore[misc] # Whoosh has no types
    """A value matched whole."""

    def __init__(self, *, unique: bool, column: Cells | None, normal: Callable[[str], str] = str) -> None:
        super().__init__(stored=True, unique=unique)
        self.column_type, self._normal = column, normal

    def to_bytes(self, value: Any) -> bytes:
        """The term of a value."""
        encoded: bytes = super().to_bytes(value if isinstance(value, bytes) else self._normal(value))
        return encoded

    def from_column_value(self, value: Any) -> Any:
        """A cell, or the value of a key."""
        return _plain(value)


class Number(NUMERIC):  # type: ignore[misc] # Whoosh has no types
    """A whole number."""

    def __init__(self) -> None:
        super().__init__(int, 64, stored=True, shift_step=_TIER)
        self.column_type = Cells(lists=False)

    def from_column_value(self, value: Any) -> Any:
        """A cell, or the value of a key."""
        return _plain(value)


class Moment(DATETIME):  # type: ignore[misc] # Whoosh has no types
    """A date and time."""

    def __init__(self) -> None:
        super().__init__(stored=True)
        self.shift_step = _TIER
        self.column_type = Cells(lists=False)

    def from_column_value(self, value: Any) -> Any:
        """A cell, or the value of a key, as a datetime."""
        plain = _plain(value)
        return None if plain is None else super().from_column_value(plain)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Key) else value


def build_schema(language: str) -> Schema:
    """The schema of the face.

    Besides the names of FIELDS there is `text`, the title, body and captions as one, which is what words without a
    field search in our own language; `first_day` and `last_day`, between which the date lies; and `has`, the names of
    the fields that a story has.
    """
    schema = Schema()
    for name in RUNNING_FIELDS:
        schema.add(name, Text(language, column=_column(name)))
    for name in _VALUE_FIELDS:
        schema.add(name, Value(WordAnalyzer(lambda surface: (fold(surface),)), column=_column(name)))
    for name in NAME_FIELDS:
        schema.add(name, Value(NameAnalyzer(), column=_column(name)))
    for name in NUMBER_FIELDS:
        schema.add(name, Number() if name == "words" else Moment())
    schema.add("id", Whole(unique=True, column=_column("id")))
    schema.add("url", Whole(unique=False, column=None, normal=normal_url))
    schema.add("has", FieldType(Existence(), WordAnalyzer(lambda surface: (fold(surface),))))
    return schema


def _column(name: str) -> Cells | None:
    if name in FACET_FIELDS:
        return Cells(lists=True)
    return Cells(lists=False) if name in CARD_FIELDS else None
