"""Whoever finds the way to a job too long is told of similar ones that ask for less schooling."""

from __future__ import annotations

import pytest

from careerbot import CareerBot
from careerbot.config import find_layers
from careerbot.talking.easier import find_easier, rung


@pytest.fixture(scope="module")
def knowledge():
    return CareerBot.load(*find_layers(())).knowledge


@pytest.mark.parametrize("job", ["29-1131", "29-1051", "25-2021", "17-2112", "29-1141"])
def test_every_easier_job_asks_for_less_schooling(knowledge, job):
    easier = find_easier(job, knowledge)
    assert easier
    assert all(0 <= rung(one, knowledge) < rung(job, knowledge) for one in easier)


def test_of_the_same_field_only_where_there_are_such(knowledge):
    assert find_easier("29-1051", knowledge) == ("29-2052", "31-9095")


def test_a_job_without_schooling_has_none_that_is_easier(knowledge):
    assert find_easier("47-2061", knowledge) == ()
