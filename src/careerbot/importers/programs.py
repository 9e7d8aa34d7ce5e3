"""Crosswalk of study programmes and occupations -> which studies prepare for an occupation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from careerbot.content.facts import KEYS, NOTE
from careerbot.importers.base import Output, Progress, RefusedFile, Report, Row, Tally, no_progress, write_outputs
from careerbot.importers.codes import CODES, Codes, read_codes
from careerbot.importers.tables import Kind, tell_apart
from careerbot.model import NATION

CROSSWALK = Kind("the crosswalk of study programmes", ("CIP2020Code", "CIP2020Title", "SOC2018Code", "SOC2018Title"))
SOURCE, PERIOD = "cip_2020", "2020"
COLUMNS = (*KEYS, "programs", NOTE)
# What stands for a programme without an occupation, and for an occupation without a programme.
NO_OCCUPATION, NO_PROGRAM = "99-9999", "99.9999"


def import_programs(paths: Sequence[Path], out: Path, progress: Progress = no_progress) -> Report:
    """Writes facts/programs/cip_2020.csv below `out`: titles of programmes in the publisher's order, `|` between.

    `paths` are the crosswalk (CIP2020_SOC2018_Crosswalk.xlsx or CSV) and, if wanted, the table of joined codes.
    Raises `RefusedFile`.
    """
    tables, tally = tell_apart(paths, (CROSSWALK,), (CODES,), progress), Tally()
    crosswalk, codes = tables[CROSSWALK.name], read_codes(tables.get(CODES.name))
    titles = _titles_by_code(crosswalk.rows(), codes, tally)
    if not titles:
        raise RefusedFile(f"{crosswalk}: no programme leads to an occupation; the file is damaged or cut off")
    rows = [(code, NATION, SOURCE, PERIOD, "|".join(titles[code]), "") for code in sorted(titles)]
    written, tally.written = write_outputs(out, [Output(f"facts/programs/{SOURCE}.csv", COLUMNS, rows)], progress)
    return tally.reported(written)


def _titles_by_code(rows: Iterable[Row], codes: Codes, tally: Tally) -> Mapping[str, Iterable[str]]:
    """Our code -> titles in file order, each once, without the dot they end with."""
    titles: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        tally.read += 1
        code = codes.find(row["SOC2018Code"])
        reason = _reason_to_skip(row, code)
        if reason:
            tally.skipped[reason] += 1
        else:
            titles[code][row["CIP2020Title"].strip().removesuffix(".")] = None
    return titles


def _reason_to_skip(row: Row, code: str) -> str:
    """Why a row is not wanted; empty when it is."""
    if row["SOC2018Code"] == NO_OCCUPATION:
        return "a programme without an occupation"
    if row["CIP2020Code"] == NO_PROGRAM:
        return "an occupation without a programme"
    return "" if code else "an occupation without official figures"
