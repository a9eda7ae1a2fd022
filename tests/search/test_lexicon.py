import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searcher.search.lexicon import Lexicon, edit_distances, folded_pattern, matching
from tests.oracle.brute import edits, wild

letters = st.text(alphabet="abcé𝒳", min_size=1, max_size=7)


@given(letters, letters)
def test_edit_distances_are_those_of_the_definition(word, other):
    points = np.array([[ord(letter) for letter in other]], dtype=np.uint32)

    assert [edits(word, other)] == edit_distances(word, points).tolist()


@given(letters, st.sets(letters, max_size=12), st.sampled_from([1, 2]))
def test_near_words_are_all_and_only_those_within_the_distance(word, terms, distance):
    assert sorted(term for term in terms if edits(word, term) <= distance) == Lexicon(sorted(terms)).near(
        word, distance
    )


@given(st.text(alphabet="ab*?.", min_size=1, max_size=8), st.sets(letters, max_size=12))
def test_patterns_match_whole_words(pattern, terms):
    class Terms:
        """A leaf of which only the terms are asked."""

        def terms(self, lexicon, prefix=""):
            return iter(sorted(term for term in terms if term.startswith(prefix)))

    assert sorted(term for term in terms if wild(pattern, term)) == matching(Terms(), "folded", pattern)


def test_many_wildcards_do_not_take_exponential_time():
    word = "a" * 60
    leaf = type("Terms", (), {"terms": lambda *_: iter([word, word + "b"])})()

    assert matching(leaf, "folded", "*a" * 30 + "*b") == [word + "b"]
    assert matching(leaf, "folded", "a*?a" * 15) == [word]


def test_a_pattern_is_folded_between_its_wildcards():
    assert folded_pattern("Caf?*Ñ") == "caf?*n"
