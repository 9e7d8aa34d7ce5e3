"""An intent and what it is about -> the steps of an answer, what they lack, and what to remember of them."""

from __future__ import annotations

from dataclasses import replace

from careerbot.model import NATION, Choice, Intent, Knowledge, Question, State, Step
from careerbot.talking.buttons import offer
from careerbot.talking.lookup import find_entry
from careerbot.talking.slots import Slots, wish_areas
from careerbot.talking.subjects import is_comparison, past

MOST_OTHERS = 2
NATIONAL = frozenset(("national", "nationally", "nationwide", "country", "nation"))


def offer_others(steps: list[Step], question: Question, knowledge: Knowledge) -> tuple[Choice, ...]:
    """The same question about other places of the name that was taken for one of several."""
    places = [m for m in question.mentions if m.kind == "place" and m.options]
    if len(places) != 1 or len(steps) != 1 or places[0].id not in steps[0].areas:
        return ()
    options = places[0].options[:MOST_OTHERS]
    return tuple(c for o in options for c in offer(knowledge.places[o].name, replace(steps[0], areas=(o,), item="")))


def complete_comparison(slots: Slots, question: Question) -> Slots:
    """The places of a comparison set beside the nation where it is asked for: "and national"."""
    words = set(question.text.split())
    several = len(slots.areas) > 1 and bool(words & NATIONAL)
    lone = len(slots.areas) == 1 and bool(words & {*NATIONAL, "average", "normal"}) and is_comparison(question.text)
    wanted = (several or lone) and NATION not in slots.areas and len(slots.occupations) == 1
    return replace(slots, areas=(*slots.areas, NATION)) if wanted else slots


def make_steps(intent: Intent, item: str, slots: Slots, knowledge: Knowledge) -> list[Step]:
    """One step that takes all occupations where figures are set side by side, else one for each occupation."""
    intent = knowledge.intents[narrow(intent, slots)]
    takes = intent.takes
    side_by_side = intent.facts and "place" in takes
    anywhere = () if "place" in intent.needs or not intent.facts else (NATION,)
    step = Step(
        intent.id,
        slots.occupations if "occupation" in takes else (),
        slots.areas or anywhere if "place" in takes else (),
        slots.percentile if "percentile" in takes else "",
        slots.unit if takes & {"period", "amount"} else "",
        slots.amount if "amount" in takes else None,
        item or (f"terms.{slots.terms[0]}" if "term" in takes and slots.terms else ""),
        ranked=slots.ranked if side_by_side else "",
    )
    if side_by_side or len(step.occupations) < 2:
        return [step]
    if is_common(step.item, knowledge):
        return [replace(step, occupations=())]
    return [replace(step, occupations=(o,), length="short") for o in step.occupations]


def is_common(item: str, knowledge: Knowledge) -> bool:
    """Whether an item answers the same whatever the job."""
    entry = find_entry(item, knowledge)
    return entry is not None and not entry.occupation


def narrow(intent: Intent, slots: Slots) -> str:
    """The narrower intent that the question's mentions make of it, or itself."""
    local = any(a != NATION for a in slots.areas)
    has = {
        "several": len(slots.occupations) > 1,
        "percentile": slots.percentile not in ("", "p50") or ("percentile" in slots.said and not slots.percentile),
        "place": local,
        "nation": not local and not slots.here,
    }
    return next((to for kind, to in intent.becomes if has.get(kind)), intent.id)


def heed_wishes(steps: list[Step], before: State, knowledge: Knowledge) -> tuple[Step, ...]:
    """The steps in the unit and the length that the person set, where they say nothing of it themselves.

    It is done last: what is set may change, so neither buttons nor memory may hold it.
    """
    return tuple(_heed_wishes(step, before, knowledge) for step in steps)


def _heed_wishes(step: Step, before: State, knowledge: Knowledge) -> Step:
    if knowledge.intents[step.intent].kind != "topic":
        return step
    wishes, takes = before.wishes, knowledge.intents[step.intent].takes
    unit = wishes.unit if takes & {"period", "amount"} else ""
    # A later page is asked for by somebody who wants more.
    return replace(step, unit=step.unit or unit, length=step.length or ("" if step.page else wishes.length))


def place_step(step: Step, before: State, knowledge: Knowledge) -> Step:
    """The step in the place that the person set, where it takes one and names none."""
    intent = knowledge.intents[step.intent]
    areas = () if step.areas or step.item or "place" not in intent.takes else wish_areas(before, knowledge)
    if not areas:
        return step
    narrowed = narrow(intent, Slots(step.occupations, areas, percentile=step.percentile))
    return replace(step, intent=narrowed, areas=areas)


def find_missing(steps: list[Step], knowledge: Knowledge) -> str:
    """The first kind of mention that a step cannot do without and has not; "" when all is there."""
    for step in steps:
        has = {"occupation": step.occupations, "place": step.areas, "term": step.item, "amount": step.amount}
        missing = [need for need in knowledge.intents[step.intent].needs if not has.get(need, True)]
        if missing and not step.item:
            return missing[0]
        if step.intent == "compare" and not step.item and max(len(step.occupations), len(step.areas)) < 2:
            return "compare"
    return ""


def is_abroad(steps: list[Step], knowledge: Knowledge) -> bool:
    """Whether figures are asked for a country that no source covers."""
    asked = (a for s in steps if knowledge.intents[s.intent].facts for a in s.areas)
    return any(knowledge.places[a].kind == "abroad" for a in asked)


def remember(steps: list[Step], before: State, knowledge: Knowledge, slots: Slots | None = None) -> State:
    """The state after answering the steps; what they do not speak of stays as it was."""
    named_jobs = tuple(dict.fromkeys(o for s in steps for o in s.occupations))
    named_areas = tuple(dict.fromkeys(a for s in steps for a in s.areas))
    topics = tuple(dict.fromkeys(s.intent for s in steps if knowledge.intents[s.intent].kind == "topic"))
    occupations = lead_to(steps[-1], knowledge) or named_jobs or (slots.occupations if slots else before.occupations)
    # A place that was assumed counts as talked of once an answer has told of it.
    told = named_areas or (slots.areas if slots and "place" not in slots.assumed else before.areas)
    # Of no other country are there figures to come back to.
    areas = before.areas if any(knowledge.places[a].kind == "abroad" for a in told) else told
    last = steps[-1]
    return replace(
        next_turn(before),
        occupations=occupations,
        areas=areas,
        past_occupations=past(occupations, before.occupations, before.past_occupations),
        past_areas=past(areas, before.areas, before.past_areas),
        latest=latest(occupations, areas, before),
        namesakes=slots.namesakes if slots else before.namesakes,
        intents=topics or before.intents,
        percentile=last.percentile,
        unit=last.unit,
        amount=last.amount,
        item=last.item,
        page=last.page,
    )


def lead_to(step: Step, knowledge: Knowledge) -> tuple[str, ...]:
    """The occupation that is talked of after a step: the first of easier ones, or what an entry of the FAQ says."""
    entry = find_entry(step.item, knowledge)
    return step.easier[:1] or ((entry.then,) if entry and entry.then else ())


def latest(occupations: tuple[str, ...], areas: tuple[str, ...], before: State) -> str:
    """The kind of subject that changed last."""
    if occupations != before.occupations:
        return "occupation"
    return "place" if areas != before.areas else before.latest


def next_turn(before: State) -> State:
    """The state as it was, one turn later, nothing pending."""
    return replace(before, turn=before.turn + 1, pending="")
