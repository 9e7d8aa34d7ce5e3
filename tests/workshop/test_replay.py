from __future__ import annotations

import pytest
from speaking_bot import MORE, SpeakingBot, say

from careerbot.model import Step
from careerbot.workshop.replay import accept, describe_failures, find_scripts, play, read_scripts, summarise

PAY_IN_OHIO = Step("pay_area", ("51-4121",), ("3900000",))


@pytest.fixture
def bot():
    return SpeakingBot(
        welders=say("They make $56,000 in Ohio.", PAY_IN_OHIO, choices=[MORE]),
        pressed=say("More of it.", Step("duties", ("51-4121",))),
    )


@pytest.fixture
def run(bot, tmp_path):
    def run(text):
        path = tmp_path / "talk.txt"
        path.write_text(text, "utf-8")
        (script,) = read_scripts([path])
        return script, play(script, bot)

    return run


def misses(outcomes):
    return [(m.where.line, m.expected, m.came) for o in outcomes for m in o.misses]


def test_a_conversation_that_goes_as_written_has_no_misses(run):
    meanings = "= intent pay_area\n= occupation 51-4121\n= area 3900000\n= plan answer\n"
    _, outcomes = run(f"# a\n> welders\n{meanings}< $56,000\n! Texas\n")
    assert misses(outcomes) == []


def test_each_unmet_expectation_is_told_with_its_line(run):
    _, outcomes = run("# a\n> welders\n= intent pay\n= area none\n< Texas | Utah\n! ohio\n")
    assert misses(outcomes) == [
        (3, "intent pay", "pay_area"),
        (4, "area none", "3900000"),
        (5, 'a reply that shows "Texas | Utah"', '"They make $56,000 in Ohio."'),
        (6, 'a reply without "ohio"', '"They make $56,000 in Ohio."'),
    ]


def test_what_was_said_before_is_remembered_within_a_conversation_only(run, bot):
    run("# a\n> welders\n= plan answer\n> again\n= plan decline\n\n# b\n> welders\n= plan answer\n")
    assert [before.turn for _, before in bot.heard] == [0, 1, 0]


def test_a_choice_is_pressed_by_its_label(run, bot):
    _, outcomes = run("# a\n> welders\n= plan answer\n> [more]\n= intent duties\n")
    assert misses(outcomes) == []
    assert bot.heard[-1][0].press == MORE.data


def test_a_choice_that_is_not_offered_is_a_miss(run):
    _, outcomes = run("# a\n> welders\n= plan answer\n> [Less]\n= plan decline\n")
    assert misses(outcomes) == [(4, "a choice [Less]", "[More]")]


def test_a_failure_shows_the_message_and_the_reasons(run):
    _, outcomes = run("# a\n> welders\n= intent pay\n")
    lines = list(describe_failures(outcomes))
    assert lines[0].endswith("talk.txt:3:1: expected intent pay; came pay_area")
    assert lines[1].strip() == "> welders"
    assert any(line.split()[:2] == ["step", "pay_area"] for line in lines)


def test_an_error_inside_the_bot_is_told_and_the_conversation_goes_on(run):
    _, outcomes = run("# a\n> crash\n= plan answer\n> welders\n= intent pay_area\n")
    ((line, expected, came),) = misses(outcomes)
    assert (line, expected) == (2, "an answer")
    assert "KeyError: 'a mistake in the program'" in came
    assert [line.strip() for line in describe_failures(outcomes)][1:] == ["> crash"]


def test_the_summary_counts_by_file_and_by_intent(run):
    _, outcomes = run("# a\n> welders\n= intent pay\n> welders\n= intent pay_area\n> [More]\n< More\n")
    lines = [line.split() for line in summarise(outcomes)]
    assert ["pay", "0", "of", "1"] in lines
    assert ["pay_area", "1", "of", "1"] in lines
    assert lines[-1] == "2 of 3 messages went as written".split()


def test_accepting_rewrites_only_failing_meanings_and_keeps_all_else(run):
    script, outcomes = run("# a\r\n# why: Ohio\r\n> welders\r\n  =  intent pay\r\n= area 3900000\r\n< Texas\r\n")
    changes = accept(script, outcomes)
    assert script.file.path.read_bytes() == (
        b"# a\r\n# why: Ohio\r\n> welders\r\n  = intent pay_area\r\n= area 3900000\r\n< Texas\r\n"
    )
    assert len(changes) == 1
    assert changes[0].endswith("talk.txt:4: =  intent pay -> = intent pay_area")


def test_accepting_a_conversation_that_went_well_leaves_the_file_alone(run):
    script, outcomes = run("# a\n> welders\n= plan answer\n")
    before = script.file.path.stat().st_mtime_ns
    assert accept(script, outcomes) == []
    assert script.file.path.stat().st_mtime_ns == before


def test_dialogues_are_found_in_every_layer(tmp_path):
    for layer in ("base", "school"):
        (tmp_path / layer / "dialogues").mkdir(parents=True)
        (tmp_path / layer / "dialogues" / "a.txt").write_text(f"# {layer}\n> hi\n= plan answer\n")
        (tmp_path / layer / "dialogues" / "notes.md").write_text("no dialogue")
    scripts = find_scripts([tmp_path / "base", tmp_path / "school"])
    assert [d.title for s in scripts for d in s.dialogues] == ["base", "school"]


def test_a_file_that_is_no_text_is_a_problem_not_a_crash(tmp_path):
    path = tmp_path / "talk.txt"
    path.write_bytes(b"# a\n> \xff\n")
    assert [p.code for p in read_scripts([path])[0].problems] == ["not-utf8"]
