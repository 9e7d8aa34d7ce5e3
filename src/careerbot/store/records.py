"""Records of turns -> two tables of counts in SQLite, and back: wordings by day, everything else by week."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from careerbot.model import Gap, Record, Tally
from careerbot.store.base import StoreError

# A row is a number only: who asked, when in the day, and what else was asked in the same talk cannot be told from it.
TABLES = """
create table gaps (day text not null, wording text not null, reason text not null, count integer not null,
                   primary key (day, wording, reason)) without rowid;
create table tallies (week text not null, kind text not null, key text not null, count integer not null,
                      primary key (week, kind, key)) without rowid;
"""
_ONE_MORE = "on conflict do update set count = count + 1"


def write_record(db: sqlite3.Connection, record: Record, now: float) -> None:
    """Adds what a turn leaves, inside the caller's transaction."""
    week = _week_of(now)
    db.executemany(
        f"insert into tallies values (?, ?, ?, 1) {_ONE_MORE}", [(week, kind, key) for kind, key in record.counts]
    )
    if record.reason:
        row = _day_of(now), record.wording, record.reason
        db.execute(f"insert into gaps values (?, ?, ?, 1) {_ONE_MORE}", row)


def drop_gaps(db: sqlite3.Connection, before: float) -> None:
    """Deletes the wordings of the day of a time and of earlier days."""
    db.execute("delete from gaps where day <= ?", (_day_of(before),))


def _day_of(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()


def _week_of(at: float) -> str:
    year, week, _ = datetime.fromtimestamp(at, UTC).isocalendar()
    return f"{year}-W{week:02}"


class SqliteRecords:
    """`Records` in the file of a `SqliteStore`, which may be in use by the process that serves.

    Raises StoreError when there is no such file or it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise StoreError(f"there is no state file {path} yet; it is made where the bot serves people")
        self._name = path
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=5)

    def gaps(self, after: float) -> list[Gap]:
        """See `Records`."""
        rows = self._ask(
            "select wording, reason, sum(count), max(day) from gaps where day > ? group by wording, reason"
            " order by sum(count) desc, wording, reason",
            (_day_of(after),),
        )
        return [Gap(wording, reason, count, day) for wording, reason, count, day in rows]

    def tallies(self) -> list[Tally]:
        """See `Records`."""
        rows = self._ask("select week, kind, key, count from tallies order by week, kind, count desc, key")
        return [Tally(*row) for row in rows]

    def _ask(self, query: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"the state file {self._name} cannot be read: {error}") from error

    def close(self) -> None:
        """See `Records`."""
        self._db.close()
