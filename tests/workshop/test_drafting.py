from __future__ import annotations

import pytest
from pictures import make_png
from small_layers import FAQ, QUESTION

from careerbot.bot import CareerBot
from careerbot.channels.desk.views import describe_turn
from careerbot.model import Message
from careerbot.workshop.drafting import Drafts
from careerbot.workshop.folder import RefusedFileError

NAME = "faq/visits.yaml"


@pytest.fixture
def drafts(layers):
    with Drafts(layers, CareerBot.load(*layers), lambda over: CareerBot.load(*over)) as drafts:
        yield drafts


def say(drafts, text=QUESTION, talk="one"):
    return drafts.say(talk, Message(text)).reply.text.partition("\n")[0]


def test_the_bot_answers_from_unsaved_text_while_the_file_stays(drafts, layers):
    look = drafts.write(NAME, FAQ.replace("Fridays", "Mondays"))
    assert (look.taken, look.problems, drafts.unsaved()) == (True, (), [NAME])
    assert say(drafts) == "The shop is open to visitors on Mondays."
    assert (layers[1] / NAME).read_text() == FAQ


def test_the_chat_tells_what_the_picture_of_an_unsaved_entry_shows(drafts, layers):
    say(drafts)
    (layers[1] / "faq" / "pictures").mkdir()
    (layers[1] / "faq" / "pictures" / "shop.png").write_bytes(make_png())
    drafts.write(NAME, f"{FAQ}    picture: shop.png\n    alt: The way to the shop.\n")
    before, now = drafts.say_again("one")
    shown = describe_turn(now, before)
    assert shown["picture"] == "The way to the shop."
    assert ["new", "[picture: The way to the shop.]"] in [[kind, words.strip()] for kind, words in shown["changes"]]
    assert describe_turn(before)["picture"] == ""


def test_unsaved_text_with_mistakes_is_told_by_line_and_not_answered_from(drafts):
    look = drafts.write(NAME, FAQ.replace("say:", "sya:"))
    assert ("our-school/faq/visits.yaml:5:5", "unknown-key") in [(str(p.where), p.code) for p in look.problems]
    assert not look.taken
    assert say(drafts) == "The shop is open to visitors on Fridays."


def test_saving_puts_the_text_into_the_layer(drafts, layers):
    text = FAQ.replace("Fridays", "Mondays")
    drafts.write(NAME, text)
    page, _ = drafts.open(NAME)
    drafts.save(NAME, text, page.stamp)
    assert ((layers[1] / NAME).read_text(), drafts.unsaved()) == (text, [])
    assert drafts.look().taken
    assert say(drafts) == "The shop is open to visitors on Mondays."


def test_text_that_says_what_is_saved_is_unsaved_no_more(drafts):
    drafts.write(NAME, "nothing")
    drafts.write(NAME, FAQ)
    assert drafts.unsaved() == []
    assert say(drafts) == "The shop is open to visitors on Fridays."


def test_a_new_file_counts_before_it_is_saved_and_is_gone_when_emptied(drafts, layers):
    new = FAQ.replace("id: visits", "id: lights").replace(QUESTION, "who turns off the lights")
    assert drafts.write("faq/new.yaml", new).taken
    assert say(drafts, "who turns off the lights") == "The shop is open to visitors on Fridays."
    assert [entry.id for entry in drafts.entries()] == ["lights", "visits"]
    drafts.write("faq/new.yaml", "")
    assert drafts.names() == [NAME]
    assert not (layers[1] / "faq" / "new.yaml").exists()


def test_a_file_that_another_editor_saves_is_followed(drafts, layers):
    (layers[1] / NAME).write_text(FAQ.replace("Fridays", "Sundays"))
    assert drafts.look().taken
    assert say(drafts) == "The shop is open to visitors on Sundays."


def test_a_link_out_of_the_layer_is_not_copied_into_what_the_bot_reads(drafts, layers, tmp_path):
    (tmp_path / "outside.yaml").write_text(FAQ.replace("id: visits", "id: outside"))
    (layers[1] / "faq" / "outside.yaml").symlink_to(tmp_path / "outside.yaml")
    drafts.look()
    assert [entry.id for entry in drafts.entries()] == ["visits"]


def test_a_talk_remembers_and_its_last_answer_can_be_had_again(drafts):
    assert drafts.say_again("one") is None
    say(drafts)
    drafts.write(NAME, FAQ.replace("Fridays", "Mondays"))
    before, after = drafts.say_again("one")
    assert ("Fridays" in before.reply.text, "Mondays" in after.reply.text) == (True, True)
    assert after.before == before.before
    say(drafts, "good morning")
    assert drafts.say_again("one")[0].before.turn == 1
    drafts.forget("one")
    assert drafts.say_again("one") is None


def test_only_so_many_talks_are_remembered(drafts):
    for number in range(30):
        say(drafts, talk=str(number))
    assert drafts.say_again("0") is None
    assert drafts.say_again("29")


def test_a_new_file_begins_with_an_entry_and_the_conversation_that_proves_it(drafts):
    for name in ("faq/Open house.yaml", "dialogues/open-house.txt"):
        drafts.open(name)
    assert drafts.look().problems == ()
    assert [outcome.misses for outcome in drafts.play("dialogues/open-house.txt")] == [()]
    assert drafts.unsaved() == ["dialogues/open-house.txt", "faq/Open house.yaml"]


def test_a_conversation_that_goes_another_way_is_told_of_by_its_line(drafts):
    drafts.write("dialogues/visits.txt", f"# visits\n> {QUESTION}\n< on Sundays\n")
    [outcome] = drafts.play("dialogues/visits.txt")
    assert [miss.where.line for miss in outcome.misses] == [3]


def test_a_file_whose_name_gives_no_id_is_refused(drafts):
    with pytest.raises(RefusedFileError, match="letters or digits"):
        drafts.open("faq/_.yaml")
