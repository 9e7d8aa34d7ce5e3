"""An answer that takes its time -> "typing" in the chat, until it is there; a quick one shows nothing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from careerbot.channels.telegram.events import Event

FIRST_SECONDS = 0.4
# Telegram shows it for five seconds.
AGAIN_SECONDS = 4.5


class Typing:
    """Shows in the asker's chat and topic that an answer is on its way."""

    def __init__(self, api: Bot) -> None:
        self._api = api

    @contextlib.asynccontextmanager
    async def during(self, event: Event) -> AsyncIterator[None]:
        """What is done inside is shown once it takes longer than `FIRST_SECONDS`."""
        shown = asyncio.create_task(self._show(event)) if event.kind != "inline" else None
        try:
            yield
        finally:
            if shown:
                shown.cancel()

    async def _show(self, event: Event) -> None:
        await asyncio.sleep(FIRST_SECONDS)
        while True:
            with contextlib.suppress(TelegramError):
                await self._api.send_chat_action(event.chat, ChatAction.TYPING, event.thread or None)
            await asyncio.sleep(AGAIN_SECONDS)
