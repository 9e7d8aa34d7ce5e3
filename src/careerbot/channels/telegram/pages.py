"""A reply longer than a message -> its page, with buttons to those beside it; they hold what brings it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from careerbot.channels.telegram.markup import split_html
from careerbot.channels.telegram.messages import DATA_LIMIT, Rows
from careerbot.model import Choice, Reply, Turn
from careerbot.talking.buttons import encode_step

_PREFIX = "tg:page:"


def read_press(data: str) -> tuple[int | None, str]:
    """Which page a press asks for, from 0, and the press that brings the reply; (None, press) for any other."""
    number, colon, rest = data.removeprefix(_PREFIX).partition(":")
    turns = data.startswith(_PREFIX) and colon and number.isascii() and number.isdigit()
    return (int(number), rest) if turns else (None, data)


def page_turn(turn: Turn, number: int) -> tuple[Reply, Rows]:
    """A page of the turn's reply, the last one if there are fewer, and the row that turns pages.

    The whole reply where it fits into a message, or no button can hold what would bring it again.
    """
    parts, steps = split_html(turn.reply.html), turn.plan.steps
    again = encode_step(steps[0]) if turn.plan.kind == "answer" and len(steps) == 1 else ""
    if len(parts) < 2 or not again or len(f"{_PREFIX}{len(parts)}:{again}") > DATA_LIMIT:
        return turn.reply, ()
    number = min(number, len(parts) - 1)
    return replace(turn.reply, html=parts[number]), (tuple(_offer_beside(number, len(parts), again)),)


def _offer_beside(number: int, count: int, again: str) -> Iterator[Choice]:
    if number:
        yield Choice(f"Page {number} of {count}", f"{_PREFIX}{number - 1}:{again}")
    if number + 1 < count:
        yield Choice(f"Page {number + 2} of {count}", f"{_PREFIX}{number + 1}:{again}")
