"""Projections table and direct-match titles -> the occupations by name: official, singular, and what people say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from careerbot.importers.base import Kind, Output, Report, Row, Tally, read_rows, tell_apart, write_outputs
from careerbot.importers.projections import CODE, KIND, LINE_ITEM, TABLE, TITLE
from careerbot.importers.singular import singular_of

NAMES = Kind("the direct-match titles", ("2018 SOC Code", "2018 SOC Title", "2018 SOC Direct Match Title"))
CODES = Kind("the table of joined codes", ("soc_2018_code", "oews_2025_code", "ep_2024_34_code"))

COLUMNS = ("id", "title", "singular", "also")


def import_titles(paths: Sequence[Path], out: Path) -> Report:
    """Writes occupations/titles.csv below `out`: every detailed occupation that has official figures.

    `paths` are projections table 1.2 (titles in sentence case), the direct-match titles and the table of joined codes,
    in any order. Names of occupations that are published only together go to their joined code. Raises `RefusedFile`.
    """
    files, tally = tell_apart(paths, (TABLE, NAMES, CODES)), Tally()
    titles = {row[CODE]: row[TITLE] for row in read_rows(files[TABLE.name]) if row[KIND] == LINE_ITEM}
    joined = {row["soc_2018_code"]: row["oews_2025_code"] or row["ep_2024_34_code"] for row in read_rows(files[CODES.name])}
    also = _names_by_code(read_rows(files[NAMES.name]), titles, joined, tally)
    rows = [(code, title, singular_of(title), "|".join(_new_names(title, also[code]))) for code, title in titles.items()]
    written, tally.written = write_outputs(out, [Output("occupations/titles.csv", COLUMNS, rows)])
    return tally.reported(written)


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
            also[code].append(singular_of(row["2018 SOC Title"]))
        also[code].append(row["2018 SOC Direct Match Title"])
    return also


def _new_names(title: str, names: Iterable[str]) -> Iterator[str]:
    """The names that are neither the title, nor its singular, nor there before, compared without case."""
    seen = {title.lower(), singular_of(title).lower()}
    for name in names:
        # Abbreviations in brackets are names too: "Certified Nursing Assistant (CNA)".
        for part in re.split(r"\s*[()]\s*", name):
            if part and part.lower() not in seen:
                seen.add(part.lower())
                yield part
