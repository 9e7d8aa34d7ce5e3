"""Dialogue files -> whether the bot still goes through them as written, and where it does not, why."""

from __future__ import annotations

import os
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from careerbot.bot import Answer, CareerBot, report
from careerbot.content.dialogues import NOTHING, Dialogue, Exchange, Meaning, Wording, read_dialogues
from careerbot.content.files import SourceFile, list_files, read_text
from careerbot.explain import explain
from careerbot.model import Choice, Mark, Message, Problem, State, Turn
from careerbot.workshop.matching import shows_any

# Enough of a reply to see what went wrong.
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Script:
    """A dialogue file: its conversations, and the mistakes in how it is written."""

    file: SourceFile
    dialogues: tuple[Dialogue, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """An expectation that was not met. `mended` is the `=` line that would be, empty for wordings and presses."""

    where: Mark
    expected: str
    came: str
    mended: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One message of a dialogue, what happened to it (None: an error), and what should have and did not."""

    exchange: Exchange
    turn: Turn | None
    misses: tuple[Miss, ...]


def find_scripts(layers: Iterable[Path]) -> list[Script]:
    """The dialogue files of knowledge layers, by layer and name; empty when there are none."""
    files = (file for layer in layers for file in list_files(layer))
    return [_read_script(f) for f in files if f.folder == "dialogues" and f.name.endswith(".txt")]


def read_scripts(paths: Iterable[Path]) -> list[Script]:
    """The named dialogue files, in order. A file that cannot be read is a script with that problem alone."""
    return [_read_script(SourceFile(path, path.parent, path.name, str(path))) for path in paths]


def _read_script(file: SourceFile) -> Script:
    problems: list[Problem] = []
    text = read_text(file, problems)
    dialogues, mistakes = read_dialogues(text or "", file.shown)
    return Script(file, tuple(dialogues), (*problems, *mistakes))


def play(script: Script, bot: CareerBot) -> list[Outcome]:
    """The outcomes of all its conversations, in order."""
    return [outcome for dialogue in script.dialogues for outcome in replay(dialogue, bot)]


def replay(dialogue: Dialogue, bot: CareerBot) -> list[Outcome]:
    """Goes through one conversation from its start; an outcome for each message, in order.

    An error inside the bot is a miss of its message, so that it hides nothing behind it.
    """
    state, outcomes = State(), list[Outcome]()
    choices: tuple[Choice, ...] = ()
    for exchange in dialogue.exchanges:
        message, missed = _make_message(exchange, choices)
        try:
            turn = bot.respond(message, state)
        except Exception as error:
            outcomes.append(Outcome(exchange, None, (*missed, _miss_answer(exchange, error))))
            continue
        misses = find_misses(exchange, report(turn, bot.knowledge))
        outcomes.append(Outcome(exchange, turn, (*missed, *misses)))
        state, choices = turn.after, turn.reply.choices
    return outcomes


def _make_message(exchange: Exchange, choices: Sequence[Choice]) -> tuple[Message, list[Miss]]:
    """The message, or the label as words, with a miss, where the last reply offers no such choice."""
    if not exchange.press:
        return Message(exchange.text), []
    data = next((c.data for c in choices if c.label.casefold() == exchange.press.casefold()), "")
    if data:
        return Message(press=data), []
    offered = ", ".join(f"[{c.label}]" for c in choices) or "no choices"
    return Message(exchange.press), [Miss(exchange.where, f"a choice [{exchange.press}]", offered)]


def find_misses(exchange: Exchange, answer: Answer) -> Iterator[Miss]:
    """Expectations of a message that its answer does not meet, meanings first."""
    for meaning in exchange.meanings:
        came = MEANINGS[meaning.subject](answer)
        if came != meaning.values:
            yield _miss_meaning(meaning, came)
    for wording in exchange.wordings:
        if shows_any(answer.text, wording.alternatives) != wording.wanted:
            yield _miss_wording(wording, answer.text)


MEANINGS: dict[str, Callable[[Answer], tuple[str, ...]]] = {
    "intent": lambda answer: answer.intents,
    "occupation": lambda answer: answer.occupations,
    "area": lambda answer: tuple(code for code, _ in answer.areas),
    "plan": lambda answer: (answer.plan,),
}


def _miss_meaning(meaning: Meaning, came: tuple[str, ...]) -> Miss:
    expected, instead = (", ".join(values) or NOTHING for values in (meaning.values, came))
    return Miss(meaning.where, f"{meaning.subject} {expected}", instead, f"= {meaning.subject} {instead}")


def _miss_wording(wording: Wording, text: str) -> Miss:
    wish = "a reply that shows" if wording.wanted else "a reply without"
    return Miss(wording.where, f'{wish} "{" | ".join(wording.alternatives)}"', _shorten(text))


def _miss_answer(exchange: Exchange, error: Exception) -> Miss:
    at = traceback.extract_tb(error.__traceback__)[-1]
    return Miss(exchange.where, "an answer", f"{type(error).__name__}: {error} ({at.filename}:{at.lineno})")


def _shorten(text: str) -> str:
    flat = " ".join(text.split())
    return f'"{flat}"' if len(flat) <= _SHOWN else f'"{flat[:_SHOWN]}…"'


def describe_failures(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Lines for a reader: each miss with its file and line, then the message and the reasons behind its answer."""
    for outcome in outcomes:
        for miss in outcome.misses:
            yield f"{miss.where}: expected {miss.expected}; came {miss.came}"
        if outcome.misses:
            yield f"    > {outcome.exchange.text or f'[{outcome.exchange.press}]'}"
            yield from (f"      {line}" for line in (explain(outcome.turn) if outcome.turn else ()))


def summarise(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Lines that count, by file and then by the first expected intent, the messages that went as written."""
    yield from _count_by("file", ((o.exchange.where.file, o) for o in outcomes))
    yield from _count_by("intent", ((_intent_of(o.exchange), o) for o in outcomes))
    good = sum(not o.misses for o in outcomes)
    yield f"{good} of {len(outcomes)} messages went as written"


def _count_by(title: str, keyed: Iterable[tuple[str, Outcome]]) -> Iterator[str]:
    total: Counter[str] = Counter()
    good: Counter[str] = Counter()
    for key, outcome in keyed:
        total[key] += 1
        good[key] += not outcome.misses
    width = max(map(len, total), default=0)
    yield f"by {title}"
    yield from (f"  {key:<{width}}  {good[key]:>4} of {total[key]:>4}" for key in sorted(total))


def _intent_of(exchange: Exchange) -> str:
    return next((m.values[0] for m in exchange.meanings if m.subject == "intent" and m.values), "(none expected)")


def accept(script: Script, outcomes: Iterable[Outcome]) -> list[str]:
    """Rewrites the failing `=` lines of a file to what the bot says now; everything else stays, byte for byte.

    Returns a line for each change; the file is replaced at once, or not touched when nothing can be mended.
    """
    mended = {miss.where.line: miss.mended for o in outcomes for miss in o.misses if miss.mended}
    if not mended:
        return []
    lines = script.file.path.read_bytes().decode("utf-8").splitlines(keepends=True)
    changes = []
    for number, new in mended.items():
        old = lines[number - 1]
        changes.append(f"{script.file.shown}:{number}: {old.strip()} -> {new}")
        lines[number - 1] = old.replace(old.strip(), new)
    fresh = script.file.path.with_suffix(".new")
    fresh.write_bytes("".join(lines).encode("utf-8"))
    os.replace(fresh, script.file.path)
    return changes
