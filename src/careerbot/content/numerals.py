"""A written number or date -> whether it is one."""

from __future__ import annotations

import re
from datetime import date

PERIOD_SIGNS = re.compile(r"undated|\d{4}|\d{4}-\d{2}|\d{4}-\d{2}-\d{2}")
DAY_SIGNS = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEARS = re.compile(r"(\d\d)(\d\d)(?:-(\d\d))?", re.ASCII)
_COUNT_SIGNS = re.compile(r"\d{1,15}", re.ASCII)


def is_count(text: str) -> bool:
    """Whether a text is a whole number of a usual size."""
    return _COUNT_SIGNS.fullmatch(text) is not None


def is_period(text: str) -> bool:
    """Whether a text is 2025, 2025-05, 2025-05-31, 2024-34 (years, the second one later) or undated."""
    found = _YEARS.fullmatch(text)
    if not found:
        return text == "undated" or is_day(text)
    return not found[3] or "01" <= found[3] <= "12" or found[3] > found[2]


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, written as 2026-03-01."""
    try:
        return DAY_SIGNS.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False
