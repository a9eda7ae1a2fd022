"""The blocks of a page -> the parts of its article, and the lines that are not of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from searcher.readers.page_text.blocks import Block
from searcher.readers.page_text.body import Body, place_body, read_body, read_deck
from searcher.readers.page_text.boxes import name_blocks
from searcher.readers.page_text.evidence import weigh
from searcher.readers.page_text.header import Header, read_header
from searcher.readers.page_text.headline import find_headline
from searcher.readers.page_text.regions import choose, find_stretches, odds


@dataclass(frozen=True, slots=True)
class Article:
    """What was found: the headline ("" for none), the story, what stands around it, and the lines left out."""

    title: str
    body: Body
    header: Header
    dropped: tuple[str, ...]


def assemble(blocks: Sequence[Block]) -> Article | None:
    """The article of a page; None when the page holds no story."""
    evidence = name_blocks(weigh(blocks))
    found = odds(evidence)
    story = choose(find_stretches(found, evidence), evidence)
    if not story:
        return None
    title = find_headline(evidence, story)
    first = 0 if title is None else title + 1
    headline = "" if title is None else evidence[title].text
    inside = place_body(story, first, evidence, found)
    body = read_body(headline, evidence, inside, found)
    start, stop = inside[0], inside[-1] + 1
    read_deck(body, evidence, first, start)
    header = read_header(evidence, title, start, stop, body)
    used = body.used | header.used | ({title} if title is not None else set())
    dropped = tuple(item.text for index, item in enumerate(evidence) if index not in used)
    return Article(headline, body, header, dropped)
