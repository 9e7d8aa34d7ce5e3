"""Raw updates -> letters in the store's inbox, on disk before anybody tells Telegram that they arrived."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any

from telegram import User

from careerbot.channels.telegram import metrics
from careerbot.channels.telegram.events import read_event, write_letter
from careerbot.channels.telegram.logs import describe_error, note
from careerbot.channels.telegram.threads import StoreThread
from careerbot.store import Letter, Store

# What Telegram is asked to tell of.
KINDS = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"]

# Beyond this many unanswered letters Telegram keeps the rest for us; it does so for a day.
MOST_WAITING = 5_000

Pile = list[tuple[list[Letter], asyncio.Future[None]]]


class FullError(Exception):
    """More waits than is worked through; who brings letters has to come again."""


class Inbox:
    """The way in for updates, however they come; `arrived` is set whenever there is something new in the inbox.

    `staff` is the number of the group that takes hand-offs, 0 for none.
    """

    def __init__(self, store: Store, thread: StoreThread, staff: int = 0) -> None:
        self._store, self._thread, self._staff = store, thread, staff
        self._pile: Pile = []
        self._writing: asyncio.Task[None] | None = None
        self.arrived = asyncio.Event()

    async def put(self, updates: Sequence[Mapping[str, Any]], me: User) -> None:
        """Keep numbered updates, each once however often it comes; on disk when this returns.

        Raises StoreError, FullError.
        """
        letters = [x for update in updates for x in _read_letters(update, me, self._staff)]
        if not letters:
            return
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pile.append((letters, kept))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await kept

    async def _write(self) -> None:
        """Write all that came while the disk was busy in one go: it is the waiting for the disk that costs."""
        while self._pile:
            pile, self._pile = self._pile, []
            try:
                await self._add([letter for letters, _ in pile for letter in letters])
            except Exception as error:
                _tell(pile, error)
            else:
                _tell(pile, None)

    async def _add(self, letters: list[Letter]) -> None:
        if (await self._thread(self._store.backlog)).letters > MOST_WAITING:
            raise FullError
        new = await self._thread(self._store.add, letters, time.time())
        metrics.REPEATED.inc(len(letters) - new)
        note(logging.DEBUG, "updates", got=len(letters), new=new)
        self.arrived.set()


def _tell(pile: Pile, error: Exception | None) -> None:
    for _, kept in pile:
        if kept.done():
            continue
        if error:
            kept.set_exception(error)
        else:
            kept.set_result(None)


def _read_letters(update: Mapping[str, Any], me: User, staff: int) -> list[Letter]:
    """The letter that an update makes: none for one that needs no answer, an empty one where it cannot be read."""
    kind = next((kind for kind in KINDS if kind in update), "unknown")
    metrics.UPDATES.labels(kind).inc()
    try:
        event = read_event(update, me, staff)
        return [write_letter(update, event, me)] if event else []
    except Exception as error:
        metrics.UNREADABLE.labels(kind).inc()
        note(logging.ERROR, "update skipped", kind=kind, error=describe_error(error))
        return [write_letter(update, None, me)]
