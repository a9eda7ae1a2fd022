"""The query tree: what the parser makes, the normalizer rewrites, the evaluator answers. Frozen; spans do not compare.

Leaves name the `field` they look in; None means where plain words look (title, body, captions). `match` is
"stem" (plain words), "folded" (quoted: the surface word without regard to case and accents) or "exact" (`=`: case
too). Words in a tree are as `analysis.words` gives them: possessives dropped, dots and commas joined, not yet folded.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

Match = Literal["stem", "folded", "exact"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What all nodes have: the code points of the query that they were read from."""

    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Everything(Node):
    """`*`: every story."""


@dataclass(frozen=True, slots=True)
class Word(Node):
    """One word."""

    text: str
    field: str | None = None
    match: Match = "stem"


@dataclass(frozen=True, slots=True)
class Phrase(Node):
    """Words side by side in one title, body or caption. `slop` is Lucene's: how many moves of words are allowed."""

    words: tuple[str, ...]
    field: str | None = None
    match: Match = "folded"
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Pattern(Node):
    """A word with `*` (any run) and `?` (one character), on folded surface words: `negotiat*`, `wom?n`."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Fuzzy(Node):
    """A word within an edit distance of 1 or 2 (insert, delete, substitute, transpose), on folded surface words."""

    text: str
    distance: int = 1
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Near(Node):
    """`left w/5 right` and its kin. Operands are words, phrases, patterns, fuzzies, or Or-groups of these.

    `unit` "word": positions differ by at most `distance`; "sentence", "paragraph": both in one (distance 0).
    `ordered`: right after left. `negated`: an occurrence of left that has no such right; matches are left's.
    """

    left: Node
    right: Node
    distance: int = 0
    ordered: bool = False
    unit: Literal["word", "sentence", "paragraph"] = "word"
    negated: bool = False


@dataclass(frozen=True, slots=True)
class AtLeast(Node):
    """`atleast3(tax)`: the operand (as in Near) occurs at least `count` times in title, body and captions together."""

    count: int
    operand: Node


@dataclass(frozen=True, slots=True)
class Named(Node):
    """`people:"Donald Trump"`, `places:"South Korea"`: one name that has all these words, in any accepted order."""

    field: str
    name: str


@dataclass(frozen=True, slots=True)
class Whole(Node):
    """`source:=Reuters`, `places:=Seoul`, `id:reuters:1`: the whole value; case counts after `=` but for lang."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Located(Node):
    """`path:archive/2020`, `url:yna.co.kr`: parts of a path side by side; a host with its subdomains or a prefix."""

    field: Literal["path", "url"]
    value: str


@dataclass(frozen=True, slots=True)
class DateRange(Node):
    """First and last day, both in; None is open. A story matches when its whole known interval lies inside."""

    field: Literal["date", "updated", "added"]
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class WordCount(Node):
    """`words:>500`: length of the body in words, both bounds in; None is open."""

    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Has(Node):
    """`has:people`: the field is there and not empty (`no:people` is its Not)."""

    field: str


@dataclass(frozen=True, slots=True)
class And(Node):
    """All of them (two or more; negations are Not children)."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Any of them (two or more)."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """Stories without it. After normalization it stands only inside an And that has a positive child."""

    child: Node


@dataclass(frozen=True, slots=True)
class Boost(Node):
    """`tax^2`: the child's score times `weight` (over 0)."""

    child: Node
    weight: float
