"""A story -> its versions and copies in the order of time; two documents -> what changed from one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from searcher.analysis.entries import MISSING
from searcher.codec.base import Snapshot
from searcher.document import Document
from searcher.errors import DocumentNotFound
from searcher.search.groups import groups, members, withdrawn
from searcher.search.near import near_ids

_PARAGRAPH: Final = re.compile(r"\n\s*\n")
#: Words of one text times words of the other up to which paragraphs that differ are compared word by word.
_COMPARED: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Version:
    """One document of a story's chain.

    `version` has its wire marks; `words` are those of the body; `copy_of` is the id of the earliest document with this
    text (None for that one itself); `killed` tells whether it, or a later version of it, takes it back.
    """

    id: str
    title: str
    date: str | None
    version: str | None
    source: str | None
    words: int
    copy_of: str | None
    killed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words: "same" in both documents, "removed" from the first, or "added" by the second.

    `text` has the words with single blanks, and paragraphs with a blank line between them.
    """

    kind: Literal["same", "removed", "added"]
    text: str


def versions(snapshot: Snapshot, key: str) -> tuple[Version, ...]:
    """The chain of a story, oldest first, undated last; DocumentNotFound when no document has this id."""
    place = snapshot.find(key)
    if place is None:
        raise DocumentNotFound(key, near_ids(snapshot, key))
    leaf = next(number for number, one in enumerate(snapshot.leaves) if one is place[0])
    held = sorted(_ranked(snapshot, member) for member in members(snapshot, leaf, place[1], "versions"))
    earliest: dict[int, str] = {}
    found = []
    for *_, number, document in held:
        first = earliest.setdefault(int(groups(snapshot).copies[number][document]), _id(snapshot, number, document))
        found.append(_version(snapshot, number, document, first))
    return tuple(found)


def _ranked(snapshot: Snapshot, member: tuple[int, int]) -> tuple[bool, int, str, int, int]:
    number, document = member
    moment = int(snapshot.leaves[number].column("instant")[document])
    return moment == MISSING, moment, _id(snapshot, number, document), number, document


def _id(snapshot: Snapshot, number: int, document: int) -> str:
    return snapshot.leaves[number].card(document).id


def _version(snapshot: Snapshot, number: int, document: int, first: str) -> Version:
    leaf = snapshot.leaves[number]
    card = leaf.card(document)
    return Version(
        id=card.id,
        title=card.title,
        date=card.date,
        version=leaf.document(document).version,
        source=card.source,
        words=int(leaf.column("body_words")[document]),
        copy_of=first if first != card.id else None,
        killed=document in withdrawn(snapshot)[number],
    )


def changes(one: Document, other: Document) -> tuple[Change, ...]:
    """What changed from one document to another, word by word; the headline is the first paragraph."""
    found: list[Change] = []
    for kind, words in _word_changes(_paragraphs(one), _paragraphs(other)):
        text = " ".join(words).replace(f" {_BREAK} ", "\n\n").replace(_BREAK, "\n\n")
        if found and found[-1].kind == kind:
            text = found.pop().text + " " + text
        found.append(Change(kind, re.sub(r" *\n\n *", "\n\n", text)))
    return tuple(change for change in found if change.text)


#: Stands among words where a paragraph ends.
_BREAK: Final = "\n\n"
Words = Sequence[str]


def _paragraphs(document: Document) -> list[tuple[str, ...]]:
    """The words of the headline and of each paragraph, each with a break at its end."""
    texts = [document.title, *_PARAGRAPH.split(document.body)]
    return [(*text.split(), _BREAK) for text in texts if text.strip()]


def _word_changes(
    one: list[tuple[str, ...]], other: list[tuple[str, ...]]
) -> Iterator[tuple[Literal["same", "removed", "added"], Words]]:
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        old, new = _flat(one[a:b]), _flat(other[c:d])
        if kind == "equal":
            yield "same", old
        elif len(old) * len(new) > _COMPARED:
            yield "removed", old
            yield "added", new
        else:
            yield from _within(old, new)


def _within(old: Words, new: Words) -> Iterator[tuple[Literal["same", "removed", "added"], Words]]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", old[a:b]
            continue
        if a < b:
            yield "removed", old[a:b]
        if c < d:
            yield "added", new[c:d]


def _flat(paragraphs: Sequence[tuple[str, ...]]) -> list[str]:
    return [word for paragraph in paragraphs for word in paragraph]
