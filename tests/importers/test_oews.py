"""Importing the pay survey."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest
from tests.importers.tables import PAY, oews_files, pay_row, read_table, write_lines

from careerbot.importers import IMPORTERS, RefusedFile

import_oews = IMPORTERS["oews"]
PAY_FILE = "facts/pay/bls_oews_2025.csv.xz"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "knowledge"


def imported(tmp_path: Path, out: Path) -> dict[tuple[str, str], dict[str, str]]:
    import_oews(oews_files(tmp_path), out)
    return {(row["occupation"], row["area"]): row for row in read_table(out / PAY_FILE)}


def test_figures_are_carried_over_as_printed(tmp_path: Path, out: Path) -> None:
    row = imported(tmp_path, out)["11-3051", "0000000"]
    assert (row["hour_p50"], row["year_p50"], row["employment"]) == ("60.61", "126060", "246250")
    assert (row["source"], row["period"]) == ("bls_oews_2025", "2025-05")


def test_top_coded_wages_become_at_least_the_limit_in_the_footnotes(tmp_path: Path, out: Path) -> None:
    row = imported(tmp_path, out)["29-1215", "5300000"]
    assert (row["hour_p50"], row["year_p90"]) == (">=115", ">=239200")


def test_withheld_wages_become_x(tmp_path: Path, out: Path) -> None:
    row = imported(tmp_path, out)["29-1215", "5300007"]
    assert (row["hour_p50"], row["year_p50"], row["employment"]) == ("x", "x", "10")


def test_the_unit_that_is_not_published_becomes_u(tmp_path: Path, out: Path) -> None:
    row = imported(tmp_path, out)["27-2031", "5300000"]
    assert (row["hour_p50"], row["year_p50"]) == ("21.10", "u")


def test_groups_of_occupations_are_left_out_and_counted(tmp_path: Path, out: Path) -> None:
    report = import_oews(oews_files(tmp_path), out)
    assert (report.read, report.written) == (len(PAY) - 1, len(PAY) - 2)
    assert report.skipped == {"a group of occupations (major)": 1}
    assert report.files == (out / PAY_FILE,)


def test_rows_are_sorted_by_occupation_then_area(tmp_path: Path, out: Path) -> None:
    keys = list(imported(tmp_path, out))
    assert keys == sorted(keys)


def test_the_order_of_the_paths_does_not_matter(tmp_path: Path, out: Path) -> None:
    import_oews(oews_files(tmp_path)[::-1], out)
    assert (out / PAY_FILE).is_file()


def test_a_cut_off_packed_file_is_refused_and_what_was_there_stays(tmp_path: Path, out: Path) -> None:
    paths = oews_files(tmp_path)
    import_oews(paths, out)
    before = (out / PAY_FILE).read_bytes()
    paths[0].write_bytes(paths[0].read_bytes()[:-40])
    with pytest.raises(RefusedFile, match=r"oews-2025\.csv\.xz"):
        import_oews(paths, out)
    assert (out / PAY_FILE).read_bytes() == before
    assert [p.name for p in (out / PAY_FILE).parent.iterdir()] == ["bls_oews_2025.csv.xz"]


def test_a_file_cut_off_inside_a_line_is_refused(tmp_path: Path, out: Path) -> None:
    paths = oews_files(tmp_path)
    text = lzma.decompress(paths[0].read_bytes())
    paths[0].write_bytes(lzma.compress(text[:-3]))
    with pytest.raises(RefusedFile, match="cut off"):
        import_oews(paths, out)


def test_a_file_cut_off_between_two_lines_is_refused(tmp_path: Path, out: Path) -> None:
    paths = oews_files(tmp_path, PAY[:4])
    with pytest.raises(RefusedFile, match="1 areas have no rows"):
        import_oews(paths, out)
    assert not (out / PAY_FILE).exists()


def test_a_row_with_too_few_cells_is_refused_with_its_number(tmp_path: Path, out: Path) -> None:
    paths = oews_files(tmp_path, [*PAY, "5300000,11-3051,10"])
    with pytest.raises(RefusedFile, match="row 12 has 3 cells"):
        import_oews(paths, out)


def test_a_wrong_file_is_refused_with_the_tables_that_are_wanted(tmp_path: Path, out: Path) -> None:
    wrong = write_lines(tmp_path / "wrong.csv", ["a,b", "1,2"])
    with pytest.raises(RefusedFile, match=r"wrong\.csv: this is none of the tables .* joined pay table"):
        import_oews([wrong, *oews_files(tmp_path)], out)


def test_a_missing_table_is_named(tmp_path: Path, out: Path) -> None:
    with pytest.raises(RefusedFile, match="a table is missing: the footnotes"):
        import_oews(oews_files(tmp_path)[:3], out)


def test_two_tables_of_one_kind_are_refused(tmp_path: Path, out: Path) -> None:
    paths = oews_files(tmp_path)
    with pytest.raises(RefusedFile, match="already given"):
        import_oews([*paths, paths[1]], out)


def test_a_path_to_nothing_is_refused(tmp_path: Path, out: Path) -> None:
    with pytest.raises(RefusedFile, match="no such file"):
        import_oews([tmp_path / "oews-2025.csv.xz"], out)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path, out: Path) -> None:
    picture = tmp_path / "oews-2025.csv"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(RefusedFile, match="cannot be read"):
        import_oews([picture], out)


def test_a_file_without_a_year_in_its_name_is_refused(tmp_path: Path, out: Path) -> None:
    first, *rest = oews_files(tmp_path)
    with pytest.raises(RefusedFile, match="year of the release"):
        import_oews([first.rename(tmp_path / "oews.csv.xz"), *rest], out)


def test_an_unknown_footnote_is_refused_rather_than_guessed(tmp_path: Path, out: Path) -> None:
    paths = oews_files(tmp_path, [*PAY, pay_row("5300007", "27-2031", note="9")])
    with pytest.raises(RefusedFile, match="unknown footnote 9"):
        import_oews(paths, out)


def test_a_cell_that_is_no_number_is_refused(tmp_path: Path, out: Path) -> None:
    paths = oews_files(tmp_path, [*PAY, pay_row("5300007", "27-2031", hour="#")])
    with pytest.raises(RefusedFile, match="h_mean is '#'"):
        import_oews(paths, out)
