"""Whoosh's own searcher on the face answers as ours does: the same documents, and under our formula the same scores."""

import datetime as dt
import math
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.scoring import BaseScorer, WeightingModel

from searcher.analysis import fold
from searcher.analysis.space import BODY, CAPTION
from searcher.codec import load_codec
from searcher.codec.news1.face import WhooshIndex
from searcher.codec.news1.face.lists import MARK, RUNNING_FIELDS
from searcher.document import Document
from searcher.query import nodes
from searcher.search import Request, run
from searcher.search.answer import answer
from searcher.search.evaluate import Evaluation
from searcher.search.scoring import (
    WEIGHTS,
    idf,
    length_norm,
    lengths,
    saturation,
    statistics,
)
from tests.effort import EFFORT
from tests.oracle.memory import snapshot
from tests.oracle.strategies import (
    collections,
    fuzzies,
    matches,
    patterns,
    plain,
    valued,
    zones,
)
from tests.oracle.test_codecs import stored
from tests.oracle.test_oracle import Asked

SPLITS = st.sampled_from([1, 2, 7])
thorough = settings(max_examples=120 * EFFORT, deadline=None, suppress_health_check=list(HealthCheck))
inflected = matches.filter(lambda match: match != "exact")
words = st.builds(nodes.Word, plain, zones, inflected)
phrases = st.builds(nodes.Phrase, st.lists(plain, min_size=2, max_size=3).map(tuple), zones, inflected)


def joined(children):
    some = st.lists(children, min_size=2, max_size=3).map(tuple)
    return st.one_of(some.map(nodes.And), some.map(nodes.Or), children.map(nodes.Not))


trees = st.recursive(st.one_of(words, words, phrases, patterns, fuzzies, valued), joined, max_leaves=5)
scored = st.recursive(
    words, lambda children: joined(children).filter(lambda node: not isinstance(node, nodes.Not)), max_leaves=5
)


def resplit(collection, count):
    """The documents of a collection in so many batches, some of which may be empty."""
    batches, deleted = collection
    documents = [document for batch in batches for document in batch]
    return [documents[number::count] for number in range(count)], deleted


class AsWhoosh:
    """A tree of ours as a query of Whoosh's."""

    def __init__(self, schema):
        self.schema = schema

    def term(self, text, field, match):
        if match == "folded":
            return fold(text).encode() + MARK
        (found,) = self.schema[field].process_text(text, mode="query")
        return found

    def __call__(self, node):  # noqa: PLR0912 - one case a kind of node
        match node:
            case nodes.And(children):
                return query.And([self(child) for child in children])
            case nodes.Or(children):
                return query.Or([self(child) for child in children])
            case nodes.Not(child):
                return query.And([query.Every(), query.Not(self(child))])
            case nodes.Everything():
                return query.Every()
            case nodes.Has(field):
                return query.Term("has", field)
            case nodes.Whole("id", value):
                return query.Term("id", value)
            case nodes.Whole("lang", value):
                return query.Term("lang", "=" + fold(value))
            case nodes.Whole(field, value):
                return query.Term(field, "=" + value)
            case nodes.DateRange("date", first, last):
                return query.And([days("first_day", first, None), days("last_day", None, last)])
            case nodes.DateRange(field, first, last):
                return days(field, first, last)
            case nodes.WordCount(minimum, maximum):
                return query.NumericRange("words", minimum, maximum)
        field = node.field or "text"
        match node:
            case nodes.Word(text, _, match_):
                return query.Term(field, self.term(text, field, match_ if field in RUNNING_FIELDS else "value"))
            case nodes.Named(_, name):
                return query.Term(field, self.term(name, field, "value"))
            case nodes.Phrase(texts, _, match_):
                kind = match_ if field in RUNNING_FIELDS else "value"
                return query.Phrase(field, [self.term(text, field, kind) for text in texts])
            case nodes.Located("path", value):
                return query.Phrase("path", list(self.schema["path"].process_text(value, mode="query")))
            case nodes.Pattern(text):
                return query.Wildcard(field, text)
            case nodes.Fuzzy(text, distance):
                return query.FuzzyTerm(field, text, maxdist=distance, prefixlength=0)
        raise TypeError(node)


def days(field, first, last):
    return query.DateRange(field, *(day and dt.datetime(day.year, day.month, day.day) for day in (first, last)))  # noqa: DTZ001


def is_expressible(node):
    """Whether Whoosh has the like: no gazetteer, spellings of a name or hosts; its Phrase is another thing when loose."""
    match node:
        case nodes.And(children) | nodes.Or(children):
            return all(is_expressible(child) for child in children)
        case nodes.Not(child):
            return is_expressible(child)
        case nodes.Named("places" | "dateline") | nodes.Located("url") | nodes.Word(_, "places" | "dateline"):
            return False
        case nodes.Named("people", name):
            return len(name.split()) == 1
        case nodes.Phrase(_, "people"):
            return False
    return True


def check(held, node):
    index = WhooshIndex(held)
    asked = AsWhoosh(index.schema)(node)
    with index.searcher() as searcher:
        found = searcher.search(asked, limit=None)
        ranked = [(hit.docnum, hit.score) for hit in found]
        expected = {hit.id for hit in run(held, Asked(node), Request(limit=None, highlight=False, advise=False))}
        assert {hit["id"] for hit in found} == expected
        for limit in (1, 2):
            assert [(hit.docnum, hit.score) for hit in searcher.search(asked, limit=limit)] == ranked[:limit]


@thorough
@given(collections(), SPLITS, trees.filter(is_expressible))
def test_whoosh_finds_the_documents_that_we_find(collection, count, node):
    batches, deleted = resplit(collection, count)
    check(snapshot(*batches, deleted=deleted), node)


def test_the_best_of_whoosh_are_the_first_of_all_with_a_not_within_an_or():
    texts = ("", "tax", "tax tax", "", "", "", "")
    batches = [[Document(id=f"d{number}", title="", body=text)] for number, text in enumerate(texts)]
    check(snapshot(*batches), nodes.Or((nodes.Word("tax"), nodes.Not(nodes.Word("tax")))))


def test_what_is_deleted_stays_so_after_the_last_document_that_a_not_leaves_out():
    texts = ("", "tax", "port", "")
    batch = [Document(id=f"d{number}", title="", body=text) for number, text in enumerate(texts)]
    for gone in ({"d2"}, {"d2", "d3"}, {"d0", "d2"}):
        index = WhooshIndex(snapshot(batch, deleted=gone))
        with index.searcher() as searcher:
            found = searcher.search(query.Not(query.Term("text", "tax")), limit=None)
            assert {hit["id"] for hit in found} == {"d0", "d2", "d3"} - gone


@settings(max_examples=25 * EFFORT, deadline=None, suppress_health_check=list(HealthCheck))
@given(collections(), SPLITS, trees.filter(is_expressible))
def test_whoosh_finds_them_in_an_index_on_disk(collection, count, node):
    batches, deleted = resplit(collection, count)
    folder = Path(tempfile.mkdtemp())
    try:
        check(stored(load_codec("news1"), folder, [batch for batch in batches if batch], deleted), node)
    finally:
        shutil.rmtree(folder)


class OurFormula(WeightingModel):
    """BM25F as a Whoosh weighting: a list of Whoosh's is a range of our position space."""

    def scorer(self, searcher, fieldname, text, qf=1):
        return OurScorer(searcher, fieldname, text)


class OurScorer(BaseScorer):
    def __init__(self, searcher, field, text):
        whole = searcher.get_parent().reader()
        self.base = RUNNING_FIELDS[field][0]
        self.idf = idf(whole.doc_frequency(field, text), whole.doc_count())
        if searcher.reader().is_atomic():
            self.leaf = searcher.reader().leaf
            mean = statistics([reader.leaf for reader in whole.readers], WEIGHTS).mean_length
            self.norm = length_norm(lengths(self.leaf, WEIGHTS), mean, WEIGHTS)

    def score(self, matcher):
        document = matcher.id()
        tf = sum(zone_weight(position + self.base) for position in matcher.value_as("positions"))
        return self.idf * saturation(tf, self.norm[document], WEIGHTS)


def zone_weight(position):
    assert WEIGHTS.lead == WEIGHTS.body
    return WEIGHTS.title if position < BODY else WEIGHTS.caption if position >= CAPTION else WEIGHTS.body


@thorough
@given(collections(), SPLITS, scored)
def test_whoosh_scores_as_we_do_under_our_formula(collection, count, node):
    batches, deleted = resplit(collection, count)
    held = snapshot(*batches, deleted=deleted)
    ours = Evaluation(held, weights=replace(WEIGHTS, near=0.0))  # Whoosh knows no nearness of words
    page = answer(ours, Asked(node), Request(limit=None, highlight=False, advise=False))
    expected = {hit.id: hit.score for hit in page}
    index = WhooshIndex(held)
    with index.searcher(weighting=OurFormula()) as searcher:
        found = searcher.search(AsWhoosh(index.schema)(node), limit=None)
        assert {hit["id"] for hit in found} == set(expected)
        assert all(math.isclose(hit.score, expected[hit["id"]], abs_tol=1e-5) for hit in found)
