"""Pages of the Occupational Outlook Handbook -> in which industries the most work, by occupation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from careerbot.content.facts import KEYS, NOTE
from careerbot.content.files import builtin_knowledge
from careerbot.importers.base import Output, Progress, RefusedFile, Report, Tally, no_progress, write_outputs
from careerbot.importers.codes import TITLES, Codes, read_codes
from careerbot.importers.files import File, list_files, read_lines
from careerbot.importers.tables import open_table
from careerbot.model import NATION

COLUMNS = (*KEYS, "employers", NOTE)
DIVIDER, CELLS, SETTING = "|", "| ", "work_environment"
# What stands before a table of employers: the year of the counts, and whom they count.
HEADING = re.compile(r"largest employers of (?P<group>.+?) were as follows", re.IGNORECASE)
YEAR = re.compile(r"jobs in (\d{4})")
EDITION = re.compile(r"\b\d{4}\b")
LETTERS = re.compile(r"[a-z]+")


class Employers(NamedTuple):
    """A table of a page: whom it counts, in which year, and the industries with their shares, largest first."""

    group: str
    year: str
    shares: tuple[str, ...]


class Page(NamedTuple):
    """A page: the codes it is on, the year of its edition, and its tables of employers."""

    codes: tuple[str, ...]
    edition: str
    tables: tuple[Employers, ...]


def import_handbook(paths: Sequence[Path], out: Path, progress: Progress = no_progress) -> Report:
    """Writes facts/employers/bls_ooh_<year>.csv below `out`: industries with their percent of the jobs.

    `paths` are pages of one edition as JSON lines (.jsonl, also .xz), each an object with `soc`, `last_modified` and
    `sections`. Raises `RefusedFile`.
    """
    tally, codes = Tally(), read_codes(None)
    titles = {row["id"]: row["title"] for row in open_table(builtin_knowledge() / TITLES).rows()}
    pages = [page for file in list_files(paths) for page in _read_pages(file, progress)]
    tally.read = len(pages)
    found = {code: row for page in pages for code, row in _rows_of(page, codes, titles, tally)}
    if not found:
        raise RefusedFile(f"{', '.join(map(str, paths))}: no page tells the largest employers of an occupation")
    source = f"bls_ooh_{min(page.edition for page in pages)}"
    rows = [
        (code, NATION, source, table.year, DIVIDER.join(table.shares), note)
        for code, (table, note) in sorted(found.items())
    ]
    written, tally.written = write_outputs(out, [Output(f"facts/employers/{source}.csv", COLUMNS, rows)], progress)
    return tally.reported(written)


def _read_pages(file: File, progress: Progress) -> Iterator[Page]:
    for number, line in enumerate(read_lines(file, progress), 1):
        try:
            yield _read_page(json.loads(line))
        except (ValueError, LookupError, TypeError) as error:
            raise RefusedFile(f"{file}: line {number} is no page of the Handbook ({error})") from error


def _read_page(page: Mapping[str, Any]) -> Page:
    edition = EDITION.findall(page["last_modified"])[0]
    return Page(tuple(page["soc"]), edition, tuple(_tables_of(page["sections"][SETTING])))


def _rows_of(
    page: Page, codes: Codes, titles: Mapping[str, str], tally: Tally
) -> Iterator[tuple[str, tuple[Employers, str]]]:
    """Our code -> the table that counts it, and a note where that counts others with it."""
    ours = list(dict.fromkeys(filter(None, map(codes.find, page.codes))))
    by_name = {_name(table.group): table for table in page.tables}
    for code in ours:
        own = by_name.get(_name(titles.get(code, "")))
        table = own or (page.tables[0] if len(page.tables) == 1 else None)
        if table:
            together = "" if own or len(ours) == 1 else f"counted together: {table.group}"
            yield code, (table, together)
        else:
            tally.skipped["an occupation whose employers the page does not tell"] += 1


def _tables_of(sections: Sequence[Mapping[str, Any]]) -> Iterator[Employers]:
    for section in sections:
        lines: list[str] = section["text"]
        year = next((found[1] for line in lines if (found := YEAR.search(line))), "")
        for number, line in enumerate(lines):
            heading = HEADING.search(line)
            shares = tuple(_shares(lines[number + 1 :])) if heading else ()
            if heading and year and shares:
                yield Employers(heading["group"].lower(), year, shares)


def _shares(lines: Sequence[str]) -> Iterator[str]:
    """The rows that follow, such as "Hospitals 60%"; the page prints the sign in the first alone."""
    for line in lines:
        if not line.startswith(CELLS):
            return
        industry, _, share = line.removeprefix(CELLS).rpartition(f" {CELLS}")
        if not industry or not share.removesuffix("%").isdigit():
            return
        yield f"{industry.replace(DIVIDER, '/')} {share.removesuffix('%')}%"


def _name(title: str) -> tuple[str, ...]:
    """A title's words, whatever their signs and order."""
    return tuple(sorted(LETTERS.findall(title.lower())))
