"""A text -> the mentions in it of what may be names of people; lines of credits have none."""

from __future__ import annotations

import re
from typing import Final

from searcher.extract.people.pieces import Piece, ends_in_office, pieces
from searcher.extract.people.runs import runs

#: A possible name, the text, where that begins among the texts of the story, where the run of the name begins in it,
#: and what the office or body before it adds.
Mention = tuple[Piece, str, int, int, float]

#: It begins with a letter that is looked for fast: a line end, put before the text for the first line's sake.
_CREDIT: Final = re.compile(
    r"\n[ \t]*(?:(?:By|BY) [^\n]{3,80}(?=\n|$)"
    r"|\(?(?:Additional |With )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslat\w+|[Pp]hotos?|[Ii]mages?)"
    r"(?: \w+)? by [^\n]*)"
)
_OF: Final = frozenset([" of ", " of the ", "\nof ", " of\n", " for ", " of\nthe ", " to the "])
_LONGEST_OF: Final = 8
#: Added to what goes on after an office: "Secretary of State Albright" has a title, "University of Notre Dame" is all
#: one body.
_WITHIN_BODY: Final = -3.0


def mentions(text: str, offset: int) -> list[Mention]:
    """Each possible name of the text that begins at `offset`, in order."""
    found: list[Mention] = []
    before, end = "", -_LONGEST_OF
    for start, run in _unsigned(text):
        here = pieces(run)
        if here:
            bonus = 0.0
            if start - end <= _LONGEST_OF and text[end:start] in _OF and ends_in_office(before) and not here[0].title:
                bonus = _WITHIN_BODY
            for piece in here:
                found.append((piece, text, offset, start, bonus))
                bonus = 0.0
        before, end = run, start + len(run)
    return found


def _unsigned(text: str) -> list[tuple[int, str]]:
    """The runs of a text, but for those in lines of credits."""
    # The next one is the last of the list.
    signed = [credit.span() for credit in _CREDIT.finditer("\n" + text)][::-1]
    if not signed:
        return runs(text)
    found: list[tuple[int, str]] = []
    for start, run in runs(text):
        # A credit's span counts the line end before the text, so that `start` and `start + 1` are in it or neither is.
        while signed and signed[-1][1] <= start + 1:
            signed.pop()
        if not signed or signed[-1][0] > start:
            found.append((start, run))
    return found
