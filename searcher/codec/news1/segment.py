"""A segment file and its deletions -> a Leaf.

Groups of lists: "stem", the running words; "value", the terms of every other field as `field NUL term`.
Dictionaries: "stem", "folded", "exact" (surfaces, by case and without) and "value".

    folded.stem   the stem of each folded surface
    exact.stem    the stem of each exact surface
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis import fold
from searcher.analysis.space import KEY_BITS
from searcher.codec.arrays import Mask, Step, ranges
from searcher.codec.base import RUNNING, Card, Facet, Floats, Keys, Numbers, Sums
from searcher.codec.cache import Cache, remembered
from searcher.codec.news1.columns import Column, FacetValues, Marks
from searcher.codec.news1.container import Container
from searcher.codec.news1.dictionary import Dictionary, value_key
from searcher.codec.news1.documents import Documents
from searcher.codec.news1.forms import Forms
from searcher.codec.news1.postings import Postings
from searcher.document import Document

if TYPE_CHECKING:
    from searcher.analysis.signatures import Signatures

Array = NDArray[Any]
_NONE: Final[Numbers] = np.empty(0, dtype=np.int64)
_NO_LIST: Final = -1
#: Terms whose lists are remembered.
_REMEMBERED: Final = 512
#: Bytes of arrays that a segment keeps at hand.
_CACHED: Final = 48 << 20


class Segment:
    """One segment. Safe for many threads: what it holds besides the file are caches."""

    def __init__(self, file: Container, deleted: Numbers, *, deletions: str | None = None) -> None:
        self.file, self.deleted, self.deletions = file, deleted, deletions
        count = file.facts.get("documents")
        if not isinstance(count, int) or len(file["card.at"]) != count + 1:
            raise file.damaged("the number of its documents")
        self.count = count
        self._cache = Cache(_CACHED)
        self._placed: dict[tuple[str, str], tuple[Postings, int, Mask | None]] = {}
        self._dictionaries = {name: Dictionary(file, name) for name in (*RUNNING, "value")}
        self._lists = {name: Postings(file, name, documents=count) for name in ("stem", "value")}
        self.forms = Forms(file, "form")
        self._documents = Documents(file)

    def __hash__(self) -> int:
        return id(self)

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """For each document whether it is not deleted."""
        found = np.ones(self.count, dtype=np.bool_)
        found[self.deleted] = False
        found.setflags(write=False)
        return found

    # --- terms

    def number(self, lexicon: str, term: str) -> int:
        """The number of a term in its dictionary, -1 for none."""
        if lexicon in RUNNING:
            return self._dictionaries[lexicon].find(term.encode("utf-8", "surrogatepass"))
        return self._dictionaries["value"].find(value_key(lexicon, term))

    def terms(self, lexicon: str, prefix: str = "") -> Iterator[str]:
        """The terms of a lexicon that begin so, sorted."""
        running = lexicon in RUNNING
        dictionary = self._dictionaries[lexicon if running else "value"]
        key = prefix.encode("utf-8", "surrogatepass") if running else value_key(lexicon, prefix)
        skipped = 0 if running else len(lexicon) + 1
        for term in dictionary.between(*dictionary.range(key)):
            yield term[skipped:].decode()

    def surface(self, number: int) -> str:
        """An exact surface by its number."""
        return self._dictionaries["exact"][number].decode()

    def all_terms(self, dictionary: str) -> list[bytes]:
        """Every term of a dictionary, sorted."""
        held = self._dictionaries[dictionary]
        return list(held.between(0, len(held)))

    def leads_to(self, surfaces: str, name: str) -> Numbers:
        """The stem or the folded surface of each surface of a dictionary."""
        if name == "stem":
            return self.file[surfaces + ".stem"].all().astype(np.int64)
        numbers = {term: number for number, term in enumerate(self.all_terms(name))}
        found = (numbers[fold(term.decode()).encode()] for term in self.all_terms(surfaces))
        return np.fromiter(found, dtype=np.int64)

    def lists(self, group: str) -> Postings:
        """The lists of "stem" or "value"."""
        return self._lists[group]

    # --- lists

    def keys(self, lexicon: str, term: str) -> Keys:
        """The sorted keys of a term in live documents."""
        return self._cache.get(("keys", lexicon, term), lambda: self._keys(lexicon, term))

    def _keys(self, lexicon: str, term: str) -> Keys:
        lists, number, forms = self._place(lexicon, term)
        if number == _NO_LIST:
            return _NONE
        found = lists.keys(number, lists.documents(number))
        if forms is not None:
            found = found[self._chosen(forms, self.forms.all(number, found.size))]
        return found[self.live[found >> KEY_BITS]] if self.deleted.size else found

    def _place(self, lexicon: str, term: str) -> tuple[Postings, int, Mask | None]:
        """The group and number of the list that has a term, and which of the stem's forms are it (None for all)."""
        place = lexicon, term
        found = self._placed.get(place)
        return remembered(self._placed, place, self._look_up(*place), most=_REMEMBERED) if found is None else found

    def _look_up(self, lexicon: str, term: str) -> tuple[Postings, int, Mask | None]:
        number = self.number(lexicon, term)
        if lexicon not in RUNNING:
            return self._lists["value"], number, None
        if lexicon == "stem" or number == _NO_LIST:
            return self._lists["stem"], number, None
        stem = self.file[lexicon + ".stem"].one(number)
        forms = self.forms.of(stem)
        if lexicon == "exact":
            chosen = np.array([exact == number for exact in forms], dtype=np.bool_)
        else:
            chosen = np.array([fold(self.surface(exact)) == term for exact in forms], dtype=np.bool_)
        return self._lists["stem"], stem, None if chosen.all() else chosen

    def keys_in(self, lexicon: str, term: str, documents: Numbers) -> Keys:
        """The keys of a term in some live documents (sorted)."""
        lists, number, forms = self._place(lexicon, term)
        if number == _NO_LIST or not documents.size:
            return _NONE
        postings, there = lists.find(number, documents)
        if not postings.size:
            return _NONE
        documents = documents[there]
        first, total = lists.at(number, postings)
        found = lists.keys_at(number, documents, first, total)
        return found if forms is None else found[self._chosen(forms, self.forms.at(number, ranges(first, total)))]

    def _chosen(self, chosen: Mask, forms: Array) -> Mask:
        """Whether each of some forms, by their numbers, is chosen."""
        try:
            return np.asarray(chosen[forms])
        except IndexError:
            raise self.file.damaged("the forms of a list") from None

    def is_alone(self, lexicon: str, term: str) -> bool:
        """Whether a stem has no other folded (for "exact": no other exact) surface in this segment."""
        _, number, forms = self._place(lexicon, term)
        return number != _NO_LIST and forms is None

    def _all_documents(self, lists: Postings, number: int) -> Numbers:
        """The documents of a list, deleted ones too."""
        return self._cache.get(("documents", id(lists), number), lambda: lists.documents(number))

    def documents(self, lexicon: str, term: str) -> Numbers:
        """The live documents that may have a term, sorted: all that have its stem, for a surface."""
        lists, number, _ = self._place(lexicon, term)
        if number == _NO_LIST:
            return _NONE
        found = self._all_documents(lists, number)
        return found[self.live[found]] if self.deleted.size else found

    def frequency(self, lexicon: str, term: str) -> int:
        """In how many documents a stem, folded surface or value stands, those deleted since it was written too."""
        number = self.number(lexicon, term)
        if number == _NO_LIST:
            return 0
        if lexicon == "folded":
            return self.file["folded.df"].one(number)
        return self._lists["stem" if lexicon == "stem" else "value"].frequency(number)

    def frequencies(self, lexicon: str, terms: Sequence[str]) -> Numbers:
        """The same of many terms."""
        if lexicon in RUNNING:
            keys = [term.encode("utf-8", "surrogatepass") for term in terms]
        else:
            keys = [value_key(lexicon, term) for term in terms]
        numbers = self._dictionaries[lexicon if lexicon in RUNNING else "value"].find_all(keys)
        found = np.zeros(len(terms), dtype=np.int64)
        there = np.flatnonzero(numbers != _NO_LIST)
        if lexicon == "folded":
            found[there] = self.file["folded.df"].take(numbers[there])
        else:
            lists = self._lists["stem" if lexicon == "stem" else "value"]
            found[there] = [lists.frequency(number) for number in numbers[there].tolist()]
        return found

    def matching(self, stem: str) -> int:
        """The number of live documents that have a stem."""
        number = self.number("stem", stem)
        if number == _NO_LIST:
            return 0
        lists = self._lists["stem"]
        gone = lists.find(number, self.deleted)[0].size if self.deleted.size else 0
        return lists.frequency(number) - gone

    def weighted(self, stem: str, *, title: float, rest: float) -> tuple[Numbers, Floats]:
        """The live documents that have a stem, and how often, weighted."""
        number = self.number("stem", stem)
        if number == _NO_LIST:
            return _NONE, np.empty(0)
        lists = self._lists["stem"]
        found, frequency = self._all_documents(lists, number), lists.weighted(number, title=title, rest=rest)
        if self.deleted.size:
            live = self.live[found]
            return found[live], frequency[live]
        return found, frequency

    def weighted_at(self, stem: str, documents: Numbers, *, title: float, rest: float) -> Floats:
        """How often some live documents (sorted) have a stem, weighted; 0 for those that do not."""
        found = np.zeros(documents.size)
        number = self.number("stem", stem)
        if number != _NO_LIST:
            lists = self._lists["stem"]
            postings, there = lists.find(number, documents)
            found[there] = lists.weighted_at(number, postings, title=title, rest=rest)
        return found

    def add_up(self, stem: str, to: Sums, *, title: float, rest: float, scale: float, step: Step | None) -> None:
        """For each document n that has a stem, tf times weighted, add scale tf / (norm[n] + tf) to sums[n]."""
        number = self.number("stem", stem)
        if number != _NO_LIST:
            self._lists["stem"].add_up(number, to, title=title, rest=rest, scale=scale, step=step)

    # --- by document

    def column(self, name: str) -> Numbers:
        """One number a document."""
        return self._cache.get(("column", name), Column(self.file, name).all)

    def column_at(self, name: str, documents: Numbers) -> Numbers:
        """The numbers of some documents."""
        held = self._cache.held(("column", name))
        return Column(self.file, name).take(documents) if held is None else held[documents]

    def marks(self, unit: str, documents: Numbers) -> Keys:
        """Sorted keys of the words that start a sentence or paragraph in these documents."""
        return Marks(self.file, unit).keys(documents)

    def stretches(self, unit: str, keys: Keys) -> Keys:
        """Keys with the number of their sentence or paragraph in place of the document."""
        return Marks(self.file, unit).stretches(keys)

    def together(self, unit: str, left: Keys, right: Keys, *, ordered: bool) -> tuple[Mask, Mask]:
        """For each key whether one of the other list stands in the same sentence or paragraph."""
        return Marks(self.file, unit).together(left, right, ordered=ordered)

    def facet_names(self) -> list[str]:
        """The facet fields."""
        return sorted(name[6:-5] for name in self.file.names() if name.startswith("facet.") and name.endswith(".code"))

    def facet(self, field: str) -> Facet:
        """The values that a facet field counts."""
        stored = FacetValues(self.file, field)
        documents, codes = stored.pairs()
        if self.deleted.size:
            live = self.live[documents]
            documents, codes = documents[live], codes[live]
        return Facet(self._facet_values(field, stored), documents, codes)

    def _facet_values(self, field: str, stored: FacetValues) -> tuple[str, ...]:
        held = self.__dict__.setdefault("_values", {})
        if field not in held:
            held[field] = stored.values()
        values: tuple[str, ...] = held[field]
        return values

    def totals(self) -> tuple[int, int, int, int]:
        """Words in titles, leads, bodies and captions of the live documents."""
        words = self.file.facts["words"]
        names = ("title_words", "lead_words", "body_words", "caption_words")
        gone = [int(self.column_at(name, self.deleted).sum()) if self.deleted.size else 0 for name in names]
        title, lead, body, caption = (int(words[name]) - less for name, less in zip(names, gone, strict=True))
        return title, lead, body, caption

    def signatures(self) -> Signatures:
        """Of every document."""
        from searcher.codec.news1.signing import read_signatures

        return read_signatures(self.file, self.count)

    def card(self, document: int) -> Card:
        """What a hit shows."""
        return self._documents.card(document)

    def document(self, document: int) -> Document:
        """The whole document, as it was indexed."""
        return self._documents.document(document)
