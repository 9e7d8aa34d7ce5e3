"""A counselor's entry -> its answer as it is said today: live figures filled in, whom it is for, and who signed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from jinja2 import Environment

from careerbot.model import Cite, Fact, Faq, Item, Knowledge, Live
from careerbot.talking import wording
from careerbot.talking.lookup import find_subject
from careerbot.talking.markup import literal, tidy
from careerbot.talking.sandbox import Printable

# What an author writes behind `pay(…)` and `outlook(…)` -> the measure; the first holds where nothing stands there.
MEASURES: Mapping[str, Mapping[str, str]] = {
    "pay": {"median": "p50", **{name: name for name in ("mean", "p10", "p25", "p75", "p90")}},
    "outlook": {"growth": "growth_percent", "openings": "openings", "jobs": "jobs"},
}
# Pay by the hour stands behind this name.
HOURLY = "hourly"
MISSING = "not published"


class Speaker(Protocol):
    """What an entry is said through."""

    knowledge: Knowledge
    templates: Environment
    today: str

    def use(self, cite: Cite) -> str:
        """Note a source as used; says nothing."""


@dataclass(frozen=True, slots=True)
class Figures(Printable):
    """What a call gives: a figure for each name of MEASURES, in words, its source noted as used once it is said."""

    call: Live
    voice: Speaker
    unit: str

    def __getitem__(self, name: str) -> str | Figures:
        """The figure's words; of pay, `hourly` gives the same by the hour. KeyError for other names."""
        if name == HOURLY and self.call.topic == "pay":
            return Figures(self.call, self.voice, "hour")
        return self._say(MEASURES[self.call.topic][name])

    def __str__(self) -> str:
        """The topic's chief figure."""
        return self._say(next(iter(MEASURES[self.call.topic].values())))

    def _say(self, measure: str) -> str:
        """The figure of the best source at the nearest area, which is named where it is another than the one meant."""
        knowledge, call = self.voice.knowledge, self.call
        place = knowledge.places[call.area]
        subject = find_subject(call.occupation, place, [(call.topic, measure)], knowledge)
        found = ((row, row.get(measure, self.unit)) for row in subject.rows)
        row, fact = next(((r, f) for r, f in found if f and f.value is not None), (None, None))
        if row is None or fact is None:
            return MISSING
        self.voice.use(fact.cite)
        elsewhere = "" if row.area == call.area else f" (in {wording.name_area(row.area, knowledge)})"
        return write_figure(fact) + elsewhere


def write_figure(fact: Fact) -> str:
    """A figure in words: "$50,340 a year", "2.2%", "45,600"."""
    if fact.topic == "pay":
        return wording.write_pay(fact)
    return wording.write_percent(fact) if fact.unit == "percent" else wording.write_count(fact)


def say_entry(entry: Faq, voice: Speaker) -> str:
    """The entry's answer with all that a reader should know of it."""
    audience = wording.join_words([literal(name) for name in entry.audience])
    signed = ", ".join(part for part in (literal(entry.author), entry.date) if part)
    overdue = bool(entry.review) and voice.today > entry.review
    lines = (
        f"_For {audience}:_" if audience else "",
        fill_in(entry.item, voice),
        f"— {signed}" if signed else "",
        f"_This was to be looked at again by {entry.review}: ask whether it still holds._" if overdue else "",
    )
    return "\n".join(line for line in lines if line)


def fill_in(item: Item, voice: Speaker) -> str:
    """The item's text with its live figures. Raises jinja2.TemplateError."""
    if item.live is None:
        return item.text
    calls = {(call.topic, call.names): call for call in item.live}

    def make_call(topic: str) -> Any:
        unit = "year" if topic == "pay" else ""
        return lambda *names: Figures(calls[topic, names], voice, unit)

    return tidy(voice.templates.from_string(item.text).render({topic: make_call(topic) for topic in MEASURES}))
