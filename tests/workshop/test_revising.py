from __future__ import annotations

import pytest
from small_layers import FAQ, QUESTION

from careerbot.bot import CareerBot
from careerbot.workshop.revising import Workbench

GREETING = "answers/greeting.md.j2"


@pytest.fixture
def bench(layers):
    return Workbench(layers, CareerBot.load(*layers), lambda: CareerBot.load(*layers))


@pytest.fixture
def save(layers):
    def save(name, text, layer=1):
        path = layers[layer] / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")

    return save


def say(bench, text=QUESTION):
    return bench.bot.reply(text).text.partition("\n")[0]


def test_nothing_happens_while_nothing_is_saved(bench):
    assert bench.look() is None


def test_an_edited_faq_entry_is_what_the_bot_says(bench, save):
    save("faq/visits.yaml", FAQ.replace("Fridays", "Mondays"))
    revision = bench.look()
    assert (revision.files, revision.problems, revision.taken) == (("our-school/faq/visits.yaml",), (), True)
    assert say(bench) == "The shop is open to visitors on Mondays."
    assert bench.look() is None


def test_a_revised_bot_reads_just_as_one_that_is_made_anew(bench, save, layers):
    parking = FAQ.replace("id: visits", "id: parking").replace(QUESTION, "where do gorillaz park at the academy")
    save("faq/parking.yaml", parking)
    bench.look()
    fresh = CareerBot.load(*layers)
    for text in (QUESTION, "where can gorillaz park", "do welders paint", "whta does a welder do", "academy parking"):
        revised, anew = bench.bot.reply(text), fresh.reply(text)
        assert (revised.text, revised.score, revised.plan) == (anew.text, anew.score, anew.plan)


def test_an_edited_template_is_how_it_is_said(bench, save):
    save(GREETING, "Hi!")
    assert bench.look().taken
    assert say(bench, "good morning") == "Hi!"


@pytest.mark.parametrize(
    ("name", "text", "place", "code"),
    [
        ("faq/visits.yaml", FAQ.replace("say:", "sya:"), "our-school/faq/visits.yaml:5:5", "unknown-key"),
        ("faq/visits.yaml", FAQ.replace("duties", "duteis"), "our-school/faq/visits.yaml:3:13", "unknown-intent"),
        ("faq/visits.yaml", FAQ.replace("Fridays", "**Fridays"), "our-school/faq/visits.yaml:5:10", "bad-markup"),
        (GREETING, "Hello {{ setings.name }}", "our-school/answers/greeting.md.j2:1", "template-name"),
        (GREETING, "Hello\n{% if %}", "our-school/answers/greeting.md.j2:2", "template-syntax"),
        ("intents/greeting.yaml", "label: Hello\nkind: tlak\n", "our-school/intents/greeting.yaml:2:1", "bad-choice"),
    ],
)
def test_a_broken_save_is_told_by_file_and_line_and_changes_nothing(bench, save, name, text, place, code):
    save(name, text)
    revision = bench.look()
    assert (place, code) in [(str(p.where), p.code) for p in revision.problems]
    assert not revision.taken
    assert say(bench) == "The shop is open to visitors on Fridays."
    assert say(bench, "good morning") == "Hello from testbot."


def test_a_mended_save_is_taken_with_all_that_was_saved_meanwhile(bench, save):
    save("faq/visits.yaml", FAQ.replace("say:", "sya:"))
    bench.look()
    save(GREETING, "Hi!")
    assert not bench.look().taken
    save("faq/visits.yaml", FAQ.replace("Fridays", "Mondays"))
    assert bench.look().taken
    assert (say(bench), say(bench, "good morning")) == ("The shop is open to visitors on Mondays.", "Hi!")


def test_what_was_wrong_before_elsewhere_does_not_stand_in_the_way(layers, save):
    save("faq/old.yaml", FAQ.replace("id: visits", "id: old").replace("duties", "nothing"))
    bench = Workbench(layers, CareerBot.load(*layers), lambda: CareerBot.load(*layers))
    save("faq/visits.yaml", FAQ.replace("Fridays", "Mondays"))
    assert bench.look().taken


def test_a_template_that_is_needed_and_deleted_is_kept_in_mind(bench, layers):
    (layers[0] / GREETING).unlink()
    revision = bench.look()
    assert [(p.code, p.where.file) for p in revision.problems] == [
        ("unknown-template", "knowledge/intents/greeting.yaml")
    ]
    assert say(bench, "good morning") == "Hello from testbot."


def test_a_deleted_faq_file_is_forgotten(bench, layers):
    (layers[1] / "faq" / "visits.yaml").unlink()
    assert bench.look().taken
    assert "visitors" not in say(bench)


def test_other_files_are_read_anew_which_is_told_before_it_begins(bench, save):
    told = []
    save("settings.yaml", "name: ourbot\n")
    assert bench.look(told.append).taken
    assert told == ["everything is read again; this can take minutes"]
    assert say(bench, "good morning") == "Hello from ourbot."
