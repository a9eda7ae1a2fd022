"""Bytes of XML -> an element tree, with nothing fetched and nothing expanded; an element -> its text by blocks.

Entities are not expanded, whatever a document declares: one that stands for a character is read as that character,
any other is left out. No network, no DTD, libxml2's own bounds on depth and size.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Any, Final

from searcher.errors import ReadError

#: Elements of NITF and XHTML that begin and end a paragraph.
BLOCKS: Final = frozenset(
    "p block body body.content div section article header footer main h1 h2 h3 h4 h5 h6 hl1 hl2 ul ol li dl dt dd "
    "table caption thead tbody tr pre bq blockquote credit figure figcaption abstract hr note fn nitf-table "
    "nitf-table-table html byline dateline hedline tagline".split()
)
#: Elements whose content is no text of the story.
SILENT: Final = frozenset("script style head template noscript media media-metadata object custom-table".split())
CELLS: Final = frozenset(("td", "th"))

_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_DECLARED: Final = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")

_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00")
_MENDABLE: Final = re.compile(
    rb"(?P<cdata><!\[CDATA\[.*?\]\]>)|&(?P<name>[A-Za-z][A-Za-z0-9]*);|(?P<bare>&)(?!#\d+;|#[xX][0-9A-Fa-f]+;)"
    rb"|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1f])",
    re.DOTALL,
)
_XML_ENTITIES: Final = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))


def local(element: Any) -> str:
    """An element's name without its namespace; "" for a comment or an entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """`records` are the outermost elements of the names asked for that are closed; `root` is None when the XML is not
    well-formed, and `damage` says why.
    """

    records: tuple[Any, ...]
    root: Any | None
    damage: str | None = None


def parse_xml(data: bytes, names: frozenset[str], *, encoding: str | None = None) -> Parsed:
    """XML -> its records of these names. What is closed before a place of damage is a record all the same; damage
    that costs no word to mend (`AT&T`, `&nbsp;`, a control character) is none.
    """
    ready = _as_utf8(data, encoding)
    parsed = _parse(ready, names)
    if parsed.damage is None:
        return parsed
    again = _parse(mended(ready), names)
    return again if again.damage is None or len(again.records) > len(parsed.records) else parsed


def mended(data: bytes) -> bytes:
    """XML whose damage costs no word to mend, without that damage; as it is in the wide encodings."""
    return data if data.startswith(_WIDE) else _MENDABLE.sub(_mended, data)


def _parse(data: bytes, names: frozenset[str]) -> Parsed:
    from lxml import etree

    parser: Any = etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    damage: str | None = None
    root = None
    try:
        parser.feed(data)
        root = parser.close()
    except etree.XMLSyntaxError as error:
        damage = str(error.msg or error)
    records = tuple(
        element
        for _, element in parser.read_events()
        if local(element) in names and not any(local(above) in names for above in element.iterancestors())
    )
    return Parsed(records, root, damage)


def _mended(match: re.Match[bytes]) -> bytes:
    """What stands for a piece of damaged XML."""
    if match["cdata"]:
        return match.group()
    if match["bare"]:
        return b"&amp;"
    if not match["name"]:
        return b""
    character = html5.get(f"{match['name'].decode()};", "")
    if match["name"] in _XML_ENTITIES or not character:
        return match.group()
    return "".join(f"&#{ord(part)};" for part in character).encode()


def _as_utf8(data: bytes, encoding: str | None) -> bytes:
    """XML in UTF-8 without its declaration, when what it declares is not so or the user says otherwise; else as is."""
    match = _DECLARED.search(data[:1000])
    declared = match.group(1).decode("ascii").lower() if match else "utf-8"
    if encoding is None and data.startswith(_WIDE):
        return data
    if encoding is None and _is_in(data, declared) and (declared == "utf-8" or data.isascii() or not _is_in(data)):
        return data if data.startswith(codecs.BOM_UTF8) else data.lstrip()
    from searcher.readers.encoding import decode

    return (
        _DECLARATION.sub("", decode(data, encoding or (None if _is_in(data) else declared)))
        .lstrip("\ufeff \n\r\t")
        .encode()
    )


def _is_in(data: bytes, encoding: str = "utf-8") -> bool:
    """Whether bytes are text in an encoding. Text that is UTF-8 by chance, and not ASCII, does not occur."""
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def parse_html(text: str) -> Any:
    """A piece of HTML -> its root element; no network, no bounds lifted."""
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        return lxml_html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError as error:
        raise ReadError(f"the HTML has no element: {error}") from error


def text_of(element: Any) -> str:
    """All text of an element on one line, blanks single."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Any) -> Iterator[str]:
    """The text of an element in order, without comments and instructions, entities as their character."""
    yield element.text or "" if local(element) else ""
    for child in element:
        if local(child):
            yield from _pieces(child)
        else:
            yield _entity(child)
        yield child.tail or ""


def _entity(node: Any) -> str:
    """`&mdash;` -> its character; "" for an entity of the document's own, a comment, an instruction."""
    reference = getattr(node, "name", None)
    return html5.get(f"{reference};", "") if reference and local(node) == "" else ""


def blocks(element: Any) -> list[str]:
    """The paragraphs of an element: blanks single, a row of a table on a line with ` | ` between its cells."""
    found: list[str] = []
    words: list[str] = []

    def end() -> None:
        lines = [" ".join(line.split()) for line in "".join(words).split("\v")]
        paragraph = "\n".join(line for line in lines if line)
        if paragraph:
            found.append(paragraph)
        words.clear()

    def walk(node: Any) -> None:
        name = local(node)
        if name in SILENT:
            return
        if name in BLOCKS:
            end()
        elif name == "br":
            words.append("\v")
        words.append((node.text or "") if name else _entity(node))
        for child in node:
            if local(child) in CELLS and child.getprevious() is not None:
                words.append(" | ")
            walk(child)
            words.append(child.tail or "")
        if name in BLOCKS:
            end()

    walk(element)
    end()
    return found


def written(element: Any) -> bytes:
    """An element as it is written, for the digest of a record that has no id."""
    from lxml import etree

    data: bytes = etree.tostring(element, with_tail=False)
    return data
