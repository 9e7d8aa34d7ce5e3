"""What turns leave -> kept by day and week, readable while the bot serves, and gone when it should be."""

from __future__ import annotations

import sqlite3
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


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/state"


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


def test_nothing_kept_of_a_turn_tells_whose_it_was(tmp_path: Path, url: str) -> None:
    store = open_store(url)
    store.add([Letter("k77", "chat-4711", "talk-4711", "can i visit a plant")], 0)
    store.finish(store.claim(1)[0], Settled(record=VISITS), 0)
    store.prune(1, 1, 0)
    store.close()
    assert b"4711" not in b"".join(p.read_bytes() for p in tmp_path.iterdir())


def test_wordings_go_with_their_last_day_and_counts_stay(tmp_path: Path, url: str, keep: Keep) -> None:
    keep(VISITS, DAY)
    keep(Record((), "is it loud", "unsure"), 2 * DAY)
    store = open_store(url)
    store.prune(0, 0, asked_before=1.5 * DAY)
    store.close()
    records = open_records(url)
    assert [gap.wording for gap in records.gaps(-DAY)] == ["is it loud"]
    assert len(records.tallies()) == 2
    records.close()
    assert b"can i visit" not in b"".join(p.read_bytes() for p in tmp_path.iterdir())


def test_older_wordings_than_asked_for_are_not_read(url: str, keep: Keep) -> None:
    keep(VISITS, 0, DAY, 2 * DAY)
    assert [gap.count for gap in open_records(url).gaps(after=0.5 * DAY)] == [2]


def test_a_state_file_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path, url: str, keep: Keep) -> None:
    open_store(url).close()
    db = sqlite3.connect(tmp_path / "state")
    db.executescript("drop table gaps; drop table tallies; drop table notes; pragma user_version = 1;")
    db.close()
    with pytest.raises(StoreError, match="cannot be read"):
        open_records(url).tallies()
    keep(VISITS, 0)
    assert len(open_records(url).gaps(-DAY)) == 1


def test_where_nothing_was_kept_the_reason_is_told(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="no state file"):
        open_records(url)
    with pytest.raises(StoreError, match="keeps nothing"):
        open_records("memory:")
    monkeypatch.setattr("platformdirs.user_state_path", lambda _: tmp_path)
    open_store().close()
    assert open_records().tallies() == []
    assert find_default_file().exists()


def test_a_file_that_is_no_state_file_cannot_be_read(tmp_path: Path, url: str) -> None:
    (tmp_path / "state").write_text("this is no database, it is only text " * 30)
    with pytest.raises(StoreError, match="cannot be read"):
        open_records(url).gaps(0)
