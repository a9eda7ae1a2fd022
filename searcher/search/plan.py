"""A snapshot, a parsed query, a request -> a Plan: how it was answered, clause by clause.

The query is answered as always, but by an evaluation that notes which clause is being worked out, on leaves that note
what is asked of them; so a plan says what happened and nothing else. Nothing is at hand from earlier queries, so every
list that is needed is read and listed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from searcher.codec.base import Leaf, Numbers, Snapshot
from searcher.query.nodes import Boost, Fuzzy, Node, Not, Pattern
from searcher.search.answer import answer
from searcher.search.evaluate import Evaluation, Found
from searcher.search.positions import Occurrences
from searcher.search.request import Parsed, Request
from searcher.search.running import Running
from searcher.search.trees import parts, say, walk


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of an index, over all segments.

    what     "documents", "counts" (how often in each), "positions", both of these "in some documents", "column",
             "marks" (where sentences or paragraphs start), "facet"
    of       the lexicon and the term of a list, or the name of a column
    entries  numbers read: documents, positions, values
    """

    what: str
    of: str
    entries: int


@dataclass(frozen=True, slots=True)
class Step:
    """One clause: what it found, what was read for it, how long it took, the clauses in it.

    stories  that it matches; None where only places were asked for
    places   occurrences in these stories; None where no places were looked at
    words    that a pattern or a fuzzy word stands for; None for other clauses
    ways     how it was worked out, where there is a choice; each once, in the order in which they were chosen
    ms       milliseconds, with its own clauses
    """

    clause: str
    stories: int | None
    places: int | None
    words: int | None
    ways: tuple[str, ...]
    reads: tuple[Read, ...]
    ms: float
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a query was answered: `total` stories in `segments` parts, in `ms` milliseconds with ranking."""

    query: str
    interpretation: str
    total: int
    segments: int
    ms: float
    root: Step


def plan(snapshot: Snapshot, parsed: Parsed, request: Request | None = None) -> Plan:
    """Answer a query and say how; QueryError, QueryTimeout and RequestError as for the answer itself."""
    log = _Log(parsed.node)
    leaves = tuple(cast(Leaf, _WatchedLeaf(leaf, log)) for leaf in snapshot.leaves)
    watched = _Watched(replace(snapshot, leaves=leaves), log, query=parsed.query)
    started = time.perf_counter()
    with log.inside(parsed.node):
        page = answer(watched, parsed, replace(request or Request(), highlight=False, advise=False))
    took = (time.perf_counter() - started) * 1000
    log.entry(parsed.node).stories[-1] = page.total
    return Plan(parsed.query, parsed.interpretation, page.total, len(leaves), took, log.step(parsed.node))


@dataclass(slots=True)
class _Entry:
    """What is noted of a clause. By leaf: stories, places; -1 for all leaves together."""

    stories: dict[int, int] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    words: int | None = None
    ways: dict[str, None] = field(default_factory=dict)
    reads: dict[tuple[str, str], int] = field(default_factory=dict)
    seconds: float = 0.0
    depth: int = 0


class _Log:
    """Notes, clause by clause; what is noted belongs to the innermost clause that is being worked out.

    Other forms of a clause, of which it makes use (the stems of a quoted phrase), belong to it.
    """

    def __init__(self, node: Node) -> None:
        self._entries = {part: _Entry() for part in walk(node, negated=True)}
        self._open = [node]

    def entry(self, node: Node) -> _Entry:
        """What is noted of a clause."""
        return self._entries[node]

    @contextmanager
    def inside(self, node: Node) -> Iterator[_Entry]:
        """While a clause is worked out."""
        if node not in self._entries:
            yield _Entry()
            return
        entry, started = self.entry(node), time.perf_counter()
        self._open.append(node)
        entry.depth += 1
        try:
            yield entry
        finally:
            self._open.pop()
            entry.depth -= 1
            if not entry.depth:
                entry.seconds += time.perf_counter() - started

    @property
    def current(self) -> _Entry:
        """Of the clause that is being worked out."""
        return self.entry(self._open[-1])

    def read(self, what: str, of: str, entries: int) -> None:
        """Note a read."""
        reads = self.current.reads
        reads[what, of] = reads.get((what, of), 0) + entries

    def step(self, node: Node) -> Step:
        """The step of a clause, with those in it that had a part in the answer; a NOT or a weight is what it is of."""
        entry = self._entries[node]
        inner = [part.child if isinstance(part, (Not, Boost)) else part for part in parts(node)]
        steps = tuple(self.step(part) for part in inner if any(self._entries[each] != _Entry() for each in walk(part)))
        stories = entry.stories.get(-1, sum(entry.stories.values())) if entry.stories else None
        reads = tuple(Read(what, of, entries) for (what, of), entries in entry.reads.items())
        places = sum(entry.places.values()) if entry.places else None
        ways = tuple(entry.ways)
        return Step(say(node), stories, places, entry.words, ways, reads, entry.seconds * 1000, steps)


class _Watched(Evaluation):
    """An evaluation that notes which clause it works on."""

    def __init__(self, snapshot: Snapshot, log: _Log, *, query: str) -> None:
        self._log = log
        super().__init__(snapshot, query=query)

    def running_in(self, number: int, leaf: Leaf) -> Running:
        inner = super().running_in(number, leaf)
        return _WatchedRunning(inner, self._log, number)

    def note(self, way: str) -> None:
        self._log.current.ways[way] = None

    def documents(self, leaf: int, node: Node) -> Numbers:
        with self._log.inside(node) as entry:
            found = super().documents(leaf, node)
            entry.stories[leaf] = int(found.size)
            return found

    def found(self, node: Node) -> tuple[Found, ...]:
        with self._log.inside(node):
            return super().found(node)

    def expand(self, node: Pattern | Fuzzy) -> tuple[str, ...]:
        with self._log.inside(node) as entry:
            terms = super().expand(node)
            entry.words = len(terms)
            return terms


class _WatchedRunning(Running):
    """Occurrences, and a note of how many each operand has."""

    def __init__(self, inner: Running, log: _Log, number: int) -> None:
        self.__dict__.update(inner.__dict__)
        self._log, self._number = log, number

    def occurrences(self, node: Node) -> Occurrences:
        with self._log.inside(node) as entry:
            found = super().occurrences(node)
            entry.places[self._number] = len(found)
            return found


#: Question to a leaf -> what it reads.
_LISTS: Final = {
    "keys": "positions",
    "keys_in": "positions in some documents",
    "documents": "documents",
    "weighted": "counts",
    "weighted_at": "counts in some documents",
    "add_up": "counts",
    "stretches": "marks",
    "together": "marks",
    "facet": "facet",
    "column": "column",
    "column_at": "column",
}


class _WatchedLeaf:
    """A leaf, and a note of every list that is asked for."""

    def __init__(self, leaf: Leaf, log: _Log) -> None:
        self._leaf, self._log = leaf, log

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._leaf, name)
        if name not in _LISTS:
            return found

        def asked(*what: Any, **how: Any) -> Any:
            held = found(*what, **how)
            of = " ".join(part for part in what if isinstance(part, str))
            if name in ("weighted", "weighted_at", "add_up"):
                of = f"stem {of}"
            first = held[0] if isinstance(held, tuple) else getattr(held, "documents", held)
            length = self._leaf.frequency("stem", what[0]) if first is None else len(first)
            self._log.read(_LISTS[name], of, length)
            return held

        return asked
