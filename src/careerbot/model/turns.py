"""Nothing -> what happens to a message, as values."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Literal

from careerbot.model.authored import Cite, Fact, Item, Mark, Picture, Topic

MentionKind = Literal["occupation", "place", "term", "amount", "percentile", "period"]
PlanKind = Literal["answer", "ask", "choose", "decline", "handoff"]
# How much an entry of the FAQ must weigh to need no other reason.
FIRMLY = 0.8
# By what pay is told first ("" as printed), and how much is told ("" is what is wished for all answers, or normal).
PayUnit = Literal["", "hour", "year"]
Length = Literal["", "short", "normal", "full"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Something named in the text, `text[start:end]`, with how sure that is (0..1).

    `id` is an occupation, place or term id, "p10".."p90", "hour|week|month|year", or for an amount
    "60", "60/hour", or "60?" where it may be thousands. `options` are the other ids the same words may mean,
    likeliest first.
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

    kind: Literal["pattern", "examples", "detail", "faq", "context", "keyword", "alarm"]
    weight: float
    what: str
    where: Mark | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An intent that the message may mean; its score comes from its evidence alone.

    `item` is what answers it best, `also` another item for words of the message that the first has nothing on.
    """

    intent: str
    because: tuple[Evidence, ...]
    item: str = ""
    also: str = ""

    @property
    def score(self) -> float:
        """0..1: the chance that not every reason is wrong, so no score stands without a reason."""
        return 1.0 - prod(1.0 - e.weight for e in self.because)

    @property
    def is_ruled(self) -> bool:
        """Whether an author's pattern speaks for it, or the message is a question that a counselor wrote down."""
        return self.is_foreseen or any(e.kind == "pattern" for e in self.because)

    @property
    def is_foreseen(self) -> bool:
        """Whether the message is, word for word, a question of the FAQ."""
        return any(e.kind == "faq" and e.weight == 1.0 for e in self.because)

    @property
    def is_entry(self) -> bool:
        """Whether nothing but an entry of the FAQ speaks for it, and that strongly."""
        return self.score >= FIRMLY and all(e.kind == "faq" for e in self.because)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked: its words, what they name (spans of `text`), and what it may mean, best first.

    `in_scope` is the chance that it is ours at all; `unknown` are words that nothing we hold uses; `described` are jobs
    that its words come near to without a name, `entries` items of the FAQ that it may ask for in other words, `origins`
    jobs that the person comes from, which are not what is asked about.
    """

    text: str
    masked: str
    mentions: tuple[Mention, ...]
    candidates: tuple[Candidate, ...]
    in_scope: float = 1.0
    unknown: tuple[str, ...] = ()
    described: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    @property
    def best(self) -> Candidate | None:
        """The likeliest meaning; None when there is none."""
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True, slots=True)
class Step:
    """One question to be answered, with everything it is about filled in.

    `broad` says that the item may not be all that was meant, so the topic's main points follow it; `ranked` is the kind
    of places that are to be put in order; `easier` are similar occupations of less schooling, where such are asked for.
    """

    intent: str
    occupations: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    percentile: str = ""
    unit: str = ""
    amount: float | None = None
    item: str = ""
    page: int = 0
    length: Length = ""
    broad: bool = False
    ranked: Literal["", "state", "metro"] = ""
    easier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it says, and what pressing it sends (at most 64 bytes)."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do about a message. `reason` names a template for ask, choose, decline and handoff.

    `assumed` lists mention kinds that were filled in without the person saying so; `others` are choices that take
    a name for another than was assumed.
    """

    kind: PlanKind
    steps: tuple[Step, ...] = ()
    reason: str = ""
    options: tuple[Choice, ...] = ()
    assumed: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    others: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person set for all answers: the place where none is named, what pay is told by, and how much is told."""

    place: str = ""
    unit: PayUnit = ""
    length: Length = ""


@dataclass(frozen=True, slots=True)
class State:
    """What a conversation remembers: ids only, so it survives a reload and travels as JSON.

    `past_occupations` and `past_areas` were talked of before the present ones, latest first; `latest` is the kind that
    changed last. `namesakes` are the places that share the name of the last one named.
    """

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
    past_occupations: tuple[str, ...] = ()
    past_areas: tuple[str, ...] = ()
    latest: str = ""
    namesakes: tuple[str, ...] = ()
    wishes: Wishes = Wishes()


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
    """What was found for one step: figures by subject, or a topic with the item that answers best.

    Of places put in order `subjects` are the first ones, `lowest` is the last where more are left out.
    """

    step: Step
    subjects: tuple[Subject, ...] = ()
    lowest: Subject | None = None
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
    picture: Picture | None = None


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
