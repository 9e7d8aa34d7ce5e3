"""YAML text -> values with places, and what is refused."""

from __future__ import annotations

import pytest

from careerbot.content.sources import Table, Text, parse_yaml
from careerbot.model import Problem


def read(text: str) -> tuple[Table, list[Problem]]:
    problems: list[Problem] = []
    table = parse_yaml(text, "k/a.yaml", problems)
    return table if table is not None else Table(), problems


@pytest.mark.parametrize("written", ["yes", "1.10", "2024-05", "007", "null", "~"])
def test_whatever_is_written_stays_text(written: str) -> None:
    table, problems = read(f"a: {written}\n")
    assert (table["a"], problems) == (written, [])


def test_every_value_and_name_knows_its_place() -> None:
    table, _ = read("a: x\nlong name:\n  - one\n  - two\n")
    items = table["long name"]
    assert [str(item.where) for item in items if isinstance(item, Text)] == ["k/a.yaml:3:5", "k/a.yaml:4:5"]
    assert str(table.key_marks["long name"]) == "k/a.yaml:2:1"


def test_each_line_of_a_block_knows_its_own_place() -> None:
    table, _ = read("patterns: | # what people type\n\n  how (do|does) it\n    and more\n\n  last\nnext: x\n")
    block = table["patterns"]
    assert isinstance(block, Text)
    assert [(str(line), line.where.line, line.where.column) for line in block.parts] == [
        ("how (do|does) it", 3, 3),
        ("and more", 4, 5),
        ("last", 6, 3),
    ]


def test_unusual_line_ends_do_not_shift_the_line_numbers() -> None:
    table, _ = read("a: one\r\nb: |\r\n  two\r\n  three\r\nc: x\r\n")
    block = table["b"]
    assert isinstance(block, Text)
    assert [line.where.line for line in block.parts] == [3, 4]
    assert table.key_marks["c"].line == 5


def test_a_repeated_name_keeps_the_first_value_and_tells_its_line() -> None:
    table, problems = read("a: 1\nb: 2\na: 3\n")
    assert table["a"] == "1"
    assert [(p.code, str(p.where)) for p in problems] == [("repeated-key", "k/a.yaml:3:1")]
    assert "line 1" in problems[0].message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: *b", "yaml-alias"),
        ("a: &b c", "yaml-alias"),
        ("&a b: c", "yaml-alias"),
        ("a: !!python/object:os.system x", "yaml-tag"),
        ("a: " + "[" * 100_000, "too-deep"),
        ("a:\n" + "".join(f"{'  ' * n}b:\n" for n in range(1, 30)), "too-deep"),
        ("a: 1\n---\nb: 2\n", "yaml-syntax"),
        ("a: 'never closed\n", "yaml-syntax"),
        ("a:\n\tb: c\n", "tab-indent"),
        ("- a\n- b\n", "wrong-shape"),
        ("only words", "wrong-shape"),
        ("", "empty-file"),
        ("# only a remark\n", "empty-file"),
    ],
)
def test_what_must_not_be_read_is_refused_with_one_problem(text: str, code: str) -> None:
    table, problems = read(text)
    assert (len(table), [p.code for p in problems]) == (0, [code])


def test_a_colon_in_a_sentence_gets_the_advice_to_quote_it() -> None:
    _, problems = read("say: Two kinds: day and night\n")
    assert "quotes" in problems[0].hint
    assert (problems[0].where.line, problems[0].where.column) == (1, 15)
