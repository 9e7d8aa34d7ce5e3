"""Letters in the inbox -> states and parcels; each chat in order, chats side by side."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import msgspec

from careerbot.channels.telegram import metrics, words
from careerbot.channels.telegram.desk import Answerer, Known, Outcome, name_intents
from careerbot.channels.telegram.events import Event, unpack_event
from careerbot.channels.telegram.export import draft_export
from careerbot.channels.telegram.flood import FloodGate, is_old
from careerbot.channels.telegram.handoff import PERSON
from careerbot.channels.telegram.logs import describe_error, mask_person, note
from careerbot.channels.telegram.messages import Draft, draft_text, draft_toast
from careerbot.channels.telegram.threads import StoreThread
from careerbot.channels.telegram.typing import Typing
from careerbot.store import Claim, Forgotten, Outgoing, Settled, Store, StoreError

_SIDE_BY_SIDE = 16
_AGAIN_SECONDS = 1.0
# Without being told of any, there may be letters that another process took in, or had in hand when it died.
LOOK_SECONDS = 1.0
# Letters of a text that is answered at once; a longer one takes a while.
_BRIEF = 300


class Workers:
    """Works through the inbox; `written` is set whenever there is something new in the outbox."""

    def __init__(
        self, desk: Answerer, store: Store, thread: StoreThread, arrived: asyncio.Event, typing: Typing
    ) -> None:
        self._desk, self._store, self._thread, self._arrived = desk, store, thread, arrived
        self._gate, self._typing = FloodGate(), typing
        # Thinking has a thread of its own: a long question must not hold up what others are sent.
        self._mind = ThreadPoolExecutor(1, thread_name_prefix="mind")
        self._running: set[asyncio.Task[None]] = set()
        self._stopping = False
        self.written = asyncio.Event()

    async def run(self) -> None:
        """Work until told to stop, and end what is under way then."""
        while not self._stopping:
            self._arrived.clear()
            for claim in await self._claim():
                task = asyncio.create_task(self._work(claim))
                self._running.add(task)
                task.add_done_callback(self._done)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), LOOK_SECONDS)
        await asyncio.gather(*self._running)
        self._mind.shutdown()

    def stop(self) -> None:
        """Take on nothing more."""
        self._stopping = True
        self._arrived.set()

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._arrived.set()

    async def _claim(self) -> list[Claim]:
        try:
            return await self._thread(self._store.claim, _SIDE_BY_SIDE - len(self._running))
        except StoreError as error:
            note(logging.ERROR, "inbox cannot be read", error=describe_error(error))
            return []

    async def _work(self, claim: Claim) -> None:
        try:
            await self._handle_or_skip(claim)
            self.written.set()
        except StoreError as error:
            note(logging.ERROR, "answer cannot be kept, will try again", error=describe_error(error))
            await asyncio.sleep(_AGAIN_SECONDS)
            await self._thread(self._store.release, claim)

    async def _handle_or_skip(self, claim: Claim) -> None:
        try:
            await self._handle(claim)
        except StoreError:
            raise
        except Exception as error:
            note(logging.ERROR, "letter skipped", error=describe_error(error))
            await self._thread(self._store.finish, claim, Settled(), time.time())

    async def _handle(self, claim: Claim) -> None:
        began = time.perf_counter()
        event = _unpack(claim)
        if event is None:
            await self._thread(self._store.finish, claim, Settled(), time.time())
            return
        if event.kind == "left":
            await self._thread(self._store.block, claim.letter.chat)
        if event.kind == "moved":
            await self._thread(self._store.move, claim.letter.chat, event.text)
        metrics.QUEUED.observe(max(0.0, time.time() - claim.at))
        with metrics.THINKING.time():
            async with self._typing.during(event):
                outcome = await self._judge(event, claim)
        outgoing = [Outgoing(d.lane, msgspec.json.encode(d).decode()) for d in outcome.drafts]
        # A group's chat is not one person's to forget.
        forget: Forgotten = "" if not outcome.forget else "chat" if event.private else "conversation"
        settled = Settled(outcome.state, outgoing, outcome.notes, outcome.record, forget)
        await self._thread(self._store.finish, claim, settled, time.time())
        self._gate.mark_answered(event.conversation, time.time())
        _log_outcome(event, outcome, 1000 * (time.perf_counter() - began))

    async def _judge(self, event: Event, claim: Claim) -> Outcome:
        now = time.time()
        if event.staff or event.kind in ("left", "moved", "report"):
            return self._desk.answer(event, Known(claim.state, await self._find_notes(claim), now=now))
        sent = event.at or claim.at
        verdict = self._gate.judge(event.conversation, sent, claim.at)
        if is_old(sent, claim.at):
            return await self._answer_late(event, claim, verdict == "late")
        if verdict != "answer":
            return Outcome(_slow_down(event, verdict == "notice"))
        if event.kind == "press" and self._gate.is_repeat(event.conversation, f"{event.message} {event.text}", now):
            return Outcome(draft_toast(event))
        earlier = 0
        if event.kind == "edit":
            earlier = await self._thread(self._store.answer_to, claim.letter.chat, event.message)
        known = Known(claim.state, claim.notes, earlier, now)
        outcome = await self._think(event, known)
        if outcome.export:
            # A group's outbox is not one person's.
            held = await self._thread(self._store.held, claim.letter.chat if event.private else "")
            return Outcome(draft_export(event, claim, held))
        return outcome

    async def _answer_late(self, event: Event, claim: Claim, first: bool) -> Outcome:
        """What comes of something old: a cry for help is answered, all else gets one word for all of it."""
        outcome = await self._think(event, Known(claim.state, claim.notes, now=time.time()))
        intents = self._desk.bot.knowledge.intents
        if outcome.turn and any(intents[s.intent].kind == "crisis" for s in outcome.turn.plan.steps):
            return outcome
        return Outcome(draft_text(event, words.LATE) if first and event.kind in ("text", "command") else [])

    async def _think(self, event: Event, known: Known) -> Outcome:
        """What comes of an event. A long question is thought over in a thread, since it would hold up everybody."""
        if len(event.text) <= _BRIEF:
            return self._desk.answer(event, known)
        return await asyncio.get_running_loop().run_in_executor(self._mind, self._desk.answer, event, known)

    async def _find_notes(self, claim: Claim) -> Mapping[str, str]:
        """The notes of a conversation, with those of the person whom a topic of the staff group is about."""
        person = claim.notes.get(PERSON)
        return {**await self._thread(self._store.notes, person), **claim.notes} if person else claim.notes


def _slow_down(event: Event, first: bool) -> list[Draft]:
    if event.kind == "press":
        return draft_toast(event, words.TOO_FAST)
    return draft_text(event, words.TOO_FAST) if first and event.kind != "inline" else []


def _unpack(claim: Claim) -> Event | None:
    try:
        return unpack_event(claim.letter.body)
    except msgspec.DecodeError as error:
        note(logging.ERROR, "letter skipped", error=describe_error(error))
        return None


def _log_outcome(event: Event, outcome: Outcome, ms: float) -> None:
    plan = outcome.turn.plan if outcome.turn else None
    first = plan.steps[0].intent if plan and plan.steps else ""
    metrics.ANSWERS.labels(first, plan.kind if plan else event.kind if outcome.drafts else "dropped").inc()
    note(
        logging.INFO,
        "answered" if outcome.drafts or outcome.notes else "dropped",
        kind=event.kind,
        who=mask_person(event.conversation),
        plan=plan.kind if plan else "",
        intents=name_intents(outcome.turn) if outcome.turn else "",
        ms=round(ms, 1),
    )
