"""A step of the plan -> what is known on it: figures of every source at their nearest area, or prose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from careerbot.model import NATION, Fact, Faq, Findings, Intent, Item, Knowledge, Place, Row, Step, Subject, Topic

PAGE = 4
OFFICIAL = 1
PAY = "pay"
MOST_RANKED = 5
# What measures that are no pay are counted in.
RANK_UNIT = {"employment": "jobs"}


def look_up(step: Step, knowledge: Knowledge) -> Findings:
    """Everything the answer to one step may use; empty parts where nothing is known."""
    intent = knowledge.intents[step.intent]
    topic = find_topic(step, knowledge)
    subjects = tuple(find_subjects(step, intent, knowledge))
    left_out = subjects[MOST_RANKED:] if step.ranked else ()
    return Findings(
        step=step,
        subjects=subjects[: len(subjects) - len(left_out)],
        lowest=left_out[-1] if left_out else None,
        topic=topic,
        focus=find_item(step, topic, knowledge),
        items=page_of(topic, step),
    )


def find_topic(step: Step, knowledge: Knowledge) -> Topic | None:
    """The occupation's topic for the intent, for a wider one that becomes it, or for one that stands in; else None."""
    occupation = knowledge.occupations.get(step.occupations[0]) if step.occupations else None
    if occupation is None:
        return None
    names = [step.intent, *widen(step.intent, knowledge), *knowledge.intents[step.intent].instead]
    return next((occupation.topics[n] for n in names if n in occupation.topics), None)


def widen(intent: str, knowledge: Knowledge) -> list[str]:
    """Intents that turn into this one when a mention narrows them."""
    wider = ((i.id, kind) for i in knowledge.intents.values() for kind, to in i.becomes if to == intent)
    return [id for id, kind in wider if kind not in ("nation", "several")]


def find_item(step: Step, topic: Topic | None, knowledge: Knowledge) -> Item | None:
    """The step's item: of the terms, the FAQ or its own occupation, and never of another that the step is about."""
    kind, _, rest = step.item.partition(".")
    if kind == "terms" and rest in knowledge.terms:
        return knowledge.terms[rest].item
    entry = find_entry(step.item, knowledge)
    if entry:
        return entry.item
    near: list[Item] = []
    if kind in knowledge.occupations and step.occupations in ((kind,), ()):
        near += [*topic.details, *topic.points] if topic else []
        near += [d for t in knowledge.occupations[kind].topics.values() for d in t.details]
    return next((i for i in near if i.id == step.item), None)


def find_entry(item: str, knowledge: Knowledge) -> Faq | None:
    """The entry of the FAQ whose item has this id; None for items of other kinds."""
    return next((f for f in knowledge.faq if f.item.id == item), None) if item.startswith("faq.") else None


def page_of(topic: Topic | None, step: Step) -> tuple[Item, ...]:
    """The points shown on the step's page, or all where the full answer is asked."""
    if topic is None or step.length == "full":
        return topic.points if topic else ()
    return topic.points[step.page * PAGE : (step.page + 1) * PAGE]


def find_subjects(step: Step, intent: Intent, knowledge: Knowledge) -> Iterable[Subject]:
    """A subject for each occupation in each area that the step is about, in order of mention."""
    if not intent.facts:
        return
    if step.ranked:
        yield from rank_places(step, knowledge, "employment" if PAY not in intent.facts else step.percentile or "p50")
        return
    for occupation in step.occupations:
        for area in step.areas or (NATION,):
            yield find_subject(occupation, knowledge.places[area], wanted(step, intent), knowledge)


def rank_places(step: Step, knowledge: Knowledge, measure: str) -> Iterable[Subject]:
    """The places of the kind asked for, those with the largest figures first; of one source.

    Cities are those of a state if one is named.
    """
    occupation, unit = step.occupations[0], RANK_UNIT.get(measure, "year")
    within = next((a for a in step.areas if a != NATION), "")
    found: list[tuple[float, str, Row]] = []
    for area in knowledge.facts.areas(PAY, occupation):
        place = knowledge.places[area]
        if place.kind == step.ranked and (not within or within in place.chain):
            rows = (r for r in rows_at(PAY, occupation, area, knowledge) if is_official(r, knowledge))
            found += [(f.value, area, r) for r in rows if (f := r.get(measure, unit)) and f.value]
    newest = max((newness(row) for _, _, row in found), default="")
    ranked = sorted((f for f in found if newness(f[2]) == newest), key=lambda f: (-f[0], f[1]))
    for _, area, row in ranked:
        yield Subject(occupation, area, (row,))


def is_official(row: Row, knowledge: Knowledge) -> bool:
    """Whether a row's source is official."""
    return knowledge.sources[row.cite.source].rank == OFFICIAL


def wanted(step: Step, intent: Intent) -> list[tuple[str, str]]:
    """(topic, measure) pairs to look up; measure "" takes any."""
    pairs = [(topic, measure) for topic, _, measure in (f.partition(".") for f in intent.facts)]
    return [(t, m or (step.percentile or "p50" if t == "pay" else "")) for t, m in pairs]


def find_subject(occupation: str, place: Place, pairs: Sequence[tuple[str, str]], knowledge: Knowledge) -> Subject:
    """Rows of every source, each at the nearest area where it has the figure, best first."""
    found: list[tuple[int, Row]] = []
    gaps: list[Fact] = []
    for topic, measure in pairs:
        for distance, area in enumerate(stand_ins(place)):
            for row in rows_at(topic, occupation, area, knowledge):
                if any(near < distance and is_same_source(r, row) for near, r in found):
                    continue
                if has(row, measure):
                    found.append((distance, row))
                else:
                    gaps += [f for f in row.facts if f.measure == measure and f.status == "withheld"]
    found.sort(key=lambda pair: knowledge.sources[pair[1].cite.source].rank)
    found.sort(key=lambda pair: newness(pair[1]), reverse=True)
    found.sort(key=lambda pair: merit(pair[0], pair[1], place, knowledge))
    return Subject(occupation, place.id, tuple(row for _, row in found), tuple(gaps))


def stand_ins(place: Place) -> tuple[str, ...]:
    """The place and the areas that stand in for it; US figures never stand in for another country."""
    return place.chain if place.kind == "abroad" or NATION in place.chain else (*place.chain, NATION)


def rows_at(topic: str, occupation: str, area: str, knowledge: Knowledge) -> Iterable[Row]:
    """The rows of an area, one a source and vintage."""
    facts = knowledge.facts.find(topic, occupation, area)
    for cite, group in groupby(facts, key=lambda f: f.cite):
        yield Row(topic, area, cite, tuple(group))


def is_same_source(one: Row, other: Row) -> bool:
    """Whether two rows are of one source on one topic."""
    return (one.topic, one.cite.source) == (other.topic, other.cite.source)


def has(row: Row, measure: str) -> bool:
    """Whether the row publishes the measure in any unit ("" for any measure)."""
    return any((f.value is not None or f.text) for f in row.facts if measure in ("", f.measure))


def merit(distance: int, row: Row, place: Place, knowledge: Knowledge) -> tuple[bool, bool, int]:
    """Sort key: a nation's figure last where a nearer one is there, then official, then near; newer before weaker."""
    return (row.area == NATION != place.id, not is_official(row, knowledge), distance)


def newness(row: Row) -> str:
    """A key that grows with the period; an undated one is oldest."""
    return row.cite.period if row.cite.period[:1].isdigit() else ""
