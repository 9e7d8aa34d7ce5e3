"""Labelled questions and conversations of all kinds -> no fewer are read and answered rightly than have been."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from careerbot import CareerBot
from careerbot.config import find_layers
from careerbot.model import Message, State
from careerbot.workshop.evaluate import describe_misses, evaluate, read_questions, score
from careerbot.workshop.matching import shows_any

FOLDER = Path(__file__).parent / "labelled"
# Percent of intents, occupations, places and facts, a point below what was reached.
BARS = {"intent": 93.0, "occupation": 95.0, "place": 90.0, "facts": 88.0}
# How many of each hundred lines are to be declined, answered or sent to the crisis lines, by what they want.
WANTED = {"decline": 96.0, "answer": 90.0, "crisis": 100.0}
# And of the turns of conversations.
TURNS = 86.0


@pytest.fixture(scope="module")
def bot():
    return CareerBot.load(*find_layers(()))


@pytest.mark.parametrize("file", sorted(FOLDER.glob("questions_*.tsv")), ids=lambda path: path.stem)
def test_no_fewer_questions_are_answered_rightly_than_have_been(file, bot):
    judged = list(evaluate(read_questions(file), bot))
    low = {name: found for name, found in score(judged).items() if found.percent < BARS.get(name, 0.0)}
    assert not low, "\n".join(describe_misses(judged))


@pytest.mark.parametrize(("want", "least"), WANTED.items())
def test_what_is_none_of_ours_what_is_odd_and_what_is_a_cry_are_told_apart(want, least, bot):
    with (FOLDER / "scope.tsv").open(encoding="utf-8", newline="") as file:
        lines = [row["text"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
                 if row["want"] == want]  # fmt: skip
    right = [text for text in lines if became(bot.respond(Message(text), State()), bot) == want]
    assert 100 * len(right) / len(lines) >= least, set(lines) - set(right)


def became(turn, bot):
    """What came of a message: "crisis", "decline" or "answer"."""
    kinds = {bot.knowledge.intents[step.intent].kind for step in turn.plan.steps if step.intent}
    return "crisis" if "crisis" in kinds else "decline" if turn.plan.kind == "decline" else "answer"


def test_no_fewer_turns_of_conversations_go_right_than_have(bot):
    files = sorted(FOLDER.glob("conversations_*.yaml"))
    talks = [talk for file in files for talk in yaml.safe_load(file.read_text(encoding="utf-8"))]
    turns = [(talk["id"], *turn) for talk in talks for turn in run(talk["turns"], bot)]
    wrong = [turn for turn in turns if not turn[-1]]
    assert 100 * (len(turns) - len(wrong)) / len(turns) >= TURNS, wrong


def run(turns, bot):
    """What is said in each turn, what comes, and whether that shows all it must and nothing that it must not."""
    state = State()
    for turn in turns:
        answered = bot.respond(Message(turn["user"]), state)
        state, text = answered.after, answered.reply.text
        must = all(shows_any(text, wording.split("|")) for wording in turn.get("must") or ())
        wrong = any(shows_any(text, wording.split("|")) for wording in turn.get("must_not") or ())
        yield turn["user"], text, must and not wrong
