"""Query tree -> matching documents and their scores, leaf by leaf, with statistics of the whole index.

An Evaluation answers for one query on one snapshot: every list is fetched once, every clause worked out once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from searcher.analysis import fold, stem
from searcher.codec.arrays import Mask, is_in
from searcher.codec.base import Keys, Leaf, Numbers, Snapshot
from searcher.errors import Diagnostic, QueryError, QueryTimeout
from searcher.fields import BY_NAME, is_running
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
from searcher.search import values
from searcher.search.lexicon import folded_pattern, lexicon, matching
from searcher.search.positions import common_documents, documents_of, union
from searcher.search.running import OCCURRING, Running, is_plain
from searcher.search.scoring import (
    WEIGHTS,
    Floats,
    Statistics,
    Weights,
    idf,
    nearness,
    saturation,
    statistics,
    weighted_frequencies,
)
from searcher.search.wordlists import WordLists, frequencies

#: Most words that a pattern or a fuzzy word may stand for.
MAX_EXPANSION: Final = 5000
#: Unions and sums over more than one in so many documents of a leaf go through an array of all of them.
_SPARSE: Final = 16


@dataclass(frozen=True, slots=True)
class Found:
    """What a clause finds in one leaf: documents, sorted, and tf for those that count occurrences."""

    documents: Numbers
    frequencies: Floats | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """Documents of one leaf, sorted, with a score each; None where the clause gives none."""

    documents: Numbers
    scores: Floats | None


class Evaluation:
    """One query on one snapshot. Not for several threads at a time."""

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        query: str = "",
        weights: Weights = WEIGHTS,
        deadline: float | None = None,
    ) -> None:
        self.snapshot, self.query, self.weights = snapshot, query, weights
        self._deadline = deadline
        self._keys: dict[tuple[int, str, str], Keys] = {}
        self._expansions: dict[Pattern | Fuzzy, tuple[str, ...]] = {}
        self._found: dict[Node, tuple[Found, ...]] = {}
        self._documents: dict[tuple[int, Node], Numbers] = {}
        self._lists: dict[int, WordLists] = {}
        self._live: dict[int, Numbers] = {}
        self.running = [self.running_in(number, leaf) for number, leaf in enumerate(snapshot.leaves)]

    def running_in(self, number: int, leaf: Leaf) -> Running:
        """What finds occurrences in a leaf."""
        return Running(leaf, self._fetcher(number), self.expand, self.snapshot.language)

    def note(self, way: str) -> None:
        """Told which way was chosen where there are several; `plan` listens."""

    # --- lists

    def check(self) -> None:
        """QueryTimeout when the time is up."""
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise QueryTimeout("the query took longer than it was given (timeout_s); narrow it, or allow more time")

    def keys(self, leaf: int, name: str, term: str) -> Keys:
        """A list of a leaf, fetched once."""
        place = (leaf, name, term)
        if place not in self._keys:
            self.check()
            self._keys[place] = self.snapshot.leaves[leaf].keys(name, term)
        return self._keys[place]

    def _fetcher(self, leaf: int) -> Callable[[str, str], Keys]:
        return lambda name, term: self.keys(leaf, name, term)

    def expand(self, node: Pattern | Fuzzy) -> tuple[str, ...]:
        """The terms that a pattern or fuzzy word stands for, sorted; QueryError when they are too many."""
        if node not in self._expansions:
            name = "folded" if is_running(node.field) else node.field or ""
            found: set[str] = set()
            for leaf in self.snapshot.leaves:
                self.check()
                if isinstance(node, Pattern):
                    found.update(matching(leaf, name, folded_pattern(node.text)))
                else:
                    found.update(lexicon(leaf, name).near(fold(node.text), node.distance))
            if len(found) > MAX_EXPANSION:
                raise self._too_many(node, len(found))
            self._expansions[node] = tuple(sorted(found))
        return self._expansions[node]

    def _too_many(self, node: Pattern | Fuzzy, count: int) -> QueryError:
        message = f"{node.text} stands for {count:,} words of this index; at most {MAX_EXPANSION:,}: write more letters"
        return QueryError(self.query, [Diagnostic("too-many-words", message, *node.span)])

    def live(self, leaf: int) -> Numbers:
        """The live documents of a leaf."""
        if leaf not in self._live:
            self._live[leaf] = np.flatnonzero(self.snapshot.leaves[leaf].live)
        return self._live[leaf]

    # --- which documents match

    def documents(self, leaf: int, node: Node) -> Numbers:
        """The live documents of a leaf that match, sorted."""
        place = (leaf, node)
        if place not in self._documents:
            self.check()
            self._documents[place] = self._match(leaf, node)
        return self._documents[place]

    def _match(self, leaf: int, node: Node) -> Numbers:
        match node:
            case And(children):
                return self._all_of(leaf, children)
            case Or(children):
                return self._any_of([self.documents(leaf, child) for child in children], leaf)
            case Not(child):
                rest = self.snapshot.leaves[leaf].live.copy()
                rest[self.documents(leaf, child)] = False
                return np.flatnonzero(rest)
            case Boost(child):
                return self.documents(leaf, child)
            case Everything():
                return self.live(leaf)
            case Word(text, None, "stem"):
                return self.snapshot.leaves[leaf].documents(*self.running[leaf].term(text, None, "stem"))
        return self.found(node)[leaf].documents

    def _all_of(self, leaf: int, children: tuple[Node, ...]) -> Numbers:
        kept = [self.documents(leaf, child) for child in children if not isinstance(child, Not)]
        found = common_documents(kept, self.snapshot.leaves[leaf].count) if kept else self.live(leaf)
        for child in children:
            if isinstance(child, Not):
                found = found[~is_in(found, self.documents(leaf, child.child))]
        return found

    def _any_of(self, lists: list[Numbers], leaf: int) -> Numbers:
        """A union: short lists are sorted together, long ones ticked off in an array of all documents."""
        count = self.snapshot.leaves[leaf].count
        if sum(numbers.size for numbers in lists) * _SPARSE < count:
            return union(lists)
        ticked = np.zeros(count, dtype=np.bool_)
        for numbers in lists:
            ticked[numbers] = True
        return np.flatnonzero(ticked)

    def total(self, node: Node) -> int:
        """How many live documents match."""
        return sum(self.documents(leaf, node).size for leaf in range(len(self.snapshot.leaves)))

    # --- what single clauses find

    def found(self, node: Node) -> tuple[Found, ...]:
        """What a clause that is no AND, OR, NOT or weight finds, in every leaf."""
        if node not in self._found:
            self._found[node] = tuple(self._find(number, node) for number in range(len(self.snapshot.leaves)))
        return self._found[node]

    def _find(self, number: int, node: Node) -> Found:
        self.check()
        if isinstance(node, OCCURRING):
            return self._occurring(number, node)
        return Found(self._valued(number, self.snapshot.leaves[number], node))

    def _valued(self, number: int, leaf: Leaf, node: Node) -> Numbers:
        """Documents of a clause on values."""
        fetch = self._fetcher(number)
        match node:
            case Named(field, name):
                return documents_of(values.name_slots(field, name, fetch, leaf))
            case Whole(field, value):
                return documents_of(values.whole(field, value, fetch))
            case Has(field):
                return documents_of(fetch("has", field))
            case Located():
                return values.located(node, leaf, fetch)
            case DateRange():
                return values.in_range(node, leaf)
            case WordCount():
                return values.in_length(node, leaf)
        raise TypeError(f"{type(node).__name__} cannot be evaluated")

    def _occurring(self, number: int, node: Node) -> Found:
        """Documents and tf of a clause that has occurrences; on fields of values, documents alone."""
        field = node.field if isinstance(node, (Word, Phrase, Pattern, Fuzzy)) else None
        if not is_running(field):
            return Found(self._on_values(number, node, field or ""))
        running = self.running[number]
        if is_plain(node):
            _, term = running.term(node.text, None, "stem")
            return Found(*frequencies(self.snapshot.leaves[number], term, self.weights))
        if isinstance(node, AtLeast) and is_plain(node.operand):
            return self._often(number, node.operand, node.count)
        if not isinstance(node, Near):
            return self._counted(number, running.occurrences(node).first)
        if node.negated and is_plain(node.left):
            return self._less(self.found(node.left)[number], self._counted(number, running.taken_away(node).first))
        left, mine, right, theirs = running.partners(node)
        found = self._counted(number, left.first, mine)
        if node.negated or found.frequencies is None:
            return found
        others = self._counted(number, right.first, theirs)
        if others.frequencies is None:
            raise AssertionError
        return Found(found.documents, np.minimum(found.frequencies, others.frequencies))

    def _often(self, number: int, word: Word, count: int) -> Found:
        """The documents that have a plain word so many times, and its tf."""
        leaf, (_, term) = self.snapshot.leaves[number], self.running[number].term(word.text, None, "stem")
        documents, frequency = frequencies(leaf, term, self.weights)
        kept = leaf.weighted(term, title=1.0, rest=1.0)[1] >= count
        return Found(documents[kept], frequency[kept])

    def _less(self, all_: Found, gone: Found) -> Found:
        """What is left of a word when some of its occurrences do not count; weights are over 0, their sums exact."""
        if all_.frequencies is None or gone.frequencies is None:
            raise AssertionError
        rest = all_.frequencies.copy()
        rest[np.searchsorted(all_.documents, gone.documents)] -= gone.frequencies
        return Found(all_.documents[rest > 0], rest[rest > 0])

    def _counted(self, number: int, first: Keys, kept: Mask | None = None) -> Found:
        return Found(*weighted_frequencies(first, self.snapshot.leaves[number], self.weights, kept=kept))

    def _on_values(self, number: int, node: Node, field: str) -> Numbers:
        """Documents of a word, phrase or pattern on a field of values; words of one name for names."""
        if BY_NAME[field].kind == "names" and isinstance(node, (Word, Phrase)):
            name = node.text if isinstance(node, Word) else " ".join(node.words)
            return documents_of(values.name_slots(field, name, self._fetcher(number), self.snapshot.leaves[number]))
        return documents_of(self.running[number].occurrences(node).first)

    # --- scores

    @cached_property
    def statistics(self) -> Statistics:
        """N and avgdl of the index."""
        return statistics(self.snapshot.leaves, self.weights)

    def word_lists(self, leaf: int) -> WordLists:
        """The stems of a leaf with what they count."""
        if leaf not in self._lists:
            self._lists[leaf] = WordLists(self.snapshot.leaves[leaf], self.weights, self.statistics.mean_length)
        return self._lists[leaf]

    def norm(self, leaf: int, documents: Numbers) -> Floats:
        """K of some documents of a leaf."""
        return self.word_lists(leaf).norm(documents)

    def idf(self, node: Node) -> float:
        """The weight of a clause by the number of live documents that it finds."""
        return self.idf_of(sum(found.documents.size for found in self.found(node)))

    def idf_of(self, matching: int) -> float:
        """The weight of what so many live documents have."""
        return idf(matching, self.statistics.documents)

    def scored(self, leaf: int, node: Node) -> Scored:
        """The matching documents of a leaf with their scores; sums run in the order of the query."""
        self.check()
        documents = self.documents(leaf, node)
        match node:
            case Boost(child, weight):
                inner = self.scored(leaf, child).scores
                return Scored(documents, None if inner is None else weight * inner)
            case And(children):
                parts = [self._part(leaf, child, documents) for child in children if not isinstance(child, Not)]
                parts += self._nearness(leaf, children, documents)
                return Scored(documents, _summed(documents, parts, self.snapshot.leaves[leaf].count))
            case Or(children):
                parts = [self.scored(leaf, child) for child in children if not isinstance(child, Not)]
                parts += self._nearness(leaf, children, documents)
                return Scored(documents, _summed(documents, parts, self.snapshot.leaves[leaf].count))
        return Scored(documents, self._clause_scores(leaf, node))

    def _part(self, leaf: int, node: Node, documents: Numbers) -> Scored:
        """A part of a conjunction: a word at the documents that have all parts, anything else at its own."""
        if not is_plain(node):
            return self.scored(leaf, node)
        _, term = self.running[leaf].term(node.text, None, "stem")
        weight = self.idf_of(self.total(node))
        return Scored(documents, weight * self.word_lists(leaf).at(term, documents))

    def _nearness(self, leaf: int, children: tuple[Node, ...], documents: Numbers) -> list[Scored]:
        """What it adds that neighbours of the query stand close to each other, in some documents."""
        parts = []
        for one, other in self.neighbours(children):
            found, frequency = self.nearness(leaf, one, other, documents)
            weight = self.weights.near * self.lesser_idf(one, other)
            counted = weight * saturation(frequency, self.norm(leaf, found), self.weights)
            parts.append(Scored(found, np.asarray(counted)))
        return parts

    def neighbours(self, children: tuple[Node, ...]) -> Iterator[tuple[Word, Word]]:
        """The plain words of an AND or OR that stand side by side, in their order; of one stem they are no pair."""
        for one, other in pairwise(children) if self.weights.near else ():
            if is_plain(one) and is_plain(other) and self.stem_of(one) != self.stem_of(other):
                yield one, other

    def stem_of(self, word: Word) -> str:
        """The stem of a plain word."""
        return stem(fold(word.text), self.snapshot.language)

    def nearness(self, leaf: int, one: Word, other: Word, documents: Numbers) -> tuple[Numbers, Floats]:
        """The documents, at least of some, in which one plain word stands close behind another, and tf of that."""
        held = [documents, self.documents(leaf, one), self.documents(leaf, other)]
        shared = common_documents(held, self.snapshot.leaves[leaf].count)
        left, right = (self.running[leaf].fetch_in(shared, "stem", self.stem_of(word)) for word in (one, other))
        return nearness(left, right, self.weights)

    def lesser_idf(self, one: Word, other: Word) -> float:
        """The idf of the more frequent of two plain words."""
        return min(self.idf_of(self.total(word)) for word in (one, other))

    def _clause_scores(self, leaf: int, node: Node) -> Floats | None:
        if not scores(node):
            return None
        found = self.found(node)[leaf]
        weight = self.idf(node)
        if found.frequencies is None:
            return np.full(found.documents.size, self.weights.name * weight)
        norm = self.norm(leaf, found.documents)
        return np.asarray(weight * saturation(found.frequencies, norm, self.weights))


def scores(node: Node) -> bool:
    """Whether a clause adds to the score: words, phrases, patterns, proximities, people and places do."""
    if isinstance(node, (Word, Phrase, Pattern, Fuzzy, Named, Whole)):
        return node.field is None or BY_NAME[node.field].scores
    return isinstance(node, OCCURRING)


def _summed(documents: Numbers, parts: list[Scored], count: int) -> Floats | None:
    """The sums of the parts' scores at some documents, part by part; None when no part has any."""
    scoring = [part for part in parts if part.scores is not None]
    if not scoring:
        return None
    elsewhere = any(part.documents is not documents for part in scoring)
    dense = np.zeros(count) if elsewhere and documents.size * _SPARSE > count else None
    total = np.zeros(documents.size)
    for part in scoring:
        if part.scores is None:
            continue
        if dense is not None:
            dense[part.documents] += part.scores
        elif part.documents is documents:
            total += part.scores
        else:
            shared = is_in(documents, part.documents)
            total[shared] += part.scores[np.searchsorted(part.documents, documents[shared])]
    return total if dense is None else dense[documents]
