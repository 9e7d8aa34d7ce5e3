"""Raw update -> what a person did, as little of it as an answer needs; None where it is not for the bot."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec
from telegram import CallbackQuery, ChatMemberUpdated, InlineQuery, Message, Update, User
from telegram.constants import ChatType

from careerbot.channels.telegram.words import COMMANDS
from careerbot.model import Choice
from careerbot.store import Letter, Parcel

EventKind = Literal["text", "command", "press", "media", "edit", "inline", "left", "moved", "report"]
# What became of a parcel: a topic was made, closed, or is not there; a person blocked the bot; Telegram will not take a
# message; the staff group cannot be reached.
Result = Literal["", "made", "closed", "lost", "gone", "refused", "failed"]

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@(\w{3,32}))?(?=\s|$)")
# Spaces to the eye that Unicode does not call spaces: Braille blank, Hangul fillers, the grapheme joiner.
_LOOK_BLANK = frozenset("\u2800\u3164\u115f\u1160\uffa0\u034f")
_MEDIA = {
    "voice": "voice messages",
    "video_note": "video messages",
    "sticker": "stickers",
    "photo": "pictures",
    "animation": "animations",
    "video": "videos",
    "audio": "sound files",
    "document": "files",
    "location": "locations",
    "venue": "places on a map",
    "contact": "contacts",
    "poll": "polls",
    "dice": "dice",
    "game": "games",
    "story": "stories",
    "checklist": "checklists",
    "paid_media": "paid media",
    "live_photo": "live photos",
}


@dataclass(frozen=True, slots=True)
class Event:
    """What a person did. `text` holds the words, the data of a press, or what kind of media it was.

    A report tells the `result` of a parcel, whose draft is the text, and the `thread` of a topic that was made.
    `message` is the message written, edited, or pressed in. `private` tells a chat of two from a group;
    `reply_to` is the message to hang the answer under (0: none); `own` is false for a press on somebody else's answer;
    `at` is in seconds since 1970, 0 when not told; `name` is the writer's as Telegram shows it, in a chat of two only;
    `staff` says that it was done in a topic of the staff group; `rows` are the buttons of the message pressed in, `bot`
    is our name.
    """

    kind: EventKind
    chat: int
    user: int
    private: bool = True
    text: str = ""
    command: str = ""
    query: str = ""
    message: int = 0
    thread: int = 0
    reply_to: int = 0
    at: int = 0
    own: bool = True
    album: str = ""
    name: str = ""
    staff: bool = False
    result: Result = ""
    rows: tuple[tuple[Choice, ...], ...] = ()
    bot: str = ""

    @property
    def chat_key(self) -> str:
        """The chat, whose events are handled strictly in order; what is typed elsewhere is beside it."""
        return f"tg:inline:{self.chat}" if self.kind == "inline" else name_chat(self.chat)

    @property
    def conversation(self) -> str:
        """Whose state it meets: in a group every person has their own, among staff every topic."""
        if self.staff:
            return name_topic(self.chat, self.thread)
        return self.chat_key if self.private else f"{self.chat_key}:{self.user}"


def name_chat(chat: int) -> str:
    """A chat, and the conversation that a private one is."""
    return f"tg:{chat}"


def name_topic(staff: int, thread: int) -> str:
    """The conversation that a topic of the staff group is."""
    return f"{name_chat(staff)}:{thread}"


def read_event(raw: Mapping[str, Any], me: User, staff: int = 0) -> Event | None:
    """What a person did, or None where it is not for the bot; `staff` is the chat of the staff group, 0 for none.

    Raises any Exception for what cannot be read.
    """
    update = Update.de_json(dict(raw), None)
    if staff and update.effective_chat and update.effective_chat.id == staff:
        return _read_staff(update, me)
    if update.callback_query:
        return _read_press(update.callback_query, me)
    if update.inline_query:
        return _read_inline(update.inline_query)
    if update.my_chat_member:
        return _read_membership(update.my_chat_member)
    if update.edited_message:
        return _read_edit(update.edited_message, me)
    if update.message and update.message.migrate_to_chat_id:
        return _read_move(update.message.chat.id, update.message.migrate_to_chat_id)
    return _read_message(update.message, me) if update.message else None


def write_letter(raw: Mapping[str, Any], event: Event | None, me: User) -> Letter:
    """The letter for the inbox; no event, nothing to answer."""
    key = f"tg:{me.id}:{raw['update_id']}"
    return Letter(key, event.chat_key, event.conversation, pack_event(event)) if event else Letter(key)


def write_report(parcel: Parcel, person: int, result: Result, thread: int = 0) -> Letter:
    """The letter that tells what became of a parcel, in the lane of the person whom it is about.

    A parcel that is sent again because nobody knew is reported once, but a second topic is another report.
    """
    event = Event("report", person, person, text=parcel.body, result=result, thread=thread)
    return Letter(f"report:{parcel.id}:{thread}", event.chat_key, event.conversation, pack_event(event))


def _read_staff(update: Update, me: User) -> Event | None:
    """What somebody did in a topic of the staff group, where every word counts, not only those to the bot."""
    message = update.edited_message or update.message
    if message is None or not message.is_topic_message or (message.sender_chat and message.sender_chat != message.chat):
        return None
    event = _read_words(message, me)
    if message.forum_topic_closed and _find_person(message):
        event = Event("command", message.chat.id, _find_person(message) or 0, command="close")
    if event is None or (update.edited_message and event.kind != "text"):
        return None
    kind = "edit" if update.edited_message else event.kind
    return replace(event, kind=kind, private=False, thread=message.message_thread_id or 0, reply_to=0, staff=True)


def _read_message(message: Message, me: User) -> Event | None:
    event = _read_words(message, me)
    if event is None or event.private:
        return event
    return _heed_in_group(event, message, me)


def _read_words(message: Message, me: User) -> Event | None:
    user = _find_person(message)
    if user is None or message.chat.type == ChatType.CHANNEL:
        return None
    text = _clean(message.text or message.caption or "")
    media = _name_media(message)
    if not text and not media and message.text is None:
        return None
    command = _COMMAND.match(text)
    if command and command[2] and command[2].lower() != _username(me):
        return None
    private = message.chat.type == ChatType.PRIVATE
    return Event(
        kind="command" if command else "media" if media and not text else "text",
        chat=message.chat.id,
        user=user,
        private=private,
        text=text[command.end() :].strip() if command else text or media,
        command=command[1].lower() if command else "",
        message=message.message_id,
        thread=(message.message_thread_id or 0) if message.is_topic_message else 0,
        reply_to=0 if private else message.message_id,
        at=int((message.edit_date or message.date).timestamp()),
        album=message.media_group_id or "",
        name=_clean(message.from_user.full_name) if private and message.from_user else "",
        bot=me.username or "",
    )


def _heed_in_group(event: Event, message: Message, me: User) -> Event | None:
    mention = re.compile(rf"(?<![\w/])@{re.escape(_username(me))}\b", re.IGNORECASE)
    reply = message.reply_to_message
    to_me = bool(reply and reply.from_user and reply.from_user.id == me.id)
    named = event.kind == "text" and bool(mention.search(event.text))
    if event.kind == "command":
        command = _COMMAND.match(message.text or message.caption or "")
        called = bool(command and command[2])
        # A bare command nobody here knows may be for another bot.
        return event if called or event.command in COMMANDS else None
    if event.kind == "media" or not (to_me or named):
        return event if to_me else None
    return replace(event, text=mention.sub(" ", event.text).strip())


def _read_edit(message: Message, me: User) -> Event | None:
    event = _read_message(message, me)
    return replace(event, kind="edit") if event and event.kind == "text" else None


def _read_press(query: CallbackQuery, me: User) -> Event | None:
    if query.message is None:
        return None
    # A message that cannot be reached any more comes with the date 0, of whichever class it then is.
    message = query.message if isinstance(query.message, Message) and query.message.date.timestamp() else None
    question = message.reply_to_message if message else None
    asker = question.from_user.id if question and question.from_user and not question.from_user.is_bot else 0
    return Event(
        kind="press",
        chat=query.message.chat.id,
        user=query.from_user.id,
        private=query.message.chat.type == ChatType.PRIVATE,
        text=_clean(query.data or ""),
        query=_clean(query.id),
        message=message.message_id if message else 0,
        thread=(message.message_thread_id or 0) if message and message.is_topic_message else 0,
        reply_to=question.message_id if question and asker else 0,
        own=asker in (0, query.from_user.id),
        rows=_read_rows(message) if message else (),
        bot=me.username or "",
    )


def _read_inline(query: InlineQuery) -> Event:
    person = query.from_user.id
    return Event("inline", person, person, text=_clean(query.query), query=_clean(query.id))


def _read_rows(message: Message) -> tuple[tuple[Choice, ...], ...]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return tuple(tuple(Choice(b.text, str(b.callback_data or b.url or "")) for b in row) for row in rows)


def _read_move(chat: int, to: int) -> Event:
    """A group got a new number; the text is the chat that it is now."""
    return Event("moved", chat, 0, private=False, text=name_chat(to))


def _read_membership(change: ChatMemberUpdated) -> Event | None:
    if change.new_chat_member.status not in ("kicked", "left"):
        return None
    return Event("left", change.chat.id, change.from_user.id, private=change.chat.type == ChatType.PRIVATE)


def _find_person(message: Message) -> int | None:
    """The writer's id; a group's anonymous admin counts as the group, other bots and channels are not heard."""
    if message.sender_chat:
        return message.sender_chat.id if not message.is_automatic_forward else None
    return message.from_user.id if message.from_user and not message.from_user.is_bot else None


def _name_media(message: Message) -> str:
    return next((words for name, words in _MEDIA.items() if getattr(message, name, None)), "")


def _username(me: User) -> str:
    return (me.username or "").lower()


def _clean(text: str) -> str:
    """The text as it can be stored: half characters joined or replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def pack_event(event: Event) -> str:
    """The event as text."""
    return msgspec.json.encode(event).decode()


def unpack_event(body: str) -> Event:
    """The event of a letter. Raises msgspec.DecodeError for anything else."""
    return msgspec.json.decode(body, type=Event)


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in it."""
    return all(c in _LOOK_BLANK or unicodedata.category(c)[0] in "ZC" for c in text)
