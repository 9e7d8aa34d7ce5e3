"""Names in a message that are no job to talk of here, or one job twice, and those that are."""

from __future__ import annotations

import pytest

from careerbot.model import Mention
from careerbot.reading.asides import drop_now, drop_origins, drop_tellers, is_waved_off, join_same


def name(text: str, *names: str, id: str = "29-1141") -> list[Mention]:
    """A mention of one job for each of these names, which stand in the text in this order."""
    return [Mention("occupation", id, text.index(n), text.index(n) + len(n), 1.0) for n in names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("typists / word processors , is that dead", ("typists", "word processors")),
        ("rn or registered nurse pay", ("rn", "registered nurse")),
        ("rn or a registered nurse", ("rn", "registered nurse")),
    ],
)
def test_two_names_of_one_job_side_by_side_are_one(text: str, names: tuple[str, str]) -> None:
    [joined] = join_same(text, name(text, *names))
    assert text[joined.start : joined.end].endswith(names[1])
    assert text[joined.start : joined.end].startswith(names[0])


def test_what_is_asked_between_two_names_of_one_job_stays() -> None:
    text = "do rns work nights or do registered nurses get days"
    assert len(join_same(text, name(text, "rns", "registered nurses"))) == 2


@pytest.mark.parametrize(("text", "left"), [("are they hiring rn", 0), ("pay for an rn", 1), ("rn pay", 1)])
def test_right_now_is_no_nurse(text: str, left: int) -> None:
    assert len(drop_now(text, name(text, "rn"), ())) == left


def test_who_says_something_is_no_job_to_talk_of_where_one_is_talked_of() -> None:
    text = "my teacher wants a source"
    assert drop_tellers(text, name(text, "teacher"), (("11-3051", ()),)) == ()
    assert len(drop_tellers(text, name(text, "teacher"), ())) == 1


@pytest.mark.parametrize(
    ("text", "waved"),
    [("paralegal not lawyer", True), ("not a lawyer", True), ("drop lawyer", True), ("whether or not lawyer", False)],
)
def test_a_name_is_waved_off_by_the_word_before_it(text: str, waved: bool) -> None:
    [lawyer] = name(text, "lawyer", id="23-1011")
    assert is_waved_off(text, [lawyer], lawyer) is waved


@pytest.mark.parametrize("said", ["looking to get out . welder", "to welder", "ready to quit , welder"])
def test_the_job_that_somebody_leaves_is_not_asked_about(said: str) -> None:
    text = f"store manager {said}"
    left = drop_origins(text, [*name(text, "store manager"), *name(text, "welder", id="51-4121")])
    assert [m.id for m in left] == ["51-4121"]
