"""A running channel over the double, for every test of the channel."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from telegram import Bot
from tests.telegram.double import Double
from tests.telegram.parrot import Parrot

from careerbot.channels.telegram import flood, intake, sender, service
from careerbot.channels.telegram.desk import Desk
from careerbot.channels.telegram.request import AiohttpRequest
from careerbot.channels.telegram.service import Service
from careerbot.records import Recorder
from careerbot.store import Store, open_store

Start = Callable[..., contextlib.AbstractAsyncContextManager[asyncio.Task[int]]]


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
    """Starts a channel, in an `async with` that gives its task; it is stopped gracefully at the end."""

    @contextlib.asynccontextmanager
    async def start(token: str = "", kept: Store | None = None, staff: int = 0) -> AsyncIterator[asyncio.Task[int]]:
        stop: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        async with AiohttpRequest() as request:
            api = Bot(token or double.token, f"{double.url}/bot", request=request, get_updates_request=request)
            desk = Desk(parrot, Recorder(parrot.knowledge, parrot.vocabulary, parrot.days))
            task = asyncio.create_task(Service(api, kept or store, desk, staff).run(stop))
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
