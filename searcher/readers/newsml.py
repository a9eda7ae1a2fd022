"""NewsML-G2 (news items alone, in messages, in packages; NITF, XHTML or plain text inside) -> Documents.

Every item of a file is a Document or a Rejection that says what it is instead: a package lists other items, a
concept describes a thing, a planning item announces. The version number of an item is kept as `extra["revision"]`;
its `updated` tells which of two is the newer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from searcher.document import Dateline, Document
from searcher.errors import ReadError
from searcher.readers import markup, plain
from searcher.readers.base import Input, Item, digest_id, safe_id
from searcher.readers.markup import local, text_of
from searcher.readers.newsml_subjects import Concepts, name_of
from searcher.readers.nitf import XML_LANGUAGE, begin_with, nitf_document
from searcher.readers.stated import read_date, read_dateline

#: The items of NewsML-G2, and what to say of those that hold no article.
OTHER_ITEMS: Final = {
    "packageItem": "a package: it lists other items and has no text of its own",
    "conceptItem": "a concept: it describes a person, a place or a subject, and is no article",
    "knowledgeItem": "a knowledge item: it describes concepts, and is no article",
    "planningItem": "a planning item: it announces coverage, and is no article",
    "catalogItem": "a catalog item: it is a list of vocabularies, and no article",
}
#: `nitf` stands for a story that came without the item around it.
RECORDS: Final = frozenset(("newsItem", "nitf", *OTHER_ITEMS))
STATUS_MARKS: Final = {"canceled": "KILL", "cancelled": "KILL"}
SIGNAL_MARKS: Final = {"correction": "CORRECTED", "corr": "CORRECTED"}
TEXT_ROOTS: Final = frozenset("html body div section article p".split())


@dataclass(frozen=True, slots=True)
class NewsmlReader:
    """Reads NewsML-G2 of any of its roots."""

    name: str = "newsml"

    def read(self, source: Input) -> Iterator[Item]:
        """The items of one file, in its order."""
        try:
            parsed = markup.parse_xml(source.read(), RECORDS, encoding=source.options.encoding)
        except (ReadError, OSError, EOFError) as error:
            yield source.reject(str(error))
            return
        several = len(parsed.records) > 1 or parsed.damage is not None
        for count, element in enumerate(parsed.records, start=1):
            yield self._read_item(source, element, f"item {count}" if several else "")
        if parsed.damage:
            yield source.reject(f"the XML is damaged: {parsed.damage}", f"item {len(parsed.records) + 1}")
        elif not parsed.records:
            yield source.reject(f"no news item in it; the root element is <{local(parsed.root)}>")

    def _read_item(self, source: Input, element: Any, place: str) -> Item:
        kind = local(element)
        if kind in OTHER_ITEMS:
            return source.reject(OTHER_ITEMS[kind], place)
        try:
            document = nitf_document(element) if kind == "nitf" else _document(element)
        except ReadError as error:
            return source.reject(str(error), place)
        own = document.id or digest_id(markup.written(element))
        return replace(document, id=own, origin=source.source(self.name, place))


def _document(item: Any) -> Document:
    """One newsItem -> a Document without origin; ReadError when it has no headline, text or caption."""
    concepts = Concepts(item)
    inner = _content(item)
    meta = _of(item, "contentMeta")
    kind = _code(_of(item, "itemMeta", "itemClass"))
    title = _best_text(meta, "headline", item) or inner.title
    captions, descriptions = _descriptions(meta)
    if kind in ("picture", "graphic") and not captions:
        captions, descriptions = descriptions, ()
    body = inner.body or "\n\n".join(descriptions)
    if not (title or body or captions or inner.captions):
        raise ReadError(_why_empty(item, kind))
    written, dateline = _dateline(meta, inner)
    dates = _dates(item, meta)
    guid = item.get("guid")
    return replace(
        inner,
        id=f"newsml:{safe_id(guid)}" if guid else "",
        title=title,
        body="\n\n".join(begin_with(written, dateline, body.split("\n\n"))) if body else "",
        date=dates["date"] and dates["date"][0],
        date_precision=dates["date"] and dates["date"][1],
        updated=dates["updated"] and dates["updated"][0],
        dateline=dateline,
        byline=_byline(meta) or inner.byline,
        people=concepts.people() or inner.people,
        places=concepts.places() or inner.places,
        source=_source(item, meta) or inner.source,
        section=inner.section,
        keywords=tuple(dict.fromkeys((*concepts.keywords(), *inner.keywords))),
        captions=tuple(dict.fromkeys((*captions, *inner.captions))),
        language=_language(item, meta) or inner.language,
        version=_version(item) or inner.version,
        extra={**inner.extra, **_extra(item, meta, concepts)},
    )


def _of(element: Any, *path: str) -> Any:
    """The first element down a path of names, or None."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if local(child) == name), None)
    return element


def _each(element: Any, name: str) -> list[Any]:
    return [child for child in element if local(child) == name] if element is not None else []


def _code(element: Any) -> str:
    """`stat:usable`, or the end of an address -> `usable`."""
    if element is None:
        return ""
    given = str(element.get("qcode") or element.get("uri") or "")
    return given.rstrip("/").replace("/", ":").rpartition(":")[2].casefold()


def _best_text(meta: Any, name: str, item: Any) -> str:
    """The text of an element that may stand in several languages: the item's own, else the first."""
    language = (item.get(XML_LANGUAGE) or "").casefold()
    found = [(element, text) for element in _each(meta, name) if (text := text_of(element))]
    own = next((text for element, text in found if (element.get(XML_LANGUAGE) or "").casefold() == language), None)
    return own or (found[0][1] if found else "")


def _content(item: Any) -> Document:
    """What stands in contentSet: a Document with a body, and whatever else an NITF story inside says."""
    for content in (child for part in _each(item, "contentSet") for child in part):
        name = local(content)
        document = None
        if name == "inlineXML":
            document = _inline_xml(content)
        elif name == "inlineData":
            document = _inline_data(content)
        if document is not None:
            return replace(document, language=document.language or content.get(XML_LANGUAGE))
    return Document()


def _inline_xml(content: Any) -> Document | None:
    elements = [child for child in content if local(child)]
    story = next((child for child in elements if local(child) == "nitf"), None)
    if story is not None:
        try:
            return replace(nitf_document(story), id="")
        except ReadError:
            return None
    if not elements or local(elements[0]) not in TEXT_ROOTS:
        return None
    title = next((text_of(head) for head in content.iter() if local(head) == "title"), "")
    body = "\n\n".join(markup.blocks(content))
    return Document(title=title, body=body) if body else None


def _inline_data(content: Any) -> Document | None:
    """Plain text, or HTML written as text. What is encoded (a picture in base64) is no text."""
    kind = content.get("contenttype") or "text/plain"
    if content.get("encoding") or not kind.startswith(("text/", "application/xhtml")):
        return None
    body = plain.paragraphs("".join(content.itertext()))
    return Document(body=body) if body else None


def _descriptions(meta: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Captions, and descriptions of other roles (the summary, the script of a video), each once."""
    captions: dict[str, None] = {}
    others: dict[str, None] = {}
    for element in _each(meta, "description"):
        text = text_of(element)
        role = str(element.get("role") or "").rpartition(":")[2].casefold()
        if text:
            (captions if role == "caption" else others)[text] = None
    return tuple(captions), tuple(others)


def _why_empty(item: Any, kind: str) -> str:
    remote = [content for part in _each(item, "contentSet") for content in _each(part, "remoteContent")]
    inline = [
        local(child)
        for part in _each(item, "contentSet")
        for content in _each(part, "inlineXML")
        for child in content
        if local(child)
    ]
    what = f"a {kind} item" if kind else "a news item"
    if remote:
        return (
            f"{what} without a headline or a caption; its content is elsewhere: {remote[0].get('href') or 'no address'}"
        )
    if inline:
        return f"{what} without a headline; its content is <{inline[0]}>, which is no text"
    return f"{what} without a headline, a text or a caption"


def _dateline(meta: Any, inner: Document) -> tuple[str, Dateline | None]:
    """The dateline as written (to stand before the text) and as read. `located` is where the story was made: it is
    a dateline's place, but no words of the story.
    """
    element = _of(meta, "dateline")
    if element is not None and (written := text_of(element)):
        return written, read_dateline(written)
    if inner.dateline:
        return "", inner.dateline
    located = name_of(_of(meta, "located"))
    return "", Dateline(place=located) if located else None


def _dates(item: Any, meta: Any) -> dict[str, Any]:
    """First publication, and the last version. An item that was never changed has no `updated`."""

    def read(*paths: tuple[Any, str]) -> Any:
        for parent, name in paths:
            element = _of(parent, name)
            if element is not None and (found := read_date(text_of(element))):
                return found
        return None

    about = _of(item, "itemMeta")
    date = read((meta, "contentCreated"), (about, "firstCreated"), (about, "versionCreated"))
    updated = read((about, "versionCreated"), (meta, "contentModified"))
    return {"date": date, "updated": updated if updated != date else None}


def _byline(meta: Any) -> str | None:
    by = _of(meta, "by")
    if by is not None and (written := text_of(by)):
        return plain.without_by(written)
    # A creator with a name of one word is an agency's code or a desk, not a writer.
    names = [name for creator in _each(meta, "creator") if " " in (name := name_of(creator))]
    return ", ".join(dict.fromkeys(names)) or None


def _source(item: Any, meta: Any) -> str | None:
    """Who publishes: the provider's name, the credit line, the provider's short code, the holder of the rights."""
    provider = _of(item, "itemMeta", "provider")
    code = str(provider.get("qcode") or "") if provider is not None else ""
    names = (
        name_of(provider),
        text_of(credit) if (credit := _of(meta, "creditline")) is not None else "",
        str(provider.get("literal") or "") if provider is not None else "",
        code.rpartition(":")[2],
        name_of(_of(item, "rightsInfo", "copyrightHolder")),
        name_of(_of(meta, "infoSource")),
    )
    return next((name for name in names if name), None)


def _language(item: Any, meta: Any) -> str | None:
    element = _of(meta, "language")
    tag = element.get("tag") if element is not None else None
    return str(tag or item.get(XML_LANGUAGE) or "") or None


def _version(item: Any) -> str | None:
    """Marks that the item states: canceled, or sent as a correction."""
    about = _of(item, "itemMeta")
    marks = [STATUS_MARKS.get(_code(_of(about, "pubStatus")))]
    marks += [SIGNAL_MARKS.get(_code(signal)) for signal in _each(about, "signal")]
    return ", ".join(dict.fromkeys(mark for mark in marks if mark)) or None


def _extra(item: Any, meta: Any, concepts: Concepts) -> dict[str, Any]:
    about = _of(item, "itemMeta")
    status = _code(_of(about, "pubStatus"))
    found = {
        "revision": item.get("version"),
        "kind": _code(_of(about, "itemClass")),
        "status": status if status not in ("", "usable", *STATUS_MARKS) else "",
        "slugline": _first(meta, "slugline"),
        "subheadline": _first(meta, "subheadline"),
        "editorial_note": _first(about, "edNote"),
        "embargoed": _first(about, "embargoed"),
        "urgency": _first(meta, "urgency"),
        "service": name_of(_of(about, "service")),
        "genre": name_of(_of(meta, "genre")),
        "organizations": list(concepts.organizations()),
    }
    return {name: value for name, value in found.items() if value}


def _first(parent: Any, name: str) -> str:
    element = _of(parent, name)
    return text_of(element) if element is not None else ""
