"""Publishers' tables -> checked rows, and our rows -> files that appear whole or not at all."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

Row = Mapping[str, str]


class RefusedFile(Exception):
    """A file that cannot be imported; the message says which one and why, for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did: rows read and written, rows left out by reason, and the files now in place."""

    read: int
    written: int
    skipped: Mapping[str, int]
    files: tuple[Path, ...]


Importer = Callable[[Sequence[Path], Path], Report]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of input table, known by its columns."""

    name: str
    columns: tuple[str, ...]

    def __str__(self) -> str:
        """The name with the columns to look for."""
        return f"{self.name} (with {', '.join(self.columns)})"


@dataclass(frozen=True, slots=True)
class Output:
    """A file to write below the knowledge folder; a name ending in .xz is written compressed."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Sequence[str]]


class Tally:
    """Counts the rows of one import as they pass."""

    def __init__(self) -> None:
        self.read = 0
        self.written = 0
        self.skipped: Counter[str] = Counter()

    def reported(self, files: Sequence[Path]) -> Report:
        """The counts so far as a `Report` on the given files."""
        return Report(self.read, self.written, dict(self.skipped), tuple(files))


# ------------------------------------------------------------------ reading
def open_text(path: Path) -> IO[str]:
    """A text file, plain or .xz, ready for the csv module. Raises OSError when it is not there."""
    if path.suffix == ".xz":
        import lzma

        return lzma.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


@contextmanager
def refusals_about(path: Path) -> Iterator[None]:
    """Turns whatever goes wrong in reading `path` into one `RefusedFile` that names it."""
    import lzma

    try:
        yield
    except FileNotFoundError as error:
        raise RefusedFile(f"{path}: there is no such file") from error
    except EOFError as error:
        raise RefusedFile(f"{path}: the file is cut off; fetch it again") from error
    except (OSError, UnicodeDecodeError, csv.Error, lzma.LZMAError) as error:
        raise RefusedFile(f"{path}: it cannot be read as a table ({error})") from error


def whole_lines(path: Path, lines: Iterable[str]) -> Iterator[str]:
    """The same lines. Raises `RefusedFile` when the last one has no end, as in a file that was cut off."""
    line = "\n"
    for line in lines:
        yield line
    if not line.endswith(("\n", "\r")):
        raise RefusedFile(f"{path}: the last line has no end, so the file seems to be cut off; fetch it again")


def read_cells(path: Path) -> Iterator[list[str]]:
    """Header and rows as lists of cells: .csv with quotes, .tsv without. Raises `RefusedFile`."""
    tabs = ".tsv" in path.suffixes
    with refusals_about(path), open_text(path) as file:
        lines = whole_lines(path, file)
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if tabs else csv.reader(lines, strict=True)


def read_header(path: Path) -> tuple[str, ...]:
    """Column names of a table, empty for an empty file. Raises `RefusedFile`."""
    return tuple(cell.strip() for cell in next(read_cells(path), ()))


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows as column -> cell in file order. Raises `RefusedFile` at a row with too few or too many cells."""
    cells = read_cells(path)
    header = [cell.strip() for cell in next(cells, ())]
    for number, row in enumerate(cells, start=2):
        if len(row) != len(header):
            raise RefusedFile(
                f"{path}: row {number} has {len(row)} cells and not {len(header)}; the file is damaged or cut off"
            )
        yield dict(zip(header, row, strict=True))


def tell_apart(paths: Sequence[Path], kinds: Sequence[Kind]) -> dict[str, Path]:
    """Which of the given files is which, by their columns; a file is of the first kind that fits.

    Raises `RefusedFile` for a file of no kind, for a second of one kind, and when a kind that is needed is missing.
    """
    found: dict[str, Path] = {}
    for path in paths:
        header = set(read_header(path))
        kind = next((k for k in kinds if header.issuperset(k.columns)), None)
        if kind is None:
            raise RefusedFile(f"{path}: this is none of the tables wanted here: {'; '.join(map(str, kinds))}")
        if kind.name in found:
            raise RefusedFile(f"{path}: {kind.name} was already given as {found[kind.name]}")
        found[kind.name] = path
    missing = [k for k in kinds if k.name not in found]
    if missing:
        raise RefusedFile(f"a table is missing: {'; '.join(map(str, missing))}")
    return found


# ------------------------------------------------------------------ writing
def write_outputs(out: Path, outputs: Sequence[Output]) -> tuple[list[Path], int]:
    """Writes every output beside its place, then moves all in; returns (files, rows written).

    When anything fails, also while the rows are still being made, what was there before stays as it was.
    """
    files, count = [out / output.name for output in outputs], 0
    with ExitStack() as stack:
        drafts = []
        for file, output in zip(files, outputs, strict=True):
            file.parent.mkdir(parents=True, exist_ok=True)
            drafts.append(stack.enter_context(_draft_of(file)))
            count += _write_table(drafts[-1], output)
        for draft, file in zip(drafts, files, strict=True):
            os.replace(draft, file)
    return files, count


@contextmanager
def _draft_of(file: Path) -> Iterator[Path]:
    with NamedTemporaryFile(dir=file.parent, prefix=".", suffix=file.suffix, delete=False) as made:
        draft = Path(made.name)
    draft.chmod(0o644)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _write_table(path: Path, output: Output) -> int:
    count = 0
    with _open_for_writing(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(output.columns)
        for row in output.rows:
            writer.writerow(row)
            count += 1
    return count


def _open_for_writing(path: Path) -> IO[str]:
    if path.suffix == ".xz":
        import lzma

        return lzma.open(path, "wt", preset=9 | lzma.PRESET_EXTREME, encoding="utf-8", newline="")
    return path.open("w", encoding="utf-8", newline="")
