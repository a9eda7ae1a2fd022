"""A timeline as bars: as wide as there is room, never nothing for something."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.plot import bar, bars
from searcher.cli.terminal import Terminal, cells
from searcher.search import Bucket


def plot(counts, *, width=60, share=False, totals=None):
    buckets = [
        Bucket(f"{2000 + number}", dt.date(2000 + number, 1, 1), count, totals[number] if totals else None)
        for number, count in enumerate(counts)
    ]
    return list(bars(buckets, Terminal(width, colour=False, live=False), by="year", share=share))


def test_counts_and_shares_as_they_are_read():
    assert plot([4, 0, 1], width=40) == [
        "period  count",
        "2000        4  " + "█" * 25,
        "2001        0",
        "2002        1  " + "█" * 6 + "▎",
    ]
    assert plot([1, 2], width=45, share=True, totals=[2, 1000]) == [
        "period  count    all   share",
        "2000        1      2  50.00%  " + "█" * 15,
        "2001        2  1,000   0.20%  ▏",
    ]


def test_a_long_empty_stretch_is_one_line_that_counts_it():
    assert plot([1, 0, 0, 0, 1])[2:5] == ["2001        0", "2002        0", "2003        0"]
    assert plot([1, 0, 0, 0, 0, 1])[2] == "·       4 years with no such story"


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=30), st.integers(60, 200))
def test_no_line_is_wider_than_the_terminal_and_every_story_is_seen(counts, width):
    lines = plot(counts, width=width)
    assert all(cells(line) <= width for line in lines)
    assert sum(line[-1] in "█▏▎▍▌▋▊▉" for line in lines) == sum(count > 0 for count in counts)


@pytest.mark.parametrize(("size", "drawn"), [(0, ""), (1, "▏"), (8, "█"), (9, "█▏"), (80, "█" * 10)])
def test_a_bar_is_exact_to_an_eighth_of_a_cell(size, drawn):
    assert bar(size, 80, 10) == drawn
