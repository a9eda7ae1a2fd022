"""What `--fields` says -> the keys to print, of those that the format has."""

from __future__ import annotations

from typing import Final

from searcher.document import Document, as_dict
from searcher.errors import RequestError
from searcher.fields import closest

DOCUMENT_KEYS: Final = tuple(as_dict(Document()))
HIT_KEYS: Final = "rank score id title date date_precision source people places url path snippets copies killed".split()
CSV_COLUMNS: Final = "rank score id date title source people places url path".split()
#: Formats that show snippets unless told which keys to show.
SNIPPETS_IN: Final[dict[str, tuple[str, ...]]] = {"table": ("snippets",), "json": ("snippets",)}
#: Format -> the keys that --fields may name there.
_KNOWN: Final = {
    "table": tuple(dict.fromkeys([*HIT_KEYS, *DOCUMENT_KEYS])),
    "json": HIT_KEYS,
    "jsonl": ("rank", "score", *DOCUMENT_KEYS),
    "csv": tuple(dict.fromkeys([*HIT_KEYS, *DOCUMENT_KEYS])),
}


def check_fields(fields: str | None, form: str) -> list[str] | None:
    """The names in a comma-separated list; RequestError for an unknown one, or for a format of fixed columns."""
    if fields is None:
        return None
    if form in ("trec", "ris"):
        raise RequestError(f"{form} has its own columns; --fields goes with table, json, jsonl and csv")
    known = _KNOWN[form]
    names = [name.strip() for name in fields.split(",") if name.strip()]
    for name in names:
        if name not in known:
            near = closest(name, known)
            hint = f"did you mean {near}?" if near else f"there is {', '.join(known)}"
            raise RequestError(f"no field {name!r} to print; {hint}")
    return names or None
