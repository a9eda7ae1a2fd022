"""A Leaf -> a Whoosh reader; all leaves of a snapshot -> one reader. Only live documents are seen and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from typing import Any, Final, NoReturn

import numpy as np
from whoosh.fields import Schema
from whoosh.matching import Matcher
from whoosh.reading import IndexReader, MultiReader, TermInfo, TermNotFound
from whoosh.spelling import Corrector, ReaderCorrector
from whoosh.support.levenshtein import distance

from searcher.analysis import fold
from searcher.codec.base import Leaf
from searcher.codec.news1.face.columns import CellReader, cells
from searcher.codec.news1.face.lists import Lists, base_of, has_length, length_of, lists_of
from searcher.codec.news1.face.matcher import ArrayMatcher, Postings, postings_of
from searcher.codec.news1.face.stored import stored_fields

#: Lists at hand a leaf: Whoosh asks for each three times, for those of a phrase in turn.
_HELD: Final = 16


class _Words:
    """What the reader of a leaf and that of all have in common: marks stay in bytes, and never come out as text."""

    schema: Schema
    terms_within: Callable[..., Iterable[bytes]]

    def corrector(self, fieldname: str) -> Corrector:
        """What suggests words of a field."""
        return _WordCorrector(self, fieldname, self.schema[fieldname])


class _WordCorrector(ReaderCorrector):  # type: ignore[misc] # Whoosh has no types
    """Suggests words, not terms."""

    def _suggestions(self, text: str, maxdist: int, prefix: int) -> Iterator[tuple[float, str]]:
        for score, term in super()._suggestions(text, maxdist, prefix):
            yield score, self.fieldobj.from_bytes(term)


class LeafReader(_Words, IndexReader):  # type: ignore[misc] # Whoosh has no types
    """One segment. `leaf` is what it reads."""

    def __init__(self, leaf: Leaf, schema: Schema, generation: int) -> None:
        self.leaf, self.schema = leaf, schema
        self._generation = generation
        # What is kept knows the leaf and not this reader: no cycle keeps mapped files open.
        self._kept = lists = cache(lambda field: lists_of(leaf, field))
        self._found = lru_cache(_HELD)(lambda field, term: postings_of(lists(field).keys(term), base_of(field)))
        self._cells = cache(lambda field: cells(leaf, field))
        self._length = cache(lambda field: length_of(leaf, field))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.doc_count()} documents>"

    def generation(self) -> int:
        """The generation of the index."""
        return self._generation

    # --- terms

    def _lists(self, field: str) -> Lists:
        """The lists of a field; TermNotFound when there is no such field."""
        if field not in self.schema:
            raise TermNotFound(f"No field {field!r}")
        return self._kept(field)

    def _postings(self, field: str, text: str | bytes) -> Postings:
        """The live postings of a term; empty when there are none."""
        return self._found(field, self._text_to_bytes(field, text))

    def __contains__(self, term: tuple[str, str | bytes]) -> bool:
        return term[0] in self.schema and self._postings(*term).documents.size > 0

    def indexed_field_names(self) -> list[str]:
        """All fields."""
        names: list[str] = sorted(self.schema.names())
        return names

    def all_terms(self) -> Iterator[tuple[str, bytes]]:
        """Every (field, term) of a live document."""
        for name in self.indexed_field_names():
            yield from self.terms_from(name, b"")

    def terms_from(self, fieldname: str, prefix: str | bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of a field from this one on that stand in a live document. Looks each of them up."""
        start = self._text_to_bytes(fieldname, prefix) if prefix else b""
        for term in self._lists(fieldname).terms_from(start):
            if (fieldname, term) in self:
                yield fieldname, term

    def lexicon(self, fieldname: str) -> Iterator[bytes]:
        """The terms of a field, for patterns to choose from: some may stand in no live document of the field."""
        return self._lists(fieldname).terms()

    def expand_prefix(self, fieldname: str, prefix: str | bytes) -> Iterator[bytes]:
        """The terms that begin so; likewise."""
        return self._lists(fieldname).terms(self._text_to_bytes(fieldname, prefix) if prefix else b"")

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Iterator[bytes]:
        """The terms of live documents at most so many edits from a word that begin with as many letters of it."""
        word, from_bytes = fold(text), self.schema[fieldname].from_bytes
        for term in self.expand_prefix(fieldname, word[:prefix]):
            if distance(from_bytes(term), word, limit=maxdist) <= maxdist and (fieldname, term) in self:
                yield term

    def term_info(self, fieldname: str, text: str | bytes) -> TermInfo:
        """The figures of a term; all 0 when no live document has it, for Every scores what `lexicon` lists."""
        found = self._postings(fieldname, text)
        if not found.documents.size:
            return TermInfo(weight=0.0, minlength=0, maxweight=0.0, minid=0)
        lengths = self._length(fieldname)[found.documents]
        return TermInfo(
            weight=float(found.positions.size),
            df=found.documents.size,
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(found.frequencies.max()),
            minid=int(found.documents[0]),
            maxid=int(found.documents[-1]),
        )

    def frequency(self, fieldname: str, text: str | bytes) -> float:
        """How often a term stands in live documents."""
        return float(self._postings(fieldname, text).positions.size)

    def doc_frequency(self, fieldname: str, text: str | bytes) -> int:
        """How many live documents have a term."""
        return int(self._postings(fieldname, text).documents.size)

    def postings(self, fieldname: str, text: str | bytes, scorer: Any = None) -> Matcher:
        """A matcher over the live documents of a term."""
        found = self._postings(fieldname, text)
        field = self.schema[fieldname]
        return ArrayMatcher((fieldname, field.to_bytes(text)), found, field.format, scorer)

    # --- documents

    @cached_property
    def _deleted(self) -> frozenset[int]:
        return frozenset(np.flatnonzero(~self.leaf.live).tolist())

    def has_deletions(self) -> bool:
        """Whether a document is deleted."""
        return bool(self._deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Whether this document is; False beyond the last, where Whoosh's InverseMatcher looks too."""
        return docnum in self._deleted

    def all_doc_ids(self) -> Iterator[int]:
        """The live documents."""
        return iter(np.flatnonzero(self.leaf.live).tolist())

    def doc_count_all(self) -> int:
        """Documents, the deleted ones too."""
        return self.leaf.count

    def doc_count(self) -> int:
        """Live documents."""
        return self.leaf.count - len(self._deleted)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The fields of a document that have a value."""
        return stored_fields(self.leaf, docnum)

    # --- lengths, in words; of running text only

    def field_length(self, fieldname: str) -> int:
        """Words of a field in live documents."""
        return int(self._length(fieldname)[self.leaf.live].sum())

    def min_field_length(self, fieldname: str) -> int:
        """The least words of a field in a live document."""
        return int(self._length(fieldname)[self.leaf.live].min(initial=1 << 62)) if self.doc_count() else 0

    def max_field_length(self, fieldname: str) -> int:
        """The most."""
        return int(self._length(fieldname)[self.leaf.live].max(initial=0))

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Words of a field in a document."""
        return int(self._length(fieldname)[docnum]) if has_length(fieldname) else default

    # --- columns and vectors

    def has_column(self, fieldname: str) -> bool:
        """Whether a field can be sorted by."""
        return self.schema[fieldname].column_type is not None

    def column_reader(
        self,
        fieldname: str,
        column: Any = None,
        reverse: Any = False,  # noqa: FBT002 - as Whoosh has it
        translate: Any = True,  # noqa: FBT002
    ) -> Any:
        """The column of a field; `translate` for values as a caller wants them."""
        from whoosh.columns import TranslatingColumnReader

        field = self.schema[fieldname]
        kind = column or field.column_type
        if kind is None:
            raise TermNotFound(f"No column for field {fieldname!r}")
        found = CellReader(self._cells(fieldname), self.leaf.count, lists=kind.stores_lists(), reverse=bool(reverse))
        return TranslatingColumnReader(found, field.from_column_value) if translate else found

    def has_vector(self, docnum: int, fieldname: str) -> bool:  # noqa: ARG002 - as Whoosh has it
        """No: key terms are found in stored text."""
        return False

    def vector(self, docnum: int, fieldname: str, format_: Any = None) -> NoReturn:  # noqa: ARG002
        """KeyError."""
        raise KeyError(f"no vectors are kept for {fieldname!r}")


class SnapshotReader(_Words, MultiReader):  # type: ignore[misc] # Whoosh has no types
    """All segments as one, also when there is only one, or none."""

    def __init__(self, readers: list[LeafReader], schema: Schema, generation: int) -> None:
        super().__init__(readers, generation)
        self.schema = schema

    def expand_prefix(self, fieldname: str, prefix: str | bytes) -> Iterator[bytes]:
        """The terms that begin so in any segment, sorted."""
        return iter(sorted({term for reader in self.readers for term in reader.expand_prefix(fieldname, prefix)}))

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Iterator[bytes]:
        """The terms near a word in any segment, sorted."""
        near = (reader.terms_within(fieldname, text, maxdist, prefix) for reader in self.readers)
        return iter(sorted({term for terms in near for term in terms}))

    def min_field_length(self, fieldname: str) -> int:
        """The least words of a field in a live document."""
        counted = (reader for reader in self.readers if reader.doc_count())
        return min((reader.min_field_length(fieldname) for reader in counted), default=0)

    def max_field_length(self, fieldname: str) -> int:
        """The most."""
        return max((reader.max_field_length(fieldname) for reader in self.readers), default=0)
