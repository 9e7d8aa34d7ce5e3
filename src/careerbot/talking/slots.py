"""What a question names, and what the conversation remembers -> what the question is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import log
from typing import Literal

from careerbot.model import NATION, Knowledge, Mention, MentionKind, Question, State, Unit
from careerbot.talking.subjects import (
    BESIDE,
    GAP,
    WHICH_PLACE,
    choose_areas,
    choose_occupations,
    find_namesakes,
    named,
    wanted,
)

UNITS: dict[str, Unit] = {"hour": "hour", "week": "week", "month": "month", "year": "year"}
HERE = re.compile(
    r"\b(?:(?:around|near|round) (?:me|us)|here|locally|where i (?:live|am)"
    r"|(?:in|for|of) (?:my|our|this) (?:area|city|town|state|county|region)|same (?:area|city|town|state|county|place)"
    r"|(?<!is )(?<!are )(?<!was )there(?! (?:is|are|was|a|any|enough)\b))\b"
)
PLACES = r"(?:states?|cit(?:y|ies)|metros?|towns?|places?|areas?|regions?)"
RANKED = re.compile(
    rf"\b(?:best|top|highest|most|worst|lowest|biggest)\b(?: [a-z0-9{{}}]+){{0,3}} {PLACES}\b"
    rf"|\b(?:which|what) {PLACES}\b|\b{PLACES} (?:with|that|pays?|make|have the|has the|where)\b.*"
    r"\b(?:most|best|highest|more|least|worst|lowest)\b"
    r"|\bwhere\b(?: [a-z{}]+){0,8} (?:the (?:most|least)|most|best|highest|more money|worst|lowest)\b"
    r"|\bwhere (?:should|could|do) i move\b"
)
# Where they ask for states, a state named is not what the places lie in.
STATES = re.compile(r"\bstates\b|\b(?:which|what|best|top|highest|lowest|worst) state\b")
# The other end of places just ranked: "and the worst".
OTHER_END = re.compile(
    r"^(?:(?:and|n|or|k|ok|so) )+(?:which (?:one )?is )?(?:the )?"
    r"(?:most|least|worst|lowest|highest|best|bottom)(?: one)?[ ?.!]*$"
)
# The first of the places that were ranked, and whether one is the first of them.
TOP_FEW = re.compile(r"^(?:(?:and|the|ok|so|give|me|show|list|only|just) )*top \d{1,2}(?: please)?[ ?.!]*$")
HAS_MOST = re.compile(r"\b(?:has|have|had|having|got|gets|pays?|with) the (?:most|least|highest|lowest|best)\b")
CITIES = re.compile(r"\b(?:cit(?:y|ies)|metros?|towns?|areas?)\b")
# Below the first a bare amount is by the hour, from the second on by the year.
HOURLY, YEARLY = 500, 12_000
# What a number is measured by where no pay is known.
USUAL_HOURLY, USUAL_YEARLY, THOUSAND = 25.0, 60_000.0, 1000


@dataclass(frozen=True, slots=True)
class Slots:
    """What a question is about; `said` are the kinds it named itself, `assumed` those filled in unasked.

    `here` says that it asks about where the person lives, `beside` how it sets several subjects side by side;
    `namesakes` share the name of the last place named; `ranked` is the kind of places that it asks to put in order.
    """

    occupations: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    percentile: str = ""
    unit: str = ""
    amount: float | None = None
    said: frozenset[str] = frozenset()
    assumed: tuple[str, ...] = ()
    unclear: Mention | None = None
    here: bool = False
    beside: Literal["", "which", "gap"] = ""
    namesakes: tuple[str, ...] = ()
    ranked: Literal["", "state", "metro"] = ""

    def without_assumed(self) -> Slots:
        """The slots without an occupation that was neither said nor remembered."""
        left = tuple(kind for kind in self.assumed if kind != "occupation")
        return replace(self, occupations=(), assumed=left) if left != self.assumed else self


def fill_slots(question: Question, before: State, knowledge: Knowledge) -> Slots:
    """The question's own mentions, completed from the conversation."""
    occupations = choose_occupations(question, before, knowledge)
    areas = choose_areas(question, before, knowledge)
    amount, amount_unit = read_amount(named(question, "amount"), occupations, knowledge)
    said = frozenset(m.kind for m in question.mentions)
    ranked = find_ranked(question, before, knowledge) if len(occupations) == 1 else ""
    if ranked:
        areas = tuple(a for a in areas if ranked == "metro" and knowledge.places[a].kind == "state")
    wished = () if areas or ranked or WHICH_PLACE.search(question.text) else wish_areas(before, knowledge)
    return Slots(
        occupations=occupations,
        areas=areas or wished,
        terms=named(question, "term") or tuple(kind for kind in said if kind in knowledge.terms),
        percentile=only(ends_of(question, before)),
        unit=amount_unit or first(wanted(question, "period")),
        amount=amount,
        said=said | changed(areas, before.areas, "place") | changed(occupations, before.occupations, "occupation"),
        unclear=find_unclear(question, occupations, before),
        here=bool(HERE.search(question.text)),
        beside=find_beside(question.text) if max(len(occupations), len(areas)) > 1 else "",
        namesakes=find_namesakes(question, areas, before, knowledge),
        ranked=ranked,
        assumed=("place",) if wished else (),
    )


def wish_areas(before: State, knowledge: Knowledge) -> tuple[str, ...]:
    """The place that the person set for questions that name none; none where it is not known any more."""
    return (before.wishes.place,) if before.wishes.place in knowledge.places else ()


def find_ranked(question: Question, before: State, knowledge: Knowledge) -> Literal["", "state", "metro"]:
    """The kind of places among which the question asks for the best: "which state pays most"; "" for none."""
    places = named(question, "place")
    # After a percentile the other end is that of pay, and not of places.
    of_pay = bool(before.percentile) or "pay_percentile" in before.intents
    again = OTHER_END.search(question.text) or TOP_FEW.search(question.text)
    if again and not places and not of_pay:
        return "metro" if any(knowledge.places[a].kind == "state" for a in before.areas) else "state"
    if len(places) == 1 and HAS_MOST.search(question.text) and knowledge.places[places[0]].kind == "state":
        return "state"
    if not RANKED.search(question.text) or len(places) > 1:
        return ""
    within = any(knowledge.places[p].kind == "state" for p in places) and not STATES.search(question.text)
    return "metro" if within or CITIES.search(question.text) else "state"


def find_beside(text: str) -> Literal["", "which", "gap"]:
    """Whether the words ask which of several, or how far apart their figures are."""
    return "gap" if GAP.search(text) else "which" if BESIDE.search(text) else ""


def changed(now: tuple[str, ...], before: tuple[str, ...], kind: MentionKind) -> frozenset[MentionKind]:
    """The kind, where the words changed what is meant by it."""
    return frozenset((kind,)) if now != before else frozenset()


def assume_occupation(slots: Slots, item: str, knowledge: Knowledge) -> Slots:
    """The slots with the settings' occupation, marked as assumed, where the item asked for is of its notes or words."""
    default = knowledge.settings.occupation
    if slots.occupations or not default or item.partition(".")[0] not in (default, "terms"):
        return slots
    return replace(slots, occupations=(default,), assumed=(*slots.assumed, "occupation"))


def set_beside_earlier(slots: Slots, before: State) -> Slots:
    """The slots with what was talked of before, where there is but one subject to compare: "so detroit wins"."""
    if max(len(slots.occupations), len(slots.areas)) > 1:
        return slots
    areas = slots.areas or before.areas[-1:]
    earlier = [area for area in (*reversed(before.areas), *before.past_areas) if area not in areas]
    place_alone = "place" in slots.said and "occupation" not in slots.said
    if (before.latest == "place" or place_alone) and earlier and areas:
        return replace(slots, areas=(earlier[0], *areas), ranked="")
    others = [job for job in (*reversed(before.occupations), *before.past_occupations) if job not in slots.occupations]
    return replace(slots, occupations=(others[0], *slots.occupations)) if others and slots.occupations else slots


def ends_of(question: Question, before: State) -> tuple[str, ...]:
    """The percentiles that the question names, the median among them beside another or after one."""
    named_ends = wanted(question, "percentile")
    as_end = bool(named_ends or before.percentile) and "median" in question.text.split()
    return (*named_ends, "p50") if as_end else named_ends


def only(values: tuple[str, ...]) -> str:
    """The value, or "" where there are several or none: of two ends the whole range is told."""
    return values[0] if len(values) == 1 else ""


def first(values: tuple[str, ...]) -> str:
    """The first value, or ""."""
    return values[0] if values else ""


def read_amount(
    amounts: tuple[str, ...], occupations: tuple[str, ...], knowledge: Knowledge
) -> tuple[float | None, str]:
    """(dollars, period) of "60/hour"; a bare amount gets the period that fits its size, "140?" what fits the pay.

    Of two amounts neither is one to judge.
    """
    if len(amounts) != 1:
        return None, ""
    if amounts[0].endswith("?"):
        return scale(float(amounts[0][:-1]), occupations, knowledge)
    figure, _, period = amounts[0].partition("/")
    value = float(figure)
    return value, UNITS.get(period) or ("hour" if value < HOURLY else "year" if value >= YEARLY else "month")


def scale(value: float, occupations: tuple[str, ...], knowledge: Knowledge) -> tuple[float, str]:
    """A bare number as dollars an hour or thousands a year, whichever is nearer to what the occupation pays."""
    facts = knowledge.facts.find("pay", occupations[-1], NATION) if occupations else ()
    medians = {f.unit: f.value for f in facts if f.measure == "p50" and f.value}
    hour, year = medians.get("hour") or USUAL_HOURLY, (medians.get("year") or USUAL_YEARLY) / THOUSAND
    yearly = abs(log(value / year)) < abs(log(value / hour))
    return (value * THOUSAND, "year") if yearly else (value, "hour")


def find_unclear(question: Question, meant: tuple[str, ...], before: State) -> Mention | None:
    """The first mention of an occupation meant that may mean several, none of which the conversation is about."""
    unclear = (m for m in question.mentions if m.kind == "occupation" and m.options and m.id in meant)
    return next((m for m in unclear if not {m.id, *m.options} & set(before.occupations)), None)
