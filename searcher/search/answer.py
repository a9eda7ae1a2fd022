"""A snapshot, a parsed query, a request -> a Page."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from searcher.analysis.entries import MISSING
from searcher.codec.base import Numbers, Snapshot
from searcher.document import Document
from searcher.errors import QueryTimeout, RequestError
from searcher.query.nodes import Node
from searcher.search.doctor import notes, stories
from searcher.search.evaluate import Evaluation
from searcher.search.facets import count_values
from searcher.search.groups import groups, withdrawn
from searcher.search.highlight import snippets
from searcher.search.page import FacetCount, Hit, Page, Snippet
from searcher.search.plain_words import best_of, plain_words
from searcher.search.request import Parsed, Request, Sort, cursor_offset, facet_name, facet_names, make_cursor
from searcher.search.scoring import Floats
from searcher.search.suggest import did_you_mean
from searcher.search.topk import best, kth_largest

if TYPE_CHECKING:
    from searcher.search.collapse import Collapsed

#: (leaf, document, score)
Ranked = tuple[int, int, float]
_CUT_SHORT: Final = "the time was up (timeout_s) before all notes and near spellings were found; allow more to see them"


def run(snapshot: Snapshot, parsed: Parsed, request: Request | None = None) -> Page:
    """The page of an answer. QueryError for a pattern that stands for too many words; QueryTimeout."""
    request = request or Request()
    deadline = None if request.timeout_s is None else time.monotonic() + request.timeout_s
    return answer(Evaluation(snapshot, query=parsed.query, deadline=deadline), parsed, request)


def answer(evaluation: Evaluation, parsed: Parsed, request: Request) -> Page:
    """The page of an answer by an evaluation."""
    started = time.perf_counter()
    snapshot, node = evaluation.snapshot, parsed.node
    offset = request.offset
    if request.cursor is not None:
        offset = cursor_offset(request.cursor, node, request.arrangement, generation=snapshot.generation)
    wanted = None if request.limit is None else offset + request.limit
    total, order, collapsed = _found(evaluation, node, request, wanted)
    order = order[offset:]
    hits = hits_at(evaluation, order, node, offset=offset, highlight=request.highlight, collapsed=collapsed)
    facets, cut = _facets(evaluation, node, request)
    said, meant = _advice(evaluation, node, total) if request.advise and not (offset and total) else ([], ())
    if offset and total and not hits:
        said = [f"{stories(total)} match; this page begins after the last of them"]
    if collapsed:
        said = [*said, *_unsigned(snapshot)]
    more = bool(hits) and offset + len(hits) < (collapsed.stories if collapsed else total)
    return Page(
        query=parsed.query,
        interpretation=parsed.interpretation,
        total=total,
        hits=hits,
        facets=facets,
        notes=(*parsed.notes, *said, *cut),
        did_you_mean=meant,
        next=_cursor(snapshot, node, request.arrangement, offset + len(hits)) if more else None,
        generation=snapshot.generation,
        took_ms=(time.perf_counter() - started) * 1000,
        stories=collapsed.stories if collapsed else None,
    )


def count(snapshot: Snapshot, node: Node) -> int:
    """How many stories match."""
    return Evaluation(snapshot).total(node)


def _unsigned(snapshot: Snapshot) -> list[str]:
    """What there is to say about documents of which nobody knows whether they are copies."""
    number = groups(snapshot).unsigned
    if not number:
        return []
    return [f"{stories(number)} were indexed before copies and versions were noted; searcher rebuild notes them"]


def _cursor(snapshot: Snapshot, node: Node, arrangement: str, offset: int) -> str:
    return make_cursor(node, arrangement, generation=snapshot.generation, offset=offset)


def _advice(evaluation: Evaluation, node: Node, total: int) -> tuple[list[str], tuple[str, ...]]:
    """Notes and near spellings; when the time is up, those found so far and a note of it, for the answer is there."""
    said: list[str] = []
    try:
        said = notes(evaluation, node, total)
        return said, did_you_mean(evaluation, node, total)
    except QueryTimeout:
        return [*said, _CUT_SHORT], ()
    except RequestError as error:
        return [*said, f"not all notes and near spellings were found: {error}"], ()


def _found(
    evaluation: Evaluation, node: Node, request: Request, wanted: int | None
) -> tuple[int, list[Ranked], Collapsed | None]:
    """How many stories match, the `wanted` best of them in their order, and what each stands for."""
    plain = (request.sort, request.collapse, request.recency) == ("relevance", "off", None) and wanted is not None
    words = plain_words(node, evaluation) if plain else None
    if words and wanted is not None:
        best = best_of(evaluation, words, wanted)
        order = ranked(evaluation, [one.documents for one in best], [one.scores for one in best], wanted=wanted)
        return sum(one.total for one in best), order, None
    matches, collapsed = _matches(evaluation, node), None
    if request.collapse != "off":
        from searcher.search.collapse import Collapsed

        collapsed = Collapsed(evaluation.snapshot, matches, by=request.collapse, keep=request.keep)
    chosen = collapsed.kept if collapsed else matches
    scores = [_scores(evaluation, leaf, node, documents, request) for leaf, documents in enumerate(chosen)]
    total = sum(documents.size for documents in matches)
    return total, ranked(evaluation, chosen, scores, sort=request.sort, wanted=wanted), collapsed


def _facets(
    evaluation: Evaluation, node: Node, request: Request
) -> tuple[dict[str, tuple[FacetCount, ...]], list[str]]:
    """The most frequent values of each facet asked for, and what there is to say of those that are not shown."""
    names = dict.fromkeys(facet_name(name) for name in facet_names(request.facets))
    matches = _matches(evaluation, node) if names else []
    every = {name: count_values(evaluation.snapshot, matches, name, None) for name in names}
    facets = {name: counts[: request.facet_limit] for name, counts in every.items()}
    cut = [
        f"{len(facets[name])} of {len(counts):,} values of {name}, the most frequent; facets --by {name} has all"
        for name, counts in every.items()
        if len(facets[name]) < len(counts)
    ]
    return facets, cut


def _matches(evaluation: Evaluation, node: Node) -> list[Numbers]:
    """The documents of each leaf that match."""
    return [evaluation.documents(leaf, node) for leaf in range(len(evaluation.snapshot.leaves))]


def _scores(evaluation: Evaluation, leaf: int, node: Node, documents: Numbers, request: Request) -> Floats:
    """The scores of some of the documents that match; zeros where no clause gives any."""
    found = evaluation.scored(leaf, node)
    if found.scores is None:
        return np.zeros(documents.size)
    every = documents.size == found.documents.size
    scores = found.scores if every else found.scores[np.searchsorted(found.documents, documents)]
    if request.recency is None:
        return scores
    return scores * request.recency.kept(evaluation.snapshot.leaves[leaf].column_at("date_first", documents))


def ranked(
    evaluation: Evaluation,
    matches: Sequence[Numbers],
    scores: Sequence[Floats],
    *,
    sort: Sort = "relevance",
    wanted: int | None,
) -> list[Ranked]:
    """Documents of all leaves in the order asked for, at most `wanted`: ties by date, newest first, then by id."""
    leaves = evaluation.snapshot.leaves
    if not sum(documents.size for documents in matches):
        return []
    if sort == "relevance" and wanted:
        least = kth_largest(np.concatenate(scores), wanted)
        kept = [np.flatnonzero(several >= least) for several in scores]
        matches = [documents[chosen] for documents, chosen in zip(matches, kept, strict=True)]
        scores = [several[chosen] for several, chosen in zip(scores, kept, strict=True)]
    leaf = np.repeat(np.arange(len(leaves)), [documents.size for documents in matches])
    document, score = np.concatenate(matches), np.concatenate(scores)
    instant = np.concatenate([one.column_at("instant", found) for one, found in zip(leaves, matches, strict=True)])
    if sort == "oldest":
        instant = np.where(instant == MISSING, MISSING, -instant)
    columns = [score, instant] if sort == "relevance" else [instant]
    evaluation.check()

    def key(row: int) -> str:
        return leaves[int(leaf[row])].card(int(document[row])).id

    return [(int(leaf[row]), int(document[row]), float(score[row])) for row in best(columns, wanted, key)]


def hits_at(
    evaluation: Evaluation,
    order: Sequence[Ranked],
    node: Node,
    *,
    offset: int,
    highlight: bool,
    collapsed: Collapsed | None = None,
) -> tuple[Hit, ...]:
    """Ranked documents as hits."""
    found: list[Hit] = []
    back = withdrawn(evaluation.snapshot) if order else ()
    for rank, (number, document, score) in enumerate(order, offset + 1):
        evaluation.check()
        leaf = evaluation.snapshot.leaves[number]
        card = leaf.card(document)
        load: Callable[[], Document] = partial(leaf.document, document)
        passages: tuple[Snippet, ...] = ()
        if highlight:
            whole = load()
            load = partial(_same, whole)
            passages = snippets(evaluation, number, document, node, whole)
        copies = collapsed.copies(number, document) if collapsed else ()
        killed = bool(back[number].size) and bool(np.isin(document, back[number]))
        found.append(Hit(rank, score, card.id, card.title, card.date, card.source, load, passages, copies, killed))
    return tuple(found)


def _same(document: Document) -> Document:
    return document
