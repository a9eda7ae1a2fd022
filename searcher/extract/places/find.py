"""A Document -> the same with its places: those of the text, or those that the source names, completed."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from searcher.document import Document
from searcher.extract.base import changed, fill, is_open
from searcher.extract.places.given import completed, is_bare
from searcher.extract.places.mentions import Evidence, Findings, Mention, Scanner, Shown, name_of
from searcher.extract.places.resolve import resolve
from searcher.knowledge import gazetteer
from searcher.knowledge.names import surname

#: The name of a dateline stands so near the beginning.
_DATELINE: Final = 60
#: A title is a headline in capitals if this part of its longer words has one.
_HEADLINE: Final = 0.8


def complete(document: Document) -> Document:
    """Fill `places` from the title, the dateline, the body and the captions. Never raises.

    Places that are given stay as they are but for what they lack: the gazetteer adds the country and what lies around
    them. That is not `inferred`, for the source names them; and what they lie in is no finding of the text.
    """
    if is_open(document, "places"):
        return fill(document, places=resolve(_findings(document)))
    if not any(map(is_bare, document.places)):
        return document
    places = completed(document.places, _findings(document))
    return document if places == document.places else changed(document, places=places)


def _findings(document: Document) -> Findings:
    """What a story says of places."""
    findings = Findings()
    for person in document.people:
        for name in (person.name, *person.names):
            called = _surname(name)
            findings.people[called] = findings.people.get(called, 0) + 1
    Scanner(document.title, 0, findings, headline=_is_headline(document.title)).scan()
    body = offset = len(document.title) + 2
    for wrapped in (document.body, *document.captions):
        text = _unwrap(wrapped)
        Scanner(text, offset, findings, headline=text.isupper()).scan()
        offset += len(text) + 2
    if document.dateline is not None and document.dateline.place:
        _add_dateline(document.dateline.place, body, findings)
    return findings


@lru_cache(maxsize=1 << 14)
def _surname(name: str) -> str:
    """The word by which a story calls somebody, as the gazetteer folds it: Tanabe (Hiroshi), no town in this story."""
    return gazetteer.fold(surname(name)).rpartition(" ")[2]


def _add_dateline(place: str, offset: int, findings: Findings) -> None:
    """Where the story was filed is a place of it: the mention where the body begins, or a new one."""
    key = gazetteer.fold(place)
    for number, mention in enumerate(findings.mentions):
        if mention.key == key and offset <= mention.position < offset + _DATELINE:
            findings.mentions[number] = mention._replace(evidence=mention.evidence | Evidence.FILED)
            return
    if key in gazetteer.names():
        findings.mentions.append(Mention(key, place, offset, Evidence.FILED))
    elif (form := name_of(place)) is not None and all(gazetteer.fold(shown.form) != key for shown in findings.shown):
        findings.shown.append(Shown(form, offset, ""))


def _unwrap(text: str) -> str:
    """A text with blanks for the line ends inside its paragraphs, of the same length."""
    return text.replace("\n\n", "\r\r").replace("\n", " ").replace("\r\r", "\n\n") if "\n" in text else text


def _is_headline(title: str) -> bool:
    """Whether every longer word has a capital, so that capitals show no names."""
    if title.isupper():
        return True
    longer = [word for word in title.split() if len(word) > 3 and word[0].isalpha()]
    return len(longer) > 1 and sum([word[0].isupper() for word in longer]) >= _HEADLINE * len(longer)
