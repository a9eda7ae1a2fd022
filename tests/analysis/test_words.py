import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis import fold, stem, tokens, words

TABLE = [
    ("AT&T's F-35 deal", ["AT&T", "F", "35", "deal"]),
    ("U.S. and U.S.-made, U.S.A.", ["US", "and", "US", "made", "USA"]),
    ("$1,234.5 and 3.5%", ["1234.5", "and", "3.5"]),
    ("O’Brien’s don't workers' 1990's", ["O'Brien", "don't", "workers", "1990"]),
    ("cost-sharing e-mail", ["cost", "sharing", "e", "mail"]),
    ("p.m. J.K. Rowling U.S.The", ["pm", "JK", "Rowling", "US", "The"]),
    ("日本語とカナ", ["日", "本", "語", "と", "カ", "ナ"]),
    ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
    ("co\u00adop a_b", ["coop", "a", "b"]),
    ("", []),
    ("-- ... !?", []),
    ("rock'n'roll R&D's", ["rock'n'roll", "R&D"]),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_words_are_as_the_query_language_defines_them(text, expected):
    assert expected == words(text)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Café", "cafe"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("한국", "한국"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_fold_drops_case_and_accents(word, expected):
    assert expected == fold(word)


@given(st.text())
def test_fold_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=200))
def test_tokens_say_the_same_as_words_with_true_offsets(text):
    found = list(tokens(text))

    assert words(text) == [token.surface for token in found]
    assert list(range(len(found))) == [token.position for token in found]
    ends = 0
    for token in found:
        assert ends <= token.start < token.end <= len(text)
        ends = token.end
        written = unicodedata.normalize("NFC", text[token.start : token.end])
        assert set(token.surface) - set("'&") <= set(written)


@given(st.lists(st.sampled_from(["Grain", "US", "O'Brien", "AT&T", "1234.5", "Seoul", "don't"]), max_size=8))
def test_a_word_found_is_the_same_word_when_typed_again(parts):
    assert parts == words(" ".join(parts))


def sentence_starts(text):
    return [token.surface for token in tokens(text) if token.sentence]


def test_sentences_begin_after_stops_but_not_after_abbreviations():
    text = (
        'Mr. Moon met Sen. J. Smith on Jan. 24. "Yes," he said! "No." Then U.S. troops left. it went on? Nobody knows'
    )

    assert sentence_starts(text) == ["Mr", "Yes", "No", "Then", "Nobody"]


def test_paragraphs_begin_after_blank_lines_only():
    found = [token.surface for token in tokens("One two.\nThree.\n\nFour five\n \nSix") if token.paragraph]

    assert found == ["One", "Four", "Six"]


def test_stems_are_porter_2():
    assert [stem(w) for w in ("negotiation", "negotiating", "us", "may")] == ["negoti", "negoti", "us", "may"]


@given(st.text(st.sampled_from("abAB19.,&'`_-\" \n\x00"), max_size=30))
def test_words_of_ascii_text_are_those_that_all_text_has(text):
    # The letter behind is not ASCII, so the general pattern reads the text.
    assert words(text) == words(text + " é")[:-1]
