"""Tables of places and of occupation titles -> places and occupations; a broken row is reported and left out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any, cast, get_args

from careerbot.content.files import TABLE_LIMIT, SourceFile, read_text
from careerbot.content.numerals import is_count
from careerbot.content.schema import ID_HINT, ID_SIGNS
from careerbot.content.sources import Items, Table, make_text
from careerbot.model import Mark, Occupation, Place, PlaceKind, Problem
from careerbot.problems import suggest

PLACE_COLUMNS = ("id", "name", "kind", "state", "chain", "population", "also", "note")
NAME_COLUMNS = ("id", "also")
TITLE_COLUMNS = ("id", "title", "singular", "also")
TERM_COLUMNS = ("id", "name", "also", "intents", "say", "from")
KINDS = frozenset(get_args(PlaceKind))

Row = tuple[Mark, list[str]]


def read_places(file: SourceFile, problems: list[Problem]) -> Iterator[Place]:
    """The places of a table in the order written."""
    for where, cells in read_rows(file, PLACE_COLUMNS, problems):
        place = _make_place(where, cells, problems)
        if place:
            yield place


def read_titles(file: SourceFile, problems: list[Problem]) -> Iterator[Occupation]:
    """An occupation without topics for each row of a table of titles."""
    for where, (id, title, singular, also) in read_rows(file, TITLE_COLUMNS, problems):
        if title and singular:
            yield Occupation(id, title, singular, where, _split(also))
        else:
            problems.append(Problem(where, "missing-field", f"`{id}` needs a title and a singular"))


def read_names(file: SourceFile, problems: list[Problem]) -> Iterator[Occupation]:
    """More names for an occupation that is described elsewhere, for each row of a table of names."""
    for where, (id, also) in read_rows(file, NAME_COLUMNS, problems):
        yield Occupation(id, "", "", where, _split(also))


def read_terms(file: SourceFile, problems: list[Problem]) -> Iterator[tuple[str, Table]]:
    """For each row of a table of terms its id, and its cells as they would be written in terms.yaml."""
    for where, (id, *cells) in read_rows(file, TERM_COLUMNS, problems):
        table = Table()
        table.where, table.key_marks = where, dict.fromkeys(TERM_COLUMNS[1:], where)
        for name, cell in zip(TERM_COLUMNS[1:], cells, strict=True):
            several = name in ("also", "intents", "from")
            table[name] = _make_list(cell, where) if several else make_text(cell, where)
        yield id, table


def _make_list(cell: str, where: Mark) -> Items:
    items = Items(make_text(part, where) for part in _split(cell))
    items.where = where
    return items


def read_rows(file: SourceFile, columns: Sequence[str], problems: list[Problem]) -> Iterator[Row]:
    """The rows of a table with their places, cells trimmed and in the order of `columns`; none when it is refused."""
    text = read_text(file, problems, TABLE_LIMIT)
    reader = csv.reader(io.StringIO(text or "", newline=""), strict=True)
    try:
        header = next(reader, None)
        if text is not None and _is_header(header, columns, file, problems):
            yield from _read_cells(reader, columns, file, problems)
    except csv.Error as error:
        where = Mark(file.shown, reader.line_num)
        hint = 'a cell with a comma or a quotation mark needs quotes around it: "a, b"'
        problems.append(Problem(where, "bad-table", f"this is no table: {error}", hint))


def _is_header(header: list[str] | None, columns: Sequence[str], file: SourceFile, problems: list[Problem]) -> bool:
    if header == list(columns):
        return True
    where = Mark(file.shown, 1)
    if not header:
        problems.append(Problem(where, "empty-file", "the table is empty", "fill it in or delete it"))
    else:
        hint = f"the first line should be {','.join(columns)}"
        problems.append(Problem(where, "bad-table", "the columns are not those of this kind of table", hint))
    return False


def _read_cells(reader: Any, columns: Sequence[str], file: SourceFile, problems: list[Problem]) -> Iterator[Row]:
    for cells in reader:
        where = Mark(file.shown, reader.line_num)
        if len(cells) != len(columns):
            if cells:
                message = f"this row has {len(cells)} cells, the table has {len(columns)} columns"
                problems.append(Problem(where, "bad-table", message))
        elif ID_SIGNS.fullmatch(cells[0]):
            yield where, [cell.strip() for cell in cells]
        else:
            problems.append(Problem(where, "bad-id", f"`{cells[0]}` cannot be an id", ID_HINT))


def _make_place(where: Mark, cells: list[str], problems: list[Problem]) -> Place | None:
    id, name, kind, state, chain, population, also, note = cells
    if kind not in KINDS:
        hint = suggest(kind, KINDS) or f"one of: {', '.join(sorted(KINDS))}"
        problems.append(Problem(where, "bad-choice", f"`{kind}` is no kind of place", hint))
    elif population and not is_count(population):
        problems.append(Problem(where, "bad-number", f"`{population}` is no population"))
    elif not name:
        problems.append(Problem(where, "missing-field", f"the place `{id}` has no name"))
    else:
        known = cast(PlaceKind, kind)
        people = int(population or 0)
        return Place(id, name, known, (id, *chain.split()), where, _split(also), state, people, note)
    return None


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
