"""The stream of words is what `tokens` gives, word by word and mark by mark."""

from array import array

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.analysis import fold, stem
from searcher.analysis.chunks import Reader
from searcher.analysis.streams import compiled
from searcher.analysis.tokens import tokens
from searcher.analysis.vocabulary import PlainVocabulary, Vocabulary

PIECES = [
    *"abAB1.,!?…\"'”’“‘«»()[]-—&_ \n\t",
    *" 　。！？ñÑ李ก\u0301\u00ad",
    *("Mr.", "No.", "U.S.", " . ", " -- ", "\n\n", "said.", "The", "… ", "'s", "Corp.", "AT&T", "$1,234.5", "O’Brien"),
]
TEXTS = st.lists(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), max_size=4)


def texts_of(vocabulary):
    return [word.decode("utf-8", "surrogatepass") for word in vocabulary.words(array("i", range(len(vocabulary))))]


def read(reader, texts):
    for text in texts:
        reader.add(text)
    stream = reader.stream()
    known = texts_of(reader.surfaces.exact)
    columns = (stream.text, stream.surface, stream.sentence, stream.paragraph)
    return [
        (int(text), known[surface], bool(sentence), bool(paragraph))
        for text, surface, sentence, paragraph in zip(*columns, strict=True)
    ]


@pytest.mark.parametrize("kind", [PlainVocabulary, Vocabulary])
@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS)
def test_a_stream_has_the_words_and_marks_of_its_texts(kind, first, second):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.analysis.chunks.Vocabulary", kind)
        if kind is PlainVocabulary:
            patch.setattr("searcher.analysis.streams.compiled", None)
        check_streams(first, second)


@pytest.mark.skipif(compiled is None, reason="built without a C compiler: NumPy checks what it indexes")
@pytest.mark.parametrize(
    "change", [{}, {"number": 7}, {"number": -1}, {"start": 1}, {"first": 9}, {"first": -1}], ids=str
)
def test_numbers_that_lead_nowhere_are_refused(change):
    told = {"number": 0, "start": 0, "first": 0} | change
    numbers, first, one = (np.array([value], dtype=np.int32) for value in (told["number"], told["first"], 1))
    starts, flag = np.array([told["start"]], dtype=np.int64), np.zeros(1, dtype=np.bool_)
    tables = (one, first, one, flag, flag, np.zeros(24, dtype=np.bool_))
    room = (one.copy(), one.copy(), flag.copy(), flag.copy())
    assert compiled.expand(numbers, starts, one, *tables, *room) is (not change)


def check_streams(first, second):
    reader = Reader("english", most_chunks=20)
    for texts in (first, second):  # the second time chunks are known, or have been forgotten
        expected = [
            (number, token.surface, token.sentence, token.paragraph)
            for number, text in enumerate(texts)
            for token in tokens(text)
        ]
        assert read(reader, texts) == expected


def test_surfaces_lead_to_what_they_fold_and_stem_to():
    reader = Reader("english")
    reader.add("Élysée ELYSEE negotiating Negotiations US us")
    surfaces = reader.surfaces
    reader.stream()
    for number, text in enumerate(texts_of(surfaces.exact)):
        folded = fold(text)
        assert texts_of(surfaces.folded)[surfaces.folded_of[number]] == folded
        assert texts_of(surfaces.stems)[surfaces.stem_of[number]] == stem(folded)


def test_a_full_stop_that_stands_alone_is_read_with_the_word_before():
    reader = Reader("english")
    starts = [(word, sentence) for _, word, sentence, _ in read(reader, ["Mr . Smith left . He ran -- Fast . . Now"])]
    assert starts == [
        ("Mr", True),
        ("Smith", False),
        ("left", False),
        ("He", True),
        ("ran", False),
        ("Fast", False),
        ("Now", True),
    ]
