"""Questions on Telegram -> what is kept for those who run the bot, and what is not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.telegram.conftest import Start
from tests.telegram.double import Double
from tests.telegram.forum import STAFF
from tests.telegram.parrot import GONE, Parrot

from careerbot.channels.telegram import handoff_words
from careerbot.model import Gap, Tally
from careerbot.store import open_records, open_store


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/state"


def counts(url: str) -> dict[tuple[str, str], int]:
    return {(t.kind, t.key): t.count for t in open_records(url).tallies()}


async def test_a_question_without_a_good_answer_is_kept_without_its_asker(
    double: Double, start: Start, url: str, tmp_path: Path
) -> None:
    kept = open_store(url)
    async with start(kept=kept):
        double.write("stranger things, my name is Ana Diaz", user=471147, first_name="Bartholomew")
        double.write("a good question", user=471147)
        await double.wait(2)
    kept.prune(time.time() + 1, time.time() + 1, 0)
    kept.close()
    today = time.strftime("%Y-%m-%d", time.gmtime())
    assert open_records(url).gaps(0) == [Gap("stranger things, my name is [name]", "declined", 1, today)]
    assert counts(url) == {("plan", "decline"): 1, ("plan", "answer"): 1, ("intent", "pay"): 1}
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not [private for private in (b"471147", b"Bartholomew", b"Ana", b"a good question") if private in files]


async def test_an_outdated_press_counts_for_nothing(double: Double, start: Start, url: str) -> None:
    kept = open_store(url)
    async with start(kept=kept):
        double.write("q")
        await double.wait(1)
        double.press(GONE.data)
        await double.wait(1, "answerCallbackQuery")
        await double.settle()
    kept.close()
    assert {t.kind: t.count for t in open_records(url).tallies()} == {"plan": 1, "intent": 1}


async def test_with_no_days_to_keep_them_wordings_are_only_counted_and_former_ones_go(
    double: Double, parrot: Parrot, start: Start, url: str
) -> None:
    parrot.days = 90
    kept = open_store(url)
    async with start(kept=kept):
        double.write("stranger")
        await double.wait(1)
    assert len(open_records(url).gaps(0)) == 1
    parrot.days = 0
    async with start(kept=kept):
        double.write("stranger")
        await double.wait(2)
    kept.close()
    assert open_records(url).gaps(0) == []
    assert [t for t in open_records(url).tallies() if t.kind == "plan"] == [
        Tally(time.strftime("%G-W%V", time.gmtime()), "plan", "decline", 2)
    ]


async def test_a_hand_off_counts_among_the_gaps_and_the_talk_with_staff_does_not(
    double: Double, start: Start, url: str
) -> None:
    kept = open_store(url)
    async with start(kept=kept, staff_chat=STAFF):
        double.write("human, my name is Ana Diaz")
        await double.wait(1)
        double.press(handoff_words.YES)
        double.write("I was fired")
        await double.wait(1, "copyMessage")
    kept.close()
    [gap] = open_records(url).gaps(0)
    assert (gap.wording, gap.reason, gap.count) == ("human, my name is [name]", "handoff", 1)
    assert {key: n for key, n in counts(url).items() if key[0] == "plan"} == {("plan", "handoff"): 1}
