"""Many people at once over the double -> how each was answered; with a slow line and faults that come by chance."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from tests.telegram.double import Double, Fault

PATIENCE = 90.0
# What Telegram says of calls that it never fails in a load.
_SPARED = ("getme", "deletewebhook", "setwebhook")


@dataclass(frozen=True)
class Figures:
    """What became of the questions of a crowd.

    `middle` and `slowest` are the seconds that half and 99 of 100 first answers took at most, `rate` is answers a
    second, `extra` counts copies. The rest is of the process: seconds until its first answer, how often it was killed,
    megabytes before and after, exit status, the end of its log.
    """

    asked: int
    lost: int
    extra: int
    disordered: int
    rate: float
    middle: float
    slowest: float
    start: float = 0.0
    kills: int = 0
    megabytes: tuple[int, int] = (0, 0)
    status: int = 0
    log: str = ""


@dataclass
class Crowd(Double):
    """The double with a line that takes `latency` seconds, where calls fail and updates repeat by chance.

    `chances` are those of a call to fail in each way, `repeats` that of an update to come again; `outage` fails all.
    With a webhook each update is brought to the next of the `doors`, as by a balancer; of a chat one at a time.
    """

    latency: float = 0.0
    chances: dict[int | str, float] = field(default_factory=dict)
    repeats: float = 0.0
    outage: int = 0
    doors: Sequence[str] = ()
    seed: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        # A state may outlive a run, and has seen the numbers of the runs before.
        self._updates = itertools.count(time.time_ns() // 1_000_000)
        self._chance = random.Random(self.seed)
        self._given: list[dict[str, Any]] = []
        self._heard: dict[int, asyncio.Queue[str]] = defaultdict(asyncio.Queue)
        self._shown: dict[int, list[str]] = defaultdict(list)
        self._lanes: dict[str, asyncio.Queue[dict[str, Any]]] = {}
        self._bringers: set[asyncio.Task[None]] = set()
        self._next_door = itertools.count()

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Serve for as long as this lasts."""
        runner = await self.serve()
        async with ClientSession(timeout=ClientTimeout(total=30)) as self._session:
            yield
            for bringer in self._bringers:
                bringer.cancel()
            await asyncio.gather(*self._bringers, return_exceptions=True)
        await runner.cleanup()

    async def set(self, **conditions: Any) -> None:
        """Change latency, chances, repeats or outage."""
        for name, value in conditions.items():
            setattr(self, name, value)

    async def say(self, text: str, person: int) -> None:
        """A person writes."""
        self.write(text, user=person)

    async def send(self, update: dict[str, Any]) -> None:
        """An update of any kind comes."""
        self.push(dict(update))

    async def wait_for_answer(self, person: int) -> str:
        """The next text that the bot sends to a person."""
        async with asyncio.timeout(PATIENCE):
            return await self._heard[person].get()

    async def ask(self, people: int, messages: int, pause: float) -> Figures:
        """Let people ask one thing after another, each after the answer to the one before and a pause in seconds."""
        began = time.monotonic()
        crowd = range(1000, 1000 + people)
        waits = sorted(itertools.chain(*await asyncio.gather(*(self._ask_all(n, messages, pause) for n in crowd))))
        seconds = time.monotonic() - began
        await asyncio.sleep(0.5)
        shown = [[text.partition(" ")[2] for text in self._shown[person]] for person in crowd]
        first = [list(dict.fromkeys(texts)) for texts in shown]
        return Figures(
            asked=people * messages,
            lost=sum(messages - len(texts) for texts in first),
            extra=sum(map(len, shown)) - sum(map(len, first)),
            disordered=sum(texts != sorted(texts, key=lambda text: int(text[1:])) for texts in first),
            rate=len(waits) / seconds,
            middle=waits[len(waits) // 2],
            slowest=waits[int(0.99 * (len(waits) - 1))],
        )

    async def _ask_all(self, person: int, messages: int, pause: float) -> list[float]:
        """Seconds that the answers took."""
        waits = []
        await asyncio.sleep(self._chance.random())
        for number in range(messages):
            began = time.monotonic()
            self.write(f"q{number}", user=person)
            with contextlib.suppress(TimeoutError):
                while not (await self.wait_for_answer(person)).endswith(f" q{number}"):
                    pass
                waits.append(time.monotonic() - began)
            await asyncio.sleep(pause * self._chance.uniform(0.5, 1.5))
        return waits

    # ---------------------------------------------------------------- the Bot API
    async def _answer(self, request: web.Request) -> web.StreamResponse:
        with contextlib.suppress(ConnectionResetError):  # of who was killed while calling
            await request.read()
        if request.match_info["method"].lower() != "getupdates":
            await asyncio.sleep(self.latency)
        return await super()._answer(request)

    def _next_fault(self, method: str, params: dict[str, Any]) -> Fault | None:
        if method in _SPARED:
            return None
        if self.outage:
            return Fault(method, self.outage)
        kind = next((kind for kind, chance in self.chances.items() if self._chance.random() < chance), None)
        return super()._next_fault(method, params) if kind is None else Fault(method, kind, retry_after=1)

    async def _carry_out(self, method: str, params: dict[str, Any]) -> Any:
        result = await super()._carry_out(method, params)
        if method == "sendmessage":
            self._heard[params["chat_id"]].put_nowait(params["text"])
            self._shown[params["chat_id"]].append(params["text"])
        return result

    async def _give_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        again = [update for update in self._given if self._chance.random() < self.repeats]
        self._given = await super()._give_updates(params)
        return [*again, *self._given]

    # ---------------------------------------------------------------- webhooks
    def _bring(self) -> None:
        while self.hook.get("url") and self.queue:
            update = self.queue.popleft()
            chat = str(update.get("message", {}).get("chat", {}).get("id"))
            if chat not in self._lanes:
                self._lanes[chat] = asyncio.Queue()
                self._bringers.add(asyncio.create_task(self._bring_lane(self._lanes[chat])))
            self._lanes[chat].put_nowait(update)

    async def _bring_lane(self, lane: asyncio.Queue[dict[str, Any]]) -> None:
        while True:
            update = await lane.get()
            while await self.bring(self._session, update) != 200:
                await asyncio.sleep(self._chance.uniform(0.05, 0.2))
            if self._chance.random() < self.repeats:
                await self.bring(self._session, update)

    async def bring(self, session: ClientSession, update: Any) -> int:
        """The status of one call of the next door, 0 for no answer."""
        door = self.doors[next(self._next_door) % len(self.doors)]
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.hook["secret_token"]}
        try:
            async with session.post(door, json=update, headers=headers) as response:
                return response.status
        except (ClientError, TimeoutError):
            return 0
