"""Spelling: the words one edit away."""

import numpy as np
import pytest

from searcher.search.lexicon import edit_distances
from searcher.search.suggest import one_edit
from tests.search.asking import ask


def test_one_edit_is_every_word_at_distance_one():
    found = one_edit("grain")
    for near in ("rain", "grin", "grains", "groin", "rgain", "agrain"):
        assert near in found
    assert "grain" not in found
    for length in {len(word) for word in found}:
        group = sorted(word for word in found if len(word) == length)
        points = np.array([[ord(letter) for letter in word] for word in group], dtype=np.uint32)
        assert set(edit_distances("grain", points).tolist()) == {1}


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ('people:="Clara Brnadt"', ('people:="Clara Brandt"',)),
        ('people:="clara brandt"', ('people:="Clara Brandt"',)),
        ('people:="Clara Brnadt" wages', ('people:="Clara Brandt" wages',)),
        ('people:="Clara Brnadt" wagse', ('people:="Clara Brandt" wages',)),
        (
            'source:="Harbor Times" OR source:="Morning Currier"',
            ('source:="Harbour Times" OR source:="Morning Courier"',),
        ),
        ("places:=Bussan", ('places:="Busan"',)),
        ("id:grian", ('id:"grain"',)),
    ],
)
def test_a_whole_value_that_no_story_has_is_offered_as_it_is_written(query, meant):
    assert ask(query).did_you_mean[:1] == meant


@pytest.mark.parametrize("query", ['people:="Clara Brandt"', 'people:="Clara Brown"', "places:=Bus", "lang:=zz"])
def test_a_whole_value_that_is_there_or_that_nothing_is_like_is_left_alone(query):
    assert ask(query).did_you_mean == ()
