"""A command line -> what was asked for, with an exit status that scripts can rely on.

Exit status: 0 well, 1 the thing asked about has problems, 2 used wrongly, 3 could not run, 130 left with Ctrl-C.
Modules that only one command needs are imported inside that command, so that every command starts quickly.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, NoReturn

import click

from careerbot import __version__
from careerbot.cli import desk, records
from careerbot.cli.shared import (
    CouldNotRunError,
    knowledge_option,
    load_bot,
    load_config,
    open_out,
    open_workbench,
    show_progress,
    today,
)

PROBLEMS, INTERRUPTED = 1, 130
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


class Commands(click.Group):
    """A group that leaves quietly: on Ctrl-C, and when the reader of its output has gone."""

    def invoke(self, ctx: click.Context) -> Any:
        """The command's own result."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            # What is still buffered must not be flushed into the closed pipe at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs one command line, that of the process when none is given, and exits."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # Broken letters in a pipe are shown as such; they are no reason to stop.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    sys.exit(app.main(arguments, prog_name="careerbot"))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="careerbot", message="%(prog)s %(version)s")
def app() -> None:
    """A career advisor: short, sourced answers on jobs, pay, training and outlook."""


for command in (records.gaps, records.report, desk.desk):
    app.add_command(command)


def _read_bars(_: click.Context, __: click.Parameter, written: tuple[str, ...]) -> dict[str, float]:
    """`90` and `intent=95` as {"": 90.0, "intent": 95.0}."""
    from careerbot.workshop.evaluate import MEASURES

    bars = {measure.strip(): percent for measure, _, percent in (w.rpartition("=") for w in written)}
    unknown = bars.keys() - {"", *MEASURES}
    if unknown:
        raise click.BadParameter(f"{unknown.pop()} is no measure; use one of {', '.join(MEASURES)}")
    try:
        return {measure: float(percent) for measure, percent in bars.items()}
    except ValueError:
        raise click.BadParameter("a bar is a number of percent, such as 90 or intent=95") from None


# ------------------------------------------------------------------ talking
@app.command()
@click.option("--watch", "watched", is_flag=True, help="Show the last answer again whenever a file is saved.")
@knowledge_option
def chat(watched: bool, layers: tuple[Path, ...]) -> None:
    """Talk in the terminal. /why gives the last answer's reasons, /help the rest."""
    from contextlib import nullcontext

    from platformdirs import user_state_path

    from careerbot.channels.console import chat as talk
    from careerbot.channels.keeping import keep_turns
    from careerbot.channels.watching import follow_files
    from careerbot.store import StoreError

    bot = load_bot(layers)
    welcome = f"{bot.knowledge.settings.name}: ask about a career. /help lists commands, /quit leaves."
    beside = follow_files(open_workbench(layers, bot)) if watched else nullcontext
    try:
        with keep_turns(bot, load_config()) as keep:
            talk(bot.respond, welcome, user_state_path("careerbot") / "chat_history", keep, beside)
    except StoreError as error:
        raise CouldNotRunError(str(error)) from None


@app.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="The answer as one line of JSON.")
@click.option("--explain", "explained", is_flag=True, help="Also why, one reason a line.")
@knowledge_option
def ask(text: tuple[str, ...], as_json: bool, explained: bool, layers: tuple[Path, ...]) -> None:
    """Answer one question."""
    from careerbot.bot import report
    from careerbot.channels.json_lines import describe, encode
    from careerbot.channels.terminal import write_lines, write_reply
    from careerbot.explain import explain
    from careerbot.model import Message, State

    bot = load_bot(layers)
    turn = bot.respond(Message(" ".join(text)), State())
    reasons = explain(turn) if explained else []
    if as_json:
        because = {"because": reasons} if explained else {}
        click.echo(encode({"id": 1, "conversation": None, **describe(report(turn, bot.knowledge)), **because}))
        return
    write_reply(turn.reply, sys.stdout)
    if reasons:
        write_lines("\n".join(["", *reasons]), sys.stdout)


@app.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here, not to standard output.")
@knowledge_option
def batch(file: IO[bytes], out: Path | None, layers: tuple[Path, ...]) -> None:
    """Answer JSON lines of FILE (standard input without one) with JSON lines, in the same order."""
    from careerbot.channels.json_lines import answer_lines

    bot = load_bot(layers)
    with open_out(out) as stream:
        errors = answer_lines(file, bot, stream)
    if errors:
        click.echo(f"{errors} lines could not be answered", err=True)
        sys.exit(PROBLEMS)


@app.command()
@click.option("--webhook", "url", metavar="URL", help="Have Telegram bring updates to this address; else it is polled.")
@knowledge_option
def telegram(url: str | None, layers: tuple[Path, ...]) -> None:
    """Serve Telegram, by long polling or a webhook. Settings come from the environment or a .env file."""
    from careerbot.channels.telegram import run_telegram

    config = load_config({"CAREERBOT_WEBHOOK_URL": url} if url else {})
    for warning in config.warnings:
        click.echo(f"warning: {warning}", err=True)
    sys.exit(run_telegram(load_bot(layers), config))


# ------------------------------------------------------------------ the counselor's verbs
@app.command()
@click.option("--json", "as_json", is_flag=True, help="The problems as a JSON list.")
@knowledge_option
def check(as_json: bool, layers: tuple[Path, ...]) -> None:
    """Validate every knowledge layer and list all problems at once, each with file, line and a hint."""
    import json

    from careerbot.content.checks import check_layers
    from careerbot.content.files import find_lines
    from careerbot.problems import count_problems, list_problems, print_problems

    problems = check_layers(layers, today())
    if as_json:
        click.echo(json.dumps(list_problems(problems), ensure_ascii=False, indent=1))
    elif problems:
        click.echo(print_problems(problems, find_lines(layers)))
    counts = count_problems(problems)
    click.echo(str(counts), err=True)
    if counts.errors:
        sys.exit(PROBLEMS)


@app.command()
@click.argument("files", nargs=-1, type=EXISTING)
@click.option("--accept", "accepted", is_flag=True, help='Rewrite failing "=" lines to what the bot says now.')
@knowledge_option
def replay(files: tuple[Path, ...], accepted: bool, layers: tuple[Path, ...]) -> None:
    """Run the test conversations: those of the knowledge layers, or FILES."""
    from careerbot.channels.terminal import write_lines
    from careerbot.problems import print_problems
    from careerbot.workshop.replay import accept, describe_failures, find_scripts, play, read_scripts, summarise

    # What must go as written must go so on every day.
    bot = load_bot(layers, today=str)
    scripts = read_scripts(files) if files else find_scripts(layers)
    played = [(script, play(script, bot)) for script in scripts]
    outcomes = [outcome for _, some in played for outcome in some]
    problems = [problem for script in scripts for problem in script.problems]
    lines = [print_problems(problems)] if problems else []
    lines += [*describe_failures(outcomes), *summarise(outcomes)]
    lines += [change for script, some in played for change in accept(script, some)] if accepted else []
    write_lines("\n".join(lines), sys.stdout)
    left = [miss for outcome in outcomes for miss in outcome.misses if not (accepted and miss.mended)]
    if problems or left:
        sys.exit(PROBLEMS)


@app.command("eval")
@click.argument("file", type=EXISTING)
@click.option(
    "--bar",
    "bars",
    multiple=True,
    metavar="[MEASURE=]PERCENT",
    callback=_read_bars,
    help="Exit with 1 where a measure, or any without a name, is below; repeatable.",
)
@knowledge_option
def evaluate(file: Path, bars: dict[str, float], layers: tuple[Path, ...]) -> None:
    """Score labelled questions: intent, occupation, place and fact accuracy, each miss listed."""
    from careerbot.channels.terminal import write_lines
    from careerbot.workshop import evaluate as judge

    bot = load_bot(layers, today=str)
    try:
        judged = list(judge.evaluate(judge.read_questions(file), bot))
    except (judge.UnreadableQuestionsError, OSError) as error:
        raise CouldNotRunError(str(error)) from None
    scores = judge.score(judged)
    lines = [*judge.describe_misses(judged)]
    lines += [f"{measure:<10} {s.percent:5.1f}%  {s.good} of {s.total}" for measure, s in scores.items()]
    write_lines("\n".join(lines), sys.stdout)
    if any(s.percent < bars.get(measure, bars.get("", 0.0)) for measure, s in scores.items()):
        sys.exit(PROBLEMS)


@app.command()
@knowledge_option
def layers(layers: tuple[Path, ...]) -> None:
    """Show what each knowledge layer holds, and what a later one replaces or extends, with file and line of both."""
    from careerbot.channels.terminal import write_lines
    from careerbot.content.knowledge import load_content
    from careerbot.content.layers import count_parts, find_overlaps, name_parts

    content = load_content(layers)
    counts = [count_parts(content, number) for number in range(len(layers))]
    parts = [", ".join(f"{number:,} {name_parts(kind, number)}" for kind, number in some.items()) for some in counts]
    lines = [f"{layer.resolve().name}: {part or 'nothing'}" for layer, part in zip(layers, parts, strict=True)]
    write_lines("\n".join([*lines, *map(str, find_overlaps(content))]), sys.stdout)


@app.command()
@click.argument("kind", type=click.Choice(("school", "faq", "occupation", "intent", "schemas")))
@click.argument("name")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Default: the last knowledge layer.")
@knowledge_option
def new(kind: str, name: str, into: Path | None, layers: tuple[Path, ...]) -> None:
    """Make a starter: `school` a whole layer in the folder NAME, `schemas` an editor's help in it, else an entry."""
    from careerbot.workshop.filling import CannotMakeError
    from careerbot.workshop.new import make_starter

    try:
        paths = make_starter(kind, name, layers, into, today())
    except (CannotMakeError, OSError) as error:
        raise CouldNotRunError(str(error)) from None
    for path in paths:
        click.echo(path)
    if kind == "school":
        hint = f"`cd {(into or Path()) / name}` first: started there, `careerbot chat` and the rest take that folder"
        click.echo(hint, err=True)


@app.command()
@click.option("--size", "sizes", multiple=True, type=click.IntRange(1, 100), help="Also with so many times the names.")
@click.option("--json", "as_json", is_flag=True, help="The figures of this very process as one line of JSON.")
@knowledge_option
def bench(sizes: tuple[int, ...], as_json: bool, layers: tuple[Path, ...]) -> None:
    """Measure start, speed and memory, as a Markdown table; more than once the names takes minutes to compile."""
    from subprocess import SubprocessError

    import msgspec

    from careerbot.workshop.bench import measure, measure_apart, write_table

    if as_json:
        click.echo(msgspec.json.encode(measure(layers)))
        return
    try:
        rows = [(size, measure_apart(layers, size)) for size in sorted({1, *sizes})]
    except SubprocessError as error:
        raise CouldNotRunError(f"the measuring process did not come to an end: {error}") from None
    for line in write_table(rows):
        click.echo(line)


# ------------------------------------------------------------------ official files
@app.command("import")
@click.argument("name")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Default: the last knowledge layer.")
@knowledge_option
def import_files(name: str, paths: tuple[Path, ...], out: Path | None, layers: tuple[Path, ...]) -> None:
    """Turn a publisher's release files into knowledge files. NAME is one of the importers."""
    from careerbot.importers import IMPORTERS, RefusedFile
    from careerbot.problems import suggest

    if name not in IMPORTERS:
        hint = suggest(name, IMPORTERS) or f"one of {', '.join(IMPORTERS)}"
        raise click.UsageError(f"there is no importer {name}; {hint}")
    try:
        report = IMPORTERS[name](paths, out or layers[-1], show_progress)
    except (RefusedFile, OSError) as error:
        raise CouldNotRunError(str(error)) from None
    finally:
        show_progress("", 1.0)
    for path in report.files:
        click.echo(path)
    skipped = "".join(f"; {count} left out: {reason}" for reason, count in report.skipped.items())
    click.echo(f"{report.read} rows read, {report.written} written{skipped}", err=True)
    for remark in report.remarks:
        click.echo(remark, err=True)
