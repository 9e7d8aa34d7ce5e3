"""Bot and settings -> what keeps the records of its turns in the state that the settings name."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from careerbot.bot import CareerBot
from careerbot.config import Config
from careerbot.model import Turn
from careerbot.records import Recorder
from careerbot.store import DAY_SECONDS, Store, StoreError, open_store


@contextmanager
def keep_turns(bot: CareerBot, config: Config) -> Iterator[Callable[[Turn], None] | None]:
    """Gives what keeps a turn; None where no state is named or, told of on standard error, it cannot be used."""
    store = _open_state(config.state) if config.state else None
    if store is None:
        yield None
        return
    recorder = Recorder(bot.knowledge, bot.vocabulary, config.gaps_days)
    try:
        store.prune(0, 0, time.time() - config.gaps_days * DAY_SECONDS)
        yield lambda turn: store.keep(recorder.record(turn), time.time())
    finally:
        store.close()


def _open_state(url: str) -> Store | None:
    try:
        return open_store(url)
    except StoreError as error:
        print(f"nothing of this talk is kept for `gaps` and `report`: {error}", file=sys.stderr)
        return None
