"""What turns leave -> kept by day and week, readable while the bot serves, and gone when it should be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from careerbot.model import Gap, Record, State, Tally
from careerbot.store import Letter, Settled, StoreError, find_default_file, open_records, open_store

DAY = 86400.0
# 1970-01-05, a Monday.
MONDAY = 4 * DAY
VISITS = Record((("plan", "decline"), ("intent", "pay")), "can i visit a plant", "declined")

Keep = Callable[..., None]
Kept = Callable[[], bytes]


@pytest.fixture
def keep(url: str) -> Keep:
    """Has a process that serves keep a record, and end."""

    def keep(record: Record, *times: float) -> None:
        store = open_store(url)
        for now in times:
            store.keep(record, now)
        store.close()

    return keep


def test_the_same_wording_is_one_line_with_a_count_and_its_last_day(url: str, keep: Keep) -> None:
    keep(VISITS, 0, 1, MONDAY)
    keep(Record((), "is it loud", "unsure"), 0)
    assert open_records(url).gaps(-DAY) == [
        Gap("can i visit a plant", "declined", 3, "1970-01-05"),
        Gap("is it loud", "unsure", 1, "1970-01-01"),
    ]


def test_turns_are_counted_by_week(url: str, keep: Keep) -> None:
    keep(VISITS, 0, 1, MONDAY)
    assert open_records(url).tallies() == [
        Tally("1970-W01", "intent", "pay", 2),
        Tally("1970-W01", "plan", "decline", 2),
        Tally("1970-W02", "intent", "pay", 1),
        Tally("1970-W02", "plan", "decline", 1),
    ]


def test_a_turn_and_what_it_leaves_are_kept_at_once_or_not_at_all(url: str) -> None:
    store = open_store(url)
    store.add([Letter("1", "a", "a", "x"), Letter("2", "a", "a", "x")], 0)
    store.finish(store.claim(1)[0], Settled(State(), record=VISITS), 0)
    spoilt = Record((("plan", None),), "is it loud", "unsure")  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        store.finish(store.claim(1)[0], Settled(State(turn=7), record=spoilt), 0)
    assert (store.load("a").turn, store.backlog().letters) == (0, 1)
    store.close()
    assert [gap.wording for gap in open_records(url).gaps(-DAY)] == ["can i visit a plant"]


def test_records_can_be_read_while_another_process_serves(url: str) -> None:
    store = open_store(url)
    store.keep(VISITS, 0)
    records = open_records(url)
    assert len(records.gaps(-DAY)) == 1
    store.keep(VISITS, MONDAY)
    assert records.gaps(-DAY)[0].count == 2
    records.close()
    store.close()


def test_nothing_kept_of_a_turn_tells_whose_it_was(url: str, kept: Kept) -> None:
    store = open_store(url)
    store.add([Letter("k77", "chat-4711", "talk-4711", "can i visit a plant")], 0)
    store.finish(store.claim(1)[0], Settled(record=VISITS), 0)
    store.prune(1, 1, -DAY)
    store.close()
    assert b"can i visit" in kept()
    assert b"4711" not in kept()


def test_wordings_go_with_their_last_day_and_counts_stay(url: str, keep: Keep, kept: Kept) -> None:
    keep(VISITS, DAY)
    keep(Record((), "is it loud", "unsure"), 2 * DAY)
    store = open_store(url)
    store.prune(0, 0, asked_before=1.5 * DAY)
    store.close()
    records = open_records(url)
    assert [gap.wording for gap in records.gaps(-DAY)] == ["is it loud"]
    assert len(records.tallies()) == 2
    records.close()
    assert b"is it loud" in kept()
    assert b"can i visit" not in kept()


def test_older_wordings_than_asked_for_are_not_read(url: str, keep: Keep) -> None:
    keep(VISITS, 0, DAY, 2 * DAY)
    assert [gap.count for gap in open_records(url).gaps(after=0.5 * DAY)] == [2]


def test_without_a_url_the_users_own_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_state_path", lambda _: tmp_path)
    open_store().close()
    assert open_records().tallies() == []
    assert find_default_file().exists()


def test_where_nothing_was_kept_the_reason_is_told(url: str) -> None:
    with pytest.raises(StoreError, match=r"no state file|nothing is kept"):
        open_records(url).tallies()


def test_memory_keeps_nothing_to_read() -> None:
    with pytest.raises(StoreError, match="keeps nothing"):
        open_records("memory:")
