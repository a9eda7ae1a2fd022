"""Text as programs store it (HTML in a JSON value, wrapped lines, stray newlines) -> paragraphs, or one line.

A paragraph is what a blank line ends. Text without one blank line has a paragraph on each line, unless its lines
were wrapped at a width: then they are joined.
"""

from __future__ import annotations

import html
import re
from typing import Final

#: Markup, and not a sentence with a lesser-than sign: a block element, or any element that is closed.
_MARKUP: Final = re.compile(r"<(?:p|br|div|h[1-6]|li|ul|ol|blockquote)\b[^<>]*>|</[a-z][a-z0-9]*\s*>", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}\d{0,2});", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_BLANK_LINES: Final = re.compile(r"\n[^\S\n]*(?:\n\s*)+")
#: Programs that wrap text do it at 72 to 100 columns; a paragraph kept on one line is nearly always longer.
_WIDEST_WRAP: Final = 100
_SENTENCE_END: Final = (".", "!", "?", '."', ".”", ":", ".'", ".’")


_BY: Final = re.compile(r"by:?\s+", re.IGNORECASE)


def without_by(byline: str) -> str:
    """`By Ana Silva` -> `Ana Silva`."""
    return _BY.sub("", byline, count=1) if _BY.match(byline) else byline


def has_markup(text: str) -> bool:
    """Whether a text is a piece of HTML."""
    return "<" in text and bool(_MARKUP.search(text))


def one_line(text: str) -> str:
    """A headline, a name: tags dropped, character references resolved, blanks single."""
    if has_markup(text):
        text = _TAG.sub("", text)
    if _REFERENCE.search(text):
        text = html.unescape(text)
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """A text -> its paragraphs, separated by one blank line."""
    if has_markup(text):
        from searcher.readers import markup

        return "\n\n".join(markup.blocks(markup.parse_html(text)))
    if _REFERENCE.search(text):
        text = html.unescape(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    parts = _BLANK_LINES.split(text)
    if len(parts) == 1 and not _is_wrapped(text.split("\n")):
        parts = text.split("\n")
    return "\n\n".join(kept for part in parts if (kept := _paragraph(part)))


def _paragraph(part: str) -> str:
    lines = [line.strip() for line in part.split("\n")]
    return (" " if _is_wrapped(lines) else "\n").join(line for line in lines if line)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines break where the width ends rather than where the sense does."""
    *inner, _ = lines
    if len(inner) < 1 or max(map(len, lines)) > _WIDEST_WRAP or min(map(len, inner)) < 40:
        return False
    return 2 * sum(line.rstrip().endswith(_SENTENCE_END) for line in inner) < len(inner)
