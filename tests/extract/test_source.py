"""The agency that a text states."""

import pytest

from searcher.document import Dateline, Document
from searcher.extract.source import complete

PROSE = "The council met on Friday to vote on the budget of the coming year, and it was in 1945 that it last did so."


@pytest.mark.parametrize(
    ("parts", "source"),
    [
        ({"dateline": Dateline("Seoul", None, "Yonhap")}, "Yonhap"),
        ({"dateline": Dateline("Oslo", None, "The Associated Press")}, "AP"),
        ({"dateline": Dateline("Oslo", None, "Fjord Wire")}, "Fjord Wire"),
        ({"dateline": Dateline("Oslo", None, None)}, None),
        ({"body": f"{PROSE}\n\nSource: Xinhua"}, "Xinhua"),
        ({"body": f"{PROSE}\n\nPTI"}, "PTI"),
        ({"body": f"{PROSE}\n\n(Kyodo)"}, "Kyodo"),
        ({"body": f"{PROSE}\n\n© 2020 The Associated Press. All rights reserved."}, "AP"),
        ({"body": f"By AFP\n\n{PROSE}"}, "AFP"),
        ({"body": f"{PROSE}\n\nTrend"}, None),
        ({"body": f"{PROSE}\n\nThe Associated Press contributed."}, None),
        ({"body": PROSE}, None),
        ({}, None),
    ],
)
def test_sources(parts, source):
    found = complete(Document(**parts))
    assert (found.source, found.inferred) == (source, ("source",) if source else ())


def test_a_given_one_stays():
    given = Document(source="The Daily Herald", dateline=Dateline("Seoul", None, "Yonhap"))
    assert complete(given) is given
