"""The joined tables of the pay survey -> rows of pay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from careerbot.content.facts import OTHER_UNIT, WITHHELD
from careerbot.importers.base import Progress, RefusedFile, Row, Tally
from careerbot.importers.pay import (
    FIGURES,
    FOOTNOTES,
    Cells,
    fact_row,
    marks_of_top,
    reason_to_skip,
    refuse_gaps,
    refuse_no_number,
    year_of,
)
from careerbot.importers.tables import Kind, Table, tell_apart

WAGES = tuple(f"{unit}_{name}" for unit in "ha" for name in ("mean", "p10", "p25", "median", "p75", "p90"))
# Our columns -> those of the joined pay table.
COLUMN_OF = dict(zip(FIGURES, ("employment", *WAGES), strict=True))
PAY = Kind("the joined pay table", ("area_code", "occ_code", *COLUMN_OF.values(), "notes"))
AREAS = Kind("the wage areas", ("area_code", "area_type", "area_name"))
OCCUPATIONS = Kind("the occupations with their level", ("occ_code", "occ_title", "level"))


@dataclass(frozen=True, slots=True)
class Limits:
    """What each footnote stands for: a mark by footnote code, one for hourly and one for yearly columns."""

    hour: Mapping[str, str]
    year: Mapping[str, str]

    def mark(self, column: str, footnote: str) -> str | None:
        """The mark for a cell that has none but a footnote; None for a footnote without a meaning for figures."""
        return (self.hour if column.startswith("h_") else self.year).get(footnote)


def read_joined(paths: Sequence[Path], tally: Tally, progress: Progress) -> tuple[str, list[Cells]]:
    """The year and the rows of the pay table, sorted; the year stands in its name.

    `paths` are that table, the areas, the occupations and the footnotes, in any order. Raises `RefusedFile`.
    """
    files = tell_apart(paths, (PAY, AREAS, OCCUPATIONS, FOOTNOTES), progress=progress)
    pay, year = files[PAY.name], year_of(files[PAY.name])
    levels = {row["occ_code"]: row["level"] for row in files[OCCUPATIONS.name].rows()}
    areas = {row["area_code"] for row in files[AREAS.name].rows()}
    limits = read_limits(files[FOOTNOTES.name])
    rows = sorted(_fact_rows(pay, _counted(pay.rows(), levels, tally), limits, year))
    refuse_gaps(pay, rows, areas)
    return year, rows


def read_limits(table: Table) -> Limits:
    """The footnotes' meanings, from their text. Raises `RefusedFile` when one that is needed is not there."""
    hour, year = {}, {}
    for row in table.rows():
        code, text = row["footnote_code"], row["footnote_text"]
        top = marks_of_top(text)
        if top:
            hour[code], year[code] = top["hour"], top["year"]
        elif "not released" in text:
            hour[code] = year[code] = WITHHELD
        elif "either as hourly wages or annual salaries" in text:
            hour[code] = year[code] = OTHER_UNIT
    if len(hour) != 3:
        raise RefusedFile(f"{table}: the footnotes on top-coded, withheld and single-unit wages are not all there")
    return Limits(hour, year)


def _fact_rows(pay: Table, rows: Iterable[Row], limits: Limits, year: str) -> Iterator[Cells]:
    """Our rows in the order given. Raises `RefusedFile` for a cell that is neither a number nor footnoted."""
    for row in rows:
        notes = dict(note.split("=", 1) for note in row["notes"].split())
        figures = (_cell(pay, row, column, notes, limits) for column in COLUMN_OF.values())
        yield fact_row(row["occ_code"], row["area_code"], year, figures)


def _cell(pay: Table, row: Row, column: str, notes: Mapping[str, str], limits: Limits) -> str:
    cell = row[column]
    if not cell and column in notes:
        mark = limits.mark(column, notes[column])
        if mark is None:
            raise RefusedFile(f"{pay}: {row['occ_code']} in {row['area_code']}: unknown footnote {notes[column]}")
        return mark
    if cell:
        refuse_no_number(cell, pay, row["occ_code"], row["area_code"], column)
    return cell


def _counted(rows: Iterable[Row], levels: Mapping[str, str], tally: Tally) -> Iterator[Row]:
    """The rows that are wanted; all are counted, the others by the level of their occupation."""
    for row in rows:
        tally.read += 1
        reason = reason_to_skip(levels.get(row["occ_code"], "unknown"))
        if reason:
            tally.skipped[reason] += 1
        else:
            yield row
