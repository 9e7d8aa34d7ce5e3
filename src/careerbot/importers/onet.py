"""O*NET database -> interests, preparation, schooling, related occupations, skills and tasks by occupation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from careerbot.content.facts import KEYS, NOTE
from careerbot.importers import onet_tables
from careerbot.importers.base import Output, Progress, Report, Tally, TextOutput, no_progress, write_outputs
from careerbot.importers.codes import CODES, Codes, read_codes
from careerbot.importers.onet_files import (
    ALTERNATE_TITLES,
    CODE,
    INTERESTS,
    JOB_ZONES,
    KNOWLEDGE,
    RELATED,
    SCHOOLING,
    SKILLS,
    TASKS,
    TECHNOLOGY,
    TITLES,
    Download,
    date_of_release,
    find_download,
)
from careerbot.importers.onet_layer import is_builtin, names_output, source_output
from careerbot.importers.onet_tables import Profiles, pick_codes
from careerbot.importers.tables import Table
from careerbot.model import NATION

# Table -> name and columns of the file it makes; long ones are packed.
FILES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    INTERESTS.name: ("facts/interests/onet.csv", onet_tables.INTERESTS),
    JOB_ZONES.name: ("facts/preparation/onet.csv", ("job_zone",)),
    SCHOOLING.name: ("facts/schooling/onet.csv", onet_tables.LEVELS),
    RELATED.name: ("facts/related/onet.csv", ("related",)),
    SKILLS.name: ("facts/skills/onet.csv", ("skills",)),
    KNOWLEDGE.name: ("facts/knowledge/onet.csv", ("knowledge",)),
    TECHNOLOGY.name: ("facts/technology/onet.csv", ("technology",)),
    TASKS.name: ("facts/tasks/onet.csv.xz", ("tasks",)),
}
# Thousands of names and sentences of one publisher are for those to bring in who want them all.
OWN_FOLDER_ONLY = (ALTERNATE_TITLES.name, TASKS.name)


@dataclass(frozen=True, slots=True)
class _Job:
    """One import: what was given, the codes to file it under, and what is counted."""

    download: Download
    codes: Codes
    titles: Mapping[str, str]
    tally: Tally = field(default_factory=Tally)

    def tables(self, own_folder: bool) -> Mapping[str, Table]:
        """The tables that are wanted, by kind."""
        unwanted = () if own_folder else OWN_FOLDER_ONLY
        return {name: table for name, table in self.download.tables.items() if name not in unwanted}


def import_onet(paths: Sequence[Path], out: Path, progress: Progress = no_progress) -> Report:
    """Writes facts on interests, preparation, schooling, related occupations, skills and technology below `out`.

    Each file is written if a table for it is given. `paths` are a download of the database (zip, folder, or single
    .txt or .xlsx files, which need the release in the name of a folder above them: db_30_2_text) or tables named like
    its files (skills-30.2.tsv), and if wanted the table of joined codes. Alternate Titles go into
    occupations/names.csv, Task Statements into facts on tasks; neither is brought into the built-in knowledge.
    sources.yaml gets an entry for the release if it has none. Raises `RefusedFile`.
    """
    download, own_folder = find_download(paths, progress), not is_builtin(out)
    job = _Job(download, read_codes(download.tables.get(CODES.name)), _titles_in(download))
    tables = job.tables(own_folder)
    profiles = _read_profiles(job, tables)
    outputs: list[Output | TextOutput] = [
        _fact_output(job, file, columns, profiles[name])
        for name, (file, columns) in FILES.items()
        if name in profiles
    ]
    if ALTERNATE_TITLES.name in tables:
        outputs.append(names_output(tables[ALTERNATE_TITLES.name], out, job.codes, job.tally))
    source = source_output(download, _published(download, profiles), out)
    outputs += [source] if source else []
    written, job.tally.written = write_outputs(out, outputs, progress)
    return job.tally.reported(written, [*_remarks(download, own_folder)])


def _titles_in(download: Download) -> dict[str, str]:
    """O*NET code -> title, from the shortest table that has titles."""
    order = (TITLES, JOB_ZONES, INTERESTS, RELATED, TASKS, TECHNOLOGY, SCHOOLING, SKILLS, KNOWLEDGE)
    given = [download.tables[kind.name] for kind in order if kind.name in download.tables]
    table = next((table for table in given if "Title" in table.columns), None)
    return {row[CODE]: row["Title"] for row in table.rows()} if table else {}


# ------------------------------------------------------------------ reading
def _read_profiles(job: _Job, tables: Mapping[str, Table]) -> dict[str, Profiles]:
    """Kind name -> what its table says; a table without dates has that of its release. Raises `RefusedFile`."""
    readers: Mapping[str, Callable[[Table, Tally], Profiles]] = {
        INTERESTS.name: onet_tables.read_interests,
        JOB_ZONES.name: onet_tables.read_job_zones,
        SCHOOLING.name: onet_tables.read_schooling,
        SKILLS.name: onet_tables.read_elements,
        KNOWLEDGE.name: onet_tables.read_elements,
        TASKS.name: onet_tables.read_tasks,
        TECHNOLOGY.name: onet_tables.read_technology,
        RELATED.name: lambda table, tally: onet_tables.read_related(table, job.codes, tally),
    }
    profiles = {name: read(tables[name], job.tally) for name, read in readers.items() if name in tables}
    months: dict[str, set[str]] = defaultdict(set)
    for name, found in profiles.items():
        months[job.download.releases[name]] |= {profile.month for profile in found.values() if profile.month}
    return {name: _dated(job, tables[name], found, months) for name, found in profiles.items()}


def _dated(job: _Job, table: Table, profiles: Profiles, months: Mapping[str, set[str]]) -> Profiles:
    if all(profile.month for profile in profiles.values()):
        return profiles
    month = date_of_release(job.download, table, months)
    return {code: replace(profile, month=profile.month or month) for code, profile in profiles.items()}


def _published(download: Download, profiles: Mapping[str, Profiles]) -> str:
    """When the newest release was made, as far as it is said; else the newest month in the tables."""
    said = (download.made[release] for release in download.releases.values() if release in download.made)
    months = (profile.month for found in profiles.values() for profile in found.values())
    return max(said, default="") or max(months, default="undated")


# ------------------------------------------------------------------ writing
def _fact_output(job: _Job, file: str, columns: tuple[str, ...], profiles: Profiles) -> Output:
    return Output(file, (*KEYS, *columns, NOTE), list(_rows(job, profiles)))


def _rows(job: _Job, profiles: Profiles) -> Iterator[tuple[str, ...]]:
    for ours, code in pick_codes(profiles, job.codes, job.tally).items():
        profile = profiles[code]
        whose = "" if code == f"{ours}.00" else f"O*NET figures of {job.titles.get(code, code)}"
        note = "; ".join(filter(None, (whose, profile.note)))
        if any(profile.cells):
            yield (ours, NATION, job.download.source, profile.month, *profile.cells, note)


def _remarks(download: Download, own_folder: bool) -> Iterator[str]:
    """Sentences on what was given and not used."""
    unwanted = [name for name in OWN_FOLDER_ONLY if name in download.tables]
    if unwanted and not own_folder:
        yield f"{' and '.join(unwanted)} left out: they go into a folder of your own only, so name one with --out"
    if download.unused:
        yield f"{len(download.unused)} other files left out: they hold nothing that is used here"
