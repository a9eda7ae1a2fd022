"""Bytes of HTML -> an element tree; entities are not expanded beyond HTML's own and nothing is fetched."""

from __future__ import annotations

import re
from typing import Any, Final

from searcher.readers.encoding import decode

_DECLARED: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_XML_DECLARED: Final = re.compile(rb"""\A\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_XML_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")
_INVALID: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def page_text(data: bytes, encoding: str | None = None) -> str:
    """The text of an HTML file: the encoding asked for, else a mark, the one it declares, or the likeliest."""
    declared = _DECLARED.search(data[:8192]) or _XML_DECLARED.match(data)
    text = decode(data, encoding or (declared[1].decode("ascii") if declared else None))
    return _INVALID.sub(" ", _XML_DECLARATION.sub("", text))


def parse_html(text: str) -> Any | None:
    """The root element; None where there is no element at all."""
    from lxml import etree, html

    if not text.strip():
        return None
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root if root is not None and len(root) else None


def words_of(element: Any) -> str:
    """The text of an element on one line, without that of scripts and styles."""
    pieces = (piece for piece in element.itertext() if _shown(piece))
    return " ".join(" ".join(pieces).split())


def _shown(piece: Any) -> bool:
    parent = piece.getparent() if hasattr(piece, "getparent") and piece.is_text else None
    return parent is None or parent.tag not in ("script", "style", "noscript", "template")
