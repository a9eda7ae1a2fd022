"""A value of a mapping (what JSON can hold) -> the value of one field of Document; a ReadError names a wrong type."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, SupportsIndex

from searcher.document import Dateline, Json, Person, Place, parse_date
from searcher.errors import ReadError
from searcher.readers import plain, stated
from searcher.readers.base import safe_id

MAX_DEPTH: Final = 32

_SPLIT_NAMES: Final = re.compile(r"\s*[;|]\s*")
_SPLIT_WORDS: Final = re.compile(r"\s*[;|,]\s*")
_NAME_KEYS: Final = ("name", "full_name", "label", "text", "value", "term", "title")
#: Objects of one key that stand for its value, in dumps of databases and of WordPress.
_ENVELOPES: Final = ("$date", "$oid", "$numberLong", "rendered")


def clean(value: object, key: str, depth: int = 0) -> Any:
    """A value as JSON can hold it, but dates: lone surrogates replaced, NaN as null, `{"$date": ...}` unpacked."""
    if depth > MAX_DEPTH:
        raise ReadError(f"{key}: nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, str):
        text = value if type(value) is str else str.__str__(value)
        return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if value is None or isinstance(value, bool | int | dt.date):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        if len(value) == 1 and (wrapped := next(iter(value))) in _ENVELOPES:
            return clean(value[wrapped], key, depth + 1)
        return {str(clean(name, key)): clean(item, key, depth + 1) for name, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray):
        return [clean(item, key, depth + 1) for item in value]
    if isinstance(value, SupportsIndex):  # a whole number of NumPy's, say
        return value.__index__()
    return str(value)


def jsonable(value: Any) -> Any:
    """A clean value with its dates as text."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: jsonable(item) for name, item in value.items()}
    return [jsonable(item) for item in value] if isinstance(value, list) else value


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
    found: Json = jsonable(value)
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
READ: Final[dict[str, Callable[[Any], Any]]] = {
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
READ_OWN: Final[dict[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("title", "body", "byline", "source", "section", "url", "language", "version"), _text),
    "date": _own_date,
    "updated": _own_date,
    "people": lambda value: tuple(Person(item["name"], _names(item, "names")) for item in _objects(value)),
    "places": lambda value: tuple(replace(_place(item), name=item["name"]) for item in _objects(value)),
    "keywords": _texts,
    "captions": _texts,
}
