"""Nothing -> what authors write, as values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Unit = Literal["hour", "week", "month", "year"]
PlaceKind = Literal["nation", "state", "metro", "nonmetro", "county", "region", "town", "abroad"]
# The id of the nation, which stands in where nothing nearer does.
NATION = "0000000"
_CODE = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something was written: file as shown to its author, line and column from 1."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """`file:line:column`, without the parts that are not known."""
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Problem:
    """An author's mistake: where, a stable code, one sentence, and what to do about it."""

    where: Mark
    code: str
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so. `published` is "2025-05", "2023" or "undated"; `rank` 1 is official, higher is weaker."""

    id: str
    publisher: str
    title: str
    published: str
    where: Mark
    label: str = ""
    rank: int = 9
    licence: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Cite:
    """A source as used: `period` is the vintage of the thing said, or the source's own date."""

    source: str
    period: str


@dataclass(frozen=True, slots=True)
class Live:
    """A call for live figures as an author writes it, `pay("welder", "ohio")`, and what its names stand for."""

    topic: str
    names: tuple[str, ...]
    occupation: str
    area: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be said: light Markdown, who says it, and how people ask for just it.

    `example` marks invented illustrations that must never be told as a statistic; `live` are the figures that the text
    is filled in with when it is said, None for text that is said as it stands.
    """

    id: str
    text: str
    cites: tuple[Cite, ...]
    where: Mark
    asks: tuple[str, ...] = ()
    example: bool = False
    live: tuple[Live, ...] | None = None

    @property
    def wording(self) -> str:
        """The author's own words, without the places that are filled in."""
        return self.text if self.live is None else _CODE.sub("", self.text)


@dataclass(frozen=True, slots=True)
class Topic:
    """What is known on one intent for one occupation: first line, list, and answers to narrower questions."""

    intent: str
    where: Mark
    lead: Item | None = None
    points: tuple[Item, ...] = ()
    details: tuple[Item, ...] = ()
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation by its SOC code. `also` are the names people use; `topics` is keyed by intent."""

    id: str
    title: str
    singular: str
    where: Mark
    also: tuple[str, ...] = ()
    summary: Item | None = None
    topics: Mapping[str, Topic] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place people name. `chain` lists the areas that stand in for it, itself first, widest last."""

    id: str
    name: str
    kind: PlaceKind
    chain: tuple[str, ...]
    where: Mark
    also: tuple[str, ...] = ()
    state: str = ""
    population: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the trade and what it means; `intents` are those that this answers as well where it is named."""

    id: str
    name: str
    item: Item
    also: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One published figure. `value` is None where none is published; `status` then says why.

    `measure` is a column of the fact files ("p50", "growth_percent", ...); `unit` is "hour", "month",
    "year" for pay, else "jobs", "percent", "score", "zone" or "text". `text` holds a value that is no number.
    """

    topic: str
    occupation: str
    area: str
    measure: str
    unit: str
    value: float | None
    cite: Cite
    status: Literal["published", "at_least", "withheld", "other_unit_only"] = "published"
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a person may want. `needs` names mentions it cannot do without, `uses` those it can take in.

    `facts` are the figures it looks up, "topic" or "topic.measure"; `becomes` pairs a mention kind with
    the narrower intent it is when that mention is there, first pair first ("percentile", "pay_percentile").
    `instead` are the intents whose notes stand in where an occupation has none on this one, nearest first;
    `lacking` is what to say where nothing does.
    """

    id: str
    label: str
    where: Mark
    kind: Literal["topic", "talk", "meta", "crisis"] = "topic"
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    ask: str = ""
    patterns: tuple[tuple[str, Mark], ...] = ()
    examples: tuple[tuple[str, Mark], ...] = ()
    never: tuple[tuple[str, Mark], ...] = ()
    answer: str = ""
    next: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    becomes: tuple[tuple[str, str], ...] = ()
    instead: tuple[str, ...] = ()
    lacking: str = ""

    @property
    def takes(self) -> frozenset[str]:
        """The kinds of mention that it needs or uses."""
        return frozenset((*self.needs, *self.uses))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that goes with an answer: its file's path, and in words what it shows."""

    path: str
    alt: str


@dataclass(frozen=True, slots=True)
class Faq:
    """A counselor's own question and answer; it outranks the rest.

    `date` and `review`, when somebody should look at it again, are days such as "2026-03-01", or empty. `place` is the
    id of the place outside of which it does not count, empty for everywhere; `audience` names those whom it is for.
    `layer` is the number of the knowledge layer that says it, 0 for the first. `occupation` is the only one that it is
    for, `then` the one that is talked of after it; both may be empty.
    """

    id: str
    intent: str
    asks: tuple[str, ...]
    item: Item
    occupation: str = ""
    then: str = ""
    next: tuple[str, ...] = ()
    author: str = ""
    date: str = ""
    review: str = ""
    place: str = ""
    audience: tuple[str, ...] = ()
    picture: Picture | None = None
    layer: int = 0


@dataclass(frozen=True, slots=True)
class Template:
    """An answer template's text and its file."""

    name: str
    text: str
    where: Mark


@dataclass(frozen=True, slots=True)
class Settings:
    """What a knowledge folder sets for the whole bot (settings.yaml).

    `hours` and `wait` are sentences for somebody who was passed on to a counselor; `fillers` are phrases that may stand
    before or behind a question without changing it.
    """

    name: str = "careerbot"
    owner: str = ""
    occupation: str = ""
    home: str = ""
    contact: str = ""
    hours: str = ""
    wait: str = ""
    privacy: str = ""
    fillers: tuple[str, ...] = ()


class Facts(Protocol):
    """Figures, wherever they are kept."""

    def find(self, topic: str, occupation: str, area: str) -> Sequence[Fact]:
        """Every figure on one topic for one occupation in one area, all sources; empty when there is none."""

    def areas(self, topic: str, occupation: str, holding: str = "") -> Sequence[str]:
        """Area ids that have any figure on the topic for the occupation, or one with digits such as "24.2" in it."""

    def occupations(self) -> Sequence[str]:
        """Occupation ids that have any figure."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything authors wrote, checked and merged over all layers."""

    sources: Mapping[str, Source]
    occupations: Mapping[str, Occupation]
    places: Mapping[str, Place]
    terms: Mapping[str, Term]
    intents: Mapping[str, Intent]
    faq: tuple[Faq, ...]
    templates: Mapping[str, Template]
    words: Mapping[str, str]
    settings: Settings
    facts: Facts
