"""The options that several commands share, declared once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from searcher.cli import completing
from searcher.errors import RequestError


class Format(StrEnum):
    """How results are printed."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    trec = "trec"
    ris = "ris"


class Sort(StrEnum):
    """The order of results."""

    relevance = "relevance"
    newest = "newest"
    oldest = "oldest"


class Collapse(StrEnum):
    """What one hit stands for."""

    off = "off"
    copies = "copies"
    versions = "versions"


class Keep(StrEnum):
    """Which copy or version stands for the others."""

    newest = "newest"
    first = "first"
    longest = "longest"


class Bucket(StrEnum):
    """The width of a bar of a timeline."""

    day = "day"
    week = "week"
    month = "month"
    year = "year"


class Plain(StrEnum):
    """How other results are printed."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class Story(StrEnum):
    """How whole stories are printed."""

    table = "table"
    json = "json"
    jsonl = "jsonl"


class Told(StrEnum):
    """How an explanation is printed."""

    table = "table"
    json = "json"


IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index", "-i", envvar="SEARCHER_INDEX", help="The index folder.", show_default="index_data", readable=False
    ),
]
QueryArgument = Annotated[
    list[str], typer.Argument(metavar="QUERY", help="One query; quote it for the shell.", show_default=False)
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to print the results.")]
StoryOption = Annotated[Story, typer.Option("--format", "-f", help="How to print it.")]
ToldOption = Annotated[Told, typer.Option("--format", "-f", help="How to print it.")]
PlainOption = Annotated[Plain, typer.Option("--format", "-f", help="How to print the results.")]
AnyOption = Annotated[bool, typer.Option("--any", help="Stories with any of the words instead of all.")]
PlainText = Annotated[bool, typer.Option("--plain", help="Read QUERY as words only: no operator, no field.")]
SinceOption = Annotated[
    str | None, typer.Option("--since", help="Stories of this day or later: 2020-01-15, -7d, yesterday.")
]
UntilOption = Annotated[str | None, typer.Option("--until", help="Stories of this day or earlier.")]
RecencyOption = Annotated[
    str | None,
    typer.Option("--recency", metavar="HALF-LIFE", help="Prefer newer stories: 30d, 2w, 6m, 1y (docs/ranking.md)."),
]
NowOption = Annotated[str | None, typer.Option("--now", help="The moment that `today` is reckoned from (ISO).")]
ZoneOption = Annotated[
    str | None, typer.Option("--tz", help="The time zone of `today`: Asia/Seoul.", autocompletion=completing.zones)
]
FacetOption = Annotated[
    list[str] | None,
    typer.Option("--facet", help="Count the values of a field; repeatable.", autocompletion=completing.facet_names),
]
FieldsOption = Annotated[
    str | None, typer.Option("--fields", help="Print only these keys, comma-separated.", autocompletion=completing.keys)
]
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, help="Processes that read files; else one, or all processors for much."),
]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, help="How many to print.")]
MapOption = Annotated[
    list[str] | None, typer.Option("--map", metavar="KEY=FIELD", help="Read this key or column as that field.")
]
EncodingOption = Annotated[str | None, typer.Option("--encoding", help="The files' encoding, instead of detecting it.")]
ReaderOption = Annotated[
    str | None, typer.Option("--reader", help="The reader, instead of detecting it.", autocompletion=completing.readers)
]
CorrectionsOption = Annotated[
    Path | None,
    typer.Option("--corrections", metavar="FILE", help="Your own corrections to people and places (docs/names.md)."),
]

DEFAULT_INDEX = Path("index_data")


def is_json(form: StrEnum) -> bool:
    """Whether a program reads the output, and so the errors."""
    return form in ("json", "jsonl")


def index_folder(index: Path | None) -> Path:
    """The index folder that a command works on."""
    return index or DEFAULT_INDEX


def field_map(pairs: list[str]) -> dict[str, str]:
    """`--map KEY=FIELD` options as a mapping."""
    for pair in pairs:
        if not all(pair.partition("=")):
            raise RequestError(f"--map takes KEY=FIELD, as in --map headline_txt=title, not {pair}")
    return {key: name for key, _, name in (pair.partition("=") for pair in pairs)}
