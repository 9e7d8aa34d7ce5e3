"""Path -> a store in one SQLite file, used by one process at a time; the empty path keeps it in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import msgspec
from filelock import FileLock, Timeout

from careerbot.model import Record, State
from careerbot.store import records
from careerbot.store.base import BRIEF, Claim, Held, Letter, Note, Outgoing, Parcel, Settled, StoreError

# Answers remembered in a chat, so that an edited question can have its answer edited.
_REMEMBERED = 20
_TABLES = """
create table inbox (seq integer primary key autoincrement, key text not null unique, chat text not null,
                    conversation text not null, body text not null, done integer not null, at real not null);
create index inbox_open on inbox (seq) where done = 0;
create index inbox_done on inbox (at) where done = 1;
create table conv (conversation text primary key, body blob not null, at real not null) without rowid;
create table outbox (id integer primary key autoincrement, chat text not null, body text not null,
                     tries integer not null default 0, not_before real not null default 0, at real not null);
create index outbox_chat on outbox (chat, id);
create table answers (seq integer primary key, chat text not null, question integer not null, answer integer not null,
                      at real not null, unique (chat, question));
create table blocked (chat text primary key) without rowid;
"""
_NOTES = """
create table notes (conversation text not null, name text not null, body text not null, at real not null,
                    primary key (conversation, name)) without rowid;
"""
# What each version added; a file of an earlier one gets what it lacks.
_ADDED = (_TABLES, records.TABLES, _NOTES)
VERSION = len(_ADDED)

P = ParamSpec("P")
R = TypeVar("R")


def _explained(
    method: Callable[Concatenate[SqliteStore, P], R],
) -> Callable[Concatenate[SqliteStore, P], R]:
    """The method, with SQLite's errors turned into StoreError."""

    @wraps(method)
    def call(self: SqliteStore, /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call it."""
        try:
            return method(self, *args, **kwargs)
        except sqlite3.Error as error:
            raise StoreError(f"the state file {self.name} cannot be used: {error}") from error

    return call


class SqliteStore:
    """`Store` in SQLite. Another process that opens the same file is refused for as long as this one has it open.

    Reading it by `SqliteRecords` is not.

    Raises StoreError when the file is in use, is no state file, or cannot be written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.name = str(path or ":memory:")
        self._reading: set[str] = set()
        self._sending: set[str] = set()
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
        for statement in ";".join(_ADDED[version:]).split(";"):
            self._db.execute(statement)
        self._db.execute(f"pragma user_version = {VERSION}")
        self._db.execute("commit")

    @contextmanager
    def _write(self, safe_from_power_cut: bool = False) -> Iterator[sqlite3.Connection]:
        self._db.execute(f"pragma synchronous = {'full' if safe_from_power_cut else 'normal'}")
        self._db.execute("begin immediate")
        try:
            yield self._db
            self._db.execute("commit")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("rollback")
            raise

    @_explained
    def add(self, letters: Sequence[Letter], now: float) -> int:
        """See `Store`."""
        with self._write(safe_from_power_cut=True) as db:
            before = db.total_changes
            db.executemany(
                "insert into inbox (key, chat, conversation, body, done, at) values (?, ?, ?, ?, ?, ?)"
                " on conflict do nothing",
                [(x.key, x.chat, x.conversation, x.body, not x.body, now) for x in letters],
            )
            new = db.total_changes - before
            db.executemany("delete from blocked where chat = ?", {(x.chat,) for x in letters})
        return new

    @_explained
    def claim(self, limit: int) -> list[Claim]:
        """See `Store`."""
        taken: list[Claim] = []
        while len(taken) < limit:
            row = self._first_of(self._reading)
            if row is None:
                break
            letter, at = Letter(*row[:4]), row[4]
            state, notes = self.load(letter.conversation), self.notes(letter.conversation)
            self._reading.add(letter.chat)
            taken.append(Claim(letter, state, at, notes))
        return taken

    def _first_of(self, busy: set[str]) -> tuple[str, str, str, str, float] | None:
        marks = ",".join("?" * len(busy))
        row: tuple[str, str, str, str, float] | None = self._db.execute(
            "select key, chat, conversation, body, at from inbox indexed by inbox_open"
            f" where done = 0 and chat not in ({marks}) order by seq limit 1",
            tuple(busy),
        ).fetchone()
        return row

    @_explained
    def finish(self, claim: Claim, settled: Settled, now: float) -> None:
        """See `Store`."""
        letter = claim.letter
        with self._write() as db:
            db.execute(
                "update inbox set done = 1, chat = '', conversation = '', body = '', at = ? where key = ?",
                (now, letter.key),
            )
            if settled.state is not None:
                self._put_state(letter.conversation, settled.state, now)
            for note in settled.notes:
                self._put_note(note, now)
            if settled.record:
                records.write_record(db, settled.record, now)
            self._queue(settled.outgoing, now)
        self._reading.discard(letter.chat)

    def _queue(self, outgoing: Sequence[Outgoing], now: float) -> None:
        self._db.executemany(
            "insert into outbox (chat, body, at)"
            " select ?, ?, ? where not exists (select 1 from blocked where chat = ?)",
            [(x.chat, x.body, now, x.chat) for x in outgoing],
        )

    def release(self, claim: Claim) -> None:
        """See `Store`."""
        self._reading.discard(claim.letter.chat)

    @_explained
    def waiting(self) -> int:
        """See `Store`."""
        return int(self._db.execute("select count(*) from inbox where done = 0").fetchone()[0])

    @_explained
    def due(self, limit: int, now: float) -> list[Parcel]:
        """See `Store`."""
        rows = self._db.execute(
            "select id, chat, body, tries, at from outbox o where not_before <= ?"
            " and id = (select min(id) from outbox where chat = o.chat) order by id limit ?",
            (now, limit + len(self._sending)),
        )
        parcels = [p for p in (Parcel(*row) for row in rows) if p.chat not in self._sending][:limit]
        self._sending.update(p.chat for p in parcels)
        return parcels

    @_explained
    def next_due(self, now: float) -> float | None:
        """See `Store`."""
        row: tuple[float | None] = self._db.execute(
            "select min(not_before) from outbox where not_before > ?", (now,)
        ).fetchone()
        return row[0]

    @_explained
    def sent(self, parcel: Parcel, question: int = 0, answer: int = 0) -> None:
        """See `Store`."""
        with self._write() as db:
            gone = db.execute("delete from outbox where id = ?", (parcel.id,)).rowcount == 0
            if question and answer and not gone:
                db.execute(
                    "insert or replace into answers (chat, question, answer, at) values (?, ?, ?, ?)",
                    (parcel.chat, question, answer, parcel.at),
                )
                db.execute(
                    "delete from answers where chat = ? and seq not in"
                    " (select seq from answers where chat = ? order by seq desc limit ?)",
                    (parcel.chat, parcel.chat, _REMEMBERED),
                )
        self._sending.discard(parcel.chat)

    @_explained
    def failed(self, parcel: Parcel, not_before: float, counts: bool = True) -> None:
        """See `Store`."""
        with self._write() as db:
            db.execute(
                "update outbox set not_before = ?, tries = tries + ? where id = ?", (not_before, counts, parcel.id)
            )
        self._sending.discard(parcel.chat)

    @_explained
    def answer_to(self, chat: str, question: int) -> int:
        """See `Store`."""
        row = self._db.execute(
            "select answer from answers where chat = ? and question = ?", (chat, question)
        ).fetchone()
        return int(row[0]) if row else 0

    @_explained
    def held(self, chat: str) -> Held:
        """See `Store`."""
        waiting = self._db.execute("select body from outbox where chat = ? order by id", (chat,)).fetchall()
        answers = self._db.execute("select question, answer from answers where chat = ? order by seq", (chat,))
        return Held(tuple(body for (body,) in waiting), dict(answers))

    @_explained
    def block(self, chat: str) -> None:
        """See `Store`."""
        with self._write() as db:
            db.execute("insert or ignore into blocked values (?)", (chat,))
            db.execute("delete from outbox where chat = ?", (chat,))
        self._sending.discard(chat)

    @_explained
    def load(self, conversation: str) -> State:
        """See `Store`."""
        row = self._db.execute("select body from conv where conversation = ?", (conversation,)).fetchone()
        try:
            return msgspec.json.decode(row[0], type=State) if row else State()
        except msgspec.DecodeError:
            return State()

    @_explained
    def notes(self, conversation: str) -> Mapping[str, str]:
        """See `Store`."""
        return dict(self._db.execute("select name, body from notes where conversation = ?", (conversation,)))

    def _put_note(self, note: Note, now: float) -> None:
        if note.body:
            row = note.conversation, note.name, note.body, now
            self._db.execute("insert or replace into notes values (?, ?, ?, ?)", row)
        else:
            self._db.execute("delete from notes where conversation = ? and name = ?", (note.conversation, note.name))

    @_explained
    def save(self, conversation: str, state: State, now: float) -> None:
        """See `Store`."""
        with self._write():
            self._put_state(conversation, state, now)

    def _put_state(self, conversation: str, state: State, now: float) -> None:
        row = conversation, msgspec.json.encode(state), now
        self._db.execute("insert or replace into conv values (?, ?, ?)", row)

    @_explained
    def keep(self, record: Record, now: float) -> None:
        """See `Store`."""
        with self._write() as db:
            records.write_record(db, record, now)

    @_explained
    def forget(self, conversation: str, chat: str) -> None:
        """See `Store`."""
        with self._write(safe_from_power_cut=True) as db:
            for table in ("conv", "notes"):
                db.execute(f"delete from {table} where conversation = ?", (conversation,))
            for table in ("outbox", "answers", "blocked"):
                db.execute(f"delete from {table} where chat = ?", (chat,))
        self._empty_log()

    @_explained
    def prune(self, seen_before: float, idle_before: float, asked_before: float) -> None:
        """See `Store`."""
        with self._write() as db:
            db.execute("delete from inbox where done = 1 and at < ?", (seen_before,))
            for table in ("conv", "notes", "answers"):
                db.execute(f"delete from {table} where at < ?", (idle_before,))
            db.execute("delete from notes where substr(name, 1, ?) = ? and at < ?", (len(BRIEF), BRIEF, seen_before))
            records.drop_gaps(db, asked_before)
        self._empty_log()

    def _empty_log(self) -> None:
        """The log of changes would keep what was deleted for a while."""
        self._db.execute("pragma wal_checkpoint(truncate)")

    @_explained
    def close(self) -> None:
        """See `Store`."""
        self._db.close()
        if self._lock:
            self._lock.release()


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
