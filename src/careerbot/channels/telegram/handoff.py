"""Notes of a conversation -> the hand-off that it is in, and back: who is passed on to staff, and in which topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from careerbot.channels.telegram.events import Event, name_chat, name_topic
from careerbot.channels.telegram.handoff_words import introduce
from careerbot.channels.telegram.markup import split_html
from careerbot.channels.telegram.messages import Draft
from careerbot.model import Knowledge, Turn
from careerbot.store import DAY_SECONDS, Note

# The note of a topic that names the conversation of the person it is about.
PERSON = "person"
# It stands there once the person has deleted their data.
FORGOTTEN = "forgotten"
_HANDOFF = "handoff"
_MATTERS = "matters"
_MOST_MATTERS = 5


@dataclass(frozen=True, slots=True)
class Handoff:
    """How far a person's hand-off is: asked for their consent, open, or closed.

    `summary` is the HTML that they agreed to pass on, `title` what the topic is called. `thread` is the topic, 0 while
    it has to be made; `waiting` are drafts for it until then, `lost` is how many topics of this talk were not found any
    more. `gone` says that the person blocked the bot. `turn` is the turn of the talk in which they were asked, `since`
    when this was last written down, in seconds since 1970.
    """

    stage: Literal["asked", "open", "closed"]
    title: str = ""
    summary: str = ""
    thread: int = 0
    waiting: tuple[Draft, ...] = ()
    gone: bool = False
    lost: int = 0
    turn: int = 0
    since: int = 0

    @property
    def is_open(self) -> bool:
        """Whether what the person writes is passed on."""
        return self.stage == "open"


def read_handoff(notes: Mapping[str, str]) -> Handoff:
    """The hand-off in the notes of a conversation; a closed one when there is none, or none readable."""
    try:
        return msgspec.json.decode(notes.get(_HANDOFF, ""), type=Handoff)
    except msgspec.DecodeError:
        return Handoff("closed")


def keep_handoff(handoff: Handoff, person: int, staff: int) -> list[Note]:
    """The notes to be kept of a person's hand-off, theirs and their topic's."""
    over = handoff.stage == "closed" and not handoff.thread
    note = Note(name_chat(person), _HANDOFF, "" if over else msgspec.json.encode(handoff).decode())
    return [note, Note(name_topic(staff, handoff.thread), PERSON, name_chat(person))] if handoff.thread else [note]


def follow_talk(notes: Mapping[str, str], turn: Turn, knowledge: Knowledge) -> tuple[str, ...]:
    """The intents of the last turns' topics, this one's among them, oldest first, each once."""
    told = [s.intent for s in turn.plan.steps if s.intent and knowledge.intents[s.intent].kind == "topic"]
    before = [m for m in notes.get(_MATTERS, "").split() if m not in told and m in knowledge.intents]
    return tuple(dict.fromkeys([*before, *told]))[-_MOST_MATTERS:]


def keep_talk(event: Event, notes: Mapping[str, str], matters: Sequence[str]) -> list[Note]:
    """The note of what a talk was about, where it changed."""
    body = " ".join(matters)
    return [Note(event.conversation, _MATTERS, body)] if body != notes.get(_MATTERS, "") else []


def is_stale(handoff: Handoff, now: int) -> bool:
    """Whether its notes should be written again, lest they are dropped as idle."""
    return now - handoff.since > DAY_SECONDS


def end_handoff(handoff: Handoff) -> Handoff:
    """What is left of a hand-off that is over: its topic, for the next one."""
    return Handoff("closed", thread=handoff.thread)


def post(handoff: Handoff, drafts: Sequence[Draft]) -> tuple[Handoff, list[Draft]]:
    """The drafts on their way to the topic; while it is being made they wait in the hand-off."""
    if not handoff.thread:
        return replace(handoff, waiting=(*handoff.waiting, *drafts)), []
    return handoff, [replace(d, thread=handoff.thread) for d in drafts]


def open_topic(handoff: Handoff, person: int, staff: int) -> tuple[Handoff, list[Draft]]:
    """The hand-off opened, and the drafts that begin its topic: that of the person's last hand-off, or a new one."""
    header = draft_lines(introduce(handoff.summary), person, staff)
    opened = replace(handoff, stage="open", waiting=())
    if not opened.thread:
        return replace(opened, waiting=tuple(header)), [Draft("make", staff, opened.title, person=person)]
    opened, posted = post(opened, header)
    return opened, [Draft("reopen", staff, thread=opened.thread, person=person), *posted]


def draft_lines(html: str, person: int, staff: int) -> list[Draft]:
    """Drafts of HTML for a person's topic."""
    return [Draft("send", staff, part, person=person) for part in split_html(html)]


def draft_copy(event: Event, to: int, person: int) -> Draft:
    """A copy of the message of an event, without the name of its writer."""
    return Draft("copy", to, source=event.chat, message=event.message, person=person)
