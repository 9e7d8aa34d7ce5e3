"""Words typed behind the bot's name in any chat -> answers to share there; nothing is kept of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import blake2s

from careerbot.channels.telegram import links, words
from careerbot.channels.telegram.events import Event, is_blank
from careerbot.channels.telegram.markup import split_html
from careerbot.channels.telegram.messages import Draft, Shared
from careerbot.model import Choice, Knowledge, Message, State, Turn
from careerbot.records import is_crisis, is_ratable
from careerbot.talking.wording import name_step

Respond = Callable[[Message, State], Turn]

_EXAMPLES = (
    "what does a registered nurse make in texas",
    "how do i become an electrician",
    "job outlook for welders",
    "what does a web developer do",
    "skills for a truck driver",
)
_MOST = 6
_LONGEST_LINE = 120
# The same words give everybody the same, so that Telegram may answer for us.
_CACHE_SECONDS = 300


def draft_results(event: Event, respond: Respond, knowledge: Knowledge) -> list[Draft]:
    """What is offered to share, and a button that leads to a chat of two; to a cry for help only that."""
    turns = [
        respond(Message(text=text), State()) for text in ((event.text,) if not is_blank(event.text) else _EXAMPLES)
    ]
    if any(is_crisis(turn, knowledge) for turn in turns):
        button = Choice(words.INLINE_HELP, links.HELP_NOW)
        return [Draft("inline", event.chat, query=event.query, rows=((button,),))]
    if len(turns) == 1:
        turns += [respond(Message(press=choice.data), turns[0].after) for choice in turns[0].reply.choices]
    shared = {one.title: one for one in _share(turns, knowledge)}
    button = Choice(words.INLINE_PRIVATE, links.write_payload(event.text) or "inline")
    results = tuple(shared.values())[:_MOST]
    return [Draft("inline", event.chat, query=event.query, rows=((button,),), shared=results, seconds=_CACHE_SECONDS)]


def _share(turns: Iterable[Turn], knowledge: Knowledge) -> Iterable[Shared]:
    for turn in turns:
        parts = split_html(turn.reply.html)
        if is_ratable(turn, knowledge) and parts and not any(step.page for step in turn.plan.steps):
            title = "; ".join(name_step(step, knowledge) for step in turn.plan.steps)
            key = blake2s(f"{title}\n{parts[0]}".encode(), digest_size=16).hexdigest()
            yield Shared(key, title, _first_line(turn.reply.text), parts[0])


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE].rpartition(" ")[0] + " …"
