from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from searcher.document import Document
from searcher.search import Request, run
from searcher.search.passages import LENGTH
from tests.oracle.memory import snapshot
from tests.oracle.strategies import collections, trees
from tests.oracle.test_oracle import Asked
from tests.search.asking import GRAIN, ask, marked


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("grain id:grain", [("title", "Grain"), ("body", "Grain")]),
        ("title:grain id:grain", [("title", "Grain")]),
        ("cafe id:grain", [("body", "café")]),
        ('"cost-sharing"', [("body", "cost-sharing")]),
        ("negotiat* id:tide", [("body", "Negotiations"), ("body", "negotiators")]),
        ("barlay~", [("body", "barley")]),
        ("tax w/s raised", [("body", "Tax"), ("body", "raised")]),
        ("tax pre/4 cut", [("body", "tax"), ("body", "cut")]),
        ("tax NOT w/2 barley", [("body", "Tax")]),
        ("atleast2(tax)", [("body", "tax"), ("body", "Tax")]),
        ('"deal cost"~3', [("body", "cost"), ("body", "deal")]),
        ("caption:silo", [("caption", "silo")]),
        ("=US", [("body", "US")]),
        ("(rotterdam w/5 grain) pre/9 tenth", [("body", "ROTTERDAM"), ("body", "Grain"), ("body", "tenth")]),
        ("silo OR (grain busan)", [("caption", "silo")]),
        ("barges -rail", [("body", "barges")]),
        ("source:harbour date:2020-03", []),
    ],
)
def test_marks_are_what_matched_as_it_matched(query, expected):
    assert expected == marked(ask(query)[0])


def test_only_the_branch_that_holds_is_marked():
    hits = {hit.id: marked(hit) for hit in ask("(grain barges) OR quay")}

    assert {"grain", "tide"} == hits.keys()
    assert ("title", "Grain") not in hits["grain"]
    assert hits["tide"] == [("body", "Grain"), ("body", "barges")]


def test_a_query_without_words_shows_the_lead():
    (snippet,) = ask("id:grain")[0].snippets

    assert (snippet.field, snippet.start, snippet.marks) == ("body", 0, ())
    assert GRAIN.body.startswith(snippet.text)
    assert snippet.text.endswith("raised.")


def test_the_passage_is_the_one_that_has_all_words_close_together():
    filler = " ".join(f"The harbour was quiet on day {number} of the week and nobody came." for number in range(9))
    body = f"A grain ship left. {filler} A barge waited. {filler}\n\nThe grain barge sank. {filler}"
    held = snapshot([Document(id="x", title="Ships", body=body), Document(id="y", title="Other", body="Grain.")])
    (snippet,) = ask("grain barge", held)[0].snippets

    assert snippet.text.startswith("The grain barge sank.")
    assert len(snippet.text) <= LENGTH
    assert body[snippet.start :].startswith(snippet.text)


def test_words_far_apart_get_a_passage_each():
    filler = " ".join(f"The harbour was quiet on day {number} of the week and nobody came." for number in range(9))
    held = snapshot([Document(id="x", title="Ships", body=f"A grain ship left. {filler} A barge waited.")])

    assert marked(ask("grain barge", held)[0]) == [("body", "grain"), ("body", "barge")]


def test_a_sentence_without_end_is_cut_at_words():
    long = Document(id="x", title="T", body="ship " * 300 + "barge " + "quay " * 300)
    (snippet,) = ask("barge", snapshot([long]))[0].snippets

    assert len(snippet.text) <= LENGTH
    assert snippet.text.startswith("ship ")
    assert snippet.text.endswith(" quay")


def test_offsets_count_code_points_and_accents_are_marked_whole():
    held = snapshot([replace(GRAIN, body="🌾🌾 The cafe\u0301s of Seoul.")])
    (snippet,) = ask("body:cafe", held)[0].snippets

    assert snippet.marks == ((7, 13),)
    assert snippet.text[7:13] == "cafe\u0301s"


def test_no_snippets_when_none_are_wanted():
    assert ask("grain", highlight=False)[0].snippets == ()


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(collections(), trees)
def test_advice_never_fails_and_snippets_are_true_slices_with_marks_in_order(collection, node):
    batches, deleted = collection
    for hit in run(snapshot(*batches, deleted=deleted), Asked(node), Request(limit=None)):
        for one in hit.snippets:
            document = hit.document
            texts = {"title": [document.title], "body": [document.body], "caption": list(document.captions)}[one.field]
            assert any(text[one.start : one.start + len(one.text)] == one.text for text in texts)
            places = [place for mark in one.marks for place in mark]
            assert places == sorted(places)
            assert all(0 <= start < end <= len(one.text) for start, end in one.marks)
            assert all(one.text[start:end].strip() == one.text[start:end] for start, end in one.marks)


def test_passages_of_a_text_with_thousands_of_marks_are_found_without_reading_it_for_each():
    held = snapshot([Document(id="x", title="t", body="a b " * 2_000)])

    for query in ("a OR b", "a~ OR b~", "a w/255 b"):
        (hit,) = ask(query, held)
        assert [len(one.text) <= LENGTH for one in hit.snippets] == [True] * len(hit.snippets)
        assert hit.snippets[0].marks
