from __future__ import annotations

import pytest

from careerbot.workshop.differing import find_differences

PAIRS = [
    ("", ""),
    ("Open on Fridays.", "Open on Mondays."),
    ("One line.\n\nTwo  lines.", "One line.\nTwo lines, and more."),
    ("", "All of it is new."),
    ("All of it is gone.", ""),
]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_the_parts_give_back_both_texts(before, after):
    parts = find_differences(before, after)
    assert "".join(text for kind, text in parts if kind != "new") == before
    assert "".join(text for kind, text in parts if kind != "gone") == after


def test_another_answer_is_shown_as_a_whole_and_not_word_by_word():
    before, after = "That is outside of what I know, ask a person.", "The open house is on the first Friday of May."
    assert find_differences(before, after) == [("gone", before), ("new", after)]


def test_a_changed_word_is_shown_gone_and_then_new():
    assert find_differences("open on Fridays now", "open on Mondays now") == [
        ("same", "open on "),
        ("gone", "Fridays"),
        ("new", "Mondays"),
        ("same", " now"),
    ]
