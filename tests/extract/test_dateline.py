"""The dateline of a document: only where it is missing, and from its first paragraph."""

import pytest

from searcher.document import Dateline, Document
from searcher.extract.dateline import complete

STORY = "SEOUL, Jan. 24 (Yonhap) -- The city council met on Friday to vote on next year's budget.\n\nMembers disagreed."


def test_the_first_paragraph_states_it_and_the_body_keeps_it():
    found = complete(Document(body=STORY))
    assert found.dateline == Dateline("Seoul", "Jan. 24", "Yonhap")
    assert (found.inferred, found.body) == (("dateline",), STORY)


def test_lines_of_heading_before_it_are_passed_over():
    found = complete(Document(body="By Jane Doe\n\nAll News 09:00 January 24, 2020\n\n" + STORY))
    assert found.dateline.place == "Seoul"


def test_a_dateline_further_down_is_another_story():
    prose = "The city council met on Friday to vote on the budget of the next year, and members disagreed on it all."
    assert complete(Document(body=f"{prose}\n\n{STORY}")).dateline is None


def test_a_given_one_stays():
    given = Document(body=STORY, dateline=Dateline("Busan", None, None))
    assert complete(given) is given


@pytest.mark.parametrize("body", ["", "\n\n\n", "The council met."])
def test_none(body):
    document = Document(body=body)
    assert complete(document) is document
