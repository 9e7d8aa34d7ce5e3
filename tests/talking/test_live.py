"""A counselor's entry -> its answer with live figures, sources, signature and, once it is due, a word of warning."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_knowledge import BLS, HERE, make_knowledge, pay

from careerbot.model import Fact, Faq, Item, Live
from careerbot.talking.templates import make_environment
from careerbot.talking.voice import Voice

OHIO, KENT, NATION = "3900000", "t-oh-kent", "0000000"


def outlook(measure, unit, value):
    return Fact("outlook", "51-4121", NATION, measure, unit, value, BLS)


FACTS = (
    pay(OHIO, "p50", "year", 50340),
    pay(OHIO, "p50", "hour", 24.2),
    pay(OHIO, "p90", "year", 239200, status="at_least"),
    outlook("growth_percent", "percent", 2.2),
    outlook("openings", "jobs", 45600),
)
CALLS = tuple(
    Live(topic, ("welder", place), "51-4121", area)
    for topic in ("pay", "outlook")
    for place, area in (("ohio", OHIO), ("kent", KENT), ("usa", NATION))
)


def say(text="Upstairs.", today="", facts=FACTS, live=CALLS, **fields):
    """What is said of an entry, and the sources it cites."""
    item = Item("faq.a", text, (), HERE, live=live)
    entry = Faq("a", "duties", ("where",), item, **fields)
    knowledge = replace(make_knowledge(*facts), faq=(entry,))
    voice = Voice(knowledge, make_environment({}), today)
    return voice.say(item), [cite.source for cite in voice.cites]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ('pay("welder", "ohio").median', "$50,340 a year"),
        ('pay("welder", "ohio")', "$50,340 a year"),
        ('pay("welder", "ohio").hourly.median', "$24.20 an hour"),
        ('pay("welder", "ohio").p90', "at least $239,200 a year"),
        ('outlook("welder", "usa").growth', "2.2%"),
        ('outlook("welder", "usa").openings', "45,600"),
    ],
)
def test_a_live_figure_is_said_with_its_unit_and_cites_its_source(call, words):
    assert say(f"Now {{{{ {call} }}}}.") == (f"Now {words}.", ["bls"])


def test_a_figure_that_stands_in_from_a_wider_place_says_which():
    assert say('{{ pay("welder", "kent").median }}')[0] == "$50,340 a year (in Ohio)"


@pytest.mark.parametrize(
    "call", ['pay("welder", "usa").median', 'pay("welder", "ohio").p10', 'outlook("welder", "usa").jobs']
)
def test_a_figure_that_is_not_there_is_said_not_to_be_published_and_cites_nobody(call):
    assert say(f"It is {{{{ {call} }}}}.") == ("It is not published.", [])


def test_only_figures_that_are_said_are_cited():
    assert say('{% if false %}{{ pay("welder", "ohio").median }}{% endif %}Hello.') == ("Hello.", [])


def test_text_without_live_figures_is_said_as_it_stands():
    assert say("Use {braces} and {{ these }}.", live=None)[0] == "Use {braces} and {{ these }}."


def test_a_signed_answer_says_who_wrote_it_and_when():
    assert say(author="J. Rivera", date="2026-03-01")[0] == "Upstairs.\n— J. Rivera, 2026-03-01"
    assert say(author="J. *Rivera*")[0] == "Upstairs.\n— J. Rivera"


def test_an_answer_says_for_whom_it_is():
    assert say(audience=("veterans", "their families"))[0] == "_For veterans and their families:_\nUpstairs."


@pytest.mark.parametrize("today", ["", "2026-02-28", "2026-03-01"])
def test_up_to_the_day_of_its_review_an_answer_stands_alone(today):
    assert say(review="2026-03-01", today=today)[0] == "Upstairs."


def test_past_its_review_an_answer_says_so():
    words, _ = say(review="2026-03-01", today="2026-03-02")
    assert words == "Upstairs.\n_This was to be looked at again by 2026-03-01: ask whether it still holds._"
