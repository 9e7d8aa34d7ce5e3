"""The samples in tests/broken -> proof that each mistake is found, shown and explained."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from careerbot.content.checks import check_layers
from careerbot.content.facts import KEYS
from careerbot.content.files import PICTURES, TEXT_LIMIT, find_lines
from careerbot.content.pictures import SIZE_LIMIT
from careerbot.problems import print_problems

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "broken"
BASE = SAMPLES / "_base" / "knowledge"
# A code, or a code, a dot and what tells this sample of it from others.
NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.name != BASE.parent.name)
# Calls that a code is handed to.
REPORTERS = frozenset(("Problem", "report", "_refuse", "_fail", "_is_known"))


def make_large(layer: Path) -> None:
    (layer / "words.yaml").write_text("# a remark\n" * (TEXT_LIMIT // 10))


def make_link(layer: Path) -> None:
    (layer / "words.yaml").unlink()
    (layer / "words.yaml").symlink_to(BASE / "words.yaml")


def make_large_picture(layer: Path) -> None:
    with (layer / PICTURES / "map.png").open("ab") as file:
        file.write(bytes(SIZE_LIMIT))


def make_linked_picture(layer: Path) -> None:
    (layer / PICTURES / "map.png").rename(layer.parent / "map.png")
    (layer / PICTURES / "map.png").symlink_to(layer.parent / "map.png")


# Mistakes that cannot be kept as a file among the samples.
MAKE: Mapping[str, Callable[[Path], None]] = {
    "too-big": make_large,
    "link-outside": make_link,
    "too-big.picture": make_large_picture,
    "link-outside.picture": make_linked_picture,
    "no-folder": shutil.rmtree,
}


def codes_in_source() -> set[str]:
    """Every code that the program can report, read from the calls that report one."""
    # The kinds of key are put behind the first words of this one.
    found = {f"fact-unknown-{key}" for key in KEYS[:3]}
    for path in (ROOT / "src" / "careerbot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and name_of(node.func) in REPORTERS:
                found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant) and is_code(arg.value)}
    return found


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_code(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", value) is not None


def show_problems(name: str, folder: Path) -> str:
    """What an author sees for a sample laid over the good base, with no path of this machine in it."""
    layer = folder / "knowledge"
    code = name.partition(".")[0]
    shutil.copytree(SAMPLES / name / "knowledge", layer)
    MAKE.get(name, lambda _: None)(layer)
    problems = check_layers([BASE, layer], "2026-02-01")
    assert code in {problem.code for problem in problems}
    return print_problems(problems, find_lines([BASE, layer])).replace(f"{folder}/", "") + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_is_reported_with_its_place_and_cure(name: str, tmp_path: Path) -> None:
    expected = (SAMPLES / name / "expected.txt").read_text("utf-8")
    assert show_problems(name, tmp_path) == expected


def test_the_good_base_has_no_problems() -> None:
    assert check_layers([BASE]) == []


def test_every_code_has_a_sample_and_no_sample_is_stale() -> None:
    assert {name.partition(".")[0] for name in NAMES} == codes_in_source()


def test_the_example_in_the_docs_is_what_an_author_sees() -> None:
    expected = (SAMPLES / "unknown-key" / "expected.txt").read_text("utf-8")
    shown = "".join(f"    {line}\n" for line in expected.splitlines())
    assert shown in (ROOT / "docs" / "checks.md").read_text("utf-8")


def test_every_code_has_a_section_in_the_docs_and_no_section_is_stale() -> None:
    text = (ROOT / "docs" / "checks.md").read_text("utf-8")
    assert set(re.findall(r"^### `(.+)`$", text, re.MULTILINE)) == codes_in_source()
