"""Problems -> what an author reads."""

from __future__ import annotations

from careerbot.model import Mark, Problem
from careerbot.problems import count_problems, list_problems, print_problems, suggest

WRONG = Problem(Mark("k/a.yaml", 2, 3), "unknown-key", "`sya` means nothing here", 'did you mean "say"?')
ODD = Problem(Mark("k/a.yaml", 1), "long-item", "too long", severity="warning")


def test_a_problem_shows_place_code_line_caret_and_hint() -> None:
    shown = print_problems([WRONG], lambda mark: "  sya: x")
    assert shown.splitlines() == [
        "k/a.yaml:2:3: `sya` means nothing here [unknown-key]",
        "      sya: x",
        "      ^",
        '    hint: did you mean "say"?',
    ]


def test_the_caret_of_a_long_line_stands_under_its_place() -> None:
    problem = Problem(Mark("k/a.yaml", 1, 301), "bad-choice", "wrong")
    _, line, caret = print_problems([problem], lambda mark: "a" * 300 + "X" + "b" * 300).splitlines()
    assert len(line) < 130
    assert line[caret.index("^")] == "X"


def test_problems_come_in_the_order_of_their_places_and_once() -> None:
    shown = print_problems([WRONG, ODD, WRONG])
    places = [line.split(" ")[0] for line in shown.splitlines() if line.startswith("k/")]
    assert places == ["k/a.yaml:1:", "k/a.yaml:2:3:"]


def test_of_many_alike_only_the_first_are_shown_and_the_others_counted() -> None:
    many = [Problem(Mark("k/a.yaml", line), "unknown-source", "there is no source `x`") for line in range(1, 41)]
    shown = print_problems([*many, ODD])
    assert shown.count("unknown-source") == 5
    assert "in 35 more places" in shown
    assert "long-item" in shown


def test_counts_read_as_a_sentence() -> None:
    assert str(count_problems([WRONG, ODD, ODD])) == "1 error, 2 warnings"
    assert str(count_problems([])) == "no problems"


def test_programs_get_every_field() -> None:
    assert list_problems([ODD]) == [
        {
            "file": "k/a.yaml",
            "line": 1,
            "column": 0,
            "code": "long-item",
            "message": "too long",
            "hint": "",
            "severity": "warning",
        }
    ]


def test_a_suggestion_is_made_only_for_what_is_alike() -> None:
    assert suggest("exmaples", ["examples", "never"]) == 'did you mean "examples"?'
    assert suggest("zebra", ["examples", "never"]) == ""
    assert suggest("x", []) == ""
