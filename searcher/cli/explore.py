"""Commands that look at many stories at once: facets, timeline, similar, suggest, batch; and fields."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Final

import typer

from searcher.cli.ask import how, one_query, print_nothing, print_page
from searcher.cli.completing import facet_names
from searcher.cli.failures import NOTHING, failures
from searcher.cli.options import (
    AnyOption,
    Bucket,
    Format,
    FormatOption,
    IndexOption,
    LimitOption,
    NowOption,
    Plain,
    PlainOption,
    PlainText,
    QueryArgument,
    SinceOption,
    UntilOption,
    ZoneOption,
    index_folder,
    is_json,
)
from searcher.cli.pager import paged
from searcher.cli.plot import bars
from searcher.cli.printing import print_rows
from searcher.cli.terminal import clean, terminal
from searcher.cli.wrapping import say
from searcher.fields import FIELDS

if TYPE_CHECKING:
    from searcher.index import BatchRow

#: Reasons that batch tells for a query that finds nothing; search tells all.
_REASONS: Final = 2


def facets(
    query: QueryArgument,
    by: Annotated[
        str,
        typer.Option(
            "--by", help="people, places, source, year, ... (see: searcher fields)", autocompletion=facet_names
        ),
    ],
    index: IndexOption = None,
    limit: LimitOption = 20,
    since: SinceOption = None,
    until: UntilOption = None,
    any_word: AnyOption = False,
    plain: PlainText = False,
    tz: ZoneOption = None,
    now: NowOption = None,
    form: PlainOption = Plain.table,
) -> None:
    """Count people, places, sources or years of all that match QUERY.

    \b
    Examples:
    searcher facets 'trade AND tariffs' --by people
    searcher facets '*' --by year --format csv
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    import searcher

    with failures(as_json=is_json(form)), searcher.open(index_folder(index)) as opened:
        asked = how(any_word=any_word, plain=plain, since=since, until=until, now=now, tz=tz)
        every = opened.facets(one_query(query), by, limit=None, **asked)
        counts = every[:limit]
        if counts or form is not Plain.table:
            print_rows(("count", "value"), [(count.count, count.value) for count in counts], form, key="facets")
        sys.stdout.flush()
        if len(counts) < len(every) and form is Plain.table:
            say(f"{len(counts):,} of {len(every):,} shown; --limit shows more")
        if not counts:
            if print_nothing(opened, query[0], asked):
                say(f"note: no {by} is known of any of them")
            raise typer.Exit(NOTHING)


def timeline(
    query: QueryArgument,
    by: Annotated[Bucket, typer.Option("--by", help="The width of a bar.")] = Bucket.month,
    share: Annotated[bool, typer.Option("--share", help="Also the share of all stories of that time.")] = False,
    index: IndexOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    any_word: AnyOption = False,
    plain: PlainText = False,
    tz: ZoneOption = None,
    now: NowOption = None,
    form: PlainOption = Plain.table,
) -> None:
    """Count the stories that match QUERY by day, week, month or year.

    \b
    Examples:
    searcher timeline cocoa
    searcher timeline 'title:strike places:brazil' --by week --share
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    import searcher

    with failures(as_json=is_json(form)), searcher.open(index_folder(index)) as opened:
        asked = how(any_word=any_word, plain=plain, since=since, until=until, now=now, tz=tz)
        found = opened.timeline(one_query(query), by.value, share=share, **asked)
        columns = ["period", "count", *(["all", "share"] if share else [])]
        rows: list[list[object]] = [
            [bucket.label, bucket.count, *([bucket.total, bucket.share] if share else [])] for bucket in found.buckets
        ]
        if form is not Plain.table:
            print_rows(columns, rows, form, key="buckets")
        elif found.buckets:
            with paged():
                lines = bars(found.buckets, terminal(), by=by.value, share=share)
                sys.stdout.writelines(line + "\n" for line in lines)
        if found.undated:
            stories = "story is" if found.undated == 1 else "stories are"
            sys.stderr.write(
                f"note: {found.undated:,} matching {stories} undated or dated too vaguely for a {by.value}\n"
            )
        if not found.buckets:
            print_nothing(opened, query[0], asked)
            raise typer.Exit(NOTHING)


def similar(
    key: Annotated[str, typer.Argument(metavar="ID", help="The id of a story.")],
    index: IndexOption = None,
    limit: LimitOption = 10,
    form: FormatOption = Format.table,
) -> None:
    """The stories most like one.

    \b
    Examples:
    searcher similar reuters:10506 --limit 5
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    import searcher

    with failures(as_json=is_json(form)), searcher.open(index_folder(index)) as opened:
        page = opened.similar(key, limit=limit)
        print_page(page, form)
        if not page.total:
            raise typer.Exit(NOTHING)


def suggest(
    prefix: Annotated[str, typer.Argument(metavar="PREFIX", help="The beginning of a word or a name.")],
    index: IndexOption = None,
    limit: LimitOption = 10,
    form: PlainOption = Plain.table,
) -> None:
    """Words and names of the index that begin so.

    \b
    Examples:
    searcher suggest negot
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    import searcher

    with failures(as_json=is_json(form)), searcher.open(index_folder(index)) as opened:
        found = opened.suggest(prefix, limit=limit)
        rows = [(suggestion.count, suggestion.text, suggestion.kind) for suggestion in found]
        if rows or form is not Plain.table:
            print_rows(("stories", "text", "kind"), rows, form, key="suggestions")
        if not found:
            sys.stderr.write(f"nothing in the index begins with {clean(prefix)}\n")
            raise typer.Exit(NOTHING)


def batch(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="Queries in a text, CSV or TOML file; - reads standard input."),
    ],
    index: IndexOption = None,
    limit: LimitOption = 3,
    new: Annotated[
        bool, typer.Option("--new", help="Tell what is new since the last run with --new; kept in FILE.seen.json.")
    ] = False,
    any_word: AnyOption = False,
    plain: PlainText = False,
    since: SinceOption = None,
    until: UntilOption = None,
    tz: ZoneOption = None,
    now: NowOption = None,
    form: PlainOption = Plain.table,
) -> None:
    """Run named queries: how many stories match each, and the best.

    A text file has one query a line, `name: query` or name<TAB>query, and # before comments; a CSV file the columns
    name and query; a TOML file `name = "query"`.

    \b
    Examples:
    searcher batch watchlist.txt
    searcher batch watchlist.csv --new --format csv
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    import searcher
    from searcher.cli import batchfile

    with failures(as_json=is_json(form)), searcher.open(index_folder(index)) as opened:
        asked = how(any_word=any_word, plain=plain, since=since, until=until, now=now, tz=tz)
        queries = batchfile.read_queries(file, **asked)
        kept = batchfile.seen_file(file) if new else None
        seen = batchfile.read_seen(kept) if kept else None
        rows = opened.batch(queries, limit=limit, seen=seen, **asked)
        columns = ("name", "query", "stories", *(["new"] if new else []), "best")
        table = [
            (row.name, row.query, row.total, *([len(row.new or ())] if new else []), list(row.ids)) for row in rows
        ]
        if form is Plain.table:
            columns, table = columns[:1] + columns[2:], [row[:1] + row[2:] for row in table]
        print_rows(columns, table, form, key="queries")
        sys.stdout.flush()
        _print_notes(rows)
        if kept and seen is not None:  # only once they are printed: what nobody was shown is not seen
            shown = {row.name: seen.get(row.name, set()).union(row.new or ()) for row in rows}
            batchfile.write_seen(kept, {**seen, **shown})
        if not any(len(row.new) if row.new is not None else row.total for row in rows):
            raise typer.Exit(NOTHING)


def _print_notes(rows: Iterable[BatchRow]) -> None:
    """What there is to say of each query, on standard error; of one that finds nothing the first reasons."""
    for row in rows:
        for note in row.notes if row.total else row.notes[:_REASONS]:
            say(f"{row.name}: {note}")
        for query in row.did_you_mean:
            say(f"{row.name}: did you mean: {query}")


def fields(form: PlainOption = Plain.table) -> None:
    """The fields that a query can name.

    \b
    Examples:
    searcher fields
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    with failures():
        rows = [
            (field.name, ", ".join(field.aliases), field.kind, "yes" if field.facet else "", field.help)
            for field in FIELDS
        ]
        print_rows(("field", "also", "kind", "facet", "what it is"), rows, form, key="fields")
