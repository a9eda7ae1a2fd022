"""Names of one story -> people: short forms, other orders and spellings joined to the fullest name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from searcher.document import Person
from searcher.knowledge.names import is_eastern, is_suffix, surname
from searcher.knowledge.spellings import spelling_key

Key = tuple[str, ...]


@dataclass(slots=True)
class Full:
    """One name: its words, folded; where it comes first; its forms with the number of mentions in running text."""

    key: Key
    first: int
    forms: dict[str, int]


#: So many people with a word in common are looked at: more are in no story, only in lists.
_NAMESAKES: Final = 64

#: The names of one person, the fullest first.
Forms = list[Full]


def join(fulls: Iterable[Full], rest: Iterable[Full]) -> list[Person]:
    """People by first mention. `rest` are names without evidence of their own: they count only where they are a form
    of somebody.
    """
    by_word: dict[str, list[Forms]] = {}
    people: list[Forms] = []
    for full in sorted(fulls, key=lambda full: (-len(_core(full.key)), full.first)):
        same = _same(full, by_word)
        if same is not None:
            same.append(full)
            continue
        people.append([full])
        for word in _called(full.key):
            namesakes = by_word.setdefault(word, [])
            if len(namesakes) < _NAMESAKES:
                namesakes.append(people[-1])
    for full in rest:
        if not by_word.keys().isdisjoint(full.key):
            same = _same(full, by_word)
            if same is not None:
                same.append(full)
    people.sort(key=lambda forms: min(full.first for full in forms))
    return [_person(forms) for forms in people]


@lru_cache(maxsize=1 << 14)
def _called(key: Key) -> frozenset[str]:
    """The words by which somebody of this name may be called: of `al-Assad` also Assad."""
    bare = [word[3:] for word in key if word.startswith(_ARTICLES)]
    return frozenset((*key, *bare) if bare else key)


def _person(forms: Forms) -> Person:
    """The fullest name first; forms in capitals only where there is no other."""
    head = forms[0]
    names = [
        form
        for full in sorted(forms, key=lambda full: (full is not head, full.first))
        for form, _ in sorted(full.forms.items(), key=lambda item: (-item[1], item[0]))
    ]
    plain = [form for form in names if not form.isupper()] or names
    return Person(plain[0], tuple(dict.fromkeys(plain)))


@lru_cache(maxsize=1 << 14)
def _core(key: Key) -> Key:
    """The words without suffix: `Jr.`."""
    core = tuple(word for word in key if not is_suffix(word))
    return core if len(core) > 1 else key


def _same(full: Full, by_word: dict[str, list[Forms]]) -> Forms | None:
    """Whom a name means: the one last named before it, else the first after it."""
    matching: dict[int, Forms] = {}
    for word in full.key:
        for forms in by_word.get(word, ()):
            if id(forms) not in matching and _matches(full.key, forms[0].key):
                matching[id(forms)] = forms
    if not matching:
        return None
    before = [forms for forms in matching.values() if forms[0].first <= full.first]
    if before:
        return max(before, key=lambda forms: forms[0].first)
    return min(matching.values(), key=lambda forms: forms[0].first)


@lru_cache(maxsize=1 << 14)
def _matches(one: Key, other: Key) -> bool:
    """Whether a name can be a form of a fuller one."""
    short, long = _core(one), _core(other)
    if len(short) < len(one) and len(long) < len(other) and set(one[len(short) :]).isdisjoint(other):
        # John Paul II and Paul VI.
        return False
    if short == long or (len(short) > 1 and (sorted(short) == sorted(long) or _is_spelling(one, other))):
        return True
    if len(short) == 1:
        return short[0] in _called(long) and len(short[0]) > 1 and short[0] not in _TOO_SHORT
    if len(short) < len(long) and short in (long[-len(short) :], long[: len(short)]):
        return True
    if surname(" ".join(short)) != surname(" ".join(long)) or is_eastern(" ".join(long)):
        return False
    # "George Bush" is George W. Bush; "Al Gore" is Albert Gore; "J. Smith" is John Smith.
    letters = {part[0] for part in long}
    rest = len(short) == 2 or len(long) == 2 or all(word in long or word[0] in letters for word in short)
    return rest and _given(short[0], long[0])


def _is_spelling(one: Key, other: Key) -> bool:
    """Whether two names are one in any story: Kim Jae In, Jae-in Kim."""
    return spelling_key(" ".join(one)) == spelling_key(" ".join(other))


#: Before a surname; agencies leave them out.
_ARTICLES: Final = ("al-", "el-")
#: Particles alone name nobody.
_TOO_SHORT: Final = frozenset(["de", "la", "van", "von", "der", "al", "el", "bin", "da", "di", "du", "le"])


def _given(one: str, other: str) -> bool:
    """Whether one given name, or its initial, is a short form of the other."""
    one, other = one.rstrip("."), other.rstrip(".")
    return bool(one) and bool(other) and (one.startswith(other) or other.startswith(one))
