"""Hostile layers -> proof that each is refused with its file, at once, without a traceback, in bounded memory."""

from __future__ import annotations

import lzma
import os
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import process_time

import pytest

from careerbot.content.cache import make_key
from careerbot.content.checks import check_layers
from careerbot.content.files import find_lines
from careerbot.problems import list_problems, print_problems

BASE = Path(__file__).parents[1] / "broken" / "_base" / "knowledge"
INTENT = "label: Bus\npatterns: |\n  {}\nnever: |\n  x y z\nanswer: greeting.md.j2\n"
FAQ = "entries:\n  - id: bus\n    intent: greeting\n    asks: [is there a bus]\n    say: |-\n      {}\n"
AREAS = "id,name,kind,state,chain,population,also,note\n"
# Runs a command and tells last how many KiB it took: a small parent, since what a parent takes counts for its child.
MEASURED = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], check=False).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(status)
"""
NOISE = random.Random(7).randbytes(100_000)


def bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(lines) + "\n"


def sparse(path: Path, size: int) -> None:
    """A file of a size that takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(size)


def packed(path: Path, size: int) -> None:
    path.write_bytes(lzma.compress(bytes(size), preset=0))


def link(path: Path, to: str) -> None:
    path.symlink_to(to)


Maker = str | bytes | Callable[[Path], None]
# Name of the attack -> file, what it holds or how it is made, and the code and line that it is refused by.
ATTACKS: Mapping[str, tuple[str, Maker, str, int]] = {
    "an alias bomb": ("terms.yaml", bomb(), "yaml-alias", 1),
    "a merge of a table into itself": ("terms.yaml", "a: &a\n  <<: *a\n", "yaml-alias", 1),
    "a tag that makes objects": ("terms.yaml", "a: !!python/object/apply:os.system [ls]\n", "yaml-tag", 1),
    "deep brackets": ("terms.yaml", "a: " + "[" * 100_000 + "\n", "too-deep", 1),
    "deep tables": ("terms.yaml", "".join(" " * n + "a:\n" for n in range(900)), "too-deep", 20),
    "brackets in a key": ("terms.yaml", "? " + "[" * 100_000 + "\n", "too-deep", 1),
    "a written file of 50 MB": ("terms.yaml", lambda path: sparse(path, 50_000_000), "too-big", 0),
    "a conversation of 50 MB": ("dialogues/a.txt", lambda path: sparse(path, 50_000_000), "too-big", 0),
    "a template of 50 MB": ("answers/bus.md.j2", lambda path: sparse(path, 50_000_000), "too-big", 0),
    "a table of 50 MB": ("places/a.csv", lambda path: sparse(path, 50_000_000), "too-big", 0),
    "a file of 50 GB": ("facts/pay/a.csv", lambda path: sparse(path, 50_000_000_000), "too-big", 0),
    "a packed bomb": ("facts/pay/a.csv.xz", lambda path: packed(path, 500_000_000), "too-big", 0),
    "a packed table that is cut off": ("places/a.csv.xz", lzma.compress(NOISE)[:5000], "unreadable-file", 0),
    "a packed table that is none": ("places/a.csv.xz", NOISE, "unreadable-file", 0),
    "a link to a file of the system": ("terms.yaml", lambda path: link(path, "/etc/passwd"), "link-outside", 0),
    "a link to a device": ("terms.yaml", lambda path: link(path, "/dev/zero"), "link-outside", 0),
    "a link to itself": ("terms.yaml", lambda path: link(path, "terms.yaml"), "unreadable-file", 0),
    "a link to a folder": ("faq/more", lambda path: link(path, "/etc"), "stray-file", 0),
    "a pipe that nobody writes to": ("terms.yaml", os.mkfifo, "unreadable-file", 0),
    "a folder named as a file": ("faq/a.yaml/a", "x", "stray-file", 0),
    "binary junk": ("terms.yaml", NOISE, "not-utf8", 1),
    "binary junk for a table": ("places/a.csv", NOISE, "not-utf8", 1),
    "NUL bytes": ("terms.yaml", b"a:\n  name: \0\n", "not-text", 2),
    "UTF-16": ("terms.yaml", "a:\n  name: b\n".encode("utf-16"), "not-utf8", 1),
    "UTF-16 without a mark": ("terms.yaml", "a:\n".encode("utf-16-le"), "not-text", 1),
    "an escape that hides a control character": ("terms.yaml", 'a:\n  name: "\\0"\n  say: x\n', "not-text", 2),
    "half a pair of surrogates": ("terms.yaml", 'a:\n  name: "\\ud800"\n  say: x\n', "yaml-syntax", 2),
    "a line of 1 MB": ("terms.yaml", "a" * 1_000_000 + "\n", "wrong-shape", 1),
    "a name of 1 MB": ("settings.yaml", "? " + "a" * 1_000_000 + "\n: b\n", "unknown-key", 1),
    "an ask of 1 MB": ("faq/a.yaml", FAQ.format("x").replace("is there", "is " * 300_000), "long-ask", 4),
    "an example of 1 MB": ("intents/bus.yaml", INTENT.format("x") + f"examples: |\n  {'x ' * 500_000}\n",
                           "long-ask", 8),
    "an unclosed quote in a table": ("places/a.csv", AREAS + '"' + "x,\n" * 100_000, "bad-table", 0),
    "a cell of 1 MB": ("places/a.csv", AREAS + "x" * 1_000_000 + ",b,town,,,,,\n", "bad-table", 2),
    "a row of 1,000,000 cells": ("places/a.csv", AREAS + "," * 1_000_000 + "\n", "bad-table", 2),
    "a number without end": ("places/a.csv", AREAS + f"a,b,town,,,{'9' * 10_000},,\n", "bad-number", 2),
    "a rank without end": ("sources.yaml", f"a:\n  publisher: b\n  title: c\n  published: 2025\n  rank: {'9' * 9999}\n",
                           "bad-number", 5),
    "a figure without end": ("facts/pay/a.csv", "occupation,area,source,period,year_p50\n"
                             f"51-4121,0000000,survey,2025,{'9' * 400}\n", "fact-bad-number", 2),
    "deep brackets in a pattern": ("intents/bus.yaml", INTENT.format("(" * 390 + "a"), "pattern-too-deep", 3),
    "deep whole brackets in a pattern": ("intents/bus.yaml", INTENT.format("(" * 190 + "a" + ")" * 190),
                                         "pattern-too-deep", 3),
    "a pattern of stars": ("intents/bus.yaml", INTENT.format("a " + "* " * 150 + "b"), "pattern-too-long", 3),
    "a pattern of 1 MB": ("intents/bus.yaml", INTENT.format("a " * 500_000), "pattern-too-long", 3),
    "10,000 patterns": ("intents/bus.yaml",
                        INTENT.format("\n  ".join(f"* bus {n} * from * to *" for n in range(10_000))),
                        "too-many-patterns", 2),
    "a template that reaches out": ("answers/topic.md.j2", "a\n{{ ''.__class__.__mro__ }}\n", "template-fails", 2),
    "a template without end": ("answers/topic.md.j2", "a\n{% for a in range(9999) %}{% for b in range(9999) %}"
                               "x{% endfor %}{% endfor %}\n", "template-fails", 2),
    "a template that takes itself in": ("answers/topic.md.j2", "a\n{% include 'topic.md.j2' %}\n",
                                        "template-fails", 2),
    "a macro": ("answers/topic.md.j2", "a\n{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}\n", "template-syntax", 2),
    "an answer of 100 MB": ("faq/a.yaml", FAQ.format("{% for a in range(99999) %}" + "x" * 900 + "{% endfor %}"),
                            "template-fails", 5),
    "an answer that reaches out": ("faq/a.yaml", FAQ.format("{{ pay.__globals__ }}"), "template-fails", 5),
    "an answer without end": ("faq/a.yaml", FAQ.format("{% for a in range(9999) %}{% for b in range(9999) %}"
                              "{% endfor %}{% endfor %}"), "template-fails", 5),
    "a file name that breaks lines": ("faq/a\nb: c.txt", "x", "stray-file", 0),
}  # fmt: skip


def make(layer: Path, name: str, maker: Maker) -> None:
    path = layer / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if callable(maker):
        maker(path)
    else:
        path.write_bytes(maker.encode() if isinstance(maker, str) else maker)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_file_is_refused_with_its_place_and_soon(attack: str, tmp_path: Path) -> None:
    name, maker, code, line = ATTACKS[attack]
    make(tmp_path / "layer", name, maker)
    before = process_time()
    problems = check_layers([BASE, tmp_path / "layer"])
    shown = print_problems(problems, find_lines([BASE, tmp_path / "layer"]))
    make_key([tmp_path / "layer"])
    assert process_time() - before < 5
    places = {(p.code, p.where.line if line else 0) for p in problems if p.where.file.startswith("layer/")}
    assert (code, line) in places, shown[:2000]
    assert max(map(len, shown.splitlines())) < 1500
    assert all(len(str(p["message"])) < 1000 for p in list_problems(problems))


def test_100_000_tiny_entries_are_read_in_seconds(tmp_path: Path) -> None:
    for number in range(10):
        entries = "".join(f"t{number}-{n}:\n  name: t{number} {n}\n  say: x\n  from: nobody\n" for n in range(10_000))
        make(tmp_path / "layer", f"occupations/{number}.yaml", "id: x\n" + entries)
    terms = "".join(f"t{n}:\n  name: word {n}\n  say: x\n  from: survey\n" for n in range(40_000))
    make(tmp_path / "layer", "terms.yaml", terms)
    before = process_time()
    problems = check_layers([BASE, tmp_path / "layer"])
    assert process_time() - before < 60
    assert "too-deep" not in {p.code for p in problems}


def test_all_attacks_together_leave_the_process_alive_and_its_memory_bounded(tmp_path: Path) -> None:
    for number, (name, maker, _, _) in enumerate(ATTACKS.values()):
        path = Path(name)
        apart = path.parent / f"{number}-{path.name}" if path.parent.name and path.suffix != ".j2" else path
        if not os.path.lexists(tmp_path / "layer" / apart) and "/" in name:
            make(tmp_path / "layer", str(apart), maker)
    command = [sys.executable, "-c", MEASURED, sys.executable, "-m", "careerbot", "check", "--knowledge", str(BASE)]
    command += ["--knowledge", "layer"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert int(done.stderr.split()[-1]) < 600_000
