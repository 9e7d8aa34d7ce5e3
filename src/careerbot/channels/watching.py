"""Saved knowledge files -> the last answer of a conversation again, with what changed, or the mistakes in them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from watchfiles import watch

from careerbot.channels.console import Beside, Session
from careerbot.channels.terminal import write_lines
from careerbot.content.files import find_lines
from careerbot.problems import print_problems
from careerbot.workshop.revising import Revision, Workbench

# Somebody who leaves does not wait for a bot that is just being made.
_PATIENCE_SECONDS = 1.0


def follow_files(bench: Workbench) -> Beside:
    """What keeps a conversation's bot like the files on the disk for as long as it lasts."""

    @contextmanager
    def follow(session: Session) -> Iterator[None]:
        stop = Event()
        thread = Thread(target=_follow, args=(bench, session, stop), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(_PATIENCE_SECONDS)

    return follow


def _follow(bench: Workbench, session: Session, stop: Event) -> None:
    try:
        broken = False
        for _ in watch(*bench.layers, stop_event=stop, raise_interrupt=False):
            revision = bench.look(_tell)
            if revision:
                _show(revision, bench, session, broken)
                broken = not revision.taken
    except (OSError, RuntimeError) as error:
        # What watches is the system's: it may have no more watchers to give, or the folder may be gone.
        _tell(f"saved files are no longer noticed: {error}")


def _show(revision: Revision, bench: Workbench, session: Session, broken: bool) -> None:
    """What changed and what is wrong with it, or no longer wrong, then the answer that comes of it."""
    _tell(f"saved: {', '.join(revision.files)}")
    if revision.problems:
        _tell(print_problems(revision.problems, find_lines(bench.layers)))
    if revision.taken:
        if broken:
            _tell("it is mended: the answers come from the files as they are now")
        session.renew(bench.bot.respond)
    else:
        _tell("the answers stay as they were until this is mended")


def _tell(line: str) -> None:
    write_lines(line, sys.stdout)
