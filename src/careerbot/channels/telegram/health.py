"""State of the service -> /healthz, /readyz and /metrics for those who watch over it."""

from __future__ import annotations

import asyncio
import math
import time

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from careerbot.channels.telegram import metrics
from careerbot.channels.telegram.threads import StoreThread
from careerbot.store import Backlog, Store, StoreError

# A long poll ends after 25 s, a webhook is asked about every 30 s: twice missed and some.
SILENCE_SECONDS = 90.0
# A store that refused something so lately is not trusted yet; whoever was refused tries again sooner.
DISTRUST_SECONDS = 10.0
_STORE_SECONDS = 2.0
OK = "ok"


class Health:
    """What is known of how the service does, told by its parts; `rival`: another process takes our updates."""

    def __init__(self, store: Store, thread: StoreThread) -> None:
        self._store, self._thread = store, thread
        self._heard = -math.inf
        self.rival = self.stopping = False

    def hear(self) -> None:
        """Note that Telegram was heard of just now."""
        self._heard = time.monotonic()

    async def check(self) -> dict[str, str]:
        """Each part that must be well for people to be served: "ok", or what is the matter with it."""
        return {
            "service": "stopping" if self.stopping else OK,
            "store": OK if await self._count() and not self._store_failed() else "does not answer as it should",
            "telegram": OK if time.monotonic() - self._heard < SILENCE_SECONDS else "not heard of lately",
            "updates": "another process takes them, with the same token" if self.rival else OK,
        }

    def make_app(self) -> web.Application:
        """The addresses for those who watch over the service."""
        app = web.Application()
        app.router.add_get("/healthz", self._answer_alive)
        app.router.add_get("/readyz", self._answer_ready)
        app.router.add_get("/metrics", self._answer_metrics)
        return app

    async def _answer_alive(self, _: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def _answer_ready(self, _: web.Request) -> web.Response:
        parts = await self.check()
        ready = set(parts.values()) == {OK}
        return web.json_response({"ready": ready, **parts}, status=200 if ready else 503)

    async def _answer_metrics(self, _: web.Request) -> web.Response:
        metrics.show_backlog(await self._count(), time.time())
        return web.Response(body=generate_latest(metrics.REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _count(self) -> Backlog | None:
        """What waits in the store; None when it does not say so in time."""
        try:
            async with asyncio.timeout(_STORE_SECONDS):
                return await self._thread(self._store.backlog)
        except (StoreError, TimeoutError):
            return None

    def _store_failed(self) -> bool:
        return time.monotonic() - self._thread.failed_at < DISTRUST_SECONDS
