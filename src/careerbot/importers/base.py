"""Our rows -> files that appear whole or not at all; the counts, reports and refusals that all imports share."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Protocol

Row = Mapping[str, str]
# Is told what is being done and how much of that is done (0..1).
Progress = Callable[[str, float], None]
# Telling more often would cost more time than it is worth.
ROWS_A_STEP = 5000


class RefusedFile(Exception):
    """A file that cannot be imported; the message says which one and why, for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did: rows read and written, rows left out by reason, the files now in place.

    `remarks` are sentences on given files that were not used, or only in part.
    """

    read: int
    written: int
    skipped: Mapping[str, int]
    files: tuple[Path, ...]
    remarks: tuple[str, ...] = ()


class Importer(Protocol):
    """Turns the release files at `paths` into files below the knowledge folder `out`. Raises `RefusedFile`."""

    def __call__(self, paths: Sequence[Path], out: Path, progress: Progress = ...) -> Report:
        """A report on what was read, written and left out."""


@dataclass(frozen=True, slots=True)
class Output:
    """A table to write below the knowledge folder; a name ending in .xz is written compressed."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Sequence[str]]


@dataclass(frozen=True, slots=True)
class TextOutput:
    """A text to write below the knowledge folder."""

    name: str
    text: str


class Tally:
    """Counts the rows of one import as they pass."""

    def __init__(self) -> None:
        self.read = 0
        self.written = 0
        self.skipped: Counter[str] = Counter()

    def reported(self, files: Sequence[Path], remarks: Sequence[str] = ()) -> Report:
        """The counts so far as a `Report` on the given files."""
        skipped = {reason: count for reason, count in self.skipped.items() if count}
        return Report(self.read, self.written, skipped, tuple(files), tuple(remarks))


def no_progress(stage: str, share: float) -> None:
    """Tells nobody how far an import is."""


# ------------------------------------------------------------------ writing
def write_outputs(
    out: Path, outputs: Sequence[Output | TextOutput], progress: Progress = no_progress
) -> tuple[list[Path], int]:
    """Writes every output beside its place, then moves all in; returns (files, rows written).

    When anything fails, also while the rows are still being made, what was there before stays as it was.
    """
    files, count = [out / output.name for output in outputs], 0
    with ExitStack() as stack:
        drafts = []
        for file, output in zip(files, outputs, strict=True):
            file.parent.mkdir(parents=True, exist_ok=True)
            drafts.append(stack.enter_context(_draft_of(file)))
            count += _write_output(drafts[-1], output, progress)
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


def _write_output(path: Path, output: Output | TextOutput, progress: Progress) -> int:
    if isinstance(output, TextOutput):
        path.write_text(output.text, encoding="utf-8")
        return 0
    rows, stage = list(output.rows), f"writing {output.name}"
    with _open_for_writing(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(output.columns)
        for number, row in enumerate(rows):
            if number % ROWS_A_STEP == 0:
                progress(stage, number / len(rows))
            writer.writerow(row)
    return len(rows)


def _open_for_writing(path: Path) -> IO[str]:
    if path.suffix == ".xz":
        import lzma

        return lzma.open(path, "wt", preset=9 | lzma.PRESET_EXTREME, encoding="utf-8", newline="")
    return path.open("w", encoding="utf-8", newline="")
