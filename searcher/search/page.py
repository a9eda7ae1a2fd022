"""What an answer is: Page, its Hits, their Snippets; FacetCount, Timeline, Suggestion, Explanation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from searcher.document import Document


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a hit. `text` stands at `start` of the field's text; `marks` are (from, to) within `text`.

    `field` is "title", "body" or "caption" (then the text is that one caption). All offsets count code points.
    """

    field: str
    start: int
    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Hit:
    """One story of a page. `rank` counts from 1 over the whole answer; `copies` are the ids folded under this one.

    `killed` tells that the story was taken back (KILL, WITHDRAWN), by this document or by a later version of it.
    `document` is decoded when it is first asked for.
    """

    rank: int
    score: float
    id: str
    title: str
    date: str | None
    source: str | None
    load: Callable[[], Document] = field(repr=False, compare=False)
    snippets: tuple[Snippet, ...] = ()
    copies: tuple[str, ...] = ()
    killed: bool = False

    @cached_property
    def document(self) -> Document:
        """The whole article."""
        return self.load()


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a facet field and the number of matching stories that have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """One day, week, month or year: matching stories, and with `share` all stories of that time."""

    label: str
    start: dt.date
    count: int
    total: int | None = None

    @property
    def share(self) -> float | None:
        """Matching stories as a part of all; None when it was not asked for, 0 where there are no stories."""
        if self.total is None:
            return None
        return self.count / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """Buckets in order, empty ones between them filled in; `undated` matching stories fall into none."""

    buckets: tuple[Bucket, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word or name of the index and the number of its stories. `kind` is "word", "people" or "places"."""

    text: str
    count: int
    kind: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A number and what it is made of.

    `operation` says how: the "sum" or "product" of the values of `parts` in their order, exactly; "formula", which
    `label` names, of the parts; "given"; or "no match" where there is nothing to count.
    """

    value: float
    label: str
    operation: str = "given"
    parts: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A part of an answer: `hits` of `total` documents. `next` is the cursor of the page after it, None on the last.

    `stories` is how many stories these documents are, None when they were not collapsed. Facets count documents.
    `notes` are sentences for the user; `did_you_mean` are queries that would find more.
    """

    query: str
    interpretation: str
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    notes: tuple[str, ...]
    did_you_mean: tuple[str, ...]
    next: str | None
    generation: int
    took_ms: float
    total_exact: bool = True
    stories: int | None = None

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def __getitem__(self, number: int) -> Hit:
        return self.hits[number]
