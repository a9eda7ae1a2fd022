"""Queries of plain words and phrases on enough stories for every way of answering them."""

import random
from functools import cache

import numpy as np
import pytest

from searcher.codec import arrays, load_codec
from searcher.document import Document
from searcher.query import parse
from searcher.search.explain import explain_hit
from searcher.search.topk import kth_largest
from tests.oracle.memory import snapshot
from tests.oracle.test_codecs import stored
from tests.search.asking import ask

#: Words and the share of the places that each takes; most are far over and far under one story in sixteen.
SHARES = {"the": 40, "ports": 20, "port": 10, "grain": 10, "tax": 6, "rail": 2, "quay": 1, "barge": 0.4, "silo": 0.1}
QUERIES = (
    "the", "grain", "silo", "grain grain", "the port", "tax rail", "rail quay", "rail silo the", "quay barge silo",
    "the grain tax port", "silo absent", "absent",
)  # fmt: skip
PHRASES = ('"the port"', '"the ports"', '="the port"', '"port grain"', '"the port tax"', '"grain silo"', '"the the"')


@cache
def batches():
    """1,500 short stories in two batches, many of them alike, some long, and the ids of some that are deleted."""
    draw = random.Random(7)

    def story(number):
        text = draw.choices(list(SHARES), list(SHARES.values()), k=draw.choice((4, 4, 9, 14)))
        if number % 97 == 0:
            text *= 30  # more of a word than fits a byte of the list
        return Document(id=f"{number:04}", title=" ".join(text[:2]), body=" ".join(text[2:]))

    stories = [story(number) for number in range(1500)]
    return (stories[:900], stories[900:]), frozenset(one.id for one in draw.sample(stories, 60))


@cache
def in_memory():
    held, deleted = batches()
    return snapshot(*held, deleted=deleted)


def told(page):
    return page.total, [(hit.id, hit.score) for hit in page]


@pytest.mark.parametrize("operator", [" ", " OR "])
@pytest.mark.parametrize("query", QUERIES)
def test_the_best_are_the_first_of_all(query, operator):
    query = operator.join(query.split())
    total, everything = told(ask(query, in_memory(), limit=None, highlight=False, advise=False))
    for offset, limit in ((0, 1), (0, 10), (35, 10), (0, 600), (0, 0)):
        page = ask(query, in_memory(), limit=limit, offset=offset, highlight=False, advise=False)
        assert told(page) == (total, everything[offset : offset + limit])


@pytest.mark.parametrize("compiled", [True, False])
def test_stored_lists_give_what_those_in_memory_give(tmp_path, monkeypatch, compiled):
    if not compiled:
        monkeypatch.setattr(arrays, "_arrays", None)
    held, deleted = batches()
    kept = stored(load_codec("news1"), tmp_path, held, deleted)
    for query in (*QUERIES, *PHRASES):
        expected, found = (ask(query, one, limit=20, highlight=False) for one in (in_memory(), kept))
        assert told(found) == told(expected)
        assert found.notes == expected.notes
    assert told(ask('"the port"', kept))[0] < told(ask("the port", kept))[0]


def order(query, *bodies):
    held = snapshot([Document(id=str(number), title="Story", body=body) for number, body in enumerate(bodies)])
    page = ask(query, held)
    for hit in page:
        assert explain_hit(held, parse(query).node, hit.id).value == hit.score
    return [hit.id for hit in page]


def test_words_that_stand_as_in_the_query_rank_first():
    apart = "tax fell and prices for a home were cut today"
    turned = "cut a home today and prices fell for were tax"
    near = "a tax for today were and home prices cut fell"
    close = "a home tax today cut prices for and were fell"
    beside = "a tax cut and prices for home today were fell"
    assert order("tax cut", apart, turned, near, close, beside)[:2] == ["4", "3"]
    assert order("tax AND cut", apart, beside)[0] == "1"
    assert order("tax cut words:>3", apart, beside)[0] == "1"
    assert order('tax "cut"', beside, apart) == ["0", "1"]


def test_two_forms_of_one_word_are_no_pair():
    held = snapshot([Document(id="1", title="Tax", body="tax tax")])
    (hit,) = ask("tax taxes", held)
    assert hit.score == 2 * ask("tax", held).hits[0].score


@pytest.mark.parametrize("size", [1, 31, 32, 33, 1000, 5000])
def test_the_kth_largest_is_that_of_the_sorted(size):
    draw = np.random.default_rng(size)
    for values in (draw.random(size), draw.integers(0, 3, size), np.zeros(size), np.arange(size)):
        for k in (1, 10, 40, size):
            assert kth_largest(values, k) == np.sort(values)[-min(k, size)]
