"""Draft -> the call of the Bot API that it stands for, and the number of what that made."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputFile,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode

from careerbot.channels.telegram.export import FILE_NAME
from careerbot.channels.telegram.markup import to_plain
from careerbot.channels.telegram.messages import Deed, Draft, Rows
from careerbot.content.pictures import load_picture
from careerbot.model import Choice

_TOAST_SECONDS = 5.0
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def carry_out(api: Bot, draft: Draft) -> int:
    """Make the draft's call; the number of the message or topic that is there now, 0 for none.

    Raises TelegramError, and for a picture that cannot be shown OSError or BadPictureError.
    """
    return await _CALLS[draft.do](api, draft)


async def _send(api: Bot, draft: Draft) -> int:
    text, mode = _write(draft)
    sent = await api.send_message(
        draft.chat, text, mode,
        reply_markup=make_keyboard(draft.rows), message_thread_id=draft.thread or None,
        link_preview_options=_NO_PREVIEW, reply_parameters=_reply(draft),
    )  # fmt: skip
    return sent.message_id


async def _send_photo(api: Bot, draft: Draft) -> int:
    file = InputFile(await asyncio.to_thread(load_picture, draft.picture), Path(draft.picture).name)
    text, mode = _write(draft)
    sent = await api.send_photo(
        draft.chat, file, text or None, parse_mode=mode,
        reply_markup=make_keyboard(draft.rows), message_thread_id=draft.thread or None, reply_parameters=_reply(draft),
    )  # fmt: skip
    return sent.message_id


async def _edit(api: Bot, draft: Draft) -> int:
    text, mode = _write(draft)
    done = await api.edit_message_text(
        text, draft.chat, draft.message,
        parse_mode=mode, reply_markup=make_keyboard(draft.rows), link_preview_options=_NO_PREVIEW,
    )  # fmt: skip
    return done.message_id if isinstance(done, Message) else draft.message


async def _change_buttons(api: Bot, draft: Draft) -> int:
    await api.edit_message_reply_markup(draft.chat, draft.message, reply_markup=make_keyboard(draft.rows))
    return 0


async def _toast(api: Bot, draft: Draft) -> int:
    await api.answer_callback_query(draft.query, draft.html or None, read_timeout=_TOAST_SECONDS)
    return 0


async def _send_document(api: Bot, draft: Draft) -> int:
    file = InputFile(draft.file.encode(), FILE_NAME)
    return (await api.send_document(draft.chat, file, draft.html, parse_mode=ParseMode.HTML)).message_id


async def _share(api: Bot, draft: Draft) -> int:
    results = [
        InlineQueryResultArticle(
            one.id, one.title, InputTextMessageContent(one.html, ParseMode.HTML, link_preview_options=_NO_PREVIEW),
            description=one.line,
        )
        for one in draft.shared
    ]  # fmt: skip
    [[button]] = draft.rows
    await api.answer_inline_query(
        draft.query, results, draft.seconds, is_personal=not draft.seconds,
        button=InlineQueryResultsButton(button.label, start_parameter=button.data), read_timeout=_TOAST_SECONDS,
    )  # fmt: skip
    return 0


async def _copy(api: Bot, draft: Draft) -> int:
    thread = draft.thread or None
    return (await api.copy_message(draft.chat, draft.source, draft.message, message_thread_id=thread)).message_id


async def _make_topic(api: Bot, draft: Draft) -> int:
    return (await api.create_forum_topic(draft.chat, draft.html)).message_thread_id


async def _close_topic(api: Bot, draft: Draft) -> int:
    await api.close_forum_topic(draft.chat, draft.thread)
    return 0


async def _reopen_topic(api: Bot, draft: Draft) -> int:
    await api.reopen_forum_topic(draft.chat, draft.thread)
    return 0


async def _delete_topic(api: Bot, draft: Draft) -> int:
    await api.delete_forum_topic(draft.chat, draft.thread)
    return 0


def _write(draft: Draft) -> tuple[str, str | None]:
    """The draft's text, and how it is marked up."""
    return (to_plain(draft.html), None) if draft.plain else (draft.html, ParseMode.HTML)


def _reply(draft: Draft) -> ReplyParameters | None:
    return ReplyParameters(draft.reply_to, allow_sending_without_reply=True) if draft.reply_to else None


def make_keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Buttons as Telegram takes them; None for none."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_make_button(choice) for choice in row] for row in rows])


def _make_button(choice: Choice) -> InlineKeyboardButton:
    if choice.data.startswith("https://"):
        return InlineKeyboardButton(choice.label, url=choice.data)
    return InlineKeyboardButton(choice.label, callback_data=choice.data)


_CALLS: Mapping[Deed, Callable[[Bot, Draft], Awaitable[int]]] = {
    "send": _send,
    "photo": _send_photo,
    "edit": _edit,
    "buttons": _change_buttons,
    "toast": _toast,
    "document": _send_document,
    "inline": _share,
    "copy": _copy,
    "make": _make_topic,
    "close": _close_topic,
    "reopen": _reopen_topic,
    "delete": _delete_topic,
}
