"""Places in the order of their figures: those called highest and lowest are, of all that the survey prints."""

from __future__ import annotations

import re

import pytest

from careerbot import CareerBot
from careerbot.content.files import builtin_knowledge
from careerbot.model import Message, State

MEASURES = {"pay": ("p50", "year"), "people": ("employment", "jobs")}


@pytest.fixture(scope="module")
def bot() -> CareerBot:
    return CareerBot.load(builtin_knowledge())


def printed(bot: CareerBot, occupation: str, kind: str, within: str, measure: str, unit: str) -> list[float]:
    """Every figure of the newest survey for places of a kind, largest first."""
    places = bot.knowledge.places
    areas = [a for a in bot.knowledge.facts.areas("pay", occupation) if places[a].kind == kind]
    inside = (a for a in areas if within in ("", *places[a].chain))
    facts = (f for a in inside for f in bot.knowledge.facts.find("pay", occupation, a))
    meant = (f for f in facts if (f.measure, f.unit) == (measure, unit))
    official = [f for f in meant if bot.knowledge.sources[f.cite.source].rank == 1]
    newest = max(f.cite.period for f in official)
    return sorted((f.value for f in official if f.value and f.cite.period == newest), reverse=True)


@pytest.mark.parametrize(
    ("question", "occupation", "kind", "within", "told"),
    [
        ("which state pays welders most", "51-4121", "state", "", "pay"),
        ("which state pays nurses the most", "29-1141", "state", "", "pay"),
        ("best paying cities in texas for electricians", "47-2111", "metro", "4800000", "pay"),
        ("which states have the most electricians", "47-2111", "state", "", "people"),
    ],
)
def test_the_highest_and_the_lowest_told_are_the_highest_and_the_lowest_printed(
    bot: CareerBot, question: str, occupation: str, kind: str, within: str, told: str
) -> None:
    text = bot.respond(Message(question), State()).reply.text
    figures = printed(bot, occupation, kind, within, *MEASURES[told])
    listed = [float(f.replace(",", "")) for f in re.findall(r"^• [^$\n]*?: \$?([\d,]+)", text, re.MULTILINE)]
    lowest = re.search(r"Lowest printed: .*?, \$?([\d,]+)(?: a year|\.|$)", text)
    assert listed == figures[:5]
    assert lowest
    assert float(lowest[1].replace(",", "").rstrip(".")) == figures[-1]
