"""Records of turns -> two tables of counts, and back: wordings by day, everything else by week."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from careerbot.model import Gap, Record, Tally
from careerbot.store.database import Database

# A row is a number only: who asked, when in the day, and what else was asked in the same talk cannot be told from it.
TABLES = """
create table gaps (day text not null, wording text not null, reason text not null, count integer not null,
                   primary key (day, wording, reason)){compact};
create table tallies (week text not null, kind text not null, key text not null, count integer not null,
                      primary key (week, kind, key)){compact};
"""


def write_record(db: Database, record: Record, now: float) -> None:
    """Adds what a turn leaves, inside the caller's transaction."""
    week = _week_of(now)
    # In one order everywhere: processes that add to the same counts must not wait for each other in a circle.
    if counts := sorted(record.counts):
        db.execute(
            f"insert into tallies values {', '.join(['(?, ?, ?, 1)'] * len(counts))}"
            " on conflict (week, kind, key) do update set count = tallies.count + 1",
            [value for kind, key in counts for value in (week, kind, key)],
        )
    if record.reason:
        db.execute(
            "insert into gaps values (?, ?, ?, 1)"
            " on conflict (day, wording, reason) do update set count = gaps.count + 1",
            (_day_of(now), record.wording, record.reason),
        )


def drop_gaps(db: Database, before: float) -> None:
    """Deletes the wordings of the day of a time and of earlier days."""
    db.execute("delete from gaps where day <= ?", (_day_of(before),))


def _day_of(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()


def _week_of(at: float) -> str:
    year, week, _ = datetime.fromtimestamp(at, UTC).isocalendar()
    return f"{year}-W{week:02}"


class TableRecords(ABC):
    """`Records` but for how each database is asked."""

    @abstractmethod
    def _ask(self, query: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""

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
