"""Many people and faults of every kind -> figures of each run, and whether every promise held; `make load`.

The bot behind the channel is the parrot of the tests, so that the channel alone is measured and each answer can be told
from every other. `--server FILE` asks its questions through another Bot API server than the tests' own double, one that
has the same verbs; with it `--bot careerbot` takes the whole program.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from tests.telegram.balancer import balance
from tests.telegram.conftest import find_port
from tests.telegram.crowd import Crowd, Figures
from tests.telegram.server import OtherServer

ROOT = Path(__file__).parents[2]
PARROT = """
import os, sys
from careerbot.channels.telegram import run_telegram
from careerbot.config import read_config
from tests.telegram.parrot import Parrot
sys.exit(run_telegram(Parrot(), read_config(os.environ)))
"""
BOTS = {"parrot": ["-c", PARROT], "careerbot": ["-m", "careerbot", "telegram"]}
# As many calls may be under way when a process is killed.
IN_HAND = 64
POISON: tuple[dict[str, Any], ...] = (
    {"message": {"nonsense": 1}},
    {"message": {"message_id": 5, "date": "x", "chat": {"id": 7}, "text": 5}},
    {"callback_query": {"id": 5}},
    {"my_chat_member": None},
)

Stage = Crowd | OtherServer


@dataclass(frozen=True)
class Run:
    """One run's conditions: who asks how much, with pauses in seconds, and what goes wrong meanwhile."""

    people: int
    messages: int
    pause: float = 0.0
    chances: Mapping[int | str, float] = field(default_factory=dict)
    repeats: float = 0.0
    trouble: Callable[[Stage, Fleet], Awaitable[None]] | None = None
    seed: int = 1

    @property
    def copies(self) -> int:
        """How many answers may come twice where no process is killed: those whose receipts may be lost, amply."""
        return 5 * int(self.chances.get("cut after", 0) * self.people * self.messages + 1)


class Fleet:
    """The service as processes of their own, which can be killed and started again: one polls, many have webhooks."""

    def __init__(self, bot: str, replicas: int, settings: Mapping[str, str], log: Path) -> None:
        self._command, self._log = [sys.executable, *BOTS[bot]], log
        paths = {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
        common = {**os.environ, **paths, **settings, "CAREERBOT_LOG": "json:error"}
        self.ports = [find_port() for _ in range(replicas)] if replicas > 1 else []
        self.doors = [make_door(port) for port in self.ports]
        self._envs = [
            {**common, "CAREERBOT_WEBHOOK_URL": door, "CAREERBOT_WEBHOOK_PORT": str(port)}
            for port, door in zip(self.ports, self.doors, strict=True)
        ] or [common]
        self._processes: list[asyncio.subprocess.Process] = []
        self.kills = 0

    def share(self, door: str) -> None:
        """Let all have one address, behind which something gives each its part."""
        self.doors = []
        self._envs = [{**env, "CAREERBOT_WEBHOOK_URL": door} for env in self._envs]

    async def start(self) -> None:
        """Start all."""
        self._processes = [await self._start(env) for env in self._envs]

    async def _start(self, env: Mapping[str, str]) -> asyncio.subprocess.Process:
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(*self._command, env=env, stderr=log)

    async def kill(self, number: int) -> None:
        """End one without a warning, and start it again."""
        which = number % len(self._processes)
        self._processes[which].kill()
        await self._processes[which].wait()
        self.kills += 1
        self._processes[which] = await self._start(self._envs[which])

    async def stop(self) -> int:
        """Ask all to end; the highest exit status."""
        for process in self._processes:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        return max([abs(await process.wait()) for process in self._processes])

    @property
    def megabytes(self) -> int:
        """Memory that the first holds now; 0 where that is not to be known."""
        with contextlib.suppress(OSError):
            pages = Path(f"/proc/{self._processes[0].pid}/statm").read_text("ascii").split()[1]
            return int(pages) * os.sysconf("SC_PAGE_SIZE") // 2**20
        return 0


def make_door(port: int) -> str:
    """The address that a process on a port is told updates at."""
    return f"http://127.0.0.1:{port}/telegram"


async def cut_off(seconds: float, stage: Stage, _: Fleet) -> None:
    """Let every call fail for a while."""
    await asyncio.sleep(1.0)
    await stage.set(outage=502)
    await asyncio.sleep(seconds)
    await stage.set(outage=0)


async def kill_at_random(seed: int, _: Stage, fleet: Fleet) -> None:
    """Kill the process again and again."""
    chance = random.Random(seed)
    while True:
        await asyncio.sleep(chance.uniform(1.5, 4))
        await fleet.kill(chance.randrange(1000))


async def poison(stage: Stage, _: Fleet) -> None:
    """Send what nobody can read, among what people write."""
    for update in itertools.cycle(POISON):
        await stage.send(update)
        await asyncio.sleep(0.05)


async def flood(stage: Stage, _: Fleet) -> None:
    """Let one person write ten times a second."""
    while True:
        await stage.say("and now", 66)
        await asyncio.sleep(0.1)


def make_runs(people: int, messages: int, outage: float, seed: int) -> dict[str, Run]:
    """All runs by name; `outage` is in seconds."""
    run = partial(Run, people, messages, seed=seed)
    return {
        "plain": run(),
        "repeats": run(repeats=0.05),
        "429": run(chances={429: 0.02}),
        "failures": run(chances={500: 0.02, 502: 0.02, 200: 0.02, "cut": 0.02}),
        "cut after": run(chances={"cut after": 0.02}),
        "calm": run(pause=1.0),
        "flood": run(pause=1.0, trouble=flood),
        "poison": run(pause=0.2, trouble=poison),
        "outage": run(pause=0.3, trouble=partial(cut_off, outage)),
        "kill -9": run(pause=0.5, trouble=partial(kill_at_random, seed), repeats=0.05),
    }


async def carry_out(run: Run, server: str = "", bot: str = "parrot", state: str = "", replicas: int = 1) -> Figures:
    """Go through a run, from the start of the processes to their end. Several need a state that they can share."""
    stage: Stage = OtherServer(Path(server), run.seed, echoes=bot == "parrot") if server else Crowd(seed=run.seed)
    with tempfile.TemporaryDirectory() as folder:
        async with stage.open(), contextlib.AsyncExitStack() as stack:
            settings = {"TOKEN": stage.token, "API_URL": stage.url, "STATE": state or f"sqlite:///{folder}/state"}
            log = Path(folder, "log")
            fleet = Fleet(bot, replicas, {f"CAREERBOT_{name}": value for name, value in settings.items()}, log)
            if server and fleet.ports:
                fleet.share(make_door(await stack.enter_async_context(balance(fleet.ports))))
            began = time.monotonic()
            await fleet.start()
            try:
                await stage.set(doors=fleet.doors)
                await _be_answered(stage)
                first = time.monotonic() - began
                await stage.set(latency=0.06, chances=run.chances, repeats=run.repeats)
                figures = await _ask(run, stage, fleet)
            finally:
                status = await fleet.stop()
        said = "\n".join(log.read_text("utf-8").splitlines()[-5:])
    return replace(figures, start=first, kills=fleet.kills, status=status, log=said)


async def _be_answered(stage: Stage) -> None:
    await stage.say("anything", 7)
    await stage.wait_for_answer(7)


async def _ask(run: Run, stage: Stage, fleet: Fleet) -> Figures:
    trouble = asyncio.ensure_future(run.trouble(stage, fleet)) if run.trouble else None
    memory = fleet.megabytes
    figures = await stage.ask(run.people, run.messages, run.pause)
    if trouble:
        trouble.cancel()
        await asyncio.gather(trouble, return_exceptions=True)
        await _be_answered(stage)
    return replace(figures, megabytes=(memory, fleet.megabytes))


def find_broken(run: Run, figures: Figures) -> list[str]:
    """The promises that did not hold."""
    promises = {
        "every question is answered": figures.lost == 0,
        "no answer comes twice": figures.extra <= run.copies * ("cut after" in run.chances) + IN_HAND * figures.kills,
        "answers keep their order": figures.disordered <= figures.extra,
        # One that was just started again may not have got as far as to heed the signal.
        "the processes end well": figures.status in ((0, signal.SIGTERM) if figures.kills else (0,)),
    }
    return [name for name, held in promises.items() if not held]


def write_row(name: str, figures: Figures, broken: list[str]) -> str:
    """One line of the table."""
    cells = (
        f"{figures.asked - figures.lost}/{figures.asked}",
        f"{figures.rate:.0f}",
        f"{1000 * figures.middle:.0f}",
        f"{1000 * figures.slowest:.0f}",
        figures.extra,
        figures.kills,
        "-".join(str(size) for size in figures.megabytes),
        f"{figures.start:.1f}",
        "; ".join(f"NOT {promise}" for promise in broken) or "all held",
    )
    return "| " + " | ".join(str(cell) for cell in (f"{name:9}", *cells)) + " |"


def main() -> int:
    """Go through the runs that the command line names; 1 when a promise did not hold."""
    parser = argparse.ArgumentParser(prog="load", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("run", nargs="*", help="runs by name; all of them if none is named")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--messages", type=int, default=10, help="that each person writes")
    parser.add_argument("--outage", type=float, default=20.0, help="seconds that the outage takes")
    parser.add_argument("--bot", choices=BOTS, default="parrot")
    parser.add_argument("--server", default="", help="file of another Bot API server")
    parser.add_argument("--state", default="", help="state URL; a fresh SQLite file if none is given")
    parser.add_argument("--replicas", type=int, default=1, help="processes, by webhook if more than one; needs --state")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    failed = False
    print("| run | answered | a second | p50 ms | p99 ms | twice | kills | MB | start s | promises |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|---|")
    runs = make_runs(asked.people, asked.messages, asked.outage, asked.seed)
    for name in asked.run or runs:
        figures = asyncio.run(carry_out(runs[name], asked.server, asked.bot, asked.state, asked.replicas))
        broken = find_broken(runs[name], figures)
        failed = failed or bool(broken)
        print(write_row(name, figures, broken), flush=True)
        if broken:
            print(figures.log, file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
