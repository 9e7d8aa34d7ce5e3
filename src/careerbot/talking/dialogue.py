"""What a person asked, and what was said before -> what to do about it, and what to remember."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from careerbot.model import Candidate, Choice, Intent, Knowledge, Plan, PlanKind, Question, State, Step
from careerbot.reading.intents import OUT_OF_SCOPE
from careerbot.reading.judging import ASKING, SMALL, is_elliptical
from careerbot.talking.answering import (
    FIRM,
    LIKELY,
    OVERVIEW,
    PAY,
    Decision,
    answer,
    names_job,
    press,
    suggest,
)
from careerbot.talking.buttons import offer_entry, offer_intent, offer_jobs
from careerbot.talking.leaning import TURNS, default_intents, follow_up, takes_any
from careerbot.talking.lookup import find_entry
from careerbot.talking.passages import find_passage
from careerbot.talking.slots import Slots, assume_occupation, fill_slots, find_beside, set_beside_earlier
from careerbot.talking.steps import is_common, make_steps, next_turn, remember
from careerbot.talking.subjects import (
    ADDING_FIRST,
    BETTER,
    GOING_ON,
    PUT_RIGHT,
    VERSUS_ALONE,
    WAVED,
    WAVED_LAST,
    named,
    recall,
    tells_quality,
)
from careerbot.talking.weighing import STRONG, SURE, find_crisis, likeness, weigh_serious

CERTAIN = 0.4
# How likely a message must be one of ours while a job is talked of.
PASSABLE = 0.3
# How likely a quality must be that is named beside the wish to compare.
TELLING = 0.01
MOST_STEPS = 4
# Small talk that a job named beside it makes a sign of interest in the job.
PLEASANTRIES = frozenset({"greeting", "thanks", "goodbye", "yes"})
# How people pick one of what was offered by its place.
ORDINALS = (("first", "1st", "1"), ("second", "2nd", "2"), ("third", "3rd", "3"), ("fourth", "4th", "4"))
ORDINAL = re.compile(r"\b(?:the|number|option)\b | one$")
# What most people want to know of a job, offered where a question about one is not understood; beside so few words
# the overview is.
COMMON = ("duties", "pay", "how_to_start")
BRIEF = 2
DEFINITION = re.compile(r"\b(?:definition|define)\b")
# From which sureness what is asked is none of ours, however near an entry of the FAQ comes.
FOREIGN = 0.9
# So many likely meanings are offered to choose from.
MOST_OFFERED = 3
# What asks of a figure just told whether it is by the year, and so for nothing new.
FOR_HOW_LONG = re.compile(r"(?:(?:so|and|but|ok|wait) )*(?:is|was) (?:that|it|this)(?: for)? \{period\}")

OTHER_THAN_ANSWER: Mapping[str, PlanKind] = {"human_handoff": "handoff", "out_of_scope": "decline"}


def decide(text: str, questions: tuple[Question, ...], before: State, knowledge: Knowledge) -> Decision:
    """The plan for a message and the state after it. Crisis comes first, then an offered choice, then questions."""
    crisis = find_crisis(text, questions, knowledge)
    if crisis:
        return Plan("answer", (Step(crisis),)), next_turn(before)
    pressed = match_choice(text, before)
    if pressed:
        return press(pressed, before, knowledge)
    recalled = recall(text, questions, before, knowledge)
    telling = [q for q in questions if not (q.best and q.best.intent in TURNS)] or questions
    return merge_decisions(decide_all(telling, recalled, knowledge))


def decide_all(questions: Sequence[Question], before: State, knowledge: Knowledge) -> list[Decision]:
    """The decision for each question; what stands beside a comparison is asked of all that are compared."""
    decisions: list[Decision] = []
    for question in questions:
        compared = next((s.occupations for plan, _ in decisions for s in plan.steps if s.intent == "compare"), ())
        if len(compared) > 1 and set(named(question, "occupation")) <= set(compared):
            left = tuple(m for m in question.mentions if m.kind != "occupation")
            question = replace(question, mentions=left)
            decisions.append(decide_question(question, replace(before, occupations=compared), knowledge))
        else:
            decisions.append(decide_question(question, before, knowledge))
    return decisions


def match_choice(text: str, before: State) -> str:
    """The data of the choice whose label the text repeats, or is the one word that only that label holds; or ""."""
    said = text.strip(" .!?,").casefold()
    labels = {c.data: c.label.casefold() for c in before.options}
    exact = [d for d, label in labels.items() if label == said]
    within = [d for d, label in labels.items() if before.pending and said and said in label.split()]
    numbered = [d for d, nth in zip(labels, ORDINALS, strict=False) if before.pending and ORDINAL.sub("", said) in nth]
    picked = exact or numbered or (within if len(within) == 1 else [])
    return picked[0] if picked else ""


def merge_decisions(decisions: list[Decision]) -> Decision:
    """One decision from those of all questions: the answers together, else the first."""
    answers = [(plan, after) for plan, after in decisions if plan.kind == "answer"]
    topics = [(plan, after) for plan, after in answers if any(s.occupations or s.item or s.areas for s in plan.steps)]
    answers = topics or answers
    if len(answers) < 2:
        return answers[0] if answers else decisions[0]
    steps = tuple(dict.fromkeys(s for plan, _ in answers for s in plan.steps))[:MOST_STEPS]
    assumed = tuple(dict.fromkeys(a for plan, _ in answers for a in plan.assumed))
    after = replace(answers[-1][1], intents=tuple(dict.fromkeys(s.intent for s in steps)))
    return Plan("answer", steps, assumed=assumed), after


# ------------------------------------------------------------------ one question
def decide_question(question: Question, before: State, knowledge: Knowledge) -> Decision:
    """The decision for one question: a turn of talk, a follow-up, an answer, or why there is none."""
    slots = fill_slots(question, before, knowledge)
    going_on = any(knowledge.intents[i].facts for i in before.intents)
    question = replace(question, candidates=weigh_serious(question, slots, knowledge, going_on))
    best = question.best
    ruled = best is not None and best.is_ruled
    noted = best is not None and bool(best.item) and best.score >= SURE and len(slots.terms) > 1
    bare = (is_elliptical(question) or FOR_HOW_LONG.match(question.masked)) and not noted
    if (bare or narrows(question, slots, before)) and not ruled and not slots.unclear:
        return follow_up(question, slots, before, knowledge)
    explained = find_explained(question, best, knowledge)
    if explained:
        return Plan("answer", tuple(explained)), remember(explained, before, knowledge, slots)
    if best and best.score >= SURE and best.intent in TURNS:
        return TURNS[best.intent](question, slots, before, knowledge)
    if best and best.score >= SURE and knowledge.intents[best.intent].kind == "talk":
        if best.intent in PLEASANTRIES and names_job(question) and not ruled:
            return answer([OVERVIEW], "", slots, before, knowledge, question)
        if best.intent == OUT_OF_SCOPE and best.score < FOREIGN and not ruled and find_offered(question, knowledge):
            return offer_likely([], question, slots, before, knowledge)
        return talk(best, keep_named(best.intent, slots, before, knowledge), knowledge)
    if slots.unclear and not (best and best.is_entry):
        return ask_which(question, slots, before, knowledge)
    if question.described and before.occupations and not names_job(question):
        return suggest(Step(OVERVIEW), "described", question, next_turn(before), knowledge)
    if leans_on_before(question, best, slots, before, knowledge) or goes_on(question, best, before):
        return follow_up(question, slots, before, knowledge)
    if slots.beside and not ruled and (best is None or best.score < SURE):
        return decide_intent(question, Candidate("compare", ()), slots, before, knowledge)
    continued = best is not None and best.score >= SURE and any(e.kind == "context" for e in best.because)
    ours = question.in_scope >= SURE or continued or "occupation" in slots.said or stays(question, best, before)
    if best is None or not ours or best.score < LIKELY:
        return decide_unsure(question, slots, before, knowledge)
    return decide_intent(question, best, slots, before, knowledge)


def find_explained(question: Question, best: Candidate | None, knowledge: Knowledge) -> list[Step]:
    """The steps for what terms named say, where they answer what is asked of them too: "security+ price"."""
    terms = [knowledge.terms[id] for id in named(question, "term") if id in knowledge.terms]
    telling = [term for term in terms if term.intents]
    if not telling or (best and best.is_entry):
        return []
    asked = best.intent if best and best.intent in telling[0].intents else telling[0].intents[0]
    other = best and best.score >= SURE and best.intent not in (asked, OUT_OF_SCOPE)
    meaning = best is not None and "term" in knowledge.intents[best.intent].needs
    return [Step(asked, item=f"terms.{term.id}") for term in telling[:MOST_STEPS]] if meaning or not other else []


def stays(question: Question, best: Candidate | None, before: State) -> bool:
    """Whether a few words in a conversation on a job surely mean something that may be asked of it."""
    surely = best is not None and best.score >= STRONG
    return surely and bool(before.occupations) and question.in_scope >= PASSABLE


def narrows(question: Question, slots: Slots, before: State) -> bool:
    """Whether the question waves off one of several jobs and leaves the others."""
    waved = WAVED.search(question.text) or WAVED_LAST.search(question.text)
    return bool(waved and slots.occupations) and set(slots.occupations) < set(before.occupations)


def keep_named(intent: str, slots: Slots, before: State, knowledge: Knowledge) -> State:
    """The state with a place of ours named beside the point, to come back to with "there"; of what is declined a job.

    The counselor that somebody wants to talk to is no job to come back to.
    """
    jobs = "occupation" in slots.said and OTHER_THAN_ANSWER.get(intent) == "decline"
    at_home = all(knowledge.places[area].kind != "abroad" for area in slots.areas)
    areas = slots.areas if "place" in slots.said and at_home else before.areas
    return replace(before, occupations=slots.occupations if jobs else before.occupations, areas=areas)


def leans_on_before(
    question: Question, best: Candidate | None, slots: Slots, before: State, knowledge: Knowledge
) -> bool:
    """Whether a question of no sure meaning names something new for what was asked last."""
    if (best and best.score >= FIRM) or "occupation" in slots.said or question.unknown:
        return False
    if slots.said == {"place"} and before.occupations and (best is None or best.score < LIKELY):
        return True
    figures = [knowledge.intents[i] for i in before.intents if knowledge.intents[i].facts]
    return bool(slots.said) and any(takes_any(i, slots.said, knowledge) for i in figures)


def goes_on(question: Question, best: Candidate | None, before: State) -> bool:
    """Whether a job is put in the place of the last one, or to it, in words of no sure meaning of their own."""
    if PUT_RIGHT.search(question.text) and names_job(question) and before.intents:
        return not ASKING.search(question.text[question.mentions[-1].start :]) and not (best and best.is_ruled)
    opening = GOING_ON.search(question.text) or ADDING_FIRST.search(question.text)
    first = min((m.start for m in question.mentions if m.kind == "occupation"), default=0)
    said = question.text[opening.end() : first] if opening else ""
    weak = best is None or best.score < STRONG or (best.intent == "compare" and not find_beside(question.text))
    doubtful = best is None or (weak and not best.item and not best.is_ruled)
    return bool(opening and before.intents and doubtful and names_job(question)) and not ASKING.search(said)


def decide_intent(question: Question, best: Candidate, slots: Slots, before: State, knowledge: Knowledge) -> Decision:
    """An answer to the likeliest intent, once everything it needs is there."""
    intent = knowledge.intents[best.intent]
    if intent.kind == "talk":
        return talk(best, before, knowledge)
    beside = BETTER.search(question.text) or VERSUS_ALONE.search(question.text)
    if intent.id == "compare" and beside and (counted := counted_last(before, knowledge)):
        best, intent = Candidate(counted.id, ()), counted
    if intent.id == "compare":
        slots = set_beside_earlier(slots, before)
    several = intent.id == "compare" and len(slots.occupations) > 1
    own_words = best.is_ruled or (best.is_entry and slots.beside != "gap")
    if several or (slots.beside and not own_words):
        best = find_quality(question, slots, knowledge) or Candidate("compare", best.because)
        intent = knowledge.intents[best.intent]
    if "term" in intent.needs and not slots.terms and names_job(question) and DEFINITION.search(question.text):
        # "One-sentence definition please" of a job asks for no word.
        intent = knowledge.intents[OVERVIEW]
    if is_stranger(question, best, intent, slots):
        return Plan("decline", reason="unknown_occupation", about=question.unknown), next_turn(before)
    broad = bool(best.item) and max((e.weight for e in best.because if e.what == best.item), default=1.0) < CERTAIN
    roamed = any("occupation" not in knowledge.intents[i].takes for i in before.intents)
    needed = "occupation" in intent.needs
    if not (needed and (broad or roamed)):
        slots = assume_occupation(slots, best.item, knowledge)
    unsure = broad and is_common(best.item, knowledge) and bool(slots.occupations)
    item = "" if unsure or not is_at_hand(best.item, slots, knowledge) else best.item
    plan, after = answer([intent.id], item, slots, before, knowledge, question)
    if item and best.also and plan.kind == "answer" and is_at_hand(best.also, slots, knowledge):
        also = answer([intent.id], best.also, slots, before, knowledge, question)
        return merge_decisions([(plan, after), also])
    if plan.kind == "ask" and find_offered(question, knowledge):
        return offer_likely([intent], question, slots, before, knowledge)
    return replace(plan, steps=tuple(replace(s, broad=broad) for s in plan.steps)), after


def counted_last(before: State, knowledge: Knowledge) -> Intent | None:
    """What was asked last, if it is figures that places may be set beside by, other than pay: growth, openings."""
    intent = knowledge.intents[before.intents[-1]] if before.intents else None
    counted = intent and intent.facts and not intent.facts[0].startswith("pay")
    return intent if intent and counted and "place" in intent.takes else None


def is_at_hand(item: str, slots: Slots, knowledge: Knowledge) -> bool:
    """Whether an item may be said: one of no occupation, or of the one that the question is about."""
    owner = item.partition(".")[0]
    return owner not in knowledge.occupations or owner in slots.occupations


def find_quality(question: Question, slots: Slots, knowledge: Knowledge) -> Candidate | None:
    """What a comparison may be on rather than on figures, "which has better hours", beside the wish to compare."""
    if not tells_quality(question.text):
        return None
    left = 1 - sum(likeness(c) for c in question.candidates if c.intent == "compare")
    least = TELLING if slots.beside else LIKELY / 2 * max(left, FIRM)
    told = (c for c in question.candidates if c.is_ruled or likeness(c) >= least)
    first = next((c for c in told if is_measure(knowledge.intents[c.intent])), None)
    return first if first and slots.beside != "gap" and is_quality(knowledge.intents[first.intent]) else None


def is_measure(intent: Intent) -> bool:
    """Whether several may be compared by what an intent asks for."""
    return intent.id != "compare" and (is_quality(intent) or "percentile" in intent.uses)


def is_quality(intent: Intent) -> bool:
    """Whether an intent is answered for each occupation, and not by pay, which stands side by side as it is."""
    ours = "occupation" in intent.takes and "term" not in intent.needs
    return intent.kind == "topic" and PAY not in intent.facts and ours


def is_stranger(question: Question, best: Candidate, intent: Intent, slots: Slots) -> bool:
    """Whether the question seems to be on an occupation that nothing here knows."""
    knows = "occupation" in slots.said or "occupation" not in intent.needs or best.item
    return bool(question.unknown) and not knows


def talk(meant: Candidate, before: State, knowledge: Knowledge) -> Decision:
    """Small talk, help, hand-off and the like, or a counselor's own words for it; the topic of the talk stays."""
    kind: PlanKind = OTHER_THAN_ANSWER.get(meant.intent, "answer")
    reason = "" if kind == "answer" else meant.intent
    item = meant.item if is_common(meant.item, knowledge) else ""
    return Plan(kind, (Step(meant.intent, item=item),), reason=reason), next_turn(before)


# ------------------------------------------------------------------ unsure
def decide_unsure(question: Question, slots: Slots, before: State, knowledge: Knowledge) -> Decision:
    """A follow-up when something new is named, else up to three likely meanings, else an honest no."""
    if slots.said and not question.unknown and names_only(question):
        return follow_up(question, slots, before, knowledge)
    if names_job(question) and is_brief(question):
        return answer(default_intents(slots), "", slots, before, knowledge, question)
    known = len(slots.occupations) == 1 and not question.unknown
    passage = find_passage(question.text, slots.occupations[0], knowledge) if known else None
    if passage:
        return answer([passage[0]], passage[1], slots, before, knowledge, question)
    likely = [knowledge.intents[c.intent] for c in question.candidates[:3] if c.score >= LIKELY / 2]
    likely = [i for i in likely if i.kind == "topic"]
    if "occupation" in slots.said:
        likely = (likely + [knowledge.intents[i] for i in COMMON if i in knowledge.intents])[:3]
    sole = next((c for c in question.candidates if likely and c.intent == likely[0].id and c.score >= LIKELY), None)
    if sole and len(likely) == 1 and before.intents and not find_offered(question, knowledge):
        return decide_intent(question, sole, slots, before, knowledge)
    if find_offered(question, knowledge) or (likely and (question.in_scope >= LIKELY or "occupation" in slots.said)):
        return offer_likely(likely, question, slots, before, knowledge)
    return Plan("decline", reason="unsure"), next_turn(keep_named("", slots, before, knowledge))


def offer_likely(
    likely: Sequence[Intent], question: Question, slots: Slots, before: State, knowledge: Knowledge
) -> Decision:
    """Which was meant: entries of the FAQ that come near, or these intents."""
    step = Step("", slots.occupations, slots.areas)
    offers = [*find_offered(question, knowledge), *(o for i in likely for o in offer_intent(i, step))]
    kept = replace(next_turn(before), occupations=slots.occupations, areas=slots.areas, pending="intent")
    return Plan("choose", reason="intent", options=tuple(dict.fromkeys(offers))[:MOST_OFFERED]), kept


def find_offered(question: Question, knowledge: Knowledge) -> list[Choice]:
    """The entries of the FAQ that come near a question, to choose from; none that says no."""
    entries = [find_entry(item, knowledge) for item in question.entries]
    return [choice for e in entries if e and e.intent != OUT_OF_SCOPE for choice in offer_entry(e)]


def names_only(question: Question) -> bool:
    """Whether a question is little more than names: at most one word besides, or "what would that be in"."""
    said = [w for w in question.masked.split() if w.isalpha() and len(w) > 2]
    return len(said) < 2 or all(w in SMALL or w in ("would", "will", "look", "like") for w in said)


def is_brief(question: Question) -> bool:
    """Whether so little is said beside names that an overview answers it: "speech therapist sounds nice"."""
    return sum(w.isalpha() and w not in SMALL for w in question.masked.split()) <= BRIEF


def ask_which(question: Question, slots: Slots, before: State, knowledge: Knowledge) -> Decision:
    """Which of the occupations that the same words may mean."""
    unclear = slots.unclear
    best = next((c.intent for c in question.candidates if c.score >= LIKELY), OVERVIEW)
    if unclear is None or knowledge.intents[best].kind != "topic":
        best = OVERVIEW
    names = (unclear.id, *unclear.options) if unclear else ()
    step = make_steps(knowledge.intents[best], "", replace(slots, occupations=names[:1]), knowledge)[0]
    options = offer_jobs(names, step, knowledge)
    said = question.text[unclear.start : unclear.end] if unclear else ""
    after = replace(next_turn(before), pending="occupation", intents=(best,))
    reason = "occupation" if unclear is None or unclear.score >= LIKELY else "unknown_occupation"
    return Plan("choose", reason=reason, options=tuple(options[:4]), about=(said,)), after
