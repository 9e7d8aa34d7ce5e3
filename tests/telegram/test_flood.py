"""Times of messages -> who is too fast."""

from __future__ import annotations

from collections import Counter

from careerbot.channels.telegram import flood
from careerbot.channels.telegram.flood import CAP, HASTY_CAP, OLD, WINDOW, FloodGate


def test_a_few_messages_at_once_are_all_answered() -> None:
    gate = FloodGate()
    assert {gate.judge("a", 100, 100) for _ in range(HASTY_CAP)} == {"answer"}


def test_who_does_not_wait_for_answers_gets_one_notice() -> None:
    gate = FloodGate()
    gate.mark_answered("a", 101)
    verdicts = Counter(gate.judge("a", 100, 100) for _ in range(60))
    assert verdicts == {"answer": HASTY_CAP, "notice": 1, "drop": 60 - HASTY_CAP - 1}


def test_a_flood_gets_one_notice_even_if_every_message_is_answered_at_once() -> None:
    gate = FloodGate()
    verdicts = Counter()
    for n in range(600):
        now = n / 10
        verdicts[gate.judge("a", now, now)] += 1
        gate.mark_answered("a", now + 0.01)
    assert verdicts == {"answer": CAP, "notice": 1, "drop": 600 - CAP - 1}


def test_who_waits_for_answers_is_not_too_fast_at_four_a_second() -> None:
    gate = FloodGate()
    for n in range(200):
        assert gate.judge("a", n / 4, n / 4) == "answer"
        gate.mark_answered("a", n / 4 + 0.01)


def test_a_flood_that_ended_is_forgiven() -> None:
    gate = FloodGate()
    gate.mark_answered("a", 101)
    for _ in range(20):
        gate.judge("a", 100, 100)
    assert gate.judge("a", 101 + WINDOW, 101 + WINDOW) == "answer"


def test_questions_of_some_hours_that_arrive_together_are_no_flood() -> None:
    gate = FloodGate()
    gate.mark_answered("a", 10_001)
    assert {gate.judge("a", 60 * n, 10_000) for n in range(60)} == {"answer"}


def test_what_is_older_than_half_a_day_gets_one_word_and_what_is_new_an_answer() -> None:
    gate = FloodGate()
    old = [gate.judge("a", n, OLD + 100) for n in range(3)]
    assert old == ["late", "drop", "drop"]
    assert gate.judge("a", OLD, OLD + 100) == "answer"


def test_one_persons_flood_is_nobody_elses() -> None:
    gate = FloodGate()
    for _ in range(2 * CAP):
        gate.judge("a", 0, 0)
    assert gate.judge("b", 0, 0) == "answer"


def test_of_people_who_left_nothing_is_remembered() -> None:
    gate = FloodGate()
    for n in range(20_000):
        gate.judge(f"a{n}", n, n)
    assert len(gate._people) <= WINDOW + 1


def test_a_clock_set_back_neither_locks_anybody_out_nor_fills_the_memory() -> None:
    gate = FloodGate()
    for n in range(2 * CAP):
        gate.judge("a", 4000 + n, 4000 + n)
        gate.mark_answered("a", 4000 + n)
    assert gate.judge("a", 400, 400) == "answer"
    for n in range(20_000):
        gate.judge(f"b{n}", 400, 400)
    assert len(gate._people) == flood._MOST_PEOPLE


def test_the_same_press_within_a_moment_is_a_repeat() -> None:
    gate = FloodGate()
    assert not gate.is_repeat("a", "5 more", 0)
    assert gate.is_repeat("a", "5 more", 0.1)
    assert not gate.is_repeat("a", "5 less", 0.1)
    assert not gate.is_repeat("b", "5 less", 0.1)
    assert not gate.is_repeat("a", "5 less", 60)
