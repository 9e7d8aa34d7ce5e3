"""Occupational Employment and Wage Statistics -> pay and employment by occupation and area."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from careerbot.importers.base import Kind, Output, RefusedFile, Report, Row, Tally, read_rows, tell_apart, write_outputs

# Our columns -> those of the joined pay table.
FIGURES = {
    "employment": "employment",
    "hour_mean": "h_mean",
    "hour_p10": "h_p10",
    "hour_p25": "h_p25",
    "hour_p50": "h_median",
    "hour_p75": "h_p75",
    "hour_p90": "h_p90",
    "year_mean": "a_mean",
    "year_p10": "a_p10",
    "year_p25": "a_p25",
    "year_p50": "a_median",
    "year_p75": "a_p75",
    "year_p90": "a_p90",
}
COLUMNS = ("occupation", "area", "source", "period", *FIGURES, "note")
PAY = Kind("the joined pay table", ("area_code", "occ_code", *FIGURES.values(), "notes"))
AREAS = Kind("the wage areas", ("area_code", "area_type", "area_name"))
OCCUPATIONS = Kind("the occupations with their level", ("occ_code", "occ_title", "level"))
FOOTNOTES = Kind("the footnotes", ("footnote_code", "footnote_text"))

# The release of a year is dated May.
MONTH = "05"
TOTAL = "00-0000"
LEVELS = frozenset({"total", "detailed"})
WITHHELD, OTHER_UNIT = "x", "u"
TOP = re.compile(r"equal to or greater than \$([\d,]+)\.00 per hour or \$([\d,]+) per year")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Limits:
    """What each footnote stands for: a mark by footnote code, one for hourly and one for yearly columns."""

    hour: Mapping[str, str]
    year: Mapping[str, str]

    def mark(self, column: str, footnote: str) -> str | None:
        """The mark for a cell that has none but a footnote; None for a footnote without a meaning for figures."""
        return (self.hour if column.startswith("h_") else self.year).get(footnote)


def import_oews(paths: Sequence[Path], out: Path) -> Report:
    """Writes facts/pay/bls_oews_<year>.csv.xz below `out`, sorted by occupation and area.

    `paths` are the joined pay table, with the year of the release in its name, the areas, the occupations and the
    footnotes, in any order. Groups of occupations are left out but for the total. Raises `RefusedFile`.
    """
    files, tally = tell_apart(paths, (PAY, AREAS, OCCUPATIONS, FOOTNOTES)), Tally()
    pay, year = files[PAY.name], year_of(files[PAY.name])
    levels = {row["occ_code"]: row["level"] for row in read_rows(files[OCCUPATIONS.name])}
    areas = {row["area_code"] for row in read_rows(files[AREAS.name])}
    limits = read_limits(files[FOOTNOTES.name])
    rows = sorted(fact_rows(pay, _counted(read_rows(pay), levels, tally), limits, year))
    refuse_gaps(pay, rows, areas)
    written, tally.written = write_outputs(out, [Output(f"facts/pay/bls_oews_{year}.csv.xz", COLUMNS, rows)])
    return tally.reported(written)


def year_of(path: Path) -> str:
    """The year in a file's name. Raises `RefusedFile` when there is none."""
    found = re.search(r"20\d\d", path.name)
    if found is None:
        raise RefusedFile(f"{path}: its name does not say the year of the release, as in oews-2025.csv")
    return found.group()


def read_limits(path: Path) -> Limits:
    """The footnotes' meanings, from their text. Raises `RefusedFile` when one that is needed is not there."""
    hour, year = {}, {}
    for row in read_rows(path):
        code, text = row["footnote_code"], row["footnote_text"]
        top = TOP.search(text)
        if top:
            hour[code], year[code] = (f">={amount.replace(',', '')}" for amount in top.groups())
        elif "not released" in text:
            hour[code] = year[code] = WITHHELD
        elif "either as hourly wages or annual salaries" in text:
            hour[code] = year[code] = OTHER_UNIT
    if len(hour) != 3:
        raise RefusedFile(f"{path}: the footnotes on top-coded, withheld and single-unit wages are not all there")
    return Limits(hour, year)


def fact_rows(pay: Path, rows: Iterable[Row], limits: Limits, year: str) -> Iterator[tuple[str, ...]]:
    """Our rows in the order given. Raises `RefusedFile` for a cell that is neither a number nor footnoted."""
    source, period = f"bls_oews_{year}", f"{year}-{MONTH}"
    for row in rows:
        notes = dict(note.split("=", 1) for note in row["notes"].split())
        figures = (_cell(pay, row, column, notes, limits) for column in FIGURES.values())
        yield (row["occ_code"], row["area_code"], source, period, *figures, "")


def _cell(pay: Path, row: Row, column: str, notes: Mapping[str, str], limits: Limits) -> str:
    cell = row[column]
    if not cell and column in notes:
        mark = limits.mark(column, notes[column])
        if mark is None:
            raise RefusedFile(f"{pay}: {row['occ_code']} in {row['area_code']}: unknown footnote {notes[column]}")
        return mark
    if cell and not NUMBER.fullmatch(cell):
        raise RefusedFile(f"{pay}: {row['occ_code']} in {row['area_code']}: {column} is {cell!r}, which is no number")
    return cell


def _counted(rows: Iterable[Row], levels: Mapping[str, str], tally: Tally) -> Iterator[Row]:
    """The rows that are wanted; all are counted, the others by the level of their occupation."""
    for row in rows:
        tally.read += 1
        level = levels.get(row["occ_code"], "unknown")
        if level in LEVELS:
            yield row
        else:
            tally.skipped[f"a group of occupations ({level})"] += 1


def refuse_gaps(pay: Path, rows: Iterable[Sequence[str]], areas: set[str]) -> None:
    """Raises `RefusedFile` unless every area, and no other, has its row of all occupations, as in a whole file."""
    found = {area for occupation, area, *_ in rows if occupation == TOTAL}
    if areas - found:
        raise RefusedFile(f"{pay}: {len(areas - found)} areas have no rows; it seems to be cut off, fetch it again")
    if found - areas:
        raise RefusedFile(f"{pay}: unknown areas: {', '.join(sorted(found - areas)[:5])}")
