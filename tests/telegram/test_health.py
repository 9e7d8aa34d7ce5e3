"""A running service, asked how it does -> what those who watch over it learn, and what they must never learn."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientSession
from prometheus_client.parser import text_string_to_metric_families
from tests.telegram.conftest import Start, find_port, until
from tests.telegram.double import Double, Fault
from tests.telegram.parrot import NEXT

from careerbot.channels.telegram import health
from careerbot.channels.telegram.health import OK
from careerbot.channels.telegram.listen import CannotListenError
from careerbot.store import Store, StoreError

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


class Watcher:
    """Asks a service."""

    def __init__(self, session: ClientSession, port: int) -> None:
        self.session, self.port = session, port

    async def ask(self, path: str) -> tuple[int, dict[str, Any]]:
        async with self.session.get(f"http://127.0.0.1:{self.port}/{path}") as response:
            return response.status, await response.json()

    async def is_ready(self) -> bool:
        return (await self.ask("readyz"))[0] == 200

    async def until_ready(self) -> None:
        async with asyncio.timeout(8):
            while True:
                with contextlib.suppress(ClientConnectionError):
                    if await self.is_ready():
                        return
                await asyncio.sleep(0.02)

    async def text(self) -> str:
        async with self.session.get(f"http://127.0.0.1:{self.port}/metrics") as response:
            assert response.headers["Content-Type"].startswith("text/plain; version=")
            return await response.text()

    async def measure(self) -> Samples:
        families = text_string_to_metric_families(await self.text())
        return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


@pytest.fixture
async def watcher() -> AsyncIterator[Watcher]:
    async with ClientSession() as session:
        yield Watcher(session, find_port())


@pytest.fixture
async def watched(start: Start, watcher: Watcher) -> AsyncIterator[Watcher]:
    """A channel that is watched for the whole test."""
    async with start(metrics_port=watcher.port):
        await watcher.until_ready()
        yield watcher


def value(samples: Samples, name: str, **labels: str) -> float:
    return samples.get((name, frozenset(labels.items())), 0.0)


# ------------------------------------------------------------------ alive and ready
async def test_a_service_that_reaches_everything_is_alive_and_ready(watched: Watcher) -> None:
    assert await watched.ask("healthz") == (200, {"alive": True})
    assert await watched.ask("readyz") == (
        200,
        {"ready": True, "service": OK, "store": OK, "telegram": OK, "updates": OK},
    )


@pytest.mark.parametrize("path", ["", "metrics/x", "telegram", "../healthz/"])
async def test_there_is_nothing_else_to_ask(watched: Watcher, path: str) -> None:
    async with watched.session.get(f"http://127.0.0.1:{watched.port}/{path}") as response:
        assert response.status == 404


async def test_before_telegram_is_reached_the_service_is_alive_but_not_ready(
    double: Double, start: Start, watcher: Watcher
) -> None:
    double.faults = [Fault("getMe", 502, count=10_000)]
    async with start(metrics_port=watcher.port):
        await until(lambda: len(double.calls) > 1)
        assert (await watcher.ask("healthz"))[0] == 200
        status, parts = await watcher.ask("readyz")
        assert (status, parts["telegram"], parts["store"]) == (503, "not heard of lately", OK)
        double.faults = []
        await watcher.until_ready()


async def test_when_telegram_falls_silent_the_service_is_not_ready_until_it_is_heard_again(
    double: Double, watched: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as impatient:
        impatient.setattr(health, "SILENCE_SECONDS", 0.0)
        assert (await watched.ask("readyz"))[1]["telegram"] == "not heard of lately"
    double.write("q")
    await double.wait(1)
    await watched.until_ready()


async def test_while_another_process_polls_the_service_is_not_ready(double: Double, watched: Watcher) -> None:
    double.faults = [Fault("getUpdates", 409, count=3)]
    double.write("q")
    async with asyncio.timeout(8):
        while (await watched.ask("readyz"))[1]["updates"] == OK:
            await asyncio.sleep(0.005)
    await watched.until_ready()
    assert await double.wait(1)


async def test_a_store_that_does_not_write_makes_it_not_ready_until_it_does(
    double: Double, watched: Watcher, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> int:
        raise StoreError("the disk is full")

    monkeypatch.setattr(health, "DISTRUST_SECONDS", 0.5)
    with monkeypatch.context() as broken:
        broken.setattr(store, "add", fail)
        double.write("q")
        async with asyncio.timeout(8):
            while (await watched.ask("readyz"))[1]["store"] == OK:
                await asyncio.sleep(0.01)
    await watched.until_ready()
    assert (await double.wait(1))[0].params["text"] == "<b>1</b> q"


async def test_a_store_that_does_not_answer_makes_it_not_ready_and_leaves_metrics_readable(
    watched: Watcher, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> int:
        raise StoreError("locked")

    monkeypatch.setattr(store, "backlog", fail)
    assert (await watched.ask("readyz"))[1]["store"] == "does not answer as it should"
    assert "careerbot_inbox_letters NaN" in await watched.text()


async def test_a_service_that_stops_is_not_ready_to_the_end(double: Double, start: Start, watcher: Watcher) -> None:
    double.faults = [Fault("sendMessage", "hang")]
    stop = asyncio.get_running_loop().create_future()
    async with start(metrics_port=watcher.port, stop=stop):
        double.write("q")
        await until(lambda: any(c.method == "sendMessage" for c in double.calls))
        assert await watcher.is_ready()
        stop.set_result(0)
        await asyncio.sleep(0)
        status, parts = await watcher.ask("readyz")
        assert (status, parts["service"]) == (503, "stopping")
        assert (await watcher.ask("healthz"))[0] == 200


async def test_a_port_in_use_ends_the_service_with_its_name(start: Start, watched: Watcher) -> None:
    with pytest.raises(CannotListenError, match=f"cannot listen on 127.0.0.1, port {watched.port}"):
        async with start(metrics_port=watched.port) as task:
            await task


# ------------------------------------------------------------------ metrics
async def test_what_happens_is_counted_by_kind_intent_outcome_method_and_status(
    double: Double, watched: Watcher
) -> None:
    before = await watched.measure()
    double.faults = [Fault("sendMessage", 502)]
    double.write("what does it pay")
    double.write("stranger things")
    double.write("/help")
    await double.wait(3)
    double.press(NEXT.data)
    double.push({"message": {"nonsense": 1}})
    double.push({"something_new": {}})
    await double.wait(4)
    await double.settle()
    after = await watched.measure()

    def more(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    assert more("careerbot_updates_total", kind="message") == 4
    assert more("careerbot_updates_total", kind="callback_query") == 1
    assert more("careerbot_updates_total", kind="unknown") == 1
    assert more("careerbot_updates_unreadable_total", kind="message") == 1
    assert more("careerbot_answers_total", intent="pay", outcome="answer") == 2
    assert more("careerbot_answers_total", intent="talk", outcome="answer") == 1
    assert more("careerbot_answers_total", intent="", outcome="decline") == 1
    assert more("careerbot_api_calls_total", method="sendMessage", status="200") == 4
    assert more("careerbot_api_calls_total", method="sendMessage", status="502") == 1
    assert more("careerbot_api_calls_total", method="getUpdates", status="200") >= 1
    for name in ("queue_wait", "thinking"):
        assert more(f"careerbot_{name}_seconds_count") == 4
    assert more("careerbot_sending_seconds_count") == 5


async def test_the_backlog_is_shown_with_the_age_of_its_oldest_letter(
    double: Double, watched: Watcher, store: Store
) -> None:
    double.faults = [Fault("sendMessage", "hang")]
    assert value(await watched.measure(), "careerbot_outbox_parcels") == 0
    double.write("q")
    await until(lambda: store.backlog().parcels == 1)
    samples = await watched.measure()
    assert value(samples, "careerbot_outbox_parcels") == 1
    assert value(samples, "careerbot_inbox_letters") == 0
    assert value(samples, "careerbot_inbox_oldest_seconds") == 0


async def test_every_metric_stands_in_the_readme(watched: Watcher) -> None:
    names = {family.name for family in text_string_to_metric_families(await watched.text())}
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert {name for name in names if name.startswith("careerbot_")} == set(re.findall(r"`(careerbot_\w+)`", readme))


async def test_no_metric_tells_of_a_person(double: Double, watched: Watcher) -> None:
    double.write("Bartholomew was here", user=987654321, first_name="Bartholomew")
    await double.wait(1)
    text = await watched.text()
    for private in ("987654321", "Bartholomew", "was here", double.token, double.token.partition(":")[2]):
        assert private not in text
    labels = set(re.findall(r"[{,](\w+)=", text))
    own = {"kind", "intent", "outcome", "method", "status", "le"}
    assert labels - own == {"version", "implementation", "major", "minor", "patchlevel"}


async def test_metrics_do_not_grow_with_people_or_with_what_they_send(double: Double, watched: Watcher) -> None:
    double.write("q")
    await double.wait(1)
    await double.settle()
    lines = len((await watched.text()).splitlines())
    for n in range(30):
        double.write(f"question {n}", user=1000 + n, first_name=f"P{n}")
    await double.wait(31)
    await double.settle()
    assert len((await watched.text()).splitlines()) == lines
