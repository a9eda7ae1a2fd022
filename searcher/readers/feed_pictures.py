"""Bytes of a feed -> the same without the words of Media RSS under its pictures, and these words, entry by entry.

feedparser takes a picture's title and description for the entry's own; so they are taken out before it reads.
"""

from __future__ import annotations

from typing import Any, Final

from searcher.readers.markup import local, text_of

_MEDIA: Final = "{http://search.yahoo.com/mrss/}"
_ENTRIES: Final = ("item", "entry")
#: Where an entry says what it has to say; one with none of these has only what stands under its pictures.
_TEXTS: Final = ("description", "summary", "content", "encoded", "body")


def without_captions(data: bytes) -> tuple[bytes, list[tuple[str, ...]]]:
    """The feed in UTF-8 and the captions of each entry; as it is and none where it is not well-formed or has none."""
    if _MEDIA[1:-1].encode() not in data:
        return data, []
    from lxml import etree

    parser: Any = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return data, []
    captions = [_taken(entry) for entry in root.iter() if local(entry) in _ENTRIES]
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)), captions


def _taken(entry: Any) -> tuple[str, ...]:
    """The captions of an entry, once each, which it has no more."""
    if not any(local(child) in _TEXTS and not str(child.tag).startswith(_MEDIA) for child in entry):
        return ()
    headings = {text_of(child) for child in entry if local(child) == "title"}
    described = list(entry.iter(f"{_MEDIA}description"))
    named = list(entry.iter(f"{_MEDIA}title"))
    words = [text_of(element) for element in (described or named)]
    for element in (*described, *named):
        element.getparent().remove(element)
    return tuple(dict.fromkeys(text for text in words if text and text not in headings))
