"""A piece of a query as other engines write it -> what to write here instead, or None.

From general knowledge of the forms of Nexis, Factiva, Dialog, Google and Lucene; the words are our own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from searcher.fields import BY_NAME

#: Names of fields elsewhere (segments of Nexis, codes of Factiva, words of Google and of feeds) -> our field.
FIELDS_ELSEWHERE: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("author", "authors", "by", "reporter", "writer", "correspondent", "creator", "au"), "byline"),
        **dict.fromkeys(("headline", "head", "hl", "hed", "hd", "ti", "intitle", "allintitle", "subject"), "title"),
        **dict.fromkeys(("text", "intext", "allintext", "content", "fulltext", "td", "article", "te"), "body"),
        **dict.fromkeys(("hlead", "hlp", "lp", "leadpara", "abstract", "summary", "intro"), "lead"),
        **dict.fromkeys(("from", "publication", "pub", "publisher", "agency", "rst", "sc", "sn", "outlet"), "source"),
        **dict.fromkeys(("term", "terms", "ns", "tag", "tags", "topic", "topics", "kw", "descriptor"), "keyword"),
        **dict.fromkeys(("co", "company", "organization", "fds"), "keyword"),
        **dict.fromkeys(("pe", "who", "names", "name", "people-names"), "people"),
        **dict.fromkeys(("re", "rgn", "region", "country", "geographic", "geo", "location", "where", "city"), "places"),
        **dict.fromkeys(("la", "language"), "lang"),
        **dict.fromkeys(("wc", "length", "wordcount"), "words"),
        **dict.fromkeys(("site", "inurl", "allinurl", "link", "domain"), "url"),
        **dict.fromkeys(("pd", "day", "when", "published", "pubdate", "load-date"), "date"),
        **dict.fromkeys(("after", "aft"), "since"),
        **dict.fromkeys(("before", "bef"), "until"),
        **dict.fromkeys(("se", "desk", "department", "page"), "section"),
        **dict.fromkeys(("filetype", "file", "filename"), "path"),
        **dict.fromkeys(("an", "accession", "docid", "guid"), "id"),
        **dict.fromkeys(("graphic", "photo", "cutline", "captions"), "caption"),
    }
)
_INSTEAD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "plural": "plain words match in singular and plural alike: write the word alone",
        "singular": "plain words match in singular and plural alike; for this form only write it in quotes",
        "nocaps": 'write the word in quotes, as in "us"; = before a word asks for its exact case',
        "around": "for words near each other write w/5",
        "caps": "for the exact case write = before the word: =US",
        "allcaps": "for the exact case write = before the word: =US",
    }
)
_COMPARISON: Final = re.compile(r"([A-Za-z_-]+)(>=|<=|=|>|<)(.*)", re.DOTALL)
_DATED: Final = re.compile(r"date\s+(aft|bef|geq|leq|=|>=?|<=?)\s*(\d\S*)", re.IGNORECASE)
_ONE_WORD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "&&": "AND",
        "||": "OR",
        "|": "OR",
        "XOR": "OR",
        "ANDNOT": "NOT",
        "NEAR": "w/5",
        "ADJ": "pre/1",
        "SAME": "w/p",
        "WITHIN": "w/5",
    }
)


def field_elsewhere(name: str) -> str | None:
    """Our field for the name that another engine gives it."""
    return FIELDS_ELSEWHERE.get(name.lower())


def _ours(name: str) -> str | None:
    return name.lower() if name.lower() in BY_NAME else field_elsewhere(name)


def instead(whole: str, following: str) -> str | None:
    """What to write for a run without blanks, of which `following` is the rest of the query."""
    if whole in _ONE_WORD:
        return f"for {whole} write {_ONE_WORD[whole]}"
    if "|" in whole and whole.strip("|"):
        around = ("a" if whole[0] == "|" else "", *whole.split("|"), "b" if whole[-1] == "|" else "")
        return f"for | write OR between blanks: {' OR '.join(part for part in around if part)[:60]}"
    if "&&" in whole:
        return "for && write AND between blanks"
    if match := _DATED.match(whole + following):
        return f"for a date write {_comparison('date', match[1].lower(), match[2])}"
    return _mark(whole) or _call(whole, following) or _near(whole.lower())


def _mark(whole: str) -> str | None:
    """Marks that stand alone, where they say nothing, and the exclamation mark as truncation."""
    if whole == "=":
        return "write = right before the word or the phrase: =US"
    if match := re.fullmatch(r"([~^])(-?[\d.]*)", whole):
        example = f"korea~{match[2]}" if match[1] == "~" else f"tax^{match[2] or 2}"
        return f"write {match[1]} right after the word, without a blank: {example}"
    if match := re.fullmatch(r"([~^])([^\W\d]\w*)", whole):
        return f"write {match[1]} after the word: {match[2]}{'~' if match[1] == '~' else '^2'}"
    if match := re.fullmatch(r"(\w{2,})!", whole):
        word = match[1]
        return f"! may end a name or cut a word short: write {word} for the word, {word.lower()}* for all its endings"
    return None


def _call(whole: str, following: str) -> str | None:
    """`NAME(...)`: fields and functions with brackets."""
    if not following.startswith("("):
        return None
    if whole.lower() in _INSTEAD:
        return _INSTEAD[whole.lower()]
    name = _ours(whole)
    return f"for {whole}(...) write {name}:(...)" if name else None


def compared(whole: str, following: str) -> str | None:
    """`name=value` and `name>value`."""
    match = _COMPARISON.fullmatch(whole)
    name = _ours(match[1]) if match else None
    if not match or not name:
        return None
    rest = "" if following[:1].isspace() else following.partition(")")[0][:60]
    value = match[3] or rest or "..."
    if BY_NAME.get(name) is None or BY_NAME[name].kind in ("date", "number"):
        return f"for {match[1]}{match[2]} write {_comparison(name, match[2], value)}"
    if BY_NAME[name].kind in ("names", "words"):
        return f"write {name}:{value}, or {name}:={value} for the whole value"
    return f"write {name}:{value}"


def _comparison(name: str, sign: str, value: str) -> str:
    """A comparison with a date or a number as we write it."""
    sign = {"aft": ">", "bef": "<", "geq": ">=", "leq": "<=", "=": ""}.get(sign, sign)
    return f"{name}:{sign}{value}" if name in BY_NAME else f"{name}:{value}"


def _near(lower: str) -> str | None:
    """Proximity as it is written elsewhere."""
    if re.fullmatch(r"w/seg\w*|atl\d*", lower):
        return "for words in one field write title:(a b) or body:(a b)"
    if match := re.fullmatch(r"(?:adj|\+|p/|onear/?)(\d+)", lower):
        return f"for {lower} write pre/{match[1]}"
    if match := re.fullmatch(r"(?:near|within|n/|/n/?|/f?)(\d+)/?", lower):
        return f"for {lower} write w/{match[1]}"
    if match := re.fullmatch(r"(?:w|pre|near)?/(s|p)\w*", lower):
        return (
            f"for {lower} write w/{match[1]}"
            if lower.startswith(("w", "near", "/"))
            else f"for {lower} write pre/{match[1]}"
        )
    return None
