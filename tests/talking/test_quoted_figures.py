"""A figure quoted from elsewhere is named by who prints it, and counts of people are never taken for pay."""

from __future__ import annotations

import pytest

from careerbot import CareerBot
from careerbot.content.files import builtin_knowledge
from careerbot.model import Message, State


@pytest.fixture(scope="module")
def bot() -> CareerBot:
    return CareerBot.load(builtin_knowledge())


def told(bot: CareerBot, text: str) -> str:
    return bot.respond(Message(text), State()).reply.text


def test_a_figure_that_a_source_prints_is_named_with_its_source(bot):
    said = told(bot, "how old is your 119,780 number for washington production managers")
    assert "$119,780" in said
    assert "WOIS" in said
    assert "undated" in said


def test_a_rounded_figure_is_named_by_what_it_was_rounded_from(bot):
    assert "$84,211 is what Career Sidekick, 2023 prints" in told(bot, "i saw 84k online for production managers")


def test_how_many_people_work_somewhere_is_no_sum_of_money(bot):
    california = bot.knowledge.facts.find("pay", "11-3051", "0600000")
    counts = (fact for fact in california if (fact.measure, fact.cite.source) == ("employment", "startright"))
    count = next(int(fact.value) for fact in counts if fact.value)
    said = told(bot, f"i saw {count:,} dollars online for production managers in california")
    assert f"${count:,} is what" not in said


def test_a_figure_that_nobody_prints_is_not_said_to_be_printed(bot):
    assert " is what " not in told(bot, "i saw 91,237 dollars online for production managers")
