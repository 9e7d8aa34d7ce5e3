"""Importing where people work from pages of the Occupational Outlook Handbook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.tables import read_table

from careerbot.importers import IMPORTERS, RefusedFile

import_handbook = IMPORTERS["handbook"]
EMPLOYERS = "facts/employers/bls_ooh_2025.csv"


def table(group: str, *rows: str) -> dict[str, Any]:
    said = f"They held about 1,000 jobs in 2024. The largest employers of {group} were as follows:"
    return {"heading": "", "text": [said, *(f"| {row}" for row in rows), "Work may be loud."]}


def page(title: str, soc: list[str], *sections: dict[str, Any]) -> str:
    setting = {"work_environment": list(sections)}
    return json.dumps({"title": title, "soc": soc, "last_modified": "Thursday, August 28, 2025", "sections": setting})


def write(tmp_path: Path, *pages: str) -> Path:
    path = tmp_path / "pages.jsonl"
    path.write_text("".join(f"{line}\n" for line in pages), encoding="utf-8")
    return path


def rows_of(tmp_path: Path, *pages: str) -> dict[str, dict[str, str]]:
    import_handbook([write(tmp_path, *pages)], tmp_path)
    return {row["occupation"]: row for row in read_table(tmp_path / EMPLOYERS)}


def test_industries_stand_in_the_pages_order_each_with_its_sign(tmp_path: Path) -> None:
    row = rows_of(tmp_path, page("Machinists", ["51-4041"], table("machinists", "Machine shops | 25%", "Other | 9")))
    assert row["51-4041"]["employers"] == "Machine shops 25%|Other 9%"
    assert (row["51-4041"]["period"], row["51-4041"]["source"], row["51-4041"]["note"]) == ("2024", "bls_ooh_2025", "")


def test_each_of_two_occupations_of_a_page_gets_its_own_table(tmp_path: Path) -> None:
    tables = table("Tool and die makers", "Machinery | 30%"), table("machinists", "Machine shops | 25%")
    found = rows_of(tmp_path, page("Machinists and tool and die makers", ["51-4041", "51-4111"], *tables))
    assert [found[code]["employers"] for code in sorted(found)] == ["Machine shops 25%", "Machinery 30%"]


def test_a_table_for_all_of_a_page_says_whom_it_counts_together(tmp_path: Path) -> None:
    found = rows_of(tmp_path, page("Drafters", ["17-3011", "17-3013"], table("drafters", "Construction | 12%")))
    assert {row["note"] for row in found.values()} == {"counted together: drafters"}


def test_what_a_page_does_not_tell_is_counted_as_left_out(tmp_path: Path) -> None:
    tables = table("machinists", "Machine shops | 25%"), table("somebody else", "Machinery | 30%")
    path = write(tmp_path, page("Machinists", ["51-4041", "51-4111"], *tables))
    report = import_handbook([path], tmp_path)
    assert report.written == 1
    assert sum(report.skipped.values()) == 1


@pytest.mark.parametrize(
    "line", ["no json", '{"soc": ["51-4041"]}', "[]", '{"soc": [], "last_modified": "May", "sections": {}}']
)
def test_a_line_that_is_no_page_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    good = page("Machinists", ["51-4041"], table("machinists", "Machine shops | 25%"))
    with pytest.raises(RefusedFile, match=r"pages\.jsonl: line 2 is no page of the Handbook"):
        import_handbook([write(tmp_path, good, line)], tmp_path)
    assert not (tmp_path / EMPLOYERS).exists()


def test_pages_without_any_table_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, page("Machinists", ["51-4041"], {"heading": "", "text": ["Loud."]}))
    with pytest.raises(RefusedFile, match="no page tells the largest employers"):
        import_handbook([path], tmp_path)
