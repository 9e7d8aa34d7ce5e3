"""Importing the crosswalk of study programmes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importers.tables import JOINED_CODES, read_table, write_cells
from tests.importers.workbooks import STUDIES, write_workbook

from careerbot.importers import IMPORTERS, RefusedFile

import_programs = IMPORTERS["programs"]
PROGRAMS = "facts/programs/cip_2020.csv"


def workbook(tmp_path: Path) -> Path:
    sheets = {"Read me": [["About this file"]], "CIP-SOC": STUDIES, "SOC-CIP": [STUDIES[0][::-1]]}
    return write_workbook(tmp_path / "CIP2020_SOC2018_Crosswalk.xlsx", sheets)


def test_programs_stand_in_the_publishers_order_without_their_dots(tmp_path: Path) -> None:
    import_programs([workbook(tmp_path)], tmp_path)
    row = read_table(tmp_path / PROGRAMS)[0]
    assert row["programs"] == "Industrial Engineering|Operations Management and Supervision"
    assert (row["area"], row["source"], row["period"]) == ("0000000", "cip_2020", "2020")


def test_programs_of_occupations_published_together_go_to_their_joined_code(tmp_path: Path) -> None:
    import_programs([workbook(tmp_path)], tmp_path)
    assert [row["occupation"] for row in read_table(tmp_path / PROGRAMS)] == ["11-3051", "31-1120"]


def test_rows_without_a_match_are_counted_by_reason(tmp_path: Path) -> None:
    report = import_programs([workbook(tmp_path)], tmp_path)
    assert (report.read, report.written) == (6, 2)
    assert report.skipped == {
        "a programme without an occupation": 1,
        "an occupation without a programme": 1,
        "an occupation without official figures": 1,
    }


def test_csv_with_a_table_of_joined_codes_gives_the_same(tmp_path: Path) -> None:
    import_programs([workbook(tmp_path)], tmp_path)
    paths = [write_cells(tmp_path / "cip.csv", STUDIES), write_cells(tmp_path / "codes.csv", JOINED_CODES)]
    import_programs(paths, tmp_path / "other")
    assert (tmp_path / "other" / PROGRAMS).read_text() == (tmp_path / PROGRAMS).read_text()


def test_a_cut_off_workbook_is_refused_and_what_was_there_stays(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    import_programs([path], tmp_path)
    before = (tmp_path / PROGRAMS).read_text()
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(RefusedFile, match=r"Crosswalk\.xlsx: it is no whole Excel workbook"):
        import_programs([path], tmp_path)
    assert (tmp_path / PROGRAMS).read_text() == before


def test_a_wrong_workbook_is_refused(tmp_path: Path) -> None:
    wrong = write_workbook(tmp_path / "wrong.xlsx", {"A": [["CIP2020Code", "CIP2020Title"]]})
    with pytest.raises(RefusedFile, match=r"wrong\.xlsx: this is none of the tables"):
        import_programs([wrong], tmp_path)


def test_a_crosswalk_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    path = write_cells(tmp_path / "cip.csv", [STUDIES[0], STUDIES[4]])
    with pytest.raises(RefusedFile, match="no programme leads to an occupation"):
        import_programs([path], tmp_path)
