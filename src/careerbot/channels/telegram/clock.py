"""Two clocks -> one that tells the time of day and never jumps, for what has to wait and must not wait for ever."""

from __future__ import annotations

import time

_BEGINNING = time.time() - time.monotonic()


def steady_time() -> float:
    """Seconds since 1970 by the clock as it stood when the process began, whatever was done to it since."""
    return _BEGINNING + time.monotonic()
