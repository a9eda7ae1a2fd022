"""Clauses on values rather than running text -> the documents of a leaf: names, whole values, paths, dates, numbers."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from searcher.analysis import fold, words
from searcher.analysis.entries import MISSING, WHOLE, normal_url
from searcher.analysis.space import KEY_BITS
from searcher.codec.base import Keys, Leaf, Numbers
from searcher.query.nodes import DateRange, Located, WordCount
from searcher.search.lexicon import lexicon
from searcher.search.namesakes import lying_in, parts_of
from searcher.search.positions import common, documents_of, exact_phrase, union
from searcher.search.spellings import Fetch, aliases, spelled

_HYPHENATED: Final = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_DAYS: Final = {"date": ("date_first", "date_last"), "updated": ("updated_day",) * 2, "added": ("added_day",) * 2}


def name_slots(field: str, name: str, fetch: Fetch, leaf: Leaf) -> Keys:
    """The slots of names that have all words of a name, in any order, hyphenated parts apart or joined.

    Places answer to all their names in the gazetteer, United States to `U.S.`; people to every spelling of their name.
    """
    names = dict.fromkeys([name, *_canonical(name)] if field in ("places", "dateline") else [name])
    found = [_one_name(field, asked, fetch) for asked in names]
    if field in ("places", "dateline"):
        found += [fetch(field, WHOLE + other) for other in aliases(leaf, field, names)]
    if field == "places" and len(parts := parts_of(name)) > 1:
        found.append(_inside(parts, fetch, leaf))
    if field == "people" and len(name.split()) > 1:
        found += [fetch(field, WHOLE + spelling) for spelling in spelled(leaf, name, fetch)]
    return union(found)


def _inside(parts: list[str], fetch: Fetch, leaf: Leaf) -> Keys:
    """The slots of the first name where it lies in the others: Paris, Texas."""
    slots = [name_slots("places", part, fetch, leaf) for part in parts]
    documents = lying_in(leaf, common([documents_of(keys) for keys in slots]), parts)
    return slots[0][np.isin(slots[0] >> KEY_BITS, documents)]


def _one_name(field: str, name: str, fetch: Fetch) -> Keys:
    """The slots that have all words of one spelling."""
    needed: list[Keys] = []
    place = 0
    for match in _HYPHENATED.finditer(name):
        needed += [fetch(field, fold(word)) for word in words(name[place : match.start()])]
        parts = [fold(word) for word in words(match[0])]
        apart = common([fetch(field, part) for part in parts])
        needed.append(union([apart, fetch(field, fold("".join(words(match[0]))))]))
        place = match.end()
    needed += [fetch(field, fold(word)) for word in words(name[place:])]
    return common(needed) if needed else np.empty(0, dtype=np.int64)


def _canonical(name: str) -> tuple[str, ...]:
    """What the gazetteer calls a place of this name."""
    from searcher.knowledge.gazetteer import canonical

    return canonical(name)


def whole(field: str, value: str, fetch: Fetch) -> Keys:
    """Where this is the whole value of a field."""
    if field == "url":
        return fetch(field, normal_url(value))
    if field == "path":
        return fetch(field, WHOLE + value.replace("\\", "/"))
    return fetch(field, WHOLE + (fold(value) if field == "lang" else value))


def located(node: Located, leaf: Leaf, fetch: Fetch) -> Numbers:
    """Documents with these parts of a path side by side, or with a url on this host (or one below it) and path."""
    if node.field == "path":
        parts = [fold(word) for word in words(node.value)]
        if not parts:
            return np.empty(0, dtype=np.int64)
        return documents_of(exact_phrase([fetch("path", part) for part in parts]).first)
    asked = normal_url(node.value)
    found = [url for url in lexicon(leaf, "url").terms if _lies_under(url, asked)]
    return documents_of(union([fetch("url", url) for url in found]))


def _lies_under(url: str, asked: str) -> bool:
    """Whether a normal url has this host or one below it, and this path or one below it."""
    host, _, path = url.partition("/")
    asked_host, _, asked_path = asked.partition("/")
    if not asked_host or (host != asked_host and not host.endswith("." + asked_host)):
        return False
    return not asked_path or path == asked_path or path.startswith(asked_path + "/")


def in_range(node: DateRange, leaf: Leaf) -> Numbers:
    """Documents whose whole known interval lies in the range."""
    first, last = (leaf.column(name) for name in _DAYS[node.field])
    inside = first != MISSING
    if node.first is not None:
        inside &= first >= node.first.toordinal()
    if node.last is not None:
        inside &= last <= node.last.toordinal()
    return np.flatnonzero(inside & leaf.live)


def undated(leaf: Leaf) -> int:
    """How many stories have no date."""
    return int(np.count_nonzero((leaf.column(_DAYS["date"][0]) == MISSING) & leaf.live))


def in_length(node: WordCount, leaf: Leaf) -> Numbers:
    """Documents whose body has so many words."""
    count = leaf.column("body_words")
    inside = leaf.live.copy()
    if node.minimum is not None:
        inside &= count >= node.minimum
    if node.maximum is not None:
        inside &= count <= node.maximum
    return np.flatnonzero(inside)
