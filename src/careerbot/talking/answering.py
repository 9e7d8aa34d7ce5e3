"""Intents with what they are about -> the plan that answers them, or asks for what is missing; and the state after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from careerbot.model import Knowledge, Plan, Question, State, Step
from careerbot.reading.described import AT_A_LOSS, LIKED
from careerbot.talking.buttons import decode_step, offer_jobs
from careerbot.talking.easier import look_for_easier
from careerbot.talking.lookup import find_topic
from careerbot.talking.passages import find_passage
from careerbot.talking.slots import Slots
from careerbot.talking.steps import (
    complete_comparison,
    find_missing,
    heed_wishes,
    is_abroad,
    is_common,
    make_steps,
    next_turn,
    offer_others,
    place_step,
    remember,
)
from careerbot.talking.subjects import MOST_PAST, is_negated

# From where a meaning is firm, and from where it is worth a thought.
FIRM, LIKELY = 0.65, 0.3
OVERVIEW = "duties"
# What people say of themselves that a note may speak of, whatever it is a note on.
WORRIED = re.compile(
    r"\b(?:scared of|scares me|afraid of|fear of|terrified of|allergic|allergies|color ?blind|deaf|faint at|queasy"
    r"|squeamish"
    r"|(?:hate|stand|handle) (?:the |seeing )?(?:blood|needles|heights|math|crowds|dirt|germs|bugs|smells)|glasses"
    r"|diabetic|diabetes|asthma|epilepsy|seizures)\b"
)
PAY = "pay"
# What shows that a comparison is on pay.
MONEY = re.compile(r"\b(?:makes?|pays?|paid|earns?|money|salary)\b")

Decision = tuple[Plan, State]


def press(data: str, before: State, knowledge: Knowledge) -> Decision:
    """The decision for a pressed choice; an outdated one is told so."""
    pressed = decode_step(data, knowledge)
    if pressed is None:
        return Plan("decline", reason="outdated"), next_turn(before)
    step = place_step(pressed, before, knowledge)
    assumed = ("place",) if step.areas != pressed.areas else ()
    missing = find_missing([step], knowledge)
    after = remember([step], before, knowledge)
    if missing:
        return Plan("ask", (step,), reason=missing), replace(after, pending=missing)
    return Plan("answer", heed_wishes([step], before, knowledge), assumed=assumed), after


def answer(
    intents: list[str], item: str, slots: Slots, before: State, knowledge: Knowledge, question: Question
) -> Decision:
    """The steps for the intents, or the question for what is missing."""
    slots = complete_comparison(slots, question)
    if is_common(item, knowledge):
        slots = slots.without_assumed()
    steps = [s for i in intents for s in make_steps(knowledge.intents[i], item, slots, knowledge)]
    steps = [look_for_easier(seek_note(s, question, knowledge), question, knowledge) for s in steps]
    missing = find_missing(steps, knowledge)
    after = keep_beside(remember(steps, before, knowledge, slots), question)
    if before.intents and WORRIED.search(question.text) and all(s.item for s in steps):
        # A worry told by the way is not what is asked of the next job.
        after = replace(after, intents=before.intents)
    if missing == "compare" and not question.mentions and before.past_occupations and len(slots.occupations) == 1:
        both = replace(slots, occupations=(before.past_occupations[0], *slots.occupations))
        return answer(intents, item, both, before, knowledge, question)
    if missing == "compare" and names_job(question):
        same = len({m.start for m in question.mentions if m.kind == "occupation"}) > 1
        paid = [PAY] if same and MONEY.search(question.text) else [OVERVIEW]
        kept = [i for i in before.intents if i not in intents and not same] or paid
        return answer(kept, "", slots, before, knowledge, question)
    if missing == "compare" and is_abroad(steps, knowledge):
        return Plan("decline", tuple(steps[:1]), reason="abroad"), replace(after, areas=before.areas)
    if missing == "occupation" and is_doubtful(question, intents[0]):
        return Plan("decline", reason="unsure"), next_turn(before)
    if missing == "occupation" and len(question.described) == 1:
        meant = replace(slots, occupations=question.described, assumed=(*slots.assumed, "occupation"))
        return answer(intents, item, meant, before, knowledge, question)
    if missing == "occupation" and question.described:
        return suggest(steps[0], "described", question, after, knowledge)
    if missing:
        return Plan("ask", tuple(steps), reason=missing), replace(after, pending=missing)
    lost = AT_A_LOSS.search(question.text) and not LIKED.search(question.text)
    if question.described and is_vague(steps, knowledge) and not lost:
        return suggest(steps[0], "likes", question, after, knowledge)
    if is_abroad(steps, knowledge):
        return Plan("decline", tuple(steps[:1]), reason="abroad"), replace(after, areas=before.areas)
    told = {"occupation": any(s.occupations for s in steps), "place": any(s.areas for s in steps)}
    assumed = tuple(kind for kind in slots.assumed if told[kind])
    others = offer_others(steps, question, knowledge)
    return Plan("answer", heed_wishes(steps, before, knowledge), assumed=assumed, others=others), after


def keep_beside(after: State, question: Question) -> State:
    """The state with the jobs that were named besides those answered on, to come back to with "both" or "now"."""
    jobs = [m for m in question.mentions if m.kind == "occupation" and not is_negated(question, m)]
    beside = [m.id for m in jobs if set(after.occupations).isdisjoint((m.id, *m.options))]
    left = [o for o in question.origins if o not in after.occupations]
    return replace(after, past_occupations=tuple(dict.fromkeys((*beside, *left, *after.past_occupations)))[:MOST_PAST])


def suggest(step: Step, reason: str, question: Question, after: State, knowledge: Knowledge) -> Decision:
    """The jobs that the words come near to, to choose from; all are what is talked of until one is chosen."""
    likely = question.described
    asked = step if knowledge.intents[step.intent].needs else replace(step, intent=OVERVIEW)
    options = tuple(offer_jobs(likely, asked, knowledge))
    intents = after.intents if step.intent in after.intents else (asked.intent,)
    after = replace(after, occupations=likely, pending="occupation", intents=intents)
    return Plan("choose", (step,), reason=reason, options=options), after


def is_vague(steps: Sequence[Step], knowledge: Knowledge) -> bool:
    """Whether all that could be said is what is said to everybody who has no job in mind."""
    step, intent = steps[0], knowledge.intents[steps[0].intent]
    plain = intent.kind == "topic" and not intent.facts and "occupation" not in intent.needs
    return plain and len(steps) == 1 and not step.item and not step.occupations


def seek_note(step: Step, question: Question, knowledge: Knowledge) -> Step:
    """The step, or where there are no notes on its topic the one for a note elsewhere that speaks of what is asked."""
    intent = knowledge.intents[step.intent]
    worried = WORRIED.search(question.text)
    plain = intent.kind == "topic" and not step.item and len(step.occupations) == 1
    bare = plain and not (intent.facts and not worried)
    if not bare or (find_topic(step, knowledge) and not worried):
        return step
    told = [(e.weight, e.what) for c in question.candidates for e in c.because if e.kind == "detail"]
    own = [t for t in told if t[0] >= LIKELY and t[1].startswith(step.occupations[0])]
    if worried and own:
        return replace(step, item=max(own)[1])
    # The topic is clear here, so one word shared with a note elsewhere is no reason to leave it.
    passage = find_passage(question.masked, step.occupations[0], knowledge, 1 if worried else 2)
    return replace(step, intent=passage[0], item=passage[1]) if passage else step


def is_doubtful(question: Question, intent: str) -> bool:
    """Whether a meaning is too unsure to ask back for the job that it would need."""
    meant = next((c for c in question.candidates if c.intent == intent), None)
    return meant is not None and not meant.is_ruled and not meant.item and meant.score < FIRM


def names_job(question: Question) -> bool:
    """Whether the question itself names an occupation."""
    return any(m.kind == "occupation" and m.score >= LIKELY for m in question.mentions)
