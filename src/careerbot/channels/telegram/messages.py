"""Reply -> drafts that Telegram takes: cut at its length limit, buttons in rows, each ready to wait in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from careerbot.channels.telegram.events import Event, name_chat
from careerbot.channels.telegram.markup import CAPTION_LIMIT, is_empty, split_html
from careerbot.model import Choice, Reply

DATA_LIMIT = 64
_MOST_BUTTONS = 12
# Two labels that fit side by side on a small phone.
_HALF_ROW = 18

Rows = tuple[tuple[Choice, ...], ...]


Deed = Literal[
    "send", "photo", "edit", "buttons", "toast", "document", "inline", "copy", "make", "close", "reopen", "delete"
]


@dataclass(frozen=True, slots=True)
class Shared:
    """An answer that somebody may share in any chat: its stable id, plain title and first line, and HTML."""

    id: str
    title: str
    line: str
    html: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One call to be made. `send` and `edit` carry HTML and buttons, `buttons` changes only these. `photo` is a `send`
    with the picture of that path above its HTML, which may be "".

    `toast` answers a press with plain text or "", `document` is a file with HTML below it.
    `inline` offers answers to share, good for everybody for so many `seconds`, and the button of `rows`.

    `copy` repeats `message` of the chat `source` without its writer's name; `make` (with the topic's name as `html`),
    `close`, `reopen` and `delete` are about a forum topic. Of a draft with a `person`, a chat, it is reported to the
    desk how it went.

    `question` is the person's message that it answers first, `reply_to` the message to hang it under (0: none);
    `intents` tells an operator which answer it was.
    """

    do: Deed
    chat: int
    html: str = ""
    rows: Rows = ()
    thread: int = 0
    reply_to: int = 0
    message: int = 0
    query: str = ""
    question: int = 0
    plain: bool = False
    intents: str = ""
    source: int = 0
    person: int = 0
    file: str = ""
    picture: str = ""
    shared: tuple[Shared, ...] = ()
    seconds: int = 0

    @property
    def lane(self) -> str:
        """The chat whose parcels it goes among, in order; what is shared waits for no message."""
        return f"tg:inline:{self.chat}" if self.do == "inline" else name_chat(self.chat)


def draft_toast(event: Event, text: str = "") -> list[Draft]:
    """The answer that stops a pressed button's spinner; none where nothing was pressed."""
    return [Draft("toast", event.chat, html=text, query=event.query)] if event.query else []


def draft_buttons(event: Event, rows: Rows) -> list[Draft]:
    """Other buttons for the message pressed in; none where these are no others, or the message is gone."""
    changed = event.message and rows != event.rows
    return [Draft("buttons", event.chat, rows=rows, message=event.message)] if changed else []


def draft_text(event: Event, text: str, choices: Sequence[Choice] = ()) -> list[Draft]:
    """Drafts of plain text."""
    return draft_reply(event, Reply(text, escape(text, quote=False), tuple(choices)))


def draft_reply(event: Event, reply: Reply, edit: int = 0, intents: str = "", below: Rows = ()) -> list[Draft]:
    """Drafts of a reply, in order; the first edits message `edit` if given; buttons are on the last, then `below`."""
    parts = split_html(escape(reply.text, quote=False) if is_empty(reply.html) else reply.html)
    drafts = [
        Draft("send", event.chat, part, thread=event.thread, reply_to=event.reply_to, intents=intents) for part in parts
    ]
    if not drafts:
        return []
    first = replace(drafts[0], do="edit" if edit else "send", message=edit, question=event.message)
    drafts[0] = first if event.kind != "press" else replace(first, question=0)
    drafts[-1] = replace(drafts[-1], rows=(*arrange_rows(reply.choices), *below))
    return _add_picture(drafts, reply) if reply.picture and not edit else drafts


def _add_picture(drafts: list[Draft], reply: Reply) -> list[Draft]:
    """The drafts with the reply's picture: above a text that is short enough to stand below it, else before it."""
    first, path = drafts[0], reply.picture.path if reply.picture else ""
    if len(drafts) == 1 and len(split_html(first.html, CAPTION_LIMIT)) == 1:
        return [replace(first, do="photo", picture=path)]
    return [replace(first, do="photo", html="", picture=path, rows=(), question=0), *drafts]


def arrange_rows(choices: Sequence[Choice]) -> Rows:
    """Buttons in rows of one or two, in order. Those without a label, or with data Telegram refuses, are left out."""
    rows: list[tuple[Choice, ...]] = []
    usable = [c for c in choices if c.label.strip() and 1 <= len(c.data.encode()) <= DATA_LIMIT]
    for choice in usable[:_MOST_BUTTONS]:
        short = len(choice.label) <= _HALF_ROW
        if rows and short and len(rows[-1]) == 1 and len(rows[-1][0].label) <= _HALF_ROW:
            rows[-1] = (*rows[-1], choice)
        else:
            rows.append((choice,))
    return tuple(rows)
