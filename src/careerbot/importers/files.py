"""Paths as given -> the files there, also inside folders and zip archives, and their lines."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile

from careerbot.importers.base import ROWS_A_STEP, Progress, RefusedFile


@dataclass(frozen=True, slots=True)
class File:
    """A file on disk, or the member of a zip archive there. `named` says that its own path was given."""

    path: Path
    member: str = ""
    named: bool = True

    def __str__(self) -> str:
        """What messages call it."""
        return f"{self.path}/{self.member}" if self.member else str(self.path)

    @property
    def name(self) -> str:
        """The last part of its path."""
        return PurePosixPath(self.member).name if self.member else self.path.name

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of its name in small letters, last one last."""
        return tuple(suffix.lower() for suffix in Path(self.name).suffixes)

    @contextmanager
    def open(self) -> Iterator[tuple[IO[bytes], int]]:
        """Its bytes and their number. Raises OSError, BadZipFile."""
        if not self.member:
            with self.path.open("rb") as stream:
                yield stream, self.path.stat().st_size
            return
        with ZipFile(self.path) as archive, archive.open(self.member) as member:
            yield member, archive.getinfo(self.member).file_size


def list_files(paths: Sequence[Path]) -> list[File]:
    """The files at the paths in their order, those of a folder or a zip archive by name. Raises `RefusedFile`."""
    return [file for path in paths for file in _files_at(path)]


def _files_at(path: Path) -> Iterator[File]:
    if path.is_dir():
        for inside in sorted(path.rglob("*")):
            if inside.is_file() and not inside.name.startswith("."):
                yield File(inside, named=False)
    elif path.suffix.lower() == ".zip":
        with refusals_about(File(path)), ZipFile(path) as archive:
            yield from (File(path, name, named=False) for name in sorted(archive.namelist()) if not name.endswith("/"))
    else:
        yield File(path)


@contextmanager
def refusals_about(file: File) -> Iterator[None]:
    """Turns whatever goes wrong in reading the file into one `RefusedFile` that names it."""
    import lzma
    import zlib

    try:
        yield
    except FileNotFoundError as error:
        raise RefusedFile(f"{file}: there is no such file") from error
    except EOFError as error:
        raise RefusedFile(f"{file}: the file is cut off; fetch it again") from error
    except (BadZipFile, zlib.error) as error:
        raise RefusedFile(f"{file}: the archive is damaged or cut off; fetch it again ({error})") from error
    except (OSError, UnicodeDecodeError, lzma.LZMAError) as error:
        raise RefusedFile(f"{file}: it cannot be read as a table ({error})") from error


def read_lines(file: File, progress: Progress) -> Iterator[str]:
    """The lines of a text file, plain or .xz. Raises `RefusedFile`, also when the last line has no end."""
    line, stage = "\n", f"reading {file.name}"
    with refusals_about(file), file.open() as (stream, size):
        for number, line in enumerate(_text_of(stream, file)):
            if number % ROWS_A_STEP == 0:
                progress(stage, min(stream.tell() / max(size, 1), 1.0) * 0.99)
            yield line
    if not line.endswith(("\n", "\r")):
        raise RefusedFile(f"{file}: the last line has no end, so the file seems to be cut off; fetch it again")


def _text_of(stream: IO[bytes], file: File) -> IO[str]:
    packed = file.suffixes[-1:] == (".xz",)
    if packed:
        from lzma import LZMAFile
    return io.TextIOWrapper(LZMAFile(stream) if packed else stream, encoding="utf-8-sig", newline="")
