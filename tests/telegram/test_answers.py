"""What people do in Telegram -> what they see."""

from __future__ import annotations

from html import escape

import pytest
from tests.telegram.double import BOT, Call, Double
from tests.telegram.parrot import GONE, MORE, NEXT, Parrot

from careerbot.channels.telegram import words
from careerbot.model import Choice, Message, Reply
from careerbot.store import Store

pytestmark = pytest.mark.usefixtures("channel")


def buttons(call: Call) -> list[list[str]]:
    """The labels, without the row that every answer has for rating it."""
    rows = [[b["text"] for b in row] for row in call.params["reply_markup"]["inline_keyboard"]]
    return [row for row in rows if "Helpful" not in row[0]]


async def ask(double: Double, text: str, **more: object) -> Call:
    """The first answer to a message, once it is there."""
    before = len(double.done("sendMessage"))
    double.write(text, **more)  # type: ignore[arg-type]
    return (await double.wait(before + 1))[before]


# ------------------------------------------------------------------ words
async def test_a_question_is_answered_with_buttons_one_or_two_a_row(double: Double) -> None:
    call = await ask(double, "what does it pay")
    assert call.params["text"] == "<b>1</b> what does it pay"
    assert buttons(call) == [["More", "From before"], ["What does it pay where I live"]]


async def test_a_conversation_goes_on_from_turn_to_turn(double: Double) -> None:
    await ask(double, "first")
    assert (await ask(double, "second")).params["text"] == "<b>2</b> second"


async def test_two_people_have_a_conversation_each(double: Double) -> None:
    await ask(double, "first", user=7)
    assert (await ask(double, "first", user=8)).params["text"] == "<b>1</b> first"


@pytest.mark.parametrize("text", ["I <3 you & <b>", "</i><script>", "{{7*7}} %s ${x}", "1 < 2", "&lt;", "//help"])
async def test_what_looks_like_markup_is_shown_as_it_was_typed(double: Double, text: str) -> None:
    assert (await ask(double, text)).params["text"].endswith(escape(text))
    assert double.calls[-1].status == 200


@pytest.mark.parametrize("text", ["   ", "\u200b\u200d", "\u2800", "\u3164 \ufeff", "\n\n"])
async def test_a_message_with_nothing_to_see_gets_a_prompt(double: Double, parrot: Parrot, text: str) -> None:
    assert (await ask(double, text)).params["text"] == words.BLANK
    assert parrot.heard == []


async def test_half_a_character_does_not_stop_the_bot(double: Double) -> None:
    assert (await ask(double, "pay \ud83d")).params["text"] == "<b>1</b> pay \ufffd"


@pytest.mark.parametrize("odd", ["\x00", "\x1f", "\ufffd", "\u202e", "\u2067", "👩\u200d🔧", "日本語", "مرحبا"])
async def test_odd_characters_reach_the_bot_and_its_answer_is_sent(double: Double, parrot: Parrot, odd: str) -> None:
    await ask(double, f"pay {odd} ohio")
    assert parrot.heard == [Message(text=f"pay {odd} ohio")]


async def test_a_long_answer_to_several_questions_comes_in_parts_with_the_buttons_on_the_last(
    double: Double, parrot: Parrot
) -> None:
    long = "\n\n".join(f"<b>{n}</b> " + "word " * 100 for n in range(20))
    parrot.special["both"] = Reply("", long, (NEXT,))
    double.write("both")
    calls = await double.wait(3)
    assert [bool(c.params.get("reply_markup")) for c in calls] == [False, False, True]
    assert "".join(c.params["text"] for c in calls).count("word") == 2000


async def test_buttons_that_telegram_would_refuse_are_left_out(double: Double, parrot: Parrot) -> None:
    parrot.special["q"] = Reply("a", "a", (Choice("too long", "é" * 33), Choice(" ", "x"), Choice("good", "y")))
    assert buttons(await ask(double, "q")) == [["good"]]


async def test_an_engine_that_fails_on_one_question_says_sorry_and_goes_on(double: Double, parrot: Parrot) -> None:
    def fail(message: Message) -> None:
        if message.text == "bad":
            raise ValueError

    parrot.before_answer = fail
    assert (await ask(double, "bad")).params["text"] == words.FAILED
    assert (await ask(double, "good")).params["text"] == "<b>1</b> good"


# ------------------------------------------------------------------ commands
async def test_start_greets_and_says_who_runs_the_bot_with_the_name_escaped(double: Double, parrot: Parrot) -> None:
    text = (await ask(double, "/start stranger_123")).params["text"]
    assert parrot.heard[-1] == Message(text="hello")
    assert "A &amp; B College &lt;test&gt;" in text
    assert "/privacy" in text


@pytest.mark.parametrize(("typed", "heard"), [("/help", "help"), ("/PRIVACY", "privacy"), ("/help me", "help")])
async def test_commands_are_answered_by_the_bot_itself(double: Double, parrot: Parrot, typed: str, heard: str) -> None:
    await ask(double, typed)
    assert parrot.heard == [Message(text=heard)]


async def test_without_a_staff_group_who_wants_a_person_gets_the_contact_alone(double: Double) -> None:
    assert (await ask(double, "human, please")).params["text"] == "<b>1</b> human, please"


async def test_an_unknown_command_gets_the_nearest_one_and_the_list(double: Double, parrot: Parrot) -> None:
    text = (await ask(double, "/forgett")).params["text"]
    assert "Did you mean /forget?" in text
    assert "/help" in text
    assert parrot.heard == []


async def test_a_command_for_another_bot_is_not_answered(double: Double) -> None:
    double.write("/help@another_bot")
    assert (await ask(double, "mine")).params["text"] == "<b>1</b> mine"


async def test_forget_asks_first_then_deletes_the_conversation(double: Double, store: Store) -> None:
    await ask(double, "first")
    assert buttons(await ask(double, "/forget")) == [["Yes, delete it", "No, keep it"]]
    double.press(words.FORGET_YES)
    [edit] = await double.wait(1, "editMessageText")
    assert (edit.params["text"], "reply_markup" in edit.params) == (words.FORGOTTEN, False)
    assert (await ask(double, "again")).params["text"] == "<b>1</b> again"


async def test_forget_keeps_everything_when_the_answer_is_no(double: Double) -> None:
    await ask(double, "first")
    await ask(double, "/forget")
    double.press(words.FORGET_NO)
    assert (await double.wait(1, "editMessageText"))[0].params["text"] == words.KEPT
    assert (await ask(double, "again")).params["text"] == "<b>2</b> again"


# ------------------------------------------------------------------ presses
async def test_a_press_is_acknowledged_first_and_answered_below(double: Double, parrot: Parrot) -> None:
    await ask(double, "first")
    query = double.press(NEXT.data)
    assert (await double.wait(2))[-1].params["text"] == "<b>2</b> p|next"
    assert parrot.heard[-1] == Message(press=NEXT.data)
    # What is shown meanwhile, such as "typing", may come between or after.
    acknowledged, answered = [c for c in double.done() if c.method in ("answerCallbackQuery", "sendMessage")][-2:]
    assert (acknowledged.method, acknowledged.params["callback_query_id"]) == ("answerCallbackQuery", query)
    assert answered.method == "sendMessage"


async def test_a_press_for_more_changes_the_answer_in_place(double: Double) -> None:
    await ask(double, "first")
    double.press(MORE.data)
    [edit] = await double.wait(1, "editMessageText")
    assert edit.params["text"] == f"<b>2</b> {MORE.data}"
    assert buttons(edit)
    assert len(double.shown()) == 1


async def test_an_outdated_press_is_told_so_and_changes_nothing(double: Double) -> None:
    await ask(double, "first")
    double.press(GONE.data)
    [toast] = await double.wait(1, "answerCallbackQuery")
    assert toast.params["text"] == words.OUTDATED
    assert (await ask(double, "second")).params["text"] == "<b>2</b> second"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("x" * 65, words.OUTDATED),
        ("tg:forget:maybe", words.OUTDATED),
        ("tg:'; drop table conv", words.OUTDATED),
        ("tg:up:nobody", words.RATED),
        ("tg:down:" + "9" * 56, words.RATED),
    ],
)
async def test_a_forged_press_is_told_so_and_changes_nothing(double: Double, data: str, said: str) -> None:
    await ask(double, "first")
    double.press(data)
    [toast] = await double.wait(1, "answerCallbackQuery")
    assert toast.params["text"] == said
    assert (await ask(double, "second")).params["text"] == "<b>2</b> second"


async def test_a_button_pressed_twice_at_once_is_answered_once(double: Double) -> None:
    await ask(double, "first")
    double.press(NEXT.data)
    double.press(NEXT.data)
    await double.wait(2, "answerCallbackQuery")
    await double.settle()
    assert len(double.shown()) == 2


async def test_a_press_under_a_deleted_message_is_answered_below(double: Double) -> None:
    await ask(double, "first")
    number = max(n for _, n in double.messages)
    double.messages[7, number] = {"chat": {"id": 7, "type": "private"}, "message_id": number, "date": 0, "from": BOT}
    double.press(MORE.data, number=number)
    assert (await double.wait(2))[-1].params["text"] == f"<b>2</b> {MORE.data}"


# ------------------------------------------------------------------ what is no text
FILE: dict[str, object] = {"file_id": "f", "file_unique_id": "u", "duration": 1}
FLAT = {"width": 1, "height": 1}


@pytest.mark.parametrize(
    ("kind", "named", "content"),
    [
        ("voice", "voice messages", FILE),
        ("video_note", "video messages", FILE | {"length": 1}),
        ("document", "files", FILE | {"file_size": 30_000_000}),
        ("sticker", "stickers", FILE | FLAT | {"type": "regular", "is_animated": False, "is_video": False}),
        ("location", "locations", {"longitude": 1.0, "latitude": 1.0}),
        ("contact", "contacts", {"phone_number": "1", "first_name": "P"}),
        ("dice", "dice", {"value": 1, "emoji": "🎲"}),
    ],
)
async def test_media_get_a_polite_word(
    double: Double, parrot: Parrot, kind: str, named: str, content: dict[str, object]
) -> None:
    double.write(None, **{kind: content})
    assert named in (await double.wait(1))[0].params["text"]
    assert parrot.heard == []


PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]


async def test_a_caption_is_a_question(double: Double) -> None:
    double.write(None, photo=PHOTO, caption="what does it pay")
    assert (await double.wait(1))[0].params["text"] == "<b>1</b> what does it pay"


async def test_an_album_gets_one_word(double: Double) -> None:
    for _ in range(5):
        double.write(None, photo=PHOTO, media_group_id="a1")
    await double.wait(1)
    await double.settle()
    assert len(double.shown()) == 1


async def test_a_message_without_a_writer_or_from_a_bot_is_not_answered(double: Double) -> None:
    chat = {"id": 7, "type": "private"}
    double.push({"message": {"message_id": 900, "date": 1, "chat": chat, "text": "x"}})
    double.push({"message": {"message_id": 901, "date": 1, "chat": chat, "text": "x", "from": BOT}})
    double.push({"channel_post": {"message_id": 902, "date": 1, "chat": {"id": -5, "type": "channel"}, "text": "x"}})
    assert (await ask(double, "mine")).params["text"] == "<b>1</b> mine"


# ------------------------------------------------------------------ edits
async def test_an_edited_question_has_its_answer_edited(double: Double) -> None:
    number = double.write("pay in ohoi")
    await double.wait(1)
    double.edit(number, "pay in ohio")
    [edit] = await double.wait(1, "editMessageText")
    assert edit.params["text"] == "<b>2</b> pay in ohio"
    assert len(double.shown()) == 1


async def test_an_edited_question_in_a_group_has_its_answer_edited(double: Double) -> None:
    number = double.write("@career_test_bot pay", chat=-100)
    await double.wait(1)
    double.edit(number, "@career_test_bot pay in ohio", chat=-100)
    [edit] = await double.wait(1, "editMessageText")
    assert edit.params["text"] == "<b>2</b> pay in ohio"
    assert "Ask me in private" in str(edit.params["reply_markup"])


async def test_an_edit_of_a_question_answered_long_ago_is_left_alone(double: Double) -> None:
    number = double._make_message(7, 7, "old", {})["message_id"]
    double.edit(number, "older")
    assert (await ask(double, "mine")).params["text"] == "<b>1</b> mine"


# ------------------------------------------------------------------ groups
async def test_chatter_in_a_group_is_not_answered(double: Double, parrot: Parrot) -> None:
    double.write("what does a nurse earn", chat=-100)
    double.write("/unknown", chat=-100)
    double.write(None, chat=-100, photo=PHOTO)
    await ask(double, "mine")
    assert parrot.heard == [Message(text="mine")]


async def test_a_mention_in_a_group_is_answered_under_the_question(double: Double, parrot: Parrot) -> None:
    number = double.write("@Career_Test_Bot what pay", chat=-100)
    [call] = await double.wait(1)
    assert call.params["reply_parameters"]["message_id"] == number
    assert parrot.heard == [Message(text="what pay")]


async def test_a_reply_to_the_bot_in_a_group_topic_is_answered_there(double: Double) -> None:
    said = {"message_id": 1, "date": 1, "chat": {"id": -100, "type": "supergroup"}, "from": BOT, "text": "x"}
    double.write("and in ohio", chat=-100, reply_to_message=said, message_thread_id=5, is_topic_message=True)
    [call] = await double.wait(1)
    assert call.params["message_thread_id"] == 5


async def test_people_in_a_group_have_a_conversation_each(double: Double) -> None:
    await ask(double, "@career_test_bot a", chat=-100, user=7)
    assert (await ask(double, "@career_test_bot b", chat=-100, user=8)).params["text"] == "<b>1</b> b"


async def test_only_the_asker_may_press_in_a_group(double: Double, parrot: Parrot) -> None:
    await ask(double, "@career_test_bot a", chat=-100, user=7)
    double.press(NEXT.data, chat=-100, user=8)
    [toast] = await double.wait(1, "answerCallbackQuery")
    assert toast.params["text"] == words.NOT_YOURS
    double.press(NEXT.data, chat=-100, user=7)
    assert (await double.wait(2))[-1].params["text"] == "<b>2</b> p|next"


# ------------------------------------------------------------------ floods
async def test_a_flood_gets_one_notice_and_the_rest_is_dropped(double: Double) -> None:
    for n in range(60):
        double.write(f"q{n}")
    double.write("hello", user=8)
    await double.wait(1, chat=8)
    await double.settle()
    shown = double.shown()
    assert shown.count(words.TOO_FAST) == 1
    assert len(shown) < 20


async def test_somebody_who_waits_for_each_answer_is_never_too_fast(double: Double) -> None:
    for n in range(30):
        assert (await ask(double, f"q{n}")).params["text"] == f"<b>{n + 1}</b> q{n}"
