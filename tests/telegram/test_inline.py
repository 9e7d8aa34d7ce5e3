"""Words typed behind the bot's name in any chat -> answers to share, soon, and nothing kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.telegram.conftest import Start
from tests.telegram.double import Call, Double, Fault
from tests.telegram.parrot import Parrot

from careerbot.channels.telegram import links, words
from careerbot.model import Message, Reply
from careerbot.store import open_records, open_store


async def type_inline(double: Double, query: str, count: int = 1) -> Call:
    number = double.type_inline(query)
    call = (await double.wait(count, "answerInlineQuery"))[-1]
    assert call.params["inline_query_id"] == number
    return call


@pytest.mark.usefixtures("channel")
async def test_answers_come_to_share_with_their_titles_and_first_lines(double: Double, parrot: Parrot) -> None:
    parrot.special["pay"] = Reply("$50,340 a year.\n\nSource: BLS", "<b>$50,340</b> a year.\n\n<i>Source: BLS</i>", ())
    call = await type_inline(double, "pay")
    [result] = call.params["results"]
    assert (result["type"], result["title"], result["description"]) == ("article", "What it pays", "$50,340 a year.")
    content = result["input_message_content"]
    assert (content["message_text"], content["parse_mode"]) == (parrot.special["pay"].html, "HTML")
    assert call.params["cache_time"] == 300
    assert "is_personal" not in call.params or call.params["is_personal"] in (False, "false")
    assert call.params["button"] == {"text": words.INLINE_PRIVATE, "start_parameter": "pay"}


@pytest.mark.usefixtures("channel")
async def test_the_same_words_give_the_same_ids_to_everybody(double: Double) -> None:
    ids = [[r["id"] for r in (await type_inline(double, "pay", n)).params["results"]] for n in (1, 2)]
    assert ids[0] == ids[1]


@pytest.mark.usefixtures("channel")
async def test_nothing_typed_yet_gives_examples(double: Double, parrot: Parrot) -> None:
    call = await type_inline(double, "")
    assert call.params["results"]
    assert len(parrot.heard) >= 4


@pytest.mark.usefixtures("channel")
async def test_a_question_that_is_not_ours_gives_only_the_way_to_a_chat_of_two(double: Double, parrot: Parrot) -> None:
    parrot.special["stranger things"] = Reply("No.", "No.", ())
    call = await type_inline(double, "stranger things")
    assert call.params["results"] == []
    assert call.params["button"]["start_parameter"] == "stranger_things"


@pytest.mark.usefixtures("channel")
async def test_a_cry_for_help_is_answered_to_its_writer_alone(double: Double, parrot: Parrot) -> None:
    call = await type_inline(double, "despair")
    assert (call.params["results"], call.params["cache_time"], call.params["is_personal"]) == ([], 0, "true")
    assert call.params["button"] == {"text": words.INLINE_HELP, "start_parameter": links.HELP_NOW}
    assert parrot.heard == [Message(text="despair")]


async def test_nothing_of_it_is_kept_or_counted(double: Double, start: Start, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/state"
    kept = open_store(url)
    async with start(kept=kept):
        await type_inline(double, "stranger Rumpelstiltskin")
    kept.prune(0, 0, 0)
    kept.close()
    assert (open_records(url).tallies(), open_records(url).gaps(0)) == ([], [])
    assert b"Rumpel" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.usefixtures("channel")
async def test_it_waits_for_no_message_to_the_same_person(double: Double) -> None:
    double.faults = [Fault("sendMessage", 502, count=10_000)]
    double.write("q")
    await type_inline(double, "pay")
    assert double.done("sendMessage") == []


@pytest.mark.usefixtures("channel")
async def test_one_that_comes_too_late_for_telegram_is_let_go(double: Double, caplog: pytest.LogCaptureFixture) -> None:
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    double.faults = [Fault("answerInlineQuery", 400, why=late)]
    double.type_inline("pay")
    await type_inline(double, "pay in ohio")
    assert not [r for r in caplog.records if r.levelname == "ERROR"]


@pytest.mark.usefixtures("channel")
async def test_somebody_who_types_without_end_is_not_answered_for_a_while_and_not_told_so(double: Double) -> None:
    for _ in range(70):
        double.type_inline("pay")
    await double.settle()
    assert 1 <= len(double.done("answerInlineQuery")) < 70
    assert double.shown() == []
