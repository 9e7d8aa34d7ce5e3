"""Files in faq/pictures/ -> the pictures of FAQ entries, and what keeps one from being shown."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from errno import ENOENT
from pathlib import Path

from careerbot.content.files import PICTURES, SourceFile, read_bytes
from careerbot.content.links import place_of
from careerbot.model import Faq, Mark, Picture, Problem
from careerbot.problems import suggest

# What Telegram takes as a photo, of which it allows ten: a phone should not wait for more than this.
SIZE_LIMIT = 5_000_000
SIDES_LIMIT, RATIO_LIMIT = 10_000, 20

_ENDINGS = (".png", ".jpg", ".jpeg")
_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_JPEG = b"\xff\xd8\xff"
# Marks of a JPEG behind which its sides stand; four of the sixteen are for something else.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class BadPictureError(ValueError):
    """A picture that cannot be shown; the message says why."""


@dataclass(slots=True)
class Gallery:
    """The pictures of one layer by their name in faq/pictures/, and those names that its entries write."""

    files: dict[str, SourceFile] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)

    def take(self, file: SourceFile) -> None:
        """Keeps a file that an entry may show."""
        self.files[file.name.removeprefix(PICTURES)] = file

    def hang(self, entry: Faq, problems: list[Problem]) -> Faq:
        """The entry with the whole path of its picture; without a picture, and with a problem, where it is no good."""
        if entry.picture is None:
            return entry
        where = place_of(entry.picture.path, entry.item.where)
        found = self._judge(entry.picture.path, where)
        problems += found
        return replace(entry, picture=None if found else self._locate(entry.picture))

    def find_unused(self) -> Iterator[Problem]:
        """A warning for each picture that no entry names."""
        for name in sorted(self.files.keys() - self.named):
            hint = f"write `picture: {name}` in an entry, or delete the file"
            where = Mark(self.files[name].shown)
            yield Problem(where, "unused-picture", "no entry shows this picture", hint, "warning")

    def _locate(self, picture: Picture) -> Picture:
        return replace(picture, path=str(self.files[picture.path].path))

    def _judge(self, name: str, where: Mark) -> list[Problem]:
        if name not in self.files:
            hint = suggest(name, self.files) or f"put the file into {PICTURES} of the same folder of knowledge"
            return [Problem(where, "unknown-picture", f"there is no file `{PICTURES}{name}`", hint)]
        found: list[Problem] = []
        data = read_bytes(self.files[name], found, SIZE_LIMIT)
        if data is None:
            # An author looks for it where the entry names it.
            hints = {"too-big": "save it in a smaller size"}
            return [replace(p, where=where, hint=hints.get(p.code, "put a copy of it in its place")) for p in found]
        try:
            check_picture(name, data)
        except BadPictureError as error:
            hint = "save it anew as PNG or JPEG, in a size that fits a phone"
            return [Problem(where, "bad-picture", f"`{name}` cannot be shown: {error}", hint)]
        return []


def load_picture(path: str) -> bytes:
    """The bytes of a picture that may be shown. Raises OSError, BadPictureError."""
    if not Path(path).is_file():
        # To open a pipe could wait for ever.
        raise FileNotFoundError(ENOENT, "no plain file")
    with Path(path).open("rb") as file:
        data = file.read(SIZE_LIMIT + 1)
    check_picture(path, data)
    return data


def check_picture(name: str, data: bytes) -> None:
    """Raises BadPictureError for what is no PNG or JPEG of a size, in pixels and bytes, that people can be shown."""
    if not data:
        raise BadPictureError("the file is empty")
    if len(data) > SIZE_LIMIT:
        raise BadPictureError(f"it is larger than {SIZE_LIMIT // 1_000_000} MB")
    if not name.lower().endswith(_ENDINGS):
        raise BadPictureError(f"its name does not end in {', '.join(_ENDINGS)}")
    width, height = _measure(data)
    if not width or not height:
        raise BadPictureError("it is no whole PNG or JPEG, whatever its name says")
    if width + height > SIDES_LIMIT:
        raise BadPictureError(f"{width:,} by {height:,} pixels are more than {SIDES_LIMIT:,} together")
    if max(width, height) > RATIO_LIMIT * min(width, height):
        raise BadPictureError(f"{width:,} by {height:,} pixels: one side is more than {RATIO_LIMIT} times the other")


def _measure(data: bytes) -> tuple[int, int]:
    """Width and height in pixels; (0, 0) for what is no PNG or JPEG, or broken off before it says so."""
    try:
        if data.startswith(_PNG):
            width, height = struct.unpack_from(">II", data, len(_PNG))
            return width, height
        return _measure_jpeg(data) if data.startswith(_JPEG) else (0, 0)
    except (struct.error, IndexError):
        return 0, 0


def _measure_jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while data[at] == 0xFF:
        if data[at + 1] == 0xFF:
            at += 1
        elif data[at + 1] in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        else:
            at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return 0, 0
