"""Headlines -> their wire marks, and headlines whose words only look like marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.knowledge.versions import split_marks

MARKED = [
    ("(URGENT) N. Korea fires missile", "URGENT", "N. Korea fires missile"),
    ("(LEAD) Talks resume in Seoul", "LEAD", "Talks resume in Seoul"),
    ("(2nd LD) Talks resume in Seoul", "2nd LD", "Talks resume in Seoul"),
    ("(3rd LD) (Olympics) Skaters arrive", "3rd LD", "(Olympics) Skaters arrive"),
    ("(4th LD-Corrected) Talks resume", "4th LD, CORRECTED", "Talks resume"),
    ("UPDATE 1-Oil falls", "UPDATE 1", "Oil falls"),
    ("UPDATE 10-Oil falls", "UPDATE 10", "Oil falls"),
    ("RPT-UPDATE 2-Oil falls", "RPT, UPDATE 2", "Oil falls"),
    ("CORRECTED-UPDATE 1-Oil falls", "CORRECTED, UPDATE 1", "Oil falls"),
    ("REFILE-Oil falls", "REFILE", "Oil falls"),
    ("CORRECTED - OIL FALLS", "CORRECTED", "OIL FALLS"),
    ("CORRECTION: Oil falls", "CORRECTED", "Oil falls"),
    ("Correction: Georgia election story", "CORRECTED", "Georgia election story"),
    ("Oil prices rise (CORRECTED)", "CORRECTED", "Oil prices rise"),
    ("Oil prices rise (Updated)", "UPDATE", "Oil prices rise"),
    ("Storm hits coast, 1st Ld-Writethru", "1st LD, WRITETHRU", "Storm hits coast"),
    ("BC-US--Storm, 3rd Ld-Writethru,850", "3rd LD, WRITETHRU", "BC-US--Storm"),
    ("KILL: Oil falls", "KILL", "Oil falls"),
    ("KILL-Storm story", "KILL", "Storm story"),
    ("BREAKING: Bridge closed", "BREAKING", "Bridge closed"),
    ("BREAKING NEWS: Bridge closed", "BREAKING", "Bridge closed"),
    ("FLASH - Bridge closed", "FLASH", "Bridge closed"),
    ("LEAD: Premier to visit Kyoto", "LEAD", "Premier to visit Kyoto"),
    ("UPDATE1: Premier to visit Kyoto", "UPDATE 1", "Premier to visit Kyoto"),
    ("2ND LEAD Chancellor says no", "2nd LD", "Chancellor says no"),
    ("URGENT-Oil rises", "URGENT", "Oil rises"),
    ("EMBARGOED UNTIL 0600 GMT: Study", "EMBARGOED", "Study"),
    ("Oil prices - UPDATE", "UPDATE", "Oil prices"),
    ("WRAPUP 3-Central bank holds", "WRAPUP 3", "Central bank holds"),
]


@pytest.mark.parametrize(("title", "marks", "rest"), MARKED, ids=[row[0] for row in MARKED])
def test_marks(title, marks, rest):
    assert split_marks(title) == (marks, rest)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Lead prices rise",
        "LEAD PRICES RISE",
        "Lead: the silent poison",
        "URGENT care centers open",
        "URGENT-CARE CENTERS OPEN",
        "LEAD-ACID BATTERIES",
        "Update on the storm",
        "UPDATE ON STORM",
        "Updates to tax law",
        "Kill Bill returns",
        "Breaking bad habits",
        "Breaking-point for hospitals",
        "Flash floods in Valencia",
        "Police kill two",
        "Adds to woes",
        "Correction in stocks",
        "Price of a metal (lead)",
        "Man charged in crash, killed",
        "Storm toll rises - killed",
        "(UPDATE)",
        "UPDATE 1-",
        "  Padded headline ",
    ],
)
def test_headlines_without_marks_stay_as_they_are(title):
    assert split_marks(title) == (None, title)


@given(
    st.lists(
        st.sampled_from(["UPDATE 1-", "(LEAD) ", "URGENT: ", "Oil", " (CORRECTED)", ", 1st Ld", "-", ":", " "])
    ).map("".join)
)
def test_any_mixture_keeps_a_headline_and_ends(title):
    marks, rest = split_marks(title)
    assert (marks is None) == (rest == title)
    assert rest or not title
    assert split_marks("(" * 1000 + title)


@pytest.mark.parametrize("junk", ["UPDATE 1-" * 2_000, "(LEAD) " * 2_000, "a, " * 50_000, " " * 100_000])
def test_long_junk(junk):
    marks, rest = split_marks(junk)
    assert (marks is None) == (rest == junk)
