"""Files of figures -> one table on disk, looked up by topic, occupation and area."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec

from careerbot.content.files import TABLE_LIMIT, SourceFile, read_text
from careerbot.content.numerals import is_period
from careerbot.model import Cite, Fact, Mark, Problem
from careerbot.problems import suggest

KEYS = ("occupation", "area", "source", "period")
NOTE = "note"
# Column of a fact file -> (measure, unit).
MEASURES: dict[str, tuple[str, str]] = {
    f"{unit}_{measure}": (measure, unit)
    for unit in ("hour", "month", "year")
    for measure in ("p10", "p25", "p50", "p75", "p90", "mean")
}
for _unit, _names in {
    "jobs": ("employment", "jobs", "jobs_projected", "change", "openings"),
    "percent": (
        "growth_percent", "growth_all_percent", "vs_us_percent",
        "less_than_high_school", "high_school", "postsecondary_certificate", "some_college", "associate", "bachelor",
        "post_bachelor_certificate", "master", "post_master_certificate", "professional_degree", "doctoral",
        "post_doctoral",
    ),
    "score": ("realistic", "investigative", "artistic", "social", "enterprising", "conventional"),
    "zone": ("job_zone",),
    "text": (
        "education", "experience", "training",
        "related", "skills", "knowledge", "technology", "programs", "tasks", "employers",
    ),
}.items():  # fmt: skip
    MEASURES.update({name: (name, _unit) for name in _names})

WITHHELD, OTHER_UNIT, AT_LEAST = "x", "u", ">="
_FIGURE = rf"(?:(?:{AT_LEAST})?-?[0-9]{{1,15}}(?:\.[0-9]{{1,15}})?|{WITHHELD}|{OTHER_UNIT}|)"
_CELL = re.compile(_FIGURE)
# All the cells of a row at once, each with a comma behind it: there are millions of them.
_CELLS = re.compile(rf"(?:{_FIGURE},)*")

_TABLES = """
CREATE TABLE fact_names (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE fact_origins (number INTEGER PRIMARY KEY, source TEXT, period TEXT, layout TEXT);
CREATE TABLE facts (
    topic INTEGER, occupation INTEGER, area INTEGER, source INTEGER, origin INTEGER NOT NULL, cells BLOB NOT NULL,
    PRIMARY KEY (topic, occupation, area, source)
) WITHOUT ROWID;
"""
_INSERT = "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?, ?, ?)"
_FIND = "SELECT origin, cells FROM facts WHERE topic = ? AND occupation = ? AND area = ?"
_AREAS = "SELECT DISTINCT area FROM facts WHERE topic = ? AND occupation = ?"
_HOLDING = f"{_AREAS} AND instr(cells, ?)"
_OCCUPATIONS = "SELECT DISTINCT name FROM facts JOIN fact_names ON number = occupation ORDER BY name"

_DEFINED_IN = {
    "occupation": "occupations stand in occupations/",
    "area": "areas stand in places/",
    "source": "sources stand in sources.yaml",
}

Layout = tuple[tuple[str, str], ...]
Reader = Any  # csv.reader returns a type that has no public name
_decode_cells = msgspec.msgpack.Decoder(list[str]).decode
_encode_cells = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that rows may name; whatever is not in them is reported once a file."""

    occupations: Container[str]
    areas: Container[str]
    sources: Container[str]

    def holds(self, kind: str, id: str) -> bool:
        """Whether an id is one of those of its kind, which is one of `KEYS`."""
        return id in {"occupation": self.occupations, "area": self.areas, "source": self.sources}[kind]


@dataclass(frozen=True, slots=True)
class Named:
    """An id that rows of a file name: of which of the `KEYS`, where first, and in how many rows."""

    kind: str
    id: str
    where: Mark
    rows: int

    def report(self) -> Problem:
        """What is wrong when there is no such id."""
        more = f" (and {self.rows - 1} more rows)" if self.rows > 1 else ""
        what = f"there is no {self.kind} `{self.id}`{more}"
        return Problem(self.where, f"fact-unknown-{self.kind}", what, _DEFINED_IN[self.kind])


@dataclass(frozen=True, slots=True)
class _Origin:
    """What the rows of one source and period in one file share: whom to cite, and the columns in order."""

    cite: Cite
    layout: Layout


class FactTable:
    """Figures in an SQLite file that is only read. Lookups may come from several threads."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        self._lock = Lock()
        self._names: dict[int, str] = dict(base.execute("SELECT number, name FROM fact_names"))
        self._numbers = {name: number for number, name in self._names.items()}
        origins = base.execute("SELECT number, source, period, layout FROM fact_origins")
        self._origins = {n: _Origin(Cite(s, p), msgspec.json.decode(text, type=Layout)) for n, s, p, text in origins}

    @classmethod
    def build(
        cls, files: Sequence[SourceFile], known: Known | None = None, path: Path | None = None
    ) -> tuple[FactTable, list[Problem]]:
        """Reads fact files, base layer first, into the SQLite file at `path` (empty or new), else into memory.

        A row replaces that of an earlier layer on the same topic, occupation, area and source. What is wrong is
        left out and reported. Raises sqlite3.Error or OSError when `path` cannot be written.
        """
        table, problems, strangers = cls.build_all(files, known, path)
        return table, [*problems, *(named.report() for named in strangers)] if known else problems

    @classmethod
    def build_all(
        cls, files: Sequence[SourceFile], known: Known | None = None, path: Path | None = None
    ) -> tuple[FactTable, list[Problem], list[Named]]:
        """The same, with the ids that are not known apart; without `known` all are, and their rows stay."""
        base = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        builder = _Builder(base, known)
        base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
        base.execute("BEGIN")
        for file in files:
            builder.add_file(file)
        builder.finish()
        base.execute("COMMIT")
        base.execute("VACUUM")
        if path:
            base.close()
            return cls.open(path, "mode=ro"), builder.problems, builder.strangers
        return cls(base), builder.problems, builder.strangers

    @classmethod
    def open(cls, path: Path, how: str = "mode=ro&immutable=1") -> FactTable:
        """The table that `build` left in the file. Raises sqlite3.Error when there is none."""
        uri = f"{path.absolute().as_uri()}?{how}"
        return cls(sqlite3.connect(uri, uri=True, check_same_thread=False))

    def find(self, topic: str, occupation: str, area: str) -> tuple[Fact, ...]:
        """Every figure on the topic for the occupation in just this area, by source id, then in column order."""
        number = self._numbers.get
        with self._lock:
            rows = self._base.execute(_FIND, (number(topic), number(occupation), number(area))).fetchall()
        found = sorted(((self._origins[n], cells) for n, cells in rows), key=lambda pair: pair[0].cite.source)
        return tuple(
            fact for origin, cells in found for fact in _facts_of(topic, occupation, area, origin, _decode_cells(cells))
        )

    def areas(self, topic: str, occupation: str, holding: str = "") -> tuple[str, ...]:
        """Area ids with any figure on the topic for the occupation, sorted; empty when there are none.

        `holding` leaves those in which some cell has these digits in a row: "24.2" of 24.20 and of 124.25.
        """
        number = self._numbers.get
        query, digits = (_HOLDING, (holding.encode(),)) if holding else (_AREAS, ())
        with self._lock:
            rows = self._base.execute(query, (number(topic), number(occupation), *digits)).fetchall()
        return tuple(sorted(self._names[area] for (area,) in rows))

    def occupations(self) -> tuple[str, ...]:
        """Occupation ids with any figure, sorted."""
        with self._lock:
            return tuple(name for (name,) in self._base.execute(_OCCUPATIONS).fetchall())


def _facts_of(topic: str, occupation: str, area: str, origin: _Origin, cells: Sequence[str]) -> Iterator[Fact]:
    """The facts of one stored row; its last cell is the note on all of them. An empty cell gives none."""
    note, cite = cells[-1], origin.cite
    for (measure, unit), cell in zip(origin.layout, cells, strict=False):
        if not cell:
            continue
        if unit == "text":
            yield Fact(topic, occupation, area, measure, unit, None, cite, text=cell, note=note)
        elif cell == WITHHELD:
            yield Fact(topic, occupation, area, measure, unit, None, cite, "withheld", note=note)
        elif cell == OTHER_UNIT:
            yield Fact(topic, occupation, area, measure, unit, None, cite, "other_unit_only", note=note)
        elif cell.startswith(AT_LEAST):
            value = float(cell.removeprefix(AT_LEAST))
            yield Fact(topic, occupation, area, measure, unit, value, cite, "at_least", note=note)
        else:
            yield Fact(topic, occupation, area, measure, unit, float(cell), cite, note=note)


# ------------------------------------------------------------------ building
@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a file's columns stand: the keys in the order of `KEYS`, the figures with their names, the note (or -1)."""

    count: int
    keys: tuple[int, ...]
    figures: tuple[int, ...]
    layout: Layout
    note: int


@dataclass(slots=True)
class _Builder:
    """Adds files to the table one after the other, and keeps what was wrong in them."""

    base: sqlite3.Connection
    known: Known | None
    problems: list[Problem] = field(default_factory=list)
    strangers: list[Named] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    origins: dict[tuple[str, str, Layout], int] = field(default_factory=dict)
    layer: Path | None = None
    seen: set[tuple[int, ...]] = field(default_factory=set)

    def add_file(self, file: SourceFile) -> None:
        """Adds every sound row of a file called facts/<topic>/<name>.csv or .csv.xz."""
        if file.layer != self.layer:
            self.layer, self.seen = file.layer, set()
        topic = file.name.split("/")[1] if file.name.count("/") == 2 else ""
        if not topic:
            hint = "put it in facts/pay/, facts/outlook/ or another folder named for its topic"
            self.report(Mark(file.shown), "fact-no-topic", "figures stand in a folder that names their topic", hint)
            return
        text = read_text(file, self.problems, TABLE_LIMIT)
        reader = csv.reader(io.StringIO(text or "", newline=""), strict=True)
        try:
            columns = self.find_columns(file, next(reader, [])) if text is not None else None
            if columns:
                self.base.executemany(_INSERT, self.sound_rows(file, topic, columns, reader))
        except csv.Error as error:
            hint = 'a cell with a comma or a quotation mark needs quotes around it: "a, b"'
            self.report(Mark(file.shown, reader.line_num), "bad-table", f"this is no table: {error}", hint)

    def finish(self) -> None:
        """Writes down what the numbers in the rows stand for."""
        self.base.executemany("INSERT INTO fact_names VALUES (?, ?)", [(n, name) for name, n in self.numbers.items()])
        origins = [(n, s, p, msgspec.json.encode(layout).decode()) for (s, p, layout), n in self.origins.items()]
        self.base.executemany("INSERT INTO fact_origins VALUES (?, ?, ?, ?)", origins)

    def report(self, where: Mark, code: str, message: str, hint: str = "") -> None:
        """Keeps a problem."""
        self.problems.append(Problem(where, code, message, hint))

    def find_columns(self, file: SourceFile, header: Sequence[str]) -> _Columns | None:
        """The columns by their names; unknown ones are reported and left out, None when a key is missing."""
        where, names = Mark(file.shown, 1), [name.strip() for name in header]
        missing = [key for key in KEYS if key not in names]
        if missing:
            hint = f"the first line begins with {','.join(KEYS)}"
            self.report(where, "fact-column-missing", f"the column {' and '.join(missing)} is missing", hint)
            return None
        for name in names:
            if name not in MEASURES and name not in (*KEYS, NOTE):
                hint = suggest(name, MEASURES) or f"known are {', '.join(sorted(MEASURES))}"
                self.report(where, "fact-unknown-measure", f"`{name}` is no known kind of figure", hint)
        figures = tuple(at for at, name in enumerate(names) if name in MEASURES)
        layout = tuple(MEASURES[names[at]] for at in figures)
        note = names.index(NOTE) if NOTE in names else -1
        return _Columns(len(names), tuple(names.index(key) for key in KEYS), figures, layout, note)

    def sound_rows(
        self, file: SourceFile, topic: str, columns: _Columns, reader: Reader
    ) -> Iterator[tuple[int | bytes, ...]]:
        """Rows as they are stored. A row that names something unknown, or repeats one of its layer, is left out."""
        strangers = _Strangers(self.known or Known((), (), ()))
        for cells in reader:
            where = Mark(file.shown, reader.line_num)
            if len(cells) != columns.count:
                if cells:
                    message = f"this row has {len(cells)} cells, the table has {columns.count} columns"
                    self.report(where, "bad-table", message)
                continue
            keys = [cells[at].strip() for at in columns.keys]
            if not self.are_sound(keys, where) or (strangers.are_among(keys, where) and self.known):
                continue
            occupation, area, source, period = keys
            key = tuple(map(self.number, (topic, occupation, area, source)))
            if key in self.seen:
                message = f"there is already a row on {topic} for {occupation} in {area} by {source}"
                self.report(where, "fact-repeated", message, "keep one of them")
                continue
            self.seen.add(key)
            figures = [cells[at].strip() for at in columns.figures]
            row = ",".join([*figures, ""])
            if row.count(",") > len(figures) or not _CELLS.fullmatch(row):
                units = (unit for _, unit in columns.layout)
                figures = [self.checked(cell, unit, where) for cell, unit in zip(figures, units, strict=True)]
            note = cells[columns.note].strip() if columns.note >= 0 else ""
            yield *key, self.origin(source, period, columns.layout), _encode_cells([*figures, note])
        self.strangers += strangers.named()

    def are_sound(self, keys: Sequence[str], where: Mark) -> bool:
        """Whether no key is empty and the period is one; else reported."""
        empty = [name for name, key in zip(KEYS, keys, strict=True) if not key]
        if empty:
            self.report(where, "fact-key-missing", f"this row has no {' and no '.join(empty)}")
        elif not is_period(keys[-1]):
            hint = "write 2025, 2025-05, 2025-05-31, 2024-34 for projections, or undated"
            self.report(where, "fact-bad-period", f"`{keys[-1]}` is no period", hint)
        else:
            return True
        return False

    def checked(self, cell: str, unit: str, where: Mark) -> str:
        """The cell, or an empty one after reporting what is no figure."""
        if unit == "text" or _CELL.fullmatch(cell):
            return cell
        hint = f"write a plain number such as 121440, {AT_LEAST}239200, {WITHHELD} (withheld), {OTHER_UNIT} or nothing"
        self.report(where, "fact-bad-number", f"`{cell}` is no figure", hint)
        return ""

    def number(self, name: str) -> int:
        """The number that stands for an id."""
        return self.numbers.setdefault(name, len(self.numbers) + 1)

    def origin(self, source: str, period: str, layout: Layout) -> int:
        """The number that stands for a source, its period and the columns of its rows."""
        return self.origins.setdefault((source, period, layout), len(self.origins) + 1)


@dataclass(slots=True)
class _Strangers:
    """Ids in one file that nothing else knows, each with the first line that names it and how many do."""

    known: Known
    first: dict[tuple[str, str], Mark] = field(default_factory=dict)
    count: Counter[tuple[str, str]] = field(default_factory=Counter)

    def are_among(self, keys: Sequence[str], where: Mark) -> bool:
        """Whether the occupation, area or source of a row is unknown."""
        lists = (self.known.occupations, self.known.areas, self.known.sources)
        strange = [pair for pair, ids in zip(zip(KEYS, keys, strict=True), lists, strict=False) if pair[1] not in ids]
        for pair in strange:
            self.first.setdefault(pair, where)
            self.count[pair] += 1
        return bool(strange)

    def named(self) -> Iterator[Named]:
        """Each of them."""
        return (Named(kind, id, where, self.count[kind, id]) for (kind, id), where in self.first.items())
