"""Random documents, query trees and splits into leaves, small enough that everything meets everything."""

import datetime as dt
import itertools

from hypothesis import strategies as st

from searcher.document import Dateline, Document, Person, Place
from searcher.query import nodes

WORDS = (
    "tax taxes Tax TAX rate rates deal deals the The US us U.S. café cafe Café cost-sharing talks talk O'Brien's "
    "Seoul negotiate negotiation 1,234.5 AT&T"
).split()
PLAIN = ["tax", "taxes", "Tax", "rate", "deal", "the", "US", "us", "cafe", "Café", "cost", "sharing", "talks"]
PLAIN += ["O'Brien", "negotiating", "1234.5", "AT&T", "nowhere"]
STARTS = ("Tax", "The", "US", "Café")
PEOPLE = ["Moon Jae-in", "Jae-in Moon", "Moon Jaein", "Donald Trump", "Kim Jae", "Trump", "Melania Trump", "Élise Moon"]
PLACES = [
    ("Seoul", ("South Korea", "Asia")),
    ("Busan", ("South Korea", "Asia")),
    ("New York City", ("New York", "United States", "North America")),
    ("Paris", ("France", "Europe")),
    ("York", ("United Kingdom", "Europe")),
]
SOURCES = [None, "Reuters", "Yonhap News", "News of York", "reuters"]
DAYS = [dt.date(2019, 12, 31), dt.date(2020, 1, 1), dt.date(2020, 1, 24), dt.date(2020, 3, 1)]
MOMENTS = [
    dt.datetime(2020, 1, 24, 9, tzinfo=dt.timezone(dt.timedelta(hours=9))),
    dt.datetime(2020, 1, 24, 0, 0),  # noqa: DTZ001
    dt.datetime(2020, 1, 24, 23, 30, tzinfo=dt.UTC),
]
URLS = [None, "https://www.example.org/a/b?x=1", "http://news.example.org/a", "example.org/ab", "https://yna.co.kr/"]
PATHS = ["/news/2020/tax.txt", "/news/2019/deal-rate.txt", "C:\\news\\us.txt"]


@st.composite
def texts(draw, *, longest=12):
    chosen = draw(st.lists(st.sampled_from(WORDS), max_size=longest))
    gaps = draw(
        st.lists(st.sampled_from([" ", " ", " ", ". ", ", ", "\n\n"]), min_size=len(chosen), max_size=len(chosen))
    )
    return "".join(word + gap for word, gap in zip(chosen, gaps, strict=True)).strip()


@st.composite
def dates(draw):
    kind = draw(st.sampled_from(["none", "day", "month", "year", "minute"]))
    if kind == "none":
        return None, None
    return draw(st.sampled_from(MOMENTS if kind == "minute" else DAYS)), kind


@st.composite
def documents(draw, key):
    date, precision = draw(dates())
    people = draw(st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True))
    places = draw(st.lists(st.sampled_from(PLACES), max_size=2, unique=True))
    return Document(
        id=key,
        title=draw(texts(longest=5)),
        body=draw(texts(longest=16)),
        captions=tuple(draw(st.lists(texts(longest=4), max_size=2))),
        date=date,
        date_precision=precision,
        updated=draw(st.sampled_from([None, *DAYS[:2]])),
        people=tuple(Person(name, (name.split()[-1],)) for name in people),
        places=tuple(Place(name, (name,), None, within) for name, within in places),
        dateline=draw(st.sampled_from([None, Dateline("Seoul"), Dateline("York", "March 1"), Dateline(None, "May 2")])),
        source=draw(st.sampled_from(SOURCES)),
        keywords=tuple(draw(st.lists(st.sampled_from(["tax", "trade deal", "Cost-Sharing"]), max_size=2, unique=True))),
        language=draw(st.sampled_from([None, "en", "EN"])),
        url=draw(st.sampled_from(URLS)),
        paths=tuple(draw(st.lists(st.sampled_from(PATHS), max_size=1))),
    )


@st.composite
def collections(draw):
    """(batches of documents, ids of deleted ones); the ids' order is not the documents'."""
    count = draw(st.integers(1, 7))
    keys = draw(st.permutations([f"d{number}" for number in range(count)]))
    found = [draw(documents(key)) for key in keys]
    few, all_ = st.lists(st.integers(0, count), max_size=2), st.just(list(range(1, count)))
    cuts = sorted(draw(st.one_of(few, few, few, all_)))  # 1, 2, 3 segments, or one for each document
    edges = [0, *cuts, count]
    deleted = draw(st.lists(st.sampled_from(keys), max_size=2, unique=True))
    return [found[low:high] for low, high in itertools.pairwise(edges)], set(deleted)


zones = st.sampled_from([None, None, None, "title", "body", "lead", "caption"])
matches = st.sampled_from(["stem", "folded", "exact"])
plain = st.sampled_from(PLAIN)
running_words = st.builds(nodes.Word, plain, zones, matches)
phrases = st.builds(
    nodes.Phrase, st.lists(plain, min_size=2, max_size=3).map(tuple), zones, matches, st.sampled_from([0, 0, 1, 2, 5])
)
patterns = st.builds(nodes.Pattern, st.sampled_from(["t*", "*a*", "t?x", "ta*s", "cost?", "??", "caf*"]), zones)
fuzzies = st.builds(
    nodes.Fuzzy, st.sampled_from(["taxi", "tex", "raet", "cfae", "dela"]), st.sampled_from([1, 2]), zones
)
occurring = st.one_of(running_words, phrases, patterns, fuzzies)


def nears(operands):
    units = st.sampled_from([("word", 1), ("word", 3), ("word", 200), ("sentence", 0), ("paragraph", 0)])
    return st.builds(
        lambda left, right, how, ordered, negated: nodes.Near(
            left, right, distance=how[1], ordered=ordered, unit=how[0], negated=negated
        ),
        operands,
        operands,
        units,
        st.booleans(),
        st.booleans(),
    )


groups = st.lists(occurring, min_size=2, max_size=3).map(lambda parts: nodes.Or(tuple(parts)))
operands = st.one_of(occurring, occurring, groups)
near = nears(st.one_of(operands, operands, nears(operands)))
at_least = st.builds(nodes.AtLeast, st.integers(1, 3), st.one_of(operands, near))

days = st.sampled_from([None, *DAYS, dt.date(2020, 12, 31)])
named = st.one_of(
    st.builds(
        nodes.Named,
        st.just("people"),
        st.sampled_from([*PEOPLE, "Jaein", "moon trump", "Trump, Donald J.", "Jae In Moon"]),
    ),
    st.builds(
        nodes.Named,
        st.just("places"),
        st.sampled_from(["South Korea", "korea", "U.S.", "new york", "asia", "Seoul, Asia"]),
    ),
    st.builds(nodes.Named, st.just("dateline"), st.sampled_from(["Seoul", "york"])),
)
valued = st.one_of(
    named,
    st.builds(nodes.Word, st.sampled_from(["moon", "Trump", "jaein"]), st.just("people")),
    st.builds(nodes.Word, st.sampled_from(["korea", "york", "Europe"]), st.sampled_from(["places", "dateline"])),
    st.builds(
        nodes.Word, st.sampled_from(["news", "Reuters", "tax", "en"]), st.sampled_from(["source", "keyword", "lang"])
    ),
    st.builds(
        nodes.Pattern, st.sampled_from(["m*", "*o*", "re?ters"]), st.sampled_from(["people", "source", "keyword"])
    ),
    st.builds(nodes.Fuzzy, st.sampled_from(["trmup", "nwes"]), st.just(1), st.sampled_from(["people", "source"])),
    st.builds(
        nodes.Phrase, st.sampled_from([("news", "of"), ("trade", "deal")]), st.sampled_from(["source", "keyword"])
    ),
    st.builds(nodes.Whole, st.just("people"), st.sampled_from(["Trump", "Donald Trump", "Moon"])),
    st.builds(nodes.Whole, st.just("places"), st.sampled_from(["Seoul", "South Korea"])),
    st.builds(nodes.Whole, st.just("source"), st.sampled_from(["Reuters", "reuters", "News"])),
    st.builds(nodes.Whole, st.sampled_from(["lang", "dateline", "id"]), st.sampled_from(["en", "Seoul", "d0"])),
    st.builds(nodes.Located, st.just("path"), st.sampled_from(["news/2020", "deal-rate", "news", "2020/news"])),
    st.builds(
        nodes.Located, st.just("url"), st.sampled_from(["example.org", "example.org/a", "news.example.org", "co.kr"])
    ),
    st.builds(nodes.DateRange, st.sampled_from(["date", "updated", "added"]), days, days),
    st.builds(nodes.WordCount, st.sampled_from([None, 3, 8]), st.sampled_from([None, 5, 12])),
    st.builds(nodes.Has, st.sampled_from(["title", "caption", "people", "date", "dateline", "keyword", "lang", "url"])),
    st.just(nodes.Everything()),
)
clauses = st.one_of(occurring, occurring, near, at_least, valued)


def joined(children):
    several = st.lists(children, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(nodes.And),
        several.map(nodes.Or),
        children.map(nodes.Not),
        st.builds(nodes.Boost, children, st.sampled_from([0.5, 2.0, 3.3])),
    )


trees = st.recursive(clauses, joined, max_leaves=5)
