"""Importing wage areas, counties and towns."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importers.tables import place_files, read_table, write_lines
from tests.importers.workbooks import LIST_1, LIST_2, Rows, write_workbook

from careerbot.importers import IMPORTERS, RefusedFile

import_places = IMPORTERS["places"]


def imported(tmp_path: Path) -> dict[str, dict[str, str]]:
    report = import_places(place_files(tmp_path), tmp_path)
    return {row["id"]: row for file in report.files for row in read_table(file)}


def test_places_bear_the_names_shown_to_people(tmp_path: Path) -> None:
    places = imported(tmp_path)
    ids = ("0000000", "5300000", "0044060", "c53063", "t-wa-spokane")
    names = ["United States", "Washington", "Spokane-Spokane Valley, WA", "Spokane County, WA", "Spokane, WA"]
    assert [places[id]["name"] for id in ids] == names


def test_a_town_is_stood_in_for_by_county_then_wage_area_then_state_then_nation(tmp_path: Path) -> None:
    assert imported(tmp_path)["t-wa-spokane"]["chain"] == "c53063 0044060 5300000 0000000"


def test_where_the_wage_area_is_unknown_the_state_stands_in_and_a_note_says_so(tmp_path: Path) -> None:
    places = imported(tmp_path)
    assert places["c53051"]["chain"] == "5300000 0000000"
    assert places["t-wa-newport"]["chain"] == "c53051 5300000 0000000"
    assert places["t-wa-nowhere"]["chain"] == "5300000 0000000"
    assert all("not known" in places[id]["note"] for id in ("c53051", "t-wa-newport", "t-wa-nowhere"))


def test_of_towns_with_one_name_the_largest_has_the_plain_id_and_the_other_its_county(tmp_path: Path) -> None:
    places = imported(tmp_path)
    assert places["t-wa-deer-park"]["population"] == "4000"
    assert places["t-wa-deer-park-lincoln-county"]["name"] == "Deer Park, WA (Lincoln County)"


def test_a_county_guessed_from_the_nearest_place_is_noted(tmp_path: Path) -> None:
    assert "nearest" in imported(tmp_path)["t-wa-deer-park-lincoln-county"]["note"]


def test_a_town_that_cannot_be_told_apart_is_counted_as_skipped(tmp_path: Path) -> None:
    report = import_places(place_files(tmp_path), tmp_path)
    assert (report.read, report.written, sum(report.skipped.values())) == (13, 12, 1)


def test_a_county_decides_where_a_principal_city_has_a_namesake(tmp_path: Path) -> None:
    paths = place_files(tmp_path)
    header = paths[2]
    write_lines(header, [
        "place_name,state_abbr,state_code,county_fips,county_name,oews_area_code,population,basis",
        "Spokane,WA,53,53043,Lincoln County,0044060,12,principal-city",
    ])
    import_places(paths, tmp_path)
    row = read_table(tmp_path / "places/towns.csv.xz")[0]
    assert row["chain"] == "c53043 5300007 5300000 0000000"


def test_names_and_nearer_areas_added_by_hand_are_woven_in(tmp_path: Path) -> None:
    (tmp_path / "places").mkdir()
    lines = ["id\talso\tnearer", "0044060\tlilac city|greater spokane\tc53063", "c53063\t\tr-wa-example"]
    write_lines(tmp_path / "places/local.tsv", lines)
    places = imported(tmp_path)
    assert places["0044060"]["also"] == "lilac city|greater spokane"
    assert places["0044060"]["chain"] == "c53063 5300000 0000000"
    assert places["t-wa-spokane"]["chain"] == "c53063 r-wa-example 0044060 5300000 0000000"


def test_an_addition_to_a_place_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "places").mkdir()
    write_lines(tmp_path / "places/local.tsv", ["id\talso\tnearer", "0099999\tatlantis\t"])
    with pytest.raises(RefusedFile, match="no such place: 0099999"):
        import_places(place_files(tmp_path), tmp_path)


def test_a_cut_off_table_of_counties_is_refused(tmp_path: Path) -> None:
    paths = place_files(tmp_path)
    write_lines(paths[1], paths[1].read_text().splitlines()[:1])
    with pytest.raises(RefusedFile, match="no counties of state 53"):
        import_places(paths, tmp_path)
    assert not (tmp_path / "places").exists()


def test_a_cut_off_table_of_areas_is_refused(tmp_path: Path) -> None:
    paths = place_files(tmp_path)
    write_lines(paths[0], paths[0].read_text().splitlines()[:4])
    with pytest.raises(RefusedFile, match="5300007 is missing"):
        import_places(paths, tmp_path)


def test_a_wrong_file_is_refused(tmp_path: Path) -> None:
    wrong = write_lines(tmp_path / "wrong.csv", ["city,zip", "Spokane,99201"])
    with pytest.raises(RefusedFile, match=r"wrong\.csv: this is none of the tables"):
        import_places([*place_files(tmp_path), wrong], tmp_path)


# ------------------------------------------------------------------ Census lists
def census_list(tmp_path: Path, number: int, rows: Rows) -> Path:
    return write_workbook(tmp_path / f"list{number}_2023.xlsx", {f"List {number}": rows})


def test_list_1_says_which_counties_are_in_a_metro_area(tmp_path: Path) -> None:
    import_places([*place_files(tmp_path), census_list(tmp_path, 1, LIST_1)], tmp_path)
    chains = {row["id"]: row["chain"] for row in read_table(tmp_path / "places/counties.csv")}
    assert chains["c53051"] == "0044060 5300000 0000000"
    assert chains["c53043"] == "5300007 5300000 0000000"


def test_list_2_stands_in_for_the_towns_with_its_cities(tmp_path: Path) -> None:
    areas, counties, _ = place_files(tmp_path)
    import_places([areas, counties, census_list(tmp_path, 2, LIST_2)], tmp_path)
    towns = {row["name"]: row["chain"] for row in read_table(tmp_path / "places/towns.csv.xz")}
    assert towns == {"Aberdeen, WA": "5300000 0000000", "Spokane, WA": "0044060 5300000 0000000"}


def test_list_1_alone_is_refused_since_it_lacks_the_counties_of_nonmetro_areas(tmp_path: Path) -> None:
    areas, _, towns = place_files(tmp_path)
    with pytest.raises(RefusedFile, match=r"the counties .* leaves out the counties of nonmetro areas"):
        import_places([areas, towns, census_list(tmp_path, 1, LIST_1)], tmp_path)


def test_towns_and_list_2_together_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match=r"list2_2023\.xlsx: the towns were already given"):
        import_places([*place_files(tmp_path), census_list(tmp_path, 2, LIST_2)], tmp_path)


def test_neither_towns_nor_list_2_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match=r"the towns .* or in its place Census list 2"):
        import_places(place_files(tmp_path)[:2], tmp_path)


def test_a_list_with_a_county_that_is_not_known_is_refused(tmp_path: Path) -> None:
    strange = [*LIST_1[:-1], [*LIST_1[3][:5], "53", "999", "Central"]]
    with pytest.raises(RefusedFile, match=r"list1_2023\.xlsx: the table of counties lacks 53999"):
        import_places([*place_files(tmp_path), census_list(tmp_path, 1, strange)], tmp_path)


def test_a_list_with_a_city_in_an_unknown_state_is_refused(tmp_path: Path) -> None:
    areas, counties, _ = place_files(tmp_path)
    strange = [*LIST_2[:2], [*LIST_2[2][:4], "99", "1"]]
    with pytest.raises(RefusedFile, match="Spokane is in the unknown state 99"):
        import_places([areas, counties, census_list(tmp_path, 2, strange)], tmp_path)
