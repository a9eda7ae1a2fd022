"""A string -> the dates it states, each with its precision and its place in the string. No date is ever guessed."""

from searcher.knowledge.dates.find import FoundDate, find_dates, parse_whole
from searcher.knowledge.dates.stamps import Stamp, find_stamps
from searcher.knowledge.dates.words import months, zone_of

__all__ = ["FoundDate", "Stamp", "find_dates", "find_stamps", "months", "parse_whole", "zone_of"]
