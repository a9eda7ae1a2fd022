"""Names of one story -> people: short forms, other orders and spellings joined to the fullest name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from searcher.document import Person
from searcher.knowledge.names import is_eastern, is_suffix, surname


@dataclass(slots=True)
class Full:
    """One name: its words, folded; where it comes first; its forms with the number of mentions in running text."""

    key: tuple[str, ...]
    first: int
    forms: dict[str, int]


def join(fulls: Iterable[Full], rest: Iterable[Full]) -> list[Person]:
    """People by first mention. `rest` are names without evidence of their own: they count only where they are a form
    of somebody.
    """
    people: list[list[Full]] = []
    for full in sorted(fulls, key=lambda full: (-len(_core(full.key)), full.first)):
        same = _same(full, people)
        if same is None:
            people.append([full])
        else:
            same.append(full)
    for full in rest:
        same = _same(full, people)
        if same is not None:
            same.append(full)
    people.sort(key=lambda forms: min(full.first for full in forms))
    return [_person(forms) for forms in people]


def _person(forms: list[Full]) -> Person:
    """The fullest name first; forms in capitals only where there is no other."""
    head = forms[0]
    names = [
        form
        for full in sorted(forms, key=lambda full: (full is not head, full.first))
        for form, _ in sorted(full.forms.items(), key=lambda item: (-item[1], item[0]))
    ]
    plain = [form for form in names if not form.isupper()] or names
    return Person(plain[0], tuple(dict.fromkeys(plain)))


def _core(key: tuple[str, ...]) -> tuple[str, ...]:
    """The words without suffix: `Jr.`."""
    core = tuple(word for word in key if not is_suffix(word))
    return core if len(core) > 1 else key


def _same(full: Full, people: list[list[Full]]) -> list[Full] | None:
    """Whom a name means: the one last named before it, else the first after it."""
    suffixes = set(full.key) - set(_core(full.key))
    matching = [
        forms
        for forms in people
        if not suffixes.isdisjoint(forms[0].key) or not suffixes or _core(forms[0].key) == forms[0].key
        if _matches(_core(full.key), _core(forms[0].key))
    ]
    if not matching:
        return None
    before = [forms for forms in matching if forms[0].first <= full.first]
    if before:
        return max(before, key=lambda forms: forms[0].first)
    return min(matching, key=lambda forms: forms[0].first)


def _matches(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if short == long or (len(short) > 1 and sorted(short) == sorted(long)):
        return True
    if len(short) == 1:
        return short[0] in long and len(short[0]) > 1
    if len(short) < len(long) and (short == long[-len(short) :] or short == long[: len(short)]):
        return True
    if surname(" ".join(short)) != surname(" ".join(long)) or is_eastern(" ".join(long)):
        return False
    # "George Bush" is George W. Bush; "Al Gore" is Albert Gore; "J. Smith" is John Smith.
    return _given(short[0], long[0]) and (
        len(short) == 2
        or len(long) == 2
        or all(word in long or word[0] in {part[0] for part in long} for word in short)
    )


def _given(one: str, other: str) -> bool:
    one, other = one.rstrip("."), other.rstrip(".")
    return bool(one) and bool(other) and (one.startswith(other) or other.startswith(one))
