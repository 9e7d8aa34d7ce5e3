"""What is decided about a message, from what it names, what it may mean and what was said before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_knowledge import HERE, make_knowledge

from careerbot.model import Candidate, Choice, Evidence, Mention, Plan, Question, Settings, State
from careerbot.talking.buttons import encode_step
from careerbot.talking.dialogue import decide, press

KNOWLEDGE = make_knowledge()
ASSUMING = replace(KNOWLEDGE, settings=Settings(occupation="51-4121"))
WELDER, NURSE = "51-4121", "29-1141"


def ask(
    text: str, *candidates: tuple[str, float], names: str = "", in_scope: float = 1.0, unknown: tuple[str, ...] = ()
) -> Question:
    """A question whose mentions are written "welder=occupation:51-4121 ohio=place:3900000"."""
    mentions = []
    for name in names.split():
        words, _, rest = name.partition("=")
        kind, _, id = rest.partition(":")
        start = text.index(words.replace("_", " "))
        mentions.append(Mention(kind, id, start, start + len(words)))  # type: ignore[arg-type]
    kinds = (("alarm" if i == "crisis" else "pattern" if w == 1 else "examples") for i, w in candidates)
    found = tuple(
        Candidate(i, (Evidence(kind, w, "", HERE),))  # type: ignore[arg-type]
        for kind, (i, w) in zip(kinds, candidates, strict=True)
    )
    return Question(text, text, tuple(mentions), found, in_scope, unknown)


def plan(before: State, *questions: Question, text: str = "", knowledge: object = KNOWLEDGE) -> tuple[Plan, State]:
    """The decision for some questions."""
    return decide(text or questions[0].text, questions, before, knowledge)  # type: ignore[arg-type]


def test_a_clear_question_is_answered_about_what_it_names() -> None:
    made, after = plan(
        State(), ask("welder pay in ohio", ("pay", 0.9), names="welder=occupation:51-4121 ohio=place:3900000")
    )
    assert (made.kind, made.steps[0].intent, made.steps[0].areas) == ("answer", "pay_area", ("3900000",))
    assert (after.occupations, after.areas, after.intents) == ((WELDER,), ("3900000",), ("pay_area",))


def test_a_follow_up_carries_the_occupation_and_the_question() -> None:
    before = State((WELDER,), (), ("pay",))
    made, _ = plan(before, ask("and in ohio", ("follow_up", 0.9), names="ohio=place:3900000"))
    assert (made.steps[0].intent, made.steps[0].occupations, made.steps[0].areas) == (
        "pay_area",
        (WELDER,),
        ("3900000",),
    )


def test_a_follow_up_keeps_the_percentile_and_a_new_question_does_not() -> None:
    before = State((WELDER,), ("3900000",), ("pay_percentile",), percentile="p90")
    made, _ = plan(before, ask("per hour", ("follow_up", 0.9), names="hour=period:hour"))
    assert (made.steps[0].percentile, made.steps[0].unit) == ("p90", "hour")
    made, _ = plan(before, ask("what do they make", ("pay", 0.9)))
    assert made.steps[0].percentile == ""


def test_the_whole_state_widens_the_place() -> None:
    before = State((WELDER,), ("0010420",), ("pay_area",))
    made, _ = plan(before, ask("the whole state", ("follow_up", 0.9)))
    assert made.steps[0].areas == ("3900000",)


def test_an_occupation_is_assumed_and_marked_where_one_of_its_notes_is_asked_for() -> None:
    question = ask("do they test the welds", ("duties", 0.9))
    noted = replace(question, candidates=(replace(question.candidates[0], item=f"{WELDER}.duties.d1"),))
    made, _ = plan(State(), noted, knowledge=ASSUMING)
    assert (made.steps[0].occupations, made.assumed) == ((WELDER,), ("occupation",))


def test_an_hour_beside_a_job_asks_for_its_pay_whatever_else_the_words_are_like() -> None:
    question = ask(
        "welder at a nice place hourly", ("duties", 0.4), names="welder=occupation:51-4121 hourly=period:hour"
    )
    made, _ = plan(State(), question)
    assert [s.intent for s in made.steps] == ["pay"]


def test_a_word_that_does_not_wave_a_job_off_keeps_it() -> None:
    question = ask("required or not for a welder", ("duties", 0.9), names="welder=occupation:51-4121")
    made, _ = plan(State(), question)
    assert made.steps[0].occupations == (WELDER,)


def test_no_occupation_is_assumed_for_a_question_that_fits_any() -> None:
    made, _ = plan(State(), ask("what do they make", ("pay", 0.9)), knowledge=ASSUMING)
    assert (made.kind, made.reason) == ("ask", "occupation")


def test_what_cannot_be_assumed_is_asked_for() -> None:
    made, after = plan(State(), ask("what do they make", ("pay", 0.9)))
    assert (made.kind, made.reason, after.pending) == ("ask", "occupation", "occupation")


def test_an_answer_to_a_question_back_completes_the_first_question() -> None:
    _, after = plan(State((WELDER,)), ask("what do they make there", ("pay_area", 0.9)))
    assert after.pending == "place"
    made, _ = plan(after, ask("ohio", ("follow_up", 0.9), names="ohio=place:3900000"))
    assert (made.kind, made.steps[0].intent, made.steps[0].areas) == ("answer", "pay_area", ("3900000",))


def test_several_questions_get_several_answers() -> None:
    made, after = plan(
        State((WELDER,)),
        ask("pay", ("pay", 0.9)),
        ask("what do they do", ("duties", 0.9)),
        text="pay and what do they do",
    )
    assert [s.intent for s in made.steps] == ["pay", "duties"]
    assert after.intents == ("pay", "duties")


def test_crisis_comes_before_everything_else() -> None:
    made, _ = plan(State((WELDER,)), ask("pay", ("pay", 1.0)), ask("i want to die", ("crisis", 1.0)), text="both")
    assert [s.intent for s in made.steps] == ["crisis"]


def test_another_countrys_pay_is_declined() -> None:
    made, _ = plan(State((WELDER,)), ask("pay in canada", ("pay", 0.9), names="canada=place:x-canada"))
    assert (made.kind, made.reason) == ("decline", "abroad")


def test_an_unknown_job_is_told_so_instead_of_answering_for_another() -> None:
    made, _ = plan(State((WELDER,)), ask("what do youtubers make", ("pay", 0.9), unknown=("youtubers",)))
    assert (made.kind, made.reason, made.about) == ("decline", "unknown_occupation", ("youtubers",))


def test_a_question_of_no_clear_meaning_is_offered_its_likely_ones() -> None:
    made, _ = plan(State((WELDER,)), ask("the money thing", ("pay", 0.25), ("duties", 0.2), in_scope=0.6))
    assert (made.kind, [o.label for o in made.options]) == ("choose", ["What it pays", "What the job is"])


def test_nonsense_is_declined() -> None:
    made, _ = plan(State(), ask("asdf", ("pay", 0.1), in_scope=0.1))
    assert (made.kind, made.reason) == ("decline", "unsure")


def test_words_that_may_mean_several_jobs_are_asked_back() -> None:
    question = ask("pm pay", ("pay", 0.9), names="pm=occupation:51-4121")
    unclear = replace(question, mentions=(replace(question.mentions[0], options=(NURSE,)),))
    made, after = plan(State(), unclear)
    assert (made.kind, [o.label for o in made.options]) == ("choose", ["Welder", "Registered nurse"])
    made, _ = plan(replace(after, options=made.options), ask("welder", names="welder=occupation:51-4121"))
    assert (made.kind, made.steps[0].intent, made.steps[0].occupations) == ("answer", "pay", (WELDER,))


def test_a_typed_label_presses_its_choice() -> None:
    step = replace(plan(State((WELDER,)), ask("pay", ("pay", 0.9)))[0].steps[0])
    before = State((WELDER,), options=(Choice("What it pays", encode_step(step)),))
    made, _ = plan(before, ask("what it pays"))
    assert made.steps == (step,)


@pytest.mark.parametrize(("text", "kept"), [("not welder , nurse", NURSE), ("drop welder . nurse", NURSE)])
def test_a_job_waved_off_is_not_what_is_meant(text: str, kept: str) -> None:
    made, _ = plan(State(), ask(text, ("pay", 0.9), names=f"welder=occupation:{WELDER} nurse=occupation:{NURSE}"))
    assert made.steps[0].occupations == (kept,)


def test_where_a_person_comes_from_is_not_where_they_want_to_go() -> None:
    question = ask(
        "i am a welder pay of nurse", ("pay", 0.9), names=f"welder=occupation:{WELDER} nurse=occupation:{NURSE}"
    )
    assert plan(State(), question)[0].steps[0].occupations == (NURSE,)


def test_a_comparison_joins_the_job_talked_about() -> None:
    made, _ = plan(
        State((WELDER,), (), ("duties",)), ask("pay vs nurse", ("pay", 0.9), names=f"nurse=occupation:{NURSE}")
    )
    assert made.steps[0].occupations == (WELDER, NURSE)


def test_more_turns_the_page_and_shorter_cuts() -> None:
    before = State((WELDER,), (), ("duties",))
    made, after = plan(before, ask("more", ("more", 1.0)))
    assert (made.steps[0].page, after.page) == (1, 1)
    made, _ = plan(before, ask("shorter", ("shorter", 1.0)))
    assert made.steps[0].length == "short"


def test_start_over_forgets_everything() -> None:
    _, after = plan(State((WELDER,), ("3900000",), ("pay",), turn=4), ask("start over", ("start_over", 1.0)))
    assert after == State(turn=5)


def test_small_talk_leaves_the_subject_standing() -> None:
    before = State((WELDER,), ("3900000",), ("pay",))
    _, after = plan(before, ask("hi", ("greeting", 1.0)))
    assert replace(after, turn=0) == before


def test_a_message_that_merely_sounds_sad_is_no_crisis() -> None:
    parts = (ask("i just nodded", ("crisis", 0.1)), ask("what is the pay", ("pay", 0.9)))
    made, _ = plan(State((WELDER,)), *parts, text="i just nodded , what is the pay")
    assert [s.intent for s in made.steps] == ["pay"]


def test_a_message_like_a_cry_for_help_is_one() -> None:
    made, _ = plan(State((WELDER,)), ask("it hurts too much to stay", ("crisis", 0.4)))
    assert [s.intent for s in made.steps] == ["crisis"]


def test_one_sentence_of_a_long_story_must_be_very_like_a_cry_for_help() -> None:
    story = "and then we moved to another town for work " * 6
    made, _ = plan(State((WELDER,)), ask(f"{story} what is the pay", ("pay", 0.9), ("crisis", 0.4)))
    assert [s.intent for s in made.steps] == ["pay"]


def test_a_pressed_choice_that_lacks_a_place_asks_for_it_and_takes_the_next_place() -> None:
    made, after = press("v1|pay_area|51-4121", State((WELDER,)), KNOWLEDGE)
    assert (made.kind, made.reason) == ("ask", "place")
    made, _ = plan(after, ask("ohio", ("follow_up", 1.0), names="ohio=place:3900000"))
    assert (made.kind, made.steps[0].areas) == ("answer", ("3900000",))


def test_an_outdated_press_changes_nothing() -> None:
    made, after = press("v0|gone", State((WELDER,)), KNOWLEDGE)
    assert (made.reason, after.occupations) == ("outdated", (WELDER,))
