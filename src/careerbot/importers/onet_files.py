"""Files of an O*NET download -> its tables by what they hold, with the release each one is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from careerbot.importers.base import Progress, RefusedFile
from careerbot.importers.codes import CODES
from careerbot.importers.files import File, list_files, refusals_about
from careerbot.importers.tables import Kind, Table, find_table, may_be_table

CODE, VALUE = "O*NET-SOC Code", "Data Value"
RATINGS = (CODE, "Element Name", "Scale ID", VALUE)
INTERESTS = Kind("Interests", (*RATINGS, "Date"))
JOB_ZONES = Kind("Job Zones", (CODE, "Job Zone", "Date"))
SCHOOLING = Kind("Education, Training, and Experience", (*RATINGS, "Category", "Recommend Suppress", "Date"))
RELATED = Kind("Related Occupations", (CODE, "Related O*NET-SOC Code", "Index"))
SKILLS = Kind("Skills", (*RATINGS, "Recommend Suppress", "Date"))
KNOWLEDGE = Kind("Knowledge", (*RATINGS, "Recommend Suppress", "Date"))
TECHNOLOGY = Kind("Technology Skills", (CODE, "Example", "Hot Technology", "In Demand"))
TITLES = Kind("Occupation Data", (CODE, "Title", "Description"))
ALTERNATE_TITLES = Kind("Alternate Titles", (CODE, "Alternate Title", "Short Title"))
TASKS = Kind("Task Statements", (CODE, "Task", "Task Type", "Date"))
KINDS = (INTERESTS, JOB_ZONES, SCHOOLING, RELATED, SKILLS, KNOWLEDGE, TECHNOLOGY, TITLES, ALTERNATE_TITLES, TASKS)
READ_ME = "readme"

MONTHS = ("january february march april may june july august september october november december").split()
RELEASE_IN_NAME = re.compile(r"-(\d\d(?:\.\d)?)\.|db_(\d\d)_(\d)")
RELEASE_AND_DATE = re.compile(rf"\b(\d\d\.\d)\b[^.]{{0,60}}?\b({'|'.join(MONTHS)})\s+(\d{{4}})\b", re.IGNORECASE)
DATE = re.compile(r"(\d\d)/(\d{4})")


@dataclass(frozen=True, slots=True)
class Download:
    """The tables by kind name, the release of each, and what is known of when releases were made."""

    tables: Mapping[str, Table]
    releases: Mapping[str, str]
    made: Mapping[str, str]
    unused: tuple[File, ...]

    @property
    def source(self) -> str:
        """The source id: that of the newest release, "onet_30" for 29.3 and 30.2 together."""
        return f"onet_{max(self.releases.values(), key=_number_of)[:2]}"


def find_download(paths: Sequence[Path], progress: Progress) -> Download:
    """The tables at the paths: a download as zip, folder or single files (.txt, .xlsx), or tables named like them.

    A file is known by its name; the table of joined codes by its columns. Other files of a folder or archive are
    `unused`. Raises `RefusedFile`.
    """
    tables: dict[str, Table] = {}
    unused, notes = [], []
    for file in list_files(paths):
        if _slug_of(file.name) == READ_ME:
            notes.append(file)
            continue
        kind, table = _table_in(file, progress)
        if table is None:
            unused.append(file)
        elif kind.name in tables:
            raise RefusedFile(f"{file}: {kind.name} was already given as {tables[kind.name]}")
        else:
            tables[kind.name] = table
    found = {name: release_of(table.file) for name, table in tables.items() if name != CODES.name}
    if not found:
        raise RefusedFile(f"none of O*NET's tables is here; wanted are {', '.join(f'{k.name}' for k in KINDS)}")
    return Download(tables, found, _dates_in(notes), tuple(unused))


def release_of(file: File) -> str:
    """The release in a file's name or path: "30.2" in Skills-30.2.tsv and in db_30_2_text/Skills.txt.

    Raises `RefusedFile` when there is none.
    """
    places = (file.name, file.member, *reversed(file.path.resolve().parts))
    found = next(filter(None, map(RELEASE_IN_NAME.search, places)), None)
    if found is None:
        raise RefusedFile(f"{file}: no name says which release it is of; put it into a folder named like db_30_2_text")
    return found[1] or f"{found[2]}.{found[3]}"


def month_of(date: str) -> str:
    """O*NET's "08/2023" as "2023-08"; empty for anything else."""
    found = DATE.fullmatch(date)
    return f"{found[2]}-{found[1]}" if found else ""


def date_of_release(download: Download, table: Table, dated: Mapping[str, Iterable[str]]) -> str:
    """When the release of a table without dates was made: as its Read Me says, else the newest date in it.

    `dated` are the months found in the other tables, by release. Raises `RefusedFile` when nothing says it.
    """
    release = release_of(table.file)
    months = [*dated.get(release, ())]
    if release in download.made:
        return download.made[release]
    if not months:
        raise RefusedFile(
            f"{table}: it has no dates, and no other file says when release {release} was made; "
            f"give that release's Read Me file or {JOB_ZONES.name} too"
        )
    return max(months)


def _table_in(file: File, progress: Progress) -> tuple[Kind, Table | None]:
    """The table in a file that has the name of one, or was given by itself. Raises `RefusedFile` for a wrong one."""
    kind = next((kind for kind in KINDS if _slug_of(file.name) == _slug_of(kind.name)), CODES)
    if not may_be_table(file) or (kind is CODES and not file.named):
        return kind, None
    found = find_table(file, (kind,), progress)
    if found is None:
        wanted = f"{kind}" if kind is not CODES else f"{', '.join(k.name for k in KINDS)}, {CODES}"
        raise RefusedFile(f"{file}: this is none of the tables wanted here: {wanted}")
    return found


def _slug_of(name: str) -> str:
    """The words of a name as small letters: without a release, endings, "and"."""
    stem = re.split(r"[-.]\d|\.", name.lower(), maxsplit=1)[0]
    return "".join(word for word in re.findall("[a-z]+", stem) if word != "and")


def _dates_in(notes: Iterable[File]) -> dict[str, str]:
    """Release -> month in which it was made, from Read Me files."""
    found = {}
    for file in notes:
        with refusals_about(file), file.open() as (stream, _):
            text = stream.read().decode("utf-8", "replace")
        for release, month, year in RELEASE_AND_DATE.findall(text):
            found[release] = f"{year}-{MONTHS.index(month.lower()) + 1:02}"
    return found


def _number_of(release: str) -> float:
    return float(release)
