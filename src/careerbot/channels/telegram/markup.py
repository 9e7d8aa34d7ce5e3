"""HTML of any length -> parts that Telegram takes, each complete in itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html import unescape

LIMIT = 4096
# Of a text below a picture.
CAPTION_LIMIT = 1024

_ATOM = re.compile(r"<[^<>]+>|&(?:#\w{1,8}|lt|gt|amp|quot);|.", re.DOTALL)
_TAG = re.compile(r"<[^<>]+>")
_NAME = re.compile(r"</?\s*([^\s>]*)")


def split_html(html: str, limit: int = LIMIT) -> list[str]:
    """The HTML in parts of at most `limit` seen characters, none of them blank; every part closes what it opens.

    Cuts come after a paragraph if that is past the middle of a part, else after a line, a word, a whole character.
    """
    atoms = _ATOM.findall(html.strip())
    parts: list[str] = []
    opened: list[str] = []
    while atoms:
        end = _find_end(atoms, limit)
        part = "".join([*opened, *atoms[:end]])
        opened = _follow_tags(opened, atoms[:end])
        atoms = atoms[end:]
        if not is_empty(part):
            parts.append(part.strip() + "".join(f"</{_name(tag)}>" for tag in reversed(opened)))
    return parts


def to_plain(html: str) -> str:
    """What a reader sees of the HTML."""
    return unescape(_TAG.sub("", html))


def is_empty(html: str) -> bool:
    """Whether a reader sees nothing of the HTML."""
    return not to_plain(html).strip()


def _find_end(atoms: Sequence[str], limit: int) -> int:
    """Where the first part ends: the number of its atoms, at least one."""
    if 2 * len(atoms) <= limit:  # so that nearly every answer is not looked at letter by letter
        return len(atoms)
    seen, paragraph, line, word, character = 0, 0, 0, 0, 0
    for i, atom in enumerate(atoms):
        if _is_tag(atom):
            continue
        seen += 1 + (ord(atom[0]) > 0xFFFF)
        if seen > limit:
            return next((cut for cut in (paragraph, line, word) if cut > i // 2), character or i or 1)
        end = i + 1
        paragraph = end if atom == "\n" == atoms[i - 1] and i else paragraph
        line = end if atom == "\n" else line
        word = end if atom.isspace() else word
        character = end if end < len(atoms) and not _hangs_on(atoms[end], atom) else character
    return len(atoms)


def _hangs_on(atom: str, before: str) -> bool:
    """Whether the two are parts of one character to the eye: accents, skin tones, joined emoji."""
    return before == "\u200d" or atom == "\u200d" or unicodedata.category(atom[0]) in ("Mn", "Me", "Mc", "Sk")


def _follow_tags(opened: Sequence[str], atoms: Sequence[str]) -> list[str]:
    """The start tags still open after the atoms, outermost first."""
    now = list(opened)
    for tag in filter(_is_tag, atoms):
        if not tag.startswith("</"):
            now.append(tag)
        elif now:
            now.pop()
    return now


def _is_tag(atom: str) -> bool:
    return len(atom) > 1 and atom[0] == "<"


def _name(tag: str) -> str:
    found = _NAME.match(tag)
    return found[1] if found else ""
