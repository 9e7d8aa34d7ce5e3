"""/settings -> a menu that changes in place, and answers as it says."""

from __future__ import annotations

import pytest
from tests.telegram.double import Call, Double
from tests.telegram.parrot import Parrot

from careerbot.channels.telegram import settings, words
from careerbot.model import Message, State, Wishes
from careerbot.store import Store

pytestmark = pytest.mark.usefixtures("channel")


def data_of(call: Call, label: str) -> str:
    """What the button with a label sends."""
    rows = call.params["reply_markup"]["inline_keyboard"]
    return next(str(b["callback_data"]) for row in rows for b in row if b["text"] == label)


async def ask(double: Double, text: str, **more: int) -> Call:
    before = len(double.done("sendMessage"))
    double.write(text, **more)
    return (await double.wait(before + 1))[before]


async def press(double: Double, call: Call, label: str, **more: int) -> Call:
    """The change that a press brings to the message."""
    before = len(double.done("editMessageText"))
    double.press(data_of(call, label), number=call.result["message_id"], **more)
    return (await double.wait(before + 1, "editMessageText"))[before]


async def test_a_press_changes_the_menu_in_place_and_what_is_kept(double: Double, store: Store) -> None:
    menu = await ask(double, "/settings")
    assert "Pay: as printed" in menu.params["text"]
    changed = await press(double, menu, "By the hour")
    assert "Pay: by the hour" in changed.params["text"]
    changed = await press(double, changed, "Short")
    assert data_of(changed, "✓ By the hour")
    assert store.load("tg:7").wishes == Wishes(unit="hour", length="short")
    closed = await press(double, changed, "Done")
    assert (closed.params["text"], "reply_markup" in closed.params) == (settings.CLOSED, False)


async def test_a_place_is_chosen_by_typing_it(double: Double, store: Store, parrot: Parrot) -> None:
    asked = await press(double, await ask(double, "/settings"), "Choose a place")
    assert asked.params["text"] == settings.TYPE_PLACE
    assert "Place: Ohio" in (await ask(double, "i live in ohio")).params["text"]
    assert store.load("tg:7") == State(areas=("ohio",), wishes=Wishes(place="ohio"))
    assert (await ask(double, "maine again")).params["text"] == "<b>1</b> maine again"
    assert parrot.heard[-1] == Message(text="maine again")


async def test_a_question_typed_instead_of_a_place_is_answered_and_no_place_is_waited_for(double: Double) -> None:
    await press(double, await ask(double, "/settings"), "Choose a place")
    assert (await ask(double, "what does it pay")).params["text"] == "<b>1</b> what does it pay"
    assert (await ask(double, "ohio")).params["text"] == "<b>2</b> ohio"


async def test_a_place_can_be_named_with_the_command_and_taken_away(double: Double, store: Store) -> None:
    menu = await ask(double, "/settings texas")
    assert "Place: Texas" in menu.params["text"]
    assert "Place: none" in (await press(double, menu, "No place")).params["text"]
    assert store.load("tg:7") == State()


async def test_a_name_of_several_places_is_asked_back(double: Double, store: Store) -> None:
    which = await ask(double, "/settings portland")
    assert which.params["text"] == settings.WHICH_PLACE
    await press(double, which, "Maine")
    assert store.load("tg:7").wishes.place == "maine"


async def test_an_unknown_place_is_told_so_with_the_menu(double: Double, store: Store) -> None:
    menu = await ask(double, "/settings xyzzy")
    assert menu.params["text"].startswith(settings.NO_PLACE + "<b>Your settings")
    assert store.load("tg:7") == State()


async def test_the_place_talked_of_is_offered(double: Double) -> None:
    await ask(double, "pay in ohio")
    assert "Place: Ohio" in (await press(double, await ask(double, "/settings"), "Use Ohio")).params["text"]


@pytest.mark.parametrize(
    "data", ["tg:set:place:nowhere", "tg:set:unit:day", "tg:set:length:x", "tg:set:", "tg:set:x:y"]
)
async def test_a_forged_or_outdated_setting_changes_nothing(double: Double, store: Store, data: str) -> None:
    await ask(double, "/settings")
    double.press(data)
    [toast] = await double.wait(1, "answerCallbackQuery")
    assert (toast.params["text"], store.load("tg:7")) == (words.OUTDATED, State())


async def test_everybody_in_a_group_has_settings_of_their_own(double: Double, store: Store) -> None:
    menu = await ask(double, "/settings@career_test_bot", user=7, chat=-100)
    assert data_of(menu, "✓ Short")
    double.press(data_of(menu, "Normal"), user=8, chat=-100)
    [toast] = await double.wait(1, "answerCallbackQuery")
    assert toast.params["text"] == words.NOT_YOURS
    await press(double, menu, "Full", user=7, chat=-100)
    assert [store.load(f"tg:-100:{user}").wishes.length for user in (7, 8)] == ["full", ""]
