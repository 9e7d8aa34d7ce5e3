"""A counselor's layer and the name of a file -> its text, read and written without a way out of the layer."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import unified_diff
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile

from careerbot.content.files import TEXT_LIMIT, SourceFile, list_files, read_text
from careerbot.model import Problem

# What can be edited, and how the names of such files end.
EDITABLE = {"faq": ".yaml", "answers": ".md.j2", "dialogues": ".txt"}
# One part of a path: no hidden file, no way up, nothing that a system takes for a device or a stream.
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. -]{0,99}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?|.*[. ]", re.IGNORECASE)
_WINDOWS_END = b"\r\n"


class RefusedFileError(ValueError):
    """A file that is not to be read or written; the message says why."""


class ChangedMeanwhileError(RefusedFileError):
    """A file that is no longer what it was when somebody began to edit it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A file's text with plain line ends, and a stamp that changes with the file; both empty for a new file."""

    name: str
    text: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a layer that can be edited, by their path inside it, such as `faq/visits.yaml`."""

    path: Path

    def names(self) -> list[str]:
        """The files that there are, by name."""
        return [file.name for file in list_files(self.path) if self._is_editable(file.name)]

    def shown(self, name: str) -> str:
        """A file as its author is shown it in problems."""
        return f"{self.path.resolve().name}/{name}"

    def read(self, name: str) -> Page:
        """The file as it is now. Raises RefusedFileError."""
        path = self._find(name)
        if not path.exists():
            return Page(name, "", "")
        problems: list[Problem] = []
        data = path.read_bytes()
        text = read_text(SourceFile(path, self.path, name, self.shown(name)), problems)
        if text is None:
            raise RefusedFileError("; ".join(problem.message for problem in problems))
        return Page(name, text.replace("\r\n", "\n"), _stamp(data))

    def compare(self, name: str, text: str) -> str:
        """What saving the text would change, as a unified diff; empty when nothing. Raises RefusedFileError."""
        before = self.read(name).text.splitlines(keepends=True)
        lines = unified_diff(before, text.splitlines(keepends=True), f"{name} (saved)", f"{name} (yours)")
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)

    def write(self, name: str, text: str, stamp: str) -> Page:
        """Puts the text in the file's place, whole or not at all; the line ends stay those that the file has.

        Raises ChangedMeanwhileError when the file has not this stamp any more, RefusedFileError, OSError.
        """
        path = self._find(name)
        if self.read(name).stamp != stamp:
            raise ChangedMeanwhileError(f"{name} was changed elsewhere meanwhile; open it again to see how")
        old = path.read_bytes() if path.exists() else b""
        data = text.replace("\r\n", "\n").encode("utf-8")
        data = data.replace(b"\n", _WINDOWS_END) if _WINDOWS_END in old else data
        if len(data) > TEXT_LIMIT:
            raise RefusedFileError(f"the text is larger than {TEXT_LIMIT // 1_000_000} MB")
        _put(path, data)
        return Page(name, text, _stamp(data))

    def _is_editable(self, name: str) -> bool:
        with suppress(RefusedFileError):
            return self._find(name).is_file()
        return False

    def _find(self, name: str) -> Path:
        """Where a file is or would be. Raises RefusedFileError for a name that could lead elsewhere."""
        parts = name.split("/")
        if fault := _find_fault(name, parts):
            raise RefusedFileError(f"{name[:120]!r} {fault}")
        root = self.path.resolve()
        steps = list(_steps(root, parts))
        if any(step.is_symlink() for step in steps) or not steps[-1].resolve().is_relative_to(root):
            raise RefusedFileError(f"{name} is a link, which is not followed")
        return steps[-1]


def _find_fault(name: str, parts: list[str]) -> str:
    """What keeps a name from being that of a file to edit; "" when nothing does."""
    ending = EDITABLE.get(parts[0], "")
    if len(parts) < 2 or not ending or not all(map(_is_plain, parts)):
        kinds = ", ".join(f"{folder}/…{end}" for folder, end in EDITABLE.items())
        return f"is no file to edit here; there are {kinds}"
    if parts[1] in EDITABLE:
        return f"names two folders; write {'/'.join(parts[1:])}"
    if not name.endswith(ending) or parts[-1] == ending:
        return f"lacks its ending; write {name.partition('.')[0]}{ending}"
    return ""


def _is_plain(part: str) -> bool:
    return bool(_PART.fullmatch(part)) and not _RESERVED.fullmatch(part)


def _steps(root: Path, parts: list[str]) -> Iterator[Path]:
    """Every folder on the way, and the file."""
    for part in parts:
        root = root / part
        yield root


def _put(path: Path, data: bytes) -> None:
    """Writes beside the file and moves over it, so that a crash leaves the old or the new one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    with NamedTemporaryFile("wb", dir=path.parent, prefix=".", suffix=".new", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, mode)
            os.replace(file.name, path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _stamp(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
