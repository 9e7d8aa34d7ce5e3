"""One message and what was said before -> the whole turn, top to bottom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Self

from jinja2 import Environment

from careerbot.content.cache import load_compiled
from careerbot.content.files import builtin_knowledge
from careerbot.model import Choice, Knowledge, Message, Problem, State, Turn
from careerbot.reading.index import compile_indexes, load_reader
from careerbot.reading.questions import Reader, read_questions
from careerbot.reading.text import normalise
from careerbot.talking.answers import compose, make_environment
from careerbot.talking.dialogue import decide, press
from careerbot.talking.lookup import look_up
from careerbot.talking.slots import state_of


@dataclass(frozen=True, slots=True)
class Answer:
    """What `CareerBot.reply` gives: the words, and what they are about after carry-over."""

    text: str
    html: str
    intents: tuple[str, ...]
    occupations: tuple[str, ...]
    areas: tuple[tuple[str, str], ...]
    plan: str
    score: float
    choices: tuple[Choice, ...]
    sources: tuple[tuple[str, str, str], ...]
    ms: float


@dataclass(frozen=True, slots=True)
class CareerBot:
    """The bot over some knowledge. `respond` is pure; `reply` remembers its conversations in this object."""

    knowledge: Knowledge
    reader: Reader
    templates: Environment
    problems: tuple[Problem, ...]
    conversations: dict[str, State]

    @classmethod
    def load(cls, *layers: str | Path, progress: Callable[[str, float], None] | None = None) -> Self:
        """The bot over layers of knowledge, each over the one before; without any, the built-in knowledge.

        `progress` is told a stage and its share done (0..1) while the index is built.
        """
        compiled = load_compiled([Path(layer) for layer in layers] or [builtin_knowledge()], compile_indexes, progress)
        knowledge = compiled.knowledge
        return cls(
            knowledge,
            load_reader(compiled.indexes),
            make_environment(knowledge.templates),
            tuple(compiled.problems),
            {},
        )

    def respond(self, message: Message, before: State) -> Turn:
        """Everything that happens to one message; the same arguments give the same turn."""
        began = perf_counter()
        turn = press_choice(message, before, self) if message.press else answer_text(message, before, self)
        return replace(turn, ms=(perf_counter() - began) * 1000)

    def reply(self, text: str = "", conversation: str = "", press: str = "") -> Answer:
        """The answer to a text or a press; with a conversation's name it remembers the turns before."""
        turn = self.respond(Message(text, press), self.conversations.get(conversation, State()))
        if conversation:
            self.conversations[conversation] = turn.after
        return report(turn, self.knowledge)


# ------------------------------------------------------------------ the way of one message
def answer_text(message: Message, before: State, bot: CareerBot) -> Turn:
    """The turn for a typed message."""
    knowledge = bot.knowledge
    text = normalise(message.text, knowledge.words)
    questions = read_questions(text, home_of(before, knowledge), subject_of(before, knowledge), bot.reader)
    plan, after = decide(text, questions, before, knowledge)
    findings = tuple(look_up(step, knowledge) for step in plan.steps)
    reply = compose(plan, findings, before, knowledge, bot.templates)
    after = replace(after, options=reply.choices, cites=reply.cites or before.cites)
    return Turn(message, text, questions, before, plan, after, findings, reply)


def press_choice(message: Message, before: State, bot: CareerBot) -> Turn:
    """The turn for a pressed choice."""
    plan, after = press(message.press, before, bot.knowledge)
    findings = tuple(look_up(step, bot.knowledge) for step in plan.steps)
    reply = compose(plan, findings, before, bot.knowledge, bot.templates)
    after = replace(after, options=reply.choices, cites=reply.cites or before.cites)
    return Turn(message, "", (), before, plan, after, findings, reply)


def home_of(before: State, knowledge: Knowledge) -> str:
    """The state that the conversation is in, or ""."""
    return state_of(before.areas[-1], knowledge) if before.areas else ""


def subject_of(before: State, knowledge: Knowledge) -> tuple[str, ...]:
    """The occupations that a question naming none is about."""
    return before.occupations or ((knowledge.settings.occupation,) if knowledge.settings.occupation else ())


def report(turn: Turn, knowledge: Knowledge) -> Answer:
    """The turn as others script against it: towns by their wage areas."""
    steps, reply, after = turn.plan.steps, turn.reply, turn.after
    areas = dict.fromkeys(a for s in steps for a in s.areas) or named(turn, "place") or after.areas
    jobs = dict.fromkeys(o for s in steps for o in s.occupations) or named(turn, "occupation") or after.occupations
    wage_areas = dict.fromkeys(wage_area(a, knowledge) for a in areas)
    sources = (knowledge.sources[c] for c in dict.fromkeys(c.source for c in reply.cites))
    best = next((q.candidates[0].score for q in turn.questions if q.candidates), float(bool(turn.message.press)))
    return Answer(
        text=reply.text,
        html=reply.html,
        intents=tuple(dict.fromkeys(s.intent for s in steps)) or after.intents,
        occupations=tuple(jobs),
        areas=tuple((a, knowledge.places[a].name) for a in wage_areas),
        plan=turn.plan.kind,
        score=round(best, 3),
        choices=reply.choices,
        sources=tuple((s.id, s.publisher, s.published) for s in sources),
        ms=round(turn.ms, 2),
    )


def named(turn: Turn, kind: str) -> dict[str, None]:
    """Ids of what the message names of a kind, in order."""
    return dict.fromkeys(m.id for q in turn.questions for m in q.mentions if m.kind == kind)


def wage_area(place: str, knowledge: Knowledge) -> str:
    """The wage area or else the state that a town lies in; any other place itself."""
    if knowledge.places[place].kind != "town":
        return place
    areas = (a for a in knowledge.places[place].chain if knowledge.places[a].kind in ("metro", "nonmetro", "state"))
    return next(areas, place)
