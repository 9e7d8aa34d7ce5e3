"""A state file -> kept by one process, for its owner's eyes, and refused when it is not in order."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from careerbot.model import Record, State
from careerbot.store import Letter, Settled, StoreError, find_default_file, open_records, open_store


def test_the_text_of_a_letter_that_is_done_is_gone_from_the_file(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/state")
    store.add([Letter("1", "a", "a!", "my secret question")], 0)
    [claim] = store.claim(1)
    store.finish(claim, Settled(), 0)
    store.close()
    assert b"my secret question" not in b"".join(p.read_bytes() for p in tmp_path.iterdir())


def test_a_second_user_of_the_file_is_refused(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/state")
    with pytest.raises(StoreError, match="in use by another process"):
        open_store(f"sqlite:///{tmp_path}/state")
    store.add([Letter("1", "a", "a!", "x")], 0)
    store.close()
    open_store(f"sqlite:///{tmp_path}/state").close()


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/new/state").close()
    assert (tmp_path / "new" / "state").stat().st_mode & 0o077 == 0
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content", [b"this is no database, it is only text " * 30, b"SQLite format 3\0" + b"\7" * 5000]
)
def test_a_file_that_is_no_state_file_is_refused_and_left_as_it_was(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="cannot be used"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_a_state_file_of_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state"
    open_store(f"sqlite:///{path}").close()
    db = sqlite3.connect(path)
    db.execute("pragma user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="version is 99"):
        open_store(f"sqlite:///{path}")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be made"):
        open_store(f"sqlite:///{tmp_path}/file/state")


def test_a_state_that_cannot_be_read_is_a_fresh_one(tmp_path: Path) -> None:
    path = tmp_path / "state"
    store = open_store(f"sqlite:///{path}")
    store.save("a!", State(turn=3), 0)
    store.close()
    db = sqlite3.connect(path)
    db.execute("update conv set body = 'nonsense'")
    db.commit()
    db.close()
    again = open_store(f"sqlite:///{path}")
    assert again.load("a!") == State()
    again.close()


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://host/path", "sqlite://", "state.db"])
def test_an_unknown_kind_of_state_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="must be"):
        open_store(url)


def test_without_a_url_the_state_is_in_the_users_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("platformdirs.user_state_path", lambda _: tmp_path)
    open_store().close()
    assert find_default_file().exists()


def test_a_state_file_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/state"
    open_store(url).close()
    db = sqlite3.connect(tmp_path / "state")
    db.executescript(
        "drop table gaps; drop table tallies; drop table notes; drop index inbox_chat; drop index outbox_later"
    )
    db.execute("pragma user_version = 1")
    db.close()
    with pytest.raises(StoreError, match="cannot be read"):
        open_records(url).tallies()
    store = open_store(url)
    store.keep(Record((), "is it loud", "unsure"), 0)
    store.close()
    assert len(open_records(url).gaps(-1)) == 1


def test_a_file_that_is_no_state_file_cannot_be_read(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/state"
    (tmp_path / "state").write_text("this is no database, it is only text " * 30)
    with pytest.raises(StoreError, match="cannot be read"):
        open_records(url).gaps(0)
