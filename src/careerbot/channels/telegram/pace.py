"""Messages to groups -> how long the next one has to wait, so that Telegram need not refuse it."""

from __future__ import annotations

from collections import deque

# What Telegram takes from a bot in one group.
MOST, WINDOW = 20, 60.0
_MOST_GROUPS = 10_000


class Pace:
    """Counts what went to each group lately; private chats, whose limits nobody knows, are paced by refusals alone."""

    def __init__(self) -> None:
        self._groups: dict[int, deque[float]] = {}

    def take(self, chat: int, now: float) -> float:
        """Seconds to wait; 0 for a message that may go now, which then counts. Times in seconds."""
        if chat > 0:
            return 0.0
        times = self._groups.pop(chat, None) or deque()
        self._groups[chat] = times
        if len(self._groups) > _MOST_GROUPS:
            del self._groups[next(iter(self._groups))]
        while times and not 0 <= now - times[0] < WINDOW:
            times.popleft()
        if len(times) >= MOST:
            return times[0] + WINDOW - now
        times.append(now)
        return 0.0
