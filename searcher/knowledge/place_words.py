"""The words in and around the names of places, each list as a set: `words("titles")`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, str]:
    path = files("searcher.knowledge") / "data" / "gazetteer-words.toml"
    lists: dict[str, str] = tomllib.loads(path.read_text("utf-8"))
    return lists


@cache
def words(name: str) -> frozenset[str]:
    """The list of this name; the names and what they are for are in the table."""
    return frozenset(_lists()[name].split())


@cache
def adjectives() -> dict[str, str]:
    """Adjectives and names of inhabitants, in lower case -> the ISO 3166 code of the country they are evidence for."""
    text = (files("searcher.knowledge") / "data" / "gazetteer-adjectives.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {word.lower(): country for word, country in rows}
