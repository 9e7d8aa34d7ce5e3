"""Answers with a picture -> photos with the words below or after them; the words come whatever becomes of the photo."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pictures import make_jpeg, make_png
from tests.telegram.conftest import Start
from tests.telegram.double import Double, Fault
from tests.telegram.parrot import MORE, NEXT, Parrot

from careerbot.channels.telegram import sender, words
from careerbot.content.pictures import SIZE_LIMIT
from careerbot.model import Picture, Reply
from careerbot.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "map.png"
    path.write_bytes(make_png())
    return path


@pytest.fixture(autouse=True)
def answers(parrot: Parrot, path: Path) -> None:
    """Replies with a picture: one that fits below it, one that is just too long for that, and one of two messages."""
    for name, html in {
        "where": "<b>In Building C.</b>",
        "brim": "<b>" + "x" * 1023 + "</b>.",
        "long": "<b>" + "x" * 1024 + "</b>.",
        "both": "word " * 1000,
    }.items():
        parrot.special[name] = Reply("", html, (MORE, NEXT), picture=Picture(str(path), "A map."))


def labels(params: dict[str, object]) -> list[str]:
    markup = params.get("reply_markup")
    assert markup is None or isinstance(markup, dict)
    return [button["text"] for row in (markup or {}).get("inline_keyboard", []) for button in row]


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize("question", ["where", "brim"])
async def test_a_short_answer_stands_below_its_picture_with_the_buttons(
    double: Double, parrot: Parrot, question: str
) -> None:
    double.write(question)
    [photo] = await double.wait(1, "sendPhoto")
    await double.settle()
    assert photo.params["caption"] == parrot.special[question].html
    assert (photo.params["photo"]["name"], photo.params["photo"]["type"]) == ("map.png", "image/png")
    assert photo.params["photo"]["content"].encode(errors="surrogateescape") == make_png()
    assert labels(photo.params)[:2] == [MORE.label, NEXT.label]
    assert double.shown() == []


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize(("question", "texts"), [("long", 1), ("both", 2)])
async def test_a_longer_answer_comes_after_its_picture_and_the_buttons_are_on_the_last(
    double: Double, question: str, texts: int
) -> None:
    double.write(question)
    sent = await double.wait(texts)
    assert [c.method for c in double.done(chat=7) if c.method.startswith("send")][-texts - 1 :] == [
        "sendPhoto", *["sendMessage"] * texts
    ]  # fmt: skip
    [photo] = double.done("sendPhoto")
    assert ("caption" in photo.params, labels(photo.params)) == (False, [])
    assert [bool(labels(c.params)) for c in sent] == [False] * (texts - 1) + [True]


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize("question", ["where", "long"])
@pytest.mark.parametrize("lack", ["gone", "empty", "no picture", "too big", "a folder"])
async def test_where_the_file_is_no_good_any_more_the_words_come_alone_and_it_is_told_once(
    double: Double, path: Path, parrot: Parrot, caplog: pytest.LogCaptureFixture, question: str, lack: str
) -> None:
    path.unlink()
    if lack == "a folder":
        path.mkdir()
    elif lack != "gone":
        path.write_bytes({"empty": b"", "no picture": b"root:x:0", "too big": make_png() + bytes(SIZE_LIMIT)}[lack])
    double.write(question)
    await double.wait(1)
    double.write(question)
    sent = await double.wait(2)
    assert [c.params["text"] for c in sent] == [parrot.special[question].html] * 2
    assert labels(sent[0].params)[:2] == [MORE.label, NEXT.label]
    assert caplog.messages.count("picture left out") == 1
    assert not [r for r in caplog.records if r.levelname == "ERROR"]


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize(
    "why", ["Bad Request: PHOTO_INVALID_DIMENSIONS", "Bad Request: not enough rights to send photos to the chat"]
)
async def test_where_telegram_refuses_the_picture_the_words_come_alone(
    double: Double, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    double.faults = [Fault("sendPhoto", 400, why=why, count=9)]
    double.write("where")
    double.write("where")
    await double.wait(2)
    assert double.shown() == ["<b>In Building C.</b>"] * 2
    assert caplog.messages.count("picture left out") == 1


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize("kind", [413, 502, "cut"])
async def test_a_picture_that_does_not_get_through_does_not_hold_up_the_words(double: Double, kind: int | str) -> None:
    double.faults = [Fault("sendPhoto", kind, why="Request Entity Too Large", count=99)]
    double.write("where")
    [sent] = await double.wait(1)
    assert sent.params["text"] == "<b>In Building C.</b>"


@pytest.mark.usefixtures("channel")
async def test_a_caption_that_telegram_cannot_read_comes_plain_below_its_picture(
    double: Double, parrot: Parrot, path: Path
) -> None:
    parrot.special["odd"] = Reply("", "In <x>C</x>.", picture=Picture(str(path), "A map."))
    double.write("odd")
    [photo] = await double.wait(1, "sendPhoto")
    assert photo.params["caption"] == "In C."


@pytest.mark.usefixtures("channel")
async def test_a_wait_that_telegram_asks_for_keeps_the_picture(double: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "PICTURE_TRIES", 1)
    double.faults = [Fault("sendPhoto", 429, retry_after=1)]
    double.write("where")
    await double.wait(1, "sendPhoto")
    assert double.shown() == []


@pytest.mark.usefixtures("channel")
async def test_the_answer_to_an_edited_question_is_words_whatever_it_was_before(double: Double) -> None:
    number = double.write("where")
    await double.wait(1, "sendPhoto")
    double.edit(number, "what do welders make")
    [fresh] = await double.wait(1)
    assert "what do welders make" in fresh.params["text"]
    double.edit(number, "where")
    [changed] = await double.wait(1, "editMessageText")
    assert changed.params["text"] == "<b>In Building C.</b>"
    assert len(double.done("sendPhoto")) == 1


@pytest.mark.usefixtures("channel")
async def test_more_of_an_answer_below_a_picture_comes_as_a_message(double: Double) -> None:
    double.write("where")
    await double.wait(1, "sendPhoto")
    double.press(MORE.data)
    [more] = await double.wait(1)
    assert MORE.data in more.params["text"]


@pytest.mark.usefixtures("channel")
async def test_an_answer_below_a_picture_can_be_rated(double: Double) -> None:
    double.write("where")
    [photo] = await double.wait(1, "sendPhoto")
    rows = photo.params["reply_markup"]["inline_keyboard"]
    double.press(rows[-1][0]["callback_data"])
    await double.wait(1, "editMessageReplyMarkup")
    assert words.LIKED in [c.params.get("text") for c in double.done("answerCallbackQuery")]


async def test_a_picture_is_read_when_it_is_sent_also_after_a_restart(
    double: Double, start: Start, path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.5)
    async with start():
        double.faults = [Fault("sendPhoto", 502)]
        double.write("where")
        while not [c for c in double.calls if c.method == "sendPhoto"]:
            await asyncio.sleep(0.01)
    path.write_bytes(make_jpeg())
    path.rename(path.with_suffix(".jpg")).rename(path)
    async with start():
        [photo] = await double.wait(1, "sendPhoto")
    assert photo.params["photo"]["content"].startswith("\udcff\udcd8")
