"""/export and /forget -> all that is held on the asker, in their hands or gone."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from tests.telegram.conftest import Start
from tests.telegram.double import Double, Fault

from careerbot.channels.telegram import ratings, words
from careerbot.model import State
from careerbot.store import Held, Store, open_store


async def export(double: Double, **more: int) -> dict[str, Any]:
    """What the document of /export holds."""
    double.write("/export@career_test_bot" if "chat" in more else "/export", **more)
    [call] = await double.wait(1, "sendDocument")
    assert (call.params["chat_id"], call.params["caption"]) == (7, words.EXPORTED)
    document = call.params["document"]
    assert (document["name"], document["type"]) == ("my-data.json", "application/json")
    return dict(json.loads(document["content"]))


@pytest.mark.usefixtures("channel")
async def test_an_export_holds_state_settings_notes_and_known_answers(double: Double) -> None:
    number = double.write("pay in ohio, my name is Ana Diaz")
    [answer] = await double.wait(1)
    double.write("/settings texas")
    await double.wait(2)
    held = await export(double)
    assert held["chat"] == "tg:7"
    assert (held["remembered"]["areas"], held["remembered"]["wishes"]["place"]) == (["texas"], "texas")
    [(key, wording, _)] = held["notes"][ratings.NOTE]
    assert (key, wording) == (str(number), "pay in ohio, my name is [name]")
    assert held["answers_by_question"][str(number)] == answer.result["message_id"]


@pytest.mark.usefixtures("channel")
async def test_an_export_of_somebody_unknown_is_empty(double: Double) -> None:
    held = await export(double)
    assert held == {
        "chat": "tg:7", "remembered": {}, "notes": {}, "waiting_to_be_sent": [], "answers_by_question": {}
    }  # fmt: skip


async def test_an_export_holds_what_still_waits_to_be_sent(double: Double, start: Start, store: Store) -> None:
    async with start():
        double.faults = [Fault("sendMessage", 502, count=3)]
        double.write("q")
        double.write("/export")
        [call] = await double.wait(1, "sendDocument")
    waiting = json.loads(call.params["document"]["content"])["waiting_to_be_sent"]
    assert [parcel["html"] for parcel in waiting] == ["<b>1</b> q"]


@pytest.mark.usefixtures("channel")
async def test_an_export_asked_for_in_a_group_goes_to_the_asker_alone(double: Double) -> None:
    double.write("@career_test_bot q", chat=-100)
    double.write("@career_test_bot r", chat=-100, user=8)
    await double.wait(2)
    held = await export(double, chat=-100)
    assert (held["chat"], held["remembered"]["turn"], held["waiting_to_be_sent"]) == ("tg:-100:7", 1, [])
    assert (await double.wait(3))[-1].params["text"] == words.EXPORTED_APART


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_after_forget_nothing_is_held_not_even_what_waits_and_the_person_is_new(
    double: Double, start: Start, tmp_path: Path
) -> None:
    kept = open_store(f"sqlite:///{tmp_path}/state")
    async with start(kept=kept):
        double.write("/settings ohio")
        double.write("pay of Rumpelstiltskin")
        double.write("/forget")
        await double.wait(3)
        double.faults = [Fault("sendMessage", 429, retry_after=1)]
        double.write("q")
        while double.faults[0].count:
            await asyncio.sleep(0.01)
        double.press(words.FORGET_YES)
        await double.wait(1, "editMessageText")
        await double.settle()
        assert kept.held("tg:7") == Held()
        assert (kept.load("tg:7"), kept.notes("tg:7")) == (State(), {})
        double.write("again")
        assert (await double.wait(4))[-1].params["text"] == "<b>1</b> again"
    kept.close()
    assert b"Rumpel" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.usefixtures("channel")
async def test_forgetting_twice_says_so_twice(double: Double, store: Store) -> None:
    for n in (1, 2):
        double.write("/forget")
        await double.wait(n)
        double.press(words.FORGET_YES)
        assert (await double.wait(n, "editMessageText"))[-1].params["text"] == words.FORGOTTEN
    assert store.load("tg:7") == State()


async def test_settings_can_be_changed_after_a_restart_and_go_when_forgotten(
    double: Double, start: Start, store: Store
) -> None:
    async with start():
        double.write("/settings ohio")
        await double.wait(1)
    async with start():
        double.press("tg:set:length:full")
        [menu] = await double.wait(1, "editMessageText")
        assert "Place: Ohio" in menu.params["text"]
        assert "Answers: full" in menu.params["text"]
        double.press(words.FORGET_YES)
        await double.wait(2, "editMessageText")
        await double.settle()
    assert store.load("tg:7") == State()
