"""HTML -> the paragraphs of the story and its captions: by trafilatura, held against what the page itself states.

Before it, what is plainly no part of the story is taken out (posts embedded from elsewhere, captions, paragraphs that
are nothing but a link); after it, a page whose JSON-LD has much more text is read again by its paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from searcher.readers.webpage.markup import words_of

#: Elements of trafilatura's tree that are paragraphs of their own.
_BLOCKS: Final = frozenset(("p", "head", "quote", "item", "row", "code", "lb"))
_MIN_STORY: Final = 40
#: Classes that the widgets of social networks give their markup, on every site that embeds them.
_EMBEDDED: Final = re.compile(
    r"\b(twitter-(?:tweet|video)|instagram-media|tiktok-embed|fb-post|reddit-(?:card|embed))\b"
)
_SENTENCE_END: Final = re.compile(r"[.!?。…:]['\"”’)\]]*\Z")
_APART: Final = frozenset(("nav", "footer", "aside", "form", "figure", "header", "button", "select"))
#: Words before the link of a paragraph that is only there to lead elsewhere: "Also read:", "MORE:".
_LEAD_IN: Final = re.compile(r"\A\W*(?:\w+\W+){0,3}\Z")
#: Below this share of the stated text, what was extracted has lost a part of the story.
_COVERS: Final = 0.8


@dataclass(frozen=True, slots=True)
class Body:
    """The story's paragraphs, its captions once each, and the paragraphs that were left out; and whether the
    paragraphs, if any, are only links to stories.
    """

    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    dropped: tuple[str, ...]
    only_links: bool


def read_body(root: Any, title: str, stated: str) -> Body:
    """The story of a page. The tree is changed; `stated` is the text that its JSON-LD gives ("" for none)."""
    captions = _captions(root)
    links = Counter(_key(" ".join(words_of(link) for link in root.iter("a"))).split())
    whole = _page_paragraphs(root)
    dropped = _prune(root)
    paragraphs = _unglued(_by_trafilatura(root), whole)
    # Where the page shows no story, trafilatura takes the stated text, without its paragraphs.
    glued = len(paragraphs) == 1 and "\n" in stated.strip()
    if stated and (glued or _coverage(paragraphs, stated) < _COVERS):
        paragraphs = _by_statement(whole, stated)
    if sum(map(len, paragraphs)) < _MIN_STORY:
        paragraphs = [text for text in whole if _SENTENCE_END.search(text)]
    kept = _without_title(paragraphs, title)
    said = set(kept)
    shown = tuple(text for text in captions if text not in said)
    return Body(tuple(kept), shown, tuple(dict.fromkeys(dropped)), _lead_elsewhere(kept, links))


def _captions(root: Any) -> list[str]:
    """What stands under pictures, once each."""
    found = (words_of(element) for element in root.iter("figcaption"))
    return [caption for caption in dict.fromkeys(found) if len(caption.split()) > 2]


def _lead_elsewhere(paragraphs: list[str], links: Counter[str]) -> bool:
    """Whether paragraphs have no word but those of links: a list of stories, not a story."""
    return not Counter(_key(" ".join(paragraphs)).split()) - links


def _page_paragraphs(root: Any) -> list[str]:
    """The text of all `<p>` outside navigation, forms and figures, once each."""
    found = (
        words_of(element)
        for element in root.iter("p")
        if not _APART.intersection(ancestor.tag for ancestor in element.iterancestors())
    )
    return [text for text in dict.fromkeys(found) if text]


def _prune(root: Any) -> list[str]:
    """Take out what is plainly no part of the story; its texts."""
    doomed = [
        element
        for element in root.iter("p", "blockquote", "figcaption", "div", "h2", "h3", "h4", "li")
        if element.tag == "figcaption" or _EMBEDDED.search(element.get("class") or "") or _only_link(element)
    ]
    dropped = []
    for element in doomed:
        if element.tag != "figcaption" and (text := words_of(element)):
            dropped.append(text)
        element.drop_tree()
    return dropped


def _only_link(element: Any) -> bool:
    """Whether a paragraph says nothing but where to go next."""
    if element.tag not in ("p", "h2", "h3", "h4"):
        return False
    links = element.findall(".//a")
    if not links:
        return False
    text, linked = words_of(element), " ".join(words_of(link) for link in links)
    rest = text.replace(words_of(links[0]), "", 1) if len(links) == 1 else text
    if len(links) == 1:
        return len(linked.split()) > 2 and _LEAD_IN.match(rest.strip() + " ") is not None
    return len(linked) >= 0.95 * len(text)


def _by_trafilatura(root: Any) -> list[str]:
    """The paragraphs that trafilatura finds."""
    import trafilatura

    found = trafilatura.bare_extraction(
        root, include_comments=False, include_tables=True, include_formatting=False, with_metadata=False
    )
    body = getattr(found, "body", None)
    paragraphs: list[str] = []
    stack = [] if body is None else [body]
    while stack:
        here = stack.pop()
        if here.tag in _BLOCKS:
            paragraphs.extend(" ".join(line.split()) for line in "".join(here.itertext()).split("\n\n"))
            continue
        if here.text and here.text.strip():
            paragraphs.append(" ".join(here.text.split()))
        stack.extend(reversed(here))
    return [paragraph for paragraph in paragraphs if paragraph]


def _unglued(paragraphs: list[str], whole: list[str]) -> list[str]:
    """Paragraphs with each that is several of the page's own (a cell of a layout table) taken apart again."""
    found: list[str] = []
    for paragraph in paragraphs:
        inside = [text for text in whole if len(text) > _MIN_STORY and text in paragraph]
        glued = len(inside) > 1 and sum(map(len, inside)) > len(paragraph) // 2
        found.extend(inside if glued else [paragraph])
    return found


def _coverage(paragraphs: list[str], stated: str) -> float:
    """The share of the stated words that the paragraphs have."""
    wanted = Counter(re.findall(r"\w+", stated.lower()))
    found = Counter(re.findall(r"\w+", " ".join(paragraphs).lower()))
    return sum((wanted & found).values()) / max(1, wanted.total())


def _by_statement(whole: list[str], stated: str) -> list[str]:
    """The page's paragraphs that stand in its stated text; the stated text itself where these do not make it up."""
    said = " ".join(re.findall(r"\w+", stated.lower()))
    found = [text for text in whole if (key := " ".join(re.findall(r"\w+", text.lower()))) and key in said]
    if _coverage(found, stated) >= _COVERS:
        return found
    return [" ".join(line.split()) for line in re.split(r"\n\s*\n|\r?\n", stated) if line.strip()]


def _without_title(paragraphs: list[str], title: str) -> list[str]:
    """Paragraphs without the headline at their head, and each that stands twice in a row once."""
    found: list[str] = []
    key = _key(title)
    for number, paragraph in enumerate(paragraphs):
        repeated = number < 3 and key and _key(paragraph) == key
        if not repeated and not (found and paragraph == found[-1]):
            found.append(paragraph)
    return found


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
