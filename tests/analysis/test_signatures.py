"""Signatures say what they promise: the same for the same, as many bins alike as texts have in common."""

import datetime as dt
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.analysis.signatures import BANDS, BINS, COLUMNS, sign, unsigned
from searcher.document import Document

WORDS = [f"{first}{second}" for first in "ba ce di fo gu".split() for second in "lar men tis vor".split()]
TEXT = " ".join(f"word{number}" for number in range(40))
STORY = Document(title="Grain up", body=TEXT, date=dt.date(2020, 3, 3), date_precision="day", source="Wire")


def one(document):
    return sign([document])


def same(name, first, second):
    return bool((getattr(one(first), name) == getattr(one(second), name)).all())


def bins(*documents):
    return sign(list(documents)).bands.view("<u2")


def random_text(chance, length):
    return [chance.choice(WORDS) + str(chance.randrange(50)) for _ in range(length)]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 70), st.integers(0, 5)), min_size=1, max_size=6))
def test_a_signature_does_not_depend_on_what_else_is_signed(sizes):
    chance = random.Random(1)
    stories = [
        replace(STORY, title=" ".join(random_text(chance, title)), body=" ".join(random_text(chance, body)))
        for body, title in sizes
    ]
    together = sign(stories)
    for number, document in enumerate(stories):
        for name in COLUMNS:
            assert (getattr(together, name)[number] == getattr(one(document), name)[0]).all()


@pytest.mark.parametrize("shared", [0.0, 0.3, 0.6, 0.8, 1.0])
def test_as_many_bins_are_equal_as_runs_are_shared(shared):
    chance = random.Random(3)
    equal, expected = [], []
    for _ in range(80):
        text = random_text(chance, 150)
        other = random_text(chance, 150 - int(150 * shared)) + text[150 - int(150 * shared) :]
        first, second = ({tuple(words[at : at + 3]) for at in range(len(words) - 2)} for words in (text, other))
        expected.append(len(first & second) / len(first | second))
        found = bins(*(replace(STORY, body=" ".join(words)) for words in (text, other)))
        equal.append(np.count_nonzero(found[0] == found[1]) / BINS)
    assert abs(np.mean(equal) - np.mean(expected)) < 0.04


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 90), min_size=1, max_size=5))
def test_bands_are_the_same_compiled_and_with_numpy(sizes):
    chance = random.Random(sum(sizes))
    stories = [Document(id=str(size), body=" ".join(random_text(chance, size))) for size in sizes]
    found = sign(stories).bands
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.analysis.signatures.compiled", None)
        assert sign(stories).bands.tolist() == found.tolist()


def test_empty_bins_are_filled_and_not_all_with_the_same():
    found = bins(replace(STORY, body=" ".join(f"w{number}" for number in range(30))))
    assert found.shape == (1, BINS)
    assert (found > 0).sum() > 14
    few = bins(replace(STORY, body="a b c " * 20))  # three runs of words
    assert len(set(few[0].tolist())) > 12


def test_case_and_accents_do_not_count_for_bands():
    other = replace(STORY, body=TEXT.upper().replace("O", "Ó"))
    assert same("bands", STORY, other)
    assert not same("content", STORY, other)


def test_a_short_body_has_no_bands_and_is_the_same_with_headline_and_day_only():
    short = replace(STORY, body="Grain rose.")
    assert not one(short).bands.any()
    assert one(short).bands.shape == (1, BANDS)
    assert same("content", short, replace(short, title="GRAIN UP", body="grain rose", source="Paper"))
    for change in ({"title": "Grain down"}, {"body": "Grain fell."}, {"date": dt.date(2020, 3, 4)}):
        assert not same("content", short, replace(short, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Other"},
        {"source": "Paper"},
        {"date": dt.date(2020, 3, 4)},
        {"version": "KILL"},
        {"url": "https://news.example/a"},
        {"body": TEXT + " more"},
    ],
)
def test_facts_change_with_everything_that_makes_a_version(change):
    assert not same("facts", STORY, replace(STORY, **change))
    assert same("facts", STORY, replace(STORY, id="other", keywords=("grain",)))


def test_addresses_are_the_same_but_for_what_leads_nowhere_else():
    told = replace(STORY, url="https://www.News.example/a/1?from=home#top")
    assert same("url", told, replace(STORY, url="http://news.example/a/1"))
    assert one(STORY).url[0] == 0
    assert one(replace(STORY, url="https://news.example/")).url[0] == 0  # the address of every story of a house


def test_headlines_share_words_but_not_marks():
    first, second, third = (
        set(one(replace(STORY, title=title)).headline[0].tolist()) - {0}
        for title in ("(URGENT) Ferry aground off Ulleung", "2nd LEAD Ulleung ferry afloat", "Urgent lead")
    )
    assert (len(first), len(first & second), len(third)) == (4, 2, 0)


def test_a_document_without_words_has_no_content():
    assert one(Document()).content[0] == 0
    assert one(Document()).facts[0] != 0
    assert len(sign([])) == 0
    assert not any(getattr(unsigned(2), name).any() for name in COLUMNS)
