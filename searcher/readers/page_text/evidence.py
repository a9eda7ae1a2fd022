"""A block of a page -> what it looks like by itself: its kind, and how much it reads like a paragraph of a story.

Weights are odds in natural logarithms, set by hand: a positive one speaks for the story, a negative one for the page
around it. `regions` weighs a block with its neighbours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from searcher.knowledge.datelines import find_dateline
from searcher.readers.page_text import marks
from searcher.readers.page_text.blocks import Block, display_width

Kind = Literal[
    "text",
    "furniture",
    "aside",
    "single",
    "ago",
    "video",
    "end",
    "date",
    "byline",
    "email",
    "caption",
    "keywords",
    "quote",
]

_SENTENCE_END: Final = re.compile(r"""[.!?…。！？।؟۔][\s'"”’»)\]]*(?:\[\d+\])?$""")
_INNER_END: Final = re.compile(r"""[.!?][”"’']?\s+[“"‘']?[A-ZÀ-Þ]|[。！？]""")
_QUESTION: Final = re.compile(r"""[!?][\s'"”’»)]*$""")
_OPEN_END: Final = re.compile(r"[:;,—–-]$")
_LETTERS: Final = re.compile(r"[^\W\d_]")
#: Names of links printed without a blank between them: "World NewsBusiness".
_RUN_ON: Final = re.compile(r"[a-z’'][A-Z][a-z]")
_PLACEHOLDER: Final = re.compile(r"(?:\[[^\[\]]{0,80}\]\s*)+|[\w ]{0,30}\[\s*\]\s*[\w ]{0,20}|\(\s*\)\s?\w{0,20}")
_AGO: Final = re.compile(
    r"(?:.{1,30}?[/|·•—–-]\s*)?(?:(?:about|over|updated|published)\s)?(?:\d{1,2}|an?|one)\s?"
    r"(?:s|m|h|d|w|mo|y|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?)\.?(?:\sago)?"
)
#: The name of a picture as a text browser prints it, right before its description.
_PICTURE_NAME: Final = re.compile(r"\[(?=[^\]\s]*[-_\d])[^\]\s]{4,80}\](?=\S)")
#: How a site speaks to its reader, and how it begins when it wants something of him.
_ADDRESSED: Final = re.compile(r"\b(?:you|your|you're|our|us)\b")
_PITCH: Final = re.compile(
    r"(?:get|start|sign|join|subscribe|download|click|tap|follow|try|want|new to|find out|check out|don't|if you|"
    r"discover)\b"
)
#: A video's running time before its name, no time of day.
_TIMED_LINK: Final = re.compile(r"\d{1,2}:\d{2}\s(?!\s*(?:[ap]\.?m|hrs|gmt|uhr)\b)")
_DURATION: Final = re.compile(r"(?:duration|running time|length)?\s*:?\s*\d{1,2}:\d{2}(?::\d{2})?")
_ADDRESS: Final = r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"
_EMAIL: Final = re.compile(rf"(?:[^\W\d_][\w .'’-]{{0,60}})?[\s(<\[]*{_ADDRESS}[\s)>\]]*(?:[;,/|]?\s*{_ADDRESS})*")
_URL: Final = re.compile(r"(?:https?://|www\.)\S+")
_END_MARK: Final = re.compile(r"[(\[<*#/\s-]*(?:end|ends|end of story|end/?item|30|xxx|끝)[)\]>*/\s.-]*", re.IGNORECASE)
_END_MARK_BARE: Final = re.compile(r"end|30|xxx", re.IGNORECASE)
#: A credit in brackets at the end: (Mohamed El Saife/CBC), (AP Photo/Alex Brandon), (Yonhap).
_BRACKET_CREDIT: Final = re.compile(
    r"\((?:[^()]{2,60}/\s?[^()/]{2,60}|[^()]{0,40}(?:photo|file|handout|via|pool)[^()]{0,60})\)\s*$", re.IGNORECASE
)
_DASH_CREDIT: Final = re.compile(
    r"[—–|]{1,2}\s?[^—–|.]{0,40}\b(?:pic|photo|picture|foto|image|graphic)s?\b[^.]{0,40}$", re.IGNORECASE
)


#: A sentence with a name behind it: `The road to the port. Ann Bell for The Example`.
_NAME_CREDIT: Final = re.compile(
    r"""(?!.*\|.*\|).{25}[a-z0-9)"”’]{2}\.["'”’)]*\s+"""
    r"""(?:(?:[A-ZÀ-Þ][\w.'’&-]*|for|of|the|via|and|/|\|)[\s/,|]*){1,7}$"""
)
#: A bracket behind the last sentence that holds a name of several words; reporters' credits are not pictures'.
_SOURCE_CREDIT: Final = re.compile(
    r"[.!?]['\"”’]?\s*\((?![^()]*\b(?:report|edit|writ|with )\w*)[A-ZÀ-Þ][^()\s]*[\s/][^()]{1,80}\)$", re.IGNORECASE
)
#: A bar before a name and whom it works for: `The harbour on Sept. 17. | Ann Bell/EXAMPLE`.
_BAR_CREDIT: Final = re.compile(r".{25}\s\|\s[A-ZÀ-Þ][^|/]{1,40}/\s?[A-ZÀ-Þ][^|/]{1,40}$")
#: A picture's source in square brackets: `[연합뉴스 자료사진]`, `[Photo: Ann Bell]`.
_SQUARE_CREDIT: Final = re.compile(r"\[[^\[\]]{0,40}(?:사진|제공|캡처|写真|提供|[Pp]hoto|PHOTO)[^\[\]]{0,40}\]$")
_COPYRIGHT_CREDIT: Final = re.compile(r".{25}[.!?)]\s*(?:©|\([cC]\)|Credit:)\s?[^.©]{2,60}$")
#: The word that some pages print before a caption, for those who cannot see the picture.
_CAPTION_LABEL: Final = re.compile(r"(?:image|photo|picture|media|video) caption\s?[,:.]?\s+", re.IGNORECASE)
#: How captions begin.
_CAPTION_START: Final = re.compile(
    r"(?:pictured|(?:from|far|top|bottom) (?:left|right)\b|left to right|l-r\b|above:|below:|file ?-|file photo|"
    r"(?:in )?this (?:\w+ )?(?:photo|image|picture|illustration|handout|screengrab|combination)|"
    r"an? file (?:photo|picture|image)|artist's (?:impression|rendering))"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One block, weighed: `prose` are its odds for the story, `sentence` whether it closes like one, `times` how
    often the page has it.
    """

    block: Block
    kind: Kind
    prose: float
    width: int
    sentence: bool
    times: int

    @property
    def text(self) -> str:
        """The block's text."""
        return self.block.text


def weigh(blocks: Sequence[Block]) -> list[Evidence]:
    """The evidence of each block."""
    folded = [marks.fold(block.text) for block in blocks]
    times = Counter(folded)
    return [_weigh(block, text, times[text]) for block, text in zip(blocks, folded, strict=True)]


def _weigh(block: Block, folded: str, times: int) -> Evidence:
    width = display_width(block.text)
    sentence = _SENTENCE_END.search(block.text) is not None
    kind = _kind(block.text, folded, width)
    prose = _prose(block, folded, width, times) if kind == "text" else -0.6
    return Evidence(block, kind, prose, width, sentence, times)


def is_end_mark(text: str) -> bool:
    """Whether a block says that the story ends here: (END), -30-, ENDS, ###."""
    if len(text) > 16:
        return False
    if _END_MARK_BARE.fullmatch(text):
        return text in {"END", "XXX"}
    return _END_MARK.fullmatch(text) is not None or re.fullmatch(r"(?:#\s?){3,}|={2,}\s?\w+", text) is not None


def _kind(text: str, folded: str, width: int) -> Kind:
    if is_end_mark(text):
        return "end"
    if (
        not folded
        or not _LETTERS.search(folded)
        or _PLACEHOLDER.fullmatch(text)
        or text.startswith("[ ]")
        or _URL.fullmatch(text)
        or _is_doubled(text)
    ):
        return "furniture"
    if width > 1500:
        return "text"
    if width <= 60 and (_AGO.fullmatch(folded)):
        return "ago"
    if _DURATION.fullmatch(folded) or folded == "video":
        return "video"
    if len(text) <= 160 and _EMAIL.fullmatch(text):
        return "email"
    for section in ("keywords", "aside", "single"):
        if marks.whole(section)(folded):
            return section
    if _TIMED_LINK.match(folded) and width <= 120 and not _SENTENCE_END.search(text):
        return "furniture"
    if marks.whole("alone")(folded) or _is_counter(folded):
        return "furniture"
    if _PICTURE_NAME.match(text) or is_caption(text, folded, width):
        return "caption"
    if width <= 200 and marks.starts("starts")(folded):
        return "furniture"
    return "text"


def _is_doubled(text: str) -> bool:
    """Whether a text is some words twice without a blank between: an image's text and title, as browsers print them."""
    half = len(text) // 2
    return len(text) > 12 and len(text) % 2 == 0 and text[:half] == text[half:]


def _is_counter(folded: str) -> bool:
    """Whether a short text is a count or a mark only: `1.2k shares`, `0`, `1 2 3`."""
    return (
        len(folded) < 25
        and re.fullmatch(r"[\d.,\s]+[km]?\s?(?:shares?|views?|comments?|likes?|reads?|replies)?", folded) is not None
    )


def bare_caption(text: str) -> str:
    """A caption without the name of its picture, or the word for it, before it."""
    text = _PICTURE_NAME.sub("", text, count=1) if _PICTURE_NAME.match(text) else text
    return _CAPTION_LABEL.sub("", text, count=1) if _CAPTION_LABEL.match(text) else text


def is_caption(text: str, folded: str, width: int) -> bool:
    """Whether a block is a picture's caption or its credit line, by the credit at its end or start."""
    if width > 700:
        return False
    if _BRACKET_CREDIT.search(text) or _DASH_CREDIT.search(text) or _CAPTION_START.match(folded):
        return True
    if _CAPTION_LABEL.match(text) and len(text) > len(_CAPTION_LABEL.match(text)[0]):  # type: ignore[index]
        return True
    if width <= 500 and any(
        credit.search(text) for credit in (_SOURCE_CREDIT, _COPYRIGHT_CREDIT, _BAR_CREDIT, _SQUARE_CREDIT)
    ):
        return True
    if width <= 450 and not _SENTENCE_END.search(text) and _NAME_CREDIT.search(text):
        return True
    credit = marks.count("credit")
    tail, head = folded[-45:], folded[:24]
    if width <= 90 and (credit(head) or credit(tail)) and not text.endswith("."):
        return True
    if text.endswith(")") and credit(folded[-150:]):
        return True
    if width <= 300 and credit(tail) and not _SENTENCE_END.search(text):
        return True
    last = re.split(r"[.!?)]\s", folded)[-1]
    return len(last) < 60 and last != folded and credit(last) > 0 and not text.endswith((".", '"', "”"))


def _prose(block: Block, folded: str, width: int, times: int) -> float:
    text = block.text
    score = _shape(text, width)
    if width >= 40 and score > 0 and find_dateline(text) is not None:
        score += 1.5
    if block.bullet and not _SENTENCE_END.search(text):
        score -= 0.4
    if len(_RUN_ON.findall(text)) > max(2, width / 120):
        score -= 3.0
    within = marks.count("within")(folded) if width < 900 else 0
    # A paragraph may speak of cookies or newsletters; a line that does little else is a banner.
    cost = within * (1.7 if width < 200 else 1.2 if width < 400 else 0.5)
    # One such word in a statement that speaks to nobody may well be what the story is about.
    told = within == 1 and width >= 70 and _SENTENCE_END.search(text) is not None
    score -= 0.6 * cost if told and not _ADDRESSED.search(folded) and not _PITCH.match(folded) else cost
    if width < 260 and '"' not in folded:
        score -= 1.2 * (_PITCH.match(folded) is not None) + 0.5 * (_ADDRESSED.search(folded) is not None)
    if times > 1:
        # Twice: a heading that a table of contents has too, or a menu for wide and one for narrow screens.
        score -= 0.8 if width >= 80 or times == 2 else 1.4
    return score


def _shape(text: str, width: int) -> float:
    """What length and close say."""
    if _QUESTION.search(text) and width < 110 and not _INNER_END.search(text):
        return 0.2
    if _SENTENCE_END.search(text):
        return 0.3 + min(width, 260) / 100 + (0.4 if _INNER_END.search(text) else 0.0)
    if width >= 160:
        return 0.9 if _INNER_END.search(text) or "," in text else 0.2
    if (_OPEN_END.search(text) and width >= 40) or (width >= 100 and _INNER_END.search(text)):
        return 0.3
    if width >= 100:
        return -0.3
    return -0.7 if width > 14 else -0.9
