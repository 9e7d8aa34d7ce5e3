"""A turn that leans on the one before, "and in texas", "more", "yes" -> the decision for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from careerbot.model import Intent, Knowledge, Length, Plan, Question, State, Step
from careerbot.talking.answering import OVERVIEW, PAY, Decision, answer, press
from careerbot.talking.lookup import find_topic, widen
from careerbot.talking.slots import Slots
from careerbot.talking.steps import make_steps, next_turn
from careerbot.talking.weighing import SUBJECTS

OF_FIGURES = frozenset({"amount", "percentile", "period", "place"})
# What is asked of the subject named, whatever was asked before: "or hvac in this heat, pay".
OF_PAY = re.compile(r"\b(?:pay|salary|wages?|money)[ ?.!]*$")
# What asks about the answer just told.
OF_LAST = re.compile(r"\b(?:is|are|was) (?:that|it|this|those|they)\b")


def follow_up(question: Question, slots: Slots, before: State, knowledge: Knowledge) -> Decision:
    """The last questions again with what is new; without any, the overview of what was named."""
    intents = [i for i in before.intents if takes_any(knowledge.intents[i], slots.said, knowledge)]
    told_there = any(knowledge.intents[i].takes & {"place"} for i in intents)
    if slots.said & SUBJECTS and (OF_PAY.search(question.text) or (slots.here and not told_there)):
        intents = [PAY]
    if max(len(slots.occupations), len(slots.areas)) < 2:
        # Of one alone there is nothing to compare, and of another no figures that were said to disagree.
        told = {"compare", "conflicting_figures"} if slots.said & SUBJECTS else {"compare"}
        intents = [PAY if i in told else i for i in intents]
    if not intents and slots.said == {"period"} and OF_LAST.search(question.text):
        # "Is that a year?" of what a school costs.
        intents = list(before.intents)
    if not intents:
        intents = default_intents(slots)
    if not intents:
        return Plan("ask", reason="question"), next_turn(before)
    # Of the ends of pay in another period the ends are told again.
    wide = intents if slots.said == {"period"} else [w[0] if (w := widen(i, knowledge)) else i for i in intents]
    kept = replace(
        slots,
        percentile=slots.percentile or before.percentile,
        unit=slots.unit or before.unit,
        amount=before.amount if slots.said <= {"place"} else slots.amount,
    )
    return answer(list(dict.fromkeys(wide)), "", kept, before, knowledge, question)


def takes_any(intent: Intent, said: frozenset[str], knowledge: Knowledge) -> bool:
    """Whether the intent, or one it may become, can take in any of the kinds; of those of figures if there is one."""
    family = [intent, *(knowledge.intents[to] for _, to in intent.becomes)]
    telling = said & OF_FIGURES or said
    return not said or any(telling & i.takes for i in family)


def default_intents(slots: Slots) -> list[str]:
    """What a bare name asks for when nothing was asked before."""
    wants = {"term": "definition_term", "place": PAY, "amount": PAY, "percentile": PAY, "period": PAY}
    # Beside a job and a place or a period "median" is a figure, and no word to explain.
    of_pay = "occupation" in slots.said and bool(slots.said & OF_FIGURES)
    figures = [wants[kind] for kind in wants if kind in slots.said and not (of_pay and kind == "term")]
    return figures[:1] or ([OVERVIEW] if "occupation" in slots.said else [])


def more(question: Question, slots: Slots, before: State, knowledge: Knowledge) -> Decision:
    """The next page of the last answer."""
    if before.wishes.length == "short" and not before.page:
        return again(slots, before, knowledge, length="full")
    return again(slots, before, knowledge, page=before.page + 1)


def shorter(question: Question, slots: Slots, before: State, knowledge: Knowledge) -> Decision:
    """The last answer in its first line."""
    return again(slots, before, knowledge, length="short")


def again(said: Slots, before: State, knowledge: Knowledge, page: int = 0, length: Length = "") -> Decision:
    """The last answer once more, on another page or as long as said; without one the overview of what is named."""
    if "occupation" in said.said:
        before = replace(before, occupations=said.occupations, intents=(OVERVIEW,), item="")
    if not before.intents:
        return Plan("ask", reason="question"), next_turn(before)
    slots = Slots(before.occupations, before.areas, (), before.percentile, before.unit, before.amount)
    steps = [
        replace(s, page=page, length=length)
        for i in before.intents
        for s in make_steps(knowledge.intents[i], before.item, slots, knowledge)
    ]
    return Plan("answer", tuple(steps)), replace(next_turn(before), page=page)


def start_over(question: Question, slots: Slots, before: State, knowledge: Knowledge) -> Decision:
    """Everything forgotten but what was set for all answers."""
    return Plan("answer", (Step("start_over"),)), State(turn=before.turn + 1, wishes=before.wishes)


def accept(question: Question, slots: Slots, before: State, knowledge: Knowledge) -> Decision:
    """The first thing offered."""
    if not before.options:
        return Plan("ask", reason="question"), next_turn(before)
    return press(before.options[0].data, before, knowledge)


def refuse(question: Question, slots: Slots, before: State, knowledge: Knowledge) -> Decision:
    """Nothing of what was offered, so a question back."""
    return Plan("ask", reason="instead", options=before.options[1:]), next_turn(before)


def explain(question: Question, slots: Slots, before: State, knowledge: Knowledge) -> Decision:
    """What the notes on the last topic say to a why, else where the last answer is from."""
    topics = [find_topic(Step(i, before.occupations), knowledge) for i in before.intents]
    details = (d for t in topics if t for d in t.details)
    item = next((d.id for d in details if any(a.startswith("why") for a in d.asks)), "")
    intent = before.intents[0] if item else "why"
    step = Step(intent, before.occupations, before.areas if knowledge.intents[intent].facts else (), item=item)
    return Plan("answer", (step,)), next_turn(before)


Turner = Callable[[Question, Slots, State, Knowledge], Decision]
TURNS: Mapping[str, Turner] = {
    "follow_up": follow_up,
    "more": more,
    "shorter": shorter,
    "start_over": start_over,
    "yes": accept,
    "no": refuse,
    "why": explain,
}
