"""Importing what certifications cost, how long they hold and what they ask for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.tables import read_table

from careerbot.importers import IMPORTERS, RefusedFile

import_certifications = IMPORTERS["certifications"]
WORDS = "terms/it_certifications.csv"


def certification(name: str, fees: list[tuple[float, str]], **more: Any) -> str:
    listed = [{"amount": sum, "currency": "USD", "scope": scope, "checked_date": "2026-06-13"} for sum, scope in fees]
    renewal = more.get("renewal") or {}
    return json.dumps(
        {
            "credential": {"certification_id": "cert_x_y", "name": name, "exam_codes": more.get("codes", [])},
            "currentness": {"state": more.get("state", "current")},
            "eligibility": {"hard_prerequisite": more.get("needs")},
            "cost": {"exam_fees": listed, "renewal": renewal} if fees else None,
        }
    )


def rows_of(tmp_path: Path, *entries: str) -> list[dict[str, str]]:
    path = tmp_path / "list.jsonl"
    path.write_text("".join(f"{line}\n" for line in entries), encoding="utf-8")
    import_certifications([path], tmp_path)
    return read_table(tmp_path / WORDS)


def test_a_certification_says_its_fee_how_long_it_holds_and_the_oldest_day_of_it(tmp_path: Path) -> None:
    renewal = {"validity_years": 3.0, "fee": 150.0, "fee_unit": "per_cycle", "checked_date": "2026-05-01"}
    fee = (439.0, "SY0-701; United States storefront")
    (row,) = rows_of(tmp_path, certification("CompTIA Security+", [fee], renewal=renewal, codes=["SY0-701"]))
    assert row["say"] == (
        "**CompTIA Security+**: the exam costs **$439** in the United States. "
        "It holds for 3 years, and renewing it costs **$150**."
    )
    assert row["from"] == "rolemath_2026@2026-05-01"
    assert {"security+", "security plus", "sec+", "sy0-701"} <= set(row["also"].split("|"))


def test_several_exams_are_told_one_by_one(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, certification("CISA - Auditor", [(575.0, "member"), (760.0, "non-member")]))
    assert "member **$575**, non-member **$760**" in row["say"]
    assert row["also"] == "cisa"


def test_a_yearly_fee_is_not_told_as_one_for_the_whole_time(tmp_path: Path) -> None:
    renewal = {"validity_years": 3.0, "fee": 135.0, "fee_unit": "per_year", "checked_date": "2026-07-01"}
    (row,) = rows_of(tmp_path, certification("CISSP - Pro", [(749.0, "CISSP")], renewal=renewal, needs="5 years; more"))
    assert "keeping it costs **$135** a year" in row["say"]
    assert "It asks for 5 years of experience." in row["say"]


def test_of_a_list_that_says_both_neither_an_end_nor_none_is_told(tmp_path: Path) -> None:
    both = {"validity_years": 3.0, "lifecycle_state": "no_expiration", "checked_date": "2026-07-01"}
    (row,) = rows_of(tmp_path, certification("OSCP", [(1699.0, "OSCP")], renewal=both))
    assert row["say"] == "**OSCP**: the exam costs **$1,699** in the United States."


def test_a_version_that_is_not_settled_is_told_as_such(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, certification("CompTIA Data+", [(264.0, "DA0-002")], state="unresolved"))
    assert "was not settled" in row["say"]
    assert row["also"] == ""


def test_a_certification_without_a_fee_is_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    path.write_text(certification("A", []) + "\n" + certification("B", [(99.0, "B")]) + "\n", encoding="utf-8")
    report = import_certifications([path], tmp_path)
    assert (report.read, report.written, report.skipped) == (2, 1, {"a certification without a fee": 1})


@pytest.mark.parametrize("line", ["{}", "[]", "nothing", '{"credential": null}'])
def test_a_line_that_is_no_certification_is_refused_by_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "list.jsonl"
    path.write_text(certification("B", [(99.0, "B")]) + f"\n{line}\n", encoding="utf-8")
    with pytest.raises(RefusedFile, match="line 2 is no certification"):
        import_certifications([path], tmp_path)
