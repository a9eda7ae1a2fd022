"""Both vocabularies, the compiled and the plain one, number pieces and words as a dict and `str.split` do."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.tokens import PARAGRAPH
from searcher.analysis.vocabulary import PlainVocabulary, Vocabulary

KINDS = (PlainVocabulary, Vocabulary)
TEXTS = st.lists(st.text(st.sampled_from("ab\x00 \n\t\u2028\x1c\x85é李\ud800\U0001f600"), max_size=40), max_size=6)
WORDS = st.lists(st.text(st.sampled_from("ab\x00é李\ud800\U0001f600"), max_size=20), max_size=30)


def numbers(count):
    return array("i", range(count))


@pytest.mark.parametrize("kind", KINDS)
@given(TEXTS, TEXTS)
def test_pieces_have_numbers_in_the_order_they_come(kind, first, second):
    vocabulary, known = kind(), {}
    for texts in (first, second):
        pieces, starts, owners = [], [], []
        for owner, text in enumerate(texts):
            vocabulary.split(text)
            for paragraph in PARAGRAPH.split(text):
                if paragraph.split():
                    starts.append(len(pieces))
                    owners.append(owner)
                pieces += [known.setdefault(piece, len(known)) for piece in paragraph.split()]
        assert vocabulary.pending == len(pieces)
        expected = array("i", pieces).tobytes(), array("q", starts).tobytes(), array("i", owners).tobytes()
        assert vocabulary.take() == expected
    assert vocabulary.words(numbers(len(vocabulary))) == [piece.encode("utf-8", "surrogatepass") for piece in known]


@pytest.mark.parametrize("kind", KINDS)
@given(WORDS)
def test_words_are_numbered_once_and_sorted_by_code_point(kind, words):
    vocabulary, known = kind(), {}
    for word in words:
        assert vocabulary.number(word) == known.setdefault(word, len(known))
    assert len(vocabulary) == len(known)
    order = vocabulary.sorted(numbers(len(known)))
    assert vocabulary.words(order) == sorted(word.encode("utf-8", "surrogatepass") for word in known)


@pytest.mark.parametrize("kind", KINDS)
def test_thousands_of_words_keep_their_numbers(kind):
    vocabulary = kind()
    words = [f"{'long' * (number % 9)}{number}" for number in range(20_000)]
    vocabulary.split("  ".join(words) + " " + " ".join(reversed(words)))
    taken = array("i")
    taken.frombytes(vocabulary.take()[0])
    assert taken.tolist() == [*range(20_000), *reversed(range(20_000))]
    assert vocabulary.words(numbers(20_000)) == [word.encode() for word in words]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_number_of_a_word_is_an_error(kind):
    vocabulary = kind()
    vocabulary.number("word")
    for wrong in (array("i", [1]), array("i", [-2])):
        with pytest.raises(IndexError):
            vocabulary.words(wrong)
        with pytest.raises(IndexError):
            vocabulary.sorted(wrong)
