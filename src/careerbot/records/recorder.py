"""Turn -> what it leaves: what it was about, as counts, and its masked wording where it got no good answer."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from careerbot.bot import report
from careerbot.model import CountKind, Findings, GapReason, Knowledge, Record, Turn
from careerbot.reading.personal import mask_personal
from careerbot.talking.weighing import DOUBTFUL
from careerbot.talking.wording import name_step

# Enough to see what was asked; who tells a long story tells more of themselves than of the question.
LONGEST_WORDING = 300
# Plans, by their kind and reason, that are no good answer. What is off topic for the bot ("where does the campus bus
# stop") may be what a counselor wants to answer; a question on another country was answered as it should be.
_REASONS: dict[tuple[str, str], GapReason] = {
    ("decline", "unsure"): "declined",
    ("decline", "out_of_scope"): "off_topic",
    ("decline", "unknown_occupation"): "unknown_occupation",
    ("choose", "unknown_occupation"): "unknown_occupation",
    ("choose", "intent"): "unsure",
    ("handoff", "human_handoff"): "handoff",
}


@dataclass(frozen=True, slots=True)
class Recorder:
    """Says what turns leave. `known` are words that are no names; wordings are kept for `days`, not at all for 0."""

    knowledge: Knowledge
    known: Container[str]
    days: int

    def record(self, turn: Turn) -> Record:
        """What may be kept of a turn: no name, no id, no time; of a cry for help nothing but that there was one."""
        if is_crisis(turn, self.knowledge):
            return Record((("crisis", ""),))
        counts = tuple(dict.fromkeys(count_turn(turn, self.knowledge)))
        reason = find_gap(turn, self.knowledge) if self.days and not is_alarming(turn, self.knowledge) else None
        wording = self._mask(turn) if reason else ""
        return Record(counts, wording, reason) if wording else Record(counts)

    def word_rating(self, turn: Turn) -> str | None:
        """The words under which a rating of the turn's answer may be kept, "" for none; None where none is asked for.

        Of a press, which has no words, they say what it was about.
        """
        if not is_ratable(turn, self.knowledge):
            return None
        pressed = "; ".join(name_step(step, self.knowledge) for step in turn.plan.steps)
        return (self._mask(turn) or pressed[:LONGEST_WORDING]) if self.days else ""

    def rate(self, wording: str, liked: bool) -> Record:
        """What a rating leaves: a count, and of an answer that was not liked the words it was to."""
        counts: tuple[tuple[CountKind, str], ...] = (("rating", "liked" if liked else "disliked"),)
        return Record(counts) if liked or not (wording and self.days) else Record(counts, wording, "thumbs_down")

    def _mask(self, turn: Turn) -> str:
        return mask_personal(turn.message.text, self.known)[:LONGEST_WORDING]


def is_crisis(turn: Turn, knowledge: Knowledge) -> bool:
    """Whether a turn answers a cry for help."""
    return any(s.intent and knowledge.intents[s.intent].kind == "crisis" for s in turn.plan.steps)


def is_alarming(turn: Turn, knowledge: Knowledge) -> bool:
    """Whether anything at all sounded like a cry for help, though it was not answered as one."""
    candidates = (c for q in turn.questions for c in q.candidates if knowledge.intents[c.intent].kind == "crisis")
    return any(c.score >= DOUBTFUL for c in candidates)


def is_ratable(turn: Turn, knowledge: Knowledge) -> bool:
    """Whether a turn answers a question on a job, and nothing in it sounded like a cry for help."""
    on_topic = any(s.intent and knowledge.intents[s.intent].kind == "topic" for s in turn.plan.steps)
    return turn.plan.kind == "answer" and on_topic and not (is_crisis(turn, knowledge) or is_alarming(turn, knowledge))


def count_turn(turn: Turn, knowledge: Knowledge) -> Iterator[tuple[CountKind, str]]:
    """What a turn counts for: its plan, what it is about (towns as their wage areas), and the sources it cites.

    A question that was not understood is about nothing, and an outdated press counts for nothing.
    """
    if turn.plan.reason == "outdated":
        return
    yield "plan", turn.plan.kind
    steps, answer = [s for s in turn.plan.steps if s.intent], report(turn, knowledge)
    if steps:
        yield from (("intent", intent) for intent in answer.intents)
    if any(s.occupations for s in steps):
        yield from (("occupation", occupation) for occupation in answer.occupations)
    if any(s.areas for s in steps):
        yield from (("place", area) for area, _ in answer.areas)
    yield from (("source", source) for source, _, _ in answer.sources)


def find_gap(turn: Turn, knowledge: Knowledge) -> GapReason | None:
    """Why a turn is no good answer; None where it is one, as what a counselor wrote to just that question always is."""
    plan = turn.plan
    if any(step.item.startswith("faq.") for step in plan.steps):
        return None
    lacks = plan.kind == "answer" and not turn.reply.cites and any(is_empty(f, knowledge) for f in turn.findings)
    return "nothing_known" if lacks else _REASONS.get((plan.kind, plan.reason))


def is_empty(found: Findings, knowledge: Knowledge) -> bool:
    """Whether nothing is known of an occupation on what was asked of it."""
    asked = "occupation" in knowledge.intents[found.step.intent].needs
    return asked and not found.topic and not found.focus and not any(s.rows for s in found.subjects)
