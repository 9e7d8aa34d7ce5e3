"""Notes, turns and settings -> what is kept of hand-offs, and what people are told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.telegram.parrot import KNOWLEDGE, Parrot

from careerbot.channels.telegram import handoff_words as said
from careerbot.channels.telegram.desk import Desk, Known
from careerbot.channels.telegram.events import Event, name_topic
from careerbot.channels.telegram.handoff import PERSON, Handoff, keep_handoff, read_handoff
from careerbot.channels.telegram.handoff_desk import HandoffDesk
from careerbot.model import Settings, State
from careerbot.records import Recorder
from careerbot.store import DAY_SECONDS

STAFF = -100
OPEN = Handoff("open", "Ana", "Name: Ana", thread=5, since=1000)
SHOP = HandoffDesk(Desk(Parrot(), Recorder(KNOWLEDGE, frozenset(), 90)), STAFF)


def notes_of(handoff: Handoff) -> dict[str, str]:
    return {n.name: n.body for n in keep_handoff(handoff, 7, STAFF)}


def test_a_hand_off_is_read_as_it_was_kept() -> None:
    assert read_handoff(notes_of(OPEN)) == OPEN


@pytest.mark.parametrize("body", ["", "{", '{"stage":"strange"}', "[]"])
def test_notes_that_cannot_be_read_are_no_hand_off(body: str) -> None:
    assert read_handoff({"handoff": body}) == Handoff("closed")


def test_nothing_is_kept_of_a_hand_off_that_never_had_a_topic() -> None:
    [note] = keep_handoff(Handoff("closed"), 7, STAFF)
    assert note.body == ""


def test_notes_of_an_open_talk_are_renewed_once_a_day_with_those_of_its_topic() -> None:
    later = int(OPEN.since + DAY_SECONDS + 1)
    assert SHOP.answer(Event("text", 7, 7, text="hm", at=OPEN.since + 1), Known(State(), notes_of(OPEN))).notes == []
    renewed = SHOP.answer(Event("text", 7, 7, text="hm", at=later), Known(State(), notes_of(OPEN))).notes
    assert renewed == keep_handoff(replace(OPEN, since=later), 7, STAFF)
    assert (renewed[1].conversation, renewed[1].name, renewed[1].body) == (name_topic(STAFF, 5), PERSON, "tg:7")


def test_the_last_five_matters_of_a_talk_are_kept_and_no_cry_for_help() -> None:
    five = {"matters": " ".join(["pay", "a", "b", "c", "d", "e"])}
    assert list_matters("q", {}) == ["pay"]
    assert list_matters("want to die", {}) == []
    assert list_matters("q", five) == ["pay"]


def list_matters(text: str, notes: dict[str, str]) -> list[str]:
    """What is kept of the matters of a talk after a text."""
    outcome = SHOP.answer(Event("text", 7, 7, text=text), Known(State(), notes))
    return [note.body for note in outcome.notes if note.name == "matters"]


def test_a_person_is_told_that_it_may_take_a_while_where_no_hours_are_set() -> None:
    assert "next working day" in said.say_passed_on("Name: Ana", Settings())
    assert "next working day" not in said.say_passed_on("Name: Ana", Settings(wait="An hour."))


@pytest.mark.parametrize(
    ("name", "question", "matters", "state", "title"),
    [
        ("Ana Diaz", "q", ("pay",), State(occupations=("51-4121", "gone")), "Ana: welder"),
        ("Ana", "q", ("human_handoff", "pay"), State(), "Ana: What it pays"),
        ("", "visa? " * 99, (), State(), "Somebody: visa? visa? visa? visa? visa? visa? visa? visa? v…"),
        ("  ", "", (), State(), "Somebody"),
    ],
)
def test_a_topic_is_called_by_who_comes_and_what_for(
    name: str, question: str, matters: tuple[str, ...], state: State, title: str
) -> None:
    assert said.entitle(name, question, matters, state, KNOWLEDGE) == title


def test_a_reply_to_somebody_whose_notes_are_gone_is_not_passed_on() -> None:
    event = Event("text", STAFF, 501, private=False, text="hello", thread=5, staff=True)
    [draft] = SHOP.answer(event, Known(State(), {PERSON: "tg:7"})).drafts
    assert (draft.chat, draft.html) == (STAFF, said.NOT_OPEN)
