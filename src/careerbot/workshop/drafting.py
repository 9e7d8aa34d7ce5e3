"""A counselor's layer and texts that are not saved yet -> a bot that answers from both, and what is wrong in them."""

from __future__ import annotations

import shutil
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from careerbot.bot import CareerBot
from careerbot.content.files import SourceFile
from careerbot.model import Faq, Message, Problem, State, Turn
from careerbot.workshop.filling import REMARK, CannotMakeError, fill_faq, make_id
from careerbot.workshop.folder import Folder, Page, RefusedFileError
from careerbot.workshop.replay import Outcome, play, read_scripts
from careerbot.workshop.revising import FileState, Workbench, list_states

_MOST_TALKS = 20


@dataclass(frozen=True, slots=True)
class Look:
    """What is wrong in the layer's files as they are written now, and whether the bot answers from them."""

    problems: tuple[Problem, ...]
    taken: bool


class Drafts:
    """The last of some layers, the texts of it that are not saved, and the bot over both.

    The bot reads a copy of the layer, in which the unsaved texts stand; the layer itself changes by `save` alone.
    """

    def __init__(self, layers: Sequence[Path], bot: CareerBot, load: Callable[[Sequence[Path]], CareerBot]) -> None:
        """`bot` is over the layers as they are; `load` makes one over others."""
        self.folder = Folder(layers[-1])
        self._unsaved: dict[str, str] = {}
        self._copied: dict[str, FileState] = {}
        self._place = TemporaryDirectory(prefix="careerbot-")
        self._copy = Path(self._place.name) / layers[-1].resolve().name
        self._copy.mkdir()
        self._mirror()
        over = (*layers[:-1], self._copy)
        self._bench = Workbench(over, bot, lambda: load(over))
        self._talks: OrderedDict[str, Turn] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._place.cleanup()

    @property
    def bot(self) -> CareerBot:
        """The bot that answers now."""
        return self._bench.bot

    def entries(self) -> list[Faq]:
        """The layer's own FAQ entries, as they stand in the files that the bot answers from."""
        own = {self.folder.shown(name) for name in self.names()}
        return [entry for entry in self.bot.knowledge.faq if entry.item.where.file in own]

    def names(self) -> list[str]:
        """The layer's files that can be edited, by name, with those that are not saved yet."""
        return sorted({*self.folder.names(), *self._unsaved})

    def unsaved(self) -> list[str]:
        """The files whose text is not saved, by name."""
        return sorted(self._unsaved)

    def open(self, name: str) -> tuple[Page, str]:
        """The file as it is saved, and the text as it is written now. Raises RefusedFileError.

        A new FAQ file begins with an entry, and one of dialogues with the conversation that proves the entry.
        """
        page = self.folder.read(name)
        if not page.stamp and name not in self._unsaved and (text := self._begin(name)):
            self._unsaved[name] = text
        return page, self._unsaved.get(name, page.text)

    def write(self, name: str, text: str) -> Look:
        """Takes an unsaved text; one that says what is saved is forgotten. Raises RefusedFileError."""
        if self.folder.read(name).text == text:
            self._unsaved.pop(name, None)
        else:
            self._unsaved[name] = text
        return self.look()

    def save(self, name: str, text: str, stamp: str) -> Page:
        """Saves a text; see `Folder.write` for what it raises."""
        page = self.folder.write(name, text, stamp)
        self._unsaved.pop(name, None)
        return page

    def look(self) -> Look:
        """Follows the files and unsaved texts; where a mistake came in, the bot answers as before."""
        self._mirror()
        revision = self._bench.look()
        if revision and not revision.taken:
            return Look(revision.problems, False)
        return Look(tuple(self._bench.problems), True)

    def play(self, name: str) -> list[Outcome]:
        """How the conversations of a file go as they are written now, message by message; none in other files."""
        scripts = read_scripts([self._copy / name]) if name.startswith("dialogues/") else []
        return [outcome for script in scripts for outcome in play(script, self.bot)]

    def say(self, talk: str, message: Message) -> Turn:
        """The answer to a message in a talk of that name, which remembers what was said before."""
        last = self._talks.get(talk)
        return self._answer(talk, message, last.after if last else State())

    def say_again(self, talk: str) -> tuple[Turn, Turn] | None:
        """The last turn of a talk, and what it would be now; None where nothing was said."""
        last = self._talks.get(talk)
        return (last, self._answer(talk, last.message, last.before)) if last else None

    def forget(self, talk: str) -> None:
        """Begins a talk anew."""
        self._talks.pop(talk, None)

    def _begin(self, name: str) -> str:
        folder, _, rest = name.partition("/")
        try:
            id = make_id(rest.partition(".")[0])
        except CannotMakeError as error:
            raise RefusedFileError(str(error)) from None
        files = fill_faq(id, [id.replace("-", " ")], "resources", REMARK, self.bot.knowledge)
        return next((text for path, text in files.items() if path.startswith(folder)), "")

    def _answer(self, talk: str, message: Message, before: State) -> Turn:
        turn = self._bench.bot.respond(message, before)
        self._talks[talk] = turn
        self._talks.move_to_end(talk)
        while len(self._talks) > _MOST_TALKS:
            self._talks.popitem(last=False)
        return turn

    def _mirror(self) -> None:
        """Makes the copy like the layer with the unsaved texts."""
        states = {file.name: (file, state) for file, state in list_states([self.folder.path]).items()}
        for name in self._copied.keys() - states.keys() - self._unsaved.keys():
            (self._copy / name).unlink(missing_ok=True)
            del self._copied[name]
        for name, (file, state) in states.items():
            if name not in self._unsaved and self._copied.get(name) != state:
                self._take_over(file, state)
        for name, text in self._unsaved.items():
            self._put(name, text)

    def _take_over(self, file: SourceFile, state: FileState) -> None:
        # A link could lead out of the layer; what is no longer there is found missing the next time.
        if not file.path.is_symlink():
            with suppress(OSError):
                (self._copy / file.name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file.path, self._copy / file.name)
        self._copied[file.name] = state

    def _put(self, name: str, text: str) -> None:
        path = self._copy / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
        # Whatever is saved later is newer than this.
        self._copied[name] = (0, 0, 0)
