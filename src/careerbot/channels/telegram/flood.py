"""Messages and presses of one person -> answer, say once that it is too fast, or drop."""

from __future__ import annotations

from collections import deque
from typing import Literal

CAP = 10
WINDOW = 10.0
REPEAT = 2.0
_MOST_PEOPLE = 10_000

Verdict = Literal["answer", "notice", "drop"]


class FloodGate:
    """Counts what each person sent lately; memory stays bounded however many people there are."""

    def __init__(self, cap: int = CAP, window: float = WINDOW) -> None:
        self._cap, self._window = cap, window
        self._times: dict[str, deque[float]] = {}
        self._told: set[str] = set()
        self._pressed: dict[str, tuple[str, float]] = {}

    def judge(self, person: str, at: float) -> Verdict:
        """What to do with something sent at `at`, in seconds; call it once for each, in order."""
        times = self._times.setdefault(person, deque(maxlen=self._cap))
        too_fast = len(times) == self._cap and 0 <= at - times[0] < self._window
        times.append(at)
        if not too_fast:
            self._told.discard(person)
            self._shrink()
            return "answer"
        verdict: Verdict = "drop" if person in self._told else "notice"
        self._told.add(person)
        return verdict

    def is_repeat(self, person: str, press: str, at: float) -> bool:
        """Whether the person made the same press a moment before; call it once for each, in order."""
        before, then = self._pressed.pop(person, ("", 0.0))
        self._pressed[person] = press, at
        self._shrink()
        return before == press and 0 <= at - then < REPEAT

    def _shrink(self) -> None:
        while len(self._pressed) > _MOST_PEOPLE:
            del self._pressed[next(iter(self._pressed))]
        while len(self._times) > _MOST_PEOPLE:
            oldest = next(iter(self._times))
            del self._times[oldest]
            self._told.discard(oldest)
