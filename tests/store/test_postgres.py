"""Several processes on one database -> each letter and parcel in one pair of hands, and free when those are gone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import psycopg
import pytest
from postgres_server import Server, new_database

from careerbot.model import State
from careerbot.store import Claim, Letter, Outgoing, Parcel, Settled, Store, StoreError, open_records, open_store
from careerbot.store.tables import VERSION

# What a disk may do: the letter has its number, and a while passes before others can see it.
SLOW_COMMIT = """
create function careerbot.wait() returns trigger language plpgsql
    as $$ begin perform pg_sleep(0.5); return null; end $$;
create constraint trigger slow after insert on careerbot.inbox deferrable initially deferred
    for each row when (new.key = 'slow') execute function careerbot.wait();
"""


@contextmanager
def opened(url: str, count: int) -> Iterator[list[Store]]:
    """Stores as so many processes would have them."""
    stores = [open_store(url) for _ in range(count)]
    yield stores
    for store in stores:
        store.close()


def letter(key: str, chat: str = "a") -> Letter:
    return Letter(key, chat, f"{chat}!", "x")


def claim_soon(store: Store) -> Claim:
    """The next letter; the server needs a moment to see that a session has ended."""
    while not (claims := store.claim(1)):
        pass
    return claims[0]


def due_soon(store: Store) -> Parcel:
    while not (parcels := store.due(1, 0)):
        pass
    return parcels[0]


def cut_off(url: str) -> None:
    """Ends all sessions but the caller's."""
    with psycopg.connect(url) as admin:
        admin.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )


def test_a_chat_is_in_the_hands_of_one_process_until_it_is_done(postgres: str) -> None:
    with opened(postgres, 2) as (first, second):
        second.add([letter("a1"), letter("a2"), letter("b1", "b")], 0)
        [a1] = first.claim(1)
        [b1] = second.claim(9)
        assert (a1.letter.key, b1.letter.key) == ("a1", "b1")
        assert (first.claim(9), second.claim(9)) == ([], [])
        first.finish(a1, Settled(State(turn=1)), 0)
        [a2] = second.claim(9)
        assert (a2.letter.key, a2.state.turn) == ("a2", 1)


def test_what_a_process_had_in_hand_is_free_when_it_is_gone(postgres: str) -> None:
    with opened(postgres, 2) as (first, second):
        first.add([letter("1"), letter("2")], 0)
        first.finish(first.claim(1)[0], Settled(State(turn=1), [Outgoing("a", "p1"), Outgoing("a", "p2")]), 0)
        assert (len(first.claim(9)), len(first.due(9, 0))) == (1, 1)
        assert (second.claim(9), second.due(9, 0)) == ([], [])
        first.close()
        claim = claim_soon(second)
        assert (claim.letter.key, claim.state.turn) == ("2", 1)
        assert due_soon(second).body == "p1"


def test_a_process_that_was_cut_off_goes_on_with_what_it_had_in_hand(postgres: str) -> None:
    with opened(postgres, 1) as (store,):
        store.add([letter("1"), letter("2", "b")], 0)
        [claim] = store.claim(1)
        store.finish(claim, Settled(outgoing=[Outgoing("a", "p1")]), 0)
        [claim], [parcel] = store.claim(1), store.due(1, 0)
        cut_off(postgres)
        with suppress(StoreError):
            store.backlog()
        assert (store.claim(9), store.due(9, 0)) == ([], [])
        store.sent(parcel)
        store.finish(claim, Settled(), 0)
        assert (store.backlog().letters, store.backlog().parcels) == (0, 0)


def test_an_answer_that_comes_after_its_letter_went_to_another_process_is_not_kept(postgres: str) -> None:
    with opened(postgres, 2) as (first, second):
        first.add([letter("1")], 0)
        [late] = first.claim(1)
        cut_off(postgres)
        with suppress(StoreError):
            second.backlog()
        [claim] = second.claim(1)
        for _ in range(2):
            with pytest.raises(StoreError):
                first.finish(late, Settled(State(turn=7), [Outgoing("a", "late")]), 0)
        second.finish(claim, Settled(State(turn=1), [Outgoing("a", "in time")]), 0)
        first.release(late)
        assert (first.claim(9), first.load("a!").turn) == ([], 1)
        assert [p.body for p in first.due(9, 0)] == ["in time"]


def test_a_letter_given_back_is_free_for_its_process_only_while_that_lives(postgres: str) -> None:
    with opened(postgres, 2) as (first, second):
        first.add([letter("1")], 0)
        first.release(first.claim(1)[0])
        assert second.claim(1) == []
        assert len(first.claim(1)) == 1


def test_a_letter_is_seen_only_after_all_that_came_before_it_in_its_chat(postgres: str) -> None:
    with opened(postgres, 2) as (first, second), psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(SLOW_COMMIT)
        with ThreadPoolExecutor() as threads:
            slow = threads.submit(first.add, [letter("slow")], 0)
            while not admin.execute("select 1 from pg_stat_activity where wait_event = 'PgSleep'").fetchall():
                assert not slow.done()
            second.add([letter("other", "b")], 0)
            assert not slow.done()
            second.add([letter("quick")], 0)
            assert [claim.letter.key for claim in second.claim(9)] == ["slow", "other"]


def test_processes_that_start_at_once_make_the_tables_once(postgres: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        stores = list(threads.map(open_store, [postgres] * 4))
    assert [store.backlog().letters for store in stores] == [0] * 4
    for store in stores:
        store.close()


def test_a_server_that_starts_again_is_found_again(server: Server) -> None:
    with new_database(server.url) as url, opened(url, 1) as (store,):
        store.add([letter("1")], 0)
        [claim] = store.claim(1)
        server.stop()
        try:
            for _ in range(2):
                with pytest.raises(StoreError, match="cannot be used"):
                    store.finish(claim, Settled(), 0)
        finally:
            server.start()
        while True:
            try:
                store.finish(claim, Settled(), 0)
                break
            except StoreError:
                continue
        assert store.backlog().letters == 0


def test_a_server_that_cannot_be_reached_is_named_without_user_and_password() -> None:
    url = "postgresql://somebody:geheim@127.0.0.1:9/talks"
    for open_it in (open_store, open_records):
        with pytest.raises(StoreError, match=r"talks at 127\.0\.0\.1 cannot be") as raised:
            open_it(url)
        assert "geheim" not in str(raised.value)


def test_a_url_that_cannot_be_read_is_not_shown() -> None:
    with pytest.raises(StoreError, match="must be postgresql://") as raised:
        open_store("postgresql://u:geheim@host:port:port/x?what=1")
    assert "geheim" not in str(raised.value)


def test_tables_of_an_earlier_version_are_brought_up_to_date(postgres: str) -> None:
    open_store(postgres).close()
    with psycopg.connect(postgres) as admin:
        admin.execute("set search_path = careerbot")
        admin.execute("drop table gaps, tallies, notes; drop index inbox_chat, outbox_later")
        admin.execute("update version set number = 1")
    with opened(postgres, 1) as (store,):
        assert store.notes("a") == {}
    open_store(postgres).close()


def test_tables_of_a_later_version_are_refused(postgres: str) -> None:
    open_store(postgres).close()
    with psycopg.connect(postgres) as admin:
        admin.execute(f"insert into careerbot.version values ({VERSION + 1})")
    with pytest.raises(StoreError, match=f"version is {VERSION + 1}"):
        open_store(postgres)
