"""First paragraphs -> their datelines, and none where a sentence only begins with capitals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.knowledge.datelines import find_dateline, title_case

# The dateline, then place, region, day, agency.
DATELINES = [
    ("SEOUL, Jan. 24 (Yonhap) -- ", "Seoul", None, "Jan. 24", "Yonhap"),
    ("WASHINGTON (AP) — ", "Washington", None, None, "AP"),
    ("LONDON, March 3 (Reuters) - ", "London", None, "March 3", "Reuters"),
    ("SALVADOR, Feb 26 - ", "Salvador", None, "Feb 26", None),
    ("MONTREAL, Feb 26- ", "Montreal", None, "Feb 26", None),
    ("BEIJING, Jan. 24 (Xinhua) -- ", "Beijing", None, "Jan. 24", "Xinhua"),
    ("ST. LOUIS (AP) — ", "St. Louis", None, None, "AP"),
    ("NEW YORK, N.Y., Jan. 24 (UPI) -- ", "New York", "N.Y.", "Jan. 24", "UPI"),
    ("Tokyo, Jan. 24 (Kyodo) -- ", "Tokyo", None, "Jan. 24", "Kyodo"),
    ("(Reuters) - ", None, None, None, "Reuters"),
    ("Jan. 24 (UPI) -- ", None, None, "Jan. 24", "UPI"),
    ("LONDON - ", "London", None, None, None),
    ("LONDON — ", "London", None, None, None),
    ("KYIV, Ukraine (AP) — ", "Kyiv", "Ukraine", None, "AP"),
    ("KYIV, Ukraine — ", "Kyiv", "Ukraine", None, None),
    ("MOSCOW, January 24. /TASS/. ", "Moscow", None, "January 24", "TASS"),
    ("MOSCOW (Sputnik), Jan 24 — ", "Moscow", None, "Jan 24", "Sputnik"),
    ("OSLO, Jan. 24, 2020 /PRNewswire/ -- ", "Oslo", None, "Jan. 24, 2020", "PRNewswire"),
    ("SAN FRANCISCO--(BUSINESS WIRE)--", "San Francisco", None, None, "BUSINESS WIRE"),
    ("New Delhi, Jan 24 (PTI) ", "New Delhi", None, "Jan 24", "PTI"),
    ("NEW DELHI: ", "New Delhi", None, None, None),
    ("McALLEN, Texas (AP) _ ", "McAllen", "Texas", None, "AP"),
    ("SAO PAULO, Brazil, June 3 - ", "Sao Paulo", "Brazil", "June 3", None),
    ("Toronto, June 18 - ", "Toronto", None, "June 18", None),
    ("VANCOUVER, British Columbia, June 3 - ", "Vancouver", "British Columbia", "June 3", None),
    ("SYDNEY, 24 January 2020 – ", "Sydney", None, "24 January 2020", None),
    ("LONDON, Friday - ", "London", None, "Friday", None),
    ("RIO DE JANEIRO, Jan. 24 (AP) -- ", "Rio de Janeiro", None, "Jan. 24", "AP"),
    ("PORT-AU-PRINCE, Haiti (AP) — ", "Port-au-Prince", "Haiti", None, "AP"),
    ("N'DJAMENA (AFP) - ", "N'Djamena", None, None, "AFP"),
    ("SEOUL, SOUTH KOREA (AP) — ", "Seoul", "South Korea", None, "AP"),
    ("UNITED NATIONS — ", "United Nations", None, None, None),
    ("PRICE, Utah _ ", "Price", "Utah", None, None),
    ("WASHINGTON, D.C. — ", "Washington", "D.C.", None, None),
    ("WASHINGTON, March 3, Reuter - ", "Washington", None, "March 3", "Reuter"),
    ("KABUL (Pajhwok): ", "Kabul", None, None, "Pajhwok"),
    ("(서울=연합뉴스) ", "서울", None, None, "연합뉴스"),
]


@pytest.mark.parametrize(("text", "place", "region", "day", "agency"), DATELINES, ids=[row[0] for row in DATELINES])
def test_datelines(text, place, region, day, agency):
    found = find_dateline("  " + text + "The council met on Friday to vote on the budget.")
    assert found is not None
    assert (found.place, found.region, found.day, found.agency) == (place, region, day, agency)
    assert (found.start, found.end) == (2, 2 + len(text))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("PARIS/BERLIN, March 3 (Reuters) - Ministers", ("Paris", "Berlin")),
        ("GENEVA/ZURICH, Switzerland — The banks", ("Geneva", "Zurich")),
        ("LONDON, PARIS and BERLIN (AFP) - Shares", ("London", "Paris", "Berlin")),
        ("BOSTON and NEW YORK (AP) — Two", ("Boston", "New York")),
    ],
)
def test_several_cities(text, places):
    found = find_dateline(text)
    assert (found.places, found.place) == (places, places[0])


PROSE = [
    "",
    "   ",
    "NATO - which met in Brussels - said it would act.",
    "NATO - The alliance met.",
    "Lead prices rise - again",
    '"We are ready," he said - and left.',
    "IBM - the computer maker - said profits rose.",
    "The Associated Press (AP) reported on Friday that talks had failed.",
    "BREAKING: Police say the road is closed",
    "NOTES: Results include a gain of two million",
    "A FIRE - Bombs were thrown at a bank",
    "ON DEADLINE: Live updates from the council",
    "WATCH: The moment the dam broke",
    "UNESCO (United Nations body) - the agency said",
    "WHO (World Health Organization) — The body said",
    "January 24, 2020 - The council met.",
    "Paris - the city of light",
    "U.S. forces - about 28,500 of them - are stationed there.",
    "PYONGYANG HAS TESTED - AGAIN",
    "Mr. Smith (AP) says he will go.",
    "Kim Jong Un (Reuters) said nothing.",
    "A man - John - said he saw it.",
    "Friday - the last day",
    "Dr. Smith, March 3 - 5: conference",
    "COVID-19: What we know",
    "EU (European Union) - Members met",
    "I - John",
    "Seoul and Washington held talks (see below) - again",
    "(Note) - This is a note.",
    "South Korea and the United States, Jan. 24",
]


@pytest.mark.parametrize("text", PROSE)
def test_a_sentence_is_no_dateline(text):
    assert find_dateline(text) is None


@pytest.mark.parametrize(
    ("capitals", "title"),
    [
        ("O'FALLON", "O'Fallon"),
        ("SANA'A", "Sana'a"),
        ("SAN`A", "San`a"),
        ("McALLEN", "McAllen"),
        ("STRATFORD-UPON-AVON", "Stratford-upon-Avon"),
        ("WASHINGTON D.C.", "Washington D.C."),
        ("LA PAZ", "La Paz"),
        ("ISLE OF MAN", "Isle of Man"),
    ],
)
def test_title_case(capitals, title):
    assert title_case(capitals) == title


@given(st.text(alphabet=st.sampled_from("ABCab ,.()/-—:'=\n24Jan"), max_size=80))
def test_any_junk_is_no_error_and_the_span_lies_in_the_text(text):
    found = find_dateline(text)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert found.place == (found.places[0] if found.places else None)


@pytest.mark.parametrize("junk", ["A" * 300_000, "AB " * 100_000, "(" * 300_000, "A-" * 100_000, " " * 300_000])
def test_only_the_head_of_a_paragraph_is_looked_at(junk):
    assert find_dateline(junk) is None
