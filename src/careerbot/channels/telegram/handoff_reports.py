"""What became of a parcel -> the hand-off after it, and what there is to send now."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from careerbot.channels.telegram import handoff_words as said
from careerbot.channels.telegram.events import Event
from careerbot.channels.telegram.handoff import Handoff, draft_lines, end_handoff, open_topic, post
from careerbot.channels.telegram.messages import Draft
from careerbot.model import Settings

# Nobody deletes more topics of one talk than this; something else must be wrong with them.
_MOST_LOST = 5

Heard = tuple[Handoff, list[Draft]]


def hear_report(event: Event, handoff: Handoff, staff: int, about: Settings) -> Heard:
    """The hand-off after a report on one of its parcels, and drafts for the topic or the person."""
    draft = msgspec.json.decode(event.text, type=Draft)
    if event.result == "made":
        return _find_topic(event, handoff, staff)
    if not handoff.is_open:
        return handoff, []
    if event.result == "lost" and handoff.lost < _MOST_LOST:
        return _lose_topic(draft, handoff, event.chat, staff)
    if event.result == "closed":
        over = draft.thread == handoff.thread
        return (end_handoff(handoff), _tell(event, said.CLOSED_BY_STAFF)) if over else (handoff, [])
    if event.result in ("failed", "lost"):
        return Handoff("closed"), _tell(event, said.say_failed(about))
    if event.result == "refused" and draft.chat != event.chat:
        return handoff, _tell(event, said.NOT_COPIED)
    line = said.NOT_DELIVERED if event.result == "refused" else said.BLOCKED
    return post(replace(handoff, gone=event.result == "gone"), draft_lines(line, event.chat, staff))


def _find_topic(event: Event, handoff: Handoff, staff: int) -> Heard:
    """What waited for a topic goes there; a second one, or one for a hand-off that is over, is deleted."""
    if not handoff.is_open or handoff.thread:
        surplus = handoff.thread != event.thread
        return handoff, [Draft("delete", staff, thread=event.thread)] if surplus else []
    return post(replace(handoff, thread=event.thread, waiting=()), handoff.waiting)


def _lose_topic(draft: Draft, handoff: Handoff, person: int, staff: int) -> Heard:
    """What did not find its topic goes to the one that was made since, or waits for a new one."""
    after, drafts = handoff, list[Draft]()
    if draft.thread == handoff.thread:
        after, drafts = open_topic(replace(handoff, thread=0, lost=handoff.lost + 1), person, staff)
    again = [] if draft.do == "reopen" or replace(draft, thread=0) in after.waiting else [draft]
    after, posted = post(after, again)
    return after, [*drafts, *posted]


def _tell(event: Event, html: str) -> list[Draft]:
    return [Draft("send", event.chat, html)]
