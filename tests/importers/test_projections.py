"""Importing the employment projections."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importers.tables import PROJECTIONS, read_table, write_cells
from tests.importers.workbooks import projections_workbook

from careerbot.importers import IMPORTERS, RefusedFile

import_projections = IMPORTERS["projections"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_cells(tmp_path / "table.csv", PROJECTIONS)


def test_thousands_become_persons_exactly(table: Path, tmp_path: Path) -> None:
    import_projections([table], tmp_path)
    managers, aides = read_table(tmp_path / "facts/outlook/bls_ep_2024.csv")
    counts = [managers[name] for name in ("jobs", "jobs_projected", "change", "openings")]
    assert counts == ["241900", "246500", "4600", "17100"]
    assert (aides["change"], aides["growth_percent"]) == ("-100", "-0.4")


def test_the_growth_of_all_occupations_stands_beside_each_one(table: Path, tmp_path: Path) -> None:
    import_projections([table], tmp_path)
    assert {row["growth_all_percent"] for row in read_table(tmp_path / "facts/outlook/bls_ep_2024.csv")} == {"1.8"}


def test_the_period_is_the_decade_of_the_columns(table: Path, tmp_path: Path) -> None:
    import_projections([table], tmp_path)
    row = read_table(tmp_path / "facts/outlook/bls_ep_2024.csv")[0]
    assert (row["area"], row["source"], row["period"]) == ("0000000", "bls_ep_2024", "2024-34")


def test_usual_entry_is_carried_over_in_the_publishers_words(table: Path, tmp_path: Path) -> None:
    import_projections([table], tmp_path)
    row = read_table(tmp_path / "facts/entry/bls_ep_2024.csv")[0]
    assert (row["education"], row["experience"], row["training"]) == ("Bachelor's degree", "5 years or more", "None")


def test_groups_are_left_out_and_counted(table: Path, tmp_path: Path) -> None:
    report = import_projections([table], tmp_path)
    assert (report.read, report.written, report.skipped) == (4, 4, {"a group of occupations": 2})


def test_a_table_whose_occupations_do_not_add_up_is_taken_for_cut_off(tmp_path: Path) -> None:
    table = write_cells(tmp_path / "table.csv", PROJECTIONS[:-1])
    with pytest.raises(RefusedFile, match="do not add up"):
        import_projections([table], tmp_path)
    assert not (tmp_path / "facts").exists()


def test_a_table_cut_off_inside_a_line_is_refused(table: Path, tmp_path: Path) -> None:
    table.write_bytes(table.read_bytes()[:-30])
    with pytest.raises(RefusedFile, match=r"cut off"):
        import_projections([table], tmp_path)


def test_another_table_of_the_publisher_is_refused(tmp_path: Path) -> None:
    other = write_cells(tmp_path / "table-1.10.csv", [("2024 National Employment Matrix code", "Labor force exits")])
    with pytest.raises(RefusedFile, match=r"table-1\.10\.csv: this is none of the tables"):
        import_projections([other], tmp_path)


def test_a_count_that_is_no_number_is_refused(tmp_path: Path) -> None:
    broken = [PROJECTIONS[0], PROJECTIONS[1], *([*row[:3], "—", *row[4:]] for row in PROJECTIONS[3:])]
    with pytest.raises(RefusedFile, match="'—' is no number"):
        import_projections([write_cells(tmp_path / "table.csv", broken)], tmp_path)


def test_the_publishers_workbook_gives_what_the_csv_gives(table: Path, tmp_path: Path) -> None:
    csv, xlsx = tmp_path / "csv", tmp_path / "xlsx"
    import_projections([table], csv)
    import_projections([projections_workbook(tmp_path / "occupation.xlsx")], xlsx)
    for name in ("facts/outlook/bls_ep_2024.csv", "facts/entry/bls_ep_2024.csv"):
        assert (xlsx / name).read_text() == (csv / name).read_text()


def test_a_cut_off_workbook_is_refused(tmp_path: Path) -> None:
    path = projections_workbook(tmp_path / "occupation.xlsx")
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(RefusedFile, match=r"occupation\.xlsx: it is no whole Excel workbook"):
        import_projections([path], tmp_path)
