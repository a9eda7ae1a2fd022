"""A file -> Documents and Rejections.

Here is my Input, give me what stands in it. `read` detects the kind, runs its reader and turns whatever goes wrong into
a Rejection, so that neither a bad record nor a bad file stops a run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final

from searcher.document import Document
from searcher.errors import ReadError
from searcher.readers.base import Input, Item, Reader, ReadOptions
from searcher.readers.detect import detect, known_suffix, suffix_of

__all__ = ["READERS", "known_suffix", "open_path", "read", "reader_named"]

#: Name -> module and class; each is imported when it is first needed.
READERS: Final = {
    "page_text": ("searcher.readers.page_text", "PageTextReader"),
    "webpage": ("searcher.readers.webpage", "WebpageReader"),
    "jsonlines": ("searcher.readers.jsonlines", "JsonLinesReader"),
    "table": ("searcher.readers.table", "TableReader"),
    "reuters": ("searcher.readers.reuters", "ReutersReader"),
    "feed": ("searcher.readers.feed", "FeedReader"),
    "nitf": ("searcher.readers.nitf", "NitfReader"),
    "newsml": ("searcher.readers.newsml", "NewsmlReader"),
    "warc": ("searcher.readers.warc", "WarcReader"),
    "packed": ("searcher.readers.packed", "PackedReader"),
}


def reader_named(name: str) -> Reader:
    """The reader of this name."""
    module, kind = READERS[name]
    reader: Reader = getattr(import_module(module), kind)()
    return reader


def open_path(path: str, options: ReadOptions | None = None) -> Input:
    """A file on disk as an Input."""
    return Input(path, lambda: Path(path).open("rb"), "", options or ReadOptions())


def read(source: Input) -> Iterator[Item]:
    """The records of one input, read by the reader named in its options or else by the one its kind asks for."""
    try:
        found = detect(source)
        name = "packed" if found == "packed" else source.options.reader or found
        if name is None:
            yield source.reject(_why_not(source))
            return
        for item in reader_named(name).read(source):
            yield _checked(item, source)
    except ReadError as error:
        yield source.reject(str(error))
    except OSError as error:
        yield source.reject(f"cannot be read: {error.strerror or error}")
    except RecursionError:
        yield source.reject("is nested too deeply")
    except MemoryError:
        yield source.reject("needs more memory than there is")
    except Exception as error:  # noqa: BLE001 - a reader's bug must not cost the rest of a run
        yield source.reject(f"cannot be read ({type(error).__name__}: {error})")


def _checked(item: Item, source: Input) -> Item:
    """An item as the rest of the program may rely on it: a document says where it was read."""
    if not isinstance(item, Document):
        return item
    return item if item.origin else replace(item, origin=source.source("unknown"))


def _why_not(source: Input) -> str:
    """Why no reader takes an input."""
    head = source.head(512)
    if not head:
        return "is empty"
    suffix = suffix_of(source.name) or "no suffix"
    if suffix == ".xml":
        return "is XML of no kind that is read (RSS, Atom, RDF, NITF, NewsML-G2, XHTML), or has no root element"
    return f"is of a kind that no reader knows ({suffix}); name one with --reader if it is text"
