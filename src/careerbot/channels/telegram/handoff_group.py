"""The staff group -> its command menu, and a word to the operator where it cannot take hand-offs."""

from __future__ import annotations

import logging

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden, InvalidToken

from careerbot.channels.telegram.handoff_words import STAFF_COMMANDS
from careerbot.channels.telegram.logs import describe_error, note


async def prepare_group(api: Bot, staff: int) -> None:
    """Set the group's menu, and log what it lacks; nothing where there is no group (0). InvalidToken is raised."""
    if not staff:
        return
    try:
        why = await find_lack(api, staff)
        if why:
            note(logging.ERROR, "the staff group cannot take hand-offs", why=why)
        else:
            await _set_menu(api, BotCommandScopeChat(staff))
    except InvalidToken:
        raise
    except (BadRequest, Forbidden) as error:
        note(logging.ERROR, "the staff group cannot take hand-offs", why=error.message.partition('"')[0])
    except Exception as error:
        note(logging.WARNING, "the staff group was not looked at", error=describe_error(error))


async def _set_menu(api: Bot, scope: BotCommandScopeChat) -> None:
    wanted = tuple(BotCommand(name, text) for name, text in STAFF_COMMANDS.items())
    if await api.get_my_commands(scope) != wanted:
        await api.set_my_commands(wanted, scope)


async def find_lack(api: Bot, staff: int) -> str:
    """What keeps the group from taking hand-offs; "" for nothing. Raises TelegramError."""
    if not (await api.get_chat(staff)).is_forum:
        return "it has no topics; switch them on in its settings"
    me = await api.get_chat_member(staff, api.id)
    if getattr(me, "can_manage_topics", False) or me.status == "creator":
        return ""
    return "the bot must be an administrator there, with the right to manage topics"
