"""A school's entries over other knowledge -> answers that go before all else, where and for as long as they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from careerbot.bot import CareerBot

BASE = Path(__file__).parent / "broken" / "_base" / "knowledge"
FILES = {
    "places/ours.csv": "id,name,kind,state,chain,population,also,note\n3900000,Ohio,state,OH,0000000,,,\n"
    '4800000,Texas,state,TX,0000000,,,\nt-kent,"Kent, OH",town,OH,3900000 0000000,10,kent,\n',
    "facts/pay/ours.csv": "occupation,area,source,period,year_p50,note\n51-4121,3900000,survey,2025-05,50340,\n",
    "intents/person.yaml": "label: A person\nkind: talk\nexamples: |\n  give me a human\n",
    "answers/person.md.j2": "Nobody is here.\n",
    "faq/ours.yaml": """
entries:
  - id: tours
    intent: duties
    asks: [plant tours]
    say: We go each spring.
    next: [faq.office, duties]
    author: J. Rivera
    date: 2026-03-01
    review: 2026-05-01
  - id: ohio
    intent: duties
    asks: [union halls, union hall near me]
    say: 'In Ohio they pay {{ pay("welder", "ohio").median }}.'
    where: ohio
  - id: texas
    intent: duties
    asks: [union halls, union hall near me]
    say: In Texas.
    where: texas
  - id: office
    intent: person
    asks: [where is the office]
    say: Upstairs.
  - id: welders
    intent: person
    asks: [what does a welder do]
    say: Come and see.
""",
}


@pytest.fixture(scope="module")
def layer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("layers") / "own"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def bot(layer):
    return CareerBot.load(BASE, layer)


def test_a_question_as_a_counselor_wrote_it_goes_before_a_rule(bot):
    assert bot.reply("What does a welder do?").text == "Come and see."
    assert bot.reply("what do welders do").text != "Come and see."


def test_an_entry_that_belongs_to_small_talk_is_said_in_its_place(bot):
    assert bot.reply("where is the office").text == "Upstairs."
    assert bot.reply("give me a human").text == "Nobody is here."


def test_an_entry_counts_only_where_its_place_is_not_contradicted(bot):
    assert bot.reply("union halls in texas").text == "In Texas."
    assert "$50,340 a year" in bot.reply("union halls in ohio").text
    assert "$50,340 a year" in bot.reply("union halls in kent").text
    assert bot.reply("union halls").text != "In Texas."
    assert "union" not in bot.reply("union halls in washington").text.lower()


def test_the_source_and_date_of_a_live_figure_stand_under_the_answer(bot):
    answer = bot.reply("union halls")
    assert answer.text.endswith("Source: A statistics office, May 2025")
    assert [id for id, _, _ in answer.sources] == ["survey"]


def test_an_entry_offers_what_it_names_itself(bot):
    first = bot.reply("plant tours").choices[0]
    assert first.label == "Where is the office"
    assert bot.reply(press=first.data).text == "Upstairs."


def test_only_a_bot_that_is_told_the_day_says_that_an_answer_is_past_its_review(bot, layer):
    assert bot.reply("plant tours").text == "We go each spring.\n— J. Rivera, 2026-03-01"
    dated = CareerBot.load(BASE, layer, today=lambda: "2026-06-01")
    assert "looked at again by 2026-05-01" in dated.reply("plant tours").text
