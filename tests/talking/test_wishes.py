"""What a person set for all answers -> how these come out, unless a question says otherwise."""

from __future__ import annotations

from dataclasses import replace

from small_knowledge import make_knowledge, pay
from tests.talking.test_dialogue import ask, plan

from careerbot.model import NATION, Length, Reply, State, Step, Wishes
from careerbot.talking.answers import compose
from careerbot.talking.buttons import encode_step
from careerbot.talking.dialogue import press
from careerbot.talking.lookup import look_up
from careerbot.talking.templates import make_environment
from careerbot.talking.voice import Voice

WELDER, NURSE, OHIO, AKRON = "51-4121", "29-1141", "3900000", "0010420"
KNOWLEDGE = make_knowledge(pay(NATION, "p50", "year", 51_000), pay(OHIO, "p50", "year", 50_340))
NOBODYS = State()
AT_HOME = State(wishes=Wishes(place=OHIO))
PAY = ask("welder pay", ("pay", 1.0), names="welder=occupation:51-4121")


def answer(step: Step, before: State = NOBODYS) -> Reply:
    made, _ = press(encode_step(step), before, KNOWLEDGE)
    findings = [look_up(s, KNOWLEDGE) for s in made.steps]
    return compose(made, findings, before, Voice(KNOWLEDGE, make_environment(KNOWLEDGE.templates)))


def labels(reply: Reply) -> list[str]:
    return [choice.label for choice in reply.choices]


# ------------------------------------------------------------------ place
def test_a_question_that_names_no_place_is_taken_to_be_on_the_one_set_and_says_so() -> None:
    made, after = plan(AT_HOME, PAY, knowledge=KNOWLEDGE)
    assert (made.steps[0].intent, made.steps[0].areas, made.assumed) == ("pay_area", (OHIO,), ("place",))
    assert after.areas == (OHIO,)


def test_a_place_that_is_named_wins_over_the_one_set() -> None:
    named = ask("welder pay akron", ("pay", 1.0), names="welder=occupation:51-4121 akron=place:0010420")
    made, _ = plan(AT_HOME, named, knowledge=KNOWLEDGE)
    assert (made.steps[0].areas, made.assumed) == ((AKRON,), ())


def test_the_whole_nation_can_be_asked_for_in_spite_of_a_place_set() -> None:
    named = ask("welder pay nationwide", ("pay", 1.0), names="welder=occupation:51-4121 nationwide=place:0000000")
    made, _ = plan(AT_HOME, named, knowledge=KNOWLEDGE)
    assert (made.steps[0].areas, made.assumed) == ((NATION,), ())


def test_a_place_set_that_is_not_known_any_more_counts_for_nothing() -> None:
    made, _ = plan(State(wishes=Wishes(place="gone")), PAY, knowledge=KNOWLEDGE)
    assert (made.steps[0].areas, made.assumed) == ((NATION,), ())


def test_an_answer_that_takes_no_place_says_nothing_of_it_and_the_next_one_does() -> None:
    duties = ask("welder duties", ("duties", 1.0), names="welder=occupation:51-4121")
    made, after = plan(AT_HOME, duties, knowledge=KNOWLEDGE)
    assert made.assumed == ()
    made, _ = plan(after, ask("what do they make", ("pay", 1.0)), knowledge=KNOWLEDGE)
    assert (made.steps[0].areas, made.assumed) == ((OHIO,), ("place",))


def test_a_press_that_names_no_place_is_on_the_one_set() -> None:
    made, _ = press(encode_step(Step("pay", (WELDER,))), AT_HOME, KNOWLEDGE)
    assert (made.steps[0].intent, made.steps[0].areas, made.assumed) == ("pay_area", (OHIO,), ("place",))


def test_starting_over_keeps_what_was_set() -> None:
    _, after = plan(replace(AT_HOME, occupations=(WELDER,)), ask("start over", ("start_over", 1.0)))
    assert (after.occupations, after.wishes) == ((), AT_HOME.wishes)


# ------------------------------------------------------------------ unit
def test_pay_is_told_by_what_was_set_unless_the_question_says_by_what() -> None:
    hourly = State(wishes=Wishes(unit="hour"))
    assert plan(hourly, PAY, knowledge=KNOWLEDGE)[0].steps[0].unit == "hour"
    monthly = ask("welder pay monthly", ("pay", 1.0), names="welder=occupation:51-4121 monthly=period:month")
    _, after = plan(hourly, monthly, knowledge=KNOWLEDGE)
    assert after.unit == "month"
    there = ask("and in akron", ("follow_up", 0.9), names="akron=place:0010420")
    assert plan(after, there, knowledge=KNOWLEDGE)[0].steps[0].unit == "month"


# ------------------------------------------------------------------ length
def with_length(length: Length) -> State:
    return State(wishes=Wishes(length=length))


def test_a_short_answer_is_its_first_part_with_the_rest_a_press_away() -> None:
    short = answer(Step("duties", (WELDER,)), with_length("short"))
    assert "Point 0." not in short.text
    assert labels(short)[0] == "Full answer"
    full, _ = press(short.choices[0].data, with_length("short"), KNOWLEDGE)
    assert full.steps[0].length == "full"


def test_a_full_answer_has_the_whole_list_at_once() -> None:
    full = answer(Step("duties", (WELDER,)), with_length("full"))
    assert [f"Point {n}." in full.text for n in range(6)] == [True] * 6
    assert not {"Full answer", "More (2 of 2)"} & set(labels(full))


def test_a_list_is_paged_there_and_back_whatever_was_set() -> None:
    first = answer(Step("duties", (WELDER,)))
    assert labels(first)[0] == "More (2 of 2)"
    before = with_length("short")
    second, _ = press(first.choices[0].data, before, KNOWLEDGE)
    reply = answer(second.steps[0], before)
    assert ("Point 5." in reply.text, labels(reply)[0]) == (True, "Back (1 of 2)")
    back, _ = press(reply.choices[0].data, before, KNOWLEDGE)
    assert "Point 3." in answer(back.steps[0], before).text


def test_more_after_a_short_answer_is_the_whole_of_it() -> None:
    before = replace(with_length("short"), occupations=(WELDER,), intents=("duties",))
    made, _ = plan(before, ask("more", ("more", 1.0)), knowledge=KNOWLEDGE)
    assert (made.steps[0].page, made.steps[0].length) == (0, "full")


def test_neither_buttons_nor_memory_hold_what_was_set() -> None:
    wishes = State(wishes=Wishes(unit="hour", length="short"))
    assert plan(wishes, PAY, knowledge=KNOWLEDGE)[1].unit == ""
    made, after = press(encode_step(Step("pay", (WELDER,))), wishes, KNOWLEDGE)
    assert (made.steps[0].unit, made.steps[0].length, after.unit) == ("hour", "short", "")
    described = replace(ask("what do they make", ("pay", 1.0)), described=(WELDER, NURSE))
    options = plan(wishes, described, knowledge=KNOWLEDGE)[0].options
    assert [choice.data for choice in options] == ["v1|pay|51-4121|0000000", "v1|pay|29-1141|0000000"]


def test_the_one_job_that_a_description_fits_is_taken_and_said_to_be_assumed() -> None:
    described = replace(ask("what do they make", ("pay", 1.0)), described=(WELDER,))
    made, after = plan(NOBODYS, described, knowledge=KNOWLEDGE)
    assert (made.kind, made.steps[0].occupations, made.assumed) == ("answer", (WELDER,), ("occupation",))
    assert after.occupations == (WELDER,)
