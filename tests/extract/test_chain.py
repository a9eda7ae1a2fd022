"""The chain as a whole: golden pairs, and laws that hold for any document."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.document import LISTS, Dateline, Document, as_dict, format_date, parse_date
from searcher.extract import complete

GOLDEN = sorted((Path(__file__).parent.parent / "golden" / "extract").glob("*.json"))
FIELDS = ("title", "body", "date", "updated", "dateline", "byline", "people", "places", "source", "version")


def read(path):
    pair = json.loads(path.read_text(encoding="utf-8"))
    parts = dict(pair["given"])
    if "date" in parts:
        parts["date"] = parse_date(parts["date"])[0]
    return Document(**parts), pair["completed"]


@pytest.mark.parametrize("path", GOLDEN, ids=[path.stem for path in GOLDEN])
def test_golden_pairs(path):
    """What the pair states is found, what it states to be null is not; it says nothing of the fields it leaves out."""
    document, wanted = read(path)
    found = as_dict(complete(document))
    assert wanted
    assert {name: found[name] for name in wanted if name != "inferred"} == {
        name: value for name, value in wanted.items() if name != "inferred"
    }
    assert [name for name in found["inferred"] if name not in ("people", "places")] == wanted["inferred"]


LINES = st.sampled_from(
    [
        "SEOUL, Jan. 24 (Yonhap) -- The council met.",
        "(Reuters) - Shares fell.",
        "By Jane Doe",
        "Published January 24, 2020 09:00 KST",
        "Updated 25 January 2020",
        "January 24, 2020",
        "jane@example.org",
        "(END)",
        "PTI",
        "© 2020 AP",
        "",
        "The council met on Friday to vote on the budget of the coming year, and on January 2, 2019 it had not.",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(LINES, max_size=8).map("\n\n".join), st.lists(LINES).map("\n".join))
MOMENTS = st.one_of(
    st.none(),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=9))])),
)
DOCUMENTS = st.builds(
    Document,
    title=st.one_of(TEXTS, st.sampled_from(["UPDATE 1-Oil falls", "(LEAD) Talks resume"])),
    body=TEXTS,
    date=MOMENTS,
    updated=MOMENTS,
    dateline=st.none()
    | st.builds(
        Dateline,
        st.none() | st.text(max_size=20),
        st.none() | st.text(max_size=12) | st.just("Dec. 31"),
        st.none() | st.sampled_from(["Yonhap", "AP"]) | st.text(max_size=20),
    ),
    byline=st.none() | st.text(max_size=20),
    source=st.none() | st.sampled_from(["Yonhap", "PTI"]) | st.text(max_size=20),
    url=st.none()
    | st.sampled_from(["https://example.org/2020/01/24/x", "https://example.org/1/1/1"])
    | st.text(max_size=40),
    version=st.none() | st.text(max_size=5),
    stated_empty=st.sets(st.sampled_from(LISTS)).map(lambda names: tuple(sorted(names))),
)


@given(DOCUMENTS)
@settings(max_examples=150, deadline=None)
def test_only_empty_fields_are_filled_and_named(document):
    found = complete(document)
    before, after = as_dict(document), as_dict(found)
    for name in FIELDS:
        if before[name] not in (None, "", []):
            # A local time may have been put on its agency's clock.
            assert str(after[name])[:16] == str(before[name])[:16]
            assert name not in found.inferred
        else:
            assert (after[name] not in (None, "", [])) == (name in found.inferred)
    assert all(not getattr(found, name) for name in document.stated_empty)
    assert len(set(found.inferred)) == len(found.inferred)


@given(DOCUMENTS)
@settings(max_examples=100, deadline=None)
def test_completing_twice_is_completing_once(document):
    once = complete(document)
    assert complete(once) == once
    assert as_dict(complete(document)) == as_dict(once)


@given(DOCUMENTS)
@settings(max_examples=100, deadline=None)
def test_a_date_has_its_precision_and_is_stated_somewhere(document):
    found = complete(document)
    if "date" not in found.inferred:
        return
    assert (found.date_precision == "minute") == isinstance(found.date, dt.datetime)
    text = " ".join([document.body, document.url or "", format_date(document.updated) or ""])
    year = format_date(found.date)[:4]
    # Or the last evening of the year before.
    assert year in text or f"{int(year) + 1:04}" in text


@pytest.mark.parametrize("body", ["x" * 300_000, "a\n\n" * 100_000, "\n" * 300_000, "24 " * 100_000, "A, " * 100_000])
def test_long_bodies_of_nothing(body):
    found = complete(Document(title="Nothing", body=body, stated_empty=("people", "places")))
    assert (found.date, found.dateline, found.byline) == (None, None, None)
