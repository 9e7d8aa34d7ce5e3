"""Thumbs under answers -> counts and open questions for counselors, and nothing of who pressed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from tests.telegram.conftest import Start
from tests.telegram.double import Call, Double
from tests.telegram.parrot import MORE, NEXT, Parrot

from careerbot.channels.telegram import ratings, words
from careerbot.model import Gap
from careerbot.store import open_records, open_store


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/state"


def thumbs(call: Call) -> list[str]:
    """The data of the buttons that rate an answer; empty where it has none."""
    rows: list[list[dict[str, Any]]] = (call.params.get("reply_markup") or {}).get("inline_keyboard", [])
    return [b["callback_data"] for row in rows for b in row if ratings.is_rating(b["callback_data"])]


def rated(url: str) -> dict[str, int]:
    return {t.key: t.count for t in open_records(url).tallies() if t.kind == "rating"}


async def test_a_thumbs_down_keeps_the_masked_wording_and_takes_the_row_away(
    double: Double, start: Start, url: str
) -> None:
    kept = open_store(url)
    async with start(kept=kept):
        double.write("my name is Ana Diaz, what does it pay")
        [answer] = await double.wait(1)
        liked, disliked = thumbs(answer)
        double.press(disliked)
        [toast] = await double.wait(1, "answerCallbackQuery")
        [change] = await double.wait(1, "editMessageReplyMarkup")
    kept.close()
    assert (toast.params["text"], liked[:6]) == (words.DISLIKED, "tg:up:")
    assert thumbs(change) == []
    assert change.params["reply_markup"]["inline_keyboard"][0][0]["text"] == MORE.label
    today = time.strftime("%Y-%m-%d", time.gmtime())
    assert open_records(url).gaps(0) == [Gap("my name is [name], what does it pay", "thumbs_down", 1, today)]
    assert rated(url) == {"disliked": 1}


async def test_a_thumbs_up_is_only_counted(double: Double, start: Start, url: str) -> None:
    kept = open_store(url)
    async with start(kept=kept):
        double.write("q")
        double.press(thumbs((await double.wait(1))[0])[0])
        [toast] = await double.wait(1, "answerCallbackQuery")
        await double.wait(1, "editMessageReplyMarkup")
    kept.close()
    assert toast.params["text"] == words.LIKED
    assert (rated(url), open_records(url).gaps(0)) == ({"liked": 1}, [])


async def test_an_answer_is_rated_once_even_by_two_quick_presses(double: Double, start: Start, url: str) -> None:
    kept = open_store(url)
    async with start(kept=kept):
        double.write("q")
        liked, disliked = thumbs((await double.wait(1))[0])
        double.press(liked)
        double.press(disliked)
        toasts = await double.wait(2, "answerCallbackQuery")
    kept.close()
    assert [t.params["text"] for t in toasts] == [words.LIKED, words.RATED]
    assert rated(url) == {"liked": 1}


async def test_an_answer_can_be_rated_after_a_restart(double: Double, start: Start, url: str) -> None:
    kept = open_store(url)
    async with start(kept=kept):
        double.write("q")
        [answer] = await double.wait(1)
    async with start(kept=kept):
        double.press(thumbs(answer)[1])
        await double.wait(1, "editMessageReplyMarkup")
    kept.close()
    assert rated(url) == {"disliked": 1}


async def test_more_of_an_answer_keeps_its_row_and_the_answer_to_a_press_has_its_own(
    double: Double, start: Start
) -> None:
    async with start():
        double.write("q")
        [first] = await double.wait(1)
        double.press(MORE.data)
        [more] = await double.wait(1, "editMessageText")
        double.press(NEXT.data)
        below = (await double.wait(2))[-1]
    assert thumbs(more) == thumbs(first)
    assert len(thumbs(below)) == 2
    assert thumbs(below) != thumbs(first)


@pytest.mark.parametrize("text", ["stranger things", "/help", "  "])
async def test_what_answers_no_question_on_a_job_is_not_rated(
    double: Double, start: Start, parrot: Parrot, text: str
) -> None:
    async with start():
        double.write(text)
        [call] = await double.wait(1)
    assert thumbs(call) == []


async def test_a_rating_of_an_answer_forgotten_meanwhile_counts_for_nothing(
    double: Double, start: Start, url: str
) -> None:
    kept = open_store(url)
    async with start(kept=kept):
        double.write("q")
        [answer] = await double.wait(1)
        number = answer.result["message_id"]
        double.write("/forget")
        await double.wait(2)
        double.press(words.FORGET_YES)
        await double.wait(1, "editMessageText")
        double.press(thumbs(answer)[1], number=number)
        toast = (await double.wait(2, "answerCallbackQuery"))[-1]
    kept.close()
    assert toast.params["text"] == words.RATED
    assert (rated(url), open_records(url).gaps(0)) == ({}, [])


def test_wordings_of_answers_are_kept_for_five_answers_and_two_days() -> None:
    note = ""
    for n in range(7):
        note = ratings.add_answer(note, str(n), f"q{n}", 1000.0 + n)
    assert "q1" not in note
    assert ratings.take_answer(note, f"{ratings.LIKED}2", 1010.0)[0] == ratings.Rateable("2", "q2", 1002.0)
    assert ratings.take_answer(note, f"{ratings.LIKED}2", 1010.0 + 2 * 86400) == (None, "")
