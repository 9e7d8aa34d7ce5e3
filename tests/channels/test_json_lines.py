from __future__ import annotations

import io
import json

import pytest
from speaking_bot import MORE, SpeakingBot, say

from careerbot.channels.json_lines import answer_lines, encode
from careerbot.model import Step


@pytest.fixture
def bot():
    return SpeakingBot(
        welders=say("They make $56,000.", Step("pay_area", ("51-4121",), ("3900000",)), choices=[MORE]),
        pressed=say("More of it.", Step("duties", ("51-4121",))),
    )


@pytest.fixture
def run(bot):
    def run(*lines):
        out = io.StringIO()
        written = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        errors = answer_lines(written, bot, out)
        return [json.loads(line) for line in out.getvalue().splitlines()], errors

    return run


def test_an_answer_has_every_field_of_the_interface(run):
    (answer,), errors = run({"id": "q1", "conversation": "c1", "text": "welders"})
    assert errors == 0
    assert isinstance(answer.pop("ms"), float)
    assert isinstance(answer.pop("score"), float)
    assert answer == {
        "id": "q1",
        "conversation": "c1",
        "text": "They make $56,000.",
        "html": "<b>They make $56,000.</b>",
        "intents": ["pay_area"],
        "occupations": ["51-4121"],
        "areas": [{"code": "3900000", "name": "Ohio"}],
        "plan": "answer",
        "choices": [{"label": "More", "data": MORE.data}],
        "sources": [{"id": "survey", "publisher": "A bureau", "published": "2025-05"}],
        "picture": None,
    }


def test_the_line_number_stands_for_a_missing_id(run):
    answers, _ = run({"text": "welders"}, b"", {"text": "welders"})
    assert [a["id"] for a in answers] == [1, 3]


def test_lines_without_a_conversation_are_strangers_to_each_other(run, bot):
    run({"text": "welders"}, {"text": "welders"})
    assert [before.turn for _, before in bot.heard] == [0, 0]


def test_interleaved_conversations_keep_their_own_memory(run, bot):
    run(*({"conversation": c, "text": "welders"} for c in "abab"))
    assert [before.turn for _, before in bot.heard] == [0, 0, 1, 1]


def test_a_choice_is_pressed_by_its_data(run, bot):
    answers, _ = run({"conversation": "a", "text": "welders"}, {"conversation": "a", "press": MORE.data})
    assert answers[1]["intents"] == ["duties"]
    assert bot.heard[1][0].press == MORE.data


@pytest.mark.parametrize(
    ("line", "id"),
    [
        (b"what do welders make", 1),
        (b"\xff\xfe", 1),
        (b"[" * 100_000, 1),
        (b"[1]", 1),
        ({"id": "q"}, "q"),
        ({"id": "q", "text": 5}, "q"),
        ({"id": "q", "text": "a", "conversation": ["b"]}, "q"),
    ],
)
def test_a_line_that_asks_nothing_gets_an_error_and_the_run_goes_on(run, line, id):
    (bad, good), errors = run(line, {"text": "welders"})
    assert errors == 1
    assert (bad["id"], set(bad)) == (id, {"id", "error"})
    assert good["plan"] == "answer"


def test_an_error_inside_the_bot_is_told_with_its_line_and_the_run_goes_on(run):
    (bad, good), errors = run({"id": "q", "text": "crash"}, {"text": "welders"})
    assert (errors, bad["id"], "KeyError" in bad["error"], good["plan"]) == (1, "q", True, "answer")


def test_each_answer_is_there_before_the_next_line_is_read(bot):
    out = io.StringIO()
    seen = []

    def lines():
        for _ in range(2):
            yield b'{"text": "welders"}'
            seen.append(out.getvalue().count("\n"))

    answer_lines(lines(), bot, out)
    assert seen == [1, 2]


def test_control_characters_travel_as_escapes_and_arrive_as_themselves():
    record = {"id": "a\x1b\x9b\u202e\ud800", "text": "é – ok"}
    line = encode(record)
    assert line.isprintable()
    assert "é – ok" in line
    assert json.loads(line) == record
