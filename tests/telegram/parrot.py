"""A message -> a turn that repeats it: the smallest engine that has every kind of reply the channel must carry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from types import MappingProxyType
from typing import Any

from careerbot.model import (
    Choice,
    Intent,
    Knowledge,
    Mark,
    Mention,
    Message,
    Occupation,
    Place,
    Plan,
    Question,
    Reply,
    Settings,
    State,
    Step,
    Turn,
)

MORE = Choice("More", "v1|pay|||||||1")
GONE = Choice("From before", "p|gone")
NEXT = Choice("What does it pay where I live", "p|next")
_NONE: Any = MappingProxyType({})
PAY = Intent("pay", "What it pays", Mark("intents/pay.yaml", 1))
TALK = Intent("talk", "Small talk", Mark("intents/talk.yaml", 1), kind="talk")
HUMAN = Intent("human_handoff", "Talk to a person", Mark("intents/human.yaml", 1), kind="talk")
CRISIS = Intent("crisis", "Urgent help", Mark("intents/crisis.yaml", 1), kind="crisis")
WELDERS = Occupation("51-4121", "Welders", "welder", Mark("occupations/welders.yaml", 1))
HERE = Mark("places/areas.csv", 1)
PLACES = {
    name: Place(name, name.capitalize(), "state", (name,), HERE) for name in ("ohio", "texas", "portland", "maine")
}
KNOWLEDGE = Knowledge(
    sources=_NONE,
    occupations={WELDERS.id: WELDERS},
    places=PLACES,
    terms=_NONE,
    intents={i.id: i for i in (PAY, TALK, HUMAN, CRISIS)},
    faq=(),
    templates=_NONE,
    words=_NONE,
    settings=Settings(
        owner="A & B College <test>", contact="Room <12>.", hours="From 8 to 3.", wait="Within the hour."
    ),
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
    lengths: list[str] = field(default_factory=list)

    def respond(self, message: Message, before: State) -> Turn:
        self.before_answer(message)
        self.heard.append(message)
        self.lengths.append(before.wishes.length)
        places = tuple(find_places(message.text))
        areas = tuple(m.id for m in places) or before.areas or ((before.wishes.place,) if before.wishes.place else ())
        after = State(areas=areas, turn=before.turn + 1, wishes=before.wishes)
        plan = Plan("answer", (Step("pay"),))
        if message.text in ("hello", "help", "privacy"):
            plan = Plan("answer", (Step("talk"),))
        if message.text.startswith("despair") or message.press == "v1|crisis":
            plan = Plan("answer", (Step("crisis"),))
        if message.text.startswith("both"):
            plan = Plan("answer", (Step("pay"), Step("pay", page=1)))
        if message.press == GONE.data or message.press.startswith("tg:"):
            plan = Plan("decline", reason="outdated")
        if message.text.startswith("stranger"):
            plan = Plan("decline", reason="unsure")
        if message.text.startswith("human") or message.text == "talk to a person":
            plan = Plan("handoff", (Step("human_handoff"),), "human_handoff")
            after = replace(after, occupations=("51-4121",), areas=("ohio",), intents=("pay",))
        if message.text.startswith("want to die"):
            plan = Plan("answer", (Step("crisis"),))
        said = message.text or message.press
        usual = Reply(said, f"<b>{after.turn}</b> {escape(said)}", (MORE, GONE, NEXT))
        questions = (Question(said, said, places, ()),)
        return Turn(message, said, questions, before, plan, after, (), self.special.get(said, usual))


def find_places(text: str) -> Iterator[Mention]:
    """The places that a text names; there is a Portland in Maine as well."""
    for name in PLACES:
        if name in text:
            yield Mention("place", name, 0, 1, options=("maine",) if name == "portland" else ())
