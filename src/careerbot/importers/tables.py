"""Given files -> tables of known kinds, by their columns, with their rows as column -> cell."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from careerbot.importers.base import Progress, RefusedFile, no_progress
from careerbot.importers.files import File, list_files, read_lines
from careerbot.importers.workbooks import SUFFIX, Sheet, read_sheets

# Kinds of file, by the end of the name, that can be a table: cells in quotes, or tabs between them.
QUOTED, TABBED = (".csv",), (".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of input table, known by its columns."""

    name: str
    columns: tuple[str, ...]

    def __str__(self) -> str:
        """The name with the columns to look for."""
        return f"{self.name} (with {', '.join(self.columns)})"


@dataclass(frozen=True, slots=True)
class Table:
    """A table inside a file: its columns, and its rows as often as they are wanted. `sheet` is that of a workbook."""

    file: File
    columns: tuple[str, ...]
    cells: Callable[[], Iterator[list[str]]]
    sheet: str = ""

    def __str__(self) -> str:
        """What messages call it: the file."""
        return str(self.file)

    def rows(self) -> Iterator[dict[str, str]]:
        """Rows as column -> cell in file order. Raises `RefusedFile` at a row with too few or too many cells."""
        width = len(self.columns)
        for number, row in enumerate(self.cells(), start=2):
            if len(row) != width:
                raise RefusedFile(
                    f"{self.file}: row {number} has {len(row)} cells and not {width}; the file is damaged or cut off"
                )
            yield dict(zip(self.columns, row, strict=True))


def open_table(path: Path) -> Table:
    """The table in a text file of our own. Raises `RefusedFile`."""
    return _text_table(File(path), no_progress)


def find_table(file: File, kinds: Sequence[Kind], progress: Progress = no_progress) -> tuple[Kind, Table] | None:
    """The table in a file and the first kind that fits it; None for a file of no such kind. Raises `RefusedFile`."""
    book = file.suffixes[-1:] == (SUFFIX,)
    tables = _tables_in_workbook(file, progress) if book else iter([_text_table(file, progress)])
    return next(((k, t) for t in tables for k in kinds if set(t.columns).issuperset(k.columns)), None)


def find_tables(
    paths: Sequence[Path], kinds: Sequence[Kind], progress: Progress = no_progress
) -> tuple[list[tuple[Kind, Table]], list[File]]:
    """The tables of these kinds at the paths, and the files that hold none. Raises `RefusedFile`."""
    found, others = [], []
    for file in list_files(paths):
        table = find_table(file, kinds, progress) if file.named or may_be_table(file) else None
        if table:
            found.append(table)
        else:
            others.append(file)
    return found, others


def may_be_table(file: File) -> bool:
    """Whether the name is that of a table."""
    return not {*QUOTED, *TABBED, SUFFIX}.isdisjoint(file.suffixes[-2:])


def tell_apart(
    paths: Sequence[Path], kinds: Sequence[Kind], optional: Sequence[Kind] = (), progress: Progress = no_progress
) -> dict[str, Table]:
    """Kind name -> the one table of that kind; a file is of the first kind that fits.

    Raises `RefusedFile` for a file of no kind, for a second of one kind, and when one of `kinds` is missing.
    """
    found, others = find_tables(paths, (*kinds, *optional), progress)
    refuse_named(others, (*kinds, *optional))
    tables: dict[str, Table] = {}
    for kind, table in found:
        if kind.name in tables:
            raise RefusedFile(f"{table}: {kind.name} was already given as {tables[kind.name]}")
        tables[kind.name] = table
    missing = [kind for kind in kinds if kind.name not in tables]
    if missing:
        raise RefusedFile(f"a table is missing: {'; '.join(map(str, missing))}")
    return tables


def refuse_named(others: Sequence[File], kinds: Sequence[Kind]) -> None:
    """Raises `RefusedFile` for the first file that was given by its own name, not as part of a folder or archive."""
    for file in others:
        if file.named:
            raise RefusedFile(f"{file}: this is none of the tables wanted here: {'; '.join(map(str, kinds))}")


def _text_table(file: File, progress: Progress) -> Table:
    header = tuple(cell.strip() for cell in next(_read_cells(file, no_progress), ()))
    return Table(file, header, lambda: islice(_read_cells(file, progress), 1, None))


def _read_cells(file: File, progress: Progress) -> Iterator[list[str]]:
    """Header and rows as lists of cells."""
    lines = read_lines(file, progress)
    tabs = not set(TABBED).isdisjoint(file.suffixes)
    try:
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if tabs else csv.reader(lines, strict=True)
    except csv.Error as error:
        raise RefusedFile(f"{file}: it cannot be read as a table ({error})") from error


def _tables_in_workbook(file: File, progress: Progress) -> Iterator[Table]:
    """A table for each of the first rows of each sheet: any of them may hold the names of the columns."""
    for sheet in read_sheets(file, progress):
        for columns in sheet.top():
            if sum(map(bool, columns)) > 1:
                yield _sheet_table(sheet, columns, progress)


def _sheet_table(sheet: Sheet, header: list[str], progress: Progress) -> Table:
    named = [at for at, name in enumerate(header) if name]

    def cells() -> Iterator[list[str]]:
        rows = sheet.rows(progress)
        next((row for row in rows if row == header), None)
        return ([row[at] for at in named] for row in rows)

    return Table(sheet.file, tuple(header[at] for at in named), cells, sheet.name)
