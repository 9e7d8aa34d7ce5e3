"""The source tree -> proof that it still has the shape that CONTRIBUTING.md promises."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "careerbot"

# Lowest first. A part may import those on lines above its own, and itself; parts on one line do not know each other.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("model",),
    ("problems",),
    ("kept",),
    ("packing",),
    ("encoder",),
    ("reading",),
    ("talking",),
    ("content",),
    ("bot", "config"),
    ("explain", "records"),
    ("importers", "store"),
    ("workshop",),
    ("channels",),
    ("cli",),
)
RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}
# The package itself offers CareerBot to callers, and `python -m careerbot` runs the command line.
DOORS = ("__init__", "__main__")
# Parts in which the same message and memory always give the same turn.
PURE = ("model", "problems", "reading", "talking", "explain", "records")
OUTSIDE_WORLD = frozenset("datetime io os pathlib random secrets shutil socket sqlite3 subprocess time".split())
MAY_PRINT = ("channels", "cli", "workshop")


def part_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a file imports, wherever in the file."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")
            if node.module == "careerbot":
                yield from ((node.lineno, f"careerbot.{alias.name}") for alias in node.names)


def own_imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and part of our own that a file imports."""
    for line, name in imports_of(path):
        first, _, rest = name.partition(".")
        part = rest.partition(".")[0]
        if first == "careerbot" and part in RANK:
            yield line, part


def calls_of(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.lineno, node.func.id


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


FILES = sorted(SOURCE.rglob("*.py"))
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))


@every_file
def test_every_file_belongs_to_a_part_of_the_map(path: Path):
    assert part_of(path) in (*RANK, *DOORS), f"{path} is new: give it a line in LAYERS"


def test_every_part_of_the_map_exists():
    assert sorted(RANK) == sorted({part_of(path) for path in FILES} - set(DOORS))


@every_file
def test_imports_go_up_the_map_only(path: Path):
    part = part_of(path)
    upward = [
        f"{path}:{line}: {part} must not know {other}"
        for line, other in own_imports_of(path)
        if part not in DOORS and other != part and RANK[other] >= RANK[part]
    ]
    assert not upward, "\n".join(upward)


@every_file
def test_imports_are_written_in_full(path: Path):
    assert not [f"{path}:{line}" for line, name in imports_of(path) if name.startswith(".")]


@every_file
def test_only_the_telegram_channel_knows_the_telegram_library(path: Path):
    found = [line for line, name in imports_of(path) if name.partition(".")[0] == "telegram"]
    assert not found or path.is_relative_to(SOURCE / "channels" / "telegram"), f"{path}:{found}"


@every_file
def test_the_pure_parts_meet_the_outside_world_nowhere(path: Path):
    if part_of(path) not in PURE:
        return
    found = [f"{path}:{line}: {name}" for line, name in imports_of(path) if name.partition(".")[0] in OUTSIDE_WORLD]
    found += [f"{path}:{line}: {name}()" for line, name in calls_of(path) if name in ("open", "input", "print")]
    assert not found, "\n".join(found)


@every_file
def test_only_the_edges_and_the_workshop_print(path: Path):
    prints = [f"{path}:{line}" for line, name in calls_of(path) if name == "print"]
    assert not prints or part_of(path) in MAY_PRINT, "\n".join(prints)


@every_file
def test_nothing_is_pickled(path: Path):
    assert not [name for _, name in imports_of(path) if name in ("pickle", "marshal", "shelve", "dill", "joblib")]


@every_file
def test_no_file_is_longer_than_400_lines(path: Path):
    assert path.read_text("utf-8").count("\n") <= 400


@every_file
def test_no_function_is_longer_than_60_lines(path: Path):
    long = [f"{path}:{f.lineno}: {f.name}" for f in functions_of(path) if body_lines(f) > 60]
    assert not long, "\n".join(long)


@every_file
def test_every_file_says_what_it_turns_into_what(path: Path):
    first = (ast.get_docstring(parse(path)) or "").partition("\n")[0]
    assert " -> " in first, f'{path}: begin with """X -> Y"""'
