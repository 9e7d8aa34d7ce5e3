"""Path -> a store in one SQLite file, used by one process at a time; the empty path keeps it in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from careerbot.store.base import Claim, Letter, Parcel, StoreError
from careerbot.store.database import Database
from careerbot.store.records import TableRecords
from careerbot.store.tables import VERSION, TableStore, add_tables, list_marks, read_state

_WORDS = {
    "serial": "integer primary key autoincrement",
    "real": "real",
    "bytes": "blob",
    "compact": " without rowid",
    "owner": "",
}


class SqliteStore(TableStore):
    """`Store` in SQLite. Another process that opens the same file is refused for as long as this one has it open.

    Reading it by `SqliteRecords` is not.

    Raises StoreError when the file is in use, is no state file, or cannot be written.
    """

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self.name = str(path or ":memory:")
        # Held until the process ends, even by kill -9. SQLite's own exclusive lock would keep readers out as well.
        self._lock = _lock_file(path) if path else None
        self._db = sqlite3.connect(self.name, timeout=2, isolation_level=None, check_same_thread=False)
        try:
            self._set_up()
        except sqlite3.Error as error:
            self.close()
            raise StoreError(_explain_opening(self.name, error)) from error

    def _set_up(self) -> None:
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma secure_delete = on")
        found = self._db.execute("pragma quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(f"it is damaged ({found}); move it away, or restore a copy")
        self._db.execute("begin exclusive")
        version = self._db.execute("pragma user_version").fetchone()[0]
        if version > VERSION:
            raise sqlite3.DatabaseError(f"its version is {version}, not {VERSION}")
        add_tables(self._db, version, _WORDS)
        self._db.execute(f"pragma user_version = {VERSION}")
        self._db.execute("commit")

    @contextmanager
    def _read(self) -> Iterator[Database]:
        try:
            yield self._db
        except sqlite3.Error as error:
            raise StoreError(f"the state file {self.name} cannot be used: {error}") from error

    @contextmanager
    def _write(self, safe_from_power_cut: bool = False) -> Iterator[Database]:
        with self._read():
            self._db.execute(f"pragma synchronous = {'full' if safe_from_power_cut else 'normal'}")
            self._db.execute("begin immediate")
            try:
                yield self._db
                self._db.execute("commit")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("rollback")
                raise

    def _insert(self, db: Database, letters: Sequence[Letter], now: float) -> int:
        before = self._db.total_changes
        self._db.executemany(
            "insert into inbox (key, chat, conversation, body, done, at) values (?, ?, ?, ?, ?, ?)"
            " on conflict do nothing",
            [(x.key, x.chat, x.conversation, x.body, not x.body, now) for x in letters],
        )
        return self._db.total_changes - before

    def claim(self, limit: int) -> list[Claim]:
        """See `Store`."""
        with self._read() as db:
            rows = db.execute(
                "select key, chat, conversation, body, at from inbox i indexed by inbox_open"
                f" where done = 0 and chat not in ({list_marks(self._reading)}) and seq ="
                " (select min(seq) from inbox where done = 0 and chat = i.chat) order by seq limit ?",
                (*self._reading, limit),
            ).fetchall()
            claims = [self._remember(db, Letter(*row[:4]), row[4]) for row in rows]
        self._reading.update(claim.letter.chat for claim in claims)
        return claims

    def _remember(self, db: Database, letter: Letter, at: float) -> Claim:
        state = db.execute("select body from conv where conversation = ?", (letter.conversation,)).fetchall()
        return Claim(letter, read_state(state[0][0] if state else None), at, self.notes(letter.conversation))

    def due(self, limit: int, now: float) -> list[Parcel]:
        """See `Store`."""
        with self._read() as db:
            rows = db.execute(
                f"select id, chat, body, tries, at from outbox o where chat not in ({list_marks(self._sending)})"
                " and not_before <= ? and id = (select min(id) from outbox where chat = o.chat) order by id limit ?",
                (*self._sending, now, limit),
            ).fetchall()
        self._sending.update(row[1] for row in rows)
        return [Parcel(*row) for row in rows]

    def _line_up(self, db: Database, chats: Iterable[str]) -> None:
        """Nobody else writes to the file anyway."""

    def _wipe(self) -> None:
        # The log of changes would keep what was deleted for a while.
        with self._read() as db:
            db.execute("pragma wal_checkpoint(truncate)")

    def close(self) -> None:
        """See `Store`."""
        self._db.close()
        if self._lock:
            self._lock.release()


class SqliteRecords(TableRecords):
    """`Records` in the file of a `SqliteStore`, which may be in use by the process that serves.

    Raises StoreError when there is no such file or it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise StoreError(f"there is no state file {path} yet; it is made where the bot serves people")
        self._name = path
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=5)

    def _ask(self, query: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"the state file {self._name} cannot be read: {error}") from error

    def close(self) -> None:
        """See `Records`."""
        self._db.close()


def _lock_file(path: Path) -> FileLock:
    """The lock that makes this process the only one that writes; the file, for its owner alone, is made if need be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        lock = FileLock(f"{path}.lock", mode=0o600, blocking=False)
        lock.acquire()
    except Timeout:
        raise StoreError(_explain_lock(str(path))) from None
    except OSError as error:
        raise StoreError(f"the state file {path} cannot be made: {error.strerror}") from error
    return lock


def _explain_opening(name: str, error: sqlite3.Error) -> str:
    return _explain_lock(name) if "locked" in str(error) else f"the state file {name} cannot be used: {error}"


def _explain_lock(name: str) -> str:
    return f"the state file {name} is in use by another process; only one may use it at a time"
