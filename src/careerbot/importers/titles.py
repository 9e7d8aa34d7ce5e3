"""Projections table and direct-match titles -> the occupations by name: official, singular, and what people say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from careerbot.importers.base import Output, Progress, Report, Row, Tally, no_progress, write_outputs
from careerbot.importers.codes import CODES, read_codes
from careerbot.importers.projections import ALL_OCCUPATIONS, KIND, LINE_ITEM, TABLE, find_columns
from careerbot.importers.singular import short_names_of, singular_of
from careerbot.importers.tables import Kind, tell_apart

NAMES = Kind("the direct-match titles", ("2018 SOC Code", "2018 SOC Title", "2018 SOC Direct Match Title"))

BRACKETS = re.compile(r"(.*?)\s*\((.*?)\)(.*)")
ABBREVIATION = re.compile(r"[A-Z/]{2,}")
COLUMNS = ("id", "title", "singular", "also")


def import_titles(paths: Sequence[Path], out: Path, progress: Progress = no_progress) -> Report:
    """Writes occupations/titles.csv below `out`: all occupations together, then each one with official figures.

    `paths` are projections table 1.2 (titles in sentence case), the direct-match titles and the table of joined codes,
    in any order. Names of occupations that are published only together go to their joined code. Raises `RefusedFile`.
    """
    files, tally = tell_apart(paths, (TABLE, NAMES, CODES), progress=progress), Tally()
    columns, table = find_columns(files[TABLE.name]), files[TABLE.name].rows()
    titles = {ALL_OCCUPATIONS: "All occupations"}
    titles |= {row[columns["code"]]: _mended(row[columns["title"]]) for row in table if row[KIND] == LINE_ITEM}
    joined = read_codes(files[CODES.name]).by_soc
    also = _names_by_code(files[NAMES.name].rows(), titles, joined, tally)
    short = _short_names(titles, also)
    rows = [
        (code, title, singular_of(title), "|".join(_new_names(title, (*short[code], *also[code]))))
        for code, title in titles.items()
    ]
    written, tally.written = write_outputs(out, [Output("occupations/titles.csv", COLUMNS, rows)], progress)
    return tally.reported(written)


def _mended(title: str) -> str:
    """The title with the one capital letter that the table loses."""
    return title.replace("english ", "English ")


def _short_names(titles: Mapping[str, str], also: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Code -> short forms of its title that no other occupation shares, as a short form or as another name."""
    short = {code: short_names_of(title) for code, title in titles.items()}
    users: dict[str, set[str]] = defaultdict(set)
    for code, title in titles.items():
        for name in (*short[code], singular_of(title), *also.get(code, ())):
            users[name.lower()].add(code)
    return {code: [name for name in names if len(users[name.lower()]) == 1] for code, names in short.items()}


def _names_by_code(
    rows: Iterable[Row], titles: Mapping[str, str], joined: Mapping[str, str], tally: Tally
) -> Mapping[str, list[str]]:
    """Code -> names in file order; a code that is published under another brings its own title along."""
    also: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        tally.read += 1
        soc = row["2018 SOC Code"]
        code = soc if soc in titles else joined.get(soc, "")
        if code not in titles:
            tally.skipped["an occupation without official figures"] += 1
            continue
        if code != soc:
            also[code].append(singular_of(row["2018 SOC Title"].capitalize()))
        also[code].append(row["2018 SOC Direct Match Title"])
    return also


def _new_names(title: str, names: Iterable[str]) -> Iterator[str]:
    """The names that are neither the title, nor its singular, nor there before, compared without case."""
    seen = {title.lower(), singular_of(title).lower()}
    for name in names:
        for form in _forms_of(name):
            if form.lower() not in seen:
                seen.add(form.lower())
                yield form


def _forms_of(name: str) -> list[str]:
    """The name without brackets; an abbreviation in brackets also in place of the words before it.

    "Computed Tomography (CT) Scanner Operator" is a "CT Scanner Operator" too.
    """
    plain = name.replace("®", "").strip()
    found = BRACKETS.fullmatch(plain)
    if found is None:
        return [plain]
    long, inside, rest = found.groups()
    short = [inside.strip() + rest] if ABBREVIATION.fullmatch(inside.strip()) else []
    return [long + rest, *short]
