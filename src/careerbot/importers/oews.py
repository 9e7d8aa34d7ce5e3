"""Occupational Employment and Wage Statistics -> pay and employment by occupation and area."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from careerbot.importers.base import Output, Progress, RefusedFile, Report, Tally, no_progress, write_outputs
from careerbot.importers.files import list_files
from careerbot.importers.oews_joined import read_joined
from careerbot.importers.oews_release import read_release
from careerbot.importers.pay import COLUMNS, Cells, source_of
from careerbot.importers.tables import open_table
from careerbot.importers.workbooks import SUFFIX


def import_oews(paths: Sequence[Path], out: Path, progress: Progress = no_progress) -> Report:
    """Writes facts/pay/bls_oews_<year>.csv.xz below `out`, sorted by occupation and area.

    `paths` are BLS's workbooks (national, state, metro, nonmetro, or all data; as they are, in their zip archives or
    in a folder), or the joined tables of pay, areas, occupations and footnotes. Groups of occupations are left out but
    for the total. Raises `RefusedFile`, also when a file is there already that knows more areas.
    """
    tally = Tally()
    workbooks = any(file.suffixes[-1:] == (SUFFIX,) for file in list_files(paths))
    year, rows = (read_release if workbooks else read_joined)(paths, tally, progress)
    name = f"facts/pay/{source_of(year)}.csv.xz"
    refuse_loss(out / name, rows)
    written, tally.written = write_outputs(out, [Output(name, COLUMNS, rows)], progress)
    return tally.reported(written)


def refuse_loss(path: Path, rows: Sequence[Cells]) -> None:
    """Raises `RefusedFile` when the file that would be replaced has areas that are not among the rows."""
    if not path.exists():
        return
    lost = {row["area"] for row in open_table(path).rows()} - {row[1] for row in rows}
    if lost:
        raise RefusedFile(
            f"{path}: it has figures for {len(lost)} areas that the given files lack; give the files of the whole "
            "release, or another folder to write to"
        )
