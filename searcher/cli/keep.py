"""Commands that change or check an index: ingest, rebuild, status, verify, delete."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searcher.cli import completing
from searcher.cli.failures import AS_IT_WAS, NOTHING, WRONG_INDEX, fail, failures
from searcher.cli.options import (
    Bucket,
    CorrectionsOption,
    EncodingOption,
    IndexOption,
    JobsOption,
    MapOption,
    Plain,
    PlainOption,
    ReaderOption,
    field_map,
    index_folder,
    is_json,
)
from searcher.cli.printing import print_object
from searcher.cli.terminal import clean, terminal
from searcher.document import Document, Rejection
from searcher.errors import DocumentNotFound, RequestError

if TYPE_CHECKING:
    from searcher.index import Index
    from searcher.ingest import IngestReport, OnProgress, Progress

#: Rejections listed one by one; the rest are counted.
_LISTED = 20


def ingest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH...|-]", help="Files and folders; - reads JSON Lines from standard input."),
    ] = None,
    index: IndexOption = None,
    prune: Annotated[bool, typer.Option("--prune", help="Forget files under these paths that have vanished.")] = False,
    jobs: JobsOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    mapping: MapOption = None,
    encoding: EncodingOption = None,
    reader: ReaderOption = None,
    corrections: CorrectionsOption = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            help="The stemmer of a new index; english unless told otherwise.",
            autocompletion=completing.languages,
        ),
    ] = None,
) -> None:
    """Read news files: add new, replace changed, skip unchanged ones.

    Without a path, the paths read before are read again; a new index takes the folder corpus.

    \b
    Examples:
    searcher ingest news/ archive.jsonl
    zcat stories.jsonl.gz | searcher ingest -
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    with failures(stopped=AS_IT_WAS):
        from searcher.ingest import is_gone

        folder = index_folder(index)
        paths = paths or (["corpus"] if is_gone(str(folder / "index.json")) else [])
        renamed = field_map(mapping or [])
        _check(paths, prune=prune)
        _check_corrections(paths, corrections)
        with _index(folder, language, dry_run=dry_run) as opened, _progress() as on_progress:
            if paths == ["-"]:
                report = opened.add(
                    _standard_input(renamed, encoding, reader),
                    corrections=corrections,
                    jobs=jobs or 1,
                    dry_run=dry_run,
                )
            else:
                report = opened.ingest(
                    *paths,
                    prune=prune,
                    jobs=jobs,
                    dry_run=dry_run,
                    field_map=renamed,
                    encoding=encoding,
                    reader=reader,
                    corrections=corrections,
                    on_progress=on_progress,
                    on_wait=_waiting,
                )
        _print_report(report, folder)


def rebuild(index: IndexOption = None, jobs: JobsOption = None) -> None:
    """Read all sources again into a new index, then swap the two.

    The old one answers meanwhile.

    \b
    Examples:
    searcher rebuild --jobs 4
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    import searcher

    with failures(stopped=AS_IT_WAS):
        folder = index_folder(index)
        with searcher.open(folder) as opened, _progress() as on_progress:
            report = opened.rebuild(jobs=jobs, on_progress=on_progress, on_wait=_waiting)
        _print_report(report, folder)


def status(
    index: IndexOption = None,
    covered: Annotated[
        bool, typer.Option("--coverage", help="Stories by period and source, gaps, undated, late arrivals.")
    ] = False,
    by: Annotated[Bucket, typer.Option("--by", help="The period of --coverage.")] = Bucket.month,
    late: Annotated[
        int, typer.Option("--late", min=0, metavar="DAYS", help="Late is what was added so many days after its date.")
    ] = 30,
    form: PlainOption = Plain.table,
) -> None:
    """What the index holds: documents, dates, sources, rejections.

    \b
    Examples:
    searcher status
    searcher status --coverage --by day --format csv
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    import searcher

    if covered:
        from searcher.cli.covering import print_coverage

        with failures(as_json=is_json(form)), searcher.open(index_folder(index)) as opened:
            print_coverage(opened.coverage(by.value, late_after=late), form)
        return
    with failures(as_json=is_json(form)), searcher.open(index_folder(index)) as opened:
        found = opened.status()
        rows = {**asdict(found), "rejections": [str(rejection) for rejection in found.rejections]}
        print_object(rows, form)


def verify(
    index: IndexOption = None,
    deep: Annotated[bool, typer.Option("--deep", help="Also hold every list against the stored documents.")] = False,
) -> None:
    """Check every file of the index. Exit code 3 when anything is wrong.

    \b
    Examples:
    searcher verify --deep
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    import searcher

    with failures(), searcher.open(index_folder(index)) as opened:
        problems = opened.verify(deep=deep)
        for problem in problems:
            sys.stdout.write(clean(problem) + "\n")
        if problems:
            said = "1 thing is" if len(problems) == 1 else f"{len(problems):,} things are"
            fail(f"{said} wrong; make the index anew from its sources with: searcher rebuild", WRONG_INDEX)
        sys.stdout.write("all is well\n")


def delete(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help="The ids to forget.")] = None,
    query: Annotated[str | None, typer.Option("--query", help="Forget all that this query matches.")] = None,
    index: IndexOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Forget documents. A file that holds one brings it back when it changes and in a rebuild: remove it as well.

    \b
    Examples:
    searcher delete reuters:4239
    searcher delete --query 'source:="Harbour Times" date:..1999'
    """  # noqa: D301 - the backspace keeps lines as they are in --help
    import searcher

    with failures(stopped=AS_IT_WAS), searcher.open(index_folder(index)) as opened:
        if query is not None and not ids and not yes and not _confirmed(opened, query):
            sys.stderr.write("nothing is forgotten\n")
            raise typer.Exit(NOTHING)
        missing = [key for key in ids or [] if opened.show(key) is None]
        gone = opened.delete(*(ids or []), query=query)
        sys.stdout.write(f"{gone:,} forgotten\n")
        for key in missing:
            sys.stderr.write(f"searcher: {clean(str(DocumentNotFound(key, opened.near(key))))}\n")
        if not gone:
            raise typer.Exit(NOTHING)


def _confirmed(opened: Index, query: str) -> bool:
    """Whether the person at the terminal wants to forget all that a query matches; RequestError when nobody is."""
    if not sys.stdin.isatty():
        raise RequestError("nobody is there to confirm; to forget all that a query matches, add --yes")
    count = opened.count(query)
    return bool(count) and typer.confirm(f"forget {count:,} document{'s' * (count != 1)}?", err=True)


@contextmanager
def _index(folder: Path, language: str | None, *, dry_run: bool) -> Iterator[Index]:
    """The index in a folder, a new one when there is none; for a dry run that one is made elsewhere and thrown away."""
    import tempfile

    import searcher
    from searcher.ingest import is_gone

    if dry_run and is_gone(str(folder / "index.json")):
        with tempfile.TemporaryDirectory() as place, searcher.create(place, language=language or "english") as opened:
            yield opened
        return
    with searcher.open_or_create(folder, language=language or "english") as opened:
        if language and opened.status().language != language:
            raise RequestError(
                f"this index is {opened.status().language}; for {language} make another one, with --index"
            )
        yield opened


def _check(paths: list[str], *, prune: bool) -> None:
    """RequestError before an index is made for nothing."""
    from searcher.ingest import check_paths

    if "-" in paths and prune:
        raise RequestError("--prune forgets files that have vanished; it says nothing of standard input")
    if "-" in paths and paths != ["-"]:
        raise RequestError("- (standard input) stands alone; read files in a run of their own")
    check_paths(path for path in paths if path != "-")


def _check_corrections(paths: list[str], corrections: Path | None) -> None:
    """RequestError where a file of corrections would not be remembered with a path."""
    if corrections is None:
        return
    if not paths:
        raise RequestError(
            "--corrections goes with the paths that it corrects: searcher ingest PATH --corrections FILE"
        )


def _standard_input(
    renamed: dict[str, str], encoding: str | None, reader: str | None
) -> Iterator[Document | Rejection]:
    """The documents that stand in standard input, as JSON Lines unless another reader is named."""
    import shutil
    import tempfile

    from searcher import readers
    from searcher.readers.base import ReadOptions

    with tempfile.NamedTemporaryFile() as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
        copy.flush()
        options = ReadOptions(renamed, encoding, reader or "jsonlines")
        for item in readers.read(readers.open_path(copy.name, options)):
            yield Rejection("standard input", item.place, item.reason) if isinstance(item, Rejection) else item


def _waiting(owner: str) -> None:
    sys.stderr.write(f"waiting for {clean(owner)}, which is writing this index\n")


@contextmanager
def _progress() -> Iterator[OnProgress | None]:
    """A line that grows on a terminal, and nothing elsewhere."""
    screen = terminal(sys.stderr)
    if not screen.live:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True, no_color=not screen.colour), transient=True) as bars:
        tasks = {stage: bars.add_task(stage, total=None, visible=False) for stage in ("read", "index")}

        def show(progress: Progress) -> None:
            bars.update(tasks[progress.stage], completed=progress.done, total=progress.total, visible=True)

        yield show


def _print_report(report: IngestReport, folder: Path) -> None:
    """The summary on standard output; what was left out on standard error; exit code 1 when nothing was readable."""
    counts = [
        (report.added - report.carried, "added"),
        (report.updated, "updated"),
        (report.unchanged, "unchanged"),
        (report.removed, "removed"),
        (report.carried, "carried over"),
        (report.rejected, "rejected"),
    ]
    said = ", ".join(f"{number:,} {what}" for number, what in counts if number) or "nothing to do"
    files = f" ({report.files:,} file{'s' * (report.files != 1)})" if report.files else ""
    sys.stdout.write(f"{'would be: ' if report.dry_run else ''}{said}{files} in {folder}\n")
    for rejection in report.rejections[:_LISTED]:
        sys.stderr.write(f"rejected: {clean(str(rejection))}\n")
    if report.rejected > _LISTED:
        sys.stderr.write(f"and {report.rejected - _LISTED:,} more; searcher status lists them\n")
    for note in report.replacements[:_LISTED]:
        sys.stderr.write(clean(f"id {note.id}: kept {note.kept}, left out {note.dropped}") + "\n")
    if report.unknown:
        kinds = ", ".join(f"{number:,} {suffix}" for suffix, number in report.unknown.items())
        sys.stderr.write(f"passed over, as no articles: {clean(kinds)}\n")
    if not (report.files or report.added or report.removed or report.carried):
        sys.stderr.write("there was no file to read\n")
    if not (report.added or report.updated or report.unchanged or report.removed or report.carried):
        raise typer.Exit(NOTHING)
