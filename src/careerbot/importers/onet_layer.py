"""O*NET's alternate titles and a source of its own -> additions to a knowledge folder that is not the built-in one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from careerbot.content.files import builtin_knowledge
from careerbot.importers.base import Output, Tally, TextOutput
from careerbot.importers.codes import Codes
from careerbot.importers.onet_files import CODE, Download
from careerbot.importers.tables import Table, open_table

NAMES, SOURCES = "occupations/names.csv", "sources.yaml"
COLUMNS = ("id", "also")
NOTHING = frozenset({"", "n/a"})
RELEASE = re.compile(r"\b\d\d\.\d\b")
ENTRY = """{id}:
  publisher: U.S. Department of Labor, Employment and Training Administration
  title: O*NET database, {word} {releases}
  label: O*NET
  published: {published}
  rank: 2
  licence: CC BY 4.0
  note: >-
    Includes information from the O*NET {releases} {databases} by the U.S. Department of Labor,
    Employment and Training Administration (USDOL/ETA), used under the CC BY 4.0 license. O*NET®
    is a trademark of USDOL/ETA. careerbot has modified some of this information; USDOL/ETA has
    not approved, endorsed or tested these modifications. Single items are older than the
    release: they carry their own date.
  url: https://www.onetcenter.org/database.html
"""


def is_builtin(out: Path) -> bool:
    """Whether a folder is that of the knowledge that comes with the program."""
    return out.resolve() == builtin_knowledge().resolve()


def names_output(table: Table, out: Path, codes: Codes, tally: Tally) -> Output:
    """occupations/names.csv with the alternate titles added to the names that stand there.

    A title of several occupations is left out: it would put all of them in question wherever one is meant.
    """
    names = _names_there(out / NAMES)
    for code, titles in _titles_by_code(table, codes, tally).items():
        known = {name.lower() for name in names[code]}
        names[code] += [title for title in titles if title.lower() not in known]
    return Output(NAMES, COLUMNS, [(code, "|".join(also)) for code, also in sorted(names.items())])


def source_output(download: Download, published: str, out: Path) -> TextOutput | None:
    """sources.yaml with an entry for the download's source, with the credit O*NET asks for; None if it has one."""
    path = out / SOURCES
    there = path.read_text(encoding="utf-8") if path.exists() else ""
    if _entry_of(download.source, there):
        return None
    built_in = _entry_of(download.source, (builtin_knowledge() / SOURCES).read_text(encoding="utf-8"))
    # An entry here takes the place of the built-in one, so it has to give credit for the releases used there, too.
    named = {*download.releases.values(), *RELEASE.findall(built_in)}
    whole = {release.partition(".")[0] for release in named if "." in release}
    releases, several = sorted(named - whole, reverse=True), len(named - whole) > 1
    entry = ENTRY.format(
        id=download.source,
        word="releases" if several else "release",
        releases=" and ".join(filter(None, (", ".join(releases[:-1]), releases[-1]))),
        databases="Databases" if several else "Database",
        published=published,
    )
    return TextOutput(SOURCES, f"{there.rstrip()}\n\n{entry}".lstrip())


def _entry_of(source: str, text: str) -> str:
    """The lines of a source in a sources.yaml; empty when there is none."""
    found = re.search(rf"^{source}:\n(?:[ \t].*\n|\n)*", text, re.MULTILINE)
    return found[0] if found else ""


def _names_there(path: Path) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    if path.exists():
        names |= {row["id"]: [name for name in row["also"].split("|") if name] for row in open_table(path).rows()}
    return names


def _titles_by_code(table: Table, codes: Codes, tally: Tally) -> Mapping[str, Iterable[str]]:
    """Our code -> titles and their short forms in file order, each once without regard to case."""
    titles: dict[str, dict[str, str]] = defaultdict(dict)
    users: dict[str, set[str]] = defaultdict(set)
    for row in table.rows():
        tally.read += 1
        code = codes.find(row[CODE])
        if not code:
            tally.skipped["a title of an occupation without official figures"] += 1
            continue
        for name in {row["Alternate Title"]: None, row["Short Title"]: None}:
            if name not in NOTHING and "|" not in name:
                titles[code].setdefault(name.lower(), name)
                users[name.lower()].add(code)
    tally.skipped["a title that several occupations share"] += sum(len(some) > 1 for some in users.values())
    return {code: [n for low, n in some.items() if len(users[low]) == 1] for code, some in titles.items()}
