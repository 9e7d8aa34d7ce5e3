"""Somebody who wants a person, and the people behind the bot -> one talk, with the bot in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Bot
from tests.telegram.conftest import Start
from tests.telegram.double import BOT, Call, Double, Fault
from tests.telegram.forum import STAFF
from tests.telegram.parrot import Parrot

from careerbot.channels.telegram import handoff_words as said
from careerbot.channels.telegram import words
from careerbot.channels.telegram.handoff_group import find_lack, prepare_group
from careerbot.channels.telegram.request import AiohttpRequest
from careerbot.store import Store

COUNSELOR, COLLEAGUE = 501, 502
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]


@pytest.fixture
async def channel(start: Start) -> AsyncIterator[asyncio.Task[int]]:
    """A channel with a staff group that runs for the whole test."""
    async with start(staff_chat=STAFF) as task:
        yield task


pytestmark = pytest.mark.usefixtures("channel")


def seen(double: Double, chat: int = 7) -> list[str]:
    """What arrived in a chat or, for a topic's number, in that topic, in order: texts, and what copies hold."""
    place, thread = (STAFF, chat) if chat > 9000 else (chat, 0)
    calls = [c for c in double.done(chat=place) if c.method in ("sendMessage", "editMessageText", "copyMessage")]
    return [_hold(double, c) for c in calls if c.params.get("message_thread_id", 0) == thread]


def _hold(double: Double, call: Call) -> str:
    if call.method != "copyMessage":
        return str(call.params["text"])
    copied = double.messages[call.params["from_chat_id"], call.params["message_id"]]
    return str(copied.get("text") or copied.get("caption") or "[picture]")


async def ask(double: Double, text: str = "human, my case is <odd>", user: int = 7) -> Call:
    """Ask for a person, up to the bot's question whether to pass it on."""
    before = len(double.done("sendMessage", user))
    double.write(text, user=user, first_name="Ana <b> Diaz")
    return (await double.wait(before + 1, chat=user))[before]


async def hand_over(double: Double, user: int = 7) -> int:
    """Ask for a person and agree; the topic's number."""
    before = len(double.forum.topics)
    await ask(double, user=user)
    double.press(said.YES, user=user)
    async with asyncio.timeout(8):
        while len(double.forum.topics) == before or not seen(double, max(double.forum.topics)):
            await asyncio.sleep(0.01)
    return max(double.forum.topics)


def staff(double: Double, topic: int, text: str | None, user: int = COUNSELOR, **more: Any) -> int:
    """A message of staff in a topic; its number."""
    return double.write(text, user=user, chat=STAFF, message_thread_id=topic, is_topic_message=True, **more)


async def until(double: Double, text: str, chat: int = 7) -> None:
    """Wait for something to arrive in a chat or topic."""
    async with asyncio.timeout(8):
        while not any(text in shown for shown in seen(double, chat)):
            await asyncio.sleep(0.01)


# ------------------------------------------------------------------ consent
async def test_what_would_be_passed_on_is_shown_first_and_nothing_is_before_the_person_agrees(double: Double) -> None:
    double.write("what pay")
    await double.wait(1)
    shown = (await ask(double)).params
    for part in (
        "<b>Name:</b> Ana &lt;b&gt; Diaz",
        "<b>Asked:</b> human, my case is &lt;odd&gt;",
        "<b>We talked about:</b> What it pays",
        "<b>Job:</b> Welders",
        "<b>Place:</b> Ohio",
    ):
        assert part in shown["text"]
    assert [b["text"] for row in shown["reply_markup"]["inline_keyboard"] for b in row] == [
        "Yes, pass it on",
        "No, keep it here",
    ]
    await double.settle()
    assert double.forum.topics == {}


async def test_who_agrees_gets_hours_and_wait_and_staff_get_just_what_was_shown(double: Double) -> None:
    shown = (await ask(double)).params["text"]
    double.press(said.YES)
    [told] = await double.wait(1, "editMessageText")
    await until(double, "Somebody", 9001)
    summary = shown[shown.index("<blockquote>") : shown.index("</blockquote>")]
    assert summary in seen(double, 9001)[0]
    assert summary in told.params["text"]
    assert "From 8 to 3. Within the hour." in told.params["text"]
    assert not told.params.get("reply_markup")
    assert double.forum.topics[9001].name == "Ana: welder"


async def test_who_does_not_agree_talks_on_with_the_bot(double: Double) -> None:
    await ask(double)
    double.press(said.NO)
    [told] = await double.wait(1, "editMessageText")
    assert told.params["text"] == said.DECLINED
    double.write("what pay")
    await until(double, "what pay")
    assert double.forum.topics == {}


@pytest.mark.parametrize(("typed", "topics"), [("Yes please!", 1), ("no", 0)])
async def test_the_decision_can_be_typed(double: Double, typed: str, topics: int) -> None:
    await ask(double)
    double.write(typed)
    await until(double, "assed on")
    await double.settle()
    assert len(double.forum.topics) == topics


async def test_a_yes_to_something_else_later_is_no_consent(double: Double) -> None:
    await ask(double)
    double.write("something else")
    double.write("yes")
    await until(double, "> yes")
    await double.settle()
    assert double.forum.topics == {}


async def test_agreeing_twice_makes_one_topic(double: Double) -> None:
    await ask(double)
    double.press(said.YES)
    await double.wait(1, "editMessageText")
    await asyncio.sleep(0.25)
    double.press(said.YES)
    await double.wait(2, "answerCallbackQuery")
    await double.settle()
    assert [c.params.get("text") for c in double.done("answerCallbackQuery")] == [None, said.ALREADY]
    assert len(double.forum.topics) == 1


async def test_a_consent_that_nobody_was_asked_for_is_outdated(double: Double) -> None:
    double.write("what pay")
    await double.wait(1)
    double.press(said.YES)
    [toast] = await double.wait(1, "answerCallbackQuery")
    assert toast.params["text"] == words.OUTDATED


async def test_the_command_human_asks_too(double: Double) -> None:
    assert "<b>Name:</b>" in (await ask(double, "/human")).params["text"]


async def test_a_long_question_is_cut_before_it_is_shown(double: Double) -> None:
    shown = (await ask(double, "human " + "x" * 2000)).params["text"]
    asked = shown[shown.index("<b>Asked:</b>") : shown.index("<b>Job")]
    assert asked.endswith("x…\n")
    assert 900 < len(asked) < 1100


# ------------------------------------------------------------------ while it is open
async def test_the_person_and_staff_talk_and_the_bot_keeps_silent(double: Double, parrot: Parrot) -> None:
    topic = await hand_over(double)
    heard = len(double.shown())
    double.write("I was a nurse abroad")
    await until(double, "I was a nurse abroad", topic)
    staff(double, topic, "Which country?")
    await until(double, "Which country?")
    double.write("Chile")
    await until(double, "Chile", topic)
    assert len(double.shown()) == heard
    assert seen(double, topic)[1:] == ["I was a nurse abroad", "Chile"]


async def test_what_is_written_before_the_topic_exists_waits_for_it_in_order(double: Double) -> None:
    double.faults = [Fault("createForumTopic", 502, count=3)]
    await ask(double)
    double.press(said.YES)
    double.write("one")
    double.write("two")
    await until(double, "two", 9001)
    assert seen(double, 9001)[1:] == ["one", "two"]


async def test_two_people_have_a_topic_each(double: Double) -> None:
    mine, yours = await hand_over(double, 7), await hand_over(double, 8)
    double.write("from eight", user=8)
    staff(double, mine, "to seven")
    await until(double, "from eight", yours)
    await until(double, "to seven", 7)
    assert "from eight" not in seen(double, mine)
    assert "to seven" not in seen(double, 8)


async def test_two_staff_at_once_are_both_heard_without_their_names(double: Double) -> None:
    topic = await hand_over(double)
    staff(double, topic, "first", COUNSELOR)
    staff(double, topic, "second", COLLEAGUE)
    await until(double, "second")
    assert seen(double)[-2:] == ["first", "second"]
    assert double.done("forwardmessage") == []


async def test_what_staff_say_among_themselves_stays_there(double: Double) -> None:
    topic = await hand_over(double)
    staff(double, topic, "// she was here in May")
    staff(double, topic, "  //and in June")
    staff(double, topic, "Hello!")
    await until(double, "Hello!")
    assert not any("//" in text for text in seen(double))


async def test_an_album_of_staff_with_an_internal_caption_stays_among_them(double: Double) -> None:
    topic = await hand_over(double)
    staff(double, topic, None, photo=PHOTO, caption="// her letters", media_group_id="a")
    staff(double, topic, None, photo=PHOTO, media_group_id="a")
    staff(double, topic, None, photo=PHOTO, media_group_id="b")
    staff(double, topic, "Hello!")
    await until(double, "Hello!")
    assert seen(double).count("[picture]") == 1


async def test_an_album_of_the_person_arrives_whole(double: Double) -> None:
    topic = await hand_over(double)
    for _ in range(3):
        double.write(None, photo=PHOTO, media_group_id="a")
    async with asyncio.timeout(8):
        while seen(double, topic).count("[picture]") < 3:
            await asyncio.sleep(0.01)
    await double.settle()
    assert not any("I can only read text" in text for text in seen(double))


async def test_edits_arrive_marked_both_ways(double: Double) -> None:
    topic = await hand_over(double)
    number = double.write("in 2012")
    await until(double, "in 2012", topic)
    double.edit(number, "in <2021>")
    await until(double, "<i>Edited:</i> in &lt;2021&gt;", topic)
    number = staff(double, topic, "Come at 8")
    await until(double, "Come at 8")
    double.edit(number, "Come at 9", COUNSELOR, STAFF)
    await until(double, "<i>Edited:</i> Come at 9")


async def test_an_edit_into_an_internal_note_is_not_passed_on(double: Double) -> None:
    topic = await hand_over(double)
    number = staff(double, topic, "// hm")
    double.edit(number, "// hm, no", COUNSELOR, STAFF)
    staff(double, topic, "Hello!")
    await until(double, "Hello!")
    assert not any("hm" in text for text in seen(double))


async def test_a_cry_for_help_is_answered_at_once_and_staff_are_alarmed(double: Double) -> None:
    topic = await hand_over(double)
    double.write("want to die")
    await until(double, "want to die")
    await until(double, said.CRISIS, topic)
    assert seen(double, topic)[-2:] == ["want to die", said.CRISIS]


async def test_a_cry_for_help_is_heard_in_an_edit_too(double: Double) -> None:
    topic = await hand_over(double)
    number = double.write("hm")
    await until(double, "hm", topic)
    double.edit(number, "want to die")
    await until(double, said.CRISIS, topic)
    assert "want to die" in seen(double)[-1]


async def test_commands_still_reach_the_bot(double: Double) -> None:
    topic = await hand_over(double)
    double.write("/privacy")
    await until(double, "privacy")
    await double.settle()
    assert seen(double, topic)[1:] == []


async def test_who_asks_for_a_person_while_with_one_is_told_so(double: Double) -> None:
    topic = await hand_over(double)
    double.write("/human")
    await until(double, said.ALREADY)
    assert len(seen(double, topic)) == 1


async def test_other_talk_in_the_staff_group_is_left_alone(double: Double, parrot: Parrot) -> None:
    topic = await hand_over(double)
    await double.settle()
    heard, calls = len(parrot.heard), len(double.calls)
    double.write("@career_test_bot what pay", user=COUNSELOR, chat=STAFF)
    double.write("/close", user=COUNSELOR, chat=STAFF)
    staff(double, 77, "lunch?")
    staff(double, 77, "/close")
    await double.settle()
    assert (len(parrot.heard), len(double.calls)) == (heard, calls)
    assert double.forum.topics[topic].is_open


async def test_staff_can_ask_how_it_works(double: Double) -> None:
    topic = await hand_over(double)
    staff(double, topic, "/help")
    staff(double, topic, "/ban")
    await until(double, said.UNKNOWN_COMMAND, topic)
    assert said.HELP in seen(double, topic)


async def test_a_message_that_cannot_be_copied_is_told_to_its_writer(double: Double) -> None:
    topic = await hand_over(double)
    double.write(None, dice={"emoji": "🎲", "value": 3})
    await until(double, said.NOT_COPIED)
    staff(double, topic, None, dice={"emoji": "🎲", "value": 3})
    await until(double, said.NOT_DELIVERED, topic)


# ------------------------------------------------------------------ the end
async def test_staff_end_the_talk_and_the_bot_answers_again(double: Double) -> None:
    topic = await hand_over(double)
    staff(double, topic, "/close@career_test_bot")
    await until(double, said.CLOSED_BY_STAFF)
    assert said.ENDED_BY_STAFF in seen(double, topic)
    assert not double.forum.topics[topic].is_open
    double.write("what pay")
    await until(double, "what pay")


async def test_a_topic_closed_by_hand_ends_the_talk(double: Double) -> None:
    topic = await hand_over(double)
    double.forum.topics[topic].is_open = False
    staff(double, topic, None, forum_topic_closed={})
    await until(double, said.CLOSED_BY_STAFF)
    await double.settle()
    assert seen(double, topic)[1:] == []


async def test_the_person_ends_the_talk(double: Double) -> None:
    topic = await hand_over(double)
    double.write("/close")
    await until(double, said.CLOSED_BY_PERSON)
    await until(double, said.ENDED_BY_PERSON, topic)
    await double.settle()
    assert not double.forum.topics[topic].is_open
    double.write("/close")
    await until(double, said.NOTHING_TO_CLOSE)


async def test_a_reply_to_somebody_whose_talk_is_over_is_not_passed_on_and_staff_are_told(double: Double) -> None:
    topic = await hand_over(double)
    staff(double, topic, "/close")
    await until(double, said.CLOSED_BY_STAFF)
    double.forum.topics[topic].is_open = True
    staff(double, topic, "one more thing")
    await until(double, said.NOT_OPEN, topic)
    assert "one more thing" not in seen(double)


async def test_who_comes_back_gets_their_topic_again(double: Double) -> None:
    topic = await hand_over(double)
    double.write("/close")
    await until(double, said.CLOSED_BY_PERSON)
    await ask(double)
    double.press(said.YES)
    double.write("me again")
    await until(double, "me again", topic)
    assert list(double.forum.topics) == [topic]
    assert double.forum.topics[topic].is_open
    assert sum("Somebody would like" in text for text in seen(double, topic)) == 2


# ------------------------------------------------------------------ trouble
async def test_a_topic_that_was_deleted_is_made_anew_with_what_was_written(double: Double) -> None:
    topic = await hand_over(double)
    del double.forum.topics[topic]
    double.write("one")
    double.write("two")
    await until(double, "two", topic + 1)
    assert [text.partition("\n")[0] for text in seen(double, topic + 1)] == [
        "Somebody would like to talk to a person.",
        "one",
        "two",
    ]
    staff(double, topic + 1, "Hello!")
    await until(double, "Hello!")
    await double.settle()
    assert list(double.forum.topics) == [topic + 1]


async def test_a_topic_that_was_deleted_after_the_talk_is_made_anew(double: Double) -> None:
    topic = await hand_over(double)
    double.write("/close")
    await until(double, said.CLOSED_BY_PERSON)
    await double.settle()
    del double.forum.topics[topic]
    await ask(double)
    double.press(said.YES)
    await until(double, "Somebody", topic + 1)
    await double.settle()
    assert len(seen(double, topic + 1)) == 1


async def test_a_topic_that_is_shut_to_the_bot_is_made_anew(double: Double) -> None:
    topic = await hand_over(double)
    double.forum.topics[topic].is_open = False
    double.write("one")
    await until(double, "one", topic + 1)
    double.forum.topics[topic].is_open = True
    staff(double, topic, "Hello?")
    await until(double, said.ELSEWHERE, topic)


async def test_topics_that_cannot_be_found_again_and_again_are_given_up(double: Double) -> None:
    lost = "Bad Request: message thread not found"
    double.faults = [Fault("sendMessage", 400, count=10_000, chat=STAFF, why=lost)]
    await ask(double)
    double.press(said.YES)
    await until(double, "Room &lt;12&gt;.")
    await double.settle()
    assert len(double.forum.topics) <= 7
    double.write("what pay")
    await until(double, "what pay")


async def test_staff_are_told_of_somebody_who_blocked_the_bot_and_of_their_return(double: Double) -> None:
    topic = await hand_over(double)
    double.blocked = {7}
    staff(double, topic, "Hello?")
    await until(double, said.BLOCKED, topic)
    staff(double, topic, "Hello??")
    await until(double, said.GONE, topic)
    double.blocked = set()
    double.write("here I am")
    await until(double, "here I am", topic)
    assert seen(double, topic)[-2:] == [said.BACK, "here I am"]
    staff(double, topic, "Welcome")
    await until(double, "Welcome")


async def test_staff_are_told_at_once_when_somebody_blocks_the_bot(double: Double) -> None:
    topic = await hand_over(double)
    me = {"user": BOT, "status": "member"}
    change = {
        "chat": {"id": 7, "type": "private"},
        "from": {"id": 7, "is_bot": False, "first_name": "Ana"},
        "date": 1,
        "old_chat_member": me,
        "new_chat_member": me | {"status": "kicked", "until_date": 0},
    }
    double.push({"my_chat_member": change})
    await until(double, said.BLOCKED, topic)


@pytest.mark.parametrize("lack", ["is_forum", "may_manage"])
async def test_where_the_group_takes_no_topics_the_person_gets_the_contact(double: Double, lack: str) -> None:
    setattr(double.forum, lack, False)
    await ask(double)
    double.press(said.YES)
    await until(double, "Room &lt;12&gt;.")
    double.write("what pay")
    await until(double, "what pay")


async def test_where_the_bot_was_thrown_out_of_the_group_the_person_gets_the_contact(double: Double) -> None:
    topic = await hand_over(double)
    double.blocked = {STAFF}
    double.write("hello?")
    await until(double, "Room &lt;12&gt;.")
    double.blocked = set()
    await ask(double)
    double.press(said.YES)
    await until(double, "Somebody", topic + 1)


@pytest.mark.parametrize(("lack", "why"), [("is_forum", "no topics"), ("may_manage", "an administrator")])
async def test_what_a_staff_group_lacks_is_logged(
    double: Double, lack: str, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    setattr(double.forum, lack, False)
    async with (
        AiohttpRequest() as request,
        Bot(double.token, f"{double.url}/bot", request=request, get_updates_request=request) as api,
    ):
        assert why in await find_lack(api, STAFF)
        await prepare_group(api, STAFF)
    assert "the staff group cannot take hand-offs" in caplog.messages


async def test_a_channel_that_writes_in_the_group_is_not_staff(double: Double) -> None:
    topic = await hand_over(double)
    channel = {"id": -5, "type": "channel", "title": "News"}
    staff(double, topic, "news", sender_chat=channel)
    staff(double, topic, "from an anonymous admin", sender_chat={"id": STAFF, "type": "supergroup", "title": "Staff"})
    await until(double, "from an anonymous admin")
    assert "news" not in seen(double)


async def test_a_group_that_takes_the_bot_back_gets_hand_offs_again(double: Double) -> None:
    topic = await hand_over(double)
    double.blocked = {STAFF}
    staff(double, topic, "/help")
    await double.settle()
    double.blocked = set()
    double.write("are you there?")
    await until(double, "are you there?", topic)


async def test_staff_are_told_of_a_chat_that_is_no_more(double: Double) -> None:
    topic = await hand_over(double)
    double.faults = [Fault("copyMessage", 400, chat=7, why="Bad Request: chat not found")]
    staff(double, topic, "Hello?")
    await until(double, said.BLOCKED, topic)


async def test_a_topic_whose_receipt_was_lost_is_at_most_made_twice(double: Double) -> None:
    double.faults = [Fault("createForumTopic", "cut after")]
    await ask(double)
    double.press(said.YES)
    double.write("one")
    await until(double, "one", 9002)
    assert len(double.forum.topics) <= 2


# ------------------------------------------------------------------ what is kept
async def test_forget_takes_the_topic_along(double: Double) -> None:
    topic = await hand_over(double)
    double.write("/forget")
    await until(double, "Shall I delete")
    double.press(words.FORGET_YES)
    await until(double, words.FORGOTTEN)
    await until(double, said.TOPIC_FORGOTTEN)
    await double.settle()
    assert double.forum.topics == {}
    assert said.FORGOTTEN in seen(double, STAFF)
    double.write("what pay")
    await until(double, "<b>1</b> what pay")
    assert topic not in double.forum.topics


async def test_where_topics_may_not_be_deleted_forget_closes_it_and_replies_lead_nowhere(double: Double) -> None:
    double.forum.may_delete = False
    topic = await hand_over(double)
    double.write("/forget")
    await until(double, "Shall I delete")
    double.press(words.FORGET_YES)
    await until(double, words.FORGOTTEN)
    await double.settle()
    assert not double.forum.topics[topic].is_open
    double.forum.topics[topic].is_open = True
    staff(double, topic, "are you there?")
    await until(double, said.DELETED, topic)
    assert "are you there?" not in seen(double)


async def test_a_topic_made_for_somebody_who_has_forgotten_meanwhile_is_deleted(double: Double) -> None:
    double.faults = [Fault("createForumTopic", 502, count=6)]
    await ask(double)
    double.press(said.YES)
    double.write("/forget")
    await until(double, "Shall I delete")
    double.press(words.FORGET_YES)
    await until(double, words.FORGOTTEN)
    await double.wait(1, "deleteForumTopic")
    assert double.forum.topics == {}


async def test_nothing_of_a_talk_that_is_over_is_kept_but_its_topic(double: Double, store: Store) -> None:
    await hand_over(double)
    assert "odd" in store.notes("tg:7")["handoff"]
    double.write("/close")
    await until(double, said.CLOSED_BY_PERSON)
    kept = store.notes("tg:7")["handoff"]
    assert "odd" not in kept
    assert "Ana" not in kept


async def test_in_a_group_the_answer_is_the_contact_alone(double: Double) -> None:
    double.write("@career_test_bot human", chat=-100)
    [call] = await double.wait(1, chat=-100)
    assert "Pass it on" not in call.params["text"]


async def test_the_menu_of_the_staff_group_is_set(double: Double) -> None:
    async with asyncio.timeout(8):
        while f"commands chat{STAFF}" not in double.profile:
            await asyncio.sleep(0.01)
    assert [c["command"] for c in double.profile[f"commands chat{STAFF}"]] == ["close", "help"]
