"""Parcels in the outbox -> calls to Telegram; each chat in order, and nobody waits for somebody else's trouble."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from careerbot.channels.telegram import metrics
from careerbot.channels.telegram.calls import carry_out
from careerbot.channels.telegram.clock import steady_time
from careerbot.channels.telegram.events import Result, write_report
from careerbot.channels.telegram.logs import describe_error, note
from careerbot.channels.telegram.messages import Draft
from careerbot.channels.telegram.pace import Pace
from careerbot.channels.telegram.request import get_wait
from careerbot.channels.telegram.threads import StoreThread
from careerbot.channels.telegram.topics import judge_refusal, judge_success
from careerbot.content.pictures import BadPictureError
from careerbot.store import Parcel, Store, StoreError

_SIDE_BY_SIDE = 64
FIRST_PAUSE = 0.5
# Without being told of any, there may be parcels that another process had in hand when it died.
LOOK_SECONDS = 1.0
_LONGEST_PAUSE = 10.0
# After so many the words go without their picture.
PICTURE_TRIES = 3
# As long as Telegram itself keeps what people wrote.
_KEEP_SECONDS = 24 * 3600.0
_NOTHING = Draft("toast", 0)
# What nobody waits for any more when it is tried again.
_FLEETING = ('{"do":"toast"', '{"do":"inline"')


class Sender:
    """Works through the outbox."""

    def __init__(
        self, api: Bot, store: Store, thread: StoreThread, written: asyncio.Event, arrived: asyncio.Event
    ) -> None:
        self._api, self._store, self._thread = api, store, thread
        self._written, self._arrived = written, arrived
        self._running: set[asyncio.Task[None]] = set()
        self._pace = Pace()
        self._left_out: set[str] = set()
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

    async def _start_due(self) -> float:
        """Start on what is due; seconds until there may be more without being told."""
        if self.refused.is_set():
            return LOOK_SECONDS
        now = steady_time()
        try:
            parcels, later = await self._thread(self._look, _SIDE_BY_SIDE - len(self._running), now)
        except StoreError as error:
            note(logging.ERROR, "outbox cannot be read", error=describe_error(error))
            return LOOK_SECONDS
        for parcel in parcels:
            task = asyncio.create_task(self._deliver(parcel))
            self._running.add(task)
            task.add_done_callback(self._done)
        return LOOK_SECONDS if later is None else min(LOOK_SECONDS, max(0.0, later - now))

    def _look(self, most: int, now: float) -> tuple[list[Parcel], float | None]:
        # Parcels last: what is in hand when something else fails would stay there.
        later = self._store.next_due(now)
        return self._store.due(most, now), later

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._written.set()

    async def _deliver(self, parcel: Parcel) -> None:
        draft = _NOTHING
        try:
            draft = msgspec.json.decode(parcel.body, type=Draft)
            wait = self._pace.take(draft.chat, time.time()) if draft.do in ("send", "photo", "document") else 0.0
            if wait:
                until = steady_time() + wait
                return await self._keep(lambda: self._store.failed(parcel, until, counts=False))
            if draft.picture and parcel.tries >= PICTURE_TRIES:
                # A line that is too slow for the picture must not hold up the words.
                draft = self._leave_out(draft, TelegramError("it could not be sent"))
            answer = await self._send_mended(draft)
            metrics.SENDING.observe(max(0.0, time.time() - parcel.at))
            await self._report(parcel, draft, judge_success(draft), answer)
            await self._keep(lambda: self._store.sent(parcel, draft.question, answer))
        except InvalidToken:
            self.refused.set()
        except Forbidden as error:
            note(logging.INFO, "chat is closed to us")
            await self._report(parcel, draft, judge_refusal(draft, error))
            await self._give_up(parcel, draft)
        except RetryAfter as error:
            until = steady_time() + get_wait(error) + random.uniform(0.05, 0.5)
            await self._keep(lambda: self._store.failed(parcel, until, counts=False))
        except (BadRequest, msgspec.DecodeError) as error:
            level = logging.WARNING if draft.person else logging.ERROR
            note(level, "parcel refused", error=describe_error(error), why=_explain(error))
            if isinstance(error, BadRequest):
                await self._report(parcel, draft, judge_refusal(draft, error))
            await self._keep(lambda: self._store.sent(parcel))
        except TelegramError as error:
            await self._postpone(parcel, draft, error)
        except Exception as error:
            note(logging.ERROR, "parcel skipped", error=describe_error(error))
            await self._keep(lambda: self._store.sent(parcel))

    async def _report(self, parcel: Parcel, draft: Draft, result: Result, thread: int = 0) -> None:
        """Tell the desk what became of a parcel, before it is forgotten: a crash in between only repeats it."""
        if draft.person and result:
            letter = write_report(parcel, draft.person, result, thread if result == "made" else 0)
            await self._keep(lambda: self._store.add([letter], time.time()))
            self._arrived.set()

    async def _give_up(self, parcel: Parcel, draft: Draft) -> None:
        """Send nothing more to a person who closed their chat; a group may be opened again without a word of it."""
        await self._keep(lambda: self._store.block(parcel.chat) if draft.chat > 0 else self._store.sent(parcel))

    async def _postpone(self, parcel: Parcel, draft: Draft, error: TelegramError) -> None:
        level = logging.DEBUG if parcel.tries else logging.WARNING
        note(level, "sending failed", error=describe_error(error), tries=parcel.tries + 1)
        if time.time() - parcel.at > _KEEP_SECONDS or parcel.body.startswith(_FLEETING):
            await self._report(parcel, draft, judge_refusal(draft, error))
            await self._keep(lambda: self._store.sent(parcel))
            return
        pause = min(_LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(parcel.tries, 10)) * random.uniform(0.5, 1.0)
        await self._keep(lambda: self._store.failed(parcel, steady_time() + pause))

    async def _keep(self, call: Callable[[], object]) -> None:
        """Write down what became of a parcel, however long the store takes to accept it."""
        while True:
            try:
                await self._thread(call)
                return
            except StoreError as error:
                note(logging.ERROR, "outbox cannot be written, will try again", error=describe_error(error))
                await asyncio.sleep(1.0)

    async def _send_mended(self, draft: Draft) -> int:
        """Send, after a refusal in the way that Telegram can take; the message's number, 0 for none."""
        while True:
            if draft.do == "send" and not draft.html:
                # What was to be no more than a picture.
                return 0
            try:
                return await carry_out(self._api, draft)
            except (OSError, BadPictureError) as error:
                if draft.do != "photo":
                    raise
                draft = self._leave_out(draft, error)
            except ChatMigrated as error:
                draft = replace(draft, chat=error.new_chat_id, reply_to=0)
            except BadRequest as error:
                if "not modified" in error.message.lower().replace("_", " "):
                    return draft.message
                if draft.query and "query is too old" in error.message.lower():
                    return 0
                mended = mend_draft(draft, error.message.lower())
                if mended is None:
                    raise
                if draft.picture and not mended.picture:
                    draft = self._leave_out(draft, error)
                    continue
                level = logging.ERROR if mended.plain else logging.WARNING
                note(level, "sending again in another way", why=_explain(error), intents=draft.intents)
                draft = mended

    def _leave_out(self, draft: Draft, error: Exception) -> Draft:
        """The draft without its picture; of each picture it is told once."""
        if draft.picture not in self._left_out:
            self._left_out.add(draft.picture)
            file = Path(draft.picture).name
            note(logging.WARNING, "picture left out", file=file, error=describe_error(error), why=_explain(error))
        return drop_picture(draft)


def drop_picture(draft: Draft) -> Draft:
    """What is left of a draft to be sent without its picture."""
    return replace(draft, do="send", picture="")


def mend_draft(draft: Draft, why: str) -> Draft | None:
    """What to send instead of a draft refused for a reason, in lower case; None when nothing else will do."""
    if draft.do not in ("send", "photo", "edit"):
        return replace(draft, do="close") if draft.do == "delete" else None
    if "can't parse entities" in why and not draft.plain:
        return replace(draft, plain=True)
    if draft.do == "edit" and ("to edit" in why or "can't be edited" in why):
        return replace(draft, do="send", message=0)
    # What is passed on must go to its own topic, or not at all.
    if draft.thread and not draft.person and ("thread not found" in why or "topic" in why):
        return replace(draft, thread=0)
    return drop_picture(draft) if draft.picture else None


def _explain(error: Exception) -> str:
    """The reason, without what Telegram quotes of the text."""
    if isinstance(error, BadPictureError):
        return str(error)
    return error.message.partition('"')[0].strip() if isinstance(error, TelegramError) else type(error).__name__
