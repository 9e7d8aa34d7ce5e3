"""Text of a dialogue file -> conversations that remember their lines, and the mistakes in it.

    # title of the conversation
    # a further line of this kind is a comment
    > what a person types            > [label] presses the choice with that label
    = intent pay_area, education     = occupation 11-3051    = area 5300000    = plan answer
    < text the reply must show       alternatives between |
    ! text it must not show

A blank line ends a conversation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

from careerbot.model import Mark, PlanKind, Problem
from careerbot.problems import suggest

Subject = Literal["intent", "occupation", "area", "plan"]
SUBJECTS: tuple[str, ...] = get_args(Subject)
PLANS: tuple[str, ...] = get_args(PlanKind)
# Written where nothing is expected: `= occupation none`.
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`= subject value, value`: what a message must mean, in order; no values when it says `none`."""

    subject: str
    values: tuple[str, ...]
    where: Mark


@dataclass(frozen=True, slots=True)
class Wording:
    """`< a | b` (wanted) or `! a | b`: text of which the reply must show one, or none."""

    alternatives: tuple[str, ...]
    wanted: bool
    where: Mark


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and what must come of it. `press` is a choice's label when the message presses one."""

    text: str
    press: str
    where: Mark
    meanings: tuple[Meaning, ...] = ()
    wordings: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation that must go as written."""

    title: str
    where: Mark
    exchanges: tuple[Exchange, ...]


_Line = tuple[Mark, str, str]


def read_dialogues(text: str, file: str) -> tuple[list[Dialogue], list[Problem]]:
    """Conversations of one file in order, and every mistake in it; a broken line is left out, the rest stands.

    A block of comment lines alone is no conversation. `file` is shown in marks as given.
    """
    dialogues: list[Dialogue] = []
    problems: list[Problem] = []
    for block in _split_blocks(text, file):
        dialogue = _read_block([*_known_lines(block, problems)], problems)
        if dialogue:
            dialogues.append(dialogue)
    return dialogues, problems


def _split_blocks(text: str, file: str) -> Iterator[list[_Line]]:
    """Runs of lines without a blank one between: (mark, sign, rest of the line)."""
    rows = enumerate(text.removeprefix("\ufeff").splitlines(), 1)
    for blank, group in groupby(rows, key=lambda row: not row[1].strip()):
        if not blank:
            yield [(Mark(file, number, 1), line.strip()[:1], line.strip()[1:].strip()) for number, line in group]


def _known_lines(block: Sequence[_Line], problems: list[Problem]) -> Iterator[_Line]:
    """Lines that begin with a sign and say something; a problem for each of the others."""
    for where, sign, rest in block:
        if sign not in ("#", ">", "=", "<", "!"):
            hint = 'begin it with "#" title, ">" message, "=" meaning, "<" must show or "!" must not show'
            problems.append(Problem(where, "dialogue-sign", f'a line cannot begin with "{sign}"', hint))
        elif not rest and sign != "#":
            problems.append(Problem(where, "dialogue-empty", f'nothing follows "{sign}"'))
        else:
            yield where, sign, rest


def _read_block(block: Sequence[_Line], problems: list[Problem]) -> Dialogue | None:
    """A conversation, or None where there are only comments."""
    spoken = [line for line in block if line[1] != "#"]
    if not spoken:
        return None
    start, sign, title = block[0]
    if sign != "#" or not title:
        hint = 'write "# what this conversation shows" on the line above'
        problems.append(Problem(start, "dialogue-title", "the conversation has no title", hint))
        title = spoken[0][2]
    exchanges = _read_exchanges(spoken, problems)
    if not any(e.meanings or e.wordings for e in exchanges):
        problems.append(Problem(start, "dialogue-proof", f'"{title}" expects nothing, so it can never fail'))
    return Dialogue(title, start, tuple(exchanges))


def _read_exchanges(spoken: Sequence[_Line], problems: list[Problem]) -> list[Exchange]:
    """Each message with the expectations under it."""
    while spoken and spoken[0][1] != ">":
        problems.append(Problem(spoken[0][0], "dialogue-order", "an expectation stands before any message"))
        spoken = spoken[1:]
    starts = [i for i, line in enumerate(spoken) if line[1] == ">"]
    return [
        _read_exchange(spoken[start], spoken[start + 1 : end], problems)
        for start, end in zip(starts, [*starts[1:], len(spoken)], strict=True)
    ]


def _read_exchange(message: _Line, expectations: Sequence[_Line], problems: list[Problem]) -> Exchange:
    where, _, text = message
    meanings = [_read_meaning(mark, rest, problems) for mark, sign, rest in expectations if sign == "="]
    wordings = [_read_wording(line) for line in expectations if line[1] != "="]
    pressed = text[1:-1].strip() if text.startswith("[") and text.endswith("]") else ""
    return Exchange("" if pressed else text, pressed, where, tuple(filter(None, meanings)), tuple(wordings))


def _read_meaning(where: Mark, rest: str, problems: list[Problem]) -> Meaning | None:
    """The expectation, or None with a problem when its subject, its values or its plan are not known."""
    subject, _, listed = rest.partition(" ")
    values = tuple(v for v in (value.strip() for value in listed.split(",")) if v)
    unknown = [v for v in values if v not in PLANS] if subject == "plan" else []
    if subject not in SUBJECTS:
        hint = suggest(subject, SUBJECTS) or f"one of {', '.join(SUBJECTS)}"
        problems.append(Problem(where, "dialogue-meaning", f'"{subject}" cannot be expected', hint))
    elif not values:
        problems.append(Problem(where, "dialogue-empty", f'"= {subject}" names nothing', f'or "{NOTHING}"'))
    elif unknown:
        hint = suggest(unknown[0], PLANS) or f"one of {', '.join(PLANS)}"
        problems.append(Problem(where, "dialogue-meaning", f'"{unknown[0]}" is no plan', hint))
    else:
        return Meaning(subject, () if values == (NOTHING,) else values, where)
    return None


def _read_wording(line: _Line) -> Wording:
    where, sign, rest = line
    return Wording(tuple(a.strip() for a in rest.split("|") if a.strip()), sign == "<", where)
