"""Spelling: the words one edit away."""

import numpy as np

from searcher.search.lexicon import edit_distances
from searcher.search.suggest import one_edit


def test_one_edit_is_every_word_at_distance_one():
    found = one_edit("grain")
    for near in ("rain", "grin", "grains", "groin", "rgain", "agrain"):
        assert near in found
    assert "grain" not in found
    for length in {len(word) for word in found}:
        group = sorted(word for word in found if len(word) == length)
        points = np.array([[ord(letter) for letter in word] for word in group], dtype=np.uint32)
        assert set(edit_distances("grain", points).tolist()) == {1}
