"""Employment Projections table 1.2 -> national outlook, and what is usual on entry, by occupation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from careerbot.content.facts import KEYS, NOTE
from careerbot.importers.base import Output, Progress, RefusedFile, Report, Row, Tally, no_progress, write_outputs
from careerbot.importers.tables import Kind, Table, tell_apart
from careerbot.model import NATION

KIND, LINE_ITEM = "Occupation type", "Line item"
EDUCATION, EXPERIENCE = "Typical education needed for entry", "Work experience in a related occupation"
TRAINING = "Typical on-the-job training needed to attain competency in the occupation"
TABLE = Kind("projections table 1.2", (KIND, EDUCATION, EXPERIENCE, TRAINING))
# Columns whose names bear the years of the edition, by the words that stay.
WORDS = {
    "title": "National Employment Matrix title",
    "code": "National Employment Matrix code",
    "change": "Employment change, numeric",
    "growth_percent": "Employment change, percent",
    "openings": "Occupational openings",
}
ALL_OCCUPATIONS = "00-0000"
# The detailed occupations add up to the total but for rounding; less than this means that rows are missing.
WHOLE = Decimal("0.99")

OUTLOOK = ("jobs", "jobs_projected", "change", "growth_percent", "growth_all_percent", "openings")
ENTRY = ("education", "experience", "training")


def import_projections(paths: Sequence[Path], out: Path, progress: Progress = no_progress) -> Report:
    """Writes facts/outlook/bls_ep_<year>.csv and facts/entry/bls_ep_<year>.csv below `out`.

    `paths` is table 1.2 of one edition, as CSV or in BLS's workbook occupation.xlsx; its thousands become persons.
    Raises `RefusedFile`.
    """
    table, tally = tell_apart(paths, (TABLE,), progress=progress)[TABLE.name], Tally()
    columns = find_columns(table)
    rows = list(table.rows())
    detailed = [row for row in rows if row[KIND] == LINE_ITEM]
    tally.read, tally.skipped["a group of occupations"] = len(rows), len(rows) - len(detailed)
    all_percent = _total_of(table, rows, detailed, columns)[columns["growth_percent"]]
    source, period = _edition(columns)
    outlook = [_outlook_row(table, row, columns, all_percent, source, period) for row in detailed]
    entry = [
        (row[columns["code"]], NATION, source, period, row[EDUCATION], row[EXPERIENCE], row[TRAINING], "")
        for row in detailed
    ]
    written, tally.written = write_outputs(
        out,
        [
            Output(f"facts/outlook/{source}.csv", (*KEYS, *OUTLOOK, NOTE), outlook),
            Output(f"facts/entry/{source}.csv", (*KEYS, *ENTRY, NOTE), entry),
        ],
        progress,
    )
    return tally.reported(written)


def find_columns(table: Table) -> dict[str, str]:
    """Our names -> the table's names of the same columns. Raises `RefusedFile` when one is missing."""
    years = sorted(column for column in table.columns if re.fullmatch(r"Employment, \d{4}", column))
    found = {name: column for name, words in WORDS.items() for column in table.columns if words in column}
    if len(years) != 2 or len(found) != len(WORDS):
        raise RefusedFile(f"{table}: the columns {', '.join(('Employment, YEAR', *WORDS.values()))} are not all there")
    return {**found, "jobs": years[0], "jobs_projected": years[1]}


def _total_of(table: Table, rows: Sequence[Row], detailed: Sequence[Row], columns: Mapping[str, str]) -> Row:
    """The row of all occupations, once the detailed ones are seen to add up to it."""
    total = next((row for row in rows if row[columns["code"]] == ALL_OCCUPATIONS), None)
    if total is None:
        raise RefusedFile(f"{table}: the row of all occupations ({ALL_OCCUPATIONS}) is missing")
    jobs = sum(_number(table, row, columns["jobs"]) for row in detailed)
    if jobs < _number(table, total, columns["jobs"]) * WHOLE:
        raise RefusedFile(f"{table}: the occupations do not add up to the total; the file seems to be cut off")
    return total


def _edition(columns: Mapping[str, str]) -> tuple[str, str]:
    """Source id and period, such as ("bls_ep_2024", "2024-34")."""
    start, end = columns["jobs"][-4:], columns["jobs_projected"][-2:]
    return f"bls_ep_{start}", f"{start}-{end}"


def _outlook_row(
    table: Table, row: Row, columns: Mapping[str, str], all_percent: str, source: str, period: str
) -> tuple[str, ...]:
    def persons(name: str) -> str:
        return str(int(_number(table, row, columns[name]) * 1000))

    counts = persons("jobs"), persons("jobs_projected"), persons("change")
    percents = row[columns["growth_percent"]], all_percent
    return (row[columns["code"]], NATION, source, period, *counts, *percents, persons("openings"), "")


def _number(table: Table, row: Row, column: str) -> Decimal:
    try:
        return Decimal(row[column].replace(",", ""))
    except InvalidOperation as error:
        raise RefusedFile(f"{table}: {column}: {row[column]!r} is no number") from error
