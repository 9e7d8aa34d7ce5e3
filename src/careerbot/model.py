"""Nothing -> every value that travels between modules; imports nothing of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Literal, Protocol

Unit = Literal["hour", "month", "year"]
MentionKind = Literal["occupation", "place", "term", "amount", "percentile", "period"]
PlaceKind = Literal["nation", "state", "metro", "nonmetro", "county", "region", "town", "abroad"]
PlanKind = Literal["answer", "ask", "choose", "decline", "handoff"]


# ------------------------------------------------------------------ what authors write
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
class Item:
    """One thing that can be said: light Markdown, who says it, and how people ask for just it.

    `example` marks invented illustrations that must never be told as a statistic.
    """

    id: str
    text: str
    cites: tuple[Cite, ...]
    where: Mark
    asks: tuple[str, ...] = ()
    example: bool = False


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
    """A word of the trade and what it means."""

    id: str
    name: str
    item: Item
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One published figure. `value` is None where none is published; `status` then says why.

    `measure` is a column of the fact files ("p50", "growth_percent", ...); `unit` is "hour", "month",
    "year" for pay, else "jobs", "percent" or "text". `text` holds a value that is no number.
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


@dataclass(frozen=True, slots=True)
class Faq:
    """A counselor's own question and answer; it outranks the rest."""

    id: str
    intent: str
    asks: tuple[str, ...]
    item: Item
    occupation: str = ""
    next: tuple[str, ...] = ()
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """An answer template's text and its file."""

    name: str
    text: str
    where: Mark


@dataclass(frozen=True, slots=True)
class Settings:
    """What a knowledge folder sets for the whole bot (settings.yaml).

    `fillers` are phrases that may stand before or behind a question without changing it.
    """

    name: str = "careerbot"
    owner: str = ""
    occupation: str = ""
    contact: str = ""
    privacy: str = ""
    fillers: tuple[str, ...] = ()


class Facts(Protocol):
    """Figures, wherever they are kept."""

    def find(self, topic: str, occupation: str, area: str) -> Sequence[Fact]:
        """Every figure on one topic for one occupation in one area, all sources; empty when there is none."""

    def areas(self, topic: str, occupation: str) -> Sequence[str]:
        """Area ids that have any figure on the topic for the occupation."""

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


# ------------------------------------------------------------------ what a message says
@dataclass(frozen=True, slots=True)
class Mention:
    """Something named in the text, `text[start:end]`, with how sure that is (0..1).

    `id` is an occupation, place or term id, "p10".."p90", "hour|month|year", or for an amount
    "60" or "60/hour". `options` are the other ids the same words may mean, likeliest first.
    """

    kind: MentionKind
    id: str
    start: int
    end: int
    score: float = 1.0
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a candidate, with its weight in 0..1 and where it was written."""

    kind: Literal["pattern", "examples", "detail", "faq", "context", "keyword"]
    weight: float
    what: str
    where: Mark | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An intent that the message may mean; its score comes from its evidence alone."""

    intent: str
    because: tuple[Evidence, ...]
    item: str = ""

    @property
    def score(self) -> float:
        """0..1: the chance that not every reason is wrong, so no score stands without a reason."""
        return 1.0 - prod(1.0 - e.weight for e in self.because)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked: its words, what they name (spans of `text`), and what it may mean, best first.

    `in_scope` is the chance that it is ours at all; `unknown` are words that nothing we hold uses.
    """

    text: str
    masked: str
    mentions: tuple[Mention, ...]
    candidates: tuple[Candidate, ...]
    in_scope: float = 1.0
    unknown: tuple[str, ...] = ()


# ------------------------------------------------------------------ what is said back
@dataclass(frozen=True, slots=True)
class Step:
    """One question to be answered, with everything it is about filled in."""

    intent: str
    occupations: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    percentile: str = ""
    unit: str = ""
    amount: float | None = None
    item: str = ""
    page: int = 0
    short: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it says, and what pressing it sends (at most 64 bytes)."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do about a message. `reason` names a template for ask, choose, decline and handoff.

    `assumed` lists mention kinds that were filled in without the person saying so.
    """

    kind: PlanKind
    steps: tuple[Step, ...] = ()
    reason: str = ""
    options: tuple[Choice, ...] = ()
    assumed: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """What a conversation remembers: ids only, so it survives a reload and travels as JSON."""

    occupations: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    percentile: str = ""
    unit: str = ""
    amount: float | None = None
    item: str = ""
    page: int = 0
    pending: str = ""
    options: tuple[Choice, ...] = ()
    cites: tuple[Cite, ...] = ()
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """What a person sent: words, or a press of a choice by its `data`."""

    text: str = ""
    press: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """All figures of one source on one topic for one occupation in one area."""

    topic: str
    area: str
    cite: Cite
    facts: tuple[Fact, ...]

    def get(self, measure: str, unit: str = "") -> Fact | None:
        """The figure for a measure, in a unit if one is named; None when the source has none."""
        return next((f for f in self.facts if f.measure == measure and unit in ("", f.unit)), None)


@dataclass(frozen=True, slots=True)
class Subject:
    """One occupation in one area: `area` as asked, `rows` of every source at its nearest area, best first.

    `gaps` are figures that a source withholds for a nearer area than its row is of.
    """

    occupation: str
    area: str
    rows: tuple[Row, ...] = ()
    gaps: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found for one step: figures by subject, or a topic with the item that answers best."""

    step: Step
    subjects: tuple[Subject, ...] = ()
    topic: Topic | None = None
    focus: Item | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer. `text` is plain, `html` is Telegram's HTML; `cites` are the sources of what is said."""

    text: str
    html: str
    choices: tuple[Choice, ...] = ()
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything that happened to one message; explanations and logs read only this."""

    message: Message
    text: str
    questions: tuple[Question, ...]
    before: State
    plan: Plan
    after: State
    findings: tuple[Findings, ...]
    reply: Reply
    ms: float = 0.0
