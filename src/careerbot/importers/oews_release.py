"""BLS's own workbooks of the pay survey -> rows of pay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from careerbot.content.facts import OTHER_UNIT, WITHHELD
from careerbot.importers.base import Progress, RefusedFile, Row, Tally
from careerbot.importers.files import File
from careerbot.importers.pay import (
    FIGURES,
    FOOTNOTES,
    Cells,
    fact_row,
    marks_of_top,
    reason_to_skip,
    refuse_gaps,
    refuse_no_number,
    refuse_repeats,
    year_of,
)
from careerbot.importers.tables import Kind, Table, find_tables, refuse_named
from careerbot.importers.workbooks import SUFFIX, read_sheets
from careerbot.model import NATION

WAGES = tuple(f"{unit}_{name}" for unit in "HA" for name in ("MEAN", "PCT10", "PCT25", "MEDIAN", "PCT75", "PCT90"))
# Our columns -> those of the workbooks.
COLUMN_OF = dict(zip(FIGURES, ("TOT_EMP", *WAGES), strict=True))
RELEASE = Kind(
    "a workbook of estimates",
    ("AREA", "AREA_TYPE", "NAICS", "OWN_CODE", "OCC_CODE", "O_GROUP", *COLUMN_OF.values(), "ANNUAL", "HOURLY"),
)
WANTED = Kind("BLS's field descriptions", ("Field",))
ALL_INDUSTRIES, ALL_OWNERS = "000000", "1235"
NO_WAGE, NO_JOBS, AT_TOP = "*", "**", "#"
# A column that says TRUE where wages are published in this unit only -> the other unit, which has none then.
OTHER_UNIT_OF = {"ANNUAL": "hour", "HOURLY": "year"}

Top = Callable[[], Mapping[str, str]]


def read_release(paths: Sequence[Path], tally: Tally, progress: Progress) -> tuple[str, list[Cells]]:
    """The year and the rows of the workbooks, sorted; the year stands in their names.

    `paths` are any of the national, state, metro and nonmetro workbooks, or the one with all data. Where one of them
    has top-coded wages, the amount is read from the field descriptions, in the workbook or beside it, or from the
    joined table of footnotes. Raises `RefusedFile`.
    """
    found, others = find_tables(paths, (RELEASE, FOOTNOTES), progress)
    refuse_named([file for file in others if file.suffixes[-1:] != (SUFFIX,)], (RELEASE, WANTED, FOOTNOTES))
    tables = [table for kind, table in found if kind is RELEASE]
    if not tables:
        raise RefusedFile(f"a table is missing: {RELEASE}")
    year = _one_year(tables)
    top = cache(lambda: find_top(tables, [table for kind, table in found if kind is FOOTNOTES], others, progress))
    rows = sorted(row for table in tables for row in _fact_rows(table, year, top, tally))
    refuse_repeats(tables[-1], rows)
    refuse_gaps(tables[-1], rows, {row[1] for row in rows})
    return year, rows


def _one_year(tables: Sequence[Table]) -> str:
    years = {year_of(table): table for table in tables}
    if len(years) > 1:
        raise RefusedFile(f"the files are of different years: {', '.join(map(str, years.values()))}")
    return next(iter(years))


def find_top(
    tables: Sequence[Table], footnotes: Sequence[Table], others: Sequence[File], progress: Progress
) -> Mapping[str, str]:
    """Unit -> mark for a top-coded wage, from the first text that says it. Raises `RefusedFile` when none does."""
    for text in _texts(tables, footnotes, others, progress):
        marks = marks_of_top(text)
        if marks:
            return marks
    raise RefusedFile(
        f"{tables[0]}: some wages are only marked {AT_TOP}, and none of the files says above which amount that is; "
        "give the release's field descriptions too (field_descriptions.xlsx, in the same zip archive)"
    )


def _texts(
    tables: Sequence[Table], footnotes: Sequence[Table], others: Sequence[File], progress: Progress
) -> Iterator[str]:
    for table in footnotes:
        yield from (row["footnote_text"] for row in table.rows())
    books = {file: "" for file in others if file.suffixes[-1:] == (SUFFIX,)} | {t.file: t.sheet for t in tables}
    for file, besides in books.items():
        for sheet in read_sheets(file, progress, besides):
            yield from sheet.texts()


def _fact_rows(table: Table, year: str, top: Top, tally: Tally) -> Iterator[Cells]:
    for row in table.rows():
        tally.read += 1
        reason = _reason_to_skip(row)
        if reason:
            tally.skipped[reason] += 1
            continue
        area = area_of(table, row)
        figures = (_figure(table, row, area, column, top) for column in FIGURES)
        yield fact_row(row["OCC_CODE"], area, year, figures)


def _reason_to_skip(row: Row) -> str:
    """Why a row is not wanted; empty when it is."""
    if row["NAICS"].zfill(len(ALL_INDUSTRIES)) != ALL_INDUSTRIES or row["OWN_CODE"] not in ("", ALL_OWNERS):
        return "of one industry or owner"
    return reason_to_skip(row["O_GROUP"])


def area_of(table: Table, row: Row) -> str:
    """Our code of an area. BLS writes 99, 53, 42660, 5300001 for the nation, a state, a metro, a nonmetro area."""
    code, kind = row["AREA"], row["AREA_TYPE"]
    if code.isdecimal() and len(code) <= 7:
        found = {
            "1": NATION,
            "2": f"{code[-2:]:0>2}00000",
            "3": f"{code[-2:]:0>2}00000",
            "4": f"{code:0>7}",
            "6": f"{code:0>7}",
        }
        if kind in found:
            return found[kind]
    raise RefusedFile(f"{table}: the area {code!r} of type {kind!r} is unknown")


def _figure(table: Table, row: Row, area: str, column: str, top: Top) -> str:
    """The cell of one of our columns. Raises `RefusedFile` for what is neither a number nor one of BLS's signs."""
    cell, unit = row[COLUMN_OF[column]].replace(",", ""), column.partition("_")[0]
    if cell == AT_TOP and unit != column:
        return top()[unit]
    if cell == NO_JOBS and unit == column:
        return WITHHELD
    if cell == NO_WAGE and unit != column:
        other = any(row[name] == "TRUE" and OTHER_UNIT_OF[name] == unit for name in OTHER_UNIT_OF)
        return OTHER_UNIT if other else WITHHELD
    refuse_no_number(cell, table, row["OCC_CODE"], area, COLUMN_OF[column])
    return cell
