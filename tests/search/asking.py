"""Stories and helpers that the tests of this room share."""

import datetime as dt

from searcher.document import Document, Person, Place
from searcher.query import parse
from searcher.search import Request, run
from tests.oracle.memory import snapshot

GRAIN = Document(
    id="grain",
    title="Grain exports rise",
    body=(
        "ROTTERDAM, March 3 - Grain exports through the port rose by a tenth, officials said. The tax on barley was cut."
        " Tax on wheat was raised.\n\nA café by the quay negotiated a cost-sharing deal with its neighbours."
    ),
    date=dt.date(2020, 3, 3),
    date_precision="day",
    captions=("A silo on the quay at dusk",),
    people=(Person("Ji-woo Han", ("Han",)),),
    places=(Place("Rotterdam", ("Rotterdam",), "NL", ("South Holland", "Netherlands", "Europe")),),
    source="Harbour Times",
    url="https://www.harbour.example/a/1",
)
RAIL = Document(
    id="rail",
    title="Rail talks resume in Busan",
    body="The deal on wages is close. Sharing the cost of night trains was agreed. US drivers met; all of us listened.",
    date=dt.date(2020, 1, 1),
    date_precision="year",
    people=(Person("Clara Brandt", ("Brandt",)), Person("Ji-woo Han", ("Han",))),
    places=(Place("Busan", ("Busan",), "KR", ("South Korea", "Asia")),),
    source="Morning Courier",
)
TIDE = Document(
    id="tide",
    title="Tide tables for the harbour",
    body="High water is at noon. Grain barges wait. Negotiations over berths go on, and negotiators are tired.",
    date=dt.datetime(2020, 5, 20, 8, tzinfo=dt.UTC),
    date_precision="minute",
    source="Harbour Times",
)
NOTE = Document(id="note", title="A note on grain", body="Grain is sold by weight.")
STORIES = (GRAIN, RAIL, TIDE, NOTE)
HELD = snapshot(STORIES[:2], STORIES[2:])


def ask(query, held=HELD, **how):
    return run(held, parse(query, now=dt.datetime(2020, 6, 1, tzinfo=dt.UTC)), Request(**how))


def ids(page):
    return [hit.id for hit in page]


def marked(hit):
    """(field, marked text) of every mark of a hit."""
    return [(one.field, one.text[start:end]) for one in hit.snippets for start, end in one.marks]
