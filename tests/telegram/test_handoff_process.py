"""A process killed at every stage of a hand-off -> nothing lost, and no message more than doubled."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from tests.telegram.double import TOKEN, Double, Fault
from tests.telegram.forum import STAFF
from tests.telegram.test_handoff import ask, seen, staff, until
from tests.telegram.test_process import MAIN, ROOT

from careerbot.channels.telegram import handoff_words as said

Restart = Callable[[], Coroutine[Any, Any, None]]


@pytest.fixture
async def restart(double: Double, tmp_path: Path) -> Any:
    """Kills the process that serves the double, if there is one, and starts another."""
    settings = {
        "CAREERBOT_TOKEN": TOKEN,
        "CAREERBOT_API_URL": double.url,
        "CAREERBOT_STATE": f"sqlite:///{tmp_path}/state",
        "CAREERBOT_STAFF_CHAT": str(STAFF),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }
    running: list[asyncio.subprocess.Process] = []

    async def restart() -> None:
        while running:
            running[0].kill()
            await running.pop(0).communicate()
        running.append(
            await asyncio.create_subprocess_exec(
                sys.executable, "-c", MAIN, env=os.environ | settings, stderr=asyncio.subprocess.PIPE
            )
        )

    yield restart
    for process in running:
        process.terminate()
        await process.communicate()


async def test_nothing_is_lost_when_the_process_is_killed_at_every_stage(double: Double, restart: Restart) -> None:
    await restart()
    await ask(double)
    await restart()
    double.faults = [Fault("createForumTopic", 502, count=1), Fault("createForumTopic", "cut after")]
    double.press(said.YES)
    double.write("one")
    await double.wait(1, "editMessageText")
    await restart()
    async with asyncio.timeout(20):
        while not double.forum.topics or not any("one" in seen(double, n) for n in double.forum.topics):
            await asyncio.sleep(0.02)
    topic = next(n for n in double.forum.topics if "one" in seen(double, n))
    await restart()
    double.write("two")
    staff(double, topic, "Hello!")
    await restart()
    await until(double, "two", topic)
    await until(double, "Hello!")
    staff(double, topic, "/close")
    await double.wait(1, "closeForumTopic")
    await restart()
    await until(double, said.CLOSED_BY_STAFF)
    double.write("what pay")
    await until(double, "what pay")
    told = [text for text in seen(double, topic) if not text.startswith("Somebody")]
    assert list(dict.fromkeys(told)) == ["one", "two", said.ENDED_BY_STAFF]
    assert sum(n - 1 for n in Counter([*told, *seen(double)]).values()) <= 5
    assert len(double.forum.topics) <= 2
