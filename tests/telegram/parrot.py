"""A message -> a turn that repeats it: the smallest engine that has every kind of reply the channel must carry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape
from types import MappingProxyType
from typing import Any

from careerbot.model import (
    Choice,
    Intent,
    Knowledge,
    Mark,
    Message,
    Occupation,
    Place,
    Plan,
    Reply,
    Settings,
    State,
    Step,
    Turn,
)

MORE = Choice("More", "p|more")
GONE = Choice("From before", "p|gone")
NEXT = Choice("What does it pay where I live", "p|next")
_NONE: Any = MappingProxyType({})
PAY = Intent("pay", "What it pays", Mark("intents/pay.yaml", 1))
HUMAN = Intent("human_handoff", "Talk to a person", Mark("intents/human.yaml", 1), kind="talk")
CRISIS = Intent("crisis", "A cry for help", Mark("intents/crisis.yaml", 1), kind="crisis")
WELDERS = Occupation("51-4121", "Welders", "welder", Mark("occupations/welders.yaml", 1))
OHIO = Place("oh", "Ohio", "state", ("oh",), Mark("places.csv", 1))
KNOWLEDGE = Knowledge(
    _NONE,
    {WELDERS.id: WELDERS},
    {OHIO.id: OHIO},
    _NONE,
    {intent.id: intent for intent in (PAY, HUMAN, CRISIS)},
    (),
    _NONE,
    _NONE,
    Settings(owner="A & B College <test>", contact="Room <12>.", hours="From 8 to 3.", wait="Within the hour."),
    facts=_NONE,
)


@dataclass
class Parrot:
    """Says what it heard, with the number of the turn; `special` replies stand for certain texts."""

    special: dict[str, Reply] = field(default_factory=dict)
    heard: list[Message] = field(default_factory=list)
    before_answer: Callable[[Message], None] = lambda _: None
    knowledge: Knowledge = KNOWLEDGE
    vocabulary: frozenset[str] = frozenset()
    days: int = 90

    def respond(self, message: Message, before: State) -> Turn:
        self.before_answer(message)
        self.heard.append(message)
        after = State(turn=before.turn + 1)
        plan = Plan("answer", (Step("pay", page=int(message.press == MORE.data)),))
        if message.press == GONE.data:
            plan = Plan("decline", reason="outdated")
        if message.text.startswith("stranger"):
            plan = Plan("decline", reason="unsure")
        if message.text.startswith("human") or message.text == "talk to a person":
            plan = Plan("handoff", (Step("human_handoff"),), "human_handoff")
            after = replace(after, occupations=("51-4121",), areas=("oh",), intents=("pay",))
        if message.text.startswith("want to die"):
            plan = Plan("answer", (Step("crisis"),))
        said = message.text or message.press
        usual = Reply(said, f"<b>{after.turn}</b> {escape(said)}", (MORE, GONE, NEXT))
        return Turn(message, said, (), before, plan, after, (), self.special.get(message.text, usual))
