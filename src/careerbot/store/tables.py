"""Letters, states and parcels -> rows of tables: all of a store that SQLite and PostgreSQL say in the same words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager

import msgspec

from careerbot.model import Record, State
from careerbot.store import records
from careerbot.store.base import BRIEF, Backlog, Claim, Held, Letter, Note, Outgoing, Parcel, Settled, StoreError
from careerbot.store.database import Database

# Answers remembered in a chat, so that an edited question can have its answer edited.
_REMEMBERED = 20
# Words in braces are each database's own. `owner` is there where several processes work on one inbox.
_TABLES = """
create table inbox (seq {serial}, key text not null unique, chat text not null,
                    conversation text not null, body text not null, done integer not null, at {real} not null{owner});
create index inbox_open on inbox (seq) where done = 0;
create index inbox_done on inbox (at) where done = 1;
create table conv (conversation text primary key, body {bytes} not null, at {real} not null){compact};
create table outbox (id {serial}, chat text not null, body text not null,
                     tries integer not null default 0, not_before {real} not null default 0, at {real} not null{owner});
create index outbox_chat on outbox (chat, id);
create table answers (seq {serial}, chat text not null, question bigint not null, answer bigint not null,
                      at {real} not null, unique (chat, question));
create table blocked (chat text primary key){compact};
"""
_NOTES = """
create table notes (conversation text not null, name text not null, body text not null, at {real} not null,
                    primary key (conversation, name)){compact};
"""
_INDEXES = """
create index inbox_chat on inbox (chat, seq) where done = 0;
create index outbox_later on outbox (not_before) where not_before > 0;
"""
# What each version added; tables of an earlier one get what they lack.
_ADDED = (_TABLES, records.TABLES, _NOTES, _INDEXES)
VERSION = len(_ADDED)


def add_tables(db: Database, version: int, words: Mapping[str, str]) -> None:
    """Brings tables of a version, 0 for none, up to date."""
    for statement in ";".join(_ADDED[version:]).format_map(words).split(";"):
        if statement.strip():
            db.execute(statement)


class TableStore(ABC):
    """`Store` but for what each database does in its own way: transactions, taking letters and parcels, the end."""

    def __init__(self) -> None:
        # Chats whose letters, and chats whose parcels, this process has in hand.
        self._reading: set[str] = set()
        self._sending: set[str] = set()
        # What a claimed letter must meet to be finished, beside not being done.
        self._ours = ""

    @abstractmethod
    def _read(self) -> AbstractContextManager[Database]:
        """Lends the database for reading."""

    @abstractmethod
    def _write(self, safe_from_power_cut: bool = False) -> AbstractContextManager[Database]:
        """Lends the database for one transaction, on disk at the end if need be."""

    @abstractmethod
    def _insert(self, db: Database, letters: Sequence[Letter], now: float) -> int:
        """Put letters into the inbox; the number of those not seen before."""

    @abstractmethod
    def _line_up(self, db: Database, chats: Iterable[str]) -> None:
        """Until the transaction ends nobody else may put anything into the queues of these chats."""

    @abstractmethod
    def _wipe(self) -> None:
        """Something was deleted; nothing of it may stay behind."""

    def add(self, letters: Sequence[Letter], now: float) -> int:
        """See `Store`."""
        chats = {x.chat for x in letters}
        with self._write(safe_from_power_cut=True) as db:
            self._line_up(db, chats)
            new = self._insert(db, letters, now)
            db.execute(f"delete from blocked where chat in ({list_marks(chats)})", [*chats])
        return new

    def finish(self, claim: Claim, settled: Settled, now: float) -> None:
        """See `Store`."""
        letter = claim.letter
        with self._write(safe_from_power_cut=bool(settled.forget)) as db:
            self._line_up(db, {x.chat for x in settled.outgoing})
            done = db.execute(
                "update inbox set done = 1, chat = '', conversation = '', body = '', at = ?"
                f" where key = ? and done = 0{self._ours} returning seq",
                (now, letter.key),
            )
            if not done.fetchall():
                raise StoreError("the letter is no longer in this process's hands")
            if settled.forget:
                _forget(db, letter.conversation, letter.chat if settled.forget == "chat" else "")
            self._settle(db, letter.conversation, settled, now)
        self._reading.discard(letter.chat)
        if settled.forget:
            self._wipe()

    def _settle(self, db: Database, conversation: str, settled: Settled, now: float) -> None:
        if settled.state is not None:
            _put_state(db, conversation, settled.state, now)
        for note in settled.notes:
            _put_note(db, note, now)
        if settled.record:
            records.write_record(db, settled.record, now)
        for parcel in settled.outgoing:
            _queue(db, parcel, now)

    def release(self, claim: Claim) -> None:
        """See `Store`."""
        self._reading.discard(claim.letter.chat)

    def backlog(self) -> Backlog:
        """See `Store`."""
        with self._read() as db:
            [(letters, parcels, oldest)] = db.execute(
                "select (select count(*) from inbox where done = 0), (select count(*) from outbox),"
                " (select at from inbox where done = 0 order by seq limit 1)"
            ).fetchall()
        return Backlog(letters, parcels, oldest or 0.0)

    def next_due(self, now: float) -> float | None:
        """See `Store`."""
        with self._read() as db:
            [(first,)] = db.execute(
                "select min(not_before) from outbox where not_before > 0 and not_before > ?", (now,)
            ).fetchall()
        return None if first is None else float(first)

    def sent(self, parcel: Parcel, question: int = 0, answer: int = 0) -> None:
        """See `Store`."""
        with self._write() as db:
            there = db.execute("delete from outbox where id = ? returning id", (parcel.id,)).fetchall()
            if there and question and answer:
                _put_answer(db, parcel, question, answer)
        self._sending.discard(parcel.chat)

    def failed(self, parcel: Parcel, not_before: float, counts: bool = True) -> None:
        """See `Store`."""
        with self._write() as db:
            db.execute(
                "update outbox set not_before = ?, tries = tries + ? where id = ?",
                (not_before, int(counts), parcel.id),
            )
        self._sending.discard(parcel.chat)

    def answer_to(self, chat: str, question: int) -> int:
        """See `Store`."""
        with self._read() as db:
            rows = db.execute("select answer from answers where chat = ? and question = ?", (chat, question)).fetchall()
        return int(rows[0][0]) if rows else 0

    def held(self, chat: str) -> Held:
        """See `Store`."""
        with self._read() as db:
            waiting = db.execute("select body from outbox where chat = ? order by id", (chat,)).fetchall()
            answers = db.execute("select question, answer from answers where chat = ? order by seq", (chat,)).fetchall()
        return Held(tuple(body for (body,) in waiting), dict(answers))

    def block(self, chat: str) -> None:
        """See `Store`."""
        with self._write() as db:
            db.execute("insert into blocked values (?) on conflict do nothing", (chat,))
            db.execute("delete from outbox where chat = ?", (chat,))
        self._sending.discard(chat)

    def move(self, chat: str, to: str) -> None:
        """See `Store`."""
        with self._write() as db:
            for table in ("conv", "notes"):
                rows = db.execute(
                    f"select distinct conversation from {table}"
                    " where conversation = ? or substr(conversation, 1, ?) = ?",
                    (chat, len(chat) + 1, f"{chat}:"),
                ).fetchall()
                for (name,) in rows:
                    _rename(db, table, name, to + name.removeprefix(chat))

    def load(self, conversation: str) -> State:
        """See `Store`."""
        with self._read() as db:
            rows = db.execute("select body from conv where conversation = ?", (conversation,)).fetchall()
        return read_state(rows[0][0] if rows else None)

    def notes(self, conversation: str) -> Mapping[str, str]:
        """See `Store`."""
        with self._read() as db:
            return dict(db.execute("select name, body from notes where conversation = ?", (conversation,)).fetchall())

    def save(self, conversation: str, state: State, now: float) -> None:
        """See `Store`."""
        with self._write() as db:
            _put_state(db, conversation, state, now)

    def keep(self, record: Record, now: float) -> None:
        """See `Store`."""
        with self._write() as db:
            records.write_record(db, record, now)

    def prune(self, seen_before: float, idle_before: float, asked_before: float) -> None:
        """See `Store`."""
        with self._write() as db:
            db.execute("delete from inbox where done = 1 and at < ?", (seen_before,))
            for table in ("conv", "notes", "answers"):
                db.execute(f"delete from {table} where at < ?", (idle_before,))
            db.execute("delete from notes where substr(name, 1, ?) = ? and at < ?", (len(BRIEF), BRIEF, seen_before))
            records.drop_gaps(db, asked_before)
        self._wipe()


def list_marks(values: Collection[str]) -> str:
    """A mark for each of some values."""
    return ", ".join("?" * len(values))


def read_state(body: bytes | None) -> State:
    """A conversation's state as it was kept; a fresh one when nothing is, or nothing readable."""
    try:
        return msgspec.json.decode(body, type=State) if body else State()
    except msgspec.DecodeError:
        return State()


def _rename(db: Database, table: str, conversation: str, to: str) -> None:
    if not db.execute(f"select 1 from {table} where conversation = ?", (to,)).fetchall():
        db.execute(f"update {table} set conversation = ? where conversation = ?", (to, conversation))


def _put_state(db: Database, conversation: str, state: State, now: float) -> None:
    db.execute(
        "insert into conv values (?, ?, ?)"
        " on conflict (conversation) do update set body = excluded.body, at = excluded.at",
        (conversation, msgspec.json.encode(state), now),
    )


def _put_note(db: Database, note: Note, now: float) -> None:
    if not note.body:
        db.execute("delete from notes where conversation = ? and name = ?", (note.conversation, note.name))
        return
    db.execute(
        "insert into notes values (?, ?, ?, ?)"
        " on conflict (conversation, name) do update set body = excluded.body, at = excluded.at",
        (note.conversation, note.name, note.body, now),
    )


def _put_answer(db: Database, parcel: Parcel, question: int, answer: int) -> None:
    db.execute("delete from answers where chat = ? and question = ?", (parcel.chat, question))
    db.execute(
        "insert into answers (chat, question, answer, at) values (?, ?, ?, ?)",
        (parcel.chat, question, answer, parcel.at),
    )
    db.execute(
        "delete from answers where chat = ? and seq not in"
        " (select seq from answers where chat = ? order by seq desc limit ?)",
        (parcel.chat, parcel.chat, _REMEMBERED),
    )


def _forget(db: Database, conversation: str, chat: str) -> None:
    for table in ("conv", "notes"):
        db.execute(f"delete from {table} where conversation = ?", (conversation,))
    for table in ("outbox", "answers", "blocked"):
        db.execute(f"delete from {table} where chat = ?", (chat,))


def _queue(db: Database, parcel: Outgoing, now: float) -> None:
    db.execute(
        "insert into outbox (chat, body, at) select ?, ?, ? where not exists (select 1 from blocked where chat = ?)",
        (parcel.chat, parcel.body, now, parcel.chat),
    )
