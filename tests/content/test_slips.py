"""Entries with one slip of the hand -> the problem stands on its line, and the cure shows the line as it should be."""

from __future__ import annotations

import pytest

from careerbot.content.sources import parse_yaml
from careerbot.model import Problem

ENTRY = """\
entries:
  - id: open-house
    intent: training
    asks:
      - when is the open house
      - can i visit the shop
      - is there an open day
    say: |-
      Our **open house** is in May: - all of it.
      Half earn {{ pay("welder", "ohio").median }} or more.
    author: J. Rivera
    date: 2026-09-01
"""


def read(right: str, wrong: str) -> tuple[int, list[Problem]]:
    """The line that is changed, and what is said of the entry then."""
    assert right in ENTRY
    problems: list[Problem] = []
    parse_yaml(ENTRY.replace(right, wrong), "faq/a.yaml", problems)
    return ENTRY[: ENTRY.index(right)].count("\n") + 1, problems


def test_the_entry_without_a_slip_has_no_problem() -> None:
    assert read("entries:", "entries:") == (1, [])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("- id: open-house", "- id:open-house"),
        ("intent: training", "intent:training"),
        ("author: J. Rivera", "author:J. Rivera"),
        ("date: 2026-09-01", "date:2026-09-01"),
        ("say: |-", "say:|-"),
        ("say: |-", "say |-"),
        ("intent: training", "intent training"),
        ("asks:", "asks"),
        ("entries:", "entries"),
        ("- can i visit the shop", "-can i visit the shop"),
        ("- is there an open day", "-is there an open day"),
        ("- id: open-house", "-id: open-house"),
        ("- can i visit the shop", "– can i visit the shop"),
        ("- is there an open day", "—is there an open day"),
        ("- can i visit the shop", "• can i visit the shop"),
        ("- can i visit the shop", "* can i visit the shop"),
        ("- id: open-house", "– id: open-house"),
    ],
)
def test_a_sign_or_a_blank_that_is_missing_is_told_on_its_own_line(right: str, wrong: str) -> None:
    line, (problem,) = read(right, wrong)
    assert (problem.code, problem.where.line) == ("yaml-syntax", line)
    assert f"`{right}`" in problem.hint


@pytest.mark.parametrize("mark", ['"', "'"])
@pytest.mark.parametrize("right", ["can i visit the shop", "is there an open day", "J. Rivera", "training"])
def test_a_quotation_mark_that_is_never_closed_is_told_where_it_is_opened(right: str, mark: str) -> None:
    line, (problem,) = read(right, f"{mark}{right}")
    column = len(ENTRY[: ENTRY.index(right)].rpartition("\n")[2]) + 1
    assert (problem.where.line, problem.where.column) == (line, column)
    assert problem.hint.startswith("close the quotation mark")
    assert f"{mark}{right}{mark}`" in problem.hint


def test_a_mark_that_is_never_closed_in_a_list_on_one_line_is_told_there() -> None:
    line, (problem,) = read("intent: training", 'for: ["students, parents]')
    assert (problem.where.line, problem.hint) == (line, "close the quotation mark")


@pytest.mark.parametrize("wrong", ['- "can i visit" the shop', '- "the "shop" of welders"'])
def test_text_behind_a_closing_mark_is_told_on_its_line(wrong: str) -> None:
    line, (problem,) = read("- can i visit the shop", wrong)
    assert problem.where.line == line
    assert problem.hint.startswith("leave the outer marks out")


def test_quotation_marks_and_dashes_inside_a_block_are_text() -> None:
    say = '- "Come in\n      - intent:training\n      -all of it\n'
    assert read("Our **open house** is in May: - all of it.\n", say)[1] == []
    line, (problem,) = read("    author: J. Rivera", "  author: J. Rivera")
    assert abs(problem.where.line - line) <= 1
    assert "mark" not in problem.message


def test_a_line_of_a_block_that_is_not_indented_is_told_itself() -> None:
    line, (problem,) = read("      Half earn", "    Half earn")
    assert problem.where.line == line
    assert "indented" in problem.hint
