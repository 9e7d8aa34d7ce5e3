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
    """The turn as others script against it."""
    steps, reply = turn.plan.steps, turn.reply
    areas = dict.fromkeys(a for s in steps for a in s.areas)
    cites = dict.fromkeys(c.source for c in reply.cites)
    sources = (knowledge.sources[c] for c in cites)
    best = next((q.candidates[0].score for q in turn.questions if q.candidates), 1.0 if turn.message.press else 0.0)
    return Answer(
        text=reply.text,
        html=reply.html,
        intents=tuple(dict.fromkeys(s.intent for s in steps)) or turn.after.intents,
        occupations=tuple(dict.fromkeys(o for s in steps for o in s.occupations)) or turn.after.occupations,
        areas=tuple((a, knowledge.places[a].name) for a in areas or turn.after.areas),
        plan=turn.plan.kind,
        score=round(best, 3),
        choices=reply.choices,
        sources=tuple((s.id, s.publisher, s.published) for s in sources),
        ms=round(turn.ms, 2),
    )
