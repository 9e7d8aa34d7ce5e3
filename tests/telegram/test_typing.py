"""A slow answer, which one to a long text may be, -> "typing" until it is there."""

from __future__ import annotations

import time

import pytest
from tests.telegram.conftest import Start
from tests.telegram.double import Double
from tests.telegram.parrot import Parrot

from careerbot.channels.telegram import typing
from careerbot.model import Message

LONG = ("so " * 150).strip()


async def test_a_slow_answer_shows_typing_in_its_topic_again_and_again_until_it_is_there(
    double: Double, start: Start, parrot: Parrot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typing, "FIRST_SECONDS", 0.01)
    monkeypatch.setattr(typing, "AGAIN_SECONDS", 0.01)

    def think(_: Message) -> None:
        until = time.monotonic() + 8
        while len(double.done("sendChatAction")) < 2 and time.monotonic() < until:
            time.sleep(0.005)

    parrot.before_answer = think
    async with start():
        double.write(f"@career_test_bot {LONG}", chat=-100, message_thread_id=5, is_topic_message=True)
        await double.wait(1)
        await double.settle()
    shown = [c.params for c in double.done("sendChatAction")]
    assert len(shown) >= 2
    assert shown[0] == {"chat_id": -100, "action": "typing", "message_thread_id": 5}


async def test_a_long_thought_does_not_hold_up_what_is_sent_to_others(
    double: Double, start: Start, parrot: Parrot
) -> None:
    def think(message: Message) -> None:
        until = time.monotonic() + 8
        while message.text == LONG and not double.done("sendMessage", 8) and time.monotonic() < until:
            time.sleep(0.005)

    parrot.before_answer = think
    async with start():
        double.write("quick", user=8)
        double.write(LONG, user=7)
        await double.wait(2)
    assert [c.params["chat_id"] for c in double.done("sendMessage")] == [8, 7]
