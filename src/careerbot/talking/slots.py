"""What a question names, and what the conversation remembers -> what the question is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from careerbot.model import Knowledge, Mention, MentionKind, Question, State, Unit

NEGATIONS = frozenset({"not", "drop", "without", "except", "forget", "skip", "never", "nvm"})
# Words that may stand between a wave and the name that it waves off.
LIGHT = frozenset({"a", "an", "the", "as", "in", "about", "for", "with", "to", "at"})
FEW_LETTERS = 3
JOINERS = frozenset({"and", ",", "a", "an", "&", "the", "plus"})
VERSUS = frozenset(
    {
        "vs",
        "vs.",
        "versus",
        "compare",
        "compared",
        "than",
        "or",
        "between",
        "difference",
        "against",
        "under",
        "above",
        "below",
    }
)
STATEWIDE = ("whole state", "entire state", "statewide", "state wide", "state as a whole", "all of the state")
WHICH_PLACE = re.compile(r"\b(?:which|what) (?:states?|count(?:y|ies)|cit(?:y|ies)|metros?|areas?|places?|regions?)\b")
UNITS: dict[str, Unit] = {"hour": "hour", "month": "month", "year": "year"}


@dataclass(frozen=True, slots=True)
class Slots:
    """What a question is about; `said` are the kinds it named itself, `assumed` those filled in unasked."""

    occupations: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    percentile: str = ""
    unit: str = ""
    amount: float | None = None
    said: frozenset[str] = frozenset()
    assumed: tuple[str, ...] = ()
    unclear: Mention | None = None

    def without_assumed(self) -> Slots:
        """The slots with only what was said or remembered."""
        return replace(self, occupations=(), assumed=()) if "occupation" in self.assumed else self


def fill_slots(question: Question, before: State, knowledge: Knowledge) -> Slots:
    """The question's own mentions, completed from the conversation."""
    occupations = choose_occupations(question, before)
    areas = choose_areas(question, before, knowledge)
    amount, amount_unit = read_amount(named(question, "amount"))
    said = frozenset(m.kind for m in question.mentions)
    return Slots(
        occupations=occupations,
        areas=areas,
        terms=named(question, "term") or tuple(kind for kind in said if kind in knowledge.terms),
        percentile=first(wanted(question, "percentile")),
        unit=amount_unit or first(wanted(question, "period")),
        amount=amount,
        said=said | ({"place"} if areas != before.areas else set()),
        unclear=find_unclear(question, before),
    )


def assume_occupation(slots: Slots, item: str, knowledge: Knowledge) -> Slots:
    """The slots with the settings' occupation, marked as assumed, where the item asked for is of its notes or words."""
    default = knowledge.settings.occupation
    if slots.occupations or not default or item.partition(".")[0] not in (default, "terms"):
        return slots
    return replace(slots, occupations=(default,), assumed=("occupation",))


def named(question: Question, kind: MentionKind, keep: Callable[[Mention], bool] = bool) -> tuple[str, ...]:
    """Ids of the mentions of one kind, in order, each once."""
    return tuple(dict.fromkeys(m.id for m in question.mentions if m.kind == kind and keep(m)))


def wanted(question: Question, kind: MentionKind) -> tuple[str, ...]:
    """Ids of the mentions of one kind that are not waved off."""
    return named(question, kind, lambda m: not is_negated(question, m))


def first(values: tuple[str, ...]) -> str:
    """The first value, or ""."""
    return values[0] if values else ""


def choose_occupations(question: Question, before: State) -> tuple[str, ...]:
    """The occupations meant: those named, less the ones waved off, joined to the last one in a comparison."""
    dropped = frozenset(named(question, "occupation", lambda m: is_negated(question, m)))
    targets = tuple(o for o in named(question, "occupation") if o not in dropped)
    kept = tuple(o for o in before.occupations if o not in dropped)
    if not targets:
        return kept
    if len(targets) == 1 and is_comparison(question.text) and kept and targets[0] not in kept:
        return (kept[0], *targets)
    return targets[:3] if is_comparison(question.text) or are_joined(question) else (pick_one(question, targets),)


def pick_one(question: Question, occupations: Sequence[str]) -> str:
    """The last of several jobs that is named in more than a few letters, which may mean something else."""
    clear = {m.id for m in question.mentions if m.kind == "occupation" and not 0 < m.end - m.start <= FEW_LETTERS}
    return ([o for o in occupations if o in clear] or list(occupations))[-1]


def are_joined(question: Question) -> bool:
    """Whether the jobs named stand side by side: "nurses and welders"."""
    jobs = [m for m in question.mentions if m.kind == "occupation"]
    between = (question.text[a.end : b.start].split() for a, b in pairwise(jobs))
    return all(set(words) <= JOINERS for words in between)


def is_negated(question: Question, mention: Mention) -> bool:
    """Whether the words just before a mention, and in no other, wave it off: "not nursing", but not "or not for"."""
    begin = max((m.end for m in question.mentions if m.end <= mention.start), default=0)
    said = question.text[begin : mention.start].replace("or not", "").split()
    while said and said[-1] in LIGHT:
        said.pop()
    return bool(said) and said[-1] in NEGATIONS


def is_comparison(text: str) -> bool:
    """Whether the words set two things side by side."""
    return not VERSUS.isdisjoint(text.split())


def choose_areas(question: Question, before: State, knowledge: Knowledge) -> tuple[str, ...]:
    """The places meant: those named, else the state of the last one where the whole state is asked, else the last."""
    places = wanted(question, "place")
    at_home = tuple(p for p in places if knowledge.places[p].kind != "abroad")
    places = at_home or places
    if places:
        return (places if is_comparison(question.text) else merge_places(places, knowledge))[:3]
    if WHICH_PLACE.search(question.text):
        return ()
    if any(words in question.text for words in STATEWIDE):
        return tuple(dict.fromkeys(state_of(a, knowledge) for a in before.areas))
    return before.areas


def merge_places(places: tuple[str, ...], knowledge: Knowledge) -> tuple[str, ...]:
    """Places without those that merely say in which wider named place another lies, or share its region."""
    wider = {area for p in places for area in knowledge.places[p].chain[1:]}
    kept = [p for p in places if p not in wider] if len(places) > 1 else list(places)
    regions = {first_region(p, knowledge) for p in kept}
    return (regions.pop(),) if len(kept) > 1 and len(regions) == 1 else tuple(kept)


def first_region(place: str, knowledge: Knowledge) -> str:
    """The region that a county or town is counted in, or the place itself."""
    chain = knowledge.places[place].chain
    return next((a for a in chain if knowledge.places[a].kind == "region"), place)


def state_of(area: str, knowledge: Knowledge) -> str:
    """The state an area lies in, or the area itself."""
    return next((a for a in knowledge.places[area].chain if knowledge.places[a].kind == "state"), area)


def read_amount(amounts: tuple[str, ...]) -> tuple[float | None, str]:
    """(dollars, period) of "60/hour"; a bare amount gets the period that its size leaves no doubt of."""
    if not amounts:
        return None, ""
    figure, _, period = amounts[0].partition("/")
    value = float(figure)
    return value, UNITS.get(period) or ("hour" if value < 500 else "year" if value >= 12_000 else "month")


def find_unclear(question: Question, before: State) -> Mention | None:
    """The first occupation mention that may mean several, none of which the conversation is about."""
    meant = choose_occupations(question, before)
    unclear = (m for m in question.mentions if m.kind == "occupation" and m.options and m.id in meant)
    return next((m for m in unclear if not {m.id, *m.options} & set(before.occupations)), None)
