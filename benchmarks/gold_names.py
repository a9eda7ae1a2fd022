"""A folder of annotated news (`ieer`, `gum`, `wikigold`) -> stories with the people and places marked in them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class GoldStory:
    """One story: `body` has its paragraphs separated by a blank line; the names are as written, each form once."""

    id: str
    title: str
    body: str
    people: frozenset[str]
    places: frozenset[str]


def read_ieer(folder: Path) -> list[GoldStory]:
    """AP and NYT stories of 1998 (76), in the order of files; lines stay wrapped as they came."""
    found: list[GoldStory] = []
    for path in sorted(folder.glob("[A-Z]*_*")):
        for raw in re.findall(r"<DOC>(.*?)</DOC>", path.read_text("latin-1"), re.DOTALL):
            number = re.search(r"<DOCNO>\s*(\S+)", raw)
            headline = re.search(r"<HEADLINE>(.*?)</HEADLINE>", raw, re.DOTALL)
            text = re.search(r"<TEXT>(.*?)</TEXT>", raw, re.DOTALL)
            marked = re.findall(r'<b_enamex type="(PERSON|LOCATION)"[^>]*>(.*?)<e_enamex>', raw, re.DOTALL)
            found.append(
                GoldStory(
                    number.group(1) if number else "",
                    " ".join(_bare(headline.group(1)).split()) if headline else "",
                    _paragraphs(_bare(text.group(1)) if text else ""),
                    frozenset(" ".join(_bare(name).split()) for kind, name in marked if kind == "PERSON"),
                    frozenset(" ".join(_bare(name).split()) for kind, name in marked if kind == "LOCATION"),
                )
            )
    return found


def _bare(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def _paragraphs(text: str) -> str:
    """A paragraph begins where a line is indented."""
    parts = re.split(r"\n(?=\t|   )", text)
    return "\n\n".join("\n".join(line.strip() for line in part.strip().splitlines()) for part in parts if part.strip())


def read_wikigold(folder: Path) -> list[GoldStory]:
    """145 articles of an encyclopedia, without headlines; a sentence is joined with blanks, as it came."""
    path = folder / "CONLL-format" / "data" / "wikigold.conll.txt"
    found: list[GoldStory] = []
    for number, raw in enumerate(re.split(r"-DOCSTART-[^\n]*\n", path.read_text("utf-8")), start=1):
        # The blank line after a sentence ends a name as a token outside does.
        rows = [line.rsplit(" ", 1) if " " in line else ["", "O"] for line in raw.splitlines()]
        names = list(_tagged(rows))
        if not any(word for word, _ in rows):
            continue
        sentences = [" ".join(line.rsplit(" ", 1)[0] for line in part.splitlines()) for part in raw.split("\n\n")]
        body = _detokenize(" ".join(sentence.strip() for sentence in sentences if sentence.strip()))
        people = frozenset(name for tag, name in names if tag == "PER")
        places = frozenset(name for tag, name in names if tag == "LOC")
        found.append(GoldStory(f"wikigold-{number}", "", body, people, places))
    return found


def _tagged(rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    """(PER, Kojima Minoru): runs of tokens with one tag; `B-` begins a new one."""
    tag, words = "O", list[str]()
    for word, mark in [*rows, ["", "O"]]:
        prefix, _, kind = mark.partition("-")
        if words and (prefix in ("O", "B") or kind != tag):
            yield tag, _detokenize(" ".join(words))
            words = []
        if kind:
            tag = kind
            words.append(word)


def _detokenize(text: str) -> str:
    """Tokens joined by blanks -> the text as it was printed, as near as can be told."""
    text = re.sub(r" ([,.;:!?%)\]”’]|'s\b|n't\b|'(?= ))", r"\1", text)
    text = re.sub(r"([(\[$£“‘]) ", r"\1", text)
    return re.sub(r'" ([^"]*?) ?"', r'"\1"', text)


#: Capitalised words that GUM tags as proper nouns in a person's phrase and that name nobody by themselves.
_ROLES: Final = frozenset(
    "president minister prime senator secretary judge justice king queen prince pope ambassador governor mayor "
    "general dr. dr mr. mr mrs. mrs ms. ms professor prof. captain chief director chairman officer police commissioner "
    "sir lord the god".split()
)

_JOINTS: Final = ("of", "de", "van", "von", "-", "bin")


def read_gum(folder: Path) -> list[GoldStory]:
    """43 Wikinews stories and interviews: the proper nouns of a person's or place's phrase, nested phrases and titles
    left out. Tokens and paragraphs are those of the XML, entities those of the tables.
    """
    return [_read_gum(path, folder / "tsv" / f"{path.stem}.tsv") for path in sorted(folder.glob("GUM_*.xml"))]


def _read_gum(xml: Path, tsv: Path) -> GoldStory:
    tokens, title, body = _gum_tokens(xml.read_text("utf-8"))
    entities = [line.split("\t") for line in tsv.read_text("utf-8").splitlines() if re.match(r"\d+-\d+\t", line)]
    names: dict[str, set[str]] = {"person": set(), "place": set()}
    spans: dict[str, list[int]] = {}
    for index, row in enumerate(entities[: len(tokens)]):
        if row[3] != "_":
            # The last one listed is the innermost phrase.
            spans.setdefault(row[3].split("|")[-1], []).append(index)
    for mark, places in spans.items():
        kind = mark.split("[")[0]
        name = _proper([(index, *tokens[index]) for index in places]) if kind in names else ""
        # An unnumbered mark is a phrase of one word: the same mark stands for several of them.
        if name:
            names[kind].add(name)
    return GoldStory(xml.stem, title, body, frozenset(names["person"]), frozenset(names["place"]))


def _proper(tokens: list[tuple[int, str, str, str]]) -> str:
    """The last run of neighbouring proper nouns that are not titles."""
    runs: list[list[str]] = []
    last = -2
    inside = {index: word for index, word, _, _ in tokens}
    for index, word, tag, relation in tokens:
        if tag != "NP" or relation == "nmod:desc" or word.lower() in _ROLES:
            continue
        if index == last + 1:
            runs[-1].append(word)
        elif index == last + 2 and inside.get(last + 1) in _JOINTS:
            runs[-1] += [inside[last + 1], word]
        else:
            runs.append([word])
        last = index
    return " ".join(runs[-1]).replace(" - ", "-") if runs else ""


def _gum_tokens(text: str) -> tuple[list[tuple[str, str, str]], str, str]:
    """(word, tag, relation) of every token; the title; the body."""
    tokens: list[tuple[str, str, str]] = []
    parts: list[list[str]] = [[]]
    title = ""
    glued = 0
    for line in text.splitlines():
        if line.startswith("<w>"):
            glued = 1
        elif line.startswith("</w>"):
            glued = 0
        elif line == "</head>" and not title:
            title, parts = _detokenize(" ".join(parts[-1])), [[]]
        elif re.match(r"</?(?:p|head|item|caption|sp|date|l)\b", line):
            parts.append([])
        elif "\t" in line:
            columns = [html.unescape(column) for column in line.split("\t")]
            tokens.append((columns[0], columns[1], columns[5]))
            if glued > 1 and parts[-1]:
                parts[-1][-1] += columns[0]
            else:
                parts[-1].append(columns[0])
            glued += glued > 0
    body = "\n\n".join(_detokenize(" ".join(part)) for part in parts if part)
    return tokens, title, body


READERS: Final[dict[str, Callable[[Path], list[GoldStory]]]] = {
    "ieer": read_ieer,
    "gum": read_gum,
    "wikigold": read_wikigold,
}


def read(data: Path, name: str) -> list[GoldStory]:
    """The stories of one set under a folder that holds the three."""
    return READERS[name](data / name)
