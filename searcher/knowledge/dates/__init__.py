"""A string -> the dates it states, each with its precision and its place in the string. No date is ever guessed."""

from searcher.knowledge.dates.find import FoundDate, find_dates, is_filler, parse_whole
from searcher.knowledge.dates.stamps import Stamp, find_stamps
from searcher.knowledge.dates.urls import date_of_url
from searcher.knowledge.dates.words import months, on_clock, unclear_zones, zone_of

__all__ = [
    "FoundDate",
    "Stamp",
    "date_of_url",
    "find_dates",
    "find_stamps",
    "is_filler",
    "months",
    "on_clock",
    "parse_whole",
    "unclear_zones",
    "zone_of",
]
