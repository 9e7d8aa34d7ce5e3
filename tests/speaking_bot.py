"""Lines of a script -> a stand-in for the bot that says them, so that a test shows both sides of a conversation."""

from __future__ import annotations

from dataclasses import replace

from careerbot.model import (
    Choice,
    Cite,
    Intent,
    Knowledge,
    Mark,
    Message,
    Place,
    Plan,
    PlanKind,
    Question,
    Reply,
    Settings,
    Source,
    State,
    Step,
    Turn,
)

OHIO = Place("3900000", "Ohio", "state", (), Mark("places/states.csv", 4))
PAY = Intent("pay", "What it pays", Mark("intents/pay.yaml", 1))
INTENTS = {i: replace(PAY, id=i) for i in ("pay", "pay_area", "duties")}
SURVEY = Source("survey", "A bureau", "A survey", "2025-05", Mark("sources.yaml", 2))
MORE = Choice("More", "v1|duties|||||||1")


class NoFacts:
    """Holds no figures."""

    def find(self, topic, occupation, area):
        return ()

    def areas(self, topic, occupation, holding=""):
        return ()

    def occupations(self):
        return ()


KNOWLEDGE = Knowledge(
    {"survey": SURVEY}, {}, {"3900000": OHIO}, {}, INTENTS, (), {}, {}, Settings(name="careerbot"), NoFacts()
)


def say(text, *steps: Step, plan: PlanKind = "answer", choices=()):
    """What the stand-in does on a message: its words, the steps of its plan, and its choices."""
    return text, steps, plan, tuple(choices)


class SpeakingBot:
    """Answers each text, or the data of a press, with what it was told to; counts turns in its state."""

    def __init__(self, **said) -> None:
        self.knowledge = KNOWLEDGE
        self.problems = ()
        self._said = said
        self.heard: list[tuple[Message, State]] = []

    def respond(self, message: Message, before: State) -> Turn:
        self.heard.append((message, before))
        if message.text == "crash":
            raise KeyError("a mistake in the program")
        text, steps, plan, choices = self._said.get(message.text or "pressed", say("?", plan="decline"))
        areas = tuple(area for step in steps for area in step.areas)
        after = State(turn=before.turn + 1, areas=areas or before.areas, options=choices)
        question = Question(message.text, message.text, (), ())
        reply = Reply(text, f"<b>{text}</b>", choices, (Cite("survey", "2025-05"),))
        return Turn(message, message.text, (question,), before, Plan(plan, steps), after, (), reply)
