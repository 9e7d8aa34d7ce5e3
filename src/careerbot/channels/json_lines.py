"""JSON lines asked -> JSON lines answered, in the same order; many conversations may be interleaved.

In:  {"id": …, "conversation": …, "text": …} or with "press" in place of "text"; id and conversation may be left out.
Out: the fields of an answer, or {"id": …, "error": …} for a line that cannot be answered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import IO, Any

from careerbot.bot import Answer, CareerBot, report
from careerbot.model import Message, State

Record = dict[str, Any]
# Characters that JSON lets through and that a terminal or a line reader would act on.
_UNSAFE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class BadLineError(ValueError):
    """A line that asks nothing; the message says why."""


def answer_lines(lines: Iterable[bytes], bot: CareerBot, out: IO[str]) -> int:
    """Writes one line for each that is not blank, as soon as it is answered; returns how many were errors."""
    errors = 0
    for record in _answer_each(lines, bot):
        errors += "error" in record
        out.write(encode(record) + "\n")
        out.flush()
    return errors


def describe(answer: Answer) -> Record:
    """The answer's fields as plain values for JSON."""
    return {
        "text": answer.text,
        "html": answer.html,
        "intents": answer.intents,
        "occupations": answer.occupations,
        "areas": [{"code": code, "name": name} for code, name in answer.areas],
        "plan": answer.plan,
        "score": answer.score,
        "choices": [{"label": choice.label, "data": choice.data} for choice in answer.choices],
        "sources": [{"id": id, "publisher": by, "published": when} for id, by, when in answer.sources],
        "ms": answer.ms,
        "picture": asdict(answer.picture) if answer.picture else None,
    }


def encode(record: Record) -> str:
    """One line of JSON that shows people's own letters, and control and direction characters only as escapes."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(record, ensure_ascii=False))


def _answer_each(lines: Iterable[bytes], bot: CareerBot) -> Iterator[Record]:
    """One record for each line that is not blank. A conversation with a name remembers its lines, one without none.

    An error inside the bot is told with its line, so that a long run does not end on it.
    """
    states: dict[Any, State] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        asked: Record = {}
        try:
            asked = _read_line(line)
            name = asked.get("conversation")
            turn = bot.respond(_read_message(asked), states.get(name, State()))
            if name is not None:
                states[name] = turn.after
            yield {"id": asked.get("id", number), "conversation": name, **describe(report(turn, bot.knowledge))}
        except BadLineError as error:
            yield {"id": asked.get("id", number), "error": str(error)}
        except Exception as error:
            yield {"id": asked.get("id", number), "error": f"no answer: {type(error).__name__}: {error}"}


def _read_line(line: bytes) -> Record:
    """The object on a line. Raises BadLineError for anything else."""
    try:
        asked = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadLineError("this line is no JSON") from None
    if not isinstance(asked, dict):
        raise BadLineError('a line must be an object such as {"text": "what do welders make"}')
    return asked


def _read_message(asked: Record) -> Message:
    """The message of an object; a press wins over a text. Raises BadLineError where it has neither."""
    if not isinstance(asked.get("conversation"), str | int | None):
        raise BadLineError('"conversation" must be text')
    for name in ("press", "text"):
        if isinstance(asked.get(name), str):
            return Message(**{name: asked[name]})
    raise BadLineError('neither "text" nor "press" is there as text')
