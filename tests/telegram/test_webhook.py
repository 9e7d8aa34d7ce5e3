"""Calls of the webhook, Telegram's and strangers' -> what is kept, what is answered, and what is refused."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, StreamReader
from tests.telegram.conftest import SECRET, Start, make_update, set_webhook, until
from tests.telegram.double import BOT, Double, Fault

from careerbot.channels.telegram import inbox, listen, webhook
from careerbot.channels.telegram.webhook import WebhookRefusedError
from careerbot.store import Store, StoreError, open_store

HEADER = webhook.SECRET_HEADER


@pytest.fixture
def settings() -> dict[str, Any]:
    return set_webhook()


@pytest.fixture
async def hook(double: Double, start: Start, settings: dict[str, Any]) -> AsyncIterator[asyncio.Task[int]]:
    """A channel that Telegram calls, for the whole test."""
    async with start(**settings) as task:
        await until(lambda: double.hook)
        yield task


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


# ------------------------------------------------------------------ what Telegram brings
@pytest.mark.usefixtures("hook")
async def test_what_telegram_brings_is_answered_and_nobody_polls(double: Double) -> None:
    for n in range(3):
        double.write(f"q{n}")
    await double.wait(3)
    assert double.shown() == ["<b>1</b> q0", "<b>2</b> q1", "<b>3</b> q2"]
    assert double.brought == [200] * 3
    assert double.polls == []


@pytest.mark.usefixtures("hook")
async def test_telegram_is_told_of_address_secret_and_kinds(double: Double, settings: dict[str, Any]) -> None:
    assert double.hook["url"] == settings["webhook_url"]
    assert double.hook["secret_token"] == SECRET
    assert double.hook["allowed_updates"] == inbox.KINDS


@pytest.mark.parametrize("kind", [500, 502, 429, "cut"])
async def test_the_webhook_is_set_once_telegram_can_be_reached(
    double: Double, start: Start, settings: dict[str, Any], kind: int | str
) -> None:
    double.faults = [Fault("setWebhook", kind, count=2)]
    async with start(**settings):
        double.write("q")
        await double.wait(1)
    assert double.shown() == ["<b>1</b> q"]


async def test_an_address_that_telegram_does_not_take_ends_the_service_with_its_reason(
    double: Double, start: Start, settings: dict[str, Any]
) -> None:
    double.faults = [Fault("setWebhook", 400, why="Bad Request: bad webhook: HTTPS url must be provided for webhook")]
    with pytest.raises(WebhookRefusedError, match=r"CAREERBOT_WEBHOOK_URL: .*https url must be provided"):
        async with start(**settings) as task:
            await task


async def test_polling_takes_a_former_webhook_away(double: Double, start: Start) -> None:
    double.hook = {"url": "http://127.0.0.1:9/"}
    async with start():
        double.write("q")
        await double.wait(1)
    assert double.hook == {}


async def test_a_webhook_taken_away_by_another_process_is_set_again(
    double: Double, start: Start, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr(webhook, "CHECK_SECONDS", 0.05)
    async with start(**settings):
        await until(lambda: double.hook)
        double.hook = {}
        await until(lambda: double.hook)
        double.write("q")
        await double.wait(1)
    assert "another process took the webhook away; setting it again" in caplog.messages


async def test_a_token_revoked_while_nobody_writes_ends_the_service(
    double: Double, start: Start, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "CHECK_SECONDS", 0.05)
    async with start(**settings) as task:
        await until(lambda: double.hook)
        double.token = "4242:new_token"
        assert await task == 3


@pytest.mark.usefixtures("hook")
async def test_an_update_that_is_brought_twice_or_many_times_at_once_is_answered_once(
    double: Double, session: ClientSession
) -> None:
    update = make_update(77)
    statuses = await asyncio.gather(*(double.bring(session, update) for _ in range(20)))
    assert statuses == [200] * 20
    await double.wait(1)
    double.write("r")
    await double.wait(2)
    assert double.shown() == ["<b>1</b> q", "<b>2</b> r"]


@pytest.mark.usefixtures("hook")
async def test_a_text_and_a_press_of_one_person_at_the_same_moment_go_one_after_the_other(
    double: Double, session: ClientSession
) -> None:
    double.write("q")
    await double.wait(1)
    message = next(m for m in double.messages.values() if m["from"]["id"] == BOT["id"])
    person = {"id": 7, "is_bot": False, "first_name": "P"}
    query = {"id": "q", "from": person, "message": message, "data": "p|next", "chat_instance": "1"}
    press = {"update_id": 501, "callback_query": query}
    statuses = await asyncio.gather(double.bring(session, make_update(500, "r")), double.bring(session, press))
    assert statuses == [200, 200]
    await double.wait(3)
    assert sorted(text.split()[0] for text in double.shown()) == ["<b>1</b>", "<b>2</b>", "<b>3</b>"]


@pytest.mark.parametrize(
    "poison", [{"message": {"nonsense": 1}}, {"callback_query": None}, {"something_new": {"x": 1}}, {}]
)
@pytest.mark.usefixtures("hook")
async def test_an_update_that_cannot_be_read_is_taken_so_that_it_never_comes_again(
    double: Double, poison: dict[str, Any]
) -> None:
    double.push(poison)
    double.write("q")
    await double.wait(1)
    assert double.brought == [200, 200]


# ------------------------------------------------------------------ when it cannot be kept
async def test_while_the_store_is_down_telegram_keeps_what_it_brings(
    double: Double, start: Start, store: Store, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> int:
        raise StoreError("the disk is full")

    async with start(**settings):
        with monkeypatch.context() as broken:
            broken.setattr(store, "add", fail)
            double.write("q")
            await until(lambda: len(double.brought) > 2)
        await double.wait(1)
    assert set(double.brought) == {503, 200}
    assert double.shown() == ["<b>1</b> q"]


async def test_a_state_file_held_by_another_program_is_waited_for_and_nothing_is_lost(
    double: Double, start: Start, settings: dict[str, Any], tmp_path: Any
) -> None:
    kept = open_store(f"sqlite:///{tmp_path}/state")
    other = sqlite3.connect(tmp_path / "state", isolation_level=None)
    async with start(kept=kept, **settings):
        await until(lambda: double.hook)
        other.execute("begin immediate")
        double.write("q")
        await until(lambda: 503 in double.brought)
        other.execute("rollback")
        await double.wait(1)
    other.close()
    kept.close()
    assert double.shown() == ["<b>1</b> q"]


@pytest.mark.usefixtures("hook")
async def test_a_busy_service_says_when_to_come_again(
    settings: dict[str, Any], session: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "MOST_WAITING", -1)
    async with session.post(settings["webhook_url"], json=make_update(5), headers={HEADER: SECRET}) as response:
        assert (response.status, response.headers["Retry-After"]) == (503, "2")


async def test_a_service_that_stops_refuses_what_comes_and_the_next_one_gets_it(
    double: Double, start: Start, settings: dict[str, Any], tmp_path: Any
) -> None:
    double.faults = [Fault("sendMessage", "hang")]
    kept = open_store(f"sqlite:///{tmp_path}/state")
    stop = asyncio.get_running_loop().create_future()
    async with start(kept=kept, stop=stop, **settings) as task:
        double.write("q")
        await until(lambda: any(c.method == "sendMessage" for c in double.calls))
        stop.set_result(0)
        await asyncio.sleep(0)
        double.write("r", user=8)
        await until(lambda: double.brought[-1] == 503)
        assert await task == 0
    kept.close()
    kept = open_store(f"sqlite:///{tmp_path}/state")
    async with start(kept=kept, **settings):
        await double.wait(2)
    kept.close()
    assert (double.shown(7), double.shown(8)) == (["<b>1</b> q"], ["<b>1</b> r"])


async def test_nothing_that_was_taken_is_lost_when_many_are_brought_at_once(
    double: Double, start: Start, settings: dict[str, Any], session: ClientSession
) -> None:
    async with start(**settings):
        await until(lambda: double.hook)
        updates = [make_update(1000 + n, user=100 + n % 50) for n in range(200)]
        statuses = await asyncio.gather(*(double.bring(session, update) for update in updates))
        assert statuses == [200] * 200
        await double.wait(200)
    for user in range(100, 150):
        assert double.shown(user) == [f"<b>{n}</b> q" for n in (1, 2, 3, 4)]


# ------------------------------------------------------------------ what strangers send
async def ask(url: str, method: str = "POST", data: bytes = b"", **headers: str) -> int:
    given = {HEADER: SECRET, "Content-Type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()}
    async with ClientSession() as session:
        sent = {k: v for k, v in given.items() if v}
        async with session.request(
            method, url, data=data, headers=sent, skip_auto_headers=["Content-Type"]
        ) as response:
            return response.status


GOOD = json.dumps(make_update(9)).encode()


@pytest.mark.parametrize(
    ("status", "how"),
    [
        (401, {"X_Telegram_Bot_Api_Secret_Token": ""}),
        (403, {"X_Telegram_Bot_Api_Secret_Token": "another"}),
        (403, {"X_Telegram_Bot_Api_Secret_Token": SECRET + "x"}),
        (403, {"X_Telegram_Bot_Api_Secret_Token": "é"}),
        (405, {"method": "GET", "data": b""}),
        (405, {"method": "PUT"}),
        (413, {"data": b'{"update_id": 1, "x": "' + b"x" * 2_000_000 + b'"}'}),
        (400, {"data": b""}),
        (400, {"data": b"{"}),
        (400, {"data": b"\xff\xfe"}),
        (400, {"data": b"[" * 100_000}),
        (400, {"data": b"[]"}),
        (400, {"data": b"null"}),
        (400, {"data": b'{"message": {}}'}),
        (400, {"data": b'{"update_id": "1"}'}),
        (415, {"Content_Type": "text/plain"}),
        (415, {"Content_Type": ""}),
    ],
)
@pytest.mark.usefixtures("hook")
async def test_a_call_that_is_not_telegrams_does_nothing(
    settings: dict[str, Any], store: Store, status: int, how: dict[str, Any]
) -> None:
    assert await ask(settings["webhook_url"], **{"data": GOOD} | how) == status
    assert store.backlog().letters == 0
    assert store.claim(1) == []


@pytest.mark.usefixtures("hook")
async def test_another_address_is_not_found(settings: dict[str, Any]) -> None:
    assert await ask(settings["webhook_url"] + "/x", data=GOOD) == 404


@pytest.mark.usefixtures("hook")
async def test_a_stranger_does_not_get_to_send_a_body(settings: dict[str, Any]) -> None:
    """The secret is looked at first: a wrong one with a large body is a 403, not a 413."""
    sent = await ask(settings["webhook_url"], data=b"x" * 2_000_000, X_Telegram_Bot_Api_Secret_Token="another")
    assert sent == 403


async def send_slowly(port: int, *parts: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for part in parts:
        writer.write(part)
        await writer.drain()
        await asyncio.sleep(0.05)
    async with asyncio.timeout(8):
        answer = await reader.readline()
    writer.close()
    return answer


@pytest.mark.parametrize("parts", [(), (b"POST /telegram/in HTTP/1.1\r\n", b"Host: x\r\n", b"X-A: b\r\n")])
async def test_a_caller_who_does_not_come_to_the_point_is_cut_off(
    double: Double, start: Start, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch, parts: tuple[bytes, ...]
) -> None:
    monkeypatch.setattr(listen, "SILENT_SECONDS", 0.3)
    async with start(**settings):
        await until(lambda: double.hook)
        assert await send_slowly(settings["webhook_port"], *parts) == b"HTTP/1.1 408 Request Timeout\r\n"
        double.write("q")
        await double.wait(1)


async def test_a_known_caller_may_keep_its_connection_for_longer(
    double: Double, start: Start, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listen, "SILENT_SECONDS", 0.1)
    async with start(**settings):
        await until(lambda: double.hook)
        reader, writer = await asyncio.open_connection("127.0.0.1", settings["webhook_port"])
        for pause in (0.0, 0.4):
            await asyncio.sleep(pause)
            writer.write(b"POST /telegram/in HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 401 ")
            await reader.readexactly(len("401: Unauthorized"))
        writer.close()


async def test_a_body_that_comes_too_slowly_is_not_waited_for(
    double: Double, start: Start, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "BODY_SECONDS", 0.2)
    head = f"POST /telegram/in HTTP/1.1\r\nHost: x\r\n{HEADER}: {SECRET}\r\nContent-Type: application/json\r\n"
    async with start(**settings):
        await until(lambda: double.hook)
        answer = await send_slowly(settings["webhook_port"], f"{head}Content-Length: 100\r\n\r\n".encode(), b"{")
        assert answer == b"HTTP/1.1 408 Request Timeout\r\n"


async def test_connections_beyond_the_limit_are_closed_and_telegram_gets_through_again(
    double: Double, start: Start, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listen, "MOST_CONNECTIONS", 3)
    async with start(**settings):
        await until(lambda: double.hook)
        held = [await asyncio.open_connection("127.0.0.1", settings["webhook_port"]) for _ in range(6)]
        closed = [await is_closed(reader) for reader, _ in held]
        assert closed == [False] * 3 + [True] * 3
        for _, writer in held:
            writer.close()
        double.write("q")
        await double.wait(1)


async def is_closed(reader: StreamReader) -> bool:
    try:
        async with asyncio.timeout(0.3):
            return await reader.read(1) == b""
    except TimeoutError:
        return False
