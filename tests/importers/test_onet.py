"""Importing the O*NET database."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importers.tables import JOINED_CODES, read_table, write_cells
from tests.importers.workbooks import (
    AIDES,
    MANAGERS,
    ONET,
    interests_of,
    onet_folder,
    onet_workbooks,
    onet_zip,
    schooling_of,
    tabbed,
)

from careerbot.content.files import builtin_knowledge
from careerbot.importers import IMPORTERS, RefusedFile, Report, onet_layer

import_onet = IMPORTERS["onet"]
FACTS = ("interests/onet.csv", "preparation/onet.csv", "schooling/onet.csv", "related/onet.csv",
         "skills/onet.csv", "knowledge/onet.csv", "technology/onet.csv")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "knowledge"


@pytest.fixture
def imported(tmp_path: Path, out: Path) -> Report:
    return import_onet([onet_zip(tmp_path)], out)


def row_of(out: Path, name: str, occupation: str = "11-3051") -> dict[str, str]:
    return next(row for row in read_table(out / "facts" / name) if row["occupation"] == occupation)


def only(name: str, rows: list[list[str]], folder: Path) -> Path:
    """A file of one table, damaged on purpose."""
    path = onet_folder(folder, {}) / f"{name}.txt"
    path.write_bytes(tabbed(rows).encode())
    return path


# ------------------------------------------------------------------ what is written
def test_interests_are_the_six_scores_as_printed(imported: Report, out: Path) -> None:
    row = row_of(out, "interests/onet.csv")
    assert [row[name] for name in ("realistic", "social", "conventional")] == ["4.23", "1.83", "5.29"]
    assert (row["area"], row["source"], row["period"], row["note"]) == ("0000000", "onet_30", "2023-11", "")


def test_the_whole_occupation_stands_before_its_specialties(imported: Report, out: Path) -> None:
    assert row_of(out, "preparation/onet.csv")["job_zone"] == "4"


def test_where_occupations_are_published_together_the_first_with_data_is_taken_and_named(
    imported: Report, out: Path
) -> None:
    interests, zone = (row_of(out, f"{topic}/onet.csv", "31-1120") for topic in ("interests", "preparation"))
    assert (interests["realistic"], interests["note"]) == ("4.21", "O*NET figures of Home Health Aides")
    assert (zone["job_zone"], zone["note"]) == ("2", "O*NET figures of Personal Care Aides")


def test_schooling_has_a_column_for_each_level(imported: Report, out: Path) -> None:
    row = row_of(out, "schooling/onet.csv")
    assert [row[level] for level in ("high_school", "associate", "bachelor")] == ["29.42", "0.00", "25.80"]
    assert row["period"] == "2024-08"


def test_a_suppressed_figure_is_left_out_and_the_note_says_which(imported: Report, out: Path) -> None:
    row = row_of(out, "schooling/onet.csv")
    assert (row["master"], row["note"]) == ("", "left out, since O*NET advises not to use them: master")


def test_an_occupation_with_nothing_but_suppressed_figures_has_no_row(imported: Report, out: Path) -> None:
    assert [row["occupation"] for row in read_table(out / "facts/schooling/onet.csv")] == ["11-3051"]


def test_related_occupations_stand_in_order_without_itself_and_those_without_figures(
    imported: Report, out: Path
) -> None:
    assert row_of(out, "related/onet.csv")["related"] == "11-1021 17-2112 31-1120"


def test_skills_are_the_most_important_ones_first_without_weak_and_suppressed_ones(imported: Report, out: Path) -> None:
    assert row_of(out, "skills/onet.csv")["skills"] == "Monitoring|Writing"
    assert row_of(out, "skills/onet.csv", "31-1120")["skills"] == "Monitoring|Writing|Speaking"


def test_technology_stands_in_order_of_demand_each_once(imported: Report, out: Path) -> None:
    assert row_of(out, "technology/onet.csv")["technology"] == "Hot and wanted|Wanted|Hot only|Abacus"


def test_each_kind_of_rating_keeps_the_date_of_its_own_table(imported: Report, out: Path) -> None:
    dates = [row_of(out, f"{name}/onet.csv")["period"] for name in ("knowledge", "skills", "technology")]
    assert dates == ["2021-08", "2023-08", "2026-02"]


def test_a_table_without_dates_is_as_old_as_the_read_me_says(imported: Report, out: Path) -> None:
    assert row_of(out, "related/onet.csv")["period"] == "2026-02"


def test_without_a_read_me_a_table_without_dates_has_the_newest_date_of_its_release(tmp_path: Path, out: Path) -> None:
    import_onet([onet_folder(tmp_path)], out)
    assert row_of(out, "related/onet.csv")["period"] == "2024-08"


def test_what_is_left_out_is_counted_by_reason(imported: Report) -> None:
    assert imported.skipped["a figure that O*NET advises not to use"] == 14
    assert imported.skipped["an O*NET occupation without official figures"] == 1
    assert imported.remarks == ("1 other files left out: they hold nothing that is used here",)


@pytest.mark.parametrize("download", [onet_folder, onet_workbooks])
def test_folders_of_text_files_and_of_workbooks_give_what_the_archive_gives(
    download: type, imported: Report, tmp_path: Path, out: Path
) -> None:
    import_onet([download(tmp_path)], tmp_path / "other")
    for name in ("interests/onet.csv", "schooling/onet.csv", "skills/onet.csv"):
        one, other = (read_table(folder / "facts" / name)[0] for folder in (out, tmp_path / "other"))
        figures = [{k: float(v) if v.replace(".", "").isdigit() else v for k, v in row.items() if k != "note"}
                   for row in (one, other)]
        assert figures[0] == figures[1]


def test_single_files_in_the_shape_of_packed_tables_are_read_and_tell_their_release(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "job_zones-29.3.tsv"
    path.write_bytes(tabbed(ONET["Job Zones"]).encode())
    report = import_onet([path], out)
    assert row_of(out, "preparation/onet.csv")["source"] == "onet_29"
    assert {file.name for file in report.files} == {"onet.csv", "sources.yaml"}


def test_a_table_of_joined_codes_decides_where_figures_go(tmp_path: Path, out: Path) -> None:
    codes = write_cells(tmp_path / "codes.csv", [JOINED_CODES[0], ("11-3051", "", "99-0001")])
    import_onet([onet_folder(tmp_path), codes], out)
    assert [row["occupation"] for row in read_table(out / "facts/interests/onet.csv")] == ["99-0001"]


def test_progress_is_told_while_it_runs(tmp_path: Path, out: Path) -> None:
    told = []
    import_onet([onet_folder(tmp_path)], out, lambda stage, share: told.append((stage, share)))
    stages = [stage for stage, _ in told]
    assert "reading Skills.txt" in stages
    assert "writing facts/skills/onet.csv" in stages
    assert all(0 <= share < 1 for _, share in told)


# ------------------------------------------------------------------ a folder of one's own
def test_tasks_stand_core_first_and_are_as_old_as_the_oldest(imported: Report, out: Path) -> None:
    row = row_of(out, "tasks/onet.csv.xz")
    assert (row["tasks"], row["period"]) == ("Plan the work.|Water the plants.", "2021-08")


def test_alternate_titles_are_added_to_the_names_there_but_for_shared_ones(tmp_path: Path, out: Path) -> None:
    names = out / "occupations" / "names.csv"
    names.parent.mkdir(parents=True)
    write_cells(names, [("id", "also"), ("11-3051", "plant boss|plant chief"), ("00-0000", "any")])
    report = import_onet([onet_zip(tmp_path)], out)
    also = {row["id"]: row["also"] for row in read_table(names)}
    assert also == {"00-0000": "any", "11-3051": "plant boss|plant chief|Chief of Works|COW", "31-1120": "Sitter"}
    assert report.skipped["a title that several occupations share"] == 1


def test_a_source_with_the_credit_that_is_asked_for_is_added_once(tmp_path: Path, out: Path) -> None:
    out.mkdir()
    (out / "sources.yaml").write_text("ours:\n  publisher: We\n")
    import_onet([onet_zip(tmp_path)], out)
    first = (out / "sources.yaml").read_text()
    assert first.startswith("ours:\n  publisher: We\n\nonet_30:\n")
    assert "Includes information from the O*NET 30.2 and 29.3 Databases" in first
    assert "published: 2026-02" in first
    import_onet([onet_zip(tmp_path)], out)
    assert (out / "sources.yaml").read_text() == first


def test_the_built_in_knowledge_gets_neither_tasks_nor_titles_and_the_report_says_so(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (out / "occupations").mkdir(parents=True)
    for name in ("occupations/titles.csv", "sources.yaml"):
        (out / name).write_bytes((builtin_knowledge() / name).read_bytes())
    monkeypatch.setattr(onet_layer, "builtin_knowledge", lambda: out)
    report = import_onet([onet_zip(tmp_path)], out)
    assert sorted(file.relative_to(out / "facts").as_posix() for file in report.files) == sorted(FACTS)
    assert "Alternate Titles and Task Statements left out" in report.remarks[0]


# ------------------------------------------------------------------ refusals
def test_a_cut_off_archive_is_refused_and_what_was_there_stays(tmp_path: Path, imported: Report, out: Path) -> None:
    before = {file: file.read_bytes() for file in imported.files}
    path = onet_zip(tmp_path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(RefusedFile, match=r"db_30_2_text\.zip: the archive is damaged or cut off"):
        import_onet([path], out)
    assert {file: file.read_bytes() for file in imported.files} == before


def test_an_archive_damaged_inside_is_refused_with_the_name_of_the_member(tmp_path: Path, out: Path) -> None:
    path = onet_zip(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"Supplemental", b"supplementaL"))
    with pytest.raises(RefusedFile, match=r"db_30_2_text/.*\.txt: the archive is damaged"):
        import_onet([path], out)
    assert not out.exists()


def test_a_cut_off_workbook_is_refused(tmp_path: Path, out: Path) -> None:
    path = onet_workbooks(tmp_path) / "Skills.xlsx"
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(RefusedFile, match=r"Skills\.xlsx: it is no whole Excel workbook"):
        import_onet([path], out)


def test_a_text_file_cut_off_inside_a_line_is_refused(tmp_path: Path, out: Path) -> None:
    path = onet_folder(tmp_path) / "Skills.txt"
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(RefusedFile, match=r"Skills\.txt: .* cut off"):
        import_onet([path], out)


@pytest.mark.parametrize(("name", "rows", "reason"), [
    ("Interests", interests_of(MANAGERS, *"123456")[:4], "11-3051.00 has no figure for enterprising"),
    ("Interests", interests_of(MANAGERS, "1", "2", "3", "4", "5", "n/a"), "Conventional is 'n/a', which is no number"),
    ("Education, Training, and Experience", schooling_of(AIDES, {1: "100"})[:11], "no figure for post_doctoral"),
    ("Education, Training, and Experience", [[*row[:4], "13", *row[5:]] for row in schooling_of(AIDES, {})],
     "unknown level of education '13'"),
    ("Skills", ONET["Skills"][1:-1], "31-1121.00 has"),
])
def test_a_table_that_lacks_something_is_refused(
    name: str, rows: list[list[str]], reason: str, tmp_path: Path, out: Path
) -> None:
    rows = [row for row in rows if name != "Skills" or row[:4:3] != [AIDES, "IM"] or row[2] != "Writing"]
    with pytest.raises(RefusedFile, match=reason):
        import_onet([only(name, [list(ONET[name][0]), *rows], tmp_path)], out)
    assert not out.exists()


def test_a_file_of_another_kind_is_refused_with_the_tables_that_are_wanted(tmp_path: Path, out: Path) -> None:
    wrong = write_cells(tmp_path / "wrong.csv", [("a", "b"), ("1", "2")])
    with pytest.raises(RefusedFile, match=r"wrong\.csv: this is none of the tables wanted here: Interests, Job Zones"):
        import_onet([wrong], out)


def test_a_file_with_the_name_of_a_table_but_other_columns_is_refused(tmp_path: Path, out: Path) -> None:
    with pytest.raises(RefusedFile, match=r"Skills\.txt: this is none of the tables .* Recommend Suppress"):
        import_onet([only("Skills", [["code", "skill"]], tmp_path)], out)


def test_a_file_that_does_not_tell_its_release_is_refused(tmp_path: Path, out: Path) -> None:
    path = (onet_folder(tmp_path) / "Skills.txt").rename(tmp_path / "Skills.txt")
    with pytest.raises(RefusedFile, match="no name says which release"):
        import_onet([path], out)


def test_a_table_whose_age_nothing_tells_is_refused(tmp_path: Path, out: Path) -> None:
    with pytest.raises(RefusedFile, match=r"Related Occupations\.txt: it has no dates"):
        import_onet([onet_folder(tmp_path) / "Related Occupations.txt"], out)


def test_a_folder_without_any_of_the_tables_is_refused(tmp_path: Path, out: Path) -> None:
    with pytest.raises(RefusedFile, match="none of O\\*NET's tables"):
        import_onet([onet_folder(tmp_path, {"Work Context": ONET["Work Context"]})], out)


def test_two_files_of_one_table_are_refused(tmp_path: Path, out: Path) -> None:
    with pytest.raises(RefusedFile, match="Skills was already given"):
        import_onet([onet_folder(tmp_path) / "Skills.txt", onet_zip(tmp_path)], out)
