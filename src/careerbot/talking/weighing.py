"""What a question may mean -> what is worth acting on: cries for help first, talk and turns only when sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from careerbot.model import Candidate, Evidence, Knowledge, Question
from careerbot.reading.intents import OUT_OF_SCOPE
from careerbot.talking.lookup import find_entry
from careerbot.talking.slots import Slots

SURE = 0.5
# How likely talk must be: where it may be a topic, where a job is named as well, and where a job and a place are.
URGENT, STRONG, NEARLY_SURE = 0.75, 0.8, 0.97
# What is set beside the last subject rather than asked to be told more of: "ohio more?".
SUBJECTS = frozenset({"occupation", "place"})
# Talk that no one means who names a job, unless a rule says so.
CHAT = frozenset({"greeting", "thanks", "goodbye", "help"})
# How much an hour or a month named beside a job speaks for pay, and a wage named where figures were talked of.
HOURLY, WAGE = 0.7, 0.9
SHORT_PERIODS = ("hour", "month")
PAY_TAKES = frozenset({"place", "period", "amount"})
# From where a rule that leaves words open is overruled by a calm alarm.
DOUBTFUL = 0.03
# How likely the alarm must find a cry for help: in a message of few words, in one that clearly asks something of a job
# or is a question of the FAQ word for word, and in one of more than so many words, some of which may sound like a cry.
ALARMING_SHORT, ALARMING_CALM, ALARMING_LONG, LONG = 0.2, 0.5, 0.5, 40
# How surely an entry of a layer's own must be meant for it to count as asked word for word.
MEANT = 0.9
# How much must speak for a note on the job for it to be what is asked for.
OWN_NOTE = 0.5
# From what certainty left the others are no likelier for it.
NEARLY_ALL = 0.999
# So few words may be a mere "more" or "why" without a rule that says so.
BRIEF = 3
# Intents that lean on the answer before.
LEANING = frozenset({"follow_up", "more", "shorter", "start_over", "yes", "no", "why"})


def find_crisis(text: str, questions: Sequence[Question], knowledge: Knowledge) -> str:
    """The crisis intent that a rule finds in any part of the message, or that the alarm finds likely; or ""."""
    found = [c for q in questions for c in q.candidates if is_crisis(c, knowledge)]
    heard = max((e for c in found for e in c.because if e.kind == "alarm"), key=lambda e: e.weight, default=None)
    ruled = next((c.intent for c in found if c.is_ruled), "")
    long = len(text.split()) > LONG
    calm = any(is_foreseen(q, knowledge) or asks_of_job(q, knowledge) for q in questions)
    if heard and heard.weight >= (ALARMING_LONG if long else ALARMING_CALM if calm else ALARMING_SHORT):
        return found[0].intent
    return ruled if not has_gaps(found) or (heard and heard.weight >= DOUBTFUL) else ""


def is_foreseen(question: Question, knowledge: Knowledge) -> bool:
    """Whether a question is one of the FAQ word for word, or nearly surely means an entry of a layer's own."""
    first = next((c for c in question.candidates[:1] if not is_crisis(c, knowledge)), None)
    entry = find_entry(first.item, knowledge) if first and first.is_entry and first.score >= MEANT else None
    return first is not None and (first.is_foreseen or (entry is not None and entry.layer > 0))


def asks_of_job(question: Question, knowledge: Knowledge) -> bool:
    """Whether a question names a job and clearly asks something of it."""
    named = any(m.kind == "occupation" and m.score >= SURE for m in question.mentions)
    clear = (c for c in question.candidates if c.score >= STRONG and knowledge.intents[c.intent].kind == "topic")
    return named and any(clear)


def has_gaps(found: Iterable[Candidate]) -> bool:
    """Whether only rules speak that leave words open, as "* kill me if i *" does."""
    rules = [e.what for c in found for e in c.because if e.kind == "pattern"]
    return bool(rules) and all("*" in rule for rule in rules)


def is_crisis(candidate: Candidate, knowledge: Knowledge) -> bool:
    """Whether a candidate is a cry for help."""
    return knowledge.intents[candidate.intent].kind == "crisis"


def weigh_serious(
    question: Question, slots: Slots, knowledge: Knowledge, going_on: bool = False
) -> tuple[Candidate, ...]:
    """The question's candidates worth a thought, likelier by what the others leave.

    `going_on` says that figures were talked of just before, which a place or a sum more likely goes on with.
    """
    named = slots.said & {"place", "amount"} if going_on else ()
    kept = [
        c
        for c in question.candidates
        if is_serious(c, question, slots, knowledge) and not (named and is_weak_talk(c, knowledge))
    ]
    wage = going_on and slots.amount is not None and slots.unit in SHORT_PERIODS
    if wage or ({"occupation", "period"} <= slots.said and slots.unit in SHORT_PERIODS):
        kept = expect_pay(kept, WAGE if wage else HOURLY, knowledge)
    left = 1.0 - sum(likeness(c) for c in question.candidates if c not in kept)
    return tuple(kept) if left > NEARLY_ALL else tuple(scale(c, left) for c in kept)


def has_own_note(question: Question, slots: Slots) -> bool:
    """Whether a note on the job that is talked of clearly answers the question: it is then none of somebody else's."""
    notes = (e.what for c in question.candidates for e in c.because if e.kind == "detail" and e.weight >= OWN_NOTE)
    return any(note.partition(".")[0] in slots.occupations for note in notes)


def explains_term(question: Question, knowledge: Knowledge) -> bool:
    """Whether a word of the trade is named and its meaning likely asked for: "poka yoke sounds like sushi"."""
    meaning = (c for c in question.candidates if "term" in knowledge.intents[c.intent].needs and c.score >= SURE)
    return any(m.kind == "term" for m in question.mentions) and any(meaning)


def is_weak_talk(candidate: Candidate, knowledge: Knowledge) -> bool:
    """Whether a candidate is talk that is not nearly sure."""
    talk = knowledge.intents[candidate.intent].kind == "talk"
    return talk and not candidate.is_ruled and candidate.score < NEARLY_SURE


def expect_pay(candidates: Sequence[Candidate], weight: float, knowledge: Knowledge) -> list[Candidate]:
    """The candidates where an hour or a month is named beside a job: what takes in a period is likelier.

    What is none of ours falls away; where nothing takes it in, pay joins.
    """
    reason = Evidence("keyword", weight, "a short period beside a job")
    ours = [c for c in candidates if c.is_ruled or knowledge.intents[c.intent].kind == "topic"]
    takes = {c.intent for c in ours if "period" in knowledge.intents[c.intent].uses}
    pay = next((i.id for i in knowledge.intents.values() if {*i.uses} >= PAY_TAKES), "")
    joined = ours if takes or not pay else [*ours, Candidate(pay, ())]
    likelier = [replace(c, because=(*c.because, reason)) if c.intent in (takes or {pay}) else c for c in joined]
    return sorted(likelier, key=lambda c: -c.score)


def likeness(candidate: Candidate) -> float:
    """How likely the examples make a candidate."""
    return sum(e.weight for e in candidate.because if e.kind == "examples")


def scale(candidate: Candidate, left: float) -> Candidate:
    """The candidate with what its examples say as a share of what is left of certainty."""
    raised = (
        Evidence(e.kind, min(1.0, e.weight / max(left, 0.1)), e.what, e.where) if e.kind == "examples" else e
        for e in candidate.because
    )
    return replace(candidate, because=tuple(raised))


def is_serious(candidate: Candidate, question: Question, slots: Slots, knowledge: Knowledge) -> bool:
    """Whether a candidate is worth a thought: what is no topic only by a rule, nearly sure, or in very few words."""
    intent = knowledge.intents[candidate.intent]
    if intent.kind == "crisis":
        return False
    if intent.id in ("yes", "no") and question.mentions:
        return False
    if intent.id == "more" and not candidate.is_ruled and any(m.kind in SUBJECTS for m in question.mentions):
        return False
    if intent.id in LEANING:
        return candidate.is_ruled or (candidate.score >= SURE and len(question.masked.split()) <= BRIEF)
    if intent.id == OUT_OF_SCOPE and not candidate.is_ruled and has_own_note(question, slots):
        return False
    if intent.id == OUT_OF_SCOPE and not candidate.is_ruled and explains_term(question, knowledge):
        return False
    loose = intent.kind == "talk" and ("occupation" in slots.said or not intent.answer)
    if not loose or candidate.is_ruled:
        return True
    kinds = {m.kind for m in question.mentions if m.score >= SURE}
    if "occupation" in kinds and intent.id in CHAT:
        return False
    return candidate.score >= (URGENT if "occupation" not in kinds else STRONG if "place" not in kinds else NEARLY_SURE)
