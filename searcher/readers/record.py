"""A mapping of names to values (a JSON object, a row of a table, a caller's dict) -> Document.

It reads what `document.as_dict` writes, and what other programs write under the names in `keys`. What has no field
is kept in `extra`. A headline or a text of a wrong type, or one of our own keys with a value of a wrong type, is a
ReadError that names key and type. A date that cannot be read, or an odd value under a name that many programs use
for many things, is no reason to lose an article: it stays in `extra`, with a sentence in `extra["notes"]`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from searcher.document import LISTS, Document, Json
from searcher.errors import ReadError
from searcher.readers import keys
from searcher.readers.values import READ, READ_OWN, clean, jsonable

#: Keys of our own output that say something of the search or the file, not of the article.
OUTPUT_KEYS: Final = frozenset(("rank", "score", "snippets", "copies", "reader", "path"))
#: Fields whose own names other programs use for something else (`version` for a number of revision).
LOOSE: Final = frozenset(("version", "extra", "inferred", "dropped", "paths", "stated_empty"))
NO_MAP: Final[Mapping[str, str]] = MappingProxyType({})

_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def document_from(mapping: Mapping[str, object], *, field_map: Mapping[str, str] = NO_MAP) -> Document:
    """The Document that a mapping states. `id` is "" where none is given; `origin` is left to the caller."""
    values = {str(clean(key, "a key")): clean(value, str(key)) for key, value in mapping.items()}
    # These two together stand in nothing but our own output, which is taken word for word.
    own = "date_precision" in values and "inferred" in values
    blank: tuple[object, ...] = (None,) if own else (None, "", [], {})
    given = [key for key, value in values.items() if value not in blank]
    chosen = keys.assign(given, field_map)
    fields, notes, odd = _read_fields(chosen, values, own=own)
    taken = {key for field, key in chosen.items() if field not in odd}
    skipped = OUTPUT_KEYS | {"date_precision"} if own else frozenset()
    extra = {key: jsonable(values[key]) for key in given if key not in taken and key not in skipped}
    extra |= fields.get("extra", {})
    if notes:
        extra["notes"] = notes
    fields["extra"] = extra
    fields.setdefault("stated_empty", _stated_empty(values, fields, field_map))
    document = Document(**fields)
    if not (own or document.title or document.body or document.captions):
        if any((target := keys.field_of(key, field_map)) and target[0] in ("title", "body") for key in values):
            raise ReadError("the headline and the text are empty")
        names = ", ".join(values) or "none"
        raise ReadError(f"no headline and no text under a known name among: {names}; name them with --map NAME=title")
    return document


def _read_fields(
    chosen: Mapping[str, str], values: Mapping[str, Any], *, own: bool
) -> tuple[dict[str, Any], list[str], set[str]]:
    """Field to value, sentences about what could not be used, and the fields these concern."""
    fields: dict[str, Any] = {}
    notes: list[str] = []
    odd: set[str] = set()
    readers = READ | READ_OWN if own else READ
    for field, key in chosen.items():
        try:
            found = readers[field](values[key])
        except ReadError as error:
            if own or field in ("title", "body") or (keys.fold(key) == field and field not in LOOSE):
                raise ReadError(f"{key}: {error}") from None
            notes.append(f"{key}: {error}")
            odd.add(field)
            continue
        if field not in ("date", "updated"):
            fields[field] = found
        elif found is None:
            notes.append(f"{key}: no date can be read in {values[key]!r}")
            odd.add(field)
        else:
            fields[field] = found[0]
            if field == "date":
                fields["date_precision"] = found[1]
    if fields.get("id") and _URL.match(fields["id"]) and keys.fold(chosen["id"]) != "id":
        del fields["id"]  # an address is never an id, unless it is given outright
        odd.add("id")
    return fields, notes, odd


def _stated_empty(values: Mapping[str, Any], fields: Json, field_map: Mapping[str, str]) -> tuple[str, ...]:
    """The list fields that are given as `[]` and not because a search for them found none."""
    blank = [key for key, value in values.items() if isinstance(value, list) and not value]
    if not blank:
        return ()
    empty = {target[0] for key in blank if (target := keys.field_of(key, field_map))} - set(fields.get("inferred", ()))
    return tuple(name for name in LISTS if name in empty and not fields.get(name))
