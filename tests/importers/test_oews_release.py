"""Importing BLS's own workbooks of the pay survey."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.importers.tables import FOOTNOTES, read_table, write_lines
from tests.importers.workbooks import (
    DESCRIPTIONS,
    METRO,
    NATIONAL,
    NONMETRO,
    OEWS_COLUMNS,
    STATE,
    Rows,
    oews_row,
    oews_workbooks,
    write_workbook,
)

from careerbot.importers import IMPORTERS, RefusedFile

import_oews = IMPORTERS["oews"]
PAY_FILE = "facts/pay/bls_oews_2025.csv.xz"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "knowledge"


def imported(paths: list[Path], out: Path) -> dict[tuple[str, str], dict[str, str]]:
    import_oews(paths, out)
    return {(row["occupation"], row["area"]): row for row in read_table(out / PAY_FILE)}


def book(tmp_path: Path, *rows: list, name: str = "state_M2025_dl.xlsx") -> Path:
    return write_workbook(tmp_path / name, {"state_M2025_dl": [OEWS_COLUMNS, *rows]})


def test_figures_are_carried_over_as_printed(tmp_path: Path, out: Path) -> None:
    row = imported(oews_workbooks(tmp_path), out)["11-3051", "0000000"]
    assert (row["hour_p50"], row["year_mean"], row["employment"]) == ("60.61", "126060", "246250")
    assert (row["source"], row["period"]) == ("bls_oews_2025", "2025-05")


def test_areas_of_every_type_get_our_codes(tmp_path: Path, out: Path) -> None:
    areas = {area for _, area in imported(oews_workbooks(tmp_path), out)}
    assert areas == {"0000000", "5300000", "6600000", "0044060", "5300007"}


def test_area_codes_that_lost_a_zero_are_mended(tmp_path: Path, out: Path) -> None:
    rows = [oews_row("1", "2", "00-0000", group="total"), oews_row("100001", "6", "00-0000", group="total")]
    assert {area for _, area in imported([book(tmp_path, *rows)], out)} == {"0100000", "0100001"}


def test_wages_that_are_not_published_say_why(tmp_path: Path, out: Path) -> None:
    rows = imported(oews_workbooks(tmp_path), out)
    dancer, teacher, manager = rows["27-2031", "5300000"], rows["25-1011", "5300000"], rows["11-3051", "0044060"]
    assert (dancer["hour_p50"], dancer["year_p50"]) == ("21.1", "u")
    assert (teacher["hour_p50"], teacher["year_p50"], teacher["employment"]) == ("u", "90000", "x")
    assert (manager["hour_p50"], manager["year_p50"]) == ("x", "x")


def test_top_coded_wages_become_at_least_the_amount_in_the_field_descriptions(tmp_path: Path, out: Path) -> None:
    row = imported(oews_workbooks(tmp_path), out)["29-1215", "5300000"]
    assert (row["hour_p50"], row["year_p90"]) == (">=115", ">=239200")


def test_the_field_descriptions_may_be_a_sheet_of_the_workbook(tmp_path: Path, out: Path) -> None:
    path = write_workbook(tmp_path / "all_data_M_2025.xlsx", {"All May 2025 data": STATE, "Field": DESCRIPTIONS})
    assert imported([path], out)["29-1215", "5300000"]["year_p50"] == ">=239200"


def test_the_joined_table_of_footnotes_can_stand_in_for_the_field_descriptions(tmp_path: Path, out: Path) -> None:
    paths = [oews_workbooks(tmp_path)[1], write_lines(tmp_path / "footnotes.csv", FOOTNOTES)]
    assert imported(paths, out)["29-1215", "5300000"]["year_p50"] == ">=239200"


def test_a_top_coded_wage_without_its_amount_is_refused_with_the_file_to_give(tmp_path: Path, out: Path) -> None:
    with pytest.raises(RefusedFile, match=r"state_M2025_dl\.xlsx: .*field_descriptions\.xlsx"):
        import_oews(oews_workbooks(tmp_path)[1:2], out)
    assert not out.exists()


def test_groups_industries_and_owners_are_left_out_and_counted(tmp_path: Path, out: Path) -> None:
    report = import_oews(oews_workbooks(tmp_path), out)
    assert (report.read, report.written) == (13, 10)
    assert report.skipped == {"a group of occupations (major)": 1, "of one industry or owner": 2}


def test_zip_archives_are_read_as_they_are(tmp_path: Path, out: Path) -> None:
    archive = tmp_path / "oesm25all.zip"
    with ZipFile(archive, "w") as packed:
        for path in oews_workbooks(tmp_path):
            packed.write(path, f"oesm25/{path.name}")
    from_archive = imported([archive], out)
    assert from_archive == imported(oews_workbooks(tmp_path), tmp_path / "other")


def test_fewer_areas_do_not_replace_more(tmp_path: Path, out: Path) -> None:
    paths = oews_workbooks(tmp_path)
    import_oews(paths, out)
    before = (out / PAY_FILE).read_bytes()
    with pytest.raises(RefusedFile, match="figures for 4 areas that the given files lack"):
        import_oews(paths[:1], out)
    assert (out / PAY_FILE).read_bytes() == before


@pytest.mark.parametrize(("rows", "reason"), [
    ([oews_row("53", "2", "11-3051")], "1 areas have no rows"),
    ([oews_row("53", "5", "00-0000", group="total")], "the area '53' of type '5' is unknown"),
    ([oews_row("53", "2", "00-0000", "~", group="total")], "H_MEAN is '~', which is no number"),
    ([oews_row("53", "2", "00-0000", group="total", TOT_EMP="*")], "TOT_EMP is '\\*', which is no number"),
    ([oews_row("53", "2", "00-0000", group="total")] * 2, "00-0000 in 5300000 stands in another file too"),
])
def test_a_workbook_that_is_not_as_published_is_refused(rows: Rows, reason: str, tmp_path: Path, out: Path) -> None:
    with pytest.raises(RefusedFile, match=f"xlsx: .*{reason}"):
        import_oews([book(tmp_path, *rows)], out)
    assert not out.exists()


def test_workbooks_of_two_years_are_refused(tmp_path: Path, out: Path) -> None:
    older = write_workbook(tmp_path / "MSA_M2024_dl.xlsx", {"MSA": METRO})
    with pytest.raises(RefusedFile, match="of different years"):
        import_oews([*oews_workbooks(tmp_path), older], out)


def test_a_cut_off_workbook_is_refused(tmp_path: Path, out: Path) -> None:
    path = write_workbook(tmp_path / "BOS_M2025_dl.xlsx", {"BOS": NONMETRO})
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(RefusedFile, match=r"BOS_M2025_dl\.xlsx: it is no whole Excel workbook"):
        import_oews([path], out)


def test_a_workbook_without_estimates_is_refused(tmp_path: Path, out: Path) -> None:
    wrong = write_workbook(tmp_path / "nat4d_M2025_dl.xlsx", {"A": [NATIONAL[0][:5]]})
    with pytest.raises(RefusedFile, match="a table is missing: a workbook of estimates"):
        import_oews([wrong], out)


def test_a_stray_file_among_workbooks_is_refused(tmp_path: Path, out: Path) -> None:
    stray = write_lines(tmp_path / "stray.csv", ["a,b", "1,2"])
    with pytest.raises(RefusedFile, match=r"stray\.csv: this is none of the tables"):
        import_oews([*oews_workbooks(tmp_path), stray], out)
