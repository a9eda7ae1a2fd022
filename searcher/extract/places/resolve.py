"""What was found in a story -> its places: which names are meant, and which place each of them means."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Final

from searcher.document import Place
from searcher.extract.places.mentions import Evidence, Findings, Mention, Shown
from searcher.extract.places.strength import is_great, is_ordinary, is_person_like
from searcher.knowledge import gazetteer
from searcher.knowledge.gazetteer import Entry

#: An ordinary word after "in" is a place only if that is a town of so many people in a country of the story.
_WORDLIKE_TOWN: Final = 80_000
#: Lesser names of fewer letters are more often something else.
_SHORT: Final = 4
#: A namesake smaller than this needs more evidence than that its country is named.
_TOWN: Final = 100_000
#: A reading this much surer than the next one needs no evidence, and is evidence for others.
_CLEAR: Final = 3.0
#: In these countries towns and people have the same names: that the country is named says nothing.
_ENGLISH: Final = frozenset(["AU", "CA", "GB", "IE", "NZ", "US"])
_SURE: Final = Evidence.FILED | Evidence.BOUND | Evidence.GIVEN


@dataclass(slots=True)
class World:
    """What the story is about: how often each country is named, and what lies inside it; which regions are named, and
    which are around a place that is; the countries where it was filed.
    """

    named: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    inside: set[str] = field(default_factory=set)
    regions: set[int] = field(default_factory=set)
    within: set[int] = field(default_factory=set)
    home: set[str] = field(default_factory=set)

    def add(self, entry: Entry, count: int, *, filed: bool) -> None:
        """Count the mentions of an entry as evidence."""
        if entry.country is None:
            return
        self.named[entry.country] += count
        if filed or entry.kind not in ("country", "capital"):  # a capital elsewhere may stand for its government
            self.inside.add(entry.country)
        self.within |= _around(entry.number)
        if entry.kind == "region":
            self.regions.add(entry.number)
        if filed:
            self.home.add(entry.country)

    def bonus(self, entry: Entry) -> float:
        """How much surer this reading is in this story, in powers of ten."""
        country = entry.country
        if country is None or not self.named[country]:
            return 0.0
        bonus = 1.0 + 0.02 * min(self.named[country], 20)
        bonus += 1.0 if country in self.inside or entry.kind == "country" else 0.0
        bonus += 1.0 if country in self.home else 0.0
        if entry.kind == "city" and entry.population < _TOWN:
            bonus /= 2  # that a great country is named says little of its small towns
        if entry.number in self.within or not self.regions.isdisjoint(_around(entry.number)):
            bonus += 1.5
        return bonus


@lru_cache(maxsize=1 << 14)
def _around(number: int) -> frozenset[int]:
    """The numbers of what an entry lies in."""
    return frozenset(above.number for above in gazetteer.parents(gazetteer.entry(number)))


def resolve(findings: Findings) -> tuple[Place, ...]:
    """The places of a story, in the order of their first mention."""
    if not findings.mentions and not findings.shown:
        return ()
    kept, chosen = _read(findings)
    return _places(kept, chosen, findings)


def readings(findings: Findings) -> dict[str, Entry]:
    """What each folded name of a place means in a story."""
    return _read(findings)[1]


def _read(findings: Findings) -> tuple[dict[str, list[Mention]], dict[str, Entry]]:
    """The mentions that are of a place, by name, and what each name means."""
    by_key: dict[str, list[Mention]] = defaultdict(list)
    elsewhere = {each.key: each.parent for each in findings.mentions if each.parent and _is_elsewhere(each)}
    for mention in findings.mentions:
        if mention.key in elsewhere:
            findings.shown.append(Shown(mention.form, mention.position, elsewhere[mention.key]))
        else:
            by_key[mention.key].append(_bound(mention) if mention.parent else mention)
    world = World(named=defaultdict(int, findings.adjectives))
    great = {key: kept for key, all_ in by_key.items() if (kept := _great(key, all_, findings.people))}
    for key, kept in great.items():
        if (entry := _clear(key, kept)) is not None:
            world.add(entry, len(kept), filed=any(mention.evidence & Evidence.FILED for mention in kept))
    kept_all = {key: great.get(key) or _small(key, all_, findings.people, world) for key, all_ in by_key.items()}
    return kept_all, {key: _choose(key, kept, world) for key, kept in kept_all.items() if kept}


def _bound(mention: Mention) -> Mention:
    """The mention, with evidence if the name after its comma is one of what it lies in."""
    if inside(mention.key, mention.parent) is not None:
        return mention._replace(evidence=mention.evidence | Evidence.BOUND)
    return mention


def _is_elsewhere(mention: Mention) -> bool:
    """Whether a small name stands before a state or country in which the gazetteer has none of that name."""
    if is_great(mention.key) or inside(mention.key, mention.parent) is not None:
        return False
    return gazetteer.entry(gazetteer.numbers(mention.parent)[0]).kind in ("region", "country")


@lru_cache(maxsize=1 << 12)
def inside(key: str, parent: str) -> Entry | None:
    """The best reading of a name that lies in a reading of another; a country lies in none."""
    above = gazetteer.numbers(parent)
    entries = gazetteer.lookup(key)
    if entries and entries[0].kind == "country":
        entries = tuple(entry for entry in entries if entry.kind == "region")
    return next((entry for entry in entries if not _around(entry.number).isdisjoint(above)), None)


def _great(key: str, mentions: list[Mention], people: dict[str, int]) -> list[Mention]:
    """The mentions of a name that need no evidence from elsewhere in the story."""
    all_evidence = 0
    for mention in mentions:
        all_evidence |= mention.evidence
    if all_evidence & _SURE:
        return [mention for mention in mentions if mention.evidence & _SURE or not _is_person(mention, people)]
    if not is_great(key):
        return []
    if key in people:
        return _despite_people(key, mentions, people[key])
    good = mentions
    if all_evidence & Evidence.PERSON:
        good = [mention for mention in mentions if not mention.evidence & Evidence.PERSON]
    if is_ordinary(key) or is_person_like(key):
        return good if any(not mention.evidence & Evidence.HEADLINE for mention in good) else []
    return good


def _despite_people(key: str, mentions: list[Mention], people: int) -> list[Mention]:
    """The mentions of a name that somebody has in this story: the country all the same if it is named more often."""
    mentions = [mention for mention in mentions if not mention.evidence & Evidence.PERSON]
    within = [mention for mention in mentions if mention.evidence & Evidence.WITHIN]
    entry = gazetteer.entry(gazetteer.numbers(key)[0])
    if entry.kind in ("country", "continent") and (within or len(mentions) > 2 * people):
        return mentions
    return within


def _is_person(mention: Mention, people: dict[str, int]) -> bool:
    return bool(mention.evidence & Evidence.PERSON) or mention.key in people


def _small(key: str, mentions: list[Mention], people: dict[str, int], world: World) -> list[Mention]:
    """The mentions of a lesser name, if the text says somewhere that it is a place."""
    mentions = [mention for mention in mentions if not mention.evidence & (Evidence.PERSON | Evidence.HEADLINE)]
    entries = gazetteer.lookup(key)
    if key in people or not entries or is_great(key) or len(key) < _SHORT:
        return []
    named = any(
        entry.country is not None and world.named[entry.country] and entry.country not in _ENGLISH for entry in entries
    )
    within = any(mention.evidence & Evidence.WITHIN for mention in mentions)
    led = within or any(mention.evidence & Evidence.LOCATIVE for mention in mentions)
    if is_ordinary(key):
        great = any(
            entry.population >= _WORDLIKE_TOWN and entry.country is not None and world.named[entry.country]
            for entry in entries
        )
        return [mention for mention in mentions if mention.evidence & Evidence.WITHIN] if great else []
    if is_person_like(key):
        return mentions if within else []
    return mentions if led or named else []


def _clear(key: str, mentions: list[Mention]) -> Entry | None:
    """The one reading of a name, if there is no doubt."""
    for mention in mentions:
        if mention.evidence & Evidence.BOUND:
            return inside(key, mention.parent)
    return _undoubted(key)


@lru_cache(maxsize=1 << 14)
def _undoubted(key: str) -> Entry | None:
    """What a name means wherever it stands, if its best reading is so much surer than any in another country."""
    best, *others = gazetteer.lookup(key)
    rivals = [entry for entry in others if entry.country != best.country]
    return None if rivals and best.weight - rivals[0].weight < _CLEAR else best


def _choose(key: str, mentions: list[Mention], world: World) -> Entry:
    """The likeliest reading of a name in this story."""
    entries = gazetteer.lookup(key)
    if len(entries) == 1:
        return entries[0]
    for mention in mentions:
        if mention.evidence & Evidence.BOUND and (entry := inside(key, mention.parent)) is not None:
            return entry
    return max(entries, key=lambda entry: (entry.weight + world.bonus(entry), -entry.number))


def _places(kept: dict[str, list[Mention]], chosen: dict[str, Entry], findings: Findings) -> tuple[Place, ...]:
    """Mentions that mean one place, put together."""
    forms: dict[int, list[Mention]] = defaultdict(list)
    for key, entry in chosen.items():
        forms[entry.number].extend(kept[key])
    found: list[tuple[int, Place]] = []
    for number, mentions in forms.items():
        mentions.sort(key=_POSITION)
        names = tuple(dict.fromkeys([_form(mention.form, number) for mention in mentions]))
        found.append((mentions[0].position, _place(number, names)))
    if findings.shown:
        found += _shown(findings, chosen, {name for _, place in found for name in (place.name, *place.names)})
    return tuple([place for _, place in sorted(found, key=_FIRST)])


_FIRST: Final = itemgetter(0)
_POSITION: Final = attrgetter("position")


@lru_cache(maxsize=1 << 14)
def _place(number: int, names: tuple[str, ...]) -> Place:
    """An entry under the forms in which a story has it: most stories have few, and the same."""
    entry = gazetteer.entry(number)
    return Place(entry.name, names, entry.country, entry.within)


def _shown(findings: Findings, chosen: dict[str, Entry], taken: set[str]) -> list[tuple[int, Place]]:
    """The places that only their surroundings show, each under what lies around it if that is said once."""
    by_form: dict[str, list[Shown]] = defaultdict(list)
    for shown in findings.shown:
        by_form[_form(shown.form, -1)].append(shown)
    found: list[tuple[int, Place]] = []
    for form, all_ in by_form.items():
        parents = [chosen[shown.parent] for shown in all_ if shown.parent in chosen]
        parent = next((entry for entry in parents if entry.kind in ("country", "region", "historic")), None)
        if form not in taken and (parent is not None or not all(shown.parent for shown in all_)):
            within = (parent.name, *parent.within) if parent else ()
            found.append((all_[0].position, Place(form, (form,), parent.country if parent else None, within)))
    return found


@lru_cache(maxsize=1 << 14)
def _form(form: str, number: int) -> str:
    """A name as found; one in capitals as it is written elsewhere."""
    if not form.isupper() or len(form) < 4 or "." in form:
        return form
    if number >= 0 and gazetteer.fold(gazetteer.entry(number).name) == gazetteer.fold(form):
        return gazetteer.entry(number).name
    return form if number >= 0 and len(form) < 5 else form.title()
