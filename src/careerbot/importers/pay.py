"""Figures of the pay survey, in whichever form they come -> a row of ours, and the checks on all rows together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from careerbot.content.facts import AT_LEAST, KEYS, NOTE
from careerbot.importers.base import RefusedFile
from careerbot.importers.tables import Kind, Table

MEASURES = ("mean", "p10", "p25", "p50", "p75", "p90")
FIGURES = ("employment", *(f"{unit}_{measure}" for unit in ("hour", "year") for measure in MEASURES))
COLUMNS = (*KEYS, *FIGURES, NOTE)
FOOTNOTES = Kind("the footnotes", ("footnote_code", "footnote_text"))

# The release of a year is dated May.
MONTH = "05"
TOTAL = "00-0000"
TOP = re.compile(r"equal to or greater than \$([\d,]+)\.00 per hour or \$([\d,]+) per year")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
LEVELS = frozenset({"total", "detailed"})

Cells = tuple[str, ...]


def source_of(year: str) -> str:
    """The id of the release of a year."""
    return f"bls_oews_{year}"


def fact_row(occupation: str, area: str, year: str, figures: Iterable[str]) -> Cells:
    """A row of ours; the figures stand in the order of `FIGURES`."""
    return (occupation, area, source_of(year), f"{year}-{MONTH}", *figures, "")


def reason_to_skip(level: str) -> str:
    """Why the rows of occupations of this level are not wanted; empty when they are."""
    return "" if level in LEVELS else f"a group of occupations ({level})"


def refuse_no_number(cell: str, table: Table, occupation: str, area: str, column: str) -> None:
    """Raises `RefusedFile` for a cell that is no plain number."""
    if not NUMBER.fullmatch(cell):
        raise RefusedFile(f"{table}: {occupation} in {area}: {column} is {cell!r}, which is no number")


def year_of(table: Table) -> str:
    """The year in a file's name. Raises `RefusedFile` when there is none."""
    found = re.search(r"20\d\d", table.file.name)
    if found is None:
        raise RefusedFile(f"{table}: its name does not say the year of the release, as in oews-2025.csv")
    return found.group()


def marks_of_top(text: str) -> Mapping[str, str]:
    """Unit -> mark for wages at or above the highest one published ("hour": ">=115"); empty when that is not said."""
    found = TOP.search(text)
    amounts = (f"{AT_LEAST}{amount.replace(',', '')}" for amount in found.groups()) if found else ()
    return dict(zip(("hour", "year"), amounts, strict=False))


def refuse_gaps(table: Table, rows: Iterable[Sequence[str]], areas: set[str]) -> None:
    """Raises `RefusedFile` unless every area, and no other, has its row of all occupations, as in a whole file."""
    found = {area for occupation, area, *_ in rows if occupation == TOTAL}
    if areas - found:
        raise RefusedFile(f"{table}: {len(areas - found)} areas have no rows; it seems to be cut off, fetch it again")
    if found - areas:
        raise RefusedFile(f"{table}: unknown areas: {', '.join(sorted(found - areas)[:5])}")


def refuse_repeats(table: Table, rows: Sequence[Cells]) -> None:
    """Raises `RefusedFile` when sorted rows have one occupation and area twice."""
    for (occupation, area, *_), second in pairwise(rows):
        if second[:2] == (occupation, area):
            raise RefusedFile(f"{table}: {occupation} in {area} stands in another file too; give each area once")
