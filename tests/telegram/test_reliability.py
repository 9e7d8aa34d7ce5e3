"""Faults of Telegram, of the network, of this process -> every question still answered, in order."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from tests.telegram.conftest import Start
from tests.telegram.double import BOT, Double, Fault
from tests.telegram.parrot import MORE, Parrot

from careerbot.channels.telegram import inbox
from careerbot.model import Message, Reply
from careerbot.store import Store, StoreError, open_store

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


# ------------------------------------------------------------------ updates
async def test_an_update_is_confirmed_only_after_it_is_stored(double: Double, start: Start, store: Store) -> None:
    add = store.add
    confirmed_before: list[int] = []

    def watch(*args: Any) -> int:
        confirmed_before.append(max(double.polls))
        return add(*args)

    store.add = watch  # type: ignore[method-assign]
    async with start():
        double.write("q")
        await double.wait(1)
        await double.settle()
    assert confirmed_before == [0]
    assert max(double.polls) == 1001


async def test_an_update_that_comes_twice_is_answered_once(double: Double, start: Start) -> None:
    async with start():
        double.write("first")
        repeated = dict(double.queue[-1])
        number = repeated.pop("update_id")
        await double.wait(1)
        double.push(repeated, number)
        double.write("second")
        await double.wait(2)
    assert double.shown() == ["<b>1</b> first", "<b>2</b> second"]


async def test_an_update_that_comes_again_after_a_restart_is_not_answered_again(
    double: Double, start: Start, store: Store
) -> None:
    async with start():
        double.write("first")
        repeated = dict(double.queue[-1])
        await double.wait(1)
    async with start():
        double.push(repeated, repeated.pop("update_id"))
        double.write("second")
        await double.wait(2)
    assert double.shown() == ["<b>1</b> first", "<b>2</b> second"]


@pytest.mark.parametrize(
    "poison",
    [
        {"message": {"nonsense": 1}},
        {"message": {"message_id": 5, "date": "x", "chat": {"id": 7}, "text": 5}},
        {"callback_query": None},
        {"callback_query": {"id": 5}},
        {"something_new": {"x": 1}},
        {},
    ],
)
@pytest.mark.usefixtures("channel")
async def test_an_update_that_cannot_be_read_is_skipped(double: Double, poison: dict[str, Any]) -> None:
    double.push(poison)
    double.write("q")
    assert (await double.wait(1))[0].params["text"] == "<b>1</b> q"
    await double.settle()
    assert double.queue == type(double.queue)()


@pytest.mark.usefixtures("channel")
async def test_while_too_much_waits_telegram_keeps_the_rest(double: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as full:
        full.setattr(inbox, "MOST_WAITING", -1)
        double.write("q")
        number = double.queue[-1]["update_id"]
        polls = len(double.polls)
        while len(double.polls) < polls + 3:
            await asyncio.sleep(0.01)
        assert max(double.polls) <= number
    await double.wait(1)
    assert double.shown() == ["<b>1</b> q"]


@pytest.mark.usefixtures("channel")
async def test_answers_of_a_chat_keep_the_order_of_its_questions(double: Double) -> None:
    double.faults = [Fault("sendMessage", "cut"), Fault("sendMessage", 502)]
    for n in range(8):
        double.write(f"q{n}")
    await double.wait(8)
    assert double.shown() == [f"<b>{n + 1}</b> q{n}" for n in range(8)]


@pytest.mark.parametrize("kind", [500, 502, 200, "cut", "cut after"])
@pytest.mark.usefixtures("channel")
async def test_polling_goes_on_after_a_fault(double: Double, kind: int | str) -> None:
    double.faults = [Fault("getUpdates", kind, count=2)]
    double.write("q")
    await double.wait(1)
    double.write("r")
    await double.wait(2)
    assert double.shown() == ["<b>1</b> q", "<b>2</b> r"]


async def test_a_second_poller_is_reported_and_does_not_stop_the_first(
    double: Double, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    async with start():
        double.faults = [Fault("getUpdates", 409, count=2)]
        double.write("q")
        await double.wait(1)
        double.write("r")
        await double.wait(2)
    assert "another process polls with this token; only one may" in caplog.messages


# ------------------------------------------------------------------ sending
@pytest.mark.parametrize("kind", [500, 502, 200, "cut"])
@pytest.mark.usefixtures("channel")
async def test_an_answer_that_did_not_get_through_is_sent_once_more(double: Double, kind: int | str) -> None:
    double.faults = [Fault("sendMessage", kind, count=2)]
    double.write("q")
    await double.wait(1)
    await double.settle()
    assert double.shown() == ["<b>1</b> q"]


@pytest.mark.usefixtures("channel")
async def test_an_answer_whose_receipt_was_lost_is_at_most_doubled(double: Double) -> None:
    double.faults = [Fault("sendMessage", "cut after")]
    double.write("q")
    await double.wait(2)
    await double.settle()
    assert double.shown() == ["<b>1</b> q"] * 2


@pytest.mark.usefixtures("channel")
async def test_a_chat_that_must_wait_is_left_alone_and_others_are_served(double: Double) -> None:
    double.faults = [Fault("sendMessage", 429, retry_after=1, chat=7)]
    double.write("q", user=7)
    while double.faults[0].count:
        await asyncio.sleep(0.01)
    double.write("r", user=8)
    await double.wait(1, chat=8)
    assert double.done("sendMessage", 7) == []
    await double.wait(1, chat=7)
    refused, answered = (c for c in double.calls if c.params.get("chat_id") == 7)
    assert answered.at - refused.at >= 1
    assert double.shown(7) == ["<b>1</b> q"]


@pytest.mark.usefixtures("channel")
async def test_a_chat_that_must_wait_does_not_wait_an_hour_more_when_the_clock_is_set_back(
    double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    double.faults = [Fault("sendMessage", 429, retry_after=1)]
    double.write("q")
    while double.faults[0].count:
        await asyncio.sleep(0.01)
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() - 3600)
    double.write("r", user=8)
    await double.wait(1, chat=8)
    await double.wait(1, chat=7)


@pytest.mark.usefixtures("channel")
async def test_a_chat_whose_call_hangs_does_not_hold_up_others(double: Double) -> None:
    double.faults = [Fault("sendMessage", "hang", chat=7)]
    double.write("q", user=7)
    double.write("r", user=8)
    await double.wait(1, chat=8)
    assert double.shown(8) == ["<b>1</b> r"]


@pytest.mark.usefixtures("channel")
async def test_broken_markup_is_sent_once_more_as_plain_text(double: Double, parrot: Parrot) -> None:
    parrot.special["q"] = Reply("", "<b>pay</b> &lt; all<br>", ())
    double.write("q")
    [call] = await double.wait(1)
    assert call.params["text"] == "pay < all"
    assert "parse_mode" not in call.params
    assert len(double.calls) - len(double.done()) == 1


@pytest.mark.usefixtures("channel")
async def test_a_refused_answer_is_not_repeated(double: Double) -> None:
    double.faults = [Fault("sendMessage", 400)]
    double.write("q")
    double.write("r")
    await double.wait(1)
    await double.settle()
    assert double.shown() == ["<b>2</b> r"]


@pytest.mark.usefixtures("channel")
async def test_somebody_who_blocked_the_bot_is_not_tried_again_until_they_write(double: Double) -> None:
    double.blocked = {7}
    double.write("q")
    double.write("r")
    await double.settle()
    tries = sum(c.status == 403 for c in double.calls)
    assert 1 <= tries <= 2
    double.blocked = set()
    double.write("s")
    await double.wait(1)
    assert double.shown() == ["<b>3</b> s"]


@pytest.mark.usefixtures("channel")
async def test_what_waits_for_somebody_who_has_just_blocked_the_bot_is_dropped(double: Double) -> None:
    double.faults = [Fault("sendMessage", 500, count=10_000)]
    double.write("q")
    while not any(c.method == "sendMessage" for c in double.calls):
        await asyncio.sleep(0.01)
    person = {"id": 7, "is_bot": False, "first_name": "P"}
    member = {"user": BOT, "status": "member"}
    gone = {"user": BOT, "status": "kicked", "until_date": 0}
    double.push(
        {
            "my_chat_member": {
                "chat": {"id": 7, "type": "private"},
                "from": person,
                "date": 1,
                "old_chat_member": member,
                "new_chat_member": gone,
            }
        }
    )
    await asyncio.sleep(0.2)
    double.faults = []
    await double.settle()
    assert double.shown() == []


@pytest.mark.usefixtures("channel")
async def test_an_answer_follows_a_group_that_got_a_new_number(double: Double) -> None:
    double.faults = [Fault("sendMessage", 400, migrate_to=-200)]
    double.write("@career_test_bot q", chat=-100)
    await double.wait(1, chat=-200)


@pytest.mark.usefixtures("channel")
async def test_an_answer_to_a_topic_that_is_gone_goes_to_the_group(double: Double) -> None:
    double.faults = [Fault("sendMessage", 400, why="Bad Request: message thread not found")]
    double.write("@career_test_bot q", chat=-100, message_thread_id=5, is_topic_message=True)
    [call] = await double.wait(1)
    assert "message_thread_id" not in call.params


@pytest.mark.usefixtures("channel")
async def test_more_of_the_same_answer_is_no_error(double: Double, parrot: Parrot) -> None:
    parrot.special["q"] = Reply("", "same", ())
    number = double.write("q")
    await double.wait(1)
    double.edit(number, "q")
    double.write("r")
    await double.wait(2)
    assert [c.status for c in double.calls if c.method == "editMessageText"] == [400]
    assert double.shown() == ["same", "<b>3</b> r"]


@pytest.mark.usefixtures("channel")
async def test_a_change_to_a_deleted_answer_comes_as_a_new_message(double: Double) -> None:
    number = double.write("q")
    [call] = await double.wait(1)
    del double.messages[7, call.result["message_id"]]
    double.edit(number, "r")
    await double.wait(2)
    assert double.shown() == ["<b>1</b> q", "<b>2</b> r"]


@pytest.mark.usefixtures("channel")
async def test_an_acknowledgement_that_comes_too_late_does_not_hold_up_the_answer(double: Double) -> None:
    double.write("q")
    await double.wait(1)
    double.faults = [Fault("answerCallbackQuery", 400)]
    double.press(MORE.data)
    await double.wait(1, "editMessageText")


# ------------------------------------------------------------------ start and stop
async def test_a_refused_token_ends_the_service_with_status_3(double: Double, start: Start) -> None:
    async with start(token="4242:another_token") as task:
        assert await task == 3


async def test_a_token_revoked_while_serving_ends_the_service_with_status_3(double: Double, start: Start) -> None:
    async with start() as task:
        double.write("q")
        await double.wait(1)
        double.token = "4242:new_token"
        double.write("r")
        assert await task == 3


async def test_stopping_finishes_what_is_under_way(double: Double, start: Start) -> None:
    async with start():
        for n in range(40):
            double.write("q", user=100 + n)
        await double.wait(1)
    asked = len({c.params["chat_id"] for c in double.done("sendMessage")})
    async with start():
        await double.wait(40)
    assert asked >= 1
    assert sorted(c.params["chat_id"] for c in double.done("sendMessage")) == list(range(100, 140))


async def test_what_could_not_be_sent_before_the_end_is_sent_by_the_next_run(
    double: Double, start: Start, tmp_path: Path
) -> None:
    double.faults = [Fault("sendMessage", 500, count=10_000)]
    first = open_store(f"sqlite:///{tmp_path}/state")
    async with start(kept=first):
        double.write("q")
        while not any(c.method == "sendMessage" for c in double.calls):
            await asyncio.sleep(0.01)
    first.close()
    double.faults = []
    second = open_store(f"sqlite:///{tmp_path}/state")
    async with start(kept=second):
        await double.wait(1)
        double.write("r")
        await double.wait(2)
    second.close()
    assert double.shown() == ["<b>1</b> q", "<b>2</b> r"]


@pytest.mark.usefixtures("channel")
async def test_a_store_that_fails_for_a_moment_loses_nothing(
    double: Double, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = {"add": 2, "finish": 1, "sent": 1}

    def fail_first(name: str) -> None:
        whole = getattr(store, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            if failures[name]:
                failures[name] -= 1
                raise StoreError("disk full")
            return whole(*args, **kwargs)

        monkeypatch.setattr(store, name, call)

    for name in failures:
        fail_first(name)
    double.write("q")
    await double.wait(1)
    double.write("r")
    await double.wait(2)
    assert set(failures.values()) == {0}
    assert double.shown() == ["<b>1</b> q", "<b>2</b> r"]


async def test_a_slow_thought_does_not_mix_up_a_chat(double: Double, start: Start, parrot: Parrot) -> None:
    heard: list[str] = []
    parrot.before_answer = lambda message: heard.append(message.text)
    async with start():
        for n in range(6):
            double.write(f"q{n}")
        await double.wait(6)
    assert heard == [f"q{n}" for n in range(6)]
    assert parrot.heard[0] == Message(text="q0")


async def test_a_store_that_fails_between_two_questions_keeps_nobody_waiting(
    double: Double, start: Start, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed, next_due = [], store.next_due

    def fail_once(now: float) -> float | None:
        if store.held("tg:7").waiting and not failed:
            failed.append(now)
            raise StoreError("not now")
        return next_due(now)

    monkeypatch.setattr(store, "next_due", fail_once)
    async with start():
        double.write("q")
        await double.wait(1)
    assert failed
    assert double.shown() == ["<b>1</b> q"]
