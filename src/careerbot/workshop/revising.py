"""Layers that are being edited -> the bot over them after each change, or the mistakes that keep it as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from careerbot.bot import CareerBot
from careerbot.content.checks import check_layers, check_spoken
from careerbot.content.files import SourceFile, list_files
from careerbot.content.knowledge import SPOKEN, reread_spoken
from careerbot.content.names import NameBooks
from careerbot.model import Problem
from careerbot.problems import count_problems, sort_problems
from careerbot.reading.index import compile_items

# When a file was written, its size, and which file of the disk it is.
FileState = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Revision:
    """What came of a change: the files that differ, as an author is shown them, and what is wrong now.

    `taken` says whether the bot answers from them; where a mistake came in, it answers as before.
    """

    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    taken: bool


class Workbench:
    """A bot that follows the files it is made of, whenever it is told to look."""

    def __init__(self, layers: Sequence[Path], bot: CareerBot, load: Callable[[], CareerBot]) -> None:
        """`bot` is over the layers as they are now; `load` makes one over them as they are when it is called."""
        self.layers = tuple(layers)
        self.bot = bot
        self._load = load
        self._seen = list_states(layers)
        self._books = NameBooks(bot.knowledge.occupations, bot.knowledge.places)
        self._read, self._checked = self._survey()
        # What reads the texts once now need not when the first change comes.
        compile_items(bot.knowledge, bot.indexes["notes"], bot.reader.remember())

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the FAQ, answers and dialogues that the bot answers from, sorted."""
        checked = (problem for some in self._checked.values() for problem in some)
        return sort_problems([*self._read, *checked])

    def look(self, tell: Callable[[str], None] = lambda line: None) -> Revision | None:
        """What has changed since the bot was made; None when nothing has.

        FAQ, answers and dialogues take less than a second. For the rest everything is read again and partly learned
        anew, which `tell` hears of, and which can take minutes.
        """
        states = list_states(self.layers)
        changed = [file for file in {**states, **self._seen} if states.get(file) != self._seen.get(file)]
        if not changed:
            return None
        if all(file.folder in SPOKEN for file in changed):
            revision = self._take_spoken(changed)
        else:
            tell("everything is read again; this can take minutes")
            revision = self._take_all(changed)
        if revision.taken:
            self._seen = states
        return revision

    def _take_spoken(self, changed: Sequence[SourceFile]) -> Revision:
        content = reread_spoken(self.layers, self.bot.knowledge, self._books, self.bot.today())
        before = frozenset([*self.bot.problems, *self.problems])
        checked = {folder: check_spoken(content, folder) for folder in {file.folder for file in changed}}
        found = [*content.problems, *(problem for some in checked.values() for problem in some)]
        # What was wrong before is no reason to refuse a change.
        revision = _judge(changed, (p for p in found if _is_in(p, changed) or p not in before))
        if revision.taken:
            self.bot = self.bot.revise(content.knowledge)
            self._read = content.problems
            self._checked |= checked
        return revision

    def _take_all(self, changed: Sequence[SourceFile]) -> Revision:
        revision = _judge(changed, (p for p in check_layers(self.layers, self.bot.today()) if _is_in(p, changed)))
        if revision.taken:
            self.bot = self._load()
            self._books = NameBooks(self.bot.knowledge.occupations, self.bot.knowledge.places)
            self._read, self._checked = self._survey()
        return revision

    def _survey(self) -> tuple[Sequence[Problem], dict[str, list[Problem]]]:
        """The mistakes that reading the spoken files finds, and by folder those that break rules."""
        content = reread_spoken(self.layers, self.bot.knowledge, self._books, self.bot.today())
        return content.problems, {folder: check_spoken(content, folder) for folder in SPOKEN}


def list_states(layers: Iterable[Path]) -> dict[SourceFile, FileState]:
    """The files of layers, each with what differs after it was written again."""
    states: dict[SourceFile, FileState] = {}
    for layer in layers:
        for file in list_files(layer):
            with suppress(OSError):
                state = file.path.stat()
                states[file] = (state.st_mtime_ns, state.st_size, state.st_ino)
    return states


def _is_in(problem: Problem, files: Iterable[SourceFile]) -> bool:
    return any(problem.where.file == file.shown for file in files)


def _judge(changed: Sequence[SourceFile], found: Iterable[Problem]) -> Revision:
    """The revision with these problems: taken when none of them is an error."""
    problems = tuple(sort_problems(found))
    return Revision(tuple(sorted(file.shown for file in changed)), problems, not count_problems(problems).errors)
