"""An Input -> the name of its reader: by suffix, then by its first bytes."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Final

from searcher.readers.base import Input
from searcher.readers.encoding import decode, looks_binary

_SUFFIXES: Final = {
    "page_text": ".txt .text",
    "webpage": ".html .htm .xhtml",
    "jsonlines": ".json .jsonl .ndjson .jl .jsonlines",
    "table": ".csv .tsv",
    "reuters": ".sgm .sgml",
    "feed": ".rss .atom .rdf",
    "warc": ".warc .arc",
    "packed": ".gz .bz2 .xz .lzma .zip .tar .tgz .tbz2 .txz",
    "xml": ".xml .nitf .newsml",
}
_BY_SUFFIX: Final = {suffix: name for name, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}
_WEB_ARCHIVE: Final = re.compile(rb"WARC/\d|filedesc://")
_MAGIC: Final = (
    (re.compile(rb"\x1f\x8b|BZh[1-9]|\xfd7zXZ\x00|PK\x03\x04|PK\x05\x06"), "packed"),
    (re.compile(rb"(?s).{257}ustar"), "packed"),
    (_WEB_ARCHIVE, "warc"),
)
_ROOTS: Final = (
    (re.compile(r"nitf", re.IGNORECASE), "nitf"),
    (
        re.compile(
            r"newsmessage|newsitem|packageitem|conceptitem|knowledgeitem|planningitem|catalogitem", re.IGNORECASE
        ),
        "newsml",
    ),
    (re.compile(r"rss|feed|rdf|channel", re.IGNORECASE), "feed"),
    (re.compile(r"html", re.IGNORECASE), "webpage"),
    (re.compile(r"reuters|lewis", re.IGNORECASE), "reuters"),
)
#: Comments and declarations may stand before the root element of an XML file for so many bytes.
_PROLOG_SIZE: Final = 1 << 17
_ROOT: Final = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_PROLOG: Final = re.compile(
    r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s+([\w:.-]+)[^>\[]*(?:\[.*?\])?\s*>)", re.DOTALL | re.IGNORECASE
)


def suffix_of(name: str) -> str:
    """The last suffix of a file or member name, in lower case."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def known_suffix(path: str) -> bool:
    """Whether a file of this name is read when it is met in a folder."""
    return suffix_of(path) in _BY_SUFFIX


def detect(source: Input) -> str | None:
    """The name of the reader for an input; None when no reader is for it."""
    head = source.head()
    if _is_web_archive(source.name, head):
        return "warc"
    for pattern, name in _MAGIC:
        if pattern.match(head):
            return name
    named = _BY_SUFFIX.get(suffix_of(source.name))
    if named in ("table", "jsonlines", "webpage", "reuters", "feed", "warc", "packed"):
        return named
    if looks_binary(head):
        return None
    told = _by_content(decode(source.head(_PROLOG_SIZE) if named == "xml" else head))
    if named == "xml":
        return told if told in {"nitf", "newsml", "feed", "webpage", "reuters"} else None
    if named == "page_text":
        return told or "page_text"
    return told if suffix_of(source.name) == "" else None


def _is_web_archive(name: str, head: bytes) -> bool:
    """Whether this is a gzipped web archive, whose records are packed one by one and are found one by one."""
    if re.search(r"\.(?:warc|arc)\.gz\Z", name, re.IGNORECASE):
        return True
    with suppress(zlib.error):  # what is not gzip is an error, too
        return _WEB_ARCHIVE.match(zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, 64)) is not None
    return False


def _by_content(text: str) -> str | None:
    """The reader that the beginning of a text shows; None where it is just text."""
    text = text.lstrip("\ufeff \t\r\n")
    if re.match(r'\{\s*"|\[\s*\{', text):
        return "jsonlines"
    if not text.startswith("<"):
        return None
    while prolog := _PROLOG.match(text):
        if prolog[1]:
            for pattern, name in _ROOTS:
                if pattern.fullmatch(prolog[1]):
                    return name
        text = text[prolog.end() :]
    root = _ROOT.match(text.lstrip())
    if not root:
        return None
    found = next((name for pattern, name in _ROOTS if pattern.fullmatch(root[1])), None)
    if found is None and re.search(r"<(?:html|body|head|p|div)[\s>]", text, re.IGNORECASE):
        return "webpage"
    return found
