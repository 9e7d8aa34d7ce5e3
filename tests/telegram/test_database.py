"""A channel whose state is in PostgreSQL -> answers that go on when its server comes back, none lost or mixed up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from postgres_server import Server, new_database
from tests.telegram.conftest import Start
from tests.telegram.double import Double

from careerbot.store import Store, open_store


@pytest.fixture
def kept(server: Server) -> Iterator[Store]:
    """A store on a server that may be stopped."""
    with new_database(server.url) as url:
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
