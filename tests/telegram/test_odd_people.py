"""People whose names, links, habits and apps are unlike others' -> what they see."""

from __future__ import annotations

import time
from typing import Any

import pytest
from tests.telegram.conftest import Start
from tests.telegram.double import Double
from tests.telegram.parrot import Parrot

from careerbot.channels.telegram import words
from careerbot.channels.telegram.flood import HASTY_CAP, OLD
from careerbot.model import Message


@pytest.mark.parametrize("name", ["<a href=tg://user?id=1>x</a>", '"', "{{7*7}}", "%s", "\u202eeman"])
@pytest.mark.usefixtures("channel")
async def test_a_name_is_never_repeated(double: Double, name: str) -> None:
    for text in ("/start", "what does it pay"):
        double.write(text, first_name=name)
    await double.wait(2)
    assert [name in text or "49" in text for text in double.shown()] == [False, False]
    assert all(call.status == 200 for call in double.calls)


@pytest.mark.parametrize(
    "payload", ["a" * 65, "../../etc/passwd", "%00", "' or 1=1", "{{7*7}}", "<b>", "-" * 4000]
)
@pytest.mark.usefixtures("channel")
async def test_a_start_link_that_means_nothing_is_a_plain_start(double: Double, parrot: Parrot, payload: str) -> None:
    double.write("/start", user=7)
    double.write(f"/start {payload}", user=8)
    await double.wait(2)
    assert double.shown(8) == double.shown(7)
    assert parrot.heard == [Message(text="hello")] * 2


@pytest.mark.parametrize(
    "more", [{}, {"language_code": "xx"}, {"language_code": "pt-br"}, {"last_name": "", "username": ""}]
)
@pytest.mark.usefixtures("channel")
async def test_what_an_app_leaves_out_or_makes_up_does_not_matter(double: Double, more: dict[str, Any]) -> None:
    person = {"id": 7, "is_bot": False, "first_name": "P", **more}
    double.write("q", **{"from": person})
    assert (await double.wait(1))[0].params["text"] == "<b>1</b> q"


async def test_what_one_person_piled_up_while_the_bot_was_away_is_answered_in_order_as_far_as_it_is_sensible(
    double: Double, start: Start
) -> None:
    for number in range(300):
        double.write(f"q{number}", user=7)
    double.write("q", user=8)
    async with start():
        await double.wait(1, chat=8)
        await double.settle()
    answers = [text for text in double.shown(7) if text != words.TOO_FAST]
    assert answers == [f"<b>{n + 1}</b> q{n}" for n in range(len(answers))]
    assert HASTY_CAP <= len(answers) <= 60
    assert double.shown(7).count(words.TOO_FAST) == 1


async def test_what_is_older_than_half_a_day_gets_one_word_but_for_a_cry_for_help(double: Double, start: Start) -> None:
    then = int(time.time() - OLD - 60)
    for text in ("q0", "q1", "despair", "q2"):
        double.write(text, date=then)
    double.write("q3")
    async with start():
        await double.wait(3)
        await double.settle()
    assert double.shown(7) == [words.LATE, "<b>1</b> despair", "<b>2</b> q3"]


@pytest.mark.usefixtures("channel")
async def test_a_group_that_becomes_a_supergroup_is_the_same_to_those_who_talk_there(double: Double) -> None:
    double.write("@career_test_bot q", chat=-100)
    await double.wait(1)
    double.write(chat=-100, migrate_to_chat_id=-200)
    await double.settle()
    double.write("@career_test_bot q", chat=-200)
    await double.wait(2)
    assert double.shown(-200) == ["<b>2</b> q"]


@pytest.mark.parametrize("command", ["/close", "/ban 7", "/admin", "/staff", "//help", "/"])
@pytest.mark.usefixtures("channel")
async def test_a_command_that_is_not_for_everybody_is_an_unknown_one_or_plain_words(
    double: Double, parrot: Parrot, command: str
) -> None:
    double.write(command)
    [answer] = await double.wait(1)
    unknown = answer.params["text"].startswith("I do not know that command")
    assert unknown != (parrot.heard == [Message(text=command)])
