"""Lines that are no YAML, and where the parser stopped -> the slip of an author that explains it, where it was made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from careerbot.content import keys

_LONGEST_SHOWN = 60
_AS_BLOCK = "write the text as a block: `say: |-`, then its lines, indented"
_TABLES = [table for name, table in vars(keys).items() if name.endswith("_KEYS")]
_NAMES = "|".join(sorted({name for table in _TABLES for name in table}))

_NO_BLANK_AFTER_COLON = re.compile(rf"(?:- +)?(?:{_NAMES}):(?=[^\s:/])")
_NO_COLON = re.compile(rf"(?:- +(?=id\b))?(?:{_NAMES})(?=\s*[|>][-+]?$| +[^\s:]|$)")
_NO_BLANK_AFTER_DASH = re.compile(r"-(?=[^\s-])")
_OTHER_DASH = re.compile(r"[–—−•·]\s*(?=\w|[\"'])|\* +(?=\w)")
_GOES_ON = re.compile(r"(?:- +|\w+: +)+([\"'])(?:(?!\1).)*\1\s*[^\s,\]}:#\"']")
_BRACE = re.compile(r"(?:- +)*[\w.-]+: +\{(?:\{|[^:}]*\} *[^\s#])")
_VALUE = re.compile(r"\s*(?:- +)*(?:[\w.-]+: +)?(?=[\"'\[])")
_NEW_PART = re.compile(r"\s*(?:-(?:\s|$)|[\w.-]+:(?:\s|$))")
_BLOCK = re.compile(r"(?:^|[:\-] )\s*[|>][-+\d]*$")


@dataclass(frozen=True, slots=True)
class Slip:
    """Line and column from 1, what is wrong there, and what to do."""

    line: int
    column: int
    message: str
    cure: str


def find_slip(lines: Sequence[str], stops: Sequence[int]) -> Slip | None:
    """The likeliest slip; None when nothing looks like one. `stops` are the numbers of lines that the parser names.

    The parser mostly stops on the line after the slip, and after a mark that is never closed many lines below it.
    """
    before = [next((n for n in range(stop - 1, 0, -1) if lines[n - 1].strip()), stop) for stop in stops]
    looked_at = [n for n in dict.fromkeys([*stops, *before]) if n <= len(lines)]
    shaped = (_read_shape(lines[n - 1], n) for n in looked_at)
    return _find_open_mark(lines[: max(stops)]) or next(filter(None, shaped), None)


def _read_shape(line: str, number: int) -> Slip | None:
    text = line.strip()
    column = len(line) - len(line.lstrip()) + 1
    for shape, message, cure in _SHAPES:
        if found := shape.match(text):
            mended = _shorten(cure(text, found))
            return Slip(number, column, message.format(found[0].removeprefix("- ").strip()), mended)
    return None


def _shorten(cure: str) -> str:
    return cure if len(cure) <= 2 * _LONGEST_SHOWN else f"{cure[: 2 * _LONGEST_SHOWN]} …`"


def _put(sign: str, words: str) -> Callable[[str, re.Match[str]], str]:
    """A cure that shows the line with a sign behind what was found."""
    return lambda text, found: f"{words}: `{f'{text[: found.end()]}{sign}{text[found.end() :].lstrip()}'.rstrip()}`"


_SHAPES: Sequence[tuple[re.Pattern[str], str, Callable[[str, re.Match[str]], str]]] = (
    (_NO_BLANK_AFTER_COLON, "a blank is missing after `{}`", _put(" ", "put a blank after the colon")),
    (_NO_COLON, "a colon is missing after `{}`", _put(": ", "put a colon and a blank after the name")),
    (_NO_BLANK_AFTER_DASH, "a blank is missing after the dash", _put(" ", "put a blank after the dash")),
    (
        _OTHER_DASH,
        "`{}` begins no entry of a list",
        lambda text, found: f"write a hyphen and a blank: `- {text[found.end() :]}`",
    ),
    (
        _GOES_ON,
        "the text goes on behind its closing quotation mark",
        lambda *_: f"leave the outer marks out, or {_AS_BLOCK}",
    ),
    (_BRACE, "a text cannot begin with a brace here", lambda *_: _AS_BLOCK),
)


def _find_open_mark(lines: Sequence[str]) -> Slip | None:
    """The first text that begins with a quotation mark, does not end with one, and is followed by another part."""
    outside = list(_skip_blocks(lines))
    for (number, line), (_, after) in zip(outside, [*outside[1:], (0, "")], strict=False):
        found = _VALUE.match(line)
        mark = _open_mark(line[found.end() :]) if found else ""
        if found and mark and (not after or _NEW_PART.match(after)):
            column = line.index(mark, found.end()) + 1
            message = "the quotation mark that is opened here is never closed"
            whole = f": `{line.strip()}{mark}`" if line[found.end()] == mark else ""
            return Slip(number, column, message, f"close the quotation mark{whole}")
    return None


def _open_mark(value: str) -> str:
    """The quotation mark that a value opens and does not close; "" for none. An apostrophe in a word opens nothing."""
    plain = re.sub(r"\\.", "", value)
    if plain.count('"') % 2 and plain[0] in '["':
        return '"'
    return "'" if plain.startswith("'") and plain.count("'") == 1 else ""


def _skip_blocks(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines that hold something, with their numbers, but for those of blocks, which may say anything."""
    deepest = -1
    for number, line in enumerate(lines, 1):
        indent = len(line) - len(line.lstrip())
        if not line.strip() or indent > deepest >= 0:
            continue
        deepest = indent if _BLOCK.search(line.rstrip()) else -1
        yield number, line
