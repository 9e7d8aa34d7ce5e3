"""One message and what was said before -> the whole turn, top to bottom."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Self

from jinja2 import Environment

from careerbot.content.cache import Compiled, load_compiled
from careerbot.content.files import builtin_knowledge
from careerbot.model import NATION, Choice, Knowledge, Message, Picture, Problem, Question, State, Step, Turn
from careerbot.reading.index import Resources, compile_indexes, compile_items, load_reader, renew_reader
from careerbot.reading.questions import read_message
from careerbot.reading.reader import Context, Reader
from careerbot.reading.text import normalise
from careerbot.talking.answering import Decision, press
from careerbot.talking.answers import compose
from careerbot.talking.buttons import offered_jobs
from careerbot.talking.dialogue import decide
from careerbot.talking.lookup import look_up
from careerbot.talking.subjects import state_of
from careerbot.talking.templates import compile_templates, make_environment
from careerbot.talking.voice import Voice


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
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class CareerBot:
    """The bot over some knowledge. `reply` remembers its conversations in this object, `respond` nothing.

    `indexes` are the compiled ones by name, of which the reader is made. `today` gives the day, such as "2026-03-01",
    or "" where answers are to be the same on every day.
    """

    knowledge: Knowledge
    indexes: Mapping[str, bytes]
    reader: Reader
    templates: Environment
    problems: tuple[Problem, ...]
    conversations: dict[str, State]
    today: Callable[[], str]

    @classmethod
    def load(
        cls,
        *layers: str | Path,
        progress: Callable[[str, float], None] | None = None,
        today: Callable[[], str] = str,
    ) -> Self:
        """The bot over layers of knowledge, each over the one before; without any, the built-in knowledge.

        `progress` is told a stage and its share done (0..1) while the index is built. `today` gives the day; without
        it no answer says that it is past its review.
        """
        folders = [Path(layer) for layer in layers] or [builtin_knowledge()]
        with lasting_objects():
            return cls._over(load_compiled(folders, compile_all, progress), today)

    @classmethod
    def _over(cls, compiled: Compiled, today: Callable[[], str]) -> Self:
        knowledge = compiled.knowledge
        return cls(
            knowledge,
            compiled.indexes,
            load_reader(compiled.indexes),
            make_environment(knowledge.templates, compiled.indexes["templates"]),
            tuple(compiled.problems),
            {},
            today,
        )

    def revise(self, knowledge: Knowledge) -> Self:
        """The bot with a knowledge that differs from its own in FAQ and answers alone; takes less than a second."""
        reader = self.reader
        if knowledge.faq != self.knowledge.faq:
            items = compile_items(knowledge, self.indexes["notes"], reader.remember())
            reader = renew_reader(reader, {**items, "vocabulary": self.indexes["vocabulary"]})
        templates = make_environment(knowledge.templates, self.indexes["templates"])
        return replace(self, knowledge=knowledge, reader=reader, templates=templates)

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words that its knowledge uses, in normal form."""
        return self.reader.vocabulary

    def respond(self, message: Message, before: State) -> Turn:
        """Everything that happens to one message; the same arguments on the same day give the same turn."""
        began = perf_counter()
        turn = press_choice(message, before, self) if message.press else answer_text(message, before, self)
        return replace(turn, ms=(perf_counter() - began) * 1000)

    def reply(self, text: str = "", conversation: str = "", press: str = "") -> Answer:
        """The answer to a text or a press; with a conversation's name it remembers the turns before."""
        turn = self.respond(Message(text, press), self.conversations.get(conversation, State()))
        if conversation:
            self.conversations[conversation] = turn.after
        return report(turn, self.knowledge)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message with what was read in it; nothing in a press."""

    message: Message
    text: str = ""
    questions: tuple[Question, ...] = ()


def compile_all(knowledge: Knowledge, resources: Resources) -> dict[str, bytes]:
    """All that is kept of the knowledge besides itself."""
    return {**compile_indexes(knowledge, resources), "templates": compile_templates(knowledge.templates)}


@contextmanager
def lasting_objects() -> Iterator[None]:
    """Keeps the collector from looking again and again through what is made here to last as long as the process."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


# ------------------------------------------------------------------ the way of one message
def answer_text(message: Message, before: State, bot: CareerBot) -> Turn:
    """The turn for a typed message."""
    knowledge = bot.knowledge
    text = normalise(message.text, knowledge.words)
    questions = read_message(text, context_of(before, knowledge), bot.reader)
    decision = decide(text, questions, before, knowledge)
    return carry_out(decision, Heard(message, text, questions), before, bot)


def press_choice(message: Message, before: State, bot: CareerBot) -> Turn:
    """The turn for a pressed choice."""
    return carry_out(press(message.press, before, bot.knowledge), Heard(message), before, bot)


def carry_out(decision: Decision, heard: Heard, before: State, bot: CareerBot) -> Turn:
    """The turn once it is decided: look up, say it, remember what was offered and cited."""
    plan, after = decision
    findings = tuple(look_up(step, bot.knowledge) for step in plan.steps)
    reply = compose(plan, findings, before, Voice(bot.knowledge, bot.templates, bot.today()))
    after = replace(after, options=reply.choices, cites=reply.cites or before.cites)
    return Turn(heard.message, heard.text, heard.questions, before, plan, after, findings, reply)


def context_of(before: State, knowledge: Knowledge) -> Context:
    """What a message is read against: the conversation, and where it says nothing the settings."""
    settings = knowledge.settings
    home = state_of(before.areas[-1], knowledge) if before.areas else NATION
    occupations = before.occupations or ((settings.occupation,) if settings.occupation else ())
    offered = offered_jobs(before, knowledge) if before.pending == "occupation" else ()
    known = dict.fromkeys((*before.occupations, *before.past_occupations, *offered))
    talked = (knowledge.occupations[o] for o in known)
    names = tuple((o.id, (o.title, o.singular, *o.also)) for o in talked)
    return Context(home if home != NATION else settings.home, occupations, before.intents, names, before.areas)


def report(turn: Turn, knowledge: Knowledge) -> Answer:
    """The turn as others script against it: towns by their wage areas."""
    steps, reply, after = turn.plan.steps, turn.reply, turn.after
    areas = dict.fromkeys(a for s in steps for a in s.areas) or named(turn, "place") or after.areas
    jobs = dict.fromkeys(o for s in steps for o in s.occupations) or named(turn, "occupation") or after.occupations
    on_pay = bool(steps) and all(set(knowledge.intents[s.intent].facts) == {"pay"} for s in steps)
    named_areas = dict.fromkeys(n for a in areas for n in areas_of(a, on_pay, knowledge))
    sources = (knowledge.sources[c] for c in dict.fromkeys(c.source for c in reply.cites))
    best = next((q.best.score for q in turn.questions if q.best), float(bool(turn.message.press)))
    return Answer(
        text=reply.text,
        html=reply.html,
        intents=tuple(dict.fromkeys(i for s in steps for i in intents_of(s, knowledge))) or after.intents,
        occupations=tuple(jobs),
        areas=tuple((a, knowledge.places[a].name) for a in named_areas),
        plan=turn.plan.kind,
        score=round(best, 3),
        choices=reply.choices,
        sources=tuple((s.id, s.publisher, s.published) for s in sources),
        ms=round(turn.ms, 2),
        picture=reply.picture,
    )


def named(turn: Turn, kind: str) -> dict[str, None]:
    """Ids of what the message names of a kind, in order."""
    return dict.fromkeys(m.id for q in turn.questions for m in q.mentions if m.kind == kind)


def intents_of(step: Step, knowledge: Knowledge) -> tuple[str, ...]:
    """The step's intent; figures set side by side are a comparison as well, and pay in places when of places."""
    if not knowledge.intents[step.intent].facts or max(len(step.occupations), len(step.areas)) < 2:
        return (step.intent,)
    return (step.intent, "compare") if step.intent != "compare" else ("compare", *("pay_area",) * (len(step.areas) > 1))


def areas_of(place: str, on_pay: bool, knowledge: Knowledge) -> tuple[str, ...]:
    """A town's wage area or else its state, and a county's too where pay is meant; else a county with its group.

    Any other place stands for itself.
    """
    known = knowledge.places[place]
    if known.kind == "town" or (known.kind == "county" and on_pay):
        return (next((a for a in known.chain if knowledge.places[a].kind in ("metro", "nonmetro", "state")), place),)
    groups = tuple(a for a in known.chain[1:] if knowledge.places[a].kind == "region") if known.kind == "county" else ()
    return (place, *groups)
