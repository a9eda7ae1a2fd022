"""A query tree -> the same in plain words, on one line."""

from __future__ import annotations

import calendar
import datetime as dt

from searcher.query.nodes import (
    And,
    AtLeast,
    Boost,
    DateRange,
    Everything,
    Fuzzy,
    Has,
    Located,
    Named,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Whole,
    Word,
    WordCount,
)

_ZONES = {"title": "in the title", "body": "in the body", "lead": "in the lead", "caption": "in a caption"}
_UNITS = {"sentence": "in one sentence with", "paragraph": "in one paragraph with"}


def explain(node: Node) -> str:
    """Stories that ..., as a person would say it."""
    return f"stories {_clause(node)}"


def _clause(node: Node) -> str:
    """What a story must do."""
    if isinstance(node, And):
        positive = [_inner(child) for child in node.children if not isinstance(child, Not)]
        negative = [_inner(child) for child in node.children if isinstance(child, Not)]
        return " and ".join([*positive, *negative])
    if isinstance(node, Or):
        return " or ".join(_inner(child) for child in node.children)
    if isinstance(node, Not) and isinstance(node.child, Has):
        return f"that have no {node.child.field}"
    if isinstance(node, Not):
        return f"not {_inner(node.child)}"
    if isinstance(node, Boost):
        return f"{_inner(node.child)} (weight {node.weight:g})"
    if isinstance(node, Everything):
        return "of any kind"
    if isinstance(node, (Word, Phrase, Pattern, Fuzzy)) and node.field in (None, *_ZONES):
        return f"with {_running(node)}"
    if isinstance(node, Near):
        return f"with {_running(node)}"
    if isinstance(node, AtLeast):
        return f"with {_running(node.operand)} at least {node.count} times"
    return _fact(node)


def _inner(node: Node) -> str:
    """A clause inside another, in brackets where it has several parts."""
    return f"({_clause(node)})" if isinstance(node, (And, Or)) else _clause(node)


def _running(node: Node) -> str:
    """Running text that is looked for."""
    if isinstance(node, Or):
        return "(" + " or ".join(_running(child) for child in node.children) + ")"
    if isinstance(node, Near):
        return _near(node)
    assert isinstance(node, (Word, Phrase, Pattern, Fuzzy))
    zone = f" {_ZONES[node.field]}" if node.field in _ZONES else ""
    return _words(node) + zone


def _near(node: Near) -> str:
    """`a` at most five words before `b`."""
    if node.unit == "word":
        words = "word" if node.distance == 1 else "words"
        how = f"at most {node.distance} {words} {'before' if node.ordered else 'from'}"
    else:
        how = f"{_UNITS[node.unit]}{' (and before)' if node.ordered else ''}"
    if node.negated:
        return f"{_running(node.left)} somewhere not {how} {_running(node.right)}"
    return f"{_running(node.left)} {how} {_running(node.right)}"


def _words(node: Word | Phrase | Pattern | Fuzzy) -> str:
    """A leaf in words, with how it is matched."""
    if isinstance(node, Pattern):
        return f"a word like {node.text}"
    if isinstance(node, Fuzzy):
        return f"a word within {node.distance} letter{'s' if node.distance > 1 else ''} of {node.text}"
    text = node.text if isinstance(node, Word) else " ".join(node.words)
    loose = f" (up to {node.slop} move{'s' if node.slop > 1 else ''})" if isinstance(node, Phrase) and node.slop else ""
    if node.match == "stem":
        return text if isinstance(node, Word) else f"{text} side by side"
    return f'exactly "{text}"{" in this case" if node.match == "exact" else ""}{loose}'


def _fact(node: Node) -> str:
    """A clause about a field that is no running text."""
    inside = " or a place in it" if getattr(node, "field", None) == "places" else ""
    if isinstance(node, (Word, Phrase, Pattern, Fuzzy)):
        what = _ONE.get(node.field or "")
        return f"with {what} named {_bare(node)}{inside}" if what else f"whose {node.field} has {_bare(node)}"
    if isinstance(node, Named):
        return f"with {_ONE.get(node.field, node.field)} named {node.name}{inside}"
    if isinstance(node, Whole):
        return f"whose {node.field} is exactly {node.value}"
    if isinstance(node, Located):
        return f"whose {node.field} has {node.value}" if node.field == "path" else f"published at {node.value}"
    if isinstance(node, DateRange):
        return _days(node)
    if isinstance(node, WordCount):
        return _length(node)
    assert isinstance(node, Has)
    return f"that have {node.field}"


_ONE = {"people": "a person", "places": "a place"}


def _bare(node: Word | Phrase | Pattern | Fuzzy) -> str:
    if isinstance(node, Word):
        return node.text
    return " ".join(node.words) if isinstance(node, Phrase) else _words(node)


def _length(node: WordCount) -> str:
    if node.minimum is None:
        return f"of at most {node.maximum} words"
    if node.maximum is None:
        return f"of at least {node.minimum} words"
    if node.minimum == node.maximum:
        return f"of {node.minimum} words"
    return f"of {node.minimum} to {node.maximum} words"


def _days(node: DateRange) -> str:
    what = {"date": "published", "updated": "updated", "added": "added to the index"}[node.field]
    first, last = node.first, node.last
    if first and last:
        return f"{what} {_period(first, last)}"
    if first:
        return f"{what} on {first.isoformat()} or later"
    return f"{what} on {last.isoformat()} or earlier" if last else f"{what} at any time"


def _period(first: dt.date, last: dt.date) -> str:
    """A day, month, year, or the two ends of anything else."""
    if first == last:
        return f"on {first.isoformat()}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"in {first.year}"
    whole = first.day == 1 and (last.year, last.month) == (first.year, first.month)
    if whole and last.day == calendar.monthrange(last.year, last.month)[1]:
        return f"in {calendar.month_name[first.month]} {first.year}"
    return f"from {first.isoformat()} to {last.isoformat()}"
