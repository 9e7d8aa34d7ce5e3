"""A running channel over the double, for every test of the channel."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from telegram import Bot
from tests.telegram.double import Double
from tests.telegram.parrot import Parrot

from careerbot.channels.telegram import flood, intake, sender, service
from careerbot.channels.telegram.desk import Desk
from careerbot.channels.telegram.request import AiohttpRequest
from careerbot.channels.telegram.service import Service
from careerbot.config import Config
from careerbot.records import Recorder
from careerbot.store import Store, open_store

SECRET = "a_secret-of-the-tests"
Start = Callable[..., contextlib.AbstractAsyncContextManager[asyncio.Task[int]]]


def find_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def set_webhook() -> dict[str, Any]:
    """Settings of a channel with a webhook of its own."""
    port = find_port()
    url = f"http://127.0.0.1:{port}/telegram/in"
    return {"webhook_url": url, "webhook_port": port, "webhook_secret": SECRET}


def make_update(number: int, text: str = "q", user: int = 7) -> dict[str, Any]:
    """A message from a person, as Telegram brings it."""
    chat = {"id": user, "type": "private"}
    person = {"id": user, "is_bot": False, "first_name": "P"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": int(time.time()), "chat": chat, "from": person, "text": text},
    }


async def until(true: Callable[[], Any]) -> None:
    """Wait until something is true; fails when it does not come to be."""
    async with asyncio.timeout(8):
        while not true():
            await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that only spare a real server."""
    monkeypatch.setattr(intake, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(intake, "CONFLICT_PAUSE", 0.02)
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(service, "LAST_SECONDS", 1.0)
    monkeypatch.setattr(flood, "REPEAT", 0.2)


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    double = Double()
    runner = await double.serve()
    yield double
    await runner.cleanup()


@pytest.fixture
def parrot() -> Parrot:
    return Parrot()


@pytest.fixture
def store() -> Iterator[Store]:
    store = open_store("memory:")
    yield store
    store.close()


@pytest.fixture
def start(double: Double, parrot: Parrot, store: Store) -> Start:
    """Starts a channel, in an `async with` that gives its task; it is stopped gracefully at the end, or by `stop`."""

    @contextlib.asynccontextmanager
    async def start(
        token: str = "", kept: Store | None = None, stop: asyncio.Future[int] | None = None, **settings: Any
    ) -> AsyncIterator[asyncio.Task[int]]:
        stop = stop or asyncio.get_running_loop().create_future()
        async with AiohttpRequest() as request:
            api = Bot(token or double.token, f"{double.url}/bot", request=request, get_updates_request=request)
            desk = Desk(parrot, Recorder(parrot.knowledge, parrot.vocabulary, parrot.days))
            config = Config(token or double.token, **settings)
            task = asyncio.create_task(Service(api, kept or store, desk, config).run(stop))
            yield task
            if not stop.done():
                stop.set_result(0)
            await task

    return start


@pytest.fixture
async def channel(start: Start) -> AsyncIterator[asyncio.Task[int]]:
    """A channel that runs for the whole test."""
    async with start() as task:
        yield task
