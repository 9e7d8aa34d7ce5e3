"""Knowledge folders -> their files, and a file -> its text; what must not be read becomes a Problem."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import careerbot
from careerbot.model import Mark, Problem

# Written files are small; anything larger is a mistake or an attack. Tables of published figures may be large.
TEXT_LIMIT = 2_000_000
TABLE_LIMIT = 40_000_000
# Where in a layer the pictures of FAQ entries lie.
PICTURES = "faq/pictures/"

# All that YAML counts as the end of a line; str.splitlines knows more and would shift the numbers.
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_CONTROL_OR_BREAK = re.compile(f"{CONTROL.pattern}|[\t\r\n\u2028\u2029]")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a knowledge layer: where it is, its path inside the layer, and how its author is shown it."""

    path: Path
    layer: Path
    name: str
    shown: str

    @property
    def folder(self) -> str:
        """First part of the path inside the layer; empty for files that stand at its top."""
        return self.name.partition("/")[0] if "/" in self.name else ""

    @property
    def stem(self) -> str:
        """The file's name without folders and endings: `pay` for intents/pay.yaml, answers/pay.md.j2."""
        return self.name.rpartition("/")[2].partition(".")[0]


def builtin_knowledge() -> Path:
    """The knowledge folder that comes with the program: inside the installed package, else that of the checkout."""
    package = Path(careerbot.__file__).resolve().parent
    inside = package / "knowledge"
    return inside if inside.is_dir() else package.parents[1] / "knowledge"


def list_files(layer: Path) -> list[SourceFile]:
    """Every file below a layer by name, hidden ones and editors' copies left out; empty when there is no such folder.

    Links to folders are listed and not followed.
    """
    root = layer.absolute()
    return [
        SourceFile(path, root, name, _CONTROL_OR_BREAK.sub("?", _show(f"{root.resolve().name}/{name}")))
        for path, name in sorted(_walk(root), key=lambda found: found[1])
    ]


def read_text(file: SourceFile, problems: list[Problem], limit: int = TEXT_LIMIT) -> str | None:
    """The text without a byte order mark; None, with a Problem added, when it cannot or must not be read."""
    data = read_bytes(file, problems, limit)
    if data is None:
        return None
    try:
        text = data.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        where = Mark(file.shown, data[: error.start].count(b"\n") + 1)
        problems.append(Problem(where, "not-utf8", "the file is not UTF-8 text", "save it again as UTF-8"))
        return None
    return text if _is_plain(text, file, problems) else None


def read_bytes(file: SourceFile, problems: list[Problem], limit: int = TABLE_LIMIT) -> bytes | None:
    """The bytes, unpacked when the name ends in `.xz`; None, with a Problem added, when that is refused."""
    where = Mark(file.shown)
    try:
        if not file.path.resolve().is_relative_to(file.layer.resolve()):
            problems.append(Problem(where, "link-outside", "the file is a link that leads out of its knowledge folder"))
            return None
        return _read_up_to(file, limit, problems)
    except (OSError, RuntimeError, EOFError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problems.append(Problem(where, "unreadable-file", f"the file cannot be read: {reason}"))
        return None


def split_lines(text: str) -> list[str]:
    """The lines of a text as YAML counts them, without their ends."""
    return _LINE_END.split(text)


def find_lines(layers: Sequence[Path]) -> Callable[[Mark], str]:
    """A function from a mark to the line it points to, empty when there is none; each file is read once.

    A file that several layers of the same name have is looked up in the last of them.
    """
    files = {file.shown: file for layer in layers for file in list_files(layer)}

    @cache
    def lines_of(shown: str) -> list[str]:
        data = read_bytes(files[shown], []) if shown in files else None
        return split_lines((data or b"").decode("utf-8", "replace").removeprefix(_BOM))

    def line_at(mark: Mark) -> str:
        lines = lines_of(mark.file) if mark.line else []
        return lines[mark.line - 1] if 0 < mark.line <= len(lines) else ""

    return line_at


def _show(name: str) -> str:
    """A name that is no UTF-8 could not be printed."""
    return name.encode("utf-8", "replace").decode()


def _walk(root: Path) -> Iterator[tuple[Path, str]]:
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if not f.startswith((".", "__"))]
        links = [f for f in folders if Path(folder, f).is_symlink()]
        for name in [*names, *links]:
            if not name.startswith(".") and not name.endswith(("~", ".swp", ".bak")):
                path = Path(folder, name)
                yield path, path.relative_to(root).as_posix()


def _read_up_to(file: SourceFile, limit: int, problems: list[Problem]) -> bytes | None:
    if not file.path.is_file():
        raise OSError(0, "it is no plain file")
    with file.path.open("rb") as stream:
        data = stream.read(limit + 1)
    if file.name.endswith(".xz"):
        data = _unpack(data, limit)
    if len(data) <= limit:
        return data
    message = f"the file is larger than {limit // 1_000_000} MB"
    problems.append(Problem(Mark(file.shown), "too-big", message, "split it, or move figures to facts/*.csv.xz"))
    return None


def _unpack(data: bytes, limit: int) -> bytes:
    """Unpacks at most one byte more than the limit, so that a packed bomb costs no memory."""
    import lzma

    try:
        unpacker = lzma.LZMADecompressor(memlimit=256_000_000)
        unpacked = unpacker.decompress(data, max_length=limit + 1)
    except lzma.LZMAError as error:
        raise ValueError(f"it is no whole .xz file ({error})") from error
    if len(unpacked) <= limit and not unpacker.eof:
        raise ValueError("it is cut off; put a whole copy in its place")
    return unpacked


def _is_plain(text: str, file: SourceFile, problems: list[Problem]) -> bool:
    found = CONTROL.search(text)
    if not found:
        return True
    before = split_lines(text[: found.start()])
    where = Mark(file.shown, len(before), len(before[-1]) + 1)
    what = f"the file holds a control character (U+{ord(found[0]):04X}), so it is no plain text"
    problems.append(Problem(where, "not-text", what, "save it as plain text, or delete that character"))
    return False
