"""Text as programs store it (HTML in a JSON value, wrapped lines, stray newlines) -> paragraphs, or one line.

A paragraph is what a blank line ends. Text without one blank line has a paragraph on each line, unless its lines
were wrapped at a width: then they are joined.
"""

from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import Final

#: Markup, and not a sentence with a lesser-than sign: a block element, or any element that is closed.
_MARKUP: Final = re.compile(r"<(?:(?:p|br|div|h[1-6]|li|ul|ol|blockquote)\b[^<>]*|/[a-z][a-z0-9]*\s*)>", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}\d{0,2});", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_BLANK_LINES: Final = re.compile(r"\n[^\S\n]*(?:\n\s*)+")
#: Programs that wrap text do it at 72 to 100 columns; a paragraph kept on one line is nearly always longer.
_WIDEST_WRAP: Final = 100
_NARROWEST_WRAP: Final = 40
#: Lines that a typist ended are up to this much shorter than the width.
_SLACK: Final = 12
_SENTENCE_END: Final = (".", "!", "?", '."', ".”", ":", ".'", ".’")


_BY: Final = re.compile(r"by:?\s+", re.IGNORECASE)


def without_by(byline: str) -> str:
    """`By Ana Silva` -> `Ana Silva`."""
    return _BY.sub("", byline, count=1) if _BY.match(byline) else byline


def has_markup(text: str) -> bool:
    """Whether a text is a piece of HTML."""
    return "<" in text and bool(_MARKUP.search(text))


def _resolved(text: str) -> str:
    """A text without character references."""
    return html.unescape(text) if "&" in text and _REFERENCE.search(text) else text


def one_line(text: str) -> str:
    """A headline, a name: tags dropped, character references resolved, blanks single."""
    if has_markup(text):
        text = _TAG.sub("", text)
    return " ".join(_resolved(text).split())


def paragraphs(text: str) -> str:
    """A text -> its paragraphs, separated by one blank line."""
    if has_markup(text):
        from searcher.readers import markup

        return "\n\n".join(markup.blocks(markup.parse_html(text)))
    text = _resolved(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip("\n")
    parts = text.split("\n\n")
    if text.count("\n") == 2 * (len(parts) - 1):  # as most programs write it
        return _joined(parts)
    parts = _BLANK_LINES.split(text)
    found: list[str] = []
    for part in parts:
        lines = part.split("\n") if "\n" in part else [part]
        if len(lines) == 1:
            found.append(part)
        elif is_wrapped(lines):
            found += _unwrapped(lines)
        elif len(parts) == 1:
            found += lines
        else:
            found.append("\n".join(line.strip() for line in lines if line.strip()))
    return _joined(found)


def _joined(parts: list[str]) -> str:
    return "\n\n".join(filter(None, map(str.strip, parts)))


def is_wrapped(lines: list[str]) -> bool:
    """Whether lines break where the width ends rather than where the sense does: of most of them, the next word would
    not have fitted, and they end inside a sentence.
    """
    if len(lines) < 2:
        return False
    width = max(len(line.rstrip()) for line in lines)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return False
    full = sum(_is_full(line, below, width) for line, below in pairwise(lines))
    ended = sum(line.rstrip().endswith(_SENTENCE_END) for line in lines[:-1])
    return 5 * full >= 3 * (len(lines) - 1) and 2 * ended < len(lines)


def _is_full(line: str, below: str, width: int) -> bool:
    word = below.split(maxsplit=1)
    return not word or len(line.rstrip()) + 1 + len(word[0]) + _SLACK > width


def _unwrapped(lines: list[str]) -> list[str]:
    """Wrapped lines -> paragraphs: one begins at an indented line, and after a sentence that leaves its line open."""
    width = max(len(line.rstrip()) for line in lines)
    found = [lines[0].strip()]
    for above, line in pairwise(lines):
        ended = above.rstrip().endswith(_SENTENCE_END) and not _is_full(above, line, width)
        if ended or (line.startswith(("  ", "\t")) and not above.startswith(("  ", "\t"))):
            found.append(line.strip())
        else:
            found[-1] += f" {line.strip()}"
    return [" ".join(paragraph.split()) for paragraph in found]
