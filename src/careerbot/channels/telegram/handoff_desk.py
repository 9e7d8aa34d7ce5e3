"""Event, state and notes -> what the desk says of it, and what goes between the person and the staff group."""

from __future__ import annotations

from dataclasses import dataclass, replace

from careerbot.channels.telegram import handoff_words as said
from careerbot.channels.telegram.desk import Desk, Known, Outcome, Responder
from careerbot.channels.telegram.events import Event, name_topic
from careerbot.channels.telegram.handoff import (
    FORGOTTEN,
    Handoff,
    draft_copy,
    draft_lines,
    end_handoff,
    follow_talk,
    is_stale,
    keep_handoff,
    keep_talk,
    open_topic,
    post,
    read_handoff,
)
from careerbot.channels.telegram.handoff_reports import hear_report
from careerbot.channels.telegram.handoff_staff import answer_staff
from careerbot.channels.telegram.messages import Draft, draft_reply, draft_text, draft_toast
from careerbot.channels.telegram.words import OUTDATED
from careerbot.model import Reply, State, Turn
from careerbot.records import is_crisis
from careerbot.store import Note

_TYPED = {"yes": said.YES, "yes please": said.YES, "y": said.YES, "ok": said.YES, "sure": said.YES,
          "no": said.NO, "no thanks": said.NO, "n": said.NO}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HandoffDesk:
    """The desk of a bot that has people behind it, in the group `staff`.

    What is kept of a hand-off is written in the order of the person's own events alone, which what becomes of parcels
    is among; staff only cause parcels. So nothing that happens at the same time gets lost.
    """

    desk: Desk
    staff: int

    @property
    def bot(self) -> Responder:
        """See `Answerer`."""
        return self.desk.bot

    def answer(self, event: Event, known: Known) -> Outcome:
        """See `Answerer`."""
        if event.staff:
            return answer_staff(event, known.notes)
        if not event.private or event.kind == "inline":
            return self.desk.answer(event, known)
        handoff = read_handoff(known.notes)
        if event.kind == "report":
            after, drafts = hear_report(event, handoff, self.staff, self.bot.knowledge.settings)
            return self._settle(event, handoff, after, Outcome(), drafts)
        decision = _read_decision(event, known.state, handoff)
        if decision:
            return self._decide(event, handoff, decision == said.YES)
        if event.kind == "command" and event.command == "close":
            return self._close(event, handoff)
        if handoff.is_open:
            return self._pass_on(event, known, handoff)
        return self._attend(event, known, handoff)

    def _attend(self, event: Event, known: Known, handoff: Handoff) -> Outcome:
        """What the bot itself says; somebody who wants a person is asked whether to pass it on."""
        outcome = self.desk.answer(event, known)
        if outcome.forget:
            return self._forget(event, handoff, outcome)
        if outcome.turn is None:
            return outcome
        if handoff.is_open:
            wants = outcome.turn.plan.kind == "handoff"
            return Outcome([*draft_toast(event), *draft_text(event, said.ALREADY)]) if wants else outcome
        matters = follow_talk(known.notes, outcome.turn, self.bot.knowledge)
        if outcome.turn.plan.kind == "handoff":
            return self._propose(event, known, handoff, outcome, outcome.turn, matters)
        return replace(outcome, notes=[*outcome.notes, *keep_talk(event, known.notes, matters)])

    def _propose(
        self, event: Event, known: Known, handoff: Handoff, outcome: Outcome, turn: Turn, matters: tuple[str, ...]
    ) -> Outcome:
        knowledge = self.bot.knowledge
        question = turn.message.text if event.kind in ("text", "edit") else ""
        asked = replace(
            end_handoff(handoff),
            stage="asked",
            title=said.entitle(event.name, question, matters, turn.after, knowledge),
            summary=said.summarise(event.name, question, matters, turn.after, knowledge),
            turn=turn.after.turn,
        )
        reply = Reply("", f"{turn.reply.html}\n\n{said.propose(asked.summary)}", said.CHOICES)
        drafts = [*draft_toast(event), *draft_reply(event, reply, known.earlier if event.kind == "edit" else 0)]
        return self._settle(event, handoff, asked, replace(outcome, drafts=drafts), [])

    def _decide(self, event: Event, handoff: Handoff, agreed: bool) -> Outcome:
        if handoff.stage != "asked":
            return Outcome(draft_toast(event, said.ALREADY if handoff.is_open else OUTDATED))
        if agreed:
            after, drafts = open_topic(handoff, event.chat, self.staff)
            told = said.say_passed_on(handoff.summary, self.bot.knowledge.settings)
        else:
            after, drafts, told = end_handoff(handoff), [], said.DECLINED
        edit = event.message if event.kind == "press" else 0
        answer = [*draft_toast(event), *draft_reply(event, Reply("", told), edit)]
        return self._settle(event, handoff, after, Outcome(answer), drafts)

    def _close(self, event: Event, handoff: Handoff) -> Outcome:
        if not handoff.is_open:
            return Outcome(draft_text(event, said.NOTHING_TO_CLOSE))
        _, lines = post(handoff, draft_lines(said.ENDED_BY_PERSON, event.chat, self.staff))
        shut = [Draft("close", self.staff, thread=handoff.thread)] if handoff.thread else []
        outcome = Outcome(draft_text(event, said.CLOSED_BY_PERSON))
        return self._settle(event, handoff, end_handoff(handoff), outcome, [*lines, *shut])

    def _pass_on(self, event: Event, known: Known, handoff: Handoff) -> Outcome:
        """What a person writes goes to staff; the bot answers commands, buttons and cries for help only."""
        if event.kind in ("command", "press") or known.earlier:
            outcome, drafts = self._attend(event, known, handoff), list[Draft]()
        else:
            outcome, drafts = self._watch_over(event, known)
        if outcome.forget:
            return outcome
        if event.kind == "edit" and not known.earlier:
            drafts = [*draft_lines(said.mark_edited(event.text), event.chat, self.staff), *drafts]
        elif event.kind in ("text", "media"):
            drafts = [draft_copy(event, self.staff, event.chat), *drafts]
        if handoff.gone != (event.kind == "left"):
            told = said.BACK if handoff.gone else said.BLOCKED
            drafts = [*draft_lines(told, event.chat, self.staff), *drafts]
        after, posted = post(replace(handoff, gone=event.kind == "left"), drafts)
        return self._settle(event, handoff, after, outcome, posted)

    def _watch_over(self, event: Event, known: Known) -> tuple[Outcome, list[Draft]]:
        """A cry for help is answered at once, whoever else reads it."""
        written = replace(event, kind="text")
        outcome = self.desk.answer(written, known) if event.kind in ("text", "edit") else Outcome()
        if outcome.turn is None or not is_crisis(outcome.turn, self.bot.knowledge):
            return Outcome(), []
        return outcome, draft_lines(said.CRISIS, event.chat, self.staff)

    def _forget(self, event: Event, handoff: Handoff, outcome: Outcome) -> Outcome:
        if not handoff.thread:
            return outcome
        told = [*draft_text(event, said.TOPIC_FORGOTTEN), Draft("send", self.staff, said.FORGOTTEN)]
        gone = Draft("delete", self.staff, thread=handoff.thread)
        mark = Note(name_topic(self.staff, handoff.thread), "person", FORGOTTEN)
        return replace(outcome, drafts=[*outcome.drafts, gone, *told], notes=[*outcome.notes, mark])

    def _settle(self, event: Event, handoff: Handoff, after: Handoff, outcome: Outcome, drafts: list[Draft]) -> Outcome:
        """The outcome with what goes to staff, and what is to be kept of the hand-off."""
        changed = after != handoff or (after.is_open and is_stale(handoff, event.at))
        kept = keep_handoff(replace(after, since=event.at or after.since), event.chat, self.staff) if changed else []
        return replace(outcome, drafts=[*outcome.drafts, *drafts], notes=[*outcome.notes, *kept])


def _read_decision(event: Event, before: State, handoff: Handoff) -> str:
    """What a person decided by a button, or typed right after they were asked; "" for nothing."""
    if event.kind == "press":
        return event.text if event.text in (said.YES, said.NO) else ""
    asked = event.kind == "text" and handoff.stage == "asked" and handoff.turn == before.turn
    return _TYPED.get(event.text.strip(" .!,").casefold(), "") if asked else ""
