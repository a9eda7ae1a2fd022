"""A lexeme, and the field before it -> a leaf of the query tree."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from searcher.analysis import fold, words
from searcher.fields import BY_NAME, PRESENCE, closest
from searcher.query.dates import read_day, read_interval
from searcher.query.lexer import DAY_FIELDS, PRESENCE_FIELDS, Lexeme, Lexer, example
from searcher.query.nodes import (
    DateRange,
    Everything,
    Fuzzy,
    Has,
    Located,
    Match,
    Named,
    Node,
    Not,
    Pattern,
    Phrase,
    Whole,
    Word,
    WordCount,
)

#: Most words in one phrase.
MAX_PHRASE: Final = 64
MAX_SLOP: Final = 255
_COMPARED: Final = re.compile(r"(>=|<=|>|<|)(\d{1,9})")
_WILD: Final = re.compile(r"(?<=\w)\*|\*(?=\w)|(?<=\w)\?(?=\w)|(?<=\s)\*(?=\s)")
_BETWEEN: Final = re.compile(r"(\d{1,9})?\.\.(\d{1,9})?")


def takes_group(field: str) -> bool:
    """Whether brackets may follow this field."""
    return field in BY_NAME and BY_NAME[field].kind in ("text", "names", "words")


def canonical(field: str) -> str:
    """The name of a field that may have been given by an alias."""
    return BY_NAME[field].name


def text_leaf(lexer: Lexer, value: Lexeme, *, exact: bool, field: str | None) -> Node:
    """A word, phrase, pattern or fuzzy word in running text, or in a field that is matched by its words."""
    if value.kind == "word" and not exact:
        special = _special(lexer, value, field)
        if special:
            return special
    if value.kind == "word" and exact:
        _only_exact(lexer, value)
    parts = tuple(words(value.text))
    span = (value.start, value.end)
    wild = any(match.start() not in value.literal for match in _WILD.finditer(value.text))
    if wild and value.kind == "quoted":
        message = "* and ? mean nothing in quotes: write negotiat* pre/1 deal, or tax pre/2 cut for a word between"
        lexer.fail("wildcard-in-quotes", message, *span)
    if not parts:
        lexer.fail("no-word", "there is no word in these quotes: write words", value.start, value.end)
    if len(parts) > MAX_PHRASE:
        lexer.fail(
            "long-phrase", f"a phrase has at most {MAX_PHRASE} words, this one {len(parts)}", value.start, value.end
        )
    plain: Match = "stem" if field is None or BY_NAME[field].kind == "text" else "folded"
    match: Match = "exact" if exact else "folded" if value.kind == "quoted" else plain
    slop = _slop(lexer, value) if value.tilde is not None else 0
    if value.kind == "word" and value.tilde is not None:
        lexer.fail("bad-fuzzy", "~ stands after one plain word, as in korea~, or after a quoted phrase", *span)
    if len(parts) == 1:
        return Word(parts[0], field, match, span=span)
    return Phrase(parts, field, match, slop, span=span)


def _wildcards(value: Lexeme) -> set[int]:
    """The places of `*` and `?` that no backslash stands before."""
    return {place for place, character in enumerate(value.text) if character in "*?"} - value.literal


def _only_exact(lexer: Lexer, value: Lexeme) -> None:
    """QueryError for what asks for one exact word and for many at once."""
    span = (value.start, value.end)
    if _wildcards(value):
        lexer.fail("bad-wildcard", f"= asks for one exact word, * and ? for many: write {value.text} without =", *span)
    if value.tilde is not None:
        message = f"= asks for one exact word, ~ for words like it: write {value.text}~ without ="
        lexer.fail("bad-fuzzy", message, *span)


def _special(lexer: Lexer, value: Lexeme, field: str | None) -> Node | None:
    """`*`, patterns and fuzzy words."""
    span = (value.start, value.end)
    if value.text == "*" and not value.literal and field is None and value.tilde is None:
        return Everything(span=span)
    wild = _wildcards(value)
    if wild:
        return _pattern(lexer, value, wild, field)
    if value.tilde is None:
        return None
    parts = words(value.text)
    if len(parts) != 1:
        lexer.fail("bad-fuzzy", '~ stands after one word; for a loose phrase write "a b"~2', *span)
    if value.tilde not in ("", "1", "2"):
        lexer.fail("bad-fuzzy", "the edit distance is 1 or 2: korea~ or korea~2", *span)
    return Fuzzy(fold(parts[0]), int(value.tilde or 1), field, span=span)


def _pattern(lexer: Lexer, value: Lexeme, wild: set[int], field: str | None) -> Node:
    """A word with wildcards; they stand inside one word."""
    span = (value.start, value.end)
    pieces: list[str] = []
    current = ""
    for place, character in enumerate(value.text):
        if place in wild:
            pieces += [current, character]
            current = ""
        else:
            current += character
    pieces.append(current)
    text = ""
    for piece in pieces:
        if piece in ("*", "?"):
            text += piece
        elif piece:
            parts = words(piece)
            if len(parts) != 1 or len(fold(parts[0])) < len(piece.strip("'")):
                message = f"* and ? stand inside one word of letters and digits: {'-'.join(parts) or 'negotiat'}*"
                lexer.fail("bad-wildcard", message, *span)
            text += fold(parts[0])
    if not text.strip("*?"):
        lexer.fail("bad-wildcard", "a wildcard needs letters beside it: negotiat*; for everything write * alone", *span)
    if value.tilde is not None:
        lexer.fail("bad-fuzzy", "~ and a wildcard cannot stand in one word", *span)
    return Pattern(re.sub(r"\*+", "*", text), field, span=span)


def _slop(lexer: Lexer, value: Lexeme) -> int:
    if value.tilde is None or not value.tilde.isdecimal() or int(value.tilde) > MAX_SLOP:
        message = f'write how loose, up to {MAX_SLOP}: "a b"~3'
        lexer.fail("bad-slop", message, value.start, value.end)
    return int(value.tilde)


def field_leaf(lexer: Lexer, name: Lexeme, value: Lexeme, *, exact: bool, today: dt.date) -> Node:
    """What a field asks for."""
    if name.text in PRESENCE_FIELDS:
        return _presence(lexer, name.text, value)
    if name.text in DAY_FIELDS:
        return _since(lexer, name.text, value, today)
    field = BY_NAME[name.text]
    if value.tilde is not None and value.kind == "quoted" and (exact or field.kind not in ("text", "words")):
        lexer.fail("bad-slop", f"{name.text}: has no loose form: leave out ~{value.tilde}", value.start, value.end)
    if field.kind == "date":
        return _date(lexer, field.name, value, today)
    if field.kind == "number":
        return _word_count(lexer, value)
    if field.kind == "id":
        return Whole("id", value.text)
    if field.kind in ("path", "url"):
        if value.kind == "raw" and "*" in value.text:
            message = f"{field.name}: has no wildcards, and finds all that lies below: {example(field.name)}"
            lexer.fail("bad-wildcard", message, value.start, value.end)
        if not words(value.text):
            lexer.fail("no-word", f"write a part of the {field.name}: {example(field.name)}", value.start, value.end)
        return Located("path" if field.kind == "path" else "url", value.text)
    if exact and field.kind in ("names", "words"):
        if value.tilde is not None:
            _only_exact(lexer, value)
        return Whole(field.name, " ".join(value.text.split()))
    if field.kind == "names" and value.kind == "quoted":
        return _name(lexer, field.name, value)
    leaf = text_leaf(lexer, value, exact=exact, field=field.name)
    return _name(lexer, field.name, value) if field.kind == "names" and isinstance(leaf, Phrase) else leaf


def _name(lexer: Lexer, field: str, value: Lexeme) -> Node:
    """One name with these words."""
    if not words(value.text):
        lexer.fail("no-word", "there is no word in these quotes: write a name", value.start, value.end)
    return Named(field, " ".join(value.text.split()))


def _presence(lexer: Lexer, how: str, value: Lexeme) -> Node:
    """has: and no:."""
    name = value.text.lower()
    asked = BY_NAME[name].name if name in BY_NAME else name
    if asked not in PRESENCE:
        near = closest(name, PRESENCE)
        hint = f"did you mean {how}:{near}?" if near else f"there is {', '.join(PRESENCE)}"
        lexer.fail("unknown-presence", f"{how}: cannot ask for {name!r}; {hint}", value.start, value.end)
    return Has(asked) if how == "has" else Not(Has(asked))


def _since(lexer: Lexer, how: str, value: Lexeme, today: dt.date) -> Node:
    """since: and until:."""
    try:
        day = read_day(value.text, today, last=how == "until")
    except ValueError as error:
        lexer.fail("bad-date", str(error), value.start, value.end)
    return DateRange("date", day if how == "since" else None, day if how == "until" else None)


def _date(lexer: Lexer, field: str, value: Lexeme, today: dt.date) -> Node:
    try:
        first, last = read_interval(value.text, today)
    except ValueError as error:
        lexer.fail("bad-date", str(error), value.start, value.end)
    if field not in ("date", "updated", "added"):
        raise AssertionError(field)
    return DateRange(field, first, last)  # type: ignore[arg-type] # checked in the line above


def _word_count(lexer: Lexer, value: Lexeme) -> Node:
    """words:>500 and its kin."""
    if match := _COMPARED.fullmatch(value.text):
        sign, number = match[1], int(match[2])
        low = {">": number + 1, ">=": number, "": number}.get(sign)
        high = {"<": number - 1, "<=": number, "": number}.get(sign)
        return WordCount(low, high)
    match = _BETWEEN.fullmatch(value.text)
    if not match or not (match[1] or match[2]):
        lexer.fail(
            "bad-number", "write a number of words: words:>500, words:<=100 or words:100..500", value.start, value.end
        )
    low, high = (int(bound) if bound else None for bound in match.groups())
    if low is not None and high is not None and low > high:
        lexer.fail("bad-number", f"this range is upside down: write words:{high}..{low}", value.start, value.end)
    return WordCount(low, high)
