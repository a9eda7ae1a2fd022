"""The lines of a dump -> the same without the marks that Markdown writers and text browsers put on links and headings.

`[Text](address)` becomes `Text`; a Lynx dump's `[12]Text` becomes `Text`, and its list of references goes. Each is
done only in a file that has several such marks, so that a bracket in a story stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_MARKDOWN_LINK: Final = re.compile(
    r"!?\[([^\[\]]{0,300})\]\((?:https?:|/|#|mailto:|www\.)[^()\s]{0,600}(?:\s+\"[^\"]{0,200}\")?\)"
)
_EMPHASIS: Final = re.compile(r"(?<![\w*])(\*\*|__)(?=\S)([^*_]{1,300})(?<=\S)\1(?![\w*])")
_LYNX_LINK: Final = re.compile(r"\[\d{1,4}\](?=\S)")
_LYNX_LIST: Final = re.compile(r"(?:References|Visible links:?|Hidden links:?)", re.IGNORECASE)
_LYNX_ENTRY: Final = re.compile(r"\s*\d{1,4}\. (?:https?|ftp|mailto|javascript|file|android-app|tel):?\S*")
#: So many marks make a file one of that kind.
_ENOUGH: Final = 3


def without_link_marks(lines: Sequence[str]) -> list[str]:
    """The lines, plain."""
    markdown = sum(len(_MARKDOWN_LINK.findall(line)) for line in lines if "](" in line)
    lynx = sum(len(_LYNX_LINK.findall(line)) for line in lines if "[" in line)
    plain = list(lines)
    if markdown >= _ENOUGH:
        plain = [_EMPHASIS.sub(r"\2", _MARKDOWN_LINK.sub(r"\1", line)) for line in plain]
    if lynx >= _ENOUGH:
        plain = [_LYNX_LINK.sub("", line) for line in _without_references(plain)]
    return plain


def _without_references(lines: Sequence[str]) -> list[str]:
    """The lines before the list of addresses that closes a Lynx dump."""
    end = len(lines)
    while end and (
        not lines[end - 1].strip() or _LYNX_ENTRY.match(lines[end - 1]) or _LYNX_LIST.fullmatch(lines[end - 1].strip())
    ):
        end -= 1
    return list(lines[:end])
