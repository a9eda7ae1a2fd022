"""A prefix -> words and names of the index; a query that finds little -> queries with near spellings that find more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from searcher.analysis import fold, words
from searcher.codec.base import Snapshot
from searcher.errors import RequestError
from searcher.fields import BY_NAME, is_running
from searcher.query.nodes import Named, Node, Phrase, Whole, Word
from searcher.search.evaluate import Evaluation
from searcher.search.facets import count_values
from searcher.search.lexicon import lexicon
from searcher.search.near_values import near_clauses
from searcher.search.page import Suggestion
from searcher.search.positions import documents_of
from searcher.search.request import check_limit
from searcher.search.trees import rewrite, say, walk

#: A word with so few stories may be a misspelling of one with _OFTEN times as many.
_HARDLY: Final = 2
_OFTEN: Final = 100
#: Occurrences in one leaf that no misspelling has.
_BEYOND_DOUBT: Final = 1000
#: Words up to this length are compared at one edit, longer ones at two; below the shorter one everything is near.
_SHORT, _SHORTEST = 4, 3
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
#: Queries offered.
_OFFERED: Final = 3
NAMES: Final = ("people", "places")


def suggest(snapshot: Snapshot, prefix: str, *, limit: int = 10) -> tuple[Suggestion, ...]:
    """Surface words and names of people and places that begin so, by number of stories, then by text.

    A name is found by the beginning of any of its words.
    """
    check_limit(limit)
    if not isinstance(prefix, str):
        raise RequestError(f"a prefix is a string; not {prefix!r}")
    asked = [fold(word) for word in words(prefix)]
    if not asked:
        raise RequestError("write the beginning of a word or a name")
    evaluation = Evaluation(snapshot)
    found = [*_names(evaluation, asked), *(_words(evaluation, asked[0], limit) if len(asked) == 1 else ())]
    return tuple(sorted(found, key=lambda one: (-one.count, one.text, one.kind))[:limit])


def _words(evaluation: Evaluation, prefix: str, limit: int) -> Iterator[Suggestion]:
    """The most frequent words that begin so; lists are read only while they can be among these."""
    terms = {term for leaf in evaluation.snapshot.leaves for term in leaf.terms("folded", prefix)}
    bound = {term: _at_most(evaluation, "folded", term) for term in terms}
    counts: list[int] = []
    if not limit:
        return
    for term in sorted(terms, key=lambda term: (-bound[term], term)):
        if len(counts) >= limit and sorted(counts, reverse=True)[limit - 1] > bound[term]:
            return
        count = _stories(evaluation, "folded", term)
        if count:
            counts.append(count)
            yield Suggestion(_surface(evaluation, term), count, "word")


def _surface(evaluation: Evaluation, term: str) -> str:
    """A folded word as it is mostly written, as far as case goes."""
    forms = dict.fromkeys((term, term.capitalize(), term.upper()))
    return max(forms, key=lambda form: _stories(evaluation, "exact", form)) if len(forms) > 1 else term


def _names(evaluation: Evaluation, asked: list[str]) -> Iterator[Suggestion]:
    """Names in which words that begin like the ones asked stand side by side, the last one perhaps unfinished."""
    snapshot = evaluation.snapshot
    live = [evaluation.live(number) for number in range(len(snapshot.leaves))]
    for field in NAMES:
        for value in count_values(snapshot, live, field, None):
            if _begins([fold(word) for word in words(value.value)], asked):
                yield Suggestion(value.value, value.count, field)


def _begins(name: list[str], asked: list[str]) -> bool:
    size = len(asked)
    return any(
        name[at : at + size - 1] == asked[:-1] and name[at + size - 1].startswith(asked[-1])
        for at in range(len(name) - size + 1)
    )


def _at_most(evaluation: Evaluation, name: str, term: str) -> int:
    """At least the number of stories that have a term, without looking at its list."""
    return sum(leaf.frequency(name, term) for leaf in evaluation.snapshot.leaves)


def _stories(evaluation: Evaluation, name: str, term: str) -> int:
    """Number of stories that have a term."""
    return sum(documents_of(evaluation.keys(number, name, term)).size for number in range(len(evaluation.running)))


def did_you_mean(evaluation: Evaluation, node: Node, total: int) -> tuple[str, ...]:
    """Queries in which words with no or hardly any stories are spelled like words that have some; each finds more.

    So are whole values that no story has.
    """
    doubtful = {word: near for word in _spelled(node) if (near := _near(evaluation, *word, thorough=not total))}
    values = near_clauses(evaluation, node)
    if not doubtful and not values:
        return ()
    best = {clause: near[0] for clause, near in values.items()}
    trees = [_respelled(_exchanged(node, best), {word: near[0] for word, near in doubtful.items()})]
    trees += [_exchanged(node, {clause: other}) for clause, near in values.items() for other in near]
    trees += [_respelled(node, {word: other}) for word, near in doubtful.items() for other in near]
    found: dict[str, None] = {}
    for tree in dict.fromkeys(trees):
        if len(found) < _OFFERED and evaluation.total(tree) > total:
            found[say(tree)] = None
    return tuple(found)


def _exchanged(node: Node, clauses: Mapping[Whole, Whole]) -> Node:
    """The tree with clauses on whole values exchanged."""
    return rewrite(node, lambda leaf: clauses.get(leaf) if isinstance(leaf, Whole) else None)


def _spelled(node: Node) -> list[tuple[str, str]]:
    """(lexicon, folded word) of each word that a query spells out, each once."""
    found: dict[tuple[str, str], None] = {}
    for leaf in walk(node):
        found.update(dict.fromkeys(_words_of(leaf)))
    return list(found)


def _words_of(node: Node) -> list[tuple[str, str]]:
    if isinstance(node, Named):
        return [(node.field, fold(word)) for word in words(node.name)]
    if isinstance(node, (Word, Phrase)):
        name = "folded" if is_running(node.field) else BY_NAME[node.field or ""].name
        return [(name, fold(word)) for word in ((node.text,) if isinstance(node, Word) else node.words)]
    return []


def _near(evaluation: Evaluation, name: str, word: str, *, thorough: bool) -> list[str]:
    """Words of a lexicon that a doubtful word may be meant to be, likeliest first; none for a word beyond doubt.

    At one edit they are looked up one by one; at two, which asks for the whole lexicon, only when it is worth it.
    """
    if len(word) < _SHORTEST or not word.isalpha() or _common(evaluation, name, word):
        return []
    count = _stories(evaluation, name, word)
    if count > _HARDLY:
        return []
    likely = _likely(evaluation, name, one_edit(word), count * _OFTEN)
    if not likely and thorough and len(word) > _SHORT:
        far = {term for leaf in evaluation.snapshot.leaves for term in lexicon(leaf, name).near(word, 2)}
        likely = _likely(evaluation, name, far - {word}, count * _OFTEN)
    return likely


def _likely(evaluation: Evaluation, name: str, terms: set[str], least: int) -> list[str]:
    """The terms with most stories, of those that have more than so many."""
    asked = sorted(terms)
    most = sum(leaf.frequencies(name, asked) for leaf in evaluation.snapshot.leaves)
    known = [asked[place] for place in np.flatnonzero(np.asarray(most) > least)] if asked else []
    counts = {term: _stories(evaluation, name, term) for term in known}
    likely = [term for term, held in counts.items() if held > least]
    return sorted(likely, key=lambda term: (-counts[term], term))[:_OFFERED]


def one_edit(word: str) -> set[str]:
    """Every word one letter longer, shorter or other, or with two neighbours exchanged; of a to z and its letters."""
    letters = _LETTERS | set(word)
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {head + tail[1:] for head, tail in splits if tail}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in splits if len(tail) > 1}
    found |= {head + letter + tail[1:] for head, tail in splits if tail for letter in letters}
    found |= {head + letter + tail for head, tail in splits for letter in letters}
    return found - {word}


def _common(evaluation: Evaluation, name: str, word: str) -> bool:
    """Whether a word occurs so often that its stories need not be counted."""
    return _at_most(evaluation, name, word) > _BEYOND_DOUBT


def _respelled(node: Node, spelling: dict[tuple[str, str], str]) -> Node:
    """The tree with words spelled otherwise."""

    def change(leaf: Node) -> Node | None:
        spelled = [spelling.get(word) for word in _words_of(leaf)]
        if not any(spelled):
            return None
        if isinstance(leaf, Word):
            return replace(leaf, text=_cased(spelled[0], leaf.text))
        if isinstance(leaf, Phrase):
            return replace(leaf, words=tuple(_cased(*pair) for pair in zip(spelled, leaf.words, strict=True)))
        if isinstance(leaf, Named):
            return replace(leaf, name=" ".join(_cased(*pair) for pair in zip(spelled, words(leaf.name), strict=True)))
        return None

    return rewrite(node, change)


def _cased(new: str | None, old: str) -> str:
    """The new spelling, with a capital where the old one had it; the old one when there is no new."""
    if new is None:
        return old
    return new.capitalize() if old[:1].isupper() else new
