"""Telegram's updates by long polling -> letters in the inbox; an update is confirmed only once it is there."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Bot, User
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from careerbot.channels.telegram.health import Health
from careerbot.channels.telegram.inbox import KINDS, Inbox
from careerbot.channels.telegram.logs import describe_error, note
from careerbot.channels.telegram.request import get_wait

# Seconds after the first failure, and at most: one caller is no burden to a server that comes back.
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 5.0
# Another poller is a person's mistake, not a passing fault: seconds after the first clash.
CONFLICT_PAUSE = 2.5
_POLL_SECONDS = 25
_BATCH = 100
_CONFIRM_SECONDS = 2.0


class Intake:
    """Fetches updates for as long as it runs."""

    def __init__(self, api: Bot, inbox: Inbox, health: Health) -> None:
        self._api, self._inbox, self._health = api, inbox, health
        self._offset = self._confirmed = 0

    async def prepare(self) -> None:
        """Take away a webhook of former days, beside which Telegram lets nobody poll. Raises TelegramError."""
        await self._api.delete_webhook()

    async def run(self, me: User) -> None:
        """Poll until cancelled. Raises InvalidToken when Telegram no longer takes the token."""
        try:
            await self._poll_for_ever(me)
        finally:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._confirm(), _CONFIRM_SECONDS)

    async def _poll_for_ever(self, me: User) -> None:
        failures = 0
        while True:
            try:
                # After trouble a short poll tells at once that it is over.
                await self._take(await self._poll(0 if failures else _POLL_SECONDS, _BATCH), me)
                self._health.rival = False
                self._health.hear()
                failures = 0
            except InvalidToken:
                raise
            except Exception as error:
                failures += 1
                await asyncio.sleep(self._judge(error, failures))

    async def _confirm(self) -> None:
        """Tell Telegram what has arrived, so that it is not sent again; failing that, the inbox knows it anyway."""
        if self._offset != self._confirmed:
            try:
                await self._poll(0, 1)
            except TelegramError as error:
                note(logging.DEBUG, "last confirmation failed", error=describe_error(error))

    async def _poll(self, seconds: int, most: int) -> list[Any]:
        self._confirmed = self._offset
        asked = {"offset": self._offset, "limit": most, "timeout": seconds, "allowed_updates": KINDS}
        # All lower case, which the Bot API allows: the library's own getUpdates would parse all updates at once,
        # and one that it cannot parse would stop polling for good.
        answer: Any = await self._api.do_api_request("getupdates", asked, read_timeout=seconds + 10)
        if not isinstance(answer, list):
            raise TelegramError("the answer is not of the Bot API")
        return answer

    async def _take(self, updates: Sequence[Any], me: User) -> None:
        numbered = [u for u in updates if isinstance(u, Mapping) and isinstance(u.get("update_id"), int)]
        if updates and not numbered:
            raise TelegramError("updates without numbers")
        await self._inbox.put(numbered, me)
        self._offset = max([self._offset, *(u["update_id"] + 1 for u in numbered)])

    def _judge(self, error: Exception, failures: int) -> float:
        """Seconds to wait after a failure, longer the more of them came in a row."""
        if isinstance(error, Conflict):
            self._health.rival = True
            why = error.message[:120]
            note(logging.ERROR, "another process polls with this token; only one may", why=why, failures=failures)
            return min(60.0, CONFLICT_PAUSE * 2.0 ** min(failures, 10)) * random.uniform(0.5, 1.0)
        level = logging.WARNING if isinstance(error, TelegramError) else logging.ERROR
        note(level, "polling failed", error=describe_error(error), failures=failures)
        if isinstance(error, RetryAfter):
            return get_wait(error)
        return back_off(failures)


def back_off(failures: int) -> float:
    """Seconds to wait after so many failures in a row: twice as long each time, up to some seconds, never in step."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures, 10)) * random.uniform(0.5, 1.0)
