"""The conversations of knowledge/dialogues -> one test each; a failing one prints its explanation."""

from __future__ import annotations

import pytest

from careerbot import CareerBot
from careerbot.config import find_layers
from careerbot.workshop.replay import describe_failures, find_scripts, replay

SCRIPTS = find_scripts(find_layers(()))
DIALOGUES = [pytest.param(d, id=f"{s.file.stem}:{d.where.line}") for s in SCRIPTS for d in s.dialogues]


@pytest.fixture(scope="module")
def bot():
    return CareerBot.load(*find_layers(()))


@pytest.mark.parametrize("dialogue", DIALOGUES)
def test_a_conversation_goes_as_written(dialogue, bot):
    failures = list(describe_failures(replay(dialogue, bot)))
    assert not failures, "\n".join([dialogue.title, *failures])


def test_dialogue_files_are_written_without_mistakes():
    assert [problem for script in SCRIPTS for problem in script.problems] == []


def test_there_are_dialogues():
    assert DIALOGUES
