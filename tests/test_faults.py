"""The page on faults -> proof that every row names tests that exist, or its reason."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS = re.findall(r"^\| (\d+) \|(.*)\|$", (ROOT / "docs" / "faults.md").read_text("utf-8"), re.MULTILINE)


@cache
def list_tests():
    """The names of all tests of the project."""
    files = (ROOT / "tests").rglob("test_*.py")
    return frozenset(
        name for path in files for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text("utf-8"), re.M)
    )


def test_all_rows_are_there_in_order():
    assert [int(number) for number, _ in ROWS] == list(range(1, 69))


@pytest.mark.parametrize(("number", "row"), ROWS)
def test_every_row_is_shown_by_tests_that_exist_or_has_its_reason(number, row):
    shown = row.rpartition("|")[2]
    named = set(re.findall(r"`(test_\w+)`", shown))
    assert named or shown.strip().startswith("reason: ")
    assert named <= list_tests()
