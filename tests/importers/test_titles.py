"""Importing occupation titles, and making their singular."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importers.tables import PROJECTIONS, read_table, title_files, write_cells

from careerbot.importers import IMPORTERS, RefusedFile
from careerbot.importers.singular import short_names_of, singular_of

import_titles = IMPORTERS["titles"]


def imported(tmp_path: Path) -> dict[str, dict[str, str]]:
    import_titles(title_files(tmp_path), tmp_path)
    return {row["id"]: row for row in read_table(tmp_path / "occupations/titles.csv")}


def test_an_occupation_has_its_title_its_singular_and_the_names_people_use(tmp_path: Path) -> None:
    row = imported(tmp_path)["11-3051"]
    assert row["title"] == "Industrial production managers"
    assert row["singular"] == "industrial production manager"
    assert row["also"] == "Plant Superintendent"


def test_names_of_occupations_published_together_go_to_their_joined_code(tmp_path: Path) -> None:
    names = imported(tmp_path)["31-1120"]["also"].split("|")
    assert names == ["home health aide", "Home Hospice Aide", "HHA", "personal care aide", "Elderly Companion"]


def test_names_of_occupations_without_figures_are_counted_as_skipped(tmp_path: Path) -> None:
    report = import_titles(title_files(tmp_path), tmp_path)
    assert (report.read, report.written, sum(report.skipped.values())) == (5, 3, 1)


def test_all_occupations_together_can_be_named(tmp_path: Path) -> None:
    assert imported(tmp_path)["00-0000"]["title"] == "All occupations"


def test_a_short_name_that_two_occupations_share_is_given_to_neither(tmp_path: Path) -> None:
    first = ("Model makers, wood", "51-7031", *PROJECTIONS[3][2:])
    second = ("Model makers, metal and plastic", "51-4061", *PROJECTIONS[3][2:])
    paths = title_files(tmp_path)
    write_cells(paths[0], [*PROJECTIONS[:2], first, second])
    import_titles(paths, tmp_path)
    rows = read_table(tmp_path / "occupations/titles.csv")
    assert not any("model maker" in row["also"].split("|") for row in rows)


def test_a_cut_off_table_of_names_is_refused(tmp_path: Path) -> None:
    paths = title_files(tmp_path)
    paths[1].write_bytes(paths[1].read_bytes()[:-4])
    with pytest.raises(RefusedFile, match="cut off"):
        import_titles(paths, tmp_path)
    assert not (tmp_path / "occupations").exists()


def test_a_wrong_file_is_refused(tmp_path: Path) -> None:
    wrong = write_cells(tmp_path / "wrong.csv", [("soc", "title"), ("11-3051", "Boss")])
    with pytest.raises(RefusedFile, match=r"wrong\.csv: this is none of the tables"):
        import_titles([*title_files(tmp_path), wrong], tmp_path)


@pytest.mark.parametrize(("title", "singular"), [
    ("Registered nurses", "registered nurse"),
    ("Actuaries", "actuary"),
    ("Waiters and waitresses", "waiter or waitress"),
    ("Chefs and head cooks", "chef or head cook"),
    ("General and operations managers", "general and operations manager"),
    ("Farmers, ranchers, and other agricultural managers", "farmer, rancher, or other agricultural manager"),
    ("Cooks, fast food", "fast food cook"),
    ("Clergy", "member of the clergy"),
    ("Managers, all other", "manager of another kind"),
    ("Business teachers, postsecondary", "postsecondary business teacher"),
    ("English language and literature teachers, postsecondary",
     "postsecondary English language and literature teacher"),
    ("Captains, mates, and pilots of water vessels", "captain, mate, or pilot of water vessels"),
    ("Helpers--roofers", "helper of roofers"),
    ("Derrick operators, oil and gas", "derrick operator (oil and gas)"),
    ("Bus and truck mechanics and diesel engine specialists", "bus and truck mechanic or diesel engine specialist"),
    ("Preschool teachers, except special education", "preschool teacher (except special education)"),
    ("Milling and planing machine setters, operators, and tenders, metal and plastic",
     "milling and planing machine setter, operator, or tender (metal and plastic)"),
])
def test_a_title_is_put_in_the_singular(title: str, singular: str) -> None:
    assert singular_of(title) == singular


@pytest.mark.parametrize(("title", "names"), [
    ("Welders, cutters, solderers, and brazers", ["welder", "cutter", "solderer", "brazer"]),
    ("Claims adjusters, examiners, and investigators", ["claims adjuster"]),
    ("Architects, except landscape and naval", ["architect"]),
    ("General and operations managers", []),
    ("Cooks, all other", []),
    ("Engineering technologists and technicians, except drafters, all other", []),
])
def test_a_title_gives_short_names_only_where_a_word_stands_alone(title: str, names: list[str]) -> None:
    assert short_names_of(title) == names
