"""An answer longer than a message -> pages that turn in place, from buttons that hold no state."""

from __future__ import annotations

from typing import Any

import pytest
from tests.telegram.conftest import Start
from tests.telegram.double import Call, Double
from tests.telegram.parrot import Parrot

from careerbot.channels.telegram import pages, words
from careerbot.model import Reply

LONG = Reply("", "\n\n".join(f"<b>Part {n}.</b> " + "word " * 100 for n in range(20)), ())


def turns(call: Call) -> dict[str, str]:
    """The buttons that turn pages: label to data."""
    rows: list[list[dict[str, Any]]] = call.params["reply_markup"]["inline_keyboard"]
    return {b["text"]: b["callback_data"] for row in rows for b in row if b["text"].startswith("Page")}


async def test_pages_turn_in_place_there_and_back_even_after_a_restart(
    double: Double, start: Start, parrot: Parrot
) -> None:
    parrot.special = {"long": LONG, "v1|pay": LONG}
    async with start():
        double.write("long")
        [first] = await double.wait(1)
        assert list(turns(first)) == ["Page 2 of 3"]
        double.press(turns(first)["Page 2 of 3"])
        [second] = await double.wait(1, "editMessageText")
    async with start():
        assert list(turns(second)) == ["Page 1 of 3", "Page 3 of 3"]
        double.press(turns(second)["Page 3 of 3"])
        third = (await double.wait(2, "editMessageText"))[-1]
        double.press(turns(third)["Page 2 of 3"])
        await double.wait(3, "editMessageText")
    shown = [c.params["text"] for c in (first, second, third)]
    assert "".join(shown).count("word") == 2000
    assert len(double.shown()) == 1


@pytest.mark.usefixtures("channel")
async def test_a_page_of_an_answer_that_is_shorter_now_is_its_last_one(double: Double) -> None:
    double.write("q")
    await double.wait(1)
    double.press("tg:page:7:v1|pay")
    [edit] = await double.wait(1, "editMessageText")
    assert edit.params["text"] == "<b>2</b> v1|pay"


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize("data", ["tg:page:1:p|gone", "tg:page:x:v1|pay", "tg:page::", "tg:page:1", "tg:page:1:"])
async def test_a_forged_page_is_outdated(double: Double, parrot: Parrot, data: str) -> None:
    double.write("q")
    await double.wait(1)
    double.press(data)
    [toast] = await double.wait(1, "answerCallbackQuery")
    assert toast.params["text"] == words.OUTDATED


def test_any_other_press_is_none_of_a_page() -> None:
    assert pages.read_press("v1|pay") == (None, "v1|pay")
    assert pages.read_press("tg:page:2:v1|pay") == (2, "v1|pay")
