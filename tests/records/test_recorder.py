"""Turns -> what may be kept of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_knowledge import make_knowledge, pay

from careerbot.model import (
    Candidate,
    Cite,
    Evidence,
    Findings,
    Knowledge,
    Message,
    Plan,
    Question,
    Reply,
    State,
    Step,
    Turn,
)
from careerbot.records import Recorder

WELDER, OHIO, KENT = "51-4121", "3900000", "t-oh-kent"


@pytest.fixture
def knowledge() -> Knowledge:
    return make_knowledge(pay(OHIO, "p50", "year", 50_000.0))


@pytest.fixture
def recorder(knowledge: Knowledge) -> Recorder:
    return Recorder(knowledge, (), 90)


def turn(plan: Plan, text: str = "is it loud, ana@mail.example asks", alarm: float = 0.0, **more: object) -> Turn:
    """A turn about a message; `alarm` is how like a cry for help it is."""
    heard = (Candidate("crisis", (Evidence("alarm", alarm, text),)),) if alarm else ()
    question = Question(text, text, (), heard)
    made = Turn(Message(text), text, (question,), State(), plan, State(), (), Reply("?", "?"))
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("plan", "reason"),
    [
        (Plan("decline", reason="unsure"), "declined"),
        (Plan("decline", reason="out_of_scope"), "off_topic"),
        (Plan("decline", reason="unknown_occupation"), "unknown_occupation"),
        (Plan("choose", reason="unknown_occupation"), "unknown_occupation"),
        (Plan("choose", reason="intent"), "unsure"),
        (Plan("handoff", reason="human_handoff"), "handoff"),
    ],
)
def test_what_got_no_good_answer_is_kept_masked_with_the_reason(recorder: Recorder, plan: Plan, reason: str) -> None:
    record = recorder.record(turn(plan))
    assert (record.wording, record.reason) == ("is it loud, [email] asks", reason)


@pytest.mark.parametrize(
    "plan",
    [
        Plan("answer", (Step("greeting"),)),
        Plan("decline", (Step("greeting", item="faq.open-house"),), reason="out_of_scope"),
        Plan("ask", (Step("pay"),), reason="occupation"),
        Plan("choose", reason="occupation"),
        Plan("decline", reason="abroad"),
        Plan("decline", reason="outdated"),
    ],
)
def test_the_wording_of_what_was_answered_as_it_should_be_is_not_kept(recorder: Recorder, plan: Plan) -> None:
    assert (recorder.record(turn(plan)).wording, recorder.record(turn(plan)).reason) == ("", None)


def test_an_answer_that_knows_nothing_of_a_job_is_a_gap_and_one_with_a_source_is_none(recorder: Recorder) -> None:
    step = Step("duties", ("29-1141",))
    empty = turn(Plan("answer", (step,)), findings=(Findings(step),))
    assert recorder.record(empty).reason == "nothing_known"
    assert recorder.record(replace(empty, reply=Reply("!", "!", (), (Cite("bls", "2025-05"),)))).reason is None


def test_of_a_cry_for_help_nothing_is_kept_but_that_there_was_one(recorder: Recorder) -> None:
    record = recorder.record(turn(Plan("answer", (Step("crisis"),)), "i want to end it"))
    assert (record.counts, record.wording) == ((("crisis", ""),), "")


def test_the_wording_of_what_only_sounds_like_a_cry_for_help_is_not_kept_either(recorder: Recorder) -> None:
    record = recorder.record(turn(Plan("decline", reason="unsure"), alarm=0.1))
    assert (record.counts, record.wording) == ((("plan", "decline"),), "")


def test_a_press_has_no_wording(recorder: Recorder) -> None:
    pressed = turn(Plan("handoff", reason="human_handoff"), message=Message(press="v1|human_handoff"))
    assert recorder.record(pressed).reason is None


def test_with_no_days_to_keep_it_a_wording_is_not_kept(knowledge: Knowledge) -> None:
    record = Recorder(knowledge, (), 0).record(turn(Plan("decline", reason="unsure")))
    assert (record.counts, record.reason) == ((("plan", "decline"),), None)


def test_a_turn_counts_for_what_it_was_about_with_towns_as_their_areas(recorder: Recorder) -> None:
    said = turn(
        Plan("answer", (Step("pay_area", (WELDER,), (KENT,)),)), reply=Reply("!", "!", (), (Cite("bls", "2025"),))
    )
    assert recorder.record(said).counts == (
        ("plan", "answer"),
        ("intent", "pay_area"),
        ("occupation", WELDER),
        ("place", "0010420"),
        ("source", "bls"),
    )


def test_a_turn_that_was_not_understood_is_about_nothing_said_before(recorder: Recorder) -> None:
    before = State((WELDER,), (OHIO,), ("pay",))
    lost = turn(Plan("decline", reason="unsure"), before=before, after=before)
    assert recorder.record(lost).counts == (("plan", "decline"),)


def test_a_long_story_is_cut(recorder: Recorder) -> None:
    assert len(recorder.record(turn(Plan("decline", reason="unsure"), "word " * 500)).wording) == 300


PAY = Plan("answer", (Step("pay", (WELDER,), (OHIO,)),))


def test_a_rating_is_kept_under_the_masked_words_and_of_a_press_under_what_it_was_about(recorder: Recorder) -> None:
    assert recorder.word_rating(turn(PAY)) == "is it loud, [email] asks"
    assert recorder.word_rating(turn(PAY, message=Message(press="v1|pay"))) == "What it pays: welder, Ohio"


@pytest.mark.parametrize("plan", [Plan("answer", (Step("crisis"),)), Plan("answer", (Step("greeting"),)), Plan("ask")])
def test_only_an_answer_on_a_job_is_rated(recorder: Recorder, plan: Plan) -> None:
    assert recorder.word_rating(turn(plan)) is None


def test_what_only_sounds_like_a_cry_for_help_is_not_rated_either(recorder: Recorder) -> None:
    assert recorder.word_rating(turn(PAY, alarm=0.5)) is None


def test_a_rating_counts_and_keeps_the_words_of_what_was_not_liked_alone(
    recorder: Recorder, knowledge: Knowledge
) -> None:
    liked, disliked = recorder.rate("is it loud", True), recorder.rate("is it loud", False)
    assert (liked.counts, liked.wording, liked.reason) == ((("rating", "liked"),), "", None)
    assert (disliked.counts, disliked.wording, disliked.reason) == (
        (("rating", "disliked"),), "is it loud", "thumbs_down",
    )  # fmt: skip
    keeps_none = Recorder(knowledge, (), 0)
    assert (keeps_none.word_rating(turn(PAY)), keeps_none.rate("", False).reason) == ("", None)
