"""Messages of one person -> answer, say once that it is too fast, or drop."""

from __future__ import annotations

from collections import deque
from typing import Literal

CAP = 10
WINDOW = 10.0
_MOST_PEOPLE = 10_000

Verdict = Literal["answer", "notice", "drop"]


class FloodGate:
    """Counts what each person sent; memory stays bounded however many people there are."""

    def __init__(self, cap: int = CAP, window: float = WINDOW) -> None:
        self._cap, self._window = cap, window
        self._times: dict[str, deque[float]] = {}
        self._told: set[str] = set()

    def judge(self, person: str, at: float) -> Verdict:
        """What to do with something sent at `at`, in seconds; call it once for each, in order."""
        times = self._times.setdefault(person, deque(maxlen=self._cap))
        if len(times) < self._cap or not 0 <= at - times[0] < self._window:
            times.append(at)
            self._told.discard(person)
            self._shrink()
            return "answer"
        if person in self._told:
            return "drop"
        self._told.add(person)
        return "notice"

    def _shrink(self) -> None:
        while len(self._times) > _MOST_PEOPLE:
            oldest = next(iter(self._times))
            del self._times[oldest]
            self._told.discard(oldest)
