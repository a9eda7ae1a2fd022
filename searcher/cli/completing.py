"""The beginning of a value, as it stands before Tab -> the values of that option that begin so, with what they are."""

from __future__ import annotations

from searcher.fields import FIELDS

Offered = list[tuple[str, str]]


def facet_names(begun: str) -> Offered:
    """What `facets --by` counts."""
    from searcher.search.request import PERIODS

    known = [(field.name, field.help) for field in FIELDS if field.facet]
    return _beginning(begun, [*known, *((name, f"the {name} of first publication") for name in PERIODS)])


def keys(begun: str) -> Offered:
    """What `--fields` prints: the last name of a list, the ones before it kept."""
    from searcher.cli.keys import DOCUMENT_KEYS, HIT_KEYS

    kept, comma, last = begun.rpartition(",")
    named = set(kept.split(","))
    known = [name for name in dict.fromkeys([*HIT_KEYS, *DOCUMENT_KEYS]) if name not in named]
    return [(kept + comma + name, told) for name, told in _beginning(last, [(name, "") for name in known])]


def readers(begun: str) -> Offered:
    """What `--reader` takes."""
    from searcher.readers import READERS

    return _beginning(begun, [(name, "") for name in sorted(READERS)])


def languages(begun: str) -> Offered:
    """What `--language` takes."""
    from searcher.analysis import stemmer_languages

    return _beginning(begun, [(name, "") for name in sorted(stemmer_languages())])


def zones(begun: str) -> Offered:
    """What `--tz` takes."""
    from zoneinfo import available_timezones

    return _beginning(begun, [(name, "") for name in sorted(available_timezones())])


def _beginning(begun: str, known: Offered) -> Offered:
    return [(name, told) for name, told in known if name.startswith(begun)]
