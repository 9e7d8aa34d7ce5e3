"""Wordings without a good answer -> groups a counselor can work through, and FAQ entries that pass every check."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from careerbot.bot import CareerBot
from careerbot.content.checks import check_layers
from careerbot.content.knowledge import load_knowledge
from careerbot.model import Gap
from careerbot.workshop.filling import CannotMakeError
from careerbot.workshop.gap_entries import write_entry
from careerbot.workshop.gaps import Group, Placed, describe_group, group_gaps, list_group, place_groups
from careerbot.workshop.replay import find_scripts, play

BASE = Path(__file__).parents[1] / "broken" / "_base" / "knowledge"
DAY = "2026-11-20"


def gap(wording: str, count: int = 1, reason: str = "declined", day: str = DAY) -> Gap:
    return Gap(wording, reason, count, day)  # type: ignore[arg-type]


def wordings(groups: list[Group]) -> list[list[str]]:
    return [[text for text, _ in group.wordings] for group in groups]


# ------------------------------------------------------------------ groups
def test_alike_wordings_are_one_group_and_the_most_frequent_comes_first() -> None:
    gaps = [gap("is it loud"), gap("can i visit a plant", 2), gap("how do i visit the plant?"), gap("plant VISIT")]
    groups = group_gaps(gaps, {})
    assert wordings(groups) == [["can i visit a plant", "how do i visit the plant?", "plant VISIT"], ["is it loud"]]
    assert [group.count for group in groups] == [4, 1]


def test_a_group_says_why_its_wordings_are_gaps_and_when_last() -> None:
    gaps = [gap("plant visit", 2, "unsure", "2026-11-01"), gap("plant visit", 3, "handoff", "2026-11-05")]
    [group] = group_gaps(gaps, {})
    assert (group.wordings, group.reasons, group.day) == (
        (("plant visit", 5),),
        (("handoff", 3), ("unsure", 2)),
        "2026-11-05",
    )


def test_slang_and_what_was_masked_do_not_keep_wordings_apart() -> None:
    gaps = [gap("my name is [name], where is the skool bus"), gap("where is the school bus, [email]")]
    assert len(group_gaps(gaps, {"skool": "school"})) == 1


def test_typing_errors_are_mended_by_the_bot_before_wordings_are_compared() -> None:
    gaps = [gap("plant vist"), gap("plant visit")]
    assert len(group_gaps(gaps, {}, lambda text: text.replace("vist", "visit"))) == 1


def test_wordings_of_one_everyday_word_each_are_not_thrown_together() -> None:
    assert len(group_gaps([gap("why"), gap("how"), gap("[name]"), gap("what")], {})) == 4


def test_with_a_sentence_model_wordings_of_one_meaning_are_one_group() -> None:
    intents = pytest.importorskip("careerbot.reading.intents")
    encode = intents.usual_encode()
    if encode is None:
        pytest.skip("no sentence model here")
    gaps = [gap("how much do firemen earn"), gap("what is the salary of a firefighter"), gap("where do i park")]
    assert [len(group.wordings) for group in group_gaps(gaps, {}, encode=encode)] == [2, 1]


def test_the_order_of_what_is_kept_changes_nothing() -> None:
    gaps = [
        gap(text, 1 + n % 3) for n, text in enumerate(["plant visit", "visit a plant", "bus pass", "a bus", "tours"])
    ]
    assert group_gaps(gaps, {}) == group_gaps(gaps[::-1], {})


def test_five_thousand_wordings_take_seconds() -> None:
    topics, verbs = "bus parking library dorm lunch visa uniform locker badge pass".split(), "get find lose buy".split()
    gaps = [gap(f"{v} {t} {n % 97} in hall {n}") for n in range(125) for t in topics for v in verbs]
    began = time.process_time()
    assert sum(group.count for group in group_gaps(gaps, {})) == 5000
    assert time.process_time() - began < 5


# ------------------------------------------------------------------ what comes nearest
@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school's own folder with one FAQ entry."""
    folder = tmp_path_factory.mktemp("school")
    (folder / "faq").mkdir()
    (folder / "dialogues").mkdir()
    (folder / "dialogues" / "open.txt").write_text("# open day\n> when is the open day\n< In May\n")
    lines = ["entries:", "  - id: plant-visit", "    intent: duties", "    asks: [when is the open day]"]
    (folder / "faq" / "open.yaml").write_text("\n".join([*lines, "    say: In May.", "    from: survey", ""]))
    return folder


@pytest.fixture(scope="module")
def bot(school: Path) -> CareerBot:
    return CareerBot.load(BASE, school)


def place(bot: CareerBot, *gaps: Gap) -> list[Placed]:
    return list(place_groups(group_gaps(gaps, bot.knowledge.words), bot))


def test_a_group_is_shown_with_the_entry_and_the_intent_that_come_nearest(bot: CareerBot, school: Path) -> None:
    [placed] = place(bot, gap("when is the open day at school", 2), gap("open day at school when?"))
    assert placed.entry
    assert (placed.entry.id, placed.entry.where) == ("faq.plant-visit", f"{school.name}/faq/open.yaml:5:10")
    assert 0.5 < placed.entry.score < 1
    lines = "\n".join(describe_group(placed))
    assert "1     3 ×  when is the open day at school" in lines
    assert "also: open day at school when?" in lines
    assert "entry faq.plant-visit 0." in lines


def test_tools_get_the_same_as_plain_values(bot: CareerBot) -> None:
    [placed] = place(bot, gap("what is it like to be a welder", 2, "unsure"))
    listed = list_group(placed)
    assert (listed["number"], listed["count"], listed["last"], listed["reasons"]) == (1, 2, DAY, {"unsure": 2})
    assert listed["wordings"] == [{"text": "what is it like to be a welder", "count": 2}]
    assert listed["intent"]["id"] == "duties"


def test_a_wording_that_is_like_nothing_at_all_has_nothing_near(bot: CareerBot) -> None:
    [placed] = place(bot, gap("zzz qqq"))
    assert placed.entry is None


# ------------------------------------------------------------------ FAQ entries
def test_an_entry_of_a_group_passes_every_check_and_has_its_phrasings(bot: CareerBot, tmp_path: Path) -> None:
    [placed] = place(
        bot, gap("Where's the [name] bus: to campus?", 2), gap("- where is the campus BUS"), gap("campus bus yes")
    )
    paths = write_entry(placed, bot, tmp_path, [BASE])
    assert paths == [tmp_path / "faq" / "bus-campus.yaml", tmp_path / "dialogues" / "bus-campus.txt"]
    assert check_layers([BASE, tmp_path]) == []
    [entry] = [f for f in load_knowledge([BASE, tmp_path])[0].faq if f.id == "bus-campus"]
    assert entry.asks == ("where is the bus to campus", "campus bus yes", "where is the campus bus")
    assert entry.item.text.endswith("A counselor can answer that. room 12")


def test_the_conversation_that_comes_with_an_entry_goes_as_written(bot: CareerBot, tmp_path: Path) -> None:
    [placed] = place(bot, gap("Where's the [name] bus: to campus?", 2))
    write_entry(placed, bot, tmp_path, [BASE])
    [script] = find_scripts([tmp_path])
    assert [outcome.misses for outcome in play(script, CareerBot.load(BASE, tmp_path))] == [()]


@pytest.mark.parametrize(
    "wording", ["yes: [no] {a} # 1.10", "'quoted' \"words\" & *stars", "=2+5", "ünïcödé ☃", "null"]
)
def test_whatever_people_typed_the_file_passes_every_check(bot: CareerBot, tmp_path: Path, wording: str) -> None:
    [placed] = place(bot, gap(wording))
    write_entry(placed, bot, tmp_path, [BASE])
    assert check_layers([BASE, tmp_path]) == []


def test_an_entry_never_takes_the_place_of_another(bot: CareerBot, school: Path, tmp_path: Path) -> None:
    [placed] = place(bot, gap("plant visit"))
    first, _ = write_entry(placed, bot, tmp_path, [BASE, school])
    assert first.stem == "plant-visit-2"
    before = first.read_bytes()
    with pytest.raises(CannotMakeError, match="at a FAQ entry already"):
        write_entry(placed, bot, tmp_path, [BASE, school])
    first.write_text("entries:\n")
    assert write_entry(placed, bot, tmp_path, [BASE, school])[0].stem == "plant-visit-3"
    assert before != first.read_bytes() == b"entries:\n"


def test_phrasings_of_other_entries_are_left_to_them(bot: CareerBot, school: Path, tmp_path: Path) -> None:
    [placed] = place(bot, gap("When is the open day?", 2), gap("open day"))
    path, _ = write_entry(placed, bot, tmp_path, [BASE, school])
    assert "- open day\n" in path.read_text()
    assert check_layers([BASE, school, tmp_path]) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_folder_that_cannot_be_written_is_told_of(bot: CareerBot, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    [placed] = place(bot, gap("plant visit"))
    with pytest.raises(OSError, match="ermission"):
        write_entry(placed, bot, tmp_path, [BASE])
