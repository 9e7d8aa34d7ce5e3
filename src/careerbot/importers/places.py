"""Area, county and town tables -> places with the wage areas that stand in for them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from careerbot.importers.base import Output, Progress, RefusedFile, Report, Row, Tally, no_progress, write_outputs
from careerbot.importers.census_lists import CITIES, METRO_COUNTIES, towns_of_cities, with_metro_areas
from careerbot.importers.tables import Kind, Table, open_table, tell_apart
from careerbot.model import NATION

AREAS = Kind("the wage areas", ("area_code", "area_type", "state_code", "state_name", "area_name"))
COUNTIES = Kind("the counties", ("county_fips", "county_name", "state_code", "state_abbr", "oews_area_code"))
TOWNS = Kind("the towns", ("place_name", "state_code", "state_abbr", "county_fips", "population", "basis"))
# Names and nearer areas added by hand, below the folder that is written to.
LOCAL = "places/local.tsv"

COLUMNS = ("id", "name", "kind", "state", "chain", "population", "also", "note")
NATION_NAME = "United States"
KIND_OF = {"national": "nation", "state": "state", "metro": "metro", "nonmetro": "nonmetro"}
NO_WAGE_AREA = "its wage area is not known, so the state stands in"
NEAREST_COUNTY = "the county is that of the nearest known place"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One line of a place file; `chain` is nearest first and leaves out the place itself."""

    id: str
    name: str
    kind: str
    state: str
    chain: tuple[str, ...]
    population: str = ""
    also: tuple[str, ...] = ()
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        """The cells in the order of `COLUMNS`."""
        chain, also = " ".join(self.chain), "|".join(self.also)
        return (self.id, self.name, self.kind, self.state, chain, self.population, also, self.note)


@dataclass(frozen=True, slots=True)
class Additions:
    """What was added by hand to a place: more names, and areas to try before its own."""

    also: tuple[str, ...] = ()
    nearer: tuple[str, ...] = ()


def import_places(paths: Sequence[Path], out: Path, progress: Progress = no_progress) -> Report:
    """Writes places/areas.csv, places/counties.csv and places/towns.csv.xz below `out`.

    `paths` are the tables of wage areas, counties and towns in any order. Census list 1 may be given beside them, and
    then says which counties are in which metro area; list 2 may be given in place of the towns, and then its cities
    are the only ones. What places/local.tsv there adds to a place is woven in: `also`, more names with `|` between,
    and `nearer`, areas that stand in for it before its wage area, with blanks between. Raises `RefusedFile`.
    """
    files, tally = find_files(paths, progress), Tally()
    tables = {name: list(table.rows()) for name, table in files.items()}
    tally.read = sum(map(len, tables.values()))
    area_rows, county_rows, town_rows = combine_tables(files, tables)
    local = read_additions(out / LOCAL)
    abbreviations = abbreviations_of(county_rows)
    areas = with_additions((area_place(row, abbreviations) for row in area_rows), local)
    counties = with_additions((county_place(row, areas) for row in county_rows), local)
    towns = with_additions(town_places(town_rows, counties, areas, tally), local)
    refuse_strange_additions(out / LOCAL, local, {**areas, **counties, **towns})
    written, tally.written = write_outputs(
        out,
        [
            Output("places/areas.csv", COLUMNS, (place.cells() for place in areas.values())),
            Output("places/counties.csv", COLUMNS, (place.cells() for place in counties.values())),
            Output("places/towns.csv.xz", COLUMNS, (place.cells() for place in towns.values())),
        ],
        progress,
    )
    return tally.reported(written)


def find_files(paths: Sequence[Path], progress: Progress) -> dict[str, Table]:
    """Kind name -> table. Raises `RefusedFile` unless there are areas, counties, and either towns or cities."""
    files = tell_apart(paths, (AREAS,), (TOWNS, COUNTIES, METRO_COUNTIES, CITIES), progress)
    if COUNTIES.name not in files:
        hint = "" if METRO_COUNTIES.name not in files else (
            f"; {METRO_COUNTIES.name} cannot stand in for it, since it leaves out the counties of nonmetro areas"
        )
        raise RefusedFile(f"a table is missing: {COUNTIES}{hint}")
    if TOWNS.name not in files and CITIES.name not in files:
        raise RefusedFile(f"a table is missing: {TOWNS}, or in its place {CITIES}")
    if TOWNS.name in files and CITIES.name in files:
        raise RefusedFile(f"{files[CITIES.name]}: the towns were already given as {files[TOWNS.name]}")
    return files


def combine_tables(
    files: Mapping[str, Table], tables: Mapping[str, Sequence[Row]]
) -> tuple[Sequence[Row], Sequence[Row], Sequence[Row]]:
    """The rows of areas, counties and towns, with what the Census lists say in them. Raises `RefusedFile`."""
    areas, counties = tables[AREAS.name], tables[COUNTIES.name]
    refuse_states_without_counties(files[COUNTIES.name], counties, areas)
    codes = {row["area_code"] for row in areas}
    if METRO_COUNTIES.name in files:
        counties = with_metro_areas(counties, files[METRO_COUNTIES.name], codes)
    if CITIES.name in files:
        return areas, counties, list(towns_of_cities(files[CITIES.name], abbreviations_of(counties), codes))
    return areas, counties, tables[TOWNS.name]


def abbreviations_of(counties: Iterable[Row]) -> dict[str, str]:
    """State FIPS code -> the state's abbreviation."""
    return {row["state_code"]: row["state_abbr"] for row in counties}


# ------------------------------------------------------------------ what was added by hand
def read_additions(path: Path) -> dict[str, Additions]:
    """Place id -> its additions; empty when there is no such file. Raises `RefusedFile`."""
    if not path.is_file():
        return {}
    table = open_table(path)
    if table.columns != ("id", "also", "nearer"):
        raise RefusedFile(f"{path}: the columns should be id, also, nearer with tabs between")
    return {
        row["id"]: Additions(tuple(name for name in row["also"].split("|") if name), tuple(row["nearer"].split()))
        for row in table.rows()
    }


def with_additions(places: Iterable[PlaceRow], local: Mapping[str, Additions]) -> dict[str, PlaceRow]:
    """The places by id in their order, each with its added names and with its nearer areas first in its chain."""
    found = {}
    for place in places:
        added = local.get(place.id, Additions())
        chain = tuple(dict.fromkeys(added.nearer + place.chain))
        found[place.id] = replace(place, chain=chain, also=place.also + added.also)
    return found


def refuse_strange_additions(path: Path, local: Mapping[str, Additions], places: Mapping[str, PlaceRow]) -> None:
    """Raises `RefusedFile` when something was added to a place that does not exist."""
    strange = sorted(set(local) - set(places))
    if strange:
        raise RefusedFile(f"{path}: no such place: {', '.join(strange)}")


# ------------------------------------------------------------------ wage areas and counties
def area_place(row: Row, abbreviations: Mapping[str, str]) -> PlaceRow:
    """A wage area; the nation stands in for a state, state and nation for a metro or nonmetro area."""
    code, kind = row["area_code"], KIND_OF.get(row["area_type"])
    if kind is None:
        raise RefusedFile(f"{AREAS.name}: {code} has the unknown area type {row['area_type']!r}")
    state = abbreviations.get(row["state_code"], "")
    if kind == "nation":
        return PlaceRow(code, NATION_NAME, kind, "", (), also=("usa", "u.s.", "america", "national"))
    if kind == "state":
        return PlaceRow(code, row["area_name"], kind, state, (NATION,), also=(f"{row['area_name'].lower()} state",))
    return PlaceRow(code, row["area_name"], kind, state, (state_area(row["state_code"]), NATION))


def state_area(fips: str) -> str:
    """The wage area of a whole state, from its two-digit FIPS code."""
    return f"{fips}00000"


def county_place(row: Row, areas: Mapping[str, PlaceRow]) -> PlaceRow:
    """A county; its wage area if that is known, its state and the nation stand in for it."""
    chain = chain_of(row["oews_area_code"], row["state_code"], areas)
    # The county table calls the District by the name of its only town.
    county = row["county_name"] if row["state_abbr"] != "DC" else "District of Columbia"
    name = f"{county}, {row['state_abbr']}"
    note = "" if row["oews_area_code"] else NO_WAGE_AREA
    return PlaceRow(f"c{row['county_fips']}", name, "county", row["state_abbr"], chain, note=note)


def refuse_states_without_counties(table: Table, counties: Sequence[Row], areas: Sequence[Row]) -> None:
    """Raises `RefusedFile` when a state among the areas has no county, as in a file that was cut off."""
    states = {row["state_code"] for row in areas if row["area_type"] == "state"}
    missing = states - {row["state_code"] for row in counties}
    if missing:
        raise RefusedFile(f"{table}: no counties of state {', '.join(sorted(missing))}; the file seems to be cut off")


def chain_of(area: str, state_fips: str, areas: Mapping[str, PlaceRow]) -> tuple[str, ...]:
    """A wage area (may be empty), then the state and the nation. Raises `RefusedFile` for an unknown wage area."""
    if area and area not in areas:
        raise RefusedFile(f"the wage area {area} is missing from {AREAS.name}; that file seems to be cut off")
    return tuple(code for code in (area, state_area(state_fips), NATION) if code in areas)


# ------------------------------------------------------------------ towns
def town_places(
    rows: Sequence[Row], counties: Mapping[str, PlaceRow], areas: Mapping[str, PlaceRow], tally: Tally
) -> list[PlaceRow]:
    """Towns in order of id. Of several with one name in one state the largest has the plain name and id.

    The others bear their county's name beside it; those that cannot be told apart so are counted as skipped.
    """
    alike: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        alike[f"t-{row['state_abbr'].lower()}-{slug_of(row['place_name'])}"].append(row)
    towns = {}
    for id, group in alike.items():
        largest, *smaller = sorted(group, key=lambda row: -int(row["population"] or 0))
        towns[id] = town_place(id, largest, counties, areas)
        for row in smaller:
            other = f"{id}-{slug_of(row['county_name'])}"
            if other in towns or not row["county_name"]:
                tally.skipped["another town of the same name and state, not told apart by its county"] += 1
            else:
                town = town_place(other, row, counties, areas)
                towns[other] = replace(town, name=f"{town.name} ({row['county_name']})")
    return [towns[id] for id in sorted(towns)]


def town_place(id: str, row: Row, counties: Mapping[str, PlaceRow], areas: Mapping[str, PlaceRow]) -> PlaceRow:
    """A town; its county and all that stands in for that, else its wage area, state and nation."""
    county, own = counties.get(f"c{row['county_fips']}"), chain_of(row["oews_area_code"], row["state_code"], areas)
    # Where both are known the county decides: a principal city's name may be borne by another town of the state.
    chain = (county.id, *(county.chain if names_wage_area(county.chain, areas) else own)) if county else own
    note = NEAREST_COUNTY if row["basis"] == "county-of-nearest-place" else ""
    if not names_wage_area(chain, areas):
        note = NO_WAGE_AREA
    name = f"{row['place_name']}, {row['state_abbr']}"
    return PlaceRow(id, name, "town", row["state_abbr"], chain, row["population"], note=note)


def names_wage_area(chain: Iterable[str], areas: Mapping[str, PlaceRow]) -> bool:
    """Whether any of the ids is that of a metro or nonmetro area."""
    return any(id in areas and areas[id].kind in ("metro", "nonmetro") for id in chain)


def slug_of(name: str) -> str:
    """A name as lower-case ASCII words with hyphens between, for use in an id."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
