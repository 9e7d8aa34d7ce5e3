"""A channel whose state is in PostgreSQL -> answers that go on when its server comes back, none lost or mixed up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from aiohttp import ClientSession
from postgres_server import Server, new_database
from tests.telegram.conftest import Start, find_port, make_update, set_webhook, until
from tests.telegram.double import Double

from careerbot.store import Store, open_store


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    with new_database(server.url) as url:
        yield url


@pytest.fixture
def kept(url: str) -> Iterator[Store]:
    """A store on a server that may be stopped."""
    store = open_store(url)
    yield store
    store.close()


@pytest.fixture
def twin(url: str) -> Iterator[Store]:
    """The same state in the hands of another process."""
    store = open_store(url)
    yield store
    store.close()


async def ask(double: Double, text: str, turn: int) -> None:
    """Everybody asks, and has the answer."""
    for user in range(100, 120):
        double.write(text, user=user)
    async with asyncio.timeout(30):
        while not all(f"<b>{turn}</b> {text}" in double.shown(user) for user in range(100, 120)):
            await asyncio.sleep(0.01)


async def test_a_server_that_is_started_again_costs_no_answer(
    double: Double, start: Start, kept: Store, server: Server
) -> None:
    async with start(kept=kept):
        for turn in (1, 2):
            asked = asyncio.create_task(ask(double, f"q{turn}", turn))
            await double.wait(20 * turn - 15)
            await asyncio.to_thread(server.stop)
            await asyncio.to_thread(server.start)
            await asked
        await ask(double, "q3", 3)
    for user in range(100, 120):
        first_times = list(dict.fromkeys(double.shown(user)))
        assert first_times == ["<b>1</b> q1", "<b>2</b> q2", "<b>3</b> q3"]


async def test_while_the_server_is_down_telegram_keeps_updates_and_the_service_is_not_ready(
    double: Double, start: Start, kept: Store, server: Server
) -> None:
    port = find_port()
    async with start(kept=kept, metrics_port=port, **set_webhook()), ClientSession() as session:
        double.write("q")
        await double.wait(1)
        await asyncio.to_thread(server.stop)
        try:
            double.write("r")
            await until(lambda: 503 in double.brought)
            async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                assert (response.status, (await response.json())["store"]) == (503, "does not answer as it should")
        finally:
            await asyncio.to_thread(server.start)
        await double.wait(2, seconds=30)
    assert double.shown() == ["<b>1</b> q", "<b>2</b> r"]


async def test_what_is_brought_to_two_processes_is_answered_once_and_each_person_in_order(
    double: Double, start: Start, kept: Store, twin: Store
) -> None:
    one, other = set_webhook(), set_webhook()
    urls = one["webhook_url"], other["webhook_url"]
    async with start(kept=kept, **one), start(kept=twin, **other), ClientSession() as session:
        await until(lambda: sum(c.method == "setwebhook" for c in double.calls) == 2)
        for turn in range(4):
            updates = [make_update(100 * turn + user, f"q{turn}", 1000 + user) for user in range(10)]
            calls = (double.bring(session, update, url) for update in updates for url in urls)
            assert set(await asyncio.gather(*calls)) == {200}
        await until(lambda: len(double.done("sendMessage")) >= 40)
        await double.settle()
    for user in range(1000, 1010):
        assert double.shown(user) == [f"<b>{n + 1}</b> q{n}" for n in range(4)]
