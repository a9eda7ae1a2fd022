"""One hit a story: what stands for it, what is folded under it, and that nothing is hidden without being counted."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.codec.base import Links, Snapshot
from searcher.document import Document
from searcher.errors import RequestError
from searcher.search import Request
from searcher.search.groups import components
from searcher.search.versions import changes, versions
from tests.oracle import kin
from tests.oracle.memory import snapshot
from tests.search.asking import ask, ids

LONG = " ".join(f"w{number}" for number in range(40))


def day(number):
    return dt.datetime(2020, 3, number, 9, tzinfo=dt.UTC)


def story(key, body, when=None, **more):
    return Document(
        id=key, title=more.pop("title", "Grain"), body=body, date=when, date_precision=when and "minute", **more
    )


#: Three copies of which one is older and one longer, one undated; and stories of their own.
COPIES = (
    story("b", f"grain {LONG}", day(3)),
    story("a", f"grain {LONG}", day(3)),
    story("old", f"grain {LONG}", day(1)),
    story("long", f"grain {LONG} barley", day(2)),
    story("undated", f"grain {LONG}"),
    story("other", "grain and nothing else", day(4)),
)


def linked(*batches):
    """A snapshot in memory with all pairs that comparing all with all gives."""
    held = snapshot(*batches)
    stories = [document for leaf in held.leaves for document in leaf.stories]
    rows = [leaf.signatures() for leaf in held.leaves]
    content = {
        one.id: row
        for leaf, sign in zip(held.leaves, rows, strict=True)
        for one, row in zip(leaf.stories, sign.content.tolist(), strict=True)
    }
    facts = {
        one.id: row
        for leaf, sign in zip(held.leaves, rows, strict=True)
        for one, row in zip(leaf.stories, sign.facts.tolist(), strict=True)
    }
    return Snapshot(
        1, held.leaves, links=Links(_pairs(stories, kin.copies, content), _pairs(stories, kin.versions, facts))
    )


def _pairs(stories, rule, keys):
    found = [(keys[a.id], keys[b.id]) for a in stories for b in stories if a.id < b.id and rule(a, b)]
    return np.array(found, dtype=np.uint64).reshape(-1, 2)


HELD = linked(COPIES[:3], COPIES[3:])


@pytest.mark.parametrize(
    ("keep", "kept", "folded"),
    [
        ("newest", "a", ("b", "long", "old", "undated")),
        ("first", "old", ("long", "a", "b", "undated")),
        ("longest", "long", ("a", "b", "old", "undated")),
    ],
)
def test_one_hit_stands_for_all_copies(keep, kept, folded):
    page = ask("grain", HELD, collapse="copies", keep=keep, sort="oldest")
    assert {hit.id: hit.copies for hit in page} == {kept: folded, "other": ()}
    assert (page.total, page.stories) == (6, 2)


def test_only_what_matches_is_folded_and_only_what_matches_stands():
    page = ask("barley", HELD, collapse="copies", keep="newest")
    assert [(hit.id, hit.copies) for hit in page] == [("long", ())]
    page = ask("grain until:2020-03-02", HELD, collapse="copies")
    assert [(hit.id, hit.copies) for hit in page] == [("long", ("old",))]


def test_without_collapsing_every_document_is_a_hit():
    page = ask("grain", HELD)
    assert (len(page), page.total, page.stories) == (6, 6, None)
    assert all(hit.copies == () for hit in page)


def test_facets_and_totals_count_documents():
    page = ask("grain", HELD, collapse="copies", facets=("year",))
    assert [(one.value, one.count) for one in page.facets["year"]] == [("2020", 5)]


def test_pages_and_cursors_go_through_stories_and_belong_to_one_arrangement():
    first = ask("grain", HELD, collapse="copies", limit=1)
    second = ask("grain", HELD, collapse="copies", limit=1, cursor=first.next)
    assert sorted(ids(first) + ids(second)) == ["a", "other"]
    assert [hit.rank for hit in second] == [2]
    assert second.next is None
    for how in ({}, {"collapse": "versions"}, {"collapse": "copies", "keep": "first"}):
        with pytest.raises(RequestError, match="another query or order"):
            ask("grain", HELD, cursor=first.next, **how)


@pytest.mark.parametrize(("name", "value", "hint"), [("collapse", "copy", "copies"), ("keep", "oldest", "longest")])
def test_what_there_is_not_is_an_error_that_says_what_there_is(name, value, hint):
    with pytest.raises(RequestError, match=f"no {name} '{value}'; there is .*{hint}"):
        Request(**{name: value})


QUERIES = ["*", "grain", "w1 w7", "barley", "wire", "title:grain", "date:2020-03-01..2020-03-02"]


@st.composite
def collections(draw):
    bodies = [f"grain {LONG}", f"grain {LONG} barley", f"grain {LONG} wheat", "grain", "wire " * 31, f"{LONG} wire"]
    number = draw(st.integers(0, 8))
    stories = [
        story(
            f"s{key}",
            draw(st.sampled_from(bodies)),
            draw(st.sampled_from([None, day(1), day(2), day(2), day(9)])),
            title=draw(st.sampled_from(["Grain", "Grain exports rise", "Wire"])),
            version=draw(st.sampled_from([None, None, "URGENT", "KILL"])),
        )
        for key in range(number)
    ]
    cuts = sorted(draw(st.lists(st.integers(0, number), max_size=2)))
    return [stories[a:b] for a, b in zip([0, *cuts], [*cuts, number], strict=True)]


def rank(one, keep):
    """What is kept first."""
    when = one.date.timestamp() if one.date else 0
    words = -len(one.body.split()) if keep == "longest" else 0
    return words, one.date is None, when if keep == "first" else -when, one.id


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    collections(),
    st.sampled_from(QUERIES),
    st.sampled_from(["copies", "versions"]),
    st.sampled_from(["newest", "first", "longest"]),
    st.sampled_from(["relevance", "newest", "oldest"]),
)
def test_collapsing_is_grouping_all_hits(batches, query, collapse, keep, sort):
    held = linked(*batches)
    plain = ask(query, held, limit=None, sort=sort)
    stories = {one.id: one for batch in batches for one in batch}
    rules = (kin.copies,) if collapse == "copies" else (kin.copies, kin.versions)
    groups = [group & set(ids(plain)) for group in kin.groups(list(stories.values()), *rules)]
    folded = {}
    for group in groups:
        if group:
            first, *rest = sorted(group, key=lambda key: rank(stories[key], keep))
            folded[first] = tuple(rest)
    page = ask(query, held, limit=None, sort=sort, collapse=collapse, keep=keep)
    assert {hit.id: hit.copies for hit in page} == folded
    assert ids(page) == [key for key in ids(plain) if key in folded]
    assert [hit.score for hit in page] == [hit.score for hit in plain if hit.id in folded]
    assert (page.total, page.stories) == (plain.total, len(folded))
    assert len(page) + sum(len(hit.copies) for hit in page) == page.total
    assert ids(ask(query, held, limit=2, offset=1, sort=sort, collapse=collapse, keep=keep)) == ids(page)[1:3]


CHAIN = (
    story(
        "1", f"A ferry ran aground. {LONG[:60]}", day(1), title="(URGENT) Ferry aground off Ulleung", version="URGENT"
    ),
    story(
        "2",
        f"A ferry ran aground, nobody was hurt. {LONG}",
        day(2),
        title="(LEAD) Ferry aground off Ulleung",
        version="LEAD",
    ),
    story("2-copy", f"A ferry ran aground, nobody was hurt. {LONG}", day(2), title="Ferry aground", source="Paper"),
    story("3", "The story is taken back.", day(3), title="KILL: Ferry aground off Ulleung", version="KILL"),
    story("4", f"Now it is known. {LONG}", day(4), title="(2nd LD) Ferry aground off Ulleung", version="2nd LD"),
    story("else", "Another ferry sails.", day(2), title="Ferry sails"),
)


def test_a_chain_has_its_marks_and_says_what_was_taken_back():
    found = versions(linked(CHAIN[3:], CHAIN[:3]), "2")
    assert [(one.id, one.version, one.copy_of, one.killed) for one in found] == [
        ("1", "URGENT", None, True),
        ("2", "LEAD", None, True),
        ("2-copy", None, "2", True),
        ("3", "KILL", None, True),
        ("4", "2nd LD", None, False),
    ]
    assert [one.id for one in versions(HELD, "other")] == ["other"]
    with pytest.raises(RequestError, match="no story has the id 'x'"):
        versions(HELD, "x")


def test_hits_say_that_a_story_was_taken_back():
    assert {hit.id: hit.killed for hit in ask("ferry", linked(CHAIN), limit=None)} == {
        "1": True, "2": True, "2-copy": True, "3": True, "4": False, "else": False
    }  # fmt: skip
    assert not any(hit.killed for hit in ask("grain", HELD))


def test_changes_are_told_word_by_word():
    one = Document(title="Grain up", body="Grain rose by 5 percent.\n\nNobody knew why.")
    other = Document(title="Grain up", body="Grain rose by 6 percent on Monday.\n\nNobody knew why.\n\nIt rained.")
    assert [(change.kind, change.text.strip()) for change in changes(one, other)] == [
        ("same", "Grain up\n\nGrain rose by"),
        ("removed", "5 percent."),
        ("added", "6 percent on Monday."),
        ("same", "Nobody knew why."),
        ("added", "It rained."),
    ]
    assert [change.kind for change in changes(one, one)] == ["same"]
    assert changes(Document(), Document()) == ()


@settings(max_examples=60, deadline=None)
@given(*[st.lists(st.lists(st.sampled_from("a b c d".split()), min_size=1, max_size=5), max_size=4)] * 2)
def test_both_documents_can_be_put_together_from_what_changed(one, other):
    texts = ["\n\n".join(" ".join(words) for words in paragraphs) for paragraphs in (one, other)]
    found = changes(*(Document(body=text) for text in texts))
    for text, kind in zip(texts, ("removed", "added"), strict=True):
        assert " ".join(change.text for change in found if change.kind in ("same", kind)).split() == text.split()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=15))
def test_components_are_what_chains_of_pairs_hold_together(pairs):
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    found = components(10, table[:, 0], table[:, 1]).tolist()
    groups = [{number} for number in range(10)]
    for one, other in pairs:
        whole = groups[one] | groups[other]
        for number in whole:
            groups[number] = whole
    assert found == [min(group) for group in groups]
