"""A command line -> what turns left: open questions for counselors, and a report of what people ask."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from careerbot.cli.shared import CouldNotRunError, knowledge_option, load_bot, load_config, open_out
from careerbot.model import GapReason

if TYPE_CHECKING:
    from careerbot.bot import CareerBot
    from careerbot.store import Records
    from careerbot.workshop.gaps import Group

COUNT, DAY = click.IntRange(1), click.DateTime(["%Y-%m-%d"])
REASON = click.Choice(get_args(GapReason))


def _open_records() -> Records:
    """What is kept in the state that the settings name."""
    from careerbot.store import StoreError, open_records

    try:
        return open_records(load_config().state)
    except StoreError as error:
        raise CouldNotRunError(str(error)) from None


@click.command()
@click.option("--days", type=COUNT, help="Only the last so many days; without it all that is kept.")
@click.option("--least", type=COUNT, default=1, help="Only what was asked so many times.")
@click.option("--most", type=COUNT, default=25, show_default=True, help="So many groups.")
@click.option("--reason", "reasons", type=REASON, multiple=True, help="Only what is a gap for this reason; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="The groups as a JSON list.")
@click.option("--to-faq", "chosen", type=COUNT, metavar="N", help="Write a FAQ entry from group N of this list.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Default: the last knowledge layer.")
@knowledge_option
def gaps(
    days: int | None,
    least: int,
    most: int,
    reasons: tuple[str, ...],
    as_json: bool,
    chosen: int | None,
    into: Path | None,
    layers: tuple[Path, ...],
) -> None:
    """List questions that got no good answer, alike ones together, most frequent first."""
    import json

    from careerbot.channels.terminal import clean
    from careerbot.workshop.gaps import describe_group, list_group, place_groups

    bot = load_bot(layers)
    groups = [group for group in find_groups(bot, days, reasons) if group.count >= least]
    if chosen:
        _write_entry(chosen, groups, bot, into or layers[-1], layers)
        return
    placed = list(place_groups(groups[:most], bot))
    if as_json:
        click.echo(json.dumps([list_group(one) for one in placed], ensure_ascii=False, indent=1))
        return
    for one in placed:
        click.echo("\n".join(map(clean, describe_group(one))))
    left = f"; --most {len(groups)} shows all" if len(groups) > most else ""
    click.echo(f"{sum(g.count for g in groups)} questions in {len(groups)} groups{left}", err=True)


def find_groups(bot: CareerBot, days: int | None, reasons: Collection[str]) -> list[Group]:
    """Groups of the wordings of the last days, not more than the settings keep; of all reasons where none is named."""
    from careerbot.reading.intents import usual_encode
    from careerbot.store import DAY_SECONDS, StoreError
    from careerbot.workshop.gaps import group_gaps

    kept = load_config().gaps_days
    records = _open_records()
    try:
        found = records.gaps(time.time() - min(days or kept, kept) * DAY_SECONDS)
    except StoreError as error:
        raise CouldNotRunError(str(error)) from None
    finally:
        records.close()
    wanted = [gap for gap in found if not reasons or gap.reason in reasons]
    return group_gaps(wanted, bot.knowledge.words, bot.reader.intents.mend, usual_encode())


def _write_entry(chosen: int, groups: list[Group], bot: CareerBot, folder: Path, layers: tuple[Path, ...]) -> None:
    """A FAQ entry from one of the groups, in a folder that is the counselor's own."""
    from careerbot.content.files import builtin_knowledge
    from careerbot.workshop.filling import CannotMakeError
    from careerbot.workshop.gap_entries import write_entry
    from careerbot.workshop.gaps import place_groups

    if folder.resolve() == builtin_knowledge().resolve():
        raise click.UsageError("name the folder to write to: --into DIR, or your own as the last --knowledge")
    placed = list(place_groups(groups[:chosen], bot))
    if len(placed) < chosen:
        raise click.UsageError(f"there is no group {chosen}; the list has {len(groups)}")
    try:
        paths = write_entry(placed[-1], bot, folder, layers)
    except (CannotMakeError, OSError) as error:
        raise CouldNotRunError(str(error)) from None
    for path in paths:
        click.echo(path)
    click.echo('write the answer under "say", then run `careerbot check`', err=True)


@click.command()
@click.option("--from", "since", type=DAY, help="Weeks that begin on this day or later; without it all.")
@click.option("--to", "until", type=DAY, help="Weeks that begin on this day or earlier; without it all.")
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file, or as report.html into this folder.")
@click.option("--csv", "as_csv", is_flag=True, help="A table for other programs instead of a page (report.csv).")
@knowledge_option
def report(
    since: datetime | None, until: datetime | None, out: Path | None, as_csv: bool, layers: tuple[Path, ...]
) -> None:
    """Report what people ask, by intent, occupation, place and week, as a page to print or as CSV."""
    from careerbot.store import StoreError
    from careerbot.workshop.report import TooFewTurnsError, make_report, write_page, write_table

    knowledge = load_bot(layers).knowledge
    records = _open_records()
    first, last = (since or datetime.min).date(), (until or datetime.max).date()
    try:
        made = make_report(records.tallies(), knowledge, first, last)
    except (StoreError, TooFewTurnsError) as error:
        raise CouldNotRunError(str(error)) from None
    finally:
        records.close()
    if out and out.is_dir():
        out /= "report.csv" if as_csv else "report.html"
    with open_out(out) as file:
        if as_csv:
            write_table(made, knowledge, file)
        else:
            write_page(made, file)
    if out:
        click.echo(out)
