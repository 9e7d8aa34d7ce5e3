"""Letters in, states and parcels out -> the one interface that every store offers; imports only the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from careerbot.model import Gap, Record, State, Tally

DAY_SECONDS = 86400.0
# What is to be forgotten: nothing, one person's part in a chat, or all of the chat.
Forgotten = Literal["", "conversation", "chat"]
# How the names of notes begin that go as soon as the keys of letters do.
BRIEF = "brief."


class StoreError(Exception):
    """A store that cannot be opened or used; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Something that arrived. `key` is unique for ever; letters of one `chat` are answered strictly in order.

    `conversation` names the state that the letter meets; `body` belongs to the channel. An empty body is a letter
    that only has to be known as seen.
    """

    key: str
    chat: str = ""
    conversation: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A letter taken for work, with what its conversation remembers; its chat waits until it is done or released.

    `at` is when it arrived, `notes` are the conversation's by name.
    """

    letter: Letter
    state: State
    at: float
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something to send, the first of its chat. `tries` counts attempts that failed, `at` is when it was written."""

    id: int
    chat: str
    body: str
    tries: int
    at: float


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something to put into the outbox; parcels to one `chat` go in the order they are put there."""

    chat: str
    body: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a channel keeps of a conversation beside its state, under a name; an empty body takes it away."""

    conversation: str
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What comes of a letter. `state` is None where the conversation stays as it was.

    `forget` deletes first what is kept: of the conversation, its state and notes; of the chat, also what is queued for
    and known of it but letters not answered yet. `record` is what the turn leaves for `Records`.
    """

    state: State | None = None
    outgoing: Sequence[Outgoing] = ()
    notes: Sequence[Note] = ()
    record: Record | None = None
    forget: Forgotten = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of a chat beside its conversations: bodies of waiting parcels, numbers of answers by question."""

    waiting: tuple[str, ...] = ()
    answers: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits: letters not done, parcels not sent. `oldest` is when the first of the letters arrived, or 0."""

    letters: int
    parcels: int
    oldest: float


class Records(Protocol):
    """What is kept of turns, for reading only. Every method raises StoreError when it cannot."""

    def gaps(self, after: float) -> list[Gap]:
        """Wordings without a good answer since the day after a time, most frequent first."""

    def tallies(self) -> list[Tally]:
        """All counts, by week."""

    def close(self) -> None:
        """Let go."""


class Store(Protocol):
    """Inbox, conversations and outbox. Times are seconds since 1970; every method raises StoreError when it cannot.

    Not safe for use from several threads at once. Where several processes share a store, a letter or parcel is in the
    hands of one of them, and what a process had in hand is free for the others as soon as it is gone.
    """

    def add(self, letters: Sequence[Letter], now: float) -> int:
        """Put letters into the inbox, on disk when this returns; the number of those not seen before."""

    def claim(self, limit: int) -> list[Claim]:
        """Up to `limit` letters, oldest first: of each chat the first one, none of a chat that is being worked on."""

    def finish(self, claim: Claim, settled: Settled, now: float) -> None:
        """In one transaction: the letter done and its text gone, and all that came of it written down.

        Nothing is queued for a chat that is blocked. What the turn leaves for `Records` is added under the day and the
        week only. Raises StoreError, and writes nothing, when the letter is done already or is in the hands of another
        process, because this one was cut off from the store.
        """

    def release(self, claim: Claim) -> None:
        """Give a letter back that could not be worked on; it will be claimed again."""

    def backlog(self) -> Backlog:
        """How much waits."""

    def due(self, limit: int, now: float) -> list[Parcel]:
        """Up to `limit` parcels, oldest first: of each chat the first one if its time has come and none is in hand."""

    def next_due(self, now: float) -> float | None:
        """When the next parcel that has to wait may go; None when none waits."""

    def sent(self, parcel: Parcel, question: int = 0, answer: int = 0) -> None:
        """The parcel is delivered and forgotten; if given, `answer` is known as the reply to message `question`."""

    def failed(self, parcel: Parcel, not_before: float, counts: bool = True) -> None:
        """The parcel and all behind it in its chat wait until `not_before`; `counts` says whether that was a try."""

    def answer_to(self, chat: str, question: int) -> int:
        """The message that answered a recent question; 0 when not known."""

    def held(self, chat: str) -> Held:
        """What waits for a chat, in order, and which of its questions' answers are known."""

    def block(self, chat: str) -> None:
        """Nothing more goes to the chat until it writes again; what waits for it is dropped."""

    def move(self, chat: str, to: str) -> None:
        """What is remembered of the chat's conversations is from now on those' of another chat, where none has its own.

        A chat's conversations are the one of its name, and those whose names begin with it and a colon.
        """

    def load(self, conversation: str) -> State:
        """What a conversation remembers; a fresh state when nothing is, or nothing readable."""

    def notes(self, conversation: str) -> Mapping[str, str]:
        """The notes of a conversation, by name."""

    def save(self, conversation: str, state: State, now: float) -> None:
        """Remember a conversation's state."""

    def keep(self, record: Record, now: float) -> None:
        """Add what a turn leaves that came by no letter."""

    def prune(self, seen_before: float, idle_before: float, asked_before: float) -> None:
        """Drop keys of letters done before a time, and conversations, notes and answers' numbers idle since one.

        A letter repeated after that counts as new. Notes whose names begin with `BRIEF` go with the keys. Wordings
        without a good answer go with the day of `asked_before`.
        """

    def close(self) -> None:
        """Leave everything on disk and let go; nothing may be called afterwards."""
