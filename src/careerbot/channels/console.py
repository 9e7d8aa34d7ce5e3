"""Lines typed -> a conversation on the terminal; it lives for the session, and what a turn leaves may be kept."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from careerbot.channels.terminal import clean, has_style, write_difference, write_lines, write_plain, write_reply
from careerbot.explain import explain
from careerbot.model import Choice, Message, State, Turn

if TYPE_CHECKING:
    from prompt_toolkit.history import History

Respond = Callable[[Message, State], Turn]
# What goes on beside a conversation for as long as it lasts.
Beside = Callable[["Session"], AbstractContextManager[object]]
Keep = Callable[[Turn], None]
HELP = """\
Type a question, or the number of a choice.
/why    the reasons behind the last answer
/new    a new conversation: what was said is forgotten
/help   this list
/quit   leave (Ctrl-D does too)"""


def chat(respond: Respond, welcome: str, history: Path, keep: Keep | None = None, beside: Beside = nullcontext) -> None:
    """Talks until /quit or the end of input. Ctrl-C raises KeyboardInterrupt.

    On a terminal lines can be edited and are remembered in the file `history`; in a pipe plain lines are read.
    `keep` is given every turn; `beside` is entered with the session before the first line is read.
    """
    session = Session(respond, keep)
    write_lines(welcome, sys.stdout)
    with beside(session):
        for line in _read_lines(history):
            if not session.take(line.strip()):
                break


class Session:
    """One conversation on one terminal: what it remembers, and the last turn, which numbers and /why refer to.

    A line is taken and the bot is renewed by different threads, one after the other.
    """

    def __init__(self, respond: Respond, keep: Keep | None = None) -> None:
        self._respond, self._keep = respond, keep
        self._state = State()
        self._last: Turn | None = None
        self._lock = Lock()

    def take(self, line: str) -> bool:
        """Answers one line; False when the person wants to leave."""
        with self._lock:
            return self._take(line)

    def renew(self, respond: Respond) -> None:
        """Goes on with another bot, and shows what it changes in the last answer."""
        with self._lock:
            self._respond, before = respond, self._last
            if before is None:
                return
            self._last = respond(before.message, before.before)
            self._state = self._last.after
            write_difference(write_plain(before.reply), write_plain(self._last.reply), sys.stdout)
            _write_choices(self._choices())

    def _take(self, line: str) -> bool:
        if line.startswith("/"):
            return self._command(line.split()[0].lower())
        if line:
            self._answer(self._read_message(line))
        return True

    def _command(self, name: str) -> bool:
        if name == "/why":
            write_lines("\n".join(explain(self._last)) if self._last else "Nothing was said yet.", sys.stdout)
        elif name == "/new":
            self._state, self._last = State(), None
            write_lines("A new conversation.", sys.stdout)
        elif name == "/help":
            write_lines(HELP, sys.stdout)
        elif name != "/quit":
            write_lines(f"There is no {name}; /help lists what there is.", sys.stdout)
        return name != "/quit"

    def _read_message(self, line: str) -> Message:
        """A press when the line is the number of a choice on the screen, else the line as words."""
        choices = self._choices()
        if line.isdecimal() and 0 < int(line) <= len(choices):
            return Message(press=choices[int(line) - 1].data)
        return Message(line)

    def _answer(self, message: Message) -> None:
        self._last = self._respond(message, self._state)
        self._state = self._last.after
        write_reply(self._last.reply, sys.stdout)
        _write_choices(self._choices())
        if self._keep:
            self._keep(self._last)

    def _choices(self) -> tuple[Choice, ...]:
        return self._last.reply.choices if self._last else ()


def _write_choices(choices: tuple[Choice, ...]) -> None:
    """The choices numbered from 1, one a line, then an empty line."""
    lines = [f"  {number}  {clean(choice.label)}" for number, choice in enumerate(choices, 1)]
    write_lines("\n".join(["", *lines, ""] if lines else [""]), sys.stdout)


def _read_lines(history: Path) -> Iterator[str]:
    """Lines until the end of input: edited and remembered on a terminal, else as they come."""
    if not sys.stdin.isatty():
        yield from sys.stdin
    elif has_style(sys.stdout):
        from prompt_toolkit import PromptSession
        from prompt_toolkit.patch_stdout import patch_stdout

        # What is written while a line is being typed goes above it.
        with patch_stdout(raw=True):
            yield from _until_end(PromptSession(history=_open_history(history)).prompt)
    else:
        yield from _until_end(input)


def _until_end(prompt: Callable[[str], str]) -> Iterator[str]:
    while True:
        try:
            yield prompt("> ")
        except EOFError:
            return


def _open_history(path: Path) -> History:
    """Lines of former sessions, readable by this user alone; of this session only where the file cannot be written."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))
