"""A step -> what its button sends, and back; nothing is remembered, so old buttons work after a restart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from careerbot.model import NATION, Choice, Faq, Intent, Knowledge, Length, State, Step
from careerbot.talking.wording import capital, write_plain

VERSION = "v1"
LIMIT = 64
LONGEST_LABEL = 30
LENGTHS: dict[str, Length] = {"s": "short", "n": "normal", "f": "full"}


def encode_step(step: Step) -> str:
    """The step as at most 64 ASCII bytes; "" when it does not fit."""
    amount = "" if step.amount is None else write_plain(step.amount)
    fields = [
        step.intent,
        ",".join(step.occupations),
        ",".join(step.areas),
        step.percentile,
        step.unit,
        amount,
        step.item,
        str(step.page) if step.page else "",
        step.length[:1],
    ]
    data = "|".join([VERSION, *fields]).rstrip("|")
    return data if len(data.encode()) <= LIMIT else ""


def decode_step(data: str, knowledge: Knowledge) -> Step | None:
    """The step that a press asks for; None when it names anything unknown (forged or outdated)."""
    fields = data.split("|")
    if fields[0] != VERSION or not 2 <= len(fields) <= 10:
        return None
    intent, occupations, areas, percentile, unit, amount, item, page, length = fields[1:] + [""] * (10 - len(fields))
    step = Step(
        intent,
        ids(occupations),
        ids(areas),
        percentile,
        unit,
        number(amount),
        item,
        int(number(page) or 0),
        LENGTHS.get(length, ""),
    )
    return step if is_known(step, knowledge) else None


def ids(field: str) -> tuple[str, ...]:
    """The ids of a comma-separated field."""
    return tuple(field.split(",")) if field else ()


def number(field: str) -> float | None:
    """The number of a field of plain digits and at most one point; None for anything else."""
    return float(field) if field.replace(".", "", 1).isascii() and field.replace(".", "", 1).isdigit() else None


def is_known(step: Step, knowledge: Knowledge) -> bool:
    """Whether every id of the step is in the knowledge."""
    return (
        step.intent in knowledge.intents
        and all(o in knowledge.occupations for o in step.occupations)
        and all(a in knowledge.places for a in step.areas)
        and step.percentile in ("", "p10", "p25", "p50", "p75", "p90")
        and step.unit in ("", "hour", "week", "month", "year")
    )


def offer(label: str, step: Step) -> list[Choice]:
    """A choice for the step, or none where it cannot be put into a button."""
    data = encode_step(step)
    return [Choice(label, data)] if data else []


def offer_intent(intent: Intent, step: Step) -> list[Choice]:
    """A choice that asks the intent about what the step is about; one that needs a place does not take the nation."""
    areas = () if "place" in intent.needs and step.areas == (NATION,) else step.areas
    return offer(intent.label, Step(intent.id, step.occupations, areas, unit=step.unit))


def offer_jobs(occupations: Iterable[str], step: Step, knowledge: Knowledge) -> list[Choice]:
    """A choice for the step on each of the occupations."""
    jobs = ((knowledge.occupations[o].singular, replace(step, occupations=(o,))) for o in dict.fromkeys(occupations))
    return [choice for name, one in jobs for choice in offer(capital(name), one)]


def offered_jobs(before: State, knowledge: Knowledge) -> tuple[str, ...]:
    """The occupations of the choices that the last answer offered, in order."""
    steps = (decode_step(choice.data, knowledge) for choice in before.options)
    return tuple(dict.fromkeys(o for step in steps if step for o in step.occupations))


def offer_entry(entry: Faq) -> list[Choice]:
    """A choice that asks an entry of the FAQ, labelled with the first way of asking it that is short enough."""
    labels = [ask for ask in entry.asks if len(ask) <= LONGEST_LABEL]
    return [c for ask in labels[:1] for c in offer(capital(ask), Step(entry.intent, item=entry.item.id))]
