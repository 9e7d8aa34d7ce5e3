"""Telegram's updates by long polling -> letters in the inbox; an update is confirmed only once it is there."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Bot, User
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from careerbot.channels.telegram.events import read_event, write_letter
from careerbot.channels.telegram.logs import describe_error, note
from careerbot.channels.telegram.request import get_wait
from careerbot.channels.telegram.threads import StoreThread
from careerbot.store import Letter, Store

# Seconds after the first failure, and at most: one caller is no burden to a server that comes back.
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 5.0
# Another poller is a person's mistake, not a passing fault: seconds after the first clash.
CONFLICT_PAUSE = 2.5
_POLL_SECONDS = 25
_BATCH = 100
# Beyond this many unanswered letters Telegram keeps the rest for us; it does so for a day.
_MOST_WAITING = 5_000
_KINDS = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"]


class Intake:
    """Polls for ever; `arrived` is set whenever there is something new in the inbox."""

    def __init__(self, api: Bot, store: Store, thread: StoreThread) -> None:
        self._api, self._store, self._thread = api, store, thread
        self._offset = self._confirmed = 0
        self.arrived = asyncio.Event()

    async def run(self, me: User) -> None:
        """Poll until cancelled. Raises InvalidToken when Telegram no longer takes the token."""
        failures = 0
        while True:
            try:
                await self._wait_for_room()
                await self._take(await self._poll(_POLL_SECONDS, _BATCH), me)
                failures = 0
            except InvalidToken:
                raise
            except Exception as error:
                failures += 1
                await asyncio.sleep(self._judge(error, failures))

    async def confirm(self) -> None:
        """Tell Telegram what has arrived, so that it is not sent again; failing that, the inbox knows it anyway."""
        if self._offset != self._confirmed:
            try:
                await self._poll(0, 1)
            except TelegramError as error:
                note(logging.DEBUG, "last confirmation failed", error=describe_error(error))

    async def _poll(self, seconds: int, most: int) -> list[Any]:
        self._confirmed = self._offset
        asked = {"offset": self._offset, "limit": most, "timeout": seconds, "allowed_updates": _KINDS}
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
        letters = [x for u in numbered for x in self._read(u, me)]
        if letters:
            new = await self._thread(self._store.add, letters, time.time())
            note(logging.DEBUG, "updates", got=len(updates), new=new)
            self.arrived.set()
        self._offset = max([self._offset, *(u["update_id"] + 1 for u in numbered)])

    def _read(self, update: Mapping[str, Any], me: User) -> list[Letter]:
        """The letter that an update makes: none for one that needs no answer, an empty one where it cannot be read."""
        try:
            event = read_event(update, me)
            return [write_letter(update, event, me)] if event else []
        except Exception as error:
            kinds = ",".join(sorted(k for k in update if k in _KINDS)) or "unknown"
            note(logging.ERROR, "update skipped", update=update["update_id"], kind=kinds, error=describe_error(error))
            return [write_letter(update, None, me)]

    async def _wait_for_room(self) -> None:
        while await self._thread(self._store.waiting) > _MOST_WAITING:
            await asyncio.sleep(0.5)

    def _judge(self, error: Exception, failures: int) -> float:
        """Seconds to wait after a failure, longer the more of them came in a row."""
        if isinstance(error, Conflict):
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
