"""NITF (News Industry Text Format), alone or inside another format -> Documents.

The dateline stands apart in NITF; it is put before the first paragraph, where a reader of the story finds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from searcher.document import Dateline, Document, Person, Place
from searcher.errors import ReadError
from searcher.readers import markup, plain
from searcher.readers.base import Input, Item, digest_id, safe_id
from searcher.readers.markup import local, text_of
from searcher.readers.stated import FoundDate, read_date, read_dateline

RECORDS: Final = frozenset(("nitf",))
XML_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
#: management-status -> the mark of the wire. A story that is withheld or embargoed says so in `extra`.
STATUS_MARKS: Final = {"canceled": "KILL", "cancelled": "KILL"}
#: Parts of a location, from the nearest to the widest, that say where the named place lies.
AROUND: Final = ("city", "state", "region", "country")


@dataclass(frozen=True, slots=True)
class NitfReader:
    """Reads files of one NITF story, or of several one after another in a wrapper."""

    name: str = "nitf"

    def read(self, source: Input) -> Iterator[Item]:
        """The stories of one file, in its order."""
        try:
            parsed = markup.parse_xml(source.read(), RECORDS, encoding=source.options.encoding)
        except (ReadError, OSError, EOFError) as error:
            yield source.reject(str(error))
            return
        several = len(parsed.records) > 1 or parsed.damage is not None
        for count, element in enumerate(parsed.records, start=1):
            place = f"story {count}" if several else ""
            try:
                document = nitf_document(element)
            except ReadError as error:
                yield source.reject(str(error), place)
                continue
            own = document.id or digest_id(markup.written(element))
            yield replace(document, id=own, origin=source.source(self.name, place))
        if parsed.damage:
            yield source.reject(f"the XML is damaged: {parsed.damage}", f"story {len(parsed.records) + 1}")
        elif not parsed.records:
            yield source.reject(f"no NITF story in it; the root element is <{local(parsed.root)}>")


def nitf_document(story: Any) -> Document:
    """One `nitf` element -> a Document without origin; ReadError when it has no headline and no text."""
    head, body = _child(story, "head"), _child(story, "body")
    body_head, content = _child(body, "body.head"), _child(body, "body.content")
    docdata, pubdata = _child(head, "docdata"), _child(head, "pubdata")
    title = plain.one_line(_first_text(body_head, "hl1", "hedline") or _first_text(head, "title"))
    paragraphs, captions = _paragraphs(content), _captions(body)
    abstract = _first_text(body_head, "abstract")
    if not paragraphs and abstract:
        paragraphs, abstract = [abstract], ""
    if not (title or paragraphs or captions):
        raise ReadError("an NITF story without a headline and without text")
    written_dateline, dateline = _dateline(body_head)
    date = _date(docdata, pubdata, body_head)
    status = (docdata.get("management-status") or "") if docdata is not None else ""
    return Document(
        id=_id(docdata),
        title=title,
        body="\n\n".join(begin_with(written_dateline, dateline, paragraphs)),
        date=date and date[0],
        date_precision=date and date[1],
        dateline=dateline,
        byline=_byline(body_head),
        people=_people(docdata, content),
        places=_places(docdata, content),
        source=_attribute(pubdata, "name") or _first_text(body_head, "distributor") or _source_of_id(docdata),
        section=_attribute(pubdata, "position.section"),
        keywords=_keywords(head, docdata),
        captions=captions,
        url=_url(pubdata),
        language=_language(story, body),
        version=STATUS_MARKS.get(status.casefold()),
        extra=_extra(docdata, body_head, status, abstract),
    )


def _paragraphs(content: Any) -> list[str]:
    """The text. An archive may give the first paragraphs a second time, in a block beside the one of the full text."""
    full = next((block for block in _all(content, "block") if block.get("class") == "full_text"), content)
    return markup.blocks(full) if full is not None else []


def begin_with(written: str, dateline: Dateline | None, paragraphs: list[str]) -> list[str]:
    """Paragraphs with the dateline before the first of them, unless it has the place there already."""
    if not (written and paragraphs):
        return paragraphs
    place = (dateline.place if dateline else None) or written
    city = place.split(",")[0].casefold()
    if city in paragraphs[0][: len(written) + 20].casefold():
        return paragraphs
    return [f"{written.rstrip(' -–—')} -- {paragraphs[0]}", *paragraphs[1:]]


def _child(element: Any, name: str) -> Any:
    """The first child of a name, or None."""
    if element is None:
        return None
    return next((child for child in element if local(child) == name), None)


def _all(element: Any, *names: str) -> Iterator[Any]:
    """All elements of these names inside, in order."""
    if element is not None:
        yield from (inner for inner in element.iter() if local(inner) in names)


def _first_text(element: Any, *names: str) -> str:
    """The text of the first of these names (the best first) that has one."""
    return next((text for name in names for inner in _all(element, name) if (text := text_of(inner))), "")


def _attribute(element: Any, name: str) -> str | None:
    return (element.get(name) or "").strip() or None if element is not None else None


def _id(docdata: Any) -> str:
    given = next((element.get("id-string") for element in _all(docdata, "doc-id") if element.get("id-string")), None)
    return f"nitf:{safe_id(given)}" if given else ""


def _source_of_id(docdata: Any) -> str | None:
    return next((element.get("regsrc") for element in _all(docdata, "doc-id") if element.get("regsrc")), None)


def _date(docdata: Any, pubdata: Any, body_head: Any) -> FoundDate | None:
    """The first of issue, release, publication and the story's own day that can be read."""
    stated = [
        *(element.get("norm") for name in ("date.issue", "date.release") for element in _all(docdata, name)),
        _attribute(pubdata, "date.publication"),
        *(element.get("norm") for element in _all(body_head, "story.date")),
    ]
    return next((found for text in stated if text and (found := read_date(text))), None)


def _dateline(body_head: Any) -> tuple[str, Dateline | None]:
    element = next(_all(body_head, "dateline"), None)
    written = text_of(element) if element is not None else ""
    if not written:
        return "", None
    place, day = _first_text(element, "location"), _first_text(element, "story.date")
    read = read_dateline(written) or Dateline()
    return written, Dateline(read.place or place or None, read.day or day or None, read.agency)


def _byline(body_head: Any) -> str | None:
    bylines = [element for element in _all(body_head, "byline") if element.get("class") != "normalized_byline"]
    written = ", ".join(text for element in bylines if (text := _with_title(element)))
    return plain.without_by(written) or None


def _with_title(byline: Any) -> str:
    """`By Ana Silva <byttl>Staff Writer</byttl>` -> `By Ana Silva, Staff Writer`."""
    whole, title = text_of(byline), _first_text(byline, "byttl")
    name = whole.removesuffix(title).rstrip(" ,") if title else whole
    return ", ".join(part for part in (name, title) if part)


def _people(docdata: Any, content: Any) -> tuple[Person, ...]:
    names = [text_of(element) for part in (docdata, content) for element in _all(part, "person")]
    return tuple(Person(name) for name in dict.fromkeys(names) if name)


def _places(docdata: Any, content: Any) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for part in (docdata, content):
        for element in _all(part, "location"):
            place = _place(element)
            if place.name:
                found.setdefault(place.name, place)
    return tuple(found.values())


def _place(location: Any) -> Place:
    """A location, its city, state, region and country tagged or not."""
    parts = {name: text for name in AROUND if (text := _first_text(location, name))}
    direct = " ".join(((location.text or "") if location is not None else "").split()).strip(" ,")
    names = [direct or next(iter(parts.values()), text_of(location)), *parts.values()]
    codes = (element.get("iso-cc") for element in _all(location, "country"))
    country = next((code.upper() for code in codes if code and len(code) == 2), None)
    return Place(names[0], (), country, tuple(name for name in dict.fromkeys(names[1:]) if name != names[0]))


def _keywords(head: Any, docdata: Any) -> tuple[str, ...]:
    keys = [element.get("key") for element in _all(docdata, "keyword")]
    subjects = [
        element.get(f"tobject.subject.{part}")
        for element in _all(head, "tobject.subject")
        for part in ("type", "matter", "detail")
    ]
    # A classifier with a path in it is a shelf mark, not a word.
    classes = [text for element in _all(docdata, "classifier") if "/" not in (text := text_of(element))]
    return tuple(dict.fromkeys(word.strip() for word in (*keys, *subjects, *classes) if word and word.strip()))


def _url(pubdata: Any) -> str | None:
    given = _attribute(pubdata, "ex-ref")
    return given if given and given.startswith(("http://", "https://")) else None


def _captions(body: Any) -> tuple[str, ...]:
    found = (" ".join(markup.blocks(element)) for element in _all(body, "media-caption"))
    return tuple(dict.fromkeys(caption for caption in found if caption))


def _language(story: Any, body: Any) -> str | None:
    return story.get(XML_LANGUAGE) or _attribute(body, XML_LANGUAGE) or _attribute(body, "lang")


def _extra(docdata: Any, body_head: Any, status: str, abstract: str) -> dict[str, Any]:
    found = {
        "subheadline": "; ".join(text_of(element) for element in _all(body_head, "hl2")),
        "abstract": abstract,
        "status": status if status.casefold() not in ("", "usable", *STATUS_MARKS) else "",
        "urgency": next((element.get("ed-urg") for element in _all(docdata, "urgency")), None),
        "editorial_note": "; ".join(filter(None, (element.get("info") for element in _all(docdata, "ed-msg")))),
        "organizations": [text for element in _all(docdata, "org") if (text := text_of(element))],
    }
    return {name: value for name, value in found.items() if value}
