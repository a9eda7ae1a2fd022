"""Bylines at the two ends of a story."""

import pytest

from searcher.document import Document
from searcher.extract.byline import complete

PROSE = "The council met on Friday to vote on the budget of the coming year, and it was in 1945 that it last did so."
LONG = "\n\n".join([PROSE] * 30)


@pytest.mark.parametrize(
    ("body", "byline"),
    [
        (f"By Jane Doe\n\n{LONG}", "Jane Doe"),
        (f"By JANE DOE and JOHN ROE, Associated Press Writers\n\n{PROSE}", "Jane Doe, John Roe"),
        (f"{LONG}\n\n(Reporting by Jane Doe; Editing by Mary Major)", "Jane Doe"),
        (f"{PROSE}\n\nReporting by Jane Doe in Oslo; Editing by Mary Major", "Jane Doe"),
        (f"{LONG}\n\njane@example.org\n\n(END)", "jane@example.org"),
        (f"{LONG}\n\nKim Deok-hyun kdh@example.org\n\n(END)", "Kim Deok-hyun"),
        (f"By Jane Doe\n\n{LONG}\n\njohn@example.org", "Jane Doe"),
        (f"By The Associated Press\n\n{PROSE}", "The Associated Press"),
        (LONG, None),
        ("", None),
        (f"Jane Doe in Paris\n\n{PROSE}", None),
        (f"{PROSE}\n\nBy Friday Evening\n\n{PROSE}", None),
        (f"{LONG}\n\nBy Jane Doe\n\n{LONG}", None),
        (f"{LONG}\n\nWrite to us at news@example.org", None),
        (f"{LONG}\n\nnews@example.org", None),
    ],
)
def test_bylines(body, byline):
    found = complete(Document(body=body))
    assert found.byline == byline
    assert found.inferred == (("byline",) if byline else ())


def test_a_given_one_stays():
    given = Document(body=f"By Jane Doe\n\n{PROSE}", byline="John Roe")
    assert complete(given) is given
