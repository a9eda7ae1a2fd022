"""Words, phrases, patterns, proximities -> their occurrences in one leaf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final, TypeGuard

import numpy as np

from searcher.analysis import fold, stem
from searcher.analysis.space import KEY_BITS
from searcher.codec import arrays
from searcher.codec.arrays import LAST, Mask, both
from searcher.codec.base import Keys, Leaf, Numbers
from searcher.fields import is_running
from searcher.query.nodes import AtLeast, Boost, Fuzzy, Match, Near, Node, Or, Pattern, Phrase, Word
from searcher.search.positions import (
    NONE,
    Nearness,
    Occurrences,
    common_documents,
    documents_of,
    either,
    exact_phrase,
    pairs,
    partners,
    sloppy_phrase,
    spans,
    union,
    zone_mask,
)

Fetch = Callable[[str, str], Keys]
#: A pattern or fuzzy word -> its terms over the whole index.
Expand = Callable[[Pattern | Fuzzy], tuple[str, ...]]

#: A list is read whole unless only one in so many of its documents is looked at.
_WORTH: Final = 2

#: Leaves and groups whose occurrences are counted as one thing when stories are scored.
OCCURRING: Final = (Word, Phrase, Pattern, Fuzzy, Near, AtLeast)


def is_plain(node: Node) -> TypeGuard[Word]:
    """Whether a node is one word as it is typed: by stem, wherever plain words look."""
    return isinstance(node, Word) and node.field is None and node.match == "stem"


class Running:
    """The occurrences of nodes in one leaf, each worked out once."""

    def __init__(self, leaf: Leaf, fetch: Fetch, expand: Expand, language: str) -> None:
        self._leaf, self._fetch, self._expand, self._language = leaf, fetch, expand, language
        self._held: dict[Node, Occurrences] = {}
        self._sides: dict[Near, tuple[Occurrences, Mask, Occurrences, Mask]] = {}
        self._loose: dict[Phrase, Keys] = {}

    def occurrences(self, node: Node) -> Occurrences:
        """Where a node occurs."""
        if node not in self._held:
            self._held[node] = self._find(node)
        return self._held[node]

    def _find(self, node: Node) -> Occurrences:
        match node:
            case Word(text, field, match_):
                keys = self._fetch(*self.term(text, field, match_))
                return self._in_zone(_words(keys), field)
            case Phrase(_, field, _, slop):
                if not slop and node.match != "stem" and is_running(field):
                    return self._to_the_letter(node, self.occurrences(replace(node, match="stem")))
                return self._in_zone(spans(self.sloppy(node)) if slop else self._side_by_side(node), field)
            case Pattern(_, field) | Fuzzy(_, _, field):
                lexicon = "folded" if is_running(field) else field or ""
                lists = [self._fetch(lexicon, term) for term in self._expand(node)]
                return self._in_zone(_words(union(lists)), field)
            case Or(children):
                return either([self.occurrences(child) for child in children])
            case Near():
                return self._near(node)
            case AtLeast(count, operand):
                return _at_least(self.occurrences(operand), count)
            case Boost(child):
                return self.occurrences(child)
        raise TypeError(f"{type(node).__name__} has no occurrences")

    def term(self, text: str, field: str | None, match: Match) -> tuple[str, str]:
        """The lexicon and the term of a word."""
        if not is_running(field):
            return field or "", fold(text)
        if match == "exact":
            return "exact", text
        return (match, stem(fold(text), self._language) if match == "stem" else fold(text))

    def terms(self, node: Phrase) -> list[tuple[str, str]]:
        """The lexicon and the term of each word of a phrase."""
        return [self.term(word, node.field, node.match) for word in node.words]

    def _to_the_letter(self, node: Phrase, wider: Occurrences) -> Occurrences:
        """Of the places where any form would do, those that have the very words; only there are lists looked into."""
        first = wider.first
        for number, (lexicon, term) in enumerate(self.terms(node)):
            if not first.size:
                return NONE
            if not self._leaf.is_alone(lexicon, term):
                first = both(first, self._leaf.keys_in(lexicon, term, documents_of(first)), shift=number)
        return Occurrences(first, first + (len(node.words) - 1))

    def _side_by_side(self, node: Phrase) -> Occurrences:
        """Where the words of a phrase follow each other: the rarest first, the next only where those before fit."""
        terms = self.terms(node)
        if not is_running(node.field):
            return exact_phrase([self._fetch(lexicon, term) for lexicon, term in terms])
        held = [self._leaf.documents(lexicon, term) for lexicon, term in terms]
        documents = common_documents(held, self._leaf.count)
        start: Keys | None = None
        for number in sorted(range(len(terms)), key=lambda number: held[number].size):
            keys = self.fetch_in(documents, *terms[number])
            start = keys - number if start is None else both(start, keys, shift=number)
            if not start.size:
                return NONE
            documents = documents_of(start)
        return NONE if start is None else Occurrences(start, start + (len(terms) - 1))

    def _phrase_lists(self, node: Phrase) -> list[Keys]:
        """The keys of each word of a loose phrase, at least in the documents that have all of them."""
        terms = self.terms(node)
        if not is_running(node.field):
            return [self._fetch(lexicon, term) for lexicon, term in terms]
        documents = common_documents([self._leaf.documents(*term) for term in terms], self._leaf.count)
        return [self.fetch_in(documents, lexicon, term) for lexicon, term in terms]

    def sloppy(self, node: Phrase) -> Keys:
        """The words' keys of each occurrence of a sloppy phrase, shape (words, occurrences); zones not looked at."""
        if node not in self._loose:
            terms = self.terms(node)
            lists = self._phrase_lists(node)
            self._loose[node] = sloppy_phrase([term for _, term in terms], lists, node.slop)
        return self._loose[node]

    def _in_zone(self, occurrences: Occurrences, field: str | None) -> Occurrences:
        if field is None or not is_running(field):
            return occurrences
        return occurrences.where(zone_mask(occurrences, field, self._leaf.column("lead_words")))

    def _near(self, node: Near) -> Occurrences:
        """Left occurrences without a right one for a negated proximity, else both of each pair as one."""
        if node.negated:
            return self.sides(node)[0]
        left, right = self._both(node)
        return pairs(left, right, self._nearness(node))

    def sides(self, node: Near) -> tuple[Occurrences, Occurrences]:
        """The left and the right occurrences that are so near each other; of a negated one, left without right."""
        left, mine, right, theirs = self.partners(node)
        return left.where(mine), right.where(theirs)

    def partners(self, node: Near) -> tuple[Occurrences, Mask, Occurrences, Mask]:
        """Left and right occurrences, each with whether it counts; of a negated proximity none of the right ones do."""
        if node not in self._sides:
            left, right = self._both(node)
            mine, theirs = self._partners(node, left, right)
            if node.negated:
                mine, theirs = ~mine, np.zeros_like(theirs)
            self._sides[node] = left, mine, right, theirs
        return self._sides[node]

    def taken_away(self, node: Near) -> Occurrences:
        """Of a negated proximity, the left occurrences that do have such a right one."""
        inside = self._where_both_are(node)
        left, right = inside.occurrences(node.left), inside.occurrences(node.right)
        return left.where(self._partners(node, left, right)[0])

    def _partners(self, node: Near, left: Occurrences, right: Occurrences) -> tuple[Mask, Mask]:
        """For each left and each right occurrence whether it has a partner."""
        if not (left.single and right.single):
            return partners(left, right, self._nearness(node))
        if node.unit == "word":
            return arrays.partners(left.first, right.first, node.distance, ordered=node.ordered)
        return self._leaf.together(node.unit, left.first, right.first, ordered=node.ordered)

    def _nearness(self, node: Near) -> Nearness:
        """What makes a pair."""
        if node.unit == "word":
            return Nearness(node.distance, node.ordered)
        return Nearness(LAST, node.ordered, partial(self._leaf.stretches, node.unit))

    def _both(self, node: Near) -> tuple[Occurrences, Occurrences]:
        """The occurrences of both operands, at least in the documents where it matters which they are."""
        inside = self._where_both_are(node)
        return (self if node.negated else inside).occurrences(node.left), inside.occurrences(node.right)

    def _where_both_are(self, node: Near) -> Running:
        """What looks only at documents that have both operands, where that spares reading."""
        documents = common_documents([self.candidates(node.left), self.candidates(node.right)], self._leaf.count)
        return Running(self._leaf, partial(self.fetch_in, documents), self._expand, self._language)

    def fetch_in(self, documents: Numbers, lexicon: str, term: str) -> Keys:
        """The keys of a term, at least in these documents."""
        if documents.size * _WORTH < self._leaf.documents(lexicon, term).size:
            return self._leaf.keys_in(lexicon, term, documents)
        return self._fetch(lexicon, term)

    def candidates(self, node: Node) -> Numbers:
        """Documents, sorted, that may have occurrences of a node; without looking at positions."""
        match node:
            case Word(text, field, match_):
                return self._leaf.documents(*self.term(text, field, match_))
            case Phrase():
                held = [self._leaf.documents(lexicon, term) for lexicon, term in self.terms(node)]
                return common_documents(held, self._leaf.count)
            case Pattern(_, field) | Fuzzy(_, _, field):
                lexicon = "folded" if is_running(field) else field or ""
                return union([self._leaf.documents(lexicon, term) for term in self._expand(node)])
            case Or(children):
                return union([self.candidates(child) for child in children])
            case Near(left, right, negated=False):
                return common_documents([self.candidates(left), self.candidates(right)], self._leaf.count)
            case Near(left):
                return self.candidates(left)
            case AtLeast(_, operand):
                return self.candidates(operand)
            case Boost(child):
                return self.candidates(child)
        raise TypeError(f"{type(node).__name__} has no occurrences")


def _words(keys: Keys) -> Occurrences:
    """Single words as occurrences."""
    return Occurrences(keys, keys)


def _at_least(occurrences: Occurrences, count: int) -> Occurrences:
    """The occurrences in documents that have so many of them."""
    document = occurrences.first >> KEY_BITS
    starts = np.flatnonzero(np.concatenate(([True], document[1:] != document[:-1])))[: document.size]
    each = np.diff(np.append(starts, document.size))
    return occurrences.where(np.repeat(each >= count, each))
