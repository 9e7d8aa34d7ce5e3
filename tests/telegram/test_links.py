"""Deep links -> the answer that they ask for, or the plain start; a group's answer leads to a chat of two."""

from __future__ import annotations

import pytest
from tests.telegram.double import Call, Double
from tests.telegram.parrot import Parrot

from careerbot.channels.telegram import links
from careerbot.model import Message
from careerbot.records import Recorder

pytestmark = pytest.mark.usefixtures("channel")


async def start(double: Double, payload: str) -> Call:
    double.write(f"/start {payload}")
    return (await double.wait(1))[0]


async def test_a_link_brings_its_answer_with_who_runs_the_bot(double: Double, parrot: Parrot) -> None:
    text = (await start(double, "pay_welder-ohio")).params["text"]
    assert parrot.heard == [Message(text="pay welder ohio")]
    assert text.startswith("<b>1</b> pay welder ohio\n\n")
    assert "/privacy" in text


@pytest.mark.parametrize(
    "payload", ["", "stranger_x7Gk", "a" * 65, "../../etc/passwd", "%00", "pay_welder ohio", "<b>", "_", "pay\u200bx"]
)
async def test_anything_else_is_a_plain_start(double: Double, parrot: Parrot, payload: str) -> None:
    assert (await start(double, payload)).params["text"].startswith("<b>1</b> hello")
    assert parrot.heard[-1] == Message(text="hello")


async def test_a_link_that_asks_nothing_we_know_leaves_no_open_question(
    double: Double, parrot: Parrot, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded: list[str] = []
    record = Recorder.record
    monkeypatch.setattr(Recorder, "record", lambda self, turn: recorded.append(turn.message.text) or record(self, turn))
    await start(double, "stranger_danger")
    assert recorded == ["hello"]


async def test_a_link_for_help_brings_help_and_nothing_else(double: Double, parrot: Parrot) -> None:
    assert (await start(double, links.HELP_NOW)).params["text"] == "<b>1</b> v1|crisis"
    assert parrot.heard == [Message(press="v1|crisis")]


async def test_an_answer_in_a_group_is_short_and_offers_the_same_in_private(double: Double, parrot: Parrot) -> None:
    double.write("@career_test_bot pay", chat=-100)
    [call] = await double.wait(1)
    [button] = call.params["reply_markup"]["inline_keyboard"][-1]
    assert (button["text"], button["url"]) == ("Ask me in private", "https://t.me/career_test_bot?start=what_it_pays")
    assert parrot.lengths == ["short"]


async def test_a_link_is_cut_behind_a_word_and_holds_only_what_telegram_takes() -> None:
    assert links.write_payload("What it pays: café & crème, Coeur d’Alene") == "what_it_pays_cafe_creme_coeur_dalene"
    long = links.write_payload("word " * 20)
    assert len(long) <= 64
    assert links.read_payload(long) == "word " * 12 + "word"
