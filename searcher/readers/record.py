"""A mapping of names to values (a JSON object, a row of a table, a caller's dict) -> Document.

It reads what `document.as_dict` writes, and what other programs write under the names in `keys`. What has no field
is kept in `extra`. A headline or a text of a wrong type, or one of our own keys with a value of a wrong type, is a
ReadError that names key and type. A date that cannot be read, or an odd value under a name that many programs use
for many things, is no reason to lose an article: it stays in `extra`, with a sentence in `extra["notes"]`.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from searcher.document import LISTS, Dateline, Document, Json, Person, Place, Source, parse_date
from searcher.errors import ReadError
from searcher.readers import keys, plain, stated
from searcher.readers.base import digest_id, safe_id

#: Keys of our own output that say something of the search or the file, not of the article.
OUTPUT_KEYS: Final = frozenset(("rank", "score", "snippets", "copies", "reader", "path"))
#: Fields whose own name other programs use for something else (`version` for a number of revision).
LOOSE: Final = frozenset(("version",))
MAX_DEPTH: Final = 32
NO_MAP: Final[Mapping[str, str]] = MappingProxyType({})

_SPLIT_NAMES: Final = re.compile(r"\s*[;|]\s*")
_SPLIT_WORDS: Final = re.compile(r"\s*[;|,]\s*")
_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_NAME_KEYS: Final = ("name", "full_name", "label", "text", "value", "term", "title")


def document_from(mapping: Mapping[str, object], *, field_map: Mapping[str, str] = NO_MAP) -> Document:
    """The Document that a mapping states. `id` is "" where none is given; `origin` is left to the caller."""
    values = {str(_plain(key, "a key")): _plain(value, str(key)) for key, value in mapping.items()}
    # These two together stand in nothing but our own output, which is taken word for word.
    own = "date_precision" in values and "inferred" in values
    blank: tuple[object, ...] = (None,) if own else (None, "", [], {})
    given = [key for key, value in values.items() if value not in blank]
    chosen = keys.assign(given, field_map)
    fields, notes, odd = _read_fields(chosen, values, own=own)
    taken = {key for field, key in chosen.items() if field not in odd}
    skipped = OUTPUT_KEYS | {"date_precision"} if own else frozenset()
    extra = {key: _jsonable(values[key]) for key in given if key not in taken and key not in skipped}
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


def given(mapping: Mapping[str, object], *, field_map: Mapping[str, str] = NO_MAP) -> Document:
    """As `document_from`, for a mapping that no file holds: without an id it gets the digest of its JSON."""
    document = document_from(mapping, field_map=field_map)
    if document.id:
        return document
    values = {str(key): _jsonable(_plain(value, str(key))) for key, value in mapping.items()}
    written = json.dumps(values, ensure_ascii=True, sort_keys=True).encode()
    return replace(document, id=digest_id(written), origin=Source("", "", "jsonlines"))


def _read_fields(
    chosen: Mapping[str, str], values: Mapping[str, Any], *, own: bool
) -> tuple[dict[str, Any], list[str], set[str]]:
    """Field to value, sentences about what could not be used, and the fields these concern."""
    fields: dict[str, Any] = {}
    notes: list[str] = []
    odd: set[str] = set()
    readers = _READ | _READ_OWN if own else _READ
    for field, key in chosen.items():
        try:
            found = readers[field](values[key])
        except ReadError as error:
            if field in ("title", "body") or (keys.fold(key) == field and field not in LOOSE):
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
    empty = {
        target[0] for key, value in values.items() if value == [] and (target := keys.field_of(key, field_map))
    } - set(fields.get("inferred", ()))
    return tuple(name for name in LISTS if name in empty and not fields.get(name))


def _plain(value: object, key: str, depth: int = 0) -> Any:
    """A value as JSON can hold it, but dates: lone surrogates replaced, NaN as null, `{"$date": ...}` unpacked."""
    if depth > MAX_DEPTH:
        raise ReadError(f"{key}: nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if value is None or isinstance(value, bool | int | dt.date):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        if len(value) == 1 and (wrapped := next(iter(value))) in ("$date", "$oid", "$numberLong", "rendered"):
            return _plain(value[wrapped], key, depth + 1)
        return {str(_plain(name, key)): _plain(item, key, depth + 1) for name, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray):
        return [_plain(item, key, depth + 1) for item in value]
    return str(value)


def _jsonable(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _jsonable(item) for name, item in value.items()}
    return [_jsonable(item) for item in value] if isinstance(value, list) else value


def _type_name(value: Any) -> str:
    names = {
        dict: "an object",
        list: "a list",
        bool: "true or false",
        str: "a text",
        int: "a number",
        float: "a number",
    }
    return names.get(type(value), f"a {type(value).__name__}")


def _text(value: Any) -> str:
    """Text, or a number as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise ReadError(f"{_type_name(value)}, where a text was expected")


def _line(value: Any) -> str:
    return plain.one_line(_text(value))


def _body(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n\n".join(kept for part in value if (kept := plain.paragraphs(part)))
    return plain.paragraphs(_text(value))


def _label(value: Any) -> str:
    """A text, an object with a name, or a list of these -> one line."""
    return ", ".join(_name(item) for item in (value if isinstance(value, list) else [value]))


def _address(value: Any) -> str:
    return _text(value[0] if isinstance(value, list) else value).strip()


def _name(value: Any) -> str:
    """A name, or an object with one."""
    if isinstance(value, dict):
        found = next((value[key] for key in _NAME_KEYS if isinstance(value.get(key), str)), None)
        if not found:
            raise ReadError("an object without a name, where a name or an object with `name` was expected")
        return plain.one_line(found)
    return _line(value)


def _version(value: Any) -> str:
    if not isinstance(value, str) or value.replace(".", "").isdecimal():
        raise ReadError("a number of its revision, not a mark such as URGENT")
    return plain.one_line(value)


def _items(value: Any) -> list[Any]:
    """A list; or a text with `;` or `|` between its parts."""
    if isinstance(value, str):
        return [part for part in _SPLIT_NAMES.split(value.strip()) if part]
    return value if isinstance(value, list) else [value]


def _person_items(value: Any) -> list[Any]:
    """As `_items`; commas separate too, where each part has two words and so none is `Family, Given`."""
    items = _items(value)
    if isinstance(value, str) and len(items) == 1:
        parts = [part.strip() for part in items[0].split(",")]
        return parts if all(" " in part for part in parts) else items
    return items


def _names(value: dict[str, Any], key: str) -> tuple[str, ...]:
    names = value.get(key)
    return tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else ()


def _people(value: Any) -> tuple[Person, ...]:
    return tuple(
        Person(_name(item), _names(item, "names") if isinstance(item, dict) else ()) for item in _person_items(value)
    )


def _places(value: Any) -> tuple[Place, ...]:
    return tuple(_place(item) for item in _items(value))


def _place(item: Any) -> Place:
    if not isinstance(item, dict):
        return Place(_name(item))
    country = item.get("country")
    return Place(
        _name(item), _names(item, "names"), country if isinstance(country, str) else None, _names(item, "within")
    )


def _words(value: Any) -> tuple[str, ...]:
    parts = _SPLIT_WORDS.split(value.strip()) if isinstance(value, str) else _items(value)
    return tuple(dict.fromkeys(name for part in parts if (name := _name(part))))


def _captions(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_name(part) for part in (value if isinstance(value, list) else [value])))


def _dateline(value: Any) -> Dateline | None:
    if isinstance(value, dict):
        parts = (value.get("place"), value.get("day"), value.get("agency"))
        return Dateline(*(part if isinstance(part, str) else None for part in parts))
    return stated.read_dateline(_text(value))


def _extra(value: Any) -> Json:
    if not isinstance(value, dict):
        raise ReadError(f"{_type_name(value)}, where an object was expected")
    found: Json = _jsonable(value)
    return found


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ReadError(f"{_type_name(value)}, where a list of texts was expected")
    return tuple(value)


def _objects(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(
        isinstance(item, dict) and isinstance(item.get("name"), str) for item in value
    ):
        raise ReadError(f"{_type_name(value)}, where a list of objects with `name` was expected")
    return value


def _own_date(value: Any) -> stated.FoundDate | None:
    try:
        return parse_date(_text(value))
    except ValueError:
        return None


#: Field -> what reads a value of it; what cannot be used is a ReadError.
_READ: Final[dict[str, Callable[[Any], Any]]] = {
    "id": lambda value: safe_id(_text(value)),
    "title": _line,
    "body": _body,
    "date": stated.read_date,
    "updated": stated.read_date,
    "dateline": _dateline,
    "byline": lambda value: plain.without_by(_label(value)),
    "people": _people,
    "places": _places,
    "source": _label,
    "section": _label,
    "keywords": _words,
    "captions": _captions,
    "url": _address,
    "language": _line,
    "version": _version,
    "extra": _extra,
    "inferred": _texts,
    "dropped": _texts,
    "paths": _texts,
    "stated_empty": _texts,
}

#: The same for what we wrote ourselves: nothing is tidied, so that writing and reading are each other's reverse.
_READ_OWN: Final[dict[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("title", "body", "byline", "source", "section", "url", "language", "version"), _text),
    "date": _own_date,
    "updated": _own_date,
    "people": lambda value: tuple(Person(item["name"], _names(item, "names")) for item in _objects(value)),
    "places": lambda value: tuple(
        Place(item["name"], _names(item, "names"), item.get("country"), _names(item, "within"))
        for item in _objects(value)
    ),
    "keywords": _texts,
    "captions": _texts,
}
