"""A Page -> text in one of six formats. Commands never format; a printer writes to a stream and knows nothing else."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TextIO

from searcher.cli.keys import CSV_COLUMNS
from searcher.cli.printing import defused, print_rows
from searcher.cli.terminal import Terminal, cells, cut, one_line
from searcher.cli.wrapping import wrap_marked
from searcher.document import Document, as_dict

if TYPE_CHECKING:
    from searcher.search import Hit, Page, Snippet

#: Version of the JSON output; see docs/output.md.
JSON_VERSION: Final = 1
#: A sentence ends here, or nothing came before; a paragraph ends here.
_COMPLETE: Final = re.compile("(^|[.!?…\"'”’»)\\]。！？\n])[ \t\r\n]*$(?!\n)")
_ENDED: Final = re.compile("[ \t\r]*(\n|$)")


def hit_dict(hit: Hit) -> dict[str, Any]:
    """A hit as its JSON object."""
    document = hit.document
    record = as_dict(document)
    return {
        "rank": hit.rank,
        "score": hit.score,
        "id": hit.id,
        "title": document.title,
        "date": record["date"],
        "date_precision": document.date_precision,
        "source": document.source,
        "people": [person.name for person in document.people],
        "places": [place.name for place in document.places],
        "url": document.url,
        "path": path_of(document),
        "snippets": [_snippet(snippet) for snippet in hit.snippets],
        "copies": hit.copies,
        "killed": hit.killed,
    }


def path_of(document: Document) -> str | None:
    """The file that a hit names: the one it was read from."""
    if document.origin and document.origin.path in document.paths:
        return document.origin.path
    return document.paths[0] if document.paths else None


def _file(hit: Hit) -> str | None:
    """The address of the file that a hit was read from."""
    from pathlib import Path

    path = path_of(hit.document)
    return Path(path).as_uri() if path and Path(path).is_absolute() else None


def _snippet(snippet: Snippet) -> dict[str, Any]:
    marks = [list(mark) for mark in snippet.marks]
    return {"field": snippet.field, "start": snippet.start, "text": snippet.text, "marks": marks}


def page_dict(page: Page, fields: Sequence[str] | None = None) -> dict[str, Any]:
    """A page as its JSON object; `fields` keeps only these keys of each hit."""
    hits = [hit_dict(hit) for hit in page]
    return {
        "version": JSON_VERSION,
        "query": page.query,
        "interpretation": page.interpretation,
        "total": page.total,
        "total_exact": page.total_exact,
        "stories": page.stories,
        "generation": page.generation,
        "hits": [{key: hit[key] for key in fields} for hit in hits] if fields else hits,
        "facets": {
            name: [{"value": count.value, "count": count.count} for count in counts]
            for name, counts in page.facets.items()
        },
        "notes": list(page.notes),
        "did_you_mean": list(page.did_you_mean),
        "next": page.next,
        "took_ms": page.took_ms,
    }


def print_json(page: Page, stream: TextIO, fields: Sequence[str] | None = None) -> None:
    """One JSON object, indented."""
    json.dump(page_dict(page, fields), stream, ensure_ascii=False, indent=2)
    stream.write("\n")


def print_jsonl(page: Page, stream: TextIO, fields: Sequence[str] | None = None) -> None:
    """A line a hit: the whole document with rank and score, as `ingest` reads it back."""
    for hit in page:
        record = {"rank": hit.rank, "score": hit.score, **as_dict(hit.document)}
        kept = {key: record[key] for key in fields} if fields else record
        stream.write(json.dumps(kept, ensure_ascii=False) + "\n")


def print_csv(page: Page, stream: TextIO, fields: Sequence[str] | None = None) -> None:
    """A header and a row a hit. A value that a spreadsheet would run as a formula gets an apostrophe before it."""
    columns = fields or CSV_COLUMNS
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for hit in page:
        record = {**as_dict(hit.document), **hit_dict(hit)}
        writer.writerow([_cell(record[column]) for column in columns])


def print_columns(page: Page, fields: Sequence[str]) -> None:
    """A line a hit with these keys, side by side."""
    from searcher.cli.options import Plain

    rows = []
    for hit in page:
        record = {**as_dict(hit.document), **hit_dict(hit)}
        rows.append([_plain_cell(record[name]) for name in fields])
    print_rows(fields, rows, Plain.table)


def _cell(value: Any) -> str:
    """A cell of a table of a spreadsheet."""
    text = _plain_cell(value)
    return defused(text) if isinstance(value, (str, list, tuple, dict)) else text


def _plain_cell(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        value = "; ".join(_named(part) for part in value)
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, float):
        return f"{value:.6f}"
    return "" if value is None else str(value)


def _named(part: Any) -> str:
    """A person, a place or a snippet by its text."""
    return str(part.get("name") or part.get("text")) if isinstance(part, dict) else str(part)


def print_trec(page: Page, stream: TextIO, *, topic: str = "1", tag: str = "searcher") -> None:
    """`qid Q0 id rank score tag`, as evaluation tools read it."""
    stream.writelines(f"{topic} Q0 {hit.id} {hit.rank} {hit.score:.6f} {tag}\n" for hit in page)


def print_ris(page: Page, stream: TextIO, _fields: Sequence[str] | None = None) -> None:
    """A NEWS record a hit, as reference managers read it."""
    for hit in page:
        document, date = hit.document, as_dict(hit.document)["date"]
        rows: list[tuple[str, str | None]] = [
            ("TY", "NEWS"),
            ("ID", hit.id),
            ("TI", document.title or None),
            ("AU", document.byline),
            ("T2", document.source),
            ("DA", _ris_date(date)),
            ("PY", date[:4] if date else None),
            ("UR", document.url),
            ("LA", document.language),
            *(("KW", word) for word in document.keywords),
            ("ER", ""),
        ]
        stream.writelines(f"{tag}  - {one_line(value)}\n" for tag, value in rows if value is not None)


def _ris_date(date: str | None) -> str | None:
    """Year, month, day with slashes; the slashes stay where a part is not known."""
    return "/".join([*date[:10].split("-"), "", ""][:3]) if date else None


def print_table(page: Page, stream: TextIO, screen: Terminal) -> None:
    """Hits as one would like to read them: rank and headline, then date, source, places, then the best passages."""
    stream.writelines(_hit_lines(hit, screen) + "\n" for hit in page)
    for name, counts in page.facets.items():
        stream.write(screen.style("title", name) + "\n")
        stream.writelines(f"  {count.count:>7,}  {one_line(count.value)}\n" for count in counts)


def _hit_lines(hit: Hit, screen: Terminal) -> str:
    """One hit as a few lines, the last of them blank."""
    document = hit.document
    rank = f"{hit.rank}."
    indent = " " * (len(rank) + 1)
    title_marks = next((snippet.marks for snippet in hit.snippets if snippet.field == "title"), ())
    title = cut(document.title or "(no headline)", screen.width - len(indent))
    headline = screen.link(_title(title, document.title, title_marks, screen), document.url or _file(hit))
    width = screen.width - len(indent)
    lines = [f"{screen.style('number', rank)} {headline}", indent + _facts(hit, screen, width)]
    for snippet in hit.snippets:
        if snippet.field != "title":
            lines += [indent + line for line in wrap_marked(*_passage(snippet, document), screen, width)]
    key = f"id {one_line(hit.id)}"  # never cut, since it will be pasted
    people = some_of([person.name for person in document.people[:6]], width - cells(key) - 3)
    lines += [indent + screen.style("faint", f"{key} · {people}" if people else key)]
    return "\n".join(lines) + "\n"


def _facts(hit: Hit, screen: Terminal, width: int) -> str:
    """Whether it was taken back, date, source, places, and how many copies it stands for, on one line."""
    document = hit.document
    notice = "KILLED · " if hit.killed else ""
    more = f" · +{len(hit.copies)} more" if hit.copies else ""
    first = cut(" · ".join(filter(None, [as_dict(document)["date"] or "undated", document.source])), width)
    places = some_of([place.name for place in document.places[:3]], width - cells(notice + first + more) - 3)
    facts = f"{first} · {places}" if places else first
    return screen.style("error", notice) + screen.style("faint", facts + more)


def some_of(names: Sequence[str], room: int) -> str:
    """As many whole names as there is room for, with dots for the others; nothing where none fits."""
    names = [one_line(name) for name in names]
    for count in range(len(names), 0, -1):
        said = ", ".join([*names[:count], *(["…"] if count < len(names) else [])])
        if cells(said) <= room:
            return said
    return ""


def _title(shown: str, whole: str, marks: Sequence[tuple[int, int]], screen: Terminal) -> str:
    """The headline in bold, its marks kept as far as it is shown as it stands."""
    if not whole.startswith(shown.removesuffix("…")):
        return screen.style("title", shown)
    end = len(shown.removesuffix("…"))
    inside = [(start, min(stop, end)) for start, stop in marks if start < end]
    return screen.marked(shown, inside, rest="title")


def _passage(snippet: Snippet, document: Document) -> tuple[str, list[tuple[int, int]]]:
    """The text and marks of a snippet to be read; dots where a passage of the body begins or ends inside a sentence."""
    text, before, after = snippet.text, "", ""
    if snippet.field == "caption":
        before = "[caption] "
    elif snippet.field == "body":
        end = snippet.start + len(text)
        before = "" if _COMPLETE.search(document.body[: snippet.start]) else "… "
        after = "" if _COMPLETE.search(text) or _ENDED.match(document.body, end) else " …"
    return before + text + after, [(start + len(before), stop + len(before)) for start, stop in snippet.marks]


Printer = Callable[["Page", TextIO, Sequence[str] | None], None]
PRINTERS: Final[dict[str, Printer]] = {
    "json": print_json,
    "jsonl": print_jsonl,
    "csv": print_csv,
    "trec": lambda page, stream, _fields: print_trec(page, stream),
    "ris": print_ris,
}
