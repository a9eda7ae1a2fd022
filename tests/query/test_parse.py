import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.errors import QueryError, RequestError
from searcher.query import explain, parse, unparse
from searcher.query.nodes import (
    And,
    AtLeast,
    Boost,
    DateRange,
    Everything,
    Fuzzy,
    Has,
    Located,
    Named,
    Near,
    Not,
    Or,
    Pattern,
    Phrase,
    Whole,
    Word,
    WordCount,
)

NOW = dt.datetime(2020, 1, 29, 12, tzinfo=dt.UTC)
A, B, C = Word("a"), Word("b"), Word("c")


def days(first, last, field="date"):
    return DateRange(field, first and dt.date.fromisoformat(first), last and dt.date.fromisoformat(last))


TREES = [
    ("defense costs", And((Word("defense"), Word("costs")))),
    ('"cost-sharing deal"', Phrase(("cost", "sharing", "deal"))),
    ('"Deal"', Word("Deal", match="folded")),
    ("=US", Word("US", match="exact")),
    ('="Will Smith"', Phrase(("Will", "Smith"), match="exact")),
    ("cost-sharing F-35", And((Phrase(("cost", "sharing"), match="stem"), Phrase(("F", "35"), match="stem")))),
    ("U.S. AT&T $1,234.5", And((Word("US"), Word("AT&T"), Word("1234.5")))),
    ("a OR b", Or((A, B))),
    ("a AND NOT b", And((A, Not(B)))),
    ("a -b", And((A, Not(B)))),
    ("a - b", And((A, B))),
    ("(a OR b) c", And((Or((A, B)), C))),
    ("a OR (b c)", Or((A, And((B, C))))),
    ("a w/5 b", Near(A, B, distance=5)),
    ("a NEAR/5 b", Near(A, B, distance=5)),
    ("a pre/5 b", Near(A, B, distance=5, ordered=True)),
    ("a w/s b", Near(A, B, unit="sentence")),
    ("a w/p b", Near(A, B, unit="paragraph")),
    ("a NOT w/5 b", Near(A, B, distance=5, negated=True)),
    ("a NOT pre/2 b", Near(A, B, distance=2, ordered=True, negated=True)),
    ('(a OR b) w/5 "c c"', Near(Or((A, B)), Phrase(("c", "c")), distance=5)),
    ("(a w/5 b) w/3 c", Near(Near(A, B, distance=5), C, distance=3)),
    ("NOT a w/5 b c", And((Not(Near(A, B, distance=5)), C))),
    ("atleast3(tax)", AtLeast(3, Word("tax"))),
    ("negotiat* wom?n", And((Pattern("negotiat*"), Pattern("wom?n")))),
    ("Café*", Pattern("cafe*")),
    ("korea~ korea~2", And((Fuzzy("korea", 1), Fuzzy("korea", 2)))),
    ("title:x", Word("x", "title")),
    ("title:(a OR b)", Or((Word("a", "title"), Word("b", "title")))),
    ("title:(a pre/2 b)", Near(Word("a", "title"), Word("b", "title"), distance=2, ordered=True)),
    ("people:trump", Word("trump", "people", "folded")),
    ('person:"Donald Trump"', Named("people", "Donald Trump")),
    ("people:Jae-in", Named("people", "Jae-in")),
    ("people:(a b)", And((Word("a", "people", "folded"), Word("b", "people", "folded")))),
    ('people:="Donald Trump"', Whole("people", "Donald Trump")),
    ("place:=Seoul", Whole("places", "Seoul")),
    ("dateline:Seoul", Word("Seoul", "dateline", "folded")),
    ("source:Reuters", Word("Reuters", "source", "folded")),
    ('source:="The Times"', Whole("source", "The Times")),
    ('section:"World news"', Phrase(("World", "news"), "section")),
    ("id:reuters:17", Whole("id", "reuters:17")),
    ("path:a/2020", Located("path", "a/2020")),
    ("url:x.org/a", Located("url", "x.org/a")),
    ("date:2020", days("2020-01-01", "2020-12-31")),
    ("date:2020-02", days("2020-02-01", "2020-02-29")),
    ("date:2020-01-24", days("2020-01-24", "2020-01-24")),
    ("date:2020-01..2020-03", days("2020-01-01", "2020-03-31")),
    ("date:2020-01-15..", days("2020-01-15", None)),
    ("date:>=2020-01-15", days("2020-01-15", None)),
    ("date:<2020", days(None, "2019-12-31")),
    ("date:[20200101 TO 20200331]", days("2020-01-01", "2020-03-31")),
    ("date:today", days("2020-01-29", "2020-01-29")),
    ("date:yesterday", days("2020-01-28", "2020-01-28")),
    ('date:"last week"', days("2020-01-20", "2020-01-26")),
    ('date:"this month"', days("2020-01-01", "2020-01-31")),
    ('date:"past 30 days"', days("2019-12-31", "2020-01-29")),
    ("date:-7d", days("2020-01-22", "2020-01-29")),
    ('date:"january 2020"', days("2020-01-01", "2020-01-31")),
    ('date:"24 Jan 2020"', days("2020-01-24", "2020-01-24")),
    ("date:24/01/2020", days("2020-01-24", "2020-01-24")),
    ("since:2020 until:2020-03", And((days("2020-01-01", None), days(None, "2020-03-31")))),
    (
        "updated:2020-01 added:today",
        And((days("2020-01-01", "2020-01-31", "updated"), days("2020-01-29", "2020-01-29", "added"))),
    ),
    ("words:>500", WordCount(501, None)),
    ("words:100..500", WordCount(100, 500)),
    ("words:100", WordCount(100, 100)),
    ("has:people", Has("people")),
    ("a no:date", And((A, Not(Has("date"))))),
    ("tax^2", Boost(Word("tax"), 2.0)),
    ("*^2 a", And((Boost(Everything(), 2.0), A))),
    ('people:("Moon Jae-in" OR ="Smith, J.")', Or((Named("people", "Moon Jae-in"), Whole("people", "Smith, J.")))),
    ('source:(="A, B & Co." OR times)', Or((Whole("source", "A, B & Co."), Word("times", "source", "folded")))),
    (r"\atleast2", Word("atleast2")),
    ("(a b)^0.5", Boost(And((A, B)), 0.5)),
    ("*", Everything()),
    ("* NOT b", And((Everything(), Not(B)))),
    ('"a b c"~3', Phrase(("a", "b", "c"), slop=3)),
    ("“a b” – c", And((Phrase(("a", "b")), C))),
    ("Who won?", And((Word("Who"), Word("won")))),
    ("Breaking: news", And((Word("Breaking"), Word("news")))),
    (r"\AND", Word("AND")),
    (r"negotiat\*", Word("negotiat")),
    ("NOT NOT a", A),
    ("a a", A),
    ("日本", Phrase(("日", "本"), match="stem")),
]


@pytest.mark.parametrize(("query", "tree"), TREES, ids=[query for query, _ in TREES])
def test_a_query_parses_to_its_tree_and_back(query, tree):
    found = parse(query, now=NOW).node

    assert found == tree
    assert parse(unparse(found), now=NOW).node == tree
    assert explain(found).startswith("stories ")


ERRORS = [
    ("a b OR c", "mixed-operators", (0, 8), "write (a b) OR c, or a (b OR c)"),
    ("a OR b AND c", "mixed-operators", (0, 12), "write a OR (b AND c), or (a OR b) c"),
    ("a b OR c d", "mixed-operators", (0, 10), "write (a b) OR (c d), or a (b OR c) d"),
    ("a NOT b OR c", "mixed-operators", (0, 12), "write (a NOT b) OR c, or a NOT (b OR c)"),
    ("a OR -b c", "mixed-operators", (0, 9), "write a OR (-b c), or (a OR (* -b)) c"),
    ("foo:bar", "unknown-field", (0, 4), "no field foo"),
    ("titel:x", "unknown-field", (0, 6), "did you mean title:?"),
    ("https://x.org/y", "unknown-field", (0, 15), "write url:x.org/y"),
    ("-a", "negation-alone", (0, 2), "* NOT a"),
    ("a OR -b", "negation-alone", (5, 7), "* NOT b"),
    ("NOT a NOT b", "negation-alone", (0, 11), "only NOT"),
    ("(a", "unbalanced-bracket", (0, 1), "not closed"),
    ("a)", "unbalanced-bracket", (1, 2), "closes nothing"),
    ('a "b', "unbalanced-quote", (2, 3), "not closed"),
    ("()", "empty-brackets", (0, 2), "nothing in these brackets"),
    ("a AND", "missing-operand", (2, 5), "something after it"),
    ("OR b", "missing-operand", (0, 2), "something before it"),
    ("a w/5", "missing-operand", (2, 5), "a word after it"),
    ("NOT", "missing-operand", (0, 3), "something after it"),
    ("", "empty", (0, 0), "no word to search for"),
    ("?!", "empty", (0, 1), "no word to search for"),
    ("a && b", "foreign-operator", (2, 4), "write AND"),
    ("a&&b", "foreign-operator", (0, 4), "write AND"),
    ("a|b", "foreign-operator", (0, 3), ": a OR b"),
    ("~korea", "foreign-operator", (0, 6), "korea~"),
    ("^tax", "foreign-operator", (0, 4), "tax^2"),
    ("Yahoo! deal", "foreign-operator", (0, 6), "Yahoo for the word, yahoo* for all its endings"),
    ("a || b", "foreign-operator", (2, 4), "write OR"),
    ("!a", "foreign-operator", (0, 1), "write NOT"),
    ("a adj5 b", "foreign-operator", (2, 6), "write pre/5"),
    ("a near5 b", "foreign-operator", (2, 7), "write w/5"),
    ("a w/ 5 b", "bad-proximity", (2, 4), "write w/5"),
    ("a w/x b", "bad-proximity", (2, 5), "w/5, pre/5, w/s or w/p"),
    ("/colou?r/", "regex", (0, 9), "no regular expressions"),
    ("+a", "plus", (0, 1), "without +"),
    ("source=Reuters", "field-equals", (0, 14), "write source:Reuters"),
    ("[a TO b]", "bracket", (0, 8), "ranges of dates"),
    ("date:[2020 TO", "unbalanced-bracket", (5, 6), "not closed"),
    ("a pre/1 b w/2 c", "near-chain", (10, 13), "(a pre/1 b) w/2"),
    ("a w/1 b NOT w/2 c", "near-chain", (8, 15), "(a w/1 b) NOT w/2"),
    ("a NOT w/1 b w/2 c", "near-chain", (12, 15), "a NOT w/1 (b w/2 ...)"),
    ("a NOT w/1 b NOT w/2 c", "near-chain", (12, 19), "a NOT w/1 b AND a NOT w/2 ..."),
    ("a w/5 NOT b", "bad-operand", (2, 9), "a NOT w/5 b"),
    ("a w/5 -b", "bad-operand", (2, 7), "a NOT w/5 b"),
    ("atleast2(atleast3(a))", "bad-operand", (8, 21), "atleast cannot stand inside atleast"),
    ("(a b) w/5 c", "bad-operand", (0, 5), "cannot stand inside"),
    ("(a OR title:b) w/5 c", "field-in-near", (0, 20), "title:(a w/5 b)"),
    ("people:a w/5 b", "bad-operand", (0, 8), "a field cannot"),
    ("a w/0 b", "bad-distance", (2, 5), "from 1 to 255"),
    ("a w/300 b", "bad-distance", (2, 7), "w/p"),
    ("atleast0(a)", "bad-count", (0, 8), "from 1"),
    ("atleast3 (a)", "bad-count", (0, 8), "brackets right after it"),
    ("atleast3 a", "bad-count", (0, 8), "atleast3(tax)"),
    ("atleast9999999999(a)", "bad-count", (0, 17), "how many times"),
    ("title:(atleast2(a))", "field-around", (7, 18), "take it out"),
    ("korea~3", "bad-fuzzy", (0, 7), "1 or 2"),
    ("F-35~", "bad-fuzzy", (0, 5), "one word"),
    ('"a b"~', "bad-slop", (0, 6), "how loose"),
    ("?*", "bad-wildcard", (0, 2), "letters beside it"),
    ("co-op*", "bad-wildcard", (0, 6), "inside one word"),
    ('"negotiat* deal"', "wildcard-in-quotes", (0, 16), "negotiat* pre/1 deal"),
    ('"tax * cut"', "wildcard-in-quotes", (0, 11), "tax pre/2 cut"),
    ("=korea*", "bad-wildcard", (1, 7), "korea* without ="),
    ("=korea~", "bad-fuzzy", (1, 7), "korea~ without ="),
    ("source:=korea~", "bad-fuzzy", (8, 14), "korea~ without ="),
    ('people:"a b"~2', "bad-slop", (7, 14), "leave out ~2"),
    ('id:"a"~2', "bad-slop", (3, 8), "leave out ~2"),
    ("*~2", "bad-wildcard", (0, 3), "letters beside it"),
    ("tax^x", "bad-weight", (0, 5), "with a number after it"),
    ("tax^0", "bad-weight", (0, 5), "over 0"),
    ("tax^2^3", "bad-weight", (0, 7), "one ^"),
    ("=-", "no-word", (0, 2), "no word"),
    ('""', "no-word", (0, 2), "no word"),
    ('"a "b" c"', "quote-in-quotes", (0, 4), 'write \\"'),
    ("a title:", "empty-field", (2, 8), "title:word"),
    ("a words:", "empty-field", (2, 8), "words:>500"),
    ("a has:", "empty-field", (2, 6), "has:people"),
    ("a since:", "empty-field", (2, 8), "since:2020-01-15"),
    ("title:-x", "empty-field", (0, 7), "-title:word"),
    ("title:NOT x", "empty-field", (0, 9), "NOT title:word"),
    ('id:a"b"', "quote-value", (3, 5), 'id:"..."'),
    ("url:x.org/a_(b)", "quote-value", (4, 13), 'url:"..."'),
    ("title:=(a b)", "no-word", (0, 7), "title:=word"),
    ("url:*.x.org", "bad-wildcard", (4, 11), "no wildcards"),
    ("path:20*", "bad-wildcard", (5, 8), "path:archive/2020"),
    ("url:/", "no-word", (4, 5), "url:example.org/world"),
    ("title:body:x", "field-in-field", (0, 11), "cannot hold another"),
    ("title:(body:x)", "field-in-field", (7, 13), "cannot stand inside"),
    ("date:(2020 OR 2021)", "field-group", (0, 6), "takes one value"),
    ("has:foo", "unknown-presence", (4, 7), "cannot ask for"),
    ("words:many", "bad-number", (6, 10), "words:>500"),
    ("date:01/02/2020", "bad-date", (5, 15), "2020-02-01 or 2020-01-02"),
    ("date:2020-02-30", "bad-date", (5, 15), "has 29 days"),
    ("date:2021..2020", "bad-date", (5, 15), "earlier date first"),
    ("date:soon", "bad-date", (5, 9), "is no date"),
    ("(" * 60 + "a" + ")" * 60, "too-deep", (50, 51), "50 deep"),
    ("a " * 5_001, "too-long", (0, 1), "10,000 characters"),
    ("a " * 2_500, "too-many", (4000, 4001), "2,000"),
    ('"' + "a " * 70 + '"', "long-phrase", (0, 142), "at most 64"),
]


@pytest.mark.parametrize(("query", "kind", "span", "message"), ERRORS, ids=[query[:30] for query, *_ in ERRORS])
def test_an_error_says_where_and_what_to_write_instead(query, kind, span, message):
    with pytest.raises(QueryError) as caught:
        parse(query, now=NOW)

    [found] = caught.value.diagnostics
    assert (found.kind, (found.start, found.end)) == (kind, span)
    assert message in found.message


def test_the_caret_stands_under_the_word():
    with pytest.raises(QueryError) as caught:
        parse("cocoa titel:x", now=NOW)

    assert caught.value.caret().splitlines()[:2] == ["cocoa titel:x", "      ^^^^^^"]


@pytest.mark.parametrize(
    ("query", "line", "carets"),
    [
        ("日本 titel:x", "日本 titel:x", "     ^^^^^^"),
        ("cafe\u0301 titel:x", "cafe\u0301 titel:x", "     ^^^^^^"),
        ("a\ttitel:x", "a titel:x", "  ^^^^^^"),
        ("a " * 500 + "titel:x" + " a" * 500, "…" + "a " * 60 + "titel:x" + " a" * 56 + " …", " " * 121 + "^" * 6),
        ("a" * 10_001, "a" * 240 + "…", "^"),
    ],
)
def test_the_caret_stands_under_wide_characters_and_in_long_queries(query, line, carets):
    with pytest.raises(QueryError) as caught:
        parse(query, now=NOW)

    assert caught.value.caret().splitlines()[:2] == [line, carets]


def test_a_place_is_explained_with_what_lies_in_it():
    assert parse("places:korea").interpretation == "stories with a place named korea or a place in it"


def test_operators_in_lower_case_are_words_with_a_note():
    parsed = parse("cats or dogs", now=NOW)

    assert parsed.node == And((Word("cats"), Word("or"), Word("dogs")))
    assert parsed.notes == ("`or` here is a word; for the operator write OR",)


NOTED = [
    ("has: people", "`has:` before a blank is a word; for the field write has:people without a blank"),
    ("since: 2020", "`since:` before a blank is a word; for the field write since:2020-01-15 without a blank"),
    ("title :cafe", "`title :cafe` is read as words; for the field write title:cafe without a blank"),
    ("not tax", "`not` here is a word; for the operator write NOT"),
    ("tax w5 cut", "`w5` here is a word; for words near each other write w/5"),
    ("tax same cut", "`same` here is a word; for one paragraph write w/p"),
    ('"tax" near (cut OR raise)', "`near` here is a word; for words near each other write w/5"),
    (
        "people:Donald Trump tariffs",
        (
            '`Trump` after people:Donald is a plain word; for one name write people:"Donald Trump", '
            "for words of several people:(Donald Trump)"
        ),
    ),
    (
        "rally person:Moon Jae-in",
        (
            '`Jae-in` after person:Moon is a plain word; for one name write person:"Moon Jae-in", '
            "for words of several person:(Moon Jae-in)"
        ),
    ),
    (
        "source:New York Times",
        '`York Times` after source:New are plain words; for one value write source:"New York Times"',
    ),
]


@pytest.mark.parametrize(("query", "note"), NOTED, ids=[query for query, _ in NOTED])
def test_a_word_that_may_be_meant_as_an_operator_has_a_note(query, note):
    assert parse(query, now=NOW).notes == (note,)


@pytest.mark.parametrize(
    "query",
    [
        'people:"Donald" Trump', "people:=Donald Trump", "people:Trump tariffs", "people:(Donald Trump)",
        "people:Donald AND Trump", "people:Donald title:Trump", "title:Grain Exports", "people:Donald -Trump",
        'people:Donald "Trump"',
    ],
)  # fmt: skip
def test_a_name_that_is_whole_has_no_note(query):
    assert parse(query, now=NOW).notes == ()


@pytest.mark.parametrize(
    "query",
    ["the same day", "same day", "w5 tax", "tax N95 masks", "tax near", "tax -same day", "tax Near us", "a : b"],
)
def test_a_word_that_is_nothing_but_a_word_has_no_note(query):
    assert parse(query, now=NOW).notes == ()


@pytest.mark.parametrize("query", [query for query, kind, *_ in ERRORS if kind == "mixed-operators"])
def test_both_readings_of_a_mixed_query_are_queries(query):
    with pytest.raises(QueryError) as caught:
        parse(query, now=NOW)

    readings = str(caught.value).partition("side by side: write ")[2].split(", or ")
    assert len({parse(reading, now=NOW).interpretation for reading in readings}) == 2


ANY = [
    ("a b", Or((A, B))),
    ("a AND b c", Or((And((A, B)), C))),
    ("a b -c", And((Or((A, B)), Not(C)))),
    ("a b date:2020", And((Or((A, B)), days("2020-01-01", "2020-12-31")))),
    ("a people:b source:c", And((Or((A, Word("b", "people", "folded"))), Word("c", "source", "folded")))),
    ("a b OR c", Or((A, B, C))),
]


@pytest.mark.parametrize(("query", "tree"), ANY, ids=[query for query, _ in ANY])
def test_any_makes_blanks_or_but_keeps_filters_and_negations(query, tree):
    assert parse(query, now=NOW, match="any").node == tree


def test_plain_reads_only_words():
    assert parse('title:"a (b OR', now=NOW, syntax="plain").node == And((Word("title"), A, B, Word("OR")))
    with pytest.raises(QueryError):
        parse("...", syntax="plain")


def test_since_and_until_are_intersected_with_the_query():
    found = parse("a", now=NOW, since="2020", until=dt.date(2020, 3, 1)).node

    assert found == And((A, days("2020-01-01", "2020-03-01")))
    with pytest.raises(RequestError, match="no day lies between"):
        parse("a", since="2021", until="2020")
    with pytest.raises(RequestError, match="is no date"):
        parse("a", since="soon")


PIECES = (
    'a b tax "a b" "a ( ) AND OR NOT - = w/5 pre/2 w/s NOT^ title: people: places: date:2020 date: "last ^2 ~ ~2 * '
    "negoti* wom?n atleast3( has:people no:date words:>5 id:x path:a/b url:x.org source:r [ ] { \\ : ! & + , . =US F-35 "
    "U.S. and or not dateline:(a) title:(a b c) /x/ adj5 日本 “ ’"
).split(" ")


@st.composite
def queries(draw):
    pieces = draw(st.lists(st.sampled_from(PIECES), max_size=9))
    return "".join(piece + draw(st.sampled_from(["", " "])) for piece in pieces)


@settings(max_examples=400, deadline=None)
@given(st.one_of(queries(), st.text(max_size=40)), st.sampled_from(["all", "any"]), st.sampled_from(["full", "plain"]))
def test_any_string_parses_to_what_its_canonical_form_parses_to_or_is_an_error(query, match, syntax):
    try:
        parsed = parse(query, match=match, syntax=syntax, now=NOW)
    except QueryError as caught:
        error = caught
    else:
        error = None
    if error:
        assert all(0 <= found.start <= found.end <= max(len(query), 1) for found in error.diagnostics)
        assert len(error.caret().splitlines()) == 3
        return
    canonical = unparse(parsed.node)
    again = parse(canonical, now=NOW).node
    assert again == parsed.node
    assert unparse(again) == canonical
    assert parsed.interpretation


def test_what_is_missing_can_be_asked_for_by_itself():
    assert parse("no:date").node == Not(Has("date"))
    assert parse("no:date").interpretation == "stories that have no date"
    assert parse("no:date -ferry").node == And((Not(Has("date")), Not(Word("ferry"))))
    with pytest.raises(QueryError):
        parse("-ferry")
