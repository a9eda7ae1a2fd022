"""An Input -> its text as a stream: UTF-8 a piece at a time, any other encoding decoded as a whole."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from searcher.readers.base import Input

CHUNK = 1 << 20


@contextmanager
def open_text(source: Input) -> Iterator[TextIO]:
    """The text, newlines as they are, without a byte order mark. ReadError for a large file that is not UTF-8."""
    if source.options.encoding is None and is_utf8(source):
        with source.open() as stream:
            yield io.TextIOWrapper(stream, "utf-8-sig", newline="")
    else:
        yield io.StringIO(decoded(source.read(), source.options.encoding), newline="")


def is_utf8(source: Input) -> bool:
    """Whether all bytes are UTF-8; one pass, a piece at a time."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.open() as stream:
        try:
            while piece := stream.read(CHUNK):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def decoded(data: bytes, encoding: str | None) -> str:
    """Bytes -> text without a byte order mark: UTF-8 where they are, unless an encoding is given; else detected."""
    if encoding is None:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    from searcher.readers.encoding import decode

    return decode(data, encoding).removeprefix("\ufeff")
