"""A thumb under an answer -> what is kept of it; the button holds no words, a note of the conversation does."""

from __future__ import annotations

import msgspec

from careerbot.channels.telegram.messages import Rows
from careerbot.model import Choice
from careerbot.store import BRIEF, DAY_SECONDS

# The masked wordings of the last answers; the store drops it when the conversation rests.
NOTE = f"{BRIEF}answers"
LIKED, DISLIKED = "tg:up:", "tg:down:"
_MOST = 5
_KEPT_SECONDS = 2 * DAY_SECONDS


class Rateable(msgspec.Struct, array_like=True, frozen=True):
    """An answer that may still be rated: the key on its buttons, its question's masked words, when it was given."""

    key: str
    wording: str
    at: float


def offer_rating(key: str) -> Rows:
    """The row under an answer."""
    return ((Choice("👍 Helpful", f"{LIKED}{key}"), Choice("👎 Not helpful", f"{DISLIKED}{key}")),)


def is_rating(data: str) -> bool:
    """Whether a press rates an answer."""
    return data.startswith((LIKED, DISLIKED))


def pick_rating(rows: Rows) -> Rows:
    """Of a message's buttons the row that rates it; none where it is not there any more."""
    return tuple(row for row in rows if any(is_rating(choice.data) for choice in row))


def add_answer(note: str, key: str, wording: str, now: float) -> str:
    """The note with one more answer, without the oldest ones and those past their time."""
    kept = [one for one in _read(note) if one.key != key and now - one.at < _KEPT_SECONDS]
    return _write([*kept, Rateable(key, wording, now)][-_MOST:])


def take_answer(note: str, data: str, now: float) -> tuple[Rateable | None, str]:
    """The answer that a press rates and the note without it; None where it was rated before or is too old."""
    key = data.removeprefix(LIKED).removeprefix(DISLIKED)
    kept = [one for one in _read(note) if now - one.at < _KEPT_SECONDS]
    return next((one for one in kept if one.key == key), None), _write([one for one in kept if one.key != key])


def _read(note: str) -> list[Rateable]:
    return msgspec.json.decode(note, type=list[Rateable]) if note else []


def _write(answers: list[Rateable]) -> str:
    return msgspec.json.encode(answers).decode() if answers else ""
