"""Places that a source names, and what its story says -> the same places, with what lies around them."""

from __future__ import annotations

from dataclasses import replace

from searcher.document import Place
from searcher.extract.places.mentions import Evidence, Findings, Mention
from searcher.extract.places.resolve import inside, readings
from searcher.knowledge import gazetteer
from searcher.knowledge.gazetteer import Entry


def is_bare(place: Place) -> bool:
    """Whether the gazetteer may know more of a place than its source says."""
    return (place.country is None or not place.within) and bool(_candidates(place))


def completed(places: tuple[Place, ...], findings: Findings) -> tuple[Place, ...]:
    """The places with `country` and `within` where they lack them; names, their order and what is given stay.

    A name that several places have means the one that the story and the other names speak for, if it agrees with what
    is given, else the best one that does.
    """
    bare = [place for place in places if is_bare(place)]
    for place in bare:
        key, parent = _key(place)
        findings.mentions.append(Mention(key, place.name, 0, Evidence.GIVEN, parent))
    meant = readings(findings)
    return tuple(_completed(place, meant) if place in bare else place for place in places)


def _key(place: Place) -> tuple[str, str]:
    """The folded name, and what comes after its comma if that is no part of it: "Paris, Texas"."""
    if gazetteer.lookup(place.name):
        return gazetteer.fold(place.name), ""
    town, _, around = place.name.partition(", ")
    return gazetteer.fold(town), gazetteer.fold(around.partition(", ")[0])


def _completed(place: Place, meant: dict[str, Entry]) -> Place:
    entry = meant.get(_key(place)[0])
    if entry is None:
        return place
    candidates = _candidates(place)
    if entry not in candidates:
        entry = candidates[0]
    return replace(place, country=place.country or entry.country, within=place.within or entry.within)


def _candidates(place: Place) -> tuple[Entry, ...]:
    """What a name may mean, best first, without what disagrees with the given."""
    key, parent = _key(place)
    entry = inside(key, parent) if parent else None
    entries = gazetteer.lookup(key) if not parent else (entry,) if entry is not None else ()
    return tuple(entry for entry in entries if _agrees(entry, place))


def _agrees(entry: Entry, place: Place) -> bool:
    known = {gazetteer.fold(name) for name in entry.within}
    return place.country in (None, entry.country) and known.issuperset(map(gazetteer.fold, place.within))
