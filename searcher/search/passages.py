"""A text with marks -> the passages worth showing, cut at sentences."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final, NamedTuple

from searcher.analysis.tokens import Token

#: Code points of a passage: about three lines of a terminal.
LENGTH: Final = 280
#: What stands before a mark when its sentence is longer than a passage.
_BEFORE: Final = 80


class Marked(NamedTuple):
    """Code points from `start` to `end`, matched by clause number `clause`."""

    start: int
    end: int
    clause: int


def best_passages(
    text: str, words: list[Token], marked: list[Marked], weights: list[float], count: int
) -> list[tuple[int, int]]:
    """(start, end) of up to `count` passages in the order of the text; `marked` is in that order too.

    First the one whose clauses weigh most; of equals where they stand closest together, with most marks, then earliest.
    Further ones only for clauses that no passage has yet.
    """
    opening = _opening(words)
    places = {(mark.start, mark.end) for mark in marked}
    candidates = sorted({_passage(text, words, opening, start, end) for start, end in places})
    missing = {mark.clause for mark in marked}
    chosen: list[tuple[int, int]] = []
    while candidates and missing and len(chosen) < count:
        start, end = min(candidates, key=lambda place: _rank(place, marked, weights, missing))
        covered = {mark.clause for mark in marked if start <= mark.start and mark.end <= end} & missing
        if not covered:
            break
        chosen.append((start, end))
        missing -= covered
        candidates = [place for place in candidates if place[1] <= start or place[0] >= end]
    return sorted(chosen)


def lead_passage(text: str, words: list[Token]) -> tuple[int, int]:
    """The first sentences."""
    return _passage(text, words, _opening(words), words[0].start, words[0].end)


def _opening(words: list[Token]) -> list[int]:
    """The numbers of the words that begin a sentence."""
    return [number for number, word in enumerate(words) if word.sentence]


def _rank(
    place: tuple[int, int], marked: list[Marked], weights: list[float], wanted: set[int]
) -> tuple[float, int, int, int]:
    """What makes a passage better than another: smaller is better."""
    start, end = place
    low, high = bisect_left(marked, start, key=_start), bisect_left(marked, end, key=_start)
    inside = [mark for mark in marked[low:high] if mark.end <= end and mark.clause in wanted]
    clauses = {mark.clause for mark in inside}
    return -sum(weights[clause] for clause in sorted(clauses)), _tightest(inside, clauses), -len(inside), start


def _tightest(marks: list[Marked], clauses: set[int]) -> int:
    """Code points of the shortest stretch that has every clause."""
    best = 1 << 30
    latest: dict[int, int] = {}  # the clause that was met longest ago first
    for mark in marks:
        latest.pop(mark.clause, None)
        latest[mark.clause] = mark.start
        if len(latest) == len(clauses):
            best = min(best, mark.end - next(iter(latest.values())))
    return best


def _passage(text: str, words: list[Token], opening: list[int], start: int, end: int) -> tuple[int, int]:
    """The passage around the code points `start`:`end` of a mark: whole sentences of its paragraph where they fit."""
    first = opening[bisect_right(opening, start, key=lambda number: words[number].start) - 1]
    begin = _open(text, words, first)
    if end - begin > LENGTH:
        first = bisect_left(words, start - _BEFORE, key=_start)
        begin = words[first].start
    stop, number = max(end, words[first].end), first
    while number < len(words) and words[number].end - begin <= LENGTH:
        number += 1
        last = number == len(words)
        if last or words[number].sentence:
            reach = len(text) if last else _open(text, words, number)
            reach = len(text[:reach].rstrip())
            if reach - begin > LENGTH:
                break
            stop = max(stop, reach)
            if last or words[number].paragraph:
                return begin, stop
    if text[stop - 1 : stop] in _CLOSES:
        return begin, stop
    fits = bisect_right(words, begin + LENGTH, key=_end)
    return begin, max(stop, words[fits - 1].end) if fits > first else stop


def _start(place: Marked | Token) -> int:
    return place.start


def _end(place: Marked | Token) -> int:
    return place.end


#: What a sentence ends with.
_CLOSES: Final = tuple(".!?…\"'”’»)]。！？")


def _open(text: str, words: list[Token], number: int) -> int:
    """Where the sentence that begins with this word begins, with what stands before the word: quotes, brackets."""
    start = words[number].start
    if number == 0 and start <= _BEFORE:
        return 0
    before = words[number - 1].end if number else 0
    while start > before and not text[start - 1].isspace():
        start -= 1
    return start
