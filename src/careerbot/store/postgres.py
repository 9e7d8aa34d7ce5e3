"""URL -> a store in PostgreSQL, worked on by several processes at once."""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from careerbot.store.base import Claim, Letter, Parcel, StoreError
from careerbot.store.database import Database, Rows
from careerbot.store.records import TableRecords
from careerbot.store.tables import VERSION, TableStore, add_tables, read_state

_WORDS = {
    "serial": "bigint generated always as identity primary key",
    "real": "double precision",
    "bytes": "bytea",
    "compact": "",
    "owner": ", owner integer not null default 0",
}
# The first of the two numbers of an advisory lock: what the second one is.
_SETTING_UP, _OWNER, _CHAT = 726_001, 726_002, 726_003
# A process that hangs loses its session, and with it what it had in hand. One that serves asks every second.
# Queues look small to the planner and are full of rows that are gone; indexes pass these by. What takes a millisecond
# is not worth compiling.
_SESSION = """
set search_path = careerbot;
set synchronous_commit = off;
set enable_seqscan = off;
set jit = off;
set lock_timeout = '5s';
set idle_session_timeout = '15s';
set idle_in_transaction_session_timeout = '10s';
"""
_NETWORK: dict[str, Any] = {
    "application_name": "careerbot",
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 5,
}
# A connection unused for so many seconds is tried first: the server may have been started again meanwhile.
_FRESH_SECONDS = 1.0
# So long after a connection that failed the next is not tried: what waits for the store is told so at once.
_PAUSE_SECONDS = 0.5

_ADD = """
insert into inbox (at, key, chat, conversation, body, done)
select ?, x.key, x.chat, x.conversation, x.body, (x.body = '')::integer
from unnest(?::text[], ?::text[], ?::text[], ?::text[]) with ordinality as x (key, chat, conversation, body, nth)
order by x.nth on conflict do nothing returning seq
"""
# A lock on another process's number is had only if that process is gone.
_CLAIM = """
with first as (
    select seq from inbox i
    where done = 0 and chat <> all(?) and (owner in (0, ?) or pg_try_advisory_xact_lock(?, owner))
      and not exists (select 1 from inbox j where j.done = 0 and j.chat = i.chat and j.seq < i.seq)
    order by seq limit ? for update skip locked)
update inbox i set owner = ? from first where i.seq = first.seq
returning i.seq, i.key, i.chat, i.conversation, i.body, i.at,
    (select c.body from conv c where c.conversation = i.conversation),
    (select json_object_agg(n.name, n.body) from notes n where n.conversation = i.conversation)
"""
_DUE = """
with first as (
    select id from outbox o
    where not_before <= ? and chat <> all(?) and (owner in (0, ?) or pg_try_advisory_xact_lock(?, owner))
      and id = (select min(id) from outbox where chat = o.chat)
    order by id limit ? for update skip locked)
update outbox o set owner = ? from first where o.id = first.id
returning o.id, o.chat, o.body, o.tries, o.at
"""


class _Session:
    """`Database` over a connection; while statements need no answer they are sent together."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Rows:
        """See `Database`."""
        return self._connection.execute(statement.replace("?", "%s").encode(), values)


class PostgresStore(TableStore):
    """`Store` in PostgreSQL. Every process that has it open takes letters and parcels that no other has in hand.

    What a process takes it marks with its number, and holds a lock on that number as long as its session lives. A mark
    whose number nobody holds is void, so what a process had in hand is free the moment that it dies; a session that
    hangs is ended by the server.

    Raises StoreError when the server cannot be reached, or the tables cannot be made.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url, self._name = url, _name_database(url)
        self._connection: psycopg.Connection[Any] | None = None
        self._owner = 0
        self._used = self._failed = -math.inf
        try:
            with self._explained():
                _set_up(self._connected(), self._name)
        except StoreError:
            self.close()
            raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise StoreError(f"the state database {self._name} cannot be used: {_say(error)}") from error

    @contextmanager
    def _read(self) -> Iterator[Database]:
        with self._explained():
            yield _Session(self._connected())

    @contextmanager
    def _write(self, safe_from_power_cut: bool = False) -> Iterator[Database]:
        with self._explained():
            connection = self._connected()
            try:
                with connection.pipeline():
                    connection.execute("begin")
                    if safe_from_power_cut:
                        connection.execute("set local synchronous_commit = on")
                    yield _Session(connection)
                    connection.execute("commit")
            except BaseException:
                connection.rollback()
                raise

    def _connected(self) -> psycopg.Connection[Any]:
        """A connection that works as far as can be told."""
        now = time.monotonic()
        fresh = now - self._used < _FRESH_SECONDS
        if self._connection is None or not (fresh or _try_out(self._connection)) or self._connection.closed:
            self._connection = self._connect_again(now)
        self._used = time.monotonic()
        return self._connection

    def _connect_again(self, now: float) -> psycopg.Connection[Any]:
        if self._connection:
            self._connection.close()
            self._connection = None
        if now - self._failed < _PAUSE_SECONDS:
            raise psycopg.OperationalError("it could not be reached a moment ago")
        try:
            connection = _connect(self._url)
            self._take_number(connection)
        except psycopg.Error:
            self._failed = time.monotonic()
            raise
        return connection

    def _take_number(self, connection: psycopg.Connection[Any]) -> None:
        """A number of this process's own for a session, and what it has in hand marked with that instead of the last.

        What another process took in the meantime stays with that one.
        """
        before, taken = self._owner, False
        while not taken:
            self._owner = secrets.randbelow(2**31 - 1) + 1
            taken = connection.execute("select pg_try_advisory_lock(%s, %s)", (_OWNER, self._owner)).fetchall()[0][0]
        self._ours = f" and owner = {self._owner}"
        for table, chats in (("inbox", self._reading), ("outbox", self._sending)):
            if chats:
                statement = f"update {table} set owner = %s where owner = %s and chat = any(%s)"
                connection.execute(statement.encode(), (self._owner, before, list(chats)))

    def _line_up(self, db: Database, chats: Iterable[str]) -> None:
        # Numbers of rows are given before the rows can be seen. Without this a letter could turn up before one that
        # is in hand already. Sorted, so that no two processes wait for each other in a circle.
        if ordered := sorted(chats):
            db.execute(
                "select pg_advisory_xact_lock(?, hashtext(chat)) from unnest(?::text[]) as chat", (_CHAT, ordered)
            )

    def _insert(self, db: Database, letters: Sequence[Letter], now: float) -> int:
        columns = [[getattr(x, name) for x in letters] for name in ("key", "chat", "conversation", "body")]
        return len(db.execute(_ADD, (now, *columns)).fetchall())

    def claim(self, limit: int) -> list[Claim]:
        """See `Store`."""
        with self._read() as db:
            values = [*self._reading], self._owner, _OWNER, limit, self._owner
            rows = sorted(db.execute(_CLAIM, values).fetchall())
        self._reading.update(row[2] for row in rows)
        return [Claim(Letter(*row[1:5]), read_state(row[6]), row[5], row[7] or {}) for row in rows]

    def due(self, limit: int, now: float) -> list[Parcel]:
        """See `Store`."""
        with self._read() as db:
            values = now, [*self._sending], self._owner, _OWNER, limit, self._owner
            parcels = [Parcel(*row) for row in sorted(db.execute(_DUE, values).fetchall())]
        self._sending.update(parcel.chat for parcel in parcels)
        return parcels

    def _wipe(self) -> None:
        """Nothing can be done from here: until vacuumed and written over, pages and logs of the server hold it."""

    def close(self) -> None:
        """See `Store`."""
        if self._connection:
            self._connection.close()


class PostgresRecords(TableRecords):
    """`Records` in the database of a `PostgresStore`. Raises StoreError when it cannot be read."""

    def __init__(self, url: str) -> None:
        self._name = _name_database(url)
        try:
            self._connection = _connect(url)
        except psycopg.Error as error:
            raise StoreError(f"the state database {self._name} cannot be read: {_say(error)}") from error

    def _ask(self, query: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        try:
            return _Session(self._connection).execute(query, values).fetchall()
        except psycopg.errors.UndefinedTable:
            raise StoreError(f"nothing is kept in the state database {self._name} yet") from None
        except psycopg.Error as error:
            raise StoreError(f"the state database {self._name} cannot be read: {_say(error)}") from error

    def close(self) -> None:
        """See `Records`."""
        self._connection.close()


def _connect(url: str) -> psycopg.Connection[Any]:
    """A session at a URL; what the URL itself says of the network counts."""
    connection = psycopg.connect(autocommit=True, **_NETWORK | conninfo_to_dict(url))
    connection.execute(_SESSION)
    return connection


def _try_out(connection: psycopg.Connection[Any]) -> bool:
    try:
        connection.execute("select 1")
    except psycopg.Error:
        return False
    return True


def _set_up(connection: psycopg.Connection[Any], name: str) -> None:
    """The tables as this version has them, made by one process at a time."""
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s, 0)", (_SETTING_UP,))
        if connection.execute("select to_regnamespace('careerbot')").fetchall() == [(None,)]:
            connection.execute("create schema careerbot")
        connection.execute("create table if not exists version (number integer not null)")
        version = connection.execute("select coalesce(max(number), 0) from version").fetchall()[0][0]
        if version > VERSION:
            raise StoreError(f"the state database {name} cannot be used: its version is {version}, not {VERSION}")
        if version < VERSION:
            add_tables(_Session(connection), version, _WORDS)
            connection.execute("insert into version values (%s)", (VERSION,))


def _name_database(url: str) -> str:
    """What to call it in messages, without user and password. Raises StoreError when the URL cannot be read."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        raise StoreError("the state's URL cannot be read: it must be postgresql://user@host/database") from None
    return f"{parts.get('dbname', '')} at {parts.get('host', 'this machine')}".strip()


def _say(error: psycopg.Error) -> str:
    return error.diag.message_primary or str(error).partition("\n")[0]
