"""Whatever the documents, the query, the split into leaves and the deletions: the answer is that of brute force."""

import math
from functools import reduce

import pytest
from hypothesis import HealthCheck, given, settings

from searcher.query import nodes
from searcher.query.explain import explain
from searcher.search import Request, count, run
from searcher.search.explain import explain_hit
from searcher.search.scoring import WEIGHTS
from tests.effort import EFFORT
from tests.oracle.brute import Brute
from tests.oracle.memory import ADDED, snapshot
from tests.oracle.strategies import collections, near, trees

ORDERS = ("relevance", "newest", "oldest")
thorough = settings(max_examples=150 * EFFORT, deadline=None, suppress_health_check=list(HealthCheck))


class Asked:
    def __init__(self, node):
        self.node, self.query, self.notes = node, "as a tree", ()

    @property
    def interpretation(self):
        return explain(self.node)


def quiet(**how):
    return Request(highlight=False, advise=False, **how)


def check(collection, node):
    batches, deleted = collection
    live = [document for batch in batches for document in batch if document.id not in deleted]
    held = snapshot(*batches, deleted=deleted)
    brute = Brute(live, ADDED, WEIGHTS)
    for sort in ORDERS:
        expected = brute.answer(node, sort)
        page = run(held, Asked(node), quiet(limit=None, sort=sort))
        assert [key for key, _ in expected] == [hit.id for hit in page]
        assert len(expected) == page.total == count(held, node)
        for (_, score), hit in zip(expected, page, strict=True):
            assert math.isclose(score, hit.score, rel_tol=1e-9, abs_tol=1e-9)


@thorough
@given(collections(), trees)
def test_answers_are_those_of_brute_force(collection, node):
    check(collection, node)


@thorough
@given(collections(), near)
def test_proximities_are_those_of_brute_force(collection, node):
    check(collection, node)


@settings(max_examples=80 * EFFORT, deadline=None, suppress_health_check=list(HealthCheck))
@given(collections(), trees)
def test_pages_are_pieces_of_the_whole_answer(collection, node):
    batches, deleted = collection
    held = snapshot(*batches, deleted=deleted)
    for sort in ORDERS:
        whole = [hit.id for hit in run(held, Asked(node), quiet(limit=None, sort=sort))]
        first = run(held, Asked(node), quiet(limit=2, sort=sort))
        second = run(held, Asked(node), quiet(limit=2, offset=2, sort=sort))
        assert whole[:2] == [hit.id for hit in first]
        assert whole[2:4] == [hit.id for hit in second]
        assert len(whole) == first.total == second.total
        if first.next:
            follow = run(held, Asked(node), quiet(limit=2, cursor=first.next, sort=sort))
            assert whole[2:4] == [hit.id for hit in follow]
        assert (len(whole) > 2) == (first.next is not None)


@settings(max_examples=80 * EFFORT, deadline=None, suppress_health_check=list(HealthCheck))
@given(collections(), trees)
def test_an_explanation_adds_up_to_the_score(collection, node):
    batches, deleted = collection
    held = snapshot(*batches, deleted=deleted)
    for hit in run(held, Asked(node), quiet(limit=None)):
        explanation = explain_hit(held, node, hit.id)
        assert hit.score == explanation.value
        adds_up(explanation)


def adds_up(explanation):
    values = [part.value for part in explanation.parts]
    if explanation.operation == "sum":
        assert explanation.value == reduce(lambda a, b: a + b, values, 0.0)
    if explanation.operation == "product":
        assert explanation.value == math.prod(values)
    for part in explanation.parts:
        adds_up(part)


@pytest.mark.parametrize("sort", ORDERS)
def test_an_empty_index_answers(sort):
    page = run(snapshot(), Asked(nodes.Word("tax")), Request(sort=sort, facets=("people", "year")))

    assert (page.total, len(page), page.facets) == (0, 0, {"people": (), "year": ()})
