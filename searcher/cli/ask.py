"""Commands that ask one question: search, count, show, explain."""

from __future__ import annotations

import datetime as dt
import json
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Any

import typer

from searcher.cli.failures import NOTHING, failures
from searcher.cli.options import (
    AnyOption,
    Collapse,
    FacetOption,
    FieldsOption,
    Format,
    FormatOption,
    IndexOption,
    Keep,
    NowOption,
    PlainText,
    QueryArgument,
    RecencyOption,
    SinceOption,
    Sort,
    Story,
    StoryOption,
    Told,
    ToldOption,
    UntilOption,
    ZoneOption,
    index_folder,
    is_json,
)
from searcher.cli.pager import paged
from searcher.cli.terminal import clean, one_line, terminal
from searcher.cli.wrapping import say, wrap
from searcher.errors import DocumentNotFound, RequestError

if TYPE_CHECKING:
    from searcher.document import Document
    from searcher.index import Reading
    from searcher.search import Explanation, Page

#: Formats that print every hit unless a limit is given.
_UNLIMITED = (Format.jsonl, Format.csv, Format.trec, Format.ris)


def search(
    query: QueryArgument,
    index: IndexOption = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", "-n", min=0, help="How many stories.", show_default="10; all for jsonl, csv, trec, ris"
        ),
    ] = None,
    offset: Annotated[int, typer.Option("--offset", min=0, help="How many to pass over first.")] = 0,
    cursor: Annotated[
        str | None, typer.Option("--cursor", help="Go on where an earlier page ended (its `next`).")
    ] = None,
    sort: Annotated[Sort, typer.Option("--sort", "-s", help="The order.")] = Sort.relevance,
    recency: RecencyOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    any_word: AnyOption = False,
    collapse: Annotated[
        Collapse, typer.Option("--collapse", help="One hit for all copies, or all versions, of a story.")
    ] = Collapse.off,
    keep: Annotated[Keep, typer.Option("--keep", help="Which of them is the hit.")] = Keep.newest,
    facet: FacetOption = None,
    plain: PlainText = False,
    tz: ZoneOption = None,
    now: NowOption = None,
    fields: FieldsOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Search: stories that match QUERY, best first.

    \b
    Examples:
    searcher search '"grain exports" places:london date:1987-03'
    searcher search 'title:(cocoa OR coffee) -sugar' --sort newest --facet people
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    import searcher
    from searcher.cli.keys import SNIPPETS_IN, check_fields

    with failures(as_json=is_json(form)):
        text = one_query(query)
        wanted = check_fields(fields, form.value)
        if limit is None and form not in _UNLIMITED:
            limit = 10
        with searcher.open(index_folder(index)) as opened:
            page = opened.search(
                text,
                limit=limit,
                offset=offset,
                cursor=cursor,
                sort=sort.value,
                recency=recency,
                facets=facet or (),
                collapse=collapse.value,
                keep=keep.value,
                highlight="snippets" in (wanted or SNIPPETS_IN.get(form.value, ())),
                **how(any_word=any_word, plain=plain, since=since, until=until, now=now, tz=tz),
            )
            print_page(page, form, wanted)
        sys.stdout.flush()
        if not page.total:
            raise typer.Exit(NOTHING)


def count(
    query: QueryArgument,
    index: IndexOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    any_word: AnyOption = False,
    plain: PlainText = False,
    tz: ZoneOption = None,
    now: NowOption = None,
) -> None:
    """Count the stories that match QUERY.

    \b
    Examples:
    searcher count '"interest rates" date:1987-03'
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    import searcher

    with failures(), searcher.open(index_folder(index)) as opened:
        asked = how(any_word=any_word, plain=plain, since=since, until=until, now=now, tz=tz)
        found = opened.count(one_query(query), **asked)
        sys.stdout.write(f"{found}\n")
        if not found:
            print_nothing(opened, one_query(query), asked)
            raise typer.Exit(NOTHING)


def show(
    key: Annotated[str, typer.Argument(metavar="ID", help="The id of a story, as search prints it.")],
    index: IndexOption = None,
    versions: Annotated[bool, typer.Option("--versions", help="Its versions and copies, and what changed.")] = False,
    against: Annotated[
        str | None, typer.Option("--against", metavar="ID", help="Another version to compare with than the one before.")
    ] = None,
    form: StoryOption = Story.table,
) -> None:
    """Show one story whole, or with --versions what changed in it.

    \b
    Examples:
    searcher show reuters:4239
    searcher show reuters:4239 --versions
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    import searcher
    from searcher.cli.chains import check_against, killed_by, print_chain
    from searcher.document import as_dict

    with failures(as_json=is_json(form)), searcher.open(index_folder(index)) as opened:
        check_against(against, versions=versions)
        document = opened.show(key)
        if document is None:
            raise DocumentNotFound(key, opened.near(key))
        if versions:
            with paged() if form is Story.table else nullcontext():
                print_chain(opened, key, against, sys.stdout, terminal() if form is Story.table else None)
        elif form is not Story.table:
            json.dump(as_dict(document), sys.stdout, ensure_ascii=False, indent=2 if form is Story.json else None)
            sys.stdout.write("\n")
        else:
            with paged():
                print_document(document, notice=killed_by(opened, key))


def explain(
    query: QueryArgument,
    key: Annotated[str | None, typer.Option("--id", help="A story, to see every factor of its score.")] = None,
    index: IndexOption = None,
    any_word: AnyOption = False,
    plain: PlainText = False,
    since: SinceOption = None,
    until: UntilOption = None,
    tz: ZoneOption = None,
    now: NowOption = None,
    recency: RecencyOption = None,
    plan: Annotated[bool, typer.Option("--plan", help="Answer it, and say what was read and what it took.")] = False,
    form: ToldOption = Told.table,
) -> None:
    """Say QUERY in plain words, or with an ID how its score adds up.

    \b
    Examples:
    searcher explain 'tax w/5 reform date:1987-03'
    searcher explain 'tax reform' reuters:19134
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    from shlex import quote

    import searcher

    both = ""
    with failures(as_json=is_json(form)):
        if len(query) == 2 and key is None:
            both, query, key = " ".join(query), query[:1], query[1]
        text = one_query(query)
        asked = how(any_word=any_word, plain=plain, since=since, until=until, now=now, tz=tz)
        if plan:
            from searcher.cli.plans import print_plan

            if key is not None or recency is not None:
                raise RequestError("--plan is of the query; leave out the ID and --recency")
            with searcher.open(index_folder(index)) as opened:
                print_plan(opened.plan(text, **asked), as_json=form is Told.json)
            return
        if key is None:
            if recency is not None:
                raise RequestError("--recency is a factor of one story's score; name its ID too")
            from searcher.query import parse

            parsed = parse(text, **asked)
            if form is Told.json:
                told = {"version": 1, "query": text, "interpretation": parsed.interpretation, "notes": parsed.notes}
                sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
                return
            sys.stdout.write(clean(parsed.interpretation) + "\n")
            for note in parsed.notes:
                say(f"note: {note}")
            return
        with searcher.open(index_folder(index)) as opened:
            if both and form is Told.table and opened.show(key) is None:
                sys.stderr.write(f"{clean(key)} is read as an ID; if it is of the query, quote both: {quote(both)}\n")
            found = opened.explain(text, key, recency=recency, **asked)
            if form is Told.json:
                json.dump(_factors(found), sys.stdout, ensure_ascii=False, indent=2)
                sys.stdout.write("\n")
            else:
                _print_factors(found, 0)
            sys.stdout.flush()
            if found.operation == "no match":
                raise typer.Exit(NOTHING)


def one_query(words: list[str]) -> str:
    """The one query; RequestError with the quoted form when the shell has made several arguments of it."""
    if len(words) > 1:
        from shlex import quote

        raise RequestError(f"one QUERY, quoted for the shell: {quote(' '.join(words))}")
    return words[0]


def how(
    *, any_word: bool, plain: bool, since: str | None, until: str | None, now: str | None, tz: str | None
) -> dict[str, Any]:
    """The keyword arguments that say how a query is read."""
    return {
        "match": "any" if any_word else "all",
        "syntax": "plain" if plain else "full",
        "since": since,
        "until": until,
        "now": moment(now, tz),
    }


def moment(now: str | None, tz: str | None) -> dt.datetime:
    """The moment that calendar words are reckoned from, in the zone asked for or the machine's."""
    zone: dt.tzinfo | None = None
    if tz:
        from zoneinfo import ZoneInfo

        try:
            zone = ZoneInfo(tz)
        except (KeyError, ValueError, OSError):
            raise RequestError(f"no time zone {tz!r}; write for example --tz Asia/Seoul") from None
    if not now:
        return dt.datetime.now(zone).astimezone(zone)
    try:
        given = dt.datetime.fromisoformat(now)
    except ValueError:
        raise RequestError(f"--now takes a date or time such as 2020-01-24 or 2020-01-24T09:00, not {now!r}") from None
    return given.replace(tzinfo=zone) if given.tzinfo is None else given.astimezone(zone)


def print_page(page: Page, form: Format, fields: list[str] | None = None) -> None:
    """Hits on standard output; of a table, what there is to say on standard error, so that a pipe stays clean."""
    from searcher.cli import output

    if form is not Format.table:
        output.PRINTERS[form.value](page, sys.stdout, fields)
        return
    with paged():
        if fields:
            output.print_columns(page, fields)
        else:
            output.print_table(page, sys.stdout, terminal())
    sys.stdout.flush()
    _print_summary(page)


def print_nothing(opened: Reading, query: str, asked: dict[str, Any]) -> int:
    """Say on standard error how many stories match, and when none do, why; the number."""
    page = opened.search(query, limit=0, highlight=False, **asked)
    _print_summary(page)
    return page.total


def _print_summary(page: Page) -> None:
    """What there is to say of an answer, on standard error."""
    count = page.total if page.stories is None else page.stories
    stories = "story" if count == 1 else "stories"
    if page.stories is not None:
        stories += f" in {page.total:,} {'document' if page.total == 1 else 'documents'}"
    shown = f", {_ranks(page)} shown" if 0 < len(page) < count else ""
    say(f"{count:,} {stories}{shown} ({page.took_ms:.0f} ms): {page.interpretation}")
    for note in page.notes:
        say(f"note: {note}")
    for query in page.did_you_mean:
        say(f"did you mean: {query}")


def _ranks(page: Page) -> str:
    """The ranks of the first and the last hit of a page."""
    first, last = page[0].rank, page[-1].rank
    return f"{first:,}" if first == last else f"{first:,} to {last:,}"


def print_document(document: Document, *, notice: str | None = None) -> None:
    """A story to be read: headline, what there is to say first, facts, body and captions wrapped to the terminal."""
    from searcher.document import as_dict

    screen = terminal()
    record = as_dict(document)
    width = min(screen.width, 100)
    out = [*(screen.style("title", line) for line in wrap(document.title or "(no headline)", width)), ""]
    if notice:
        out += [screen.style("error", notice), ""]
    facts = ("date", "updated", "byline", "source", "section", "version", "language", "url", "id")
    out += [screen.style("faint", f"{name:<9}") + one_line(str(record[name])) for name in facts if record[name]]
    for name in ("people", "places"):
        if record[name]:
            line = ", ".join(one_line(entry["name"]) for entry in record[name])
            out.append(screen.style("faint", f"{name:<9}") + ("\n" + " " * 9).join(wrap(line, width - 9)))
    out += [screen.style("faint", f"{'file':<9}") + one_line(path) for path in document.paths]
    out.append("")
    for paragraph in document.paragraphs():
        out += [*wrap(paragraph, width), ""]
    for caption in document.captions:
        out += [*wrap("[caption] " + caption, width), ""]
    sys.stdout.write("\n".join(out))


def _factors(found: Explanation) -> dict[str, Any]:
    """An explanation as JSON."""
    return {"value": found.value, "label": found.label, "parts": [_factors(part) for part in found.parts]}


def _print_factors(found: Explanation, depth: int) -> None:
    """An explanation as an indented tree, value first."""
    sys.stdout.write(f"{found.value:>10.4f}  {'  ' * depth}{one_line(found.label)}\n")
    for part in found.parts:
        _print_factors(part, depth + 1)
