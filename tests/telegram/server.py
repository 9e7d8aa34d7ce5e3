"""A Bot API server in a file of its own, with the double's verbs -> the same figures of a crowd."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientTimeout
from tests.telegram.conftest import find_port
from tests.telegram.crowd import PATIENCE, Figures
from tests.telegram.double import TOKEN

from careerbot.content.files import builtin_knowledge
from careerbot.workshop.bench import said
from careerbot.workshop.replay import find_scripts

_NAMES = {"latency": "latency_s", "chances": "p", "repeats": "p_dup", "outage": "outage"}
_KINDS = {200: "garbage", "cut": "reset", "cut after": "reset_after"}


# What is asked of a bot that answers questions: one in so many of what the conversations of the knowledge say.
ONE_IN = 9


def read_questions() -> list[str]:
    """What people ask."""
    return [text for script in find_scripts([builtin_knowledge()]) for text in said(script)][::ONE_IN]


@dataclass
class OtherServer:
    """Starts the server's file, and speaks its control verbs (`/_fake/…`).

    `echoes` says that the bot repeats what it hears, so that each answer can be told from every other.
    """

    file: Path
    seed: int = 1
    token: str = TOKEN
    url: str = ""
    echoes: bool = True

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Serve for as long as this lasts."""
        port = find_port()
        command = [sys.executable, str(self.file), "--port", str(port), "--token", self.token]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        assert process.stdout
        await process.stdout.readline()
        self.url = f"http://127.0.0.1:{port}"
        async with ClientSession(timeout=ClientTimeout(total=600)) as self._session:
            await self._control("config", seed=self.seed)
            yield
        process.terminate()
        await process.wait()

    async def set(self, **conditions: Any) -> None:
        """Change latency, chances, repeats or outage; the processes must poll."""
        if conditions.pop("doors", ()):
            raise NotImplementedError("this server brings updates to one address only")
        if "chances" in conditions:
            chances = conditions["chances"].items()
            conditions["chances"] = {str(_KINDS.get(kind, kind)): chance for kind, chance in chances}
        if "outage" in conditions:
            conditions["outage"] = str(conditions["outage"]) if conditions["outage"] else None
        await self._control("config", **{_NAMES[name]: value for name, value in conditions.items()})

    async def say(self, text: str, person: int) -> None:
        """A person writes."""
        await self._control("message", token=self.token, user_id=person, text=text)

    async def send(self, update: dict[str, Any]) -> None:
        """An update of any kind comes."""
        await self._control("update", token=self.token, **update)

    async def wait_for_answer(self, person: int) -> None:
        """Wait until the bot has sent something to a person."""
        async with asyncio.timeout(PATIENCE):
            while not (await self._look(chat_id=person, method="sendMessage", wait=5))["items"]:
                pass

    async def ask(self, people: int, messages: int, pause: float) -> Figures:
        """Let people ask one thing after another, each after the answer to the one before and a pause in seconds."""
        crowd = {"users": people, "messages": messages, "think_s": pause, "seed": self.seed}
        texts = ["q {tag}"] if self.echoes else read_questions()
        told = await self._control(
            "load", token=self.token, timeout_s=PATIENCE, texts=texts, match=self.echoes, **crowd
        )
        return Figures(
            asked=told["questions"],
            lost=told["lost"] - told["late"],
            extra=told["extra"],
            disordered=told["wrong"],
            rate=told["answers_per_s"],
            middle=(told["ms"]["p50"] or 0) / 1000,
            slowest=(told["ms"]["p99"] or 0) / 1000,
        )

    async def _control(self, verb: str, **what: Any) -> Any:
        async with self._session.post(f"{self.url}/_fake/{verb}", json=what) as response:
            return await response.json()

    async def _look(self, **what: Any) -> Any:
        async with self._session.get(f"{self.url}/_fake/sent", params={"token": self.token, **what}) as response:
            return await response.json()
