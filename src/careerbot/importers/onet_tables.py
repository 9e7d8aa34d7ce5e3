"""One O*NET table -> what it says on each O*NET occupation, suppressed figures left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from careerbot.importers.base import RefusedFile, Row, Tally
from careerbot.importers.codes import Codes
from careerbot.importers.onet_files import CODE, VALUE, month_of
from careerbot.importers.tables import Table

INTERESTS = ("realistic", "investigative", "artistic", "social", "enterprising", "conventional")
# Columns for the categories 1 to 12 of the level of education that workers and experts say is required.
LEVELS = (
    "less_than_high_school", "high_school", "postsecondary_certificate", "some_college", "associate", "bachelor",
    "post_bachelor_certificate", "master", "post_master_certificate", "professional_degree", "doctoral",
    "post_doctoral",
)  # fmt: skip
SCORE, IMPORTANCE, REQUIRED_LEVEL = "OI", "IM", "RL"
MOST_RELATED, MOST_ELEMENTS, MOST_TECHNOLOGY, MOST_TASKS = 10, 8, 12, 20
IMPORTANT = 3.0
NUMBER = re.compile(r"\d+(?:\.\d+)?")
DIVIDER = "|"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a table says on one occupation: cells in the order of its columns, and their month, empty if not said.

    Where rows differ in age the month is that of the oldest, so that nothing passes for newer than it is.
    """

    cells: tuple[str, ...]
    month: str = ""
    note: str = ""


Profiles = dict[str, Profile]


def read_interests(table: Table, tally: Tally) -> Profiles:
    """O*NET code -> the six scores. Raises `RefusedFile` when one is missing."""
    profiles = {}
    for code, rows in _by_code(_ratings(table, SCORE, tally)).items():
        by_name = {row["Element Name"].lower(): row for row in rows}
        profiles[code] = Profile(_all_of(table, code, INTERESTS, by_name), _oldest(rows))
    return profiles


def read_job_zones(table: Table, tally: Tally) -> Profiles:
    """O*NET code -> the job zone."""
    rows = list(table.rows())
    tally.read += len(rows)
    return {row[CODE]: Profile((row["Job Zone"],), month_of(row["Date"])) for row in rows}


def read_schooling(table: Table, tally: Tally) -> Profiles:
    """O*NET code -> percent by required level, empty where suppressed. Raises `RefusedFile` when a level is missing."""
    profiles = {}
    for code, rows in _by_code(_ratings(table, REQUIRED_LEVEL, tally)).items():
        by_level = {_level_of(table, row): row for row in rows}
        cells = _all_of(table, code, LEVELS, by_level)
        kept = tuple("" if is_suppressed(by_level[level]) else c for level, c in zip(LEVELS, cells, strict=True))
        hidden = [level.replace("_", " ") for level in LEVELS if is_suppressed(by_level[level])]
        tally.skipped["a figure that O*NET advises not to use"] += len(hidden)
        note = f"left out, since O*NET advises not to use them: {', '.join(hidden)}" if hidden else ""
        if any(kept):
            profiles[code] = Profile(kept, _oldest(rows), note)
    return profiles


def read_elements(table: Table, tally: Tally) -> Profiles:
    """O*NET code -> the names of the most important elements, most important first.

    Raises `RefusedFile` when an occupation has fewer elements than another, as in a file that was cut off.
    """
    by_code = _by_code(_ratings(table, IMPORTANCE, tally))
    most = max(map(len, by_code.values()), default=0)
    profiles = {}
    for code, rows in by_code.items():
        if len(rows) < most:
            raise RefusedFile(f"{table}: {code} has {len(rows)} of {most} rows; the file is damaged or cut off")
        kept = [row for row in rows if not is_suppressed(row)]
        tally.skipped["a figure that O*NET advises not to use"] += len(rows) - len(kept)
        high = [row for row in kept if float(_number(table, row)) >= IMPORTANT]
        high.sort(key=lambda row: -float(row[VALUE]))
        profiles[code] = Profile((_joined((row["Element Name"] for row in high), MOST_ELEMENTS),), _oldest(rows))
    return profiles


def read_technology(table: Table, tally: Tally) -> Profiles:
    """O*NET code -> examples of technology: in demand and hot, in demand, hot, the rest, else in file order."""
    rows = list(table.rows())
    tally.read += len(rows)
    return {
        code: Profile((_joined((row["Example"] for row in sorted(some, key=_coolness)), MOST_TECHNOLOGY),))
        for code, some in _by_code(rows).items()
    }


def read_related(table: Table, codes: Codes, tally: Tally) -> Profiles:
    """O*NET code -> our codes of related occupations, most related first, itself left out, blanks between."""
    rows = list(table.rows())
    tally.read += len(rows)
    profiles = {}
    for code, some in _by_code(rows).items():
        some.sort(key=lambda row: int(row["Index"]))
        found = dict.fromkeys(codes.find(row["Related O*NET-SOC Code"]) for row in some)
        others = [other for other in found if other and other != codes.find(code)]
        profiles[code] = Profile((" ".join(others[:MOST_RELATED]),))
    return profiles


def read_tasks(table: Table, tally: Tally) -> Profiles:
    """O*NET code -> tasks, core ones first, else in file order."""
    rows = list(table.rows())
    tally.read += len(rows)
    return {
        code: Profile((_joined((row["Task"] for row in sorted(some, key=_coreness)), MOST_TASKS),), _oldest(some))
        for code, some in _by_code(rows).items()
    }


def is_suppressed(row: Row) -> bool:
    """Whether O*NET advises not to use the row's figure."""
    return row["Recommend Suppress"] == "Y"


def pick_codes(onet_codes: Iterable[str], codes: Codes, tally: Tally) -> Mapping[str, str]:
    """Our code -> the one O*NET code that stands for it: one ending in .00, else the lowest.

    O*NET codes without one of ours, and those that another one stands before, are counted as skipped.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for code in onet_codes:
        groups[codes.find(code)].append(code)
    strangers = len(groups.pop("", ()))
    tally.skipped["an O*NET occupation without official figures"] += strangers
    tally.skipped["an O*NET occupation that shares its code with the one taken"] += sum(
        len(group) - 1 for group in groups.values()
    )
    return {
        ours: min(group, key=lambda code: (not code.endswith(".00"), code))
        for ours, group in sorted(groups.items())
    }


# ------------------------------------------------------------------ rows
def _ratings(table: Table, scale: str, tally: Tally) -> Iterator[Row]:
    """The rows of one scale; all are counted."""
    for row in table.rows():
        tally.read += 1
        if row["Scale ID"] == scale:
            yield row
        else:
            tally.skipped["a figure on another scale"] += 1


def _by_code(rows: Iterable[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[CODE]].append(row)
    return groups


def _all_of(table: Table, code: str, names: tuple[str, ...], rows: Mapping[str, Row]) -> tuple[str, ...]:
    missing = [name for name in names if name not in rows]
    if missing:
        raise RefusedFile(f"{table}: {code} has no figure for {missing[0]}; the file is damaged or cut off")
    return tuple(_number(table, rows[name]) for name in names)


def _level_of(table: Table, row: Row) -> str:
    at = row["Category"]
    if not at.isdecimal() or not 1 <= int(at) <= len(LEVELS):
        raise RefusedFile(f"{table}: {row[CODE]} has the unknown level of education {at!r}")
    return LEVELS[int(at) - 1]


def _number(table: Table, row: Row) -> str:
    if not NUMBER.fullmatch(row[VALUE]):
        raise RefusedFile(f"{table}: {row[CODE]}: {row['Element Name']} is {row[VALUE]!r}, which is no number")
    return row[VALUE]


def _oldest(rows: Iterable[Row]) -> str:
    return min(filter(None, (month_of(row["Date"]) for row in rows)), default="")


def _joined(names: Iterable[str], most: int) -> str:
    """The first names, each once."""
    return DIVIDER.join([name.replace(DIVIDER, "/") for name in dict.fromkeys(names)][:most])


def _coolness(row: Row) -> int:
    return -2 * (row["In Demand"] == "Y") - (row["Hot Technology"] == "Y")


def _coreness(row: Row) -> bool:
    return row["Task Type"] != "Core"
