"""Excel workbook -> its sheets as rows of text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careerbot.importers.base import ROWS_A_STEP, Progress, RefusedFile
from careerbot.importers.files import File, refusals_about

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

SUFFIX = ".xlsx"
# Titles may stand above the names of the columns.
TITLE_ROWS = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, already in memory."""

    file: File
    name: str
    content: CalamineSheet

    def top(self) -> list[list[str]]:
        """The first rows."""
        return [_texts(row) for row in self.content.to_python(nrows=TITLE_ROWS)]

    def rows(self, progress: Progress) -> Iterator[list[str]]:
        """All rows but those with less than two filled cells, which are titles and remarks and no records."""
        stage, count = f"reading {self.file.name}", max(self.content.total_height, 1)
        for number, row in enumerate(self.content.iter_rows()):
            if number % ROWS_A_STEP == 0:
                progress(stage, min(number / count, 1.0) * 0.99)
            cells = _texts(row)
            if sum(map(bool, cells)) > 1:
                yield cells

    def texts(self) -> Iterator[str]:
        """Every filled cell."""
        return (cell for row in self.content.iter_rows() for cell in _texts(row) if cell)


def read_sheets(file: File, progress: Progress, besides: str = "") -> Iterator[Sheet]:
    """The sheets in order but for one, each read when it is asked for. Raises `RefusedFile`."""
    from python_calamine import load_workbook

    progress(f"opening {file.name}", 0.0)
    with _refusals_about_workbook(file), file.open() as (stream, _):
        book = load_workbook(io.BytesIO(stream.read()))
    for name in (name for name in book.sheet_names if name != besides):
        with _refusals_about_workbook(file):
            sheet = Sheet(file, name, book.get_sheet_by_name(name))
        yield sheet


@contextmanager
def _refusals_about_workbook(file: File) -> Iterator[None]:
    from python_calamine import CalamineError

    try:
        with refusals_about(file):
            yield
    except CalamineError as error:
        raise RefusedFile(f"{file}: it is no whole Excel workbook, fetch it again ({error})") from error


def _texts(row: list[Any]) -> list[str]:
    return [_text_of(cell) for cell in row]


def _text_of(cell: Any) -> str:
    """A cell as a person would type it: 246250 and not 246250.0, TRUE, text in one line."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())
