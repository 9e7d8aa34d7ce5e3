"""Messages and presses of one person -> answer, say once that it is too fast or came too late, or drop."""

from __future__ import annotations

from collections import deque
from typing import Literal

WINDOW = 10.0
# In a window: what is sent without waiting for answers, and all that is sent. Nobody who reads gets near the second.
HASTY_CAP = 10
CAP = 50
# What was sent so long before it got here is old: Telegram keeps what is sent to a bot that is away for a day.
OLD = 12 * 3600.0
# The same button pressed again so soon is one press.
REPEAT = 2.0
_MOST_PEOPLE = 10_000

Verdict = Literal["answer", "notice", "late", "drop"]


class FloodGate:
    """Counts what each person sent lately; memory stays bounded however many people there are. Times in seconds."""

    def __init__(self) -> None:
        self._people: dict[str, _Habits] = {}

    def judge(self, person: str, sent: float, arrived: float) -> Verdict:
        """What to do with something, by when it was sent and when it arrived here; call it once for each, in order."""
        habits = self._know(person, arrived)
        if is_old(sent, arrived):
            verdict: Verdict = "drop" if habits.late else "late"
            habits.late = True
            return verdict
        hasty = arrived < habits.answered and not habits.hasty.take(sent)
        if habits.all.take(sent) and not hasty:
            habits.told = False
            return "answer"
        verdict = "drop" if habits.told else "notice"
        habits.told = True
        return verdict

    def mark_answered(self, person: str, now: float) -> None:
        """Note that what arrived before now was sent without waiting for this answer."""
        self._know(person, now).answered = now

    def is_repeat(self, person: str, press: str, now: float) -> bool:
        """Whether the person made the same press a moment before; call it once for each, in order."""
        habits = self._know(person, now)
        before, then, habits.press, habits.pressed = habits.press, habits.pressed, press, now
        return before == press and 0 <= now - then < REPEAT

    def _know(self, person: str, now: float) -> _Habits:
        """What is known of a person, who is then the one seen last; who was not seen for a window is forgotten."""
        habits = self._people.pop(person, None) or _Habits()
        habits.seen = now
        self._people[person] = habits
        first, longest_ago = next(iter(self._people.items()))
        while now - longest_ago.seen > WINDOW or len(self._people) > _MOST_PEOPLE:
            del self._people[first]
            first, longest_ago = next(iter(self._people.items()))
        return habits


def is_old(sent: float, arrived: float) -> bool:
    """Whether something came so late, by when it was sent and when it arrived here, that it is no more answered."""
    return arrived - sent > OLD


class _Habits:
    """What is known of one person for some seconds."""

    __slots__ = ("all", "answered", "hasty", "late", "press", "pressed", "seen", "told")

    def __init__(self) -> None:
        self.hasty, self.all = _Window(HASTY_CAP), _Window(CAP)
        self.answered = self.pressed = self.seen = 0.0
        self.press = ""
        self.told = self.late = False


class _Window:
    """The last times of something, and whether they came too close."""

    __slots__ = ("_times",)

    def __init__(self, cap: int) -> None:
        self._times: deque[float] = deque(maxlen=cap)

    def take(self, at: float) -> bool:
        """Whether one more is within the cap; it counts even if not, so that a flood has to end first."""
        within = len(self._times) < (self._times.maxlen or 0) or not 0 <= at - self._times[0] < WINDOW
        self._times.append(at)
        return within
