"""Census lists 1 and 2 of metro areas -> what they change in the tables of counties and towns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from careerbot.importers.base import RefusedFile, Row
from careerbot.importers.tables import Kind, Table

AREA_KIND = "Metropolitan/Micropolitan Statistical Area"
METRO_COUNTIES = Kind("Census list 1", ("CBSA Code", AREA_KIND, "FIPS State Code", "FIPS County Code"))
CITIES = Kind("Census list 2", ("CBSA Code", AREA_KIND, "Principal City Name", "FIPS State Code"))
METRO = "Metropolitan Statistical Area"
# Of a city merged with its county the lists name the rest: "Indianapolis city (balance)".
REST = re.compile(r"( city| \w+ government)? \(balance\)$")


def with_metro_areas(counties: Sequence[Row], metro_counties: Table, areas: Collection[str]) -> list[Row]:
    """The counties, those that list 1 puts into a metro area with that one as their wage area, if it is one.

    Raises `RefusedFile` when the list names a metro county that the table of counties does not have.
    """
    area_of = {_digits(row["FIPS State Code"], 2) + _digits(row["FIPS County Code"], 3): _area_of(row)
               for row in metro_counties.rows() if row[AREA_KIND] == METRO}
    strange = sorted(set(area_of) - {row["county_fips"] for row in counties})
    if strange:
        raise RefusedFile(f"{metro_counties}: the table of counties lacks {', '.join(strange[:5])} of this list")
    found = {fips: area for fips, area in area_of.items() if area in areas}
    return [{**row, "oews_area_code": found.get(row["county_fips"], row["oews_area_code"])} for row in counties]


def towns_of_cities(cities: Table, abbreviations: Mapping[str, str], areas: Collection[str]) -> Iterator[Row]:
    """The cities of list 2 as rows of the table of towns; county and population are not known.

    Raises `RefusedFile` for a state without an abbreviation.
    """
    for row in cities.rows():
        state, area = _digits(row["FIPS State Code"], 2), _area_of(row)
        if state not in abbreviations:
            raise RefusedFile(f"{cities}: {row['Principal City Name']} is in the unknown state {state}")
        yield {
            "place_name": REST.sub("", row["Principal City Name"]),
            "state_code": state,
            "state_abbr": abbreviations[state],
            "county_fips": "",
            "county_name": "",
            "oews_area_code": area if row[AREA_KIND] == METRO and area in areas else "",
            "population": "",
            "basis": "principal-city",
        }


def _area_of(row: Row) -> str:
    """Our code of a metro area."""
    return _digits(row["CBSA Code"], 7)


def _digits(cell: str, count: int) -> str:
    """A code with the zeros at its beginning that a workbook may lose."""
    return cell.zfill(count)
