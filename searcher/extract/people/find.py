"""A Document -> the same with the people of the story: evidence for every name is gathered over the whole story."""

from __future__ import annotations

from searcher.document import Document, Person
from searcher.extract.base import fill, is_open
from searcher.extract.people.join import Full, Key, join
from searcher.extract.people.mentions import Mention, mentions
from searcher.extract.people.weigh import Groups, is_person, score_alone
from searcher.knowledge.names import fold


def complete(document: Document) -> Document:
    """The people of title, body and captions, by first mention; who only signed the story is none of them."""
    if not is_open(document, "people"):
        return document
    body, byline = document.body, document.byline
    if byline and byline in body:
        body = "\n".join("" if line.strip() == byline else line for line in body.split("\n"))
    return fill(document, people=people_of(document.title, body, *document.captions))


def people_of(title: str, *texts: str) -> tuple[Person, ...]:
    """The people of a story. What is written in capitals, or with a capital on every word, is no evidence."""
    evident = _is_sentence(title)
    offset = 0 if evident else len(title) + 2
    running: list[Mention] = []
    for text in (title, *texts) if evident else texts:
        running += mentions(text, offset)
        offset += len(text) + 2
    hopeful = {mention[0].key for mention in running if mention[0].hope}
    if not hopeful:
        return ()
    groups: Groups = {}
    for mention in running:
        if not mention[0].caps:
            groups.setdefault(mention[0].key, []).append(mention)
    scores = {key: score for key in hopeful if (score := score_alone(key, groups)) is not None}
    bodied = _bodied(running)
    people = {key for key, score in scores.items() if is_person(key, groups, score, bodied=bodied)}
    if not people:
        return ()
    # Most headlines name none of them, and cannot speak for or against.
    known, folded = {word for key in people for word in key}, fold(title)
    headline = mentions(title, 0) if not evident and any(word in folded for word in known) else []
    if more := _bodied(headline) - bodied:
        people = {key for key in people if is_person(key, groups, scores[key], bodied=bodied | more)}
    return tuple(join(*_fulls(people, headline, running))) if people else ()


def _bodied(mentioned: list[Mention]) -> set[str]:
    """All words of the names of bodies."""
    return {word for mention in mentioned if mention[0].bodied and len(mention[0].key) > 1 for word in mention[0].key}


def _is_sentence(title: str) -> bool:
    """Whether a headline is written as a sentence: most of its longer words begin small."""
    longer = [word for word in title.split() if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].islower() for word in longer) * 5 >= len(longer) * 2


def _fulls(people: set[Key], headline: list[Mention], running: list[Mention]) -> tuple[list[Full], list[Full]]:
    """The names of people, and the other names that have a word in common with one; each word of a headline, or of
    what is in capitals, may be a short mention ("DOYLE WINS").
    """
    known = {word for key in people for word in key}
    fulls: dict[Key, Full] = {}

    def add(key: Key, position: int, form: str, count: int) -> None:
        full = fulls.setdefault(key, Full(key, position, {}))
        full.forms[form] = full.forms.get(form, 0) + count

    for mentioned, said in ((headline, False), (running, True)):
        for piece, _, offset, at, _ in mentioned:
            if known.isdisjoint(piece.key):
                continue
            position, plain = offset + at + piece.start, said and not piece.caps
            add(piece.key, position, piece.form, int(plain))
            if not plain and len(piece.key) > 1:
                for word, form in zip(piece.key, piece.form.split(), strict=False):
                    if word in known:
                        add((word,), position, form, 0)
    return [fulls[key] for key in fulls if key in people], [fulls[key] for key in fulls if key not in people]
