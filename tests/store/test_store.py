"""Letters, states and parcels -> kept once, in order, and gone when they should be."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from careerbot.model import Choice, Cite, State
from careerbot.store import (
    BRIEF,
    Backlog,
    Claim,
    Forgotten,
    Held,
    Letter,
    Note,
    Outgoing,
    Parcel,
    Settled,
    Store,
    StoreError,
    open_store,
)

STATE = State(
    ("11-3051",), ("5300000",), ("pay",), amount=60.0, options=(Choice("More", "v1|pay"),), cites=(Cite("a", "b"),)
)


def letter(key: str, chat: str = "a", body: str = "x") -> Letter:
    return Letter(key, chat, f"{chat}!", body)


def claim_one(store: Store) -> Claim:
    [claim] = store.claim(1)
    return claim


def queue(store: Store, *bodies: str, chat: str = "a", now: float = 0) -> None:
    """Parcels in the outbox of a chat."""
    store.add([letter(f"{chat}{bodies}", chat)], now)
    store.finish(claim_one(store), Settled(outgoing=[Outgoing(chat, body) for body in bodies]), now)


def names(parcels: list[Parcel]) -> list[str]:
    return [p.body for p in parcels]


def forget(store: Store, what: Forgotten, bodies: Sequence[str] = ()) -> None:
    """A letter of conversation a! that makes it, or its chat, forgotten, and puts bodies into the outbox."""
    store.add([letter(f"forget {what}")], 0)
    store.finish(claim_one(store), Settled(outgoing=[Outgoing("a", body) for body in bodies], forget=what), 0)


# ------------------------------------------------------------------ inbox
def test_a_letter_counts_once_however_often_it_comes(store: Store) -> None:
    assert store.add([letter("1"), letter("2"), letter("1")], 0) == 2
    assert store.add([letter("2"), letter("3")], 0) == 1
    assert store.backlog().letters == 3


def test_what_waits_is_counted_with_the_time_of_the_first_letter(store: Store) -> None:
    assert store.backlog() == Backlog(0, 0, 0)
    queue(store, "a1", "a2", now=3)
    store.add([letter("1")], 5)
    store.add([letter("2", "b")], 7)
    assert store.backlog() == Backlog(letters=2, parcels=2, oldest=5)


def test_a_letter_that_is_done_is_not_finished_twice(store: Store) -> None:
    store.add([letter("1")], 0)
    claim = claim_one(store)
    store.finish(claim, Settled(outgoing=[Outgoing("a", "once")]), 0)
    with pytest.raises(StoreError, match="no longer in this process's hands"):
        store.finish(claim, Settled(State(turn=9), [Outgoing("a", "twice")]), 0)
    assert store.load("a!").turn == 0
    assert store.backlog().parcels == 1


def test_a_letter_that_is_done_does_not_count_again(store: Store) -> None:
    store.add([letter("1")], 0)
    store.finish(claim_one(store), Settled(), 0)
    assert store.add([letter("1")], 0) == 0
    assert store.claim(9) == []


def test_an_empty_letter_is_known_but_not_worked_on(store: Store) -> None:
    assert store.add([letter("1", body="")], 0) == 1
    assert store.claim(9) == []
    assert store.add([letter("1")], 0) == 0


def test_of_a_chat_one_letter_is_worked_on_at_a_time_in_order(store: Store) -> None:
    store.add([letter("a1"), letter("a2"), letter("b1", "b")], 0)
    first, other = store.claim(9)
    assert [first.letter.key, other.letter.key] == ["a1", "b1"]
    assert store.claim(9) == []
    store.finish(first, Settled(), 0)
    assert claim_one(store).letter.key == "a2"


def test_a_letter_given_back_comes_first_again(store: Store) -> None:
    store.add([letter("a1"), letter("a2")], 0)
    store.release(claim_one(store))
    assert claim_one(store).letter.key == "a1"


def test_a_claim_brings_what_the_conversation_remembers(store: Store) -> None:
    store.save("a!", STATE, 0)
    store.add([letter("1")], 5)
    claim = claim_one(store)
    assert claim.state == STATE
    assert claim.at == 5


def test_an_unknown_conversation_is_a_fresh_one(store: Store) -> None:
    assert store.load("console") == State()


# ------------------------------------------------------------------ outbox
def test_finishing_saves_state_and_parcels(store: Store) -> None:
    store.add([letter("1")], 0)
    store.finish(claim_one(store), Settled(STATE, [Outgoing("a", "one"), Outgoing("a", "two")]), 0)
    assert store.load("a!") == STATE
    assert names(store.due(9, 0)) == ["one"]


def test_parcels_of_a_chat_go_one_by_one_and_chats_side_by_side(store: Store) -> None:
    queue(store, "a1", "a2")
    queue(store, "b1", chat="b")
    first, other = store.due(9, 0)
    assert names([first, other]) == ["a1", "b1"]
    assert store.due(9, 0) == []
    store.sent(first)
    assert names(store.due(9, 0)) == ["a2"]


def test_a_parcel_that_failed_holds_up_its_chat_only(store: Store) -> None:
    queue(store, "a1", "a2")
    queue(store, "b1", chat="b")
    [first] = store.due(1, 0)
    store.failed(first, 10)
    assert names(store.due(9, 9)) == ["b1"]
    assert store.next_due(9) == 10
    [again] = store.due(9, 10)
    assert (again.body, again.tries) == ("a1", 1)
    assert store.next_due(10) is None


def test_a_wait_that_is_nobodys_fault_is_no_try(store: Store) -> None:
    queue(store, "a1")
    [first] = store.due(1, 0)
    store.failed(first, 1, counts=False)
    assert store.due(1, 1)[0].tries == 0


def test_the_answer_to_a_recent_question_is_known(store: Store) -> None:
    queue(store, *(f"p{n}" for n in range(30)))
    for n in range(30):
        [parcel] = store.due(1, 0)
        store.sent(parcel, question=n + 1, answer=n + 101)
    assert store.answer_to("a", 30) == 130
    assert store.answer_to("a", 1) == 0
    assert store.answer_to("b", 30) == 0


def test_what_waits_for_a_chat_and_which_answers_are_known_can_be_told(store: Store) -> None:
    queue(store, "first", "second", "third")
    store.sent(store.due(1, 1)[0], question=5, answer=6)
    assert store.held("a") == Held(("second", "third"), {5: 6})
    assert store.held("b") == Held()


def test_nothing_goes_to_a_blocked_chat_until_it_writes(store: Store) -> None:
    queue(store, "a1", "a2")
    [parcel] = store.due(1, 0)
    store.add([letter("open")], 0)
    store.block("a")
    store.sent(parcel)
    store.finish(claim_one(store), Settled(STATE, [Outgoing("a", "a3")]), 0)
    assert store.due(9, 0) == []
    assert store.load("a!") == STATE
    queue(store, "a4")
    assert names(store.due(9, 0)) == ["a4"]


def test_what_comes_of_a_letter_may_go_to_another_chat_but_to_none_that_is_blocked(store: Store) -> None:
    store.block("c")
    store.add([letter("1")], 0)
    store.finish(claim_one(store), Settled(outgoing=[Outgoing("b", "to b"), Outgoing("c", "to c")]), 0)
    assert [(p.chat, p.body) for p in store.due(9, 0)] == [("b", "to b")]


# ------------------------------------------------------------------ notes
def test_notes_come_with_the_next_letter_of_their_conversation_until_taken_away(store: Store) -> None:
    store.add([letter("1"), letter("2"), letter("3")], 0)
    kept = [Note("a!", "home", "ohio"), Note("a!", "size", "short"), Note("b!", "home", "maine")]
    store.finish(claim_one(store), Settled(notes=kept), 0)
    claim = claim_one(store)
    assert claim.notes == {"home": "ohio", "size": "short"}
    store.finish(claim, Settled(notes=[Note("a!", "home", "iowa"), Note("a!", "size", "")]), 0)
    assert claim_one(store).notes == store.notes("a!") == {"home": "iowa"}


def test_notes_go_with_their_conversation(store: Store) -> None:
    store.add([letter("1"), letter("2", "b")], 0)
    store.finish(claim_one(store), Settled(notes=[Note("a!", "home", "ohio")]), 5)
    store.finish(claim_one(store), Settled(notes=[Note("b!", "home", "maine")]), 5)
    forget(store, "chat")
    assert (store.notes("a!"), store.notes("b!")) == ({}, {"home": "maine"})
    store.prune(0, 6, 0)
    assert store.notes("b!") == {}


def test_notes_kept_for_a_short_time_go_with_the_keys_of_letters(store: Store) -> None:
    store.add([letter("1")], 10)
    store.finish(claim_one(store), Settled(notes=[Note("a!", f"{BRIEF}a", "x"), Note("a!", "b", "y")]), 10)
    store.prune(5, 0, 0)
    assert store.notes("a!") == {f"{BRIEF}a": "x", "b": "y"}
    store.prune(11, 0, 0)
    assert store.notes("a!") == {"b": "y"}


# ------------------------------------------------------------------ forgetting
def test_forgetting_deletes_what_is_kept_of_a_chat(store: Store) -> None:
    queue(store, "a1", "a2")
    queue(store, "b1", chat="b")
    store.save("a!", STATE, 0)
    store.save("b!", STATE, 0)
    [parcel] = store.due(1, 0)
    store.sent(parcel, 1, 101)
    forget(store, "chat")
    assert store.load("a!") == State()
    assert store.answer_to("a", 1) == 0
    assert names(store.due(9, 0)) == ["b1"]
    assert store.load("b!") == STATE


def test_what_is_said_to_forgetting_is_still_sent(store: Store) -> None:
    queue(store, "a1")
    forget(store, "chat", ["all is deleted"])
    assert names(store.due(9, 0)) == ["all is deleted"]


def test_a_parcel_in_hand_while_its_chat_is_forgotten_leaves_no_trace(store: Store) -> None:
    queue(store, "a1")
    [parcel] = store.due(1, 0)
    forget(store, "chat")
    store.sent(parcel, 1, 101)
    assert store.answer_to("a", 1) == 0


def test_forgetting_one_person_of_a_group_leaves_the_group_alone(store: Store) -> None:
    queue(store, "a1")
    store.save("a!", STATE, 0)
    forget(store, "conversation")
    assert store.load("a!") == State()
    assert names(store.due(9, 0)) == ["a1"]


def test_what_is_old_is_dropped(store: Store) -> None:
    queue(store, now=10)
    store.save("old", STATE, 10)
    store.save("new", STATE, 20)
    store.prune(seen_before=15, idle_before=15, asked_before=0)
    assert store.add([letter("a()")], 20) == 1
    assert store.load("old") == State()
    assert store.load("new") == STATE


def test_a_letter_not_done_is_never_too_old(store: Store) -> None:
    store.add([letter("1")], 0)
    store.prune(100, 100, 100)
    assert store.backlog().letters == 1


# ------------------------------------------------------------------ opening again
def test_everything_is_there_after_opening_again(url: str) -> None:
    store = open_store(url)
    store.add([letter("1"), letter("2")], 0)
    store.finish(claim_one(store), Settled(STATE, [Outgoing("a", "a1")]), 0)
    store.claim(1)
    store.due(1, 0)
    store.close()
    again = open_store(url)
    assert claim_one(again).letter.key == "2"
    assert names(again.due(1, 0)) == ["a1"]
    assert again.load("a!") == STATE
    again.close()


def test_a_chat_that_moves_takes_its_conversations_along_but_overwrites_none(store: Store) -> None:
    other = State(areas=("0000000",))
    for name, state in (("a", STATE), ("a:7", STATE), ("a:8", STATE), ("ab", STATE), ("b:8", other)):
        store.save(name, state, 0)
    queue_note(store, "a:7")
    store.move("a", "b")
    assert [store.load(name) for name in ("b", "b:7", "b:8", "ab")] == [STATE, STATE, other, STATE]
    assert [store.load(name) for name in ("a", "a:7")] == [State(), State()]
    assert store.notes("b:7") == {"kept": "x"}


def queue_note(store: Store, conversation: str) -> None:
    """A note beside a conversation."""
    store.add([letter("note", "n")], 0)
    store.finish(claim_one(store), Settled(notes=[Note(conversation, "kept", "x")]), 0)
