"""What staff do in a topic -> what the person gets of it, and what staff are told."""

from __future__ import annotations

from collections.abc import Mapping

from careerbot.channels.telegram import handoff_words as said
from careerbot.channels.telegram.desk import Outcome
from careerbot.channels.telegram.events import Event
from careerbot.channels.telegram.handoff import FORGOTTEN, PERSON, Handoff, draft_copy, read_handoff
from careerbot.channels.telegram.markup import split_html
from careerbot.channels.telegram.messages import Draft, draft_reply, draft_text
from careerbot.model import Reply
from careerbot.store import Note

# The note of a topic with the album that is among staff only: of an album one picture alone has the words.
_INTERNAL = "internal album"


def answer_staff(event: Event, notes: Mapping[str, str]) -> Outcome:
    """What comes of a message in a topic; nothing in one that is no hand-off's. `notes` are its and the person's."""
    whose = notes.get(PERSON, "")
    if not whose:
        return Outcome()
    handoff = read_handoff(notes)
    trouble = _find_trouble(event, whose, handoff)
    if event.kind == "command":
        return _obey(event, whose, trouble)
    if event.text.lstrip().startswith("//") or (event.album and event.album == notes.get(_INTERNAL)):
        return Outcome(notes=[Note(event.conversation, _INTERNAL, event.album)] if event.album else [])
    if trouble or handoff.gone:
        return Outcome(draft_text(event, trouble or said.GONE))
    person = _number(whose)
    if event.kind == "edit":
        return Outcome(
            [Draft("send", person, part, person=person) for part in split_html(said.mark_edited(event.text))]
        )
    return Outcome([draft_copy(event, person, person)])


def _obey(event: Event, whose: str, trouble: str) -> Outcome:
    if event.command == "help":
        return Outcome(draft_text(event, said.HELP))
    if event.command != "close":
        return Outcome(draft_text(event, said.UNKNOWN_COMMAND))
    if trouble:
        # Somebody who closes by hand a topic that is over wants no word of it.
        return Outcome(draft_text(event, trouble) if event.message else [])
    told = draft_reply(event, Reply("", said.ENDED_BY_STAFF)) if event.message else []
    return Outcome([*told, Draft("close", event.chat, thread=event.thread, person=_number(whose))])


def _find_trouble(event: Event, whose: str, handoff: Handoff) -> str:
    """Why the topic leads nowhere; "" where it leads to a person."""
    if whose == FORGOTTEN:
        return said.DELETED
    if not handoff.is_open:
        return said.NOT_OPEN
    return said.ELSEWHERE if handoff.thread != event.thread else ""


def _number(conversation: str) -> int:
    return int(conversation.removeprefix("tg:"))
