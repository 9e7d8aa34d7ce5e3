"""Messages to a group -> no more than Telegram takes, the rest a little later, and nobody else waits."""

from __future__ import annotations

import pytest
from tests.telegram.conftest import Start
from tests.telegram.double import Double

from careerbot.channels.telegram import pace
from careerbot.channels.telegram.pace import Pace


def test_a_group_gets_twenty_messages_a_minute() -> None:
    limit = Pace()
    assert [limit.take(-100, float(n)) for n in range(20)] == [0.0] * 20
    assert limit.take(-100, 20.0) == 40.0
    assert limit.take(-200, 20.0) == 0.0
    assert limit.take(-100, 60.0) == 0.0


def test_a_private_chat_is_not_paced_and_a_clock_set_back_stops_nothing() -> None:
    limit = Pace()
    assert {limit.take(7, 1.0) for _ in range(100)} == {0.0}
    assert [limit.take(-100, 5000.0) for _ in range(20)] == [0.0] * 20
    assert limit.take(-100, 1000.0) == 0.0


async def test_what_is_too_much_for_a_group_waits_and_a_private_chat_does_not(
    double: Double, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "MOST", 2)
    monkeypatch.setattr(pace, "WINDOW", 1.0)
    async with start():
        for n in range(3):
            double.write(f"@career_test_bot q{n}", chat=-100)
        double.write("mine", user=8)
        await double.wait(1, chat=8)
        calls = await double.wait(3, chat=-100)
    assert calls[2].at - calls[0].at >= 0.9
    assert [c.params["text"] for c in calls] == [f"<b>{n + 1}</b> q{n}" for n in range(3)]
