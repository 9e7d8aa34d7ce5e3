"""Store calls -> one thread of their own, so that a slow disk never stops the event loop."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from careerbot.store import StoreError

P = ParamSpec("P")
R = TypeVar("R")


class StoreThread:
    """Runs calls one after another, in the order they were made; `failed_at` is when the store last failed."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="store")
        # By the clock that only goes forward.
        self.failed_at = -math.inf

    async def __call__(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The call's result, or what it raised."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: call(*args, **kwargs))
        except StoreError:
            self.failed_at = time.monotonic()
            raise

    def close(self) -> None:
        """Wait for calls under way, take no more."""
        self._pool.shutdown()
