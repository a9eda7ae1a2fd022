"""Text of JSON in pieces -> its values one after another, each with the characters that state it.

What cannot be parsed is a ReadError, and the scanner can go on behind it. A name given twice in an object loses
nothing; NaN, which is no JSON and which programs write for a missing number, is null.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from searcher.errors import ReadError

#: Where reading goes on after a damaged element: the next object that begins a line, or follows a comma.
_RESUME: Final = re.compile(r"\n[ \t]*(?=\{)|\}\s*,\s*(?=\{)")
_GAP: Final = re.compile(r"[\s,]*")


def size_of(limit: int) -> str:
    """A limit in words."""
    return f"{limit // 1024 // 1024} MB" if limit >= 1024 * 1024 else f"{limit} bytes"


class Scanner:
    """JSON values one after another out of a text that comes in pieces; at most `limit` characters are held."""

    def __init__(self, pieces: Iterator[str], limit: int) -> None:
        self._pieces, self._limit = pieces, limit
        self._text, self._start, self._line, self._ended = "", 0, 1, False

    def _more(self, least: int = 1) -> bool:
        """Take in more text, `least` characters if there are as many; False at the end."""
        fresh: list[str] = []
        size = 0
        for piece in self._pieces:
            fresh.append(piece)
            size += len(piece)
            if size >= least:
                break
        self._text = self._text[self._start :] + "".join(fresh)
        self._start = 0
        return size > 0

    def skip(self) -> str:
        """Pass over blanks and commas -> the character that follows, "" at the end."""
        while True:
            match = _GAP.match(self._text, self._start)
            if match:
                self.drop(match.end() - self._start)
            if self._start < len(self._text):
                return self._text[self._start]
            if not self._more():
                return ""

    def drop(self, count: int) -> None:
        """Pass over characters, counting lines."""
        self._line += self._text.count("\n", self._start, self._start + count)
        self._start += count

    def next_value(self) -> tuple[Any, str]:
        """The value that begins here, and how it is written. On ReadError the place is unchanged."""
        while True:
            try:
                value, end = _parse(self._text, self._start)
            except ValueError as error:
                size = len(self._text) - self._start
                if size > self._limit:
                    raise ReadError(f"line {self._line}: longer than {size_of(self._limit)}, or damaged") from None
                # Twice as much each time, so that a long value is not parsed again for every piece.
                if not self._more(size):
                    raise ReadError(_explain(error, self._line)) from None
                continue
            # A number may go on in the next piece; an object or a list may not.
            written = self._text[self._start : end]
            self.drop(end - self._start)
            return value, written

    def resume(self) -> bool:
        """Go to the next object after a damaged one; False when there is none in what is held."""
        match = _RESUME.search(self._text, self._start + 1)
        if match:
            self.drop(match.end() - self._start)
        return match is not None


def values_in(text: str) -> Iterator[tuple[Any, str]]:
    """The JSON values on one line."""
    start = 0
    while start < len(text):
        try:
            value, end = _parse(text, start)
        except ValueError as error:
            raise ReadError(_explain(error, None)) from None
        yield value, text[start:end]
        gap = _GAP.match(text, end)
        start = gap.end() if gap else end


def _parse(text: str, start: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, start)
    except RecursionError:
        raise ReadError("nested too deeply") from None


def _explain(error: ValueError, line: int | None) -> str:
    where = f"from line {line} on, " if line is not None else ""
    if isinstance(error, json.JSONDecodeError):
        return f"{where}not JSON: {error.msg.removesuffix(' at')} at column {error.colno}"
    return f"{where}not JSON: {error}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a name that is given again stands for the later value, and the earlier is kept as `name#1`."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            count = 1
            while f"{name}#{count}" in found:
                count += 1
            found[f"{name}#{count}"] = found[name]
        found[name] = value
    return found


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_constant=lambda _: None, strict=False)
