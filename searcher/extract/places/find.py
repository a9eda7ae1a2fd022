"""A Document -> the same with its places."""

from __future__ import annotations

from typing import Final

from searcher.document import Dateline, Document
from searcher.extract.base import fill, is_open
from searcher.extract.places.mentions import Evidence, Findings, Mention, Scanner
from searcher.extract.places.resolve import resolve
from searcher.knowledge import gazetteer

#: A title is a headline in capitals if this part of its longer words has one.
_HEADLINE: Final = 0.8


def complete(document: Document) -> Document:
    """Fill `places` from the title, the dateline, the body and the captions. Never raises."""
    if not is_open(document, "places"):
        return document
    findings = Findings()
    for person in document.people:
        for name in (person.name, *person.names):
            findings.people[gazetteer.fold(name).rpartition(" ")[2]] += 1
    Scanner(document.title, 0, findings, headline=_is_headline(document.title)).scan()
    offset = len(document.title) + 2
    if document.dateline is not None:
        _add_dateline(document.dateline, offset, findings)
    for text in (document.body, *document.captions):
        Scanner(text, offset, findings, headline=text.isupper()).scan()
        offset += len(text) + 2
    return fill(document, places=resolve(findings))


def _add_dateline(dateline: Dateline, offset: int, findings: Findings) -> None:
    key = gazetteer.fold(dateline.place or "")
    if key in gazetteer.names():
        findings.mentions.append(Mention(key, dateline.place or "", offset, Evidence.FILED))


def _is_headline(title: str) -> bool:
    """Whether every longer word has a capital, so that capitals show no names."""
    longer = [word for word in title.split() if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in longer)
    return len(longer) > 1 and capitals >= _HEADLINE * len(longer)
