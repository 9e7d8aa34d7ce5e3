"""A counselor's layer and the name of a file -> its earlier versions, where the folder is kept by git."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

_MOST = 50
_SECONDS = 10
_COMMIT = re.compile(r"[0-9a-f]{40}")
_FIELDS = "%H%x1f%as%x1f%an%x1f%s"
# Nothing that a repository's own settings could start is started.
_GIT = ("git", "--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")


class NoHistoryError(Exception):
    """Earlier versions that cannot be had; the message says why."""


@dataclass(frozen=True, slots=True)
class Version:
    """One commit of a file: its hash, its day such as "2026-03-01", and who says what it is."""

    commit: str
    day: str
    author: str
    subject: str


def list_versions(folder: Path, name: str) -> list[Version]:
    """The commits that changed a file, latest first, at most 50; none where the folder is kept by no git."""
    try:
        log = _run(folder, "log", f"--max-count={_MOST}", f"--format={_FIELDS}", "--", name)
    except NoHistoryError:
        return []
    return [Version(*line.split("\x1f", 3)) for line in log.splitlines() if line.count("\x1f") >= 3]


def read_version(folder: Path, name: str, commit: str) -> str:
    """The file's text as it was after a commit. Raises NoHistoryError."""
    if not _COMMIT.fullmatch(commit):
        raise NoHistoryError("that is no commit")
    return _run(folder, "show", "--no-ext-diff", "--no-textconv", f"{commit}:./{name}").replace("\r\n", "\n")


def _run(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            [*_GIT, "-C", str(folder), *arguments], capture_output=True, check=True, timeout=_SECONDS, text=True,
            encoding="utf-8", errors="replace", stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise NoHistoryError(f"git cannot tell ({type(error).__name__})") from None
    return done.stdout
