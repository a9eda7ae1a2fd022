"""Segments -> one segment without their deleted documents, on arrays, without analysing anything again.

Documents keep their order, segment after segment. Lists go through memory a block of terms at a time, so the work
needs the same memory whatever the size; on disk it needs the size of the result twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis import fold
from searcher.analysis.entries import MISSING
from searcher.analysis.space import KEY_BITS
from searcher.codec.arrays import owners, ranges
from searcher.codec.news1.assembling import ContainerWriter
from searcher.codec.news1.columns import write_column, write_facet, write_marks
from searcher.codec.news1.container import Root
from searcher.codec.news1.dictionary import write_dictionary
from searcher.codec.news1.offsets import offsets
from searcher.codec.news1.postings import Block
from searcher.codec.news1.runs import blocks
from searcher.codec.news1.segment import Segment
from searcher.codec.news1.signing import write_signatures
from searcher.codec.news1.writing import FormsWriter, ListsWriter

Array = NDArray[Any]
Numbers = NDArray[np.int64]

#: Positions that go through memory together: about 100 MB at the peak of the work.
_BLOCK: Final = 1 << 20
_COLUMNS: Final = ("title_words", "lead_words", "body_words", "caption_words")


@dataclass(frozen=True)
class _Source:
    """A segment on its way into another: the new number of each of its documents, -1 for deleted ones."""

    segment: Segment
    numbers: Numbers

    @property
    def whole(self) -> bool:
        """Whether nothing of it is deleted."""
        return not self.segment.deleted.size

    def kept(self) -> Numbers:
        """The documents that go over."""
        return np.flatnonzero(self.segment.live)


def merge(segments: Sequence[Segment], path: Path) -> tuple[Root, int]:
    """Write the merged segment, durably; what a manifest notes of it, and how many documents it has."""
    sources, total = [], 0
    for segment in segments:
        live = segment.live
        sources.append(_Source(segment, np.where(live, np.cumsum(live) - 1 + total, -1)))
        total += int(np.count_nonzero(live))
    out = ContainerWriter(path.parent)
    try:
        bases, words = _columns(out, sources)
        _marks(out, sources)
        _facets(out, sources)
        _stored(out, sources)
        for source in sources:
            write_signatures(out, source.segment.signatures()[source.kept()])
        _values(out, sources, total)
        _stems(out, sources, total)
        return out.finish(path, {"documents": total, "words": words, "bases": bases}), total
    finally:
        out.close()


# --- by document


def _columns(out: ContainerWriter, sources: Sequence[_Source]) -> tuple[dict[str, int], dict[str, int]]:
    bases, words = {}, {}
    for name in sources[0].segment.file.facts["bases"]:
        column = np.concatenate([source.segment.column_at(name, source.kept()) for source in sources])
        bases[name] = write_column(out, name, column)
        if name in _COLUMNS:
            words[name] = int(column[column != MISSING].sum())
    return bases, words


def _marks(out: ContainerWriter, sources: Sequence[_Source]) -> None:
    for name in ("sentence", "paragraph"):
        counts, positions = [], []
        for source in sources:
            kept = source.kept()
            keys = source.segment.marks(name, kept)
            counts.append(np.bincount(keys >> KEY_BITS, minlength=source.segment.count)[kept])
            positions.append(keys & ((1 << KEY_BITS) - 1))
        write_marks(out, name, np.concatenate(counts), np.concatenate(positions))


def _facets(out: ContainerWriter, sources: Sequence[_Source]) -> None:
    for name in sources[0].segment.facet_names():
        held = [source.segment.facet(name) for source in sources]
        used = [sorted({one.values[code] for code in np.unique(one.codes).tolist()}) for one in held]
        values = sorted({value for values in used for value in values})
        rank = {value: number for number, value in enumerate(values)}
        counts, codes = [], []
        for source, one in zip(sources, held, strict=True):
            counts.append(np.bincount(one.documents, minlength=source.segment.count)[source.kept()])
            table = np.array([rank.get(value, 0) for value in one.values], dtype=np.int64)
            codes.append(table[one.codes] if one.codes.size else one.codes)
        coded = [value.encode("utf-8", "surrogatepass") for value in values]
        write_facet(out, name, coded, np.concatenate(counts), np.concatenate(codes))


def _stored(out: ContainerWriter, sources: Sequence[_Source]) -> None:
    """Cards and documents, as they are; each document goes on naming its dictionary."""
    shared: list[bytes] = []
    for name in ("card", "doc"):
        lengths = []
        for source in sources:
            at = source.segment.file[name + ".at"].all().astype(np.int64)
            data, kept = source.segment.file[name], source.kept()
            for first, end in _runs(kept):
                for start, stop in _pieces(int(at[first]), int(at[end])):
                    out.put(name, data.part(start, stop), "|u1")
            lengths.append(np.diff(at)[kept])
        out.put(name + ".at", offsets(np.concatenate(lengths)))
    for source in sources:
        file = source.segment.file
        which = file["doc.which"].all()[source.kept()].astype(np.int64)
        at, text = file["doc.shared_at"].all().tolist(), file["doc.shared"].all().tobytes()
        table = np.zeros(max(len(at) - 1, 1), dtype=np.int64)
        for old in np.unique(which).tolist():
            table[old] = len(shared)
            shared.append(text[at[old] : at[old + 1]])
        out.put("doc.which", table[which], "<u2")
    out.put("doc.shared", np.frombuffer(b"".join(shared), dtype=np.uint8), "|u1")
    out.put("doc.shared_at", offsets(np.array([len(piece) for piece in shared], dtype=np.int64)))


def _runs(numbers: Numbers) -> Iterator[tuple[int, int]]:
    """Rising numbers -> stretches without a gap: first, last plus one."""
    if numbers.size:
        ends = np.flatnonzero(np.append(np.diff(numbers) != 1, [True]))
        starts = np.concatenate(([0], ends[:-1] + 1))
        yield from zip(numbers[starts].tolist(), (numbers[ends] + 1).tolist(), strict=True)


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        yield start, min(start + _BLOCK, end)
        start += _BLOCK


# --- by term


@dataclass(frozen=True)
class _Union:
    """The terms of several dictionaries as one; `numbers` says for each source what each of its terms becomes.

    A term that only deleted documents have becomes the next one's number, and no posting of it is left to say so.
    """

    terms: list[bytes]
    numbers: list[Numbers]


def _union(dictionaries: Sequence[list[bytes]], used: Sequence[NDArray[np.bool_] | None]) -> _Union:
    kept = [
        terms if flags is None else [term for term, flag in zip(terms, flags.tolist(), strict=True) if flag]
        for terms, flags in zip(dictionaries, used, strict=True)
    ]
    merged = sorted(set().union(*kept))
    rank = {term: number for number, term in enumerate(merged)}
    numbers = []
    for flags, left in zip(used, kept, strict=True):
        found = np.fromiter((rank[term] for term in left), dtype=np.int64, count=len(left))
        if flags is not None:
            found = np.append(found, len(merged))[np.cumsum(flags) - flags]
        numbers.append(found)
    return _Union(merged, numbers)


def _values(out: ContainerWriter, sources: Sequence[_Source], total: int) -> None:
    dictionaries = [source.segment.all_terms("value") for source in sources]
    used = [None if source.whole else _used_terms(source, "value") for source in sources]
    union = _union(dictionaries, used)
    write_dictionary(out, "value", union.terms)
    lists = ListsWriter(out, "value", documents=total)
    for block, _, _ in _merged(sources, union, "value"):
        lists.append(block.lengths, block.documents, block.title, block.rest, block.positions)
    lists.finish()


def _stems(out: ContainerWriter, sources: Sequence[_Source], total: int) -> None:
    alive = [None if source.whole else _used_surfaces(source) for source in sources]
    exact = _union([source.segment.all_terms("exact") for source in sources], alive)
    stems = _union([source.segment.all_terms("stem") for source in sources], _through(sources, alive, "stem"))
    folded = _union([source.segment.all_terms("folded") for source in sources], _through(sources, alive, "folded"))
    stem_of = _leads_to(sources, exact, stems, "exact")
    for name, union, leads in (
        ("stem", stems, None),
        ("folded", folded, _leads_to(sources, folded, stems, "folded")),
        ("exact", exact, stem_of),
    ):
        write_dictionary(out, name, union.terms)
        if leads is not None:
            out.put(name + ".stem", leads, "<u4")
    order = np.lexsort((np.arange(stem_of.size), stem_of))
    known = np.bincount(stem_of, minlength=len(stems.terms))
    form_of = np.zeros(stem_of.size + 1, dtype=np.uint16)
    form_of[order] = np.arange(stem_of.size) - np.repeat(np.cumsum(known) - known, known)
    changed = [form_of[numbers[source.segment.forms.table()[1]]] for source, numbers in zip(sources, exact.numbers)]  # noqa: B905
    lists, forms = ListsWriter(out, "stem", documents=total), FormsWriter(out, "form")
    folded_of = _folded_of(exact.terms, folded.terms)[order]
    first_form = np.cumsum(known) - known
    frequency = np.zeros(len(folded.terms), dtype=np.int64)
    for block, held, range_ in _merged(sources, stems, "stem", changed):
        each = block.title + block.rest
        owner = np.repeat(block.documents, each)
        its_forms = np.repeat(np.repeat(first_form[range_[0] : range_[1]], block.lengths), each) + held
        frequency += owners(folded_of[its_forms], owner, terms=frequency.size)
        lists.append(block.lengths, block.documents, block.title, block.rest, block.positions)
        words = np.add.reduceat(np.append(each, 0), np.cumsum(block.lengths) - block.lengths)
        forms.append(np.where(block.lengths > 0, words, 0), held, known[range_[0] : range_[1]])
    lists.finish()
    forms.finish(order)
    out.put("folded.df", frequency, "<u4")


def _folded_of(exact: list[bytes], folded: list[bytes]) -> Numbers:
    """The folded surface of each exact one, by number."""
    numbers = {term: number for number, term in enumerate(folded)}
    found = (numbers[fold(term.decode()).encode()] for term in exact)
    return np.fromiter(found, dtype=np.int64, count=len(exact))


def _used_terms(source: _Source, name: str) -> NDArray[np.bool_]:
    """Which terms of a group stand in a live document."""
    lists = source.segment.lists(name)
    used = np.zeros(len(lists.sizes()), dtype=np.bool_)
    for first, end in blocks(lists.sizes(), _BLOCK):
        block = lists.block(first, end)
        live = source.numbers[block.documents] >= 0
        used[first:end] = np.bincount(np.repeat(np.arange(end - first), block.lengths)[live], minlength=end - first) > 0
    return used


def _used_surfaces(source: _Source) -> NDArray[np.bool_]:
    """Which exact surfaces stand in a live document."""
    lists = source.segment.lists("stem")
    first_form, exact = source.segment.forms.table()
    used = np.zeros(exact.size, dtype=np.bool_)
    sizes = lists.sizes()
    for first, end in blocks(sizes, _BLOCK):
        block = lists.block(first, end)
        live = np.repeat(source.numbers[block.documents] >= 0, block.title + block.rest)
        forms = source.segment.forms.block(first, end, sizes[first:end])
        place = np.repeat(first_form[first:end], sizes[first:end]) + forms
        used[exact[place[live]]] = True
    return used


def _through(
    sources: Sequence[_Source], alive: Sequence[NDArray[np.bool_] | None], name: str
) -> list[NDArray[np.bool_] | None]:
    """Which stems or folded surfaces the live exact surfaces lead to."""
    found: list[NDArray[np.bool_] | None] = []
    for source, flags in zip(sources, alive, strict=True):
        if flags is None:
            found.append(None)
            continue
        used = np.zeros(len(source.segment.all_terms(name)), dtype=np.bool_)
        used[source.segment.leads_to("exact", name)[flags]] = True
        found.append(used)
    return found


def _leads_to(sources: Sequence[_Source], surfaces: _Union, stems: _Union, name: str) -> Numbers:
    """The merged stem of each merged surface."""
    found = np.zeros(len(surfaces.terms) + 1, dtype=np.int64)
    for source, mine, its_stems in zip(sources, surfaces.numbers, stems.numbers, strict=True):
        leads = source.segment.leads_to(name, "stem")
        # Of a term that is gone and the next one, whose number it has, the next one comes later and stands.
        found[mine] = its_stems[leads]
    return found[:-1]


def _merged(
    sources: Sequence[_Source], union: _Union, name: str, changed: Sequence[Array] | None = None
) -> Iterator[tuple[Block, Array, tuple[int, int]]]:
    """The merged lists, block by block: the block, the form at each position, the range of terms."""
    sizes = np.zeros(len(union.terms) + 1, dtype=np.int64)
    for source, numbers in zip(sources, union.numbers, strict=True):
        np.add.at(sizes, numbers, source.segment.lists(name).sizes())
    for first, end in blocks(sizes[:-1], _BLOCK):
        parts = [
            _part(source, numbers, name, first, end, None if changed is None else changed[number])
            for number, (source, numbers) in enumerate(zip(sources, union.numbers, strict=True))
        ]
        yield *_joined(parts, end - first), (first, end)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one source has for a range of merged terms."""

    term: Numbers
    documents: Numbers
    title: Numbers
    rest: Numbers
    positions: Numbers
    forms: Array


def _part(source: _Source, numbers: Numbers, name: str, first: int, end: int, changed: Array | None) -> _Part:
    low, high = np.searchsorted(numbers, [first, end]).tolist()
    lists = source.segment.lists(name)
    block = lists.block(low, high)
    total = block.title + block.rest
    if changed is None:
        forms = np.empty(0, dtype=np.uint16)
    else:
        sizes = lists.sizes()[low:high]
        start = source.segment.forms.table()[0][low:high]
        forms = changed[np.repeat(start, sizes) + source.segment.forms.block(low, high, sizes)]
    term = np.repeat(numbers[low:high] - first, block.lengths)
    documents = source.numbers[block.documents]
    if source.whole:
        return _Part(term, documents, block.title, block.rest, block.positions, forms)
    live = documents >= 0
    words = np.repeat(live, total)
    return _Part(
        term[live],
        documents[live],
        block.title[live],
        block.rest[live],
        block.positions[words],
        forms[words] if changed is not None else forms,
    )


def _joined(parts: Sequence[_Part], terms: int) -> tuple[Block, Array]:
    """Parts of all sources, put in the order of their terms."""
    term = np.concatenate([part.term for part in parts])
    order = np.argsort(term, kind="stable")
    documents, title, rest, positions, forms = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("documents", "title", "rest", "positions", "forms")
    )
    total = title + rest
    where = ranges((np.cumsum(total) - total)[order], total[order])
    block = Block(np.bincount(term, minlength=terms), documents[order], title[order], rest[order], positions[where])
    return block, forms[where] if forms.size else forms
