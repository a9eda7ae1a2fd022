"""Words in the order of documents -> lists in the order of terms, by sorted runs.

Every word becomes one integer, stem above place in the text; the sorted integers are a run of inverted lists. Runs
wait in a file until there are no more documents, and are merged once (I. H. Witten, A. Moffat, T. C. Bell: Managing
Gigabytes, 1999, 5.3, sort-based inversion with runs). What runs call a stem is its number, which only grows, so no run
needs a dictionary of its own; they stand in the order that dictionaries have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.chunks import Surfaces
from searcher.analysis.space import BODY
from searcher.analysis.streams import Stream
from searcher.codec.arrays import grouped, owners, postings
from searcher.codec.news1.assembling import ContainerWriter
from searcher.codec.news1.naming import Named
from searcher.codec.news1.placing import Placed
from searcher.codec.news1.writing import FormsWriter, ListsWriter

Array = NDArray[Any]
Numbers = NDArray[np.int64]

#: Words that go through memory together in the merge.
_BLOCK: Final = 1 << 19
#: Bits of a word that waits: its document above (of 2 ** 18), its position, its surface.
_POSITION_BITS: Final = 20
_SURFACE_BITS: Final = 26


@dataclass(frozen=True, slots=True)
class _Run:
    """The words of some documents by stem: which stems, how many words each, where they wait in the file."""

    stems: Array
    counts: Array
    offset: int


class Runs:
    """Collects runs; `write` makes them the running words of a segment."""

    def __init__(self, surfaces: Surfaces, folder: Path) -> None:
        self._surfaces, self._folder = surfaces, folder
        self._runs: list[_Run] = []
        self._file: IO[bytes] | None = None
        self._used = np.zeros(0, dtype=np.bool_)

    def add(self, stream: Stream, placed: Placed, first: int) -> None:
        """Sort the words of the next documents, of which `first` is the first."""
        if not stream.surface.size:
            return
        stem = np.array(self._surfaces.stem_of)[stream.surface]
        stems = self._sorted(np.flatnonzero(np.bincount(stem)))
        rank = np.zeros(len(self._surfaces.stems), dtype=np.int32)
        rank[stems] = np.arange(stems.size, dtype=np.int32)
        stem = rank[stem]
        self._note(stream.surface)
        words = placed.owner.astype(np.uint64)
        words += np.uint64(first)
        words <<= np.uint64(_POSITION_BITS)
        words |= placed.position.astype(np.uint64)
        words <<= np.uint64(_SURFACE_BITS)
        words |= stream.surface.astype(np.uint64)
        counts = np.bincount(stem).astype(np.int32)
        self._keep(_Run(stems, counts, 0), grouped(stem, counts, words))

    def _sorted(self, stems: Numbers) -> Array:
        """Stems by number, in the order that dictionaries have."""
        return np.frombuffer(self._surfaces.stems.sorted(stems.astype(np.int32)), np.int32)

    def _note(self, surfaces: Array) -> None:
        """Remember which surfaces stand in this segment."""
        used = np.zeros(len(self._surfaces), dtype=np.bool_)
        used[: self._used.size] = self._used
        used[surfaces] = True
        self._used = used

    def _keep(self, run: _Run, words: Array) -> None:
        """Let the words of a run wait."""
        if self._file is None:
            self._file = TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by `close`
        offset = self._file.seek(0, 2)
        self._file.write(words.data)
        self._runs.append(_Run(run.stems, run.counts, offset))

    def write(self, out: ContainerWriter, *, documents: int) -> None:
        """The dictionaries, lists and forms of the running words."""
        named = Named(self._surfaces, np.flatnonzero(self._used))
        named.write(out)
        lists, forms = ListsWriter(out, "stem", documents=documents), FormsWriter(out, "form")
        frequency = np.zeros(named.folded_terms, dtype=np.int64)
        for first, end, (term, owner, position, surface) in self._blocks(named):
            frequency += owners(named.folded_of[surface], owner, terms=named.folded_terms)
            write_sorted(lists, term, owner, position, body=BODY, terms=end - first)
            counts = np.bincount(term, minlength=end - first)
            forms.append(counts, named.form_of[surface], named.forms[first:end])
        lists.finish()
        forms.finish(named.exact_of_forms())
        out.put("folded.df", frequency, "<u4")

    def _blocks(self, named: Named) -> Iterator[tuple[int, int, tuple[Array, ...]]]:
        """Ranges of stems with their words from all runs, sorted: stem in the range, document, position, surface."""
        total = np.zeros(named.stems, dtype=np.int64)
        ranks = [named.rank_of_stem[run.stems] for run in self._runs]
        for rank, run in zip(ranks, self._runs, strict=True):
            total[rank] += run.counts
        starts = [np.concatenate(([0], np.cumsum(run.counts))) for run in self._runs]
        for first, end in blocks(total, _BLOCK):
            size = total[first:end]
            words = _parts(self._gathered(first, size, ranks, starts))
            yield first, end, (np.repeat(np.arange(end - first, dtype=np.int32), size), *words)

    def _gathered(self, first: int, size: Numbers, ranks: list[Array], starts: list[Numbers]) -> Array:
        """The words of the stems from `first`, which have so many each, from all runs."""
        place = np.cumsum(size) - size
        found = np.empty(int(size.sum()), dtype=np.uint64)
        for run, rank, start in zip(self._runs, ranks, starts, strict=True):
            low, high = np.searchsorted(rank, [first, first + size.size]).tolist()
            terms, counts = rank[low:high] - first, run.counts[low:high]
            shift = np.repeat(place[terms] - (start[low:high] - start[low]), counts)
            shift += np.arange(shift.size)
            found[shift] = self._words(run, int(start[low]), shift.size)
            place[terms] += counts
        return found

    def _words(self, run: _Run, start: int, count: int) -> Array:
        """A stretch of the words of a run."""
        if self._file is None:
            return np.empty(0, dtype=np.uint64)
        self._file.seek(run.offset + 8 * start)
        return np.frombuffer(self._file.read(8 * count), dtype=np.uint64)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()


def _parts(words: Array) -> tuple[Array, Array, Array]:
    """Words that waited -> documents, positions, surfaces; int32. They are taken apart in their own room."""
    surface = words.astype(np.int32)
    surface &= np.int32((1 << _SURFACE_BITS) - 1)
    words >>= np.uint64(_SURFACE_BITS)
    position = words.astype(np.int32)
    position &= np.int32((1 << _POSITION_BITS) - 1)
    words >>= np.uint64(_POSITION_BITS)
    return words.astype(np.int32), position, surface


def blocks(sizes: Numbers, most: int) -> Iterator[tuple[int, int]]:
    """Terms of these sizes in stretches of about `most` together."""
    number = (np.cumsum(sizes) - sizes) // most
    first = 0
    for end in [*(np.flatnonzero(number[1:] != number[:-1]) + 1).tolist(), sizes.size]:
        if first < end:
            yield first, end
        first = end


def write_sorted(lists: ListsWriter, term: Array, owner: Array, position: Array, *, body: int, terms: int) -> None:
    """One position an entry, sorted by term, document, position -> lists; the title ends where the body begins."""
    lists.append(*postings(term, owner, position, second=body, terms=terms), position)
