"""Nothing -> what is kept of turns for those who run the bot, as values without a name, a chat or a time of day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Why a question got no good answer.
GapReason = Literal["declined", "off_topic", "unsure", "unknown_occupation", "nothing_known", "handoff", "thumbs_down"]
# What turns are counted by. A cry for help is counted as such and in no other way; ratings are "liked" or "disliked".
CountKind = Literal["plan", "intent", "occupation", "place", "source", "crisis", "rating"]


@dataclass(frozen=True, slots=True)
class Record:
    """What one turn leaves: one more of each of `counts`, and the masked wording of a question without a good answer.

    `reason` is None, and `wording` empty, where there is nothing to keep but the counts.
    """

    counts: tuple[tuple[CountKind, str], ...] = ()
    wording: str = ""
    reason: GapReason | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A wording that got no good answer, how often for this reason, and the last day (YYYY-MM-DD) of that."""

    wording: str
    reason: GapReason
    count: int
    day: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something came in an ISO week ("2026-W47"): `key` is a plan, or the id of what `kind` says."""

    week: str
    kind: CountKind
    key: str
    count: int
