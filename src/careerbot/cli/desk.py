"""A command line -> a desk in the browser over a counselor's layer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from careerbot.cli.records import find_groups
from careerbot.cli.shared import CouldNotRunError, knowledge_option, load_bot, today

if TYPE_CHECKING:
    from careerbot.channels.desk.server import GapList
    from careerbot.workshop.drafting import Drafts

# As many groups as a person looks through.
_MOST = 50


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Default: any that is free.")
@knowledge_option
def desk(port: int, layers: tuple[Path, ...]) -> None:
    """Edit the last knowledge layer in a browser on this machine, with a chat that answers from unsaved text."""
    from careerbot.bot import CareerBot
    from careerbot.channels.desk import serve_desk
    from careerbot.content.files import builtin_knowledge
    from careerbot.workshop.drafting import Drafts

    if layers[-1].resolve() == builtin_knowledge().resolve():
        hint = "`careerbot new school our-school` makes one; then --knowledge built-in --knowledge our-school"
        raise click.UsageError(f"a desk is for a folder of your own, as the last --knowledge: {hint}")
    with Drafts(layers, load_bot(layers), lambda over: CareerBot.load(*over, today=today)) as drafts:
        try:
            serve_desk(drafts, _list_gaps(drafts, layers), port, _tell)
        except OSError as error:
            raise CouldNotRunError(f"the desk cannot be served: {error.strerror or error}") from None


def _tell(address: str) -> None:
    click.echo(address)
    click.echo("open it in a browser on this machine; whoever has the address can edit; Ctrl-C ends the desk", err=True)


def _list_gaps(drafts: Drafts, layers: tuple[Path, ...]) -> GapList:
    """The gaps in the state that the settings name."""
    from careerbot.channels.desk.server import GapList, NoGapsError
    from careerbot.workshop.filling import CannotMakeError
    from careerbot.workshop.gap_entries import write_entry
    from careerbot.workshop.gaps import Placed, list_group, place_groups

    def place() -> list[Placed]:
        try:
            return list(place_groups(find_groups(drafts.bot, None, ())[:_MOST], drafts.bot))
        except CouldNotRunError as error:
            raise NoGapsError(error.message) from None

    def find() -> list[dict[str, Any]]:
        return [list_group(one) for one in place()]

    def take(wording: str) -> str:
        chosen = [one for one in place() if wording == one.group.wordings[0][0]]
        if not chosen:
            raise NoGapsError("that question is no longer in the list")
        try:
            path, *_ = write_entry(chosen[0], drafts.bot, layers[-1], layers)
        except CannotMakeError as error:
            raise NoGapsError(str(error)) from None
        return path.relative_to(layers[-1]).as_posix()

    return GapList(find, take)
