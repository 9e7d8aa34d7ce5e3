from __future__ import annotations

import io

import pytest
from speaking_bot import MORE, SpeakingBot, say

from careerbot.channels.console import chat
from careerbot.model import Choice, Step


@pytest.fixture
def bot():
    return SpeakingBot(
        welders=say("They make $56,000.", Step("pay"), choices=[MORE, Choice("Outlook\x1b[2J", "v1|outlook")]),
        pressed=say("More of it."),
        echo=say("You said \x1b[31mred."),
    )


@pytest.fixture
def talk(bot, monkeypatch, capsys, tmp_path):
    def talk(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        chat(bot.respond, "Welcome.", tmp_path / "history")
        return capsys.readouterr().out

    return talk


def test_a_conversation_in_a_pipe_reads_well(talk):
    assert talk("welders") == "Welcome.\nThey make $56,000.\n\n  1  More\n  2  Outlook[2J\n\n"


def test_a_number_presses_the_choice_it_stands_for(talk, bot):
    assert "More of it." in talk("welders", "1")
    assert bot.heard[-1][0].press == MORE.data


def test_a_number_that_stands_for_no_choice_is_words(talk, bot):
    talk("welders", "7")
    assert bot.heard[-1][0].text == "7"


def test_the_conversation_is_remembered_until_a_new_one_begins(talk, bot):
    talk("welders", "welders", "/new", "welders")
    assert [before.turn for _, before in bot.heard] == [0, 1, 0]


def test_why_gives_the_reasons_of_the_last_answer(talk):
    assert "plan      answer" in talk("welders", "/why")


def test_why_before_anything_was_said_says_so(talk):
    assert "Nothing was said yet." in talk("/why")


def test_help_and_an_unknown_command_point_the_way(talk):
    assert "/quit" in talk("/help")
    assert "There is no /halp; /help lists what there is." in talk("/halp")


def test_quit_leaves_before_the_rest_is_read(talk, bot):
    talk("/quit", "welders")
    assert bot.heard == []


def test_empty_lines_are_no_questions(talk, bot):
    talk("", "   ")
    assert bot.heard == []


def test_escape_sequences_in_answers_and_choices_are_never_printed(talk):
    assert "\x1b" not in talk("echo", "welders", "/why", "\x1b[31mhello", "/\x1b[2J")


def test_every_turn_is_given_to_what_keeps_them(bot, monkeypatch, tmp_path, capsys):
    kept = []
    monkeypatch.setattr("sys.stdin", io.StringIO("welders\n/why\n1\n"))
    chat(bot.respond, "Welcome.", tmp_path / "history", kept.append)
    assert [turn.reply.text for turn in kept] == ["They make $56,000.", "More of it."]
