"""A county named without the word is that of the state of the county beside it or talked of before."""

from __future__ import annotations

import pytest

from careerbot import CareerBot
from careerbot.config import find_layers
from careerbot.model import Message, State


@pytest.fixture(scope="module")
def bot():
    return CareerBot.load(*find_layers(()))


def ask(bot, *messages):
    """The places that the last of some messages is answered on."""
    state = State()
    for text in messages:
        turn = bot.respond(Message(text), state)
        state = turn.after
    return turn.plan.steps[0].areas


def test_a_bare_name_after_a_county_is_a_county_of_the_same_state(bot):
    assert ask(bot, "is production manager growing in snohomish county", "and king?") == ("c53033",)


def test_a_bare_name_beside_a_county_is_one_too(bot):
    asked = "production managers growth in spokane county vs clark"
    assert ask(bot, asked) == ("c53063", "c53011")


def test_a_bare_name_after_a_state_stays_what_it_was(bot):
    assert "c53033" not in ask(bot, "is production manager growing in washington", "and king?")
