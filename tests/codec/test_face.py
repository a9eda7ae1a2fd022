"""What Whoosh makes of an index through the face, piece by piece; the oracle tests hold the answers."""

import datetime as dt
import math

import pytest
from whoosh import query
from whoosh.qparser import MultifieldParser, QueryParser
from whoosh.sorting import FieldFacet

import searcher
from searcher.codec import load_codec
from searcher.codec.base import Snapshot
from searcher.codec.news1.face import WhooshIndex
from searcher.document import Dateline, Document, Person, Place
from searcher.errors import RequestError
from tests.oracle.memory import snapshot
from tests.oracle.test_codecs import stored

KST = dt.timezone(dt.timedelta(hours=9))
STORIES = [
    Document(
        id="grain",
        title="Grain exports rise",
        body="LONDON, March 3 - Grain exports rose.\n\nNegotiations over the U.S. share went on, O'Brien said.",
        date=dt.datetime(1987, 3, 3, 5, tzinfo=KST),
        date_precision="minute",
        people=(Person("Moon Jae-in", ("Moon",)), Person("Donald Trump")),
        places=(Place("Seoul", (), "KR", ("South Korea", "Asia")),),
        dateline=Dateline("London"),
        source="Reuters",
        keywords=("trade deal",),
        url="https://www.example.org/a?x=1",
        paths=("/news/1987/grain.txt",),
    ),
    Document(id="gone", title="Deleted grain", body="vanished vanished", date=dt.date(1999, 1, 1), source="Gone"),
    Document(
        id="taxes",
        title="Taxes fall",
        body="Grain prices fell; exporting café owners stopped.",
        date=dt.date(1988, 1, 1),
        date_precision="day",
        source="Yonhap News",
        people=(Person("Donald Trump"), Person("Melania Moon", ("Melania Jaein Moon",))),
    ),
    Document(
        id="undated", title="An F-35 flies", body="A grain story, the F-35 and AT&T", captions=("A ship of grain",)
    ),
]


@pytest.fixture(params=["1 segment", "2 segments", "4 segments", "on disk"], scope="module")
def index(request, tmp_path_factory):
    if request.param == "on disk":
        folder = tmp_path_factory.mktemp("news1")
        return WhooshIndex(stored(load_codec("news1"), folder, [STORIES[:3], STORIES[3:]], {"gone"}))
    size = len(STORIES) // int(request.param[0])
    return WhooshIndex(snapshot(*(STORIES[at : at + size] for at in range(0, len(STORIES), size)), deleted={"gone"}))


@pytest.fixture
def ask(index):
    with index.searcher() as asked:
        yield lambda text, field="text", **how: ids(asked, QueryParser(field, index.schema).parse(text), **how)


def ids(asked, question, **how):
    return [hit["id"] for hit in asked.search(question, limit=None, **how)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("grain", {"grain", "taxes", "undated"}),
        ("exports", {"grain", "taxes"}),
        ("title:grain", {"grain"}),
        ("caption:grain", {"undated"}),
        ("lead:negotiations", set()),
        ("body:negotiating", {"grain"}),
        ("Grain NOT tax", {"grain", "undated"}),
        ("NOT grain", set()),
        ("CAFE", {"taxes"}),
        ("U.S.", {"grain"}),
        ("O'Brien", {"grain"}),
        ("F-35", {"undated"}),
        ("35-F", set()),
        ("AT&T", {"undated"}),
        ('"exports grain"', set()),
        ('"grain exports"', {"grain"}),
        ('"rise LONDON"', set()),
        ("negotiatio*", {"grain"}),
        ("Negotiatio*", {"grain"}),
        ("CAFÉ*", {"taxes"}),
        ("*otiations", {"grain"}),
        ("N*s", {"grain"}),
        ("negoti?tions", {"grain"}),
        ("ta*es", {"taxes"}),
        ("vanished", set()),
        ("vanish*", set()),
        ("*:*", {"grain", "taxes", "undated"}),
        ("source:*", {"grain", "taxes"}),
        ("source:news", {"taxes"}),
        ("people:trump", {"grain", "taxes"}),
        ('people:"trump donald"', {"grain", "taxes"}),
        ('people:"trump moon"', set()),
        ("people:jaein", {"grain", "taxes"}),
        ("people:Jae-in", {"grain", "taxes"}),
        ("people:(jae in)", {"grain"}),
        ("people:mel*", {"taxes"}),
        ("places:asia", {"grain"}),
        ('keyword:"trade deal"', {"grain"}),
        ("path:1987", {"grain"}),
        ("id:taxes", {"taxes"}),
        ("id:Taxes", set()),
        ("has:people", {"grain", "taxes"}),
        ("date:1987", {"grain"}),
        ("date:[19870302 TO 19870302]", {"grain"}),
        ("first_day:19870303", {"grain"}),
        ("date:[1988 TO]", {"taxes"}),
        ("date:[TO 1988]", {"grain", "taxes"}),
        ("words:[8 TO 14]", {"undated"}),
        ("words:[TO 7]", {"taxes"}),
        ("words:8", {"undated"}),
        ("words:9", set()),
    ],
)
def test_the_parser_of_whoosh_finds_what_it_is_asked_for(ask, text, expected):
    assert set(ask(text)) == expected


def test_terms_are_stems_and_words_are_marked(index):
    with index.searcher() as asked:
        assert ids(asked, query.Term("body", "negoti")) == ["grain"]
        assert ids(asked, query.Term("body", b"negotiations\0")) == ["grain"]
        assert ids(asked, query.Term("body", "negotiations")) == []
        assert ids(asked, query.Term("source", "=Yonhap News")) == ["taxes"]
        assert ids(asked, query.Term("places", "=Seoul")) == ["grain"]
        assert ids(asked, query.Term("url", "http://example.org/a")) == ["grain"]
        assert ids(asked, query.FuzzyTerm("body", "negotiatoins")) == ["grain"]
        assert ids(asked, query.DateRange("date", dt.datetime(1988, 1, 1), None)) == ["taxes"]  # noqa: DTZ001
        assert ids(asked, query.Term("body", "\ud800")) == ids(asked, query.Term("body", b"\xff")) == []
        assert ids(asked, query.SpanFirst(query.Term("body", "grain"), limit=2)) != []


def test_several_fields_can_be_searched_at_once(index):
    with index.searcher() as asked:
        assert set(ids(asked, MultifieldParser(["title", "caption"], index.schema).parse("grain"))) == {
            "grain",
            "undated",
        }


def test_figures_are_of_live_documents(index):
    with index.searcher() as asked:
        reader = asked.reader()
        assert (asked.doc_count(), asked.doc_count_all(), index.doc_count()) == (3, 4, 3)
        assert (asked.doc_frequency("text", "grain"), asked.frequency("text", "grain")) == (3, 5.0)
        assert (asked.doc_frequency("title", "grain"), asked.doc_frequency("body", "vanish")) == (1, 0)
        assert ("body", "vanish") not in reader
        assert reader.has_deletions()
        assert len(list(reader.all_doc_ids())) == len(list(reader.iter_docs())) == 3
        info = reader.term_info("body", "grain")
        assert (info.weight(), info.doc_frequency(), info.max_weight()) == (3.0, 3, 1.0)
        assert asked.field_length("title") == 3 + 2 + 4
        assert (reader.min_field_length("title"), reader.max_field_length("title")) == (2, 4)
        assert asked.avg_field_length("title") > 0


def test_listed_terms_are_those_of_live_documents_sorted(index):
    reader = index.reader()
    words = list(reader.field_terms("title"))
    assert words == sorted(words)
    assert words == ["35", "an", "exports", "f", "fall", "flies", "grain", "rise", "taxes"]
    terms = list(reader.all_terms())
    assert terms == sorted(set(terms))
    assert all(reader.doc_frequency(*term) for term in terms)
    assert [term for name, term in terms if name == "source"] == [
        b"=Reuters",
        b"=Yonhap News",
        b"news",
        b"reuters",
        b"yonhap",
    ]
    assert reader.most_frequent_terms("text", 1) == [(5.0, b"grain\0")]
    assert list(reader.expand_prefix("title", "fl")) == [b"flies\0"]
    assert [date.year for date in reader.field_terms("date")] == [1987, 1988]


def test_stories_without_a_value_come_last_in_both_directions(index):
    with index.searcher() as asked:
        assert ids(asked, query.Every(), sortedby="date") == ["grain", "taxes", "undated"]
        assert ids(asked, query.Every(), sortedby=FieldFacet("date", reverse=True)) == ["taxes", "grain", "undated"]
        assert ids(asked, query.Every(), sortedby=FieldFacet("source", reverse=True)) == ["taxes", "grain", "undated"]
        assert ids(asked, query.Every(), sortedby="title") == ["undated", "grain", "taxes"]
        assert ids(asked, query.Every(), sortedby="words") == ["taxes", "undated", "grain"]


def test_stories_are_grouped_and_collapsed(index):
    with index.searcher() as asked:
        people = FieldFacet("people", allow_overlap=True)
        results = asked.search(query.Every(), groupedby=["source", "date", people])
        named = {
            name: {
                key: {asked.stored_fields(n)["id"] for n in numbers} for key, numbers in results.groups(name).items()
            }
            for name in ("source", "people", "date")
        }
        assert named["source"] == {"Reuters": {"grain"}, "Yonhap News": {"taxes"}, None: {"undated"}}
        assert named["people"] == {
            "Donald Trump": {"grain", "taxes"},
            "Moon Jae-in": {"grain"},
            "Melania Moon": {"taxes"},
            None: {"undated"},
        }
        assert named["date"] == {
            dt.datetime(1987, 3, 2, 20): {"grain"},  # noqa: DTZ001
            dt.datetime(1988, 1, 1): {"taxes"},  # noqa: DTZ001
            None: {"undated"},
        }
        assert set(ids(asked, query.Every(), collapse="people")) == {"grain", "undated"}


def test_stored_fields_and_documents(index):
    with index.searcher() as asked:
        number = asked.document_number(id="grain")
        found = asked.stored_fields(number)
        assert found["people"] == ["Moon Jae-in", "Donald Trump"]
        assert found["date"] == dt.datetime(1987, 3, 2, 20)  # noqa: DTZ001
        assert found["first_day"] == found["last_day"] == dt.datetime(1987, 3, 3)  # noqa: DTZ001
        assert found["lead"] == "LONDON, March 3 - Grain exports rose."
        assert found["words"] == 15
        assert "section" not in found
        assert asked.document(url="example.org/a")["id"] == "grain"
        assert asked.document(id="gone") is None
        assert "date" not in asked.document(id="undated")
        assert asked.document(id="undated")["text"].endswith("AT&T\n\nA ship of grain")


def test_what_was_asked_for_is_highlighted_as_written(index):
    with index.searcher() as asked:
        parser = QueryParser("body", index.schema)
        (hit,) = asked.search(parser.parse("negotiating"))
        assert '<b class="match term0">Negotiations</b>' in hit.highlights("body")
        (hit,) = asked.search(parser.parse("NEGOTIATIO*"))
        assert '<b class="match term0">Negotiations</b>' in hit.highlights("body")
        (hit,) = asked.search(query.FuzzyTerm("body", "Caffé"))
        assert '<b class="match term0">café</b>' in hit.highlights("body")
        (hit,) = asked.search(parser.parse("people:melania"), terms=True)
        assert hit.matched_terms() == [("people", b"melania")]


def test_key_terms_and_similar_stories_come_from_stems(index):
    with index.searcher() as asked:
        number = asked.document_number(id="grain")
        assert {"negoti", "london"} <= {term for term, _ in asked.key_terms([number], "body", numterms=20)}
        assert {hit["id"] for hit in asked.more_like(number, "body", numterms=20)} == {"taxes", "undated"}


def test_words_are_suggested_as_words(index):
    with index.searcher() as asked:
        assert asked.suggest("body", "negotiatons") == ["negotiations"]
        assert asked.suggest("title", "delted") == []


def test_nothing_is_skipped_by_quality(index):
    with index.searcher() as asked:
        matcher = asked.postings("text", b"grain")
        assert not matcher.supports_block_quality()
        assert matcher.max_quality() == math.inf
        grain, export = query.Term("text", "grain"), query.Term("text", "export")
        for question in (
            query.DisjunctionMax([grain, export]),
            query.Require(grain, export),
            query.And([grain, query.Not(query.Term("text", "tax"))]),
            query.AndMaybe(grain, export),
        ):
            whole = asked.search(question, limit=None)
            assert [(hit.docnum, hit.score) for hit in asked.search(question, limit=1)] == [
                (hit.docnum, hit.score) for hit in whole
            ][:1]


def test_a_matcher_steps_as_whoosh_expects(index):
    matcher = WhooshIndex(snapshot(STORIES)).reader().readers[0].postings("text", "grain")
    assert matcher.term() == ("text", b"grain")
    assert list(matcher.copy().all_ids()) == [0, 1, 2, 3]
    assert [frequency for _, frequency in matcher.copy().items_as("frequency")] == [2, 1, 1, 2]
    matcher.skip_to(2)
    twin = matcher.copy()
    matcher.next()
    assert (matcher.id(), twin.id(), matcher.weight(), matcher.score()) == (3, 2, 2.0, 2.0)
    assert matcher.value_as("positions") == matcher.format.decode_positions(matcher.value())
    assert [span.start for span in matcher.spans()] == matcher.value_as("positions")
    matcher.next()
    assert not matcher.is_active()
    assert not matcher.replace().is_active()
    matcher.reset()
    assert matcher.id() == 0


def test_an_empty_index_answers():
    index = WhooshIndex(Snapshot(7, ()))
    assert index.is_empty()
    with index.searcher() as asked:
        assert ids(asked, QueryParser("text", index.schema).parse("grain OR ta*")) == []
        assert ids(asked, query.Every(), sortedby="date", groupedby="source") == []
        assert (asked.doc_count(), asked.reader().max_field_length("body")) == (0, 0)
        assert asked.up_to_date()


def test_it_is_read_only_and_pinned(tmp_path):
    with searcher.create(tmp_path / "index") as index:
        index.add([{"id": "1", "title": "Grain exports rise"}], as_is=True)
        before = index.whoosh()
        for change in (
            before.writer,
            before.optimize,
            lambda: before.delete_by_term("id", "1"),
            lambda: before.add_field("x", None),
        ):
            with pytest.raises(RequestError, match=r"Index\.add|merged"):
                change()
        index.add([{"id": "2", "title": "Grain prices fall"}], as_is=True)
        index.delete("1")
        with before.searcher() as asked:
            assert ids(asked, QueryParser("title", before.schema).parse("grain")) == ["1"]
            assert asked.refresh() is asked
        after = index.whoosh()
        with after.searcher() as asked:
            assert ids(asked, QueryParser("title", after.schema).parse("grain")) == ["2"]
        assert after.latest_generation() > before.latest_generation()


def test_queries_are_stemmed_in_the_language_of_the_index(tmp_path):
    with searcher.create(tmp_path / "index", language="german") as index:
        index.add([{"id": "1", "title": "Die Verhandlungen"}], as_is=True)
        whoosh = index.whoosh()
        with whoosh.searcher() as asked:
            assert ids(asked, QueryParser("title", whoosh.schema).parse("Verhandlung")) == ["1"]
