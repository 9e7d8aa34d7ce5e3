"""Parcels in the outbox -> calls to Telegram; each chat in order, and nobody waits for somebody else's trouble."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable
from dataclasses import replace

import msgspec
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputFile,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from careerbot.channels.telegram.export import FILE_NAME
from careerbot.channels.telegram.logs import describe_error, note
from careerbot.channels.telegram.markup import to_plain
from careerbot.channels.telegram.messages import Draft, Rows
from careerbot.channels.telegram.pace import Pace
from careerbot.channels.telegram.request import get_wait
from careerbot.channels.telegram.threads import StoreThread
from careerbot.model import Choice
from careerbot.store import Parcel, Store, StoreError

_SIDE_BY_SIDE = 64
FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 10.0
# As long as Telegram itself keeps what people wrote.
_KEEP_SECONDS = 24 * 3600.0
_TOAST_SECONDS = 5.0
# What nobody waits for any more when it is tried again.
_FLEETING = ('{"do":"toast"', '{"do":"inline"')
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """Works through the outbox."""

    def __init__(self, api: Bot, store: Store, thread: StoreThread, written: asyncio.Event) -> None:
        self._api, self._store, self._thread, self._written = api, store, thread, written
        self._running: set[asyncio.Task[None]] = set()
        self._pace = Pace()
        self._stopping = False
        self.refused = asyncio.Event()

    async def run(self) -> None:
        """Send until told to stop; what is under way goes on, see `finish`. Sets `refused` when the token is."""
        while not self._stopping:
            self._written.clear()
            wait = await self._start_due()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._written.wait(), wait)

    def stop(self) -> None:
        """Start on nothing more."""
        self._stopping = True
        self._written.set()

    async def finish(self, seconds: float) -> None:
        """Send what can go at once, and wait for what is under way, for so many seconds at most."""
        until = time.monotonic() + seconds
        await self._start_due()
        while self._running and time.monotonic() < until:
            await asyncio.wait(self._running, timeout=until - time.monotonic(), return_when=asyncio.FIRST_COMPLETED)
            await self._start_due()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _start_due(self) -> float | None:
        """Start on what is due; seconds until there may be more without being told, None for never."""
        if self.refused.is_set():
            return None
        now = time.time()
        try:
            parcels, later = await self._thread(self._look, _SIDE_BY_SIDE - len(self._running), now)
        except StoreError as error:
            note(logging.ERROR, "outbox cannot be read", error=describe_error(error))
            return 1.0
        for parcel in parcels:
            task = asyncio.create_task(self._deliver(parcel))
            self._running.add(task)
            task.add_done_callback(self._done)
        return None if later is None else max(0.0, later - now)

    def _look(self, most: int, now: float) -> tuple[list[Parcel], float | None]:
        return self._store.due(most, now), self._store.next_due(now)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._written.set()

    async def _deliver(self, parcel: Parcel) -> None:
        try:
            draft = msgspec.json.decode(parcel.body, type=Draft)
            wait = self._pace.take(draft.chat, time.time()) if draft.do in ("send", "document") else 0.0
            if wait:
                until = time.time() + wait
                return await self._keep(lambda: self._store.failed(parcel, until, counts=False))
            answer = await self._send_mended(draft)
            await self._keep(lambda: self._store.sent(parcel, draft.question, answer))
        except InvalidToken:
            self.refused.set()
        except Forbidden:
            note(logging.INFO, "chat is closed to us")
            await self._keep(lambda: self._store.block(parcel.chat))
        except RetryAfter as error:
            until = time.time() + get_wait(error) + random.uniform(0.05, 0.5)
            await self._keep(lambda: self._store.failed(parcel, until, counts=False))
        except (BadRequest, msgspec.DecodeError) as error:
            note(logging.ERROR, "parcel refused", error=describe_error(error), why=_explain(error))
            await self._keep(lambda: self._store.sent(parcel))
        except TelegramError as error:
            await self._postpone(parcel, error)
        except Exception as error:
            note(logging.ERROR, "parcel skipped", error=describe_error(error))
            await self._keep(lambda: self._store.sent(parcel))

    async def _postpone(self, parcel: Parcel, error: TelegramError) -> None:
        level = logging.DEBUG if parcel.tries else logging.WARNING
        note(level, "sending failed", error=describe_error(error), tries=parcel.tries + 1)
        if time.time() - parcel.at > _KEEP_SECONDS or parcel.body.startswith(_FLEETING):
            await self._keep(lambda: self._store.sent(parcel))
            return
        pause = min(_LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(parcel.tries, 10)) * random.uniform(0.5, 1.0)
        await self._keep(lambda: self._store.failed(parcel, time.time() + pause))

    async def _keep(self, call: Callable[[], None]) -> None:
        """Write down what became of a parcel, however long the store takes to accept it."""
        while True:
            try:
                return await self._thread(call)
            except StoreError as error:
                note(logging.ERROR, "outbox cannot be written, will try again", error=describe_error(error))
                await asyncio.sleep(1.0)

    async def _send_mended(self, draft: Draft) -> int:
        """Send, after a refusal in the way that Telegram can take; the message's number, 0 for none."""
        while True:
            try:
                return await self._send(draft)
            except ChatMigrated as error:
                draft = replace(draft, chat=error.new_chat_id, reply_to=0)
            except BadRequest as error:
                if "message is not modified" in error.message.lower():
                    return draft.message
                if draft.query and "query is too old" in error.message.lower():
                    return 0
                mended = mend_draft(draft, error.message.lower())
                if mended is None:
                    raise
                level = logging.ERROR if mended.plain else logging.WARNING
                note(level, "sending again in another way", why=_explain(error), intents=draft.intents)
                draft = mended

    async def _send(self, draft: Draft) -> int:
        if draft.do == "toast":
            await self._api.answer_callback_query(draft.query, draft.html or None, read_timeout=_TOAST_SECONDS)
            return 0
        if draft.do == "inline":
            await self._share(draft)
            return 0
        if draft.do == "buttons":
            await self._api.edit_message_reply_markup(draft.chat, draft.message, reply_markup=make_keyboard(draft.rows))
            return 0
        if draft.do == "document":
            file = InputFile(draft.file.encode(), FILE_NAME)
            return (await self._api.send_document(draft.chat, file, draft.html, parse_mode=ParseMode.HTML)).message_id
        text = to_plain(draft.html) if draft.plain else draft.html
        mode = None if draft.plain else ParseMode.HTML
        keyboard = make_keyboard(draft.rows)
        if draft.do == "edit":
            done = await self._api.edit_message_text(
                text, draft.chat, draft.message,
                parse_mode=mode, reply_markup=keyboard, link_preview_options=_NO_PREVIEW,
            )  # fmt: skip
            return done.message_id if isinstance(done, Message) else draft.message
        reply = ReplyParameters(draft.reply_to, allow_sending_without_reply=True) if draft.reply_to else None
        sent = await self._api.send_message(
            draft.chat, text, mode,
            reply_markup=keyboard, message_thread_id=draft.thread or None,
            link_preview_options=_NO_PREVIEW, reply_parameters=reply,
        )  # fmt: skip
        return sent.message_id

    async def _share(self, draft: Draft) -> None:
        results = [
            InlineQueryResultArticle(
                one.id, one.title, InputTextMessageContent(one.html, ParseMode.HTML, link_preview_options=_NO_PREVIEW),
                description=one.line,
            )
            for one in draft.shared
        ]  # fmt: skip
        [[button]] = draft.rows
        await self._api.answer_inline_query(
            draft.query, results, draft.seconds, is_personal=not draft.seconds,
            button=InlineQueryResultsButton(button.label, start_parameter=button.data), read_timeout=_TOAST_SECONDS,
        )  # fmt: skip


def mend_draft(draft: Draft, why: str) -> Draft | None:
    """What to send instead of a draft refused for a reason, in lower case; None when nothing else will do."""
    if draft.do not in ("send", "edit"):
        return None
    if "can't parse entities" in why and not draft.plain:
        return replace(draft, plain=True)
    if draft.do == "edit" and ("to edit" in why or "can't be edited" in why):
        return replace(draft, do="send", message=0)
    if draft.thread and ("thread not found" in why or "topic" in why):
        return replace(draft, thread=0)
    return None


def make_keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Buttons as Telegram takes them; None for none."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_make_button(choice) for choice in row] for row in rows])


def _make_button(choice: Choice) -> InlineKeyboardButton:
    if choice.data.startswith("https://"):
        return InlineKeyboardButton(choice.label, url=choice.data)
    return InlineKeyboardButton(choice.label, callback_data=choice.data)


def _explain(error: Exception) -> str:
    """Telegram's reason, without what it quotes of the text."""
    return error.message.partition('"')[0].strip() if isinstance(error, TelegramError) else type(error).__name__
